"""What of an account goes when its owner is erased. The empty row stays: decisions name its number."""

from __future__ import annotations

from sqlalchemy import select

from portal.domain.accounts.models import Account, BackupCode, Identity, OneTimeLink, SignInSession
from portal.domain.base import Base
from portal.domain.erasing import Attribute, Declaration, Emptied, FilesGone, RowsGone
from portal.domain.scrubbing import ERASED_NAME
from portal.domain.words import n_

ENTERING = n_("Sign-ins, one-time links, backup codes and links to a sign-in provider")
ERASED_HOST = "erased.invalid"  # no letter ever arrives under .invalid (RFC 2606)


def _rows_of(table: type[Base], owner: Attribute) -> RowsGone:
    return RowsGone(what=ENTERING, table=table, whose=lambda person: owner == person.account_id)


ERASING = Declaration(
    erasers=(
        FilesGone(
            what=n_("The picture"),
            files=lambda person: select(Account.picture_id).where(Account.id == person.account_id),
        ),
        Emptied(
            what=n_("Name, e-mail address, password and second step of the account"),
            whose=lambda person: Account.id == person.account_id,
            values={
                Account.name: ERASED_NAME,
                Account.email: lambda person: f"account-{person.account_id}@{ERASED_HOST}",
                Account.password_hash: None,
                Account.totp_secret: None,
                Account.totp_confirmed_at: None,
                Account.totp_last_step: None,
                Account.picture_id: None,
                Account.locale: "id",
                Account.timezone: "Asia/Jakarta",
            },
        ),
        _rows_of(SignInSession, SignInSession.account_id),
        _rows_of(OneTimeLink, OneTimeLink.account_id),
        _rows_of(BackupCode, BackupCode.account_id),
        _rows_of(Identity, Identity.account_id),
    ),
)
