import secrets
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from portal.domain.accounts.models import Account, Identity, SignInSession, Theme
from portal.domain.accounts.queries import account_by_email, account_of_identity, hash_of
from portal.domain.errors import NotFound, RuleBroken
from portal.domain.files import Prepared, StoredFile, keep
from portal.domain.notifications.actions import notify
from portal.domain.outbox import post
from portal.domain.words import n_

LONGEST = timedelta(days=7)


def start_session(
    session: Session, account: Account, *, device: str, at: datetime, has_second_factor: bool = False
) -> str:
    """Open a sign-in session and give its token: 256 random bits, of which only a hash is kept."""
    token = secrets.token_urlsafe(32)
    session.add(
        SignInSession(
            account_id=account.id,
            token_hash=hash_of(token),
            device=device[:200],
            created_at=at,
            seen_at=at,
            expires_at=at + LONGEST,
            has_second_factor=has_second_factor,
        )
    )
    session.flush()
    return token


def touch(session: Session, session_id: int, *, at: datetime) -> None:
    session.execute(update(SignInSession).where(SignInSession.id == session_id).values(seen_at=at))


def end_token(session: Session, token: str, *, at: datetime) -> None:
    """Sign out: the token is worth nothing from now on."""
    session.execute(
        update(SignInSession)
        .where(SignInSession.token_hash == hash_of(token), SignInSession.ended_at.is_(None))
        .values(ended_at=at)
    )


def end_session(session: Session, account_id: int, session_id: int, *, at: datetime) -> None:
    """End one of the account's own sign-in sessions."""
    found = session.get(SignInSession, session_id)
    if found is None or found.account_id != account_id:
        raise NotFound
    found.ended_at = found.ended_at or at


def end_sessions(session: Session, account_id: int, *, but: int | None = None, at: datetime) -> None:
    """End every sign-in session of the account, except the one that does the ending."""
    ending = update(SignInSession).where(
        SignInSession.account_id == account_id, SignInSession.ended_at.is_(None)
    )
    if but is not None:
        ending = ending.where(SignInSession.id != but)
    session.execute(ending.values(ended_at=at))


def create_account(session: Session, *, email: str, name: str, locale: str = "id", at: datetime) -> Account:
    """An account without a password: its owner sets one through an invitation."""
    email = email.strip().lower()
    if "@" not in email or len(email) > 254:
        raise RuleBroken(n_("Write an e-mail address, such as nama@instansi.go.id."), field="email")
    if account_by_email(session, email):
        raise RuleBroken(n_("There is already an account with this e-mail address."), field="email")
    account = Account(email=email, name=name.strip()[:120], locale=locale, created_at=at)
    session.add(account)
    session.flush()
    return account


def invite(session: Session, account: Account, *, at: datetime) -> None:
    """Let a letter go out with a link that lets the owner set a password. The link is made when the letter is."""
    post(session, "invitation", {"account_id": account.id}, at=at)


def ask_reset(session: Session, email: str, *, at: datetime) -> None:
    """The same work whether or not the account exists: only the worker looks it up."""
    post(session, "password_reset", {"email": email.strip().lower()[:254]}, at=at)


def set_password(
    session: Session, account: Account, password_hash: str, *, session_id: int | None = None, at: datetime
) -> None:
    """Store a hash made outside the transaction, end the other browsers, and tell the owner."""
    if account.is_demo:
        raise RuleBroken(
            n_("A demo account keeps its password, so that everybody can try it."), field="password"
        )
    account.password_hash = password_hash
    end_sessions(session, account.id, but=session_id, at=at)
    notify(
        session,
        account.id,
        n_("Your password was changed. If this was not you, ask your administrator for help at once."),
        link="/account/security",
        at=at,
        icon="key",
    )


def tell_of_new_device(session: Session, account: Account, *, device: str, at: datetime) -> None:
    notify(
        session,
        account.id,
        n_("Somebody signed in to your account from a new browser (%(device)s)."),
        link="/account/security",
        at=at,
        icon="device-laptop",
        device=device,
    )


def disable(session: Session, account: Account, *, at: datetime) -> None:
    """Nobody gets in with it any more, and whoever is in is out with the next click."""
    account.disabled_at = account.disabled_at or at
    end_sessions(session, account.id, at=at)


def enable(session: Session, account: Account) -> None:
    account.disabled_at = None


def change_profile(
    session: Session, account: Account, *, name: str, locale: str, timezone: str, theme: Theme
) -> None:
    account.name, account.locale, account.timezone, account.theme = name.strip(), locale, timezone, theme
    session.flush()


def change_language(session: Session, account_id: int, locale: str) -> None:
    session.execute(update(Account).where(Account.id == account_id).values(locale=locale))


def change_picture(session: Session, account: Account, picture: Prepared | None, *, at: datetime) -> None:
    """Replace the picture, or go back to initials. The old file's row goes now, the file itself at night."""
    old = session.get(StoredFile, account.picture_id) if account.picture_id else None
    account.picture_id = keep(session, picture, by=account.id, at=at).id if picture else None
    session.flush()
    if old is not None:
        session.delete(old)
        session.flush()


def link_identity(session: Session, account: Account, *, issuer: str, subject: str, at: datetime) -> None:
    """Remember who this is at an identity provider; the second time nothing changes."""
    if account_of_identity(session, issuer, subject) is None:
        session.add(Identity(account_id=account.id, issuer=issuer, subject=subject, linked_at=at))
        session.flush()
