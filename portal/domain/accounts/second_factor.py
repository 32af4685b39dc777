"""The second factor: a code that changes every 30 seconds (RFC 6238), and backup codes for a lost phone."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime

import pyotp
from cryptography.fernet import Fernet
from sqlalchemy import delete, or_, update
from sqlalchemy.orm import Session

from portal.domain.accounts.models import Account, BackupCode, SignInSession
from portal.domain.errors import RuleBroken
from portal.domain.words import n_

STEP = 30
BACKUP_CODES = 10
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


def begin(session: Session, account: Account) -> str:
    """A new secret that counts only after `confirm`; the one begun before is forgotten. Base32 text for the app."""
    if account.is_demo:
        raise RuleBroken(n_("Demo accounts need no second step, so that everybody can try them."))
    if account.has_second_factor:
        raise RuleBroken(n_("The second step is already on."))
    secret = pyotp.random_base32()
    account.totp_secret = _box(session).encrypt(secret.encode()).decode()
    session.flush()
    return secret


def pending_secret(session: Session, account: Account) -> str | None:
    """The secret that was begun and not confirmed."""
    if account.has_second_factor or account.totp_secret is None:
        return None
    return _secret(session, account)


def address_for_app(account: Account, secret: str) -> str:
    """What the QR picture says to the app."""
    return pyotp.TOTP(secret).provisioning_uri(name=account.email, issuer_name="Prestasi")


def confirm(
    session: Session, account: Account, code: str, *, session_id: int | None, at: datetime
) -> list[str]:
    """Turn it on when the code fits; gives the backup codes, which are never shown again."""
    if account.has_second_factor:
        raise RuleBroken(n_("The second step is already on."))
    if account.totp_secret is None or not _take_step(session, account, code, at=at):
        raise RuleBroken(n_("This code does not fit. Wait for the next one and try again."), field="code")
    account.totp_confirmed_at = at
    if session_id is not None:
        mark_session(session, session_id)
    return new_backup_codes(session, account)


def mark_session(session: Session, session_id: int) -> None:
    """This browser has shown the second factor."""
    session.execute(
        update(SignInSession).where(SignInSession.id == session_id).values(has_second_factor=True)
    )


def new_backup_codes(session: Session, account: Account) -> list[str]:
    """Ten codes of 50 bits; those made before no longer count."""
    session.execute(delete(BackupCode).where(BackupCode.account_id == account.id))
    codes = ["".join(secrets.choice(ALPHABET) for _ in range(10)) for _ in range(BACKUP_CODES)]
    session.add_all(
        BackupCode(account_id=account.id, code_hash=_code_hash(session, account, code)) for code in codes
    )
    session.flush()
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def accept(session: Session, account: Account, code: str, *, at: datetime) -> bool:
    """Whether the code is right and was not used before: a number from the app, or a backup code."""
    code = "".join(code.split()).replace("-", "").casefold()
    if code.isascii() and code.isdigit() and len(code) == 6:
        return _take_step(session, account, code, at=at)
    return _take_backup_code(session, account, code, at=at)


def turn_off(session: Session, account: Account) -> None:
    account.totp_secret = account.totp_confirmed_at = account.totp_last_step = None
    session.execute(delete(BackupCode).where(BackupCode.account_id == account.id))


def _take_step(session: Session, account: Account, code: str, *, at: datetime) -> bool:
    """A code counts one step early or late, and once: two at the same moment cannot both win."""
    now = int(at.timestamp()) // STEP
    totp = pyotp.TOTP(_secret(session, account))
    code = "".join(code.split())
    fitting: Sequence[int] = [
        step
        for step in (now - 1, now, now + 1)
        if secrets.compare_digest(totp.generate_otp(step).encode(), code.encode())
    ]
    if not fitting:
        return False
    taken = session.scalar(
        update(Account)
        .where(
            Account.id == account.id,
            or_(Account.totp_last_step.is_(None), Account.totp_last_step < fitting[0]),
        )
        .values(totp_last_step=fitting[0])
        .returning(Account.id)
        .execution_options(synchronize_session=False)
    )
    session.refresh(account, ["totp_last_step"])
    return taken is not None


def _take_backup_code(session: Session, account: Account, code: str, *, at: datetime) -> bool:
    taken = session.scalar(
        update(BackupCode)
        .where(
            BackupCode.account_id == account.id,
            BackupCode.code_hash == _code_hash(session, account, code),
            BackupCode.used_at.is_(None),
        )
        .values(used_at=at)
        .returning(BackupCode.id)
    )
    return taken is not None


def _code_hash(session: Session, account: Account, code: str) -> str:
    """Keyed: fifty bits are few for somebody who holds only the database."""
    key: bytes = session.info["secrets_key"]
    return hmac.new(key, f"{account.id}:{code}".encode(), hashlib.sha256).hexdigest()


def _secret(session: Session, account: Account) -> str:
    return _box(session).decrypt((account.totp_secret or "").encode()).decode()


def _box(session: Session) -> Fernet:
    """Secrets of the second factor are encrypted with a key that is not in the database."""
    key = hashlib.sha256(session.info["secrets_key"]).digest()
    return Fernet(base64.urlsafe_b64encode(key))
