"""Letters leave here, called by the worker outside of any transaction: by SMTP, or into a folder when there is none."""

from __future__ import annotations

import gettext
import os
import secrets
import smtplib
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from sqlalchemy import Engine

from portal.config import Config
from portal.database import own_session
from portal.domain.accounts import letters
from portal.domain.accounts.links import LIVES, make_link
from portal.domain.accounts.models import Account, LinkPurpose
from portal.domain.accounts.queries import account_by_email

TIMEOUT = 30


@dataclass(frozen=True, slots=True)
class Letter:
    to: str
    subject: str
    text: str


def send_letter(engine: Engine, config: Config, payload: dict[str, Any]) -> None:
    """Outbox kind "mail": a letter to an account. `subject` and `text` are msgids, `values` fill their places."""
    with own_session(engine, config) as session:
        account = session.get(Account, payload["account_id"])
    if account is not None and account.is_active:
        words = payload["subject"], payload["text"]
        deliver(config, written(config, account, words, dict(payload.get("values", {}))))


def send_invitation(engine: Engine, config: Config, payload: dict[str, Any]) -> None:
    """Outbox kind "invitation": the link is made when the letter is, so that no secret waits in the outbox."""
    with own_session(engine, config) as session:
        account = session.get(Account, payload["account_id"])
    if account is not None and account.is_active:
        _send_link(engine, config, account.id, LinkPurpose.INVITATION)


def send_reset(engine: Engine, config: Config, payload: dict[str, Any]) -> None:
    """Outbox kind "password_reset": silent when there is no such account, or it is a demo's."""
    with own_session(engine, config) as session:
        account = account_by_email(session, payload["email"])
    if account is not None and account.is_active and not account.is_demo:
        _send_link(engine, config, account.id, LinkPurpose.RESET)


def link_to(config: Config, purpose: LinkPurpose, token: str) -> str:
    place = "welcome" if purpose is LinkPurpose.INVITATION else "reset"
    return f"{config.base_url}/{place}/{token}"


def _send_link(engine: Engine, config: Config, account_id: int, purpose: LinkPurpose) -> None:
    with own_session(engine, config) as session, session.begin():
        account = session.get_one(Account, account_id)
        token = make_link(session, account, purpose, at=datetime.now(UTC))
    words = letters.INVITATION if purpose is LinkPurpose.INVITATION else letters.RESET
    hours = int(LIVES[purpose].total_seconds() // 3600)
    deliver(
        config, written(config, account, words, {"link": link_to(config, purpose, token), "hours": hours})
    )


def written(config: Config, account: Account, words: tuple[str, str], values: dict[str, Any]) -> Letter:
    """In the reader's language."""
    translate = _translation(str(config.instance / "translations"), account.locale).gettext
    values = {"name": account.name, **values}
    return Letter(account.email, *(translate(text) % values for text in words))


@lru_cache
def _translation(folder: str, locale: str) -> gettext.NullTranslations:
    return gettext.translation("messages", folder, [locale], fallback=True)


def deliver(config: Config, letter: Letter) -> None:
    message = EmailMessage()
    message["Subject"] = " ".join(letter.subject.split())
    message["From"] = sender(config)
    message["To"] = letter.to
    message["Date"] = format_datetime(datetime.now(UTC))
    message["Message-ID"] = make_msgid(domain=urlsplit(config.base_url).hostname)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    if config.mail_url:
        _by_smtp(config.mail_url, message)
    else:
        _into_folder(config, message)


def sender(config: Config) -> str:
    """`?from=` of MAIL_URL, else no-reply at our own host."""
    given = parse_qs(urlsplit(config.mail_url).query).get("from")
    return given[0] if given else f"Prestasi <no-reply@{urlsplit(config.base_url).hostname or 'localhost'}>"


def _by_smtp(url: str, message: EmailMessage) -> None:
    """smtps:// speaks TLS from the first byte; smtp:// turns to it wherever the server can, and must for a password."""
    parts = urlsplit(url)
    secure = ssl.create_default_context()
    host, is_tls = parts.hostname or "localhost", parts.scheme == "smtps"
    port = parts.port or (465 if is_tls else 587)
    opened = (
        smtplib.SMTP_SSL(host, port, timeout=TIMEOUT, context=secure)
        if is_tls
        else smtplib.SMTP(host, port, timeout=TIMEOUT)
    )
    with opened as server:
        server.ehlo()
        if not is_tls and server.has_extn("starttls"):
            server.starttls(context=secure)
            is_tls = True
        if parts.username:
            if not is_tls and host not in ("localhost", "127.0.0.1"):
                raise smtplib.SMTPException("the mail server offers no TLS: the password stays here")
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(message)


def _into_folder(config: Config, message: EmailMessage) -> None:
    folder = config.instance / "outbox"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(4)}.eml"
    with os.fdopen(os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(bytes(message))
