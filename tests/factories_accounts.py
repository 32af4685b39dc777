"""People with passwords, codes and links."""

from datetime import datetime

import pyotp
from sqlalchemy.orm import Session

from portal.domain.accounts import second_factor
from portal.domain.accounts.models import Account
from portal.domain.accounts.passwords import keeper
from tests import factories

PASSWORD = "kuda baterai staples benar"


def member(session: Session, *, password: str = PASSWORD, **fields) -> Account:
    """An account that can sign in."""
    return factories.account(session, password_hash=keeper(is_fast=True).make(password), **fields)


def with_second_factor(session: Session, account: Account, *, at: datetime) -> tuple[str, list[str]]:
    """Turns it on; gives the secret and the backup codes. The step of `at` is used up."""
    secret = second_factor.begin(session, account)
    codes = second_factor.confirm(session, account, pyotp.TOTP(secret).at(at), session_id=None, at=at)
    return secret, codes
