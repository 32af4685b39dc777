"""Tables of sign-in. An account may exist without an employee: trainers from outside, auditors."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.domain.base import Base, Id


class Theme(StrEnum):
    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class LinkPurpose(StrEnum):
    INVITATION = "invitation"
    RESET = "reset"


class Account(Base):
    __tablename__ = "account"

    id: Mapped[Id]
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    password_hash: Mapped[str | None]
    locale: Mapped[str] = mapped_column(default="id")
    timezone: Mapped[str] = mapped_column(default="Asia/Jakarta")
    theme: Mapped[Theme] = mapped_column(default=Theme.SYSTEM)
    picture_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    totp_secret: Mapped[str | None]
    totp_confirmed_at: Mapped[datetime | None]
    totp_last_step: Mapped[int | None]
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]

    @property
    def is_active(self) -> bool:
        return self.disabled_at is None

    @property
    def has_second_factor(self) -> bool:
        return self.totp_confirmed_at is not None


class SignInSession(Base):
    """One browser that is signed in. Only a hash of its token is kept."""

    __tablename__ = "sign_in_session"
    __table_args__ = (Index(None, "account_id", "ended_at"), Index(None, "expires_at"))

    id: Mapped[Id]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    token_hash: Mapped[str] = mapped_column(unique=True)
    device: Mapped[str]
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    has_second_factor: Mapped[bool] = mapped_column(default=False)
    ended_at: Mapped[datetime | None]


class OneTimeLink(Base):
    """An invitation or a password reset: single use, short-lived, kept as a hash."""

    __tablename__ = "one_time_link"
    __table_args__ = (Index(None, "account_id", "purpose"),)

    id: Mapped[Id]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    purpose: Mapped[LinkPurpose]
    token_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class BackupCode(Base):
    __tablename__ = "backup_code"
    __table_args__ = (UniqueConstraint("account_id", "code_hash"),)

    id: Mapped[Id]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    code_hash: Mapped[str]
    used_at: Mapped[datetime | None]


class Identity(Base):
    """The same person at an identity provider: issuer and subject never change, an e-mail address may."""

    __tablename__ = "identity"
    __table_args__ = (UniqueConstraint("issuer", "subject"), Index(None, "account_id"))

    id: Mapped[Id]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    issuer: Mapped[str]
    subject: Mapped[str]
    linked_at: Mapped[datetime]
