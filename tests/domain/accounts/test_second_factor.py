"""Promise: TOTP with backup codes; the secret is encrypted at rest; a code counts once."""

from datetime import timedelta

import pyotp
import pytest
from sqlalchemy.orm import Session

from portal.domain.accounts import second_factor
from portal.domain.accounts.models import BackupCode
from portal.domain.accounts.queries import backup_codes_left
from portal.domain.errors import RuleBroken
from tests import factories
from tests.factories import NOW
from tests.factories_accounts import with_second_factor

STEP = timedelta(seconds=30)


def test_it_counts_only_after_a_first_code(session: Session) -> None:
    account = factories.account(session)
    secret = second_factor.begin(session, account)
    assert not account.has_second_factor
    with pytest.raises(RuleBroken):
        second_factor.confirm(session, account, "000000", session_id=None, at=NOW)
    codes = second_factor.confirm(session, account, pyotp.TOTP(secret).at(NOW), session_id=None, at=NOW)
    assert account.has_second_factor
    assert len(set(codes)) == 10


def test_the_secret_is_not_readable_in_the_database(session: Session) -> None:
    account = factories.account(session)
    secret = second_factor.begin(session, account)
    assert secret not in (account.totp_secret or "")
    assert second_factor.pending_secret(session, account) == secret


def test_a_code_counts_once(session: Session) -> None:
    """Promise: replay of a step is refused."""
    account = factories.account(session)
    secret, _codes = with_second_factor(session, account, at=NOW)
    totp = pyotp.TOTP(secret)
    assert not second_factor.accept(session, account, totp.at(NOW), at=NOW)
    later = NOW + STEP
    assert second_factor.accept(session, account, totp.at(later), at=later)
    assert not second_factor.accept(session, account, totp.at(later), at=later)


@pytest.mark.parametrize(("off", "fits"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_half_a_minute_off(session: Session, off: int, fits: bool) -> None:
    account = factories.account(session)
    secret, _codes = with_second_factor(session, account, at=NOW)
    later = NOW + 10 * STEP
    code = pyotp.TOTP(secret).at(later + off * STEP)
    assert second_factor.accept(session, account, code, at=later) is fits


def test_a_backup_code_counts_once_however_it_is_written(session: Session) -> None:
    account, other = factories.account(session), factories.account(session)
    _secret, codes = with_second_factor(session, account, at=NOW)
    with_second_factor(session, other, at=NOW)
    assert not second_factor.accept(session, other, codes[0], at=NOW)
    assert second_factor.accept(session, account, f" {codes[0].upper()} ", at=NOW)
    assert not second_factor.accept(session, account, codes[0], at=NOW)
    assert backup_codes_left(session, account.id) == 9
    assert all(
        code.replace("-", "") not in row.code_hash for row in session.query(BackupCode) for code in codes
    )


@pytest.mark.parametrize("junk", ["", "١٢٣٤٥٦", "12345", "a" * 40, "%s"])
def test_junk_is_only_wrong(session: Session, junk: str) -> None:
    account = factories.account(session)
    with_second_factor(session, account, at=NOW)
    assert not second_factor.accept(session, account, junk, at=NOW)


def test_new_backup_codes_replace_the_old(session: Session) -> None:
    account = factories.account(session)
    _secret, codes = with_second_factor(session, account, at=NOW)
    fresh = second_factor.new_backup_codes(session, account)
    assert not second_factor.accept(session, account, codes[0], at=NOW)
    assert second_factor.accept(session, account, fresh[0], at=NOW)


def test_turning_off_leaves_nothing(session: Session) -> None:
    account = factories.account(session)
    with_second_factor(session, account, at=NOW)
    second_factor.turn_off(session, account)
    assert (account.totp_secret, account.totp_last_step, account.has_second_factor) == (None, None, False)
    assert backup_codes_left(session, account.id) == 0
