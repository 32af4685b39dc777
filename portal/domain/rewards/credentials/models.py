"""Tables of credentials and of the keys that sign them. Whether one still counts follows from its award."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.domain.base import Base, Id
from portal.domain.organisation.models import Agency
from portal.domain.rewards.badges.models import Badge
from portal.domain.rewards.ledger.models import Award
from portal.domain.words import n_


class CredentialState(StrEnum):
    VALID = "valid"
    EXPIRED = "expired"
    REVOKED = "revoked"


CREDENTIAL_STATE_NAMES = {
    CredentialState.VALID: n_("Valid"),
    CredentialState.EXPIRED: n_("No longer valid: its time is over"),
    CredentialState.REVOKED: n_("Taken back"),
}


class Credential(Base):
    """One grant of one badge, made when its holder first asks for it.

    `revision` is the award's at that time: granted again after a revocation is another credential.
    `badge_version` freezes words and drawing. `status_index` is its random place in a public list of bits.
    `share_token` is there only while the holder consents.
    """

    __tablename__ = "credential"
    __table_args__ = (
        UniqueConstraint("award_id", "revision"),
        UniqueConstraint("agency_id", "status_list", "status_index"),
        CheckConstraint("status_index BETWEEN 0 AND 131071", name="status_index"),
        CheckConstraint("(share_token IS NULL) = (shared_at IS NULL)", name="shared"),
    )

    id: Mapped[Id]
    award_id: Mapped[int] = mapped_column(ForeignKey("award.id"))
    revision: Mapped[int]
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    badge_id: Mapped[int] = mapped_column(ForeignKey("badge.id"))
    badge_version: Mapped[int]
    code: Mapped[str] = mapped_column(unique=True)
    status_list: Mapped[int]
    status_index: Mapped[int]
    granted_at: Mapped[datetime]
    issued_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    share_token: Mapped[str | None] = mapped_column(unique=True)
    shared_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]

    award: Mapped[Award] = relationship()
    badge: Mapped[Badge] = relationship()
    agency: Mapped[Agency] = relationship()


class IssuerKey(Base):
    """A key pair of this installation. The private half is sealed with a key that is not in the database.

    The newest that is neither retired nor withdrawn signs; a retired one is still published, a withdrawn one not.
    """

    __tablename__ = "issuer_key"

    id: Mapped[Id]
    kid: Mapped[str] = mapped_column(unique=True)
    public_jwk: Mapped[dict[str, Any]]
    sealed: Mapped[str]
    created_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
