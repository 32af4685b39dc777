"""Tables of reviews. Answers are typed columns; whoever wrote is unknown, a contact lies in a table of its own."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.domain.base import Base, Id
from portal.domain.organisation.models import Employee
from portal.domain.public_reviews.elements import CODES
from portal.domain.public_reviews.services.models import Counter, Service
from portal.domain.words import n_


class ReviewState(StrEnum):
    """Counted reviews make the index. Nothing vanishes: held, rejected and withdrawn ones stay, with the reason."""

    COUNTED = "counted"
    HELD = "held"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


STATE_NAMES = {
    ReviewState.COUNTED: n_("Counted"),
    ReviewState.HELD: n_("Waits for a check"),
    ReviewState.REJECTED: n_("Not counted"),
    ReviewState.WITHDRAWN: n_("Withdrawn"),
}


class ContestState(StrEnum):
    OPEN = "open"
    UPHELD = "upheld"
    DISMISSED = "dismissed"


CONTEST_STATE_NAMES = {
    ContestState.OPEN: n_("Waits for a decision"),
    ContestState.UPHELD: n_("Accepted: the review no longer counts"),
    ContestState.DISMISSED: n_("Not accepted: the review stays"),
}


def _where_set(column: str) -> dict[str, Any]:
    condition = text(f"{column} IS NOT NULL")
    return {"sqlite_where": condition, "postgresql_where": condition}


def _answer() -> Mapped[int | None]:
    return mapped_column(SmallInteger())


class Review(Base):
    """One visit, judged. `day` is the agency's calendar day; an officer is named only through a visit slip."""

    __tablename__ = "review"
    __table_args__ = (
        Index("ix_review_results", "service_id", "day", "state", "is_verified", *CODES),
        Index("uq_review_visit_token_id", "visit_token_id", unique=True, **_where_set("visit_token_id")),
        Index("uq_review_import_key", "import_key", unique=True, **_where_set("import_key")),
        Index("uq_review_proof", "proof", unique=True, **_where_set("proof")),
        Index("ix_review_address", "address_hash", "submitted_at", **_where_set("address_hash")),
        Index("ix_review_wording", "service_id", "wording_hash", **_where_set("wording_hash")),
        Index("ix_review_officer", "officer_id", "day", **_where_set("officer_id")),
        Index(
            "ix_review_held",
            "service_id",
            "id",
            sqlite_where=text("state = 'held'"),
            postgresql_where=text("state = 'held'"),
        ),
        CheckConstraint(" AND ".join(f'"{code}" BETWEEN 1 AND 4' for code in CODES), name="answers"),
        CheckConstraint("officer_id IS NULL OR visit_token_id IS NOT NULL", name="officer_only_with_visit"),
        CheckConstraint("is_verified = (visit_token_id IS NOT NULL)", name="verified_by_visit"),
        CheckConstraint("state <> 'rejected' OR decision <> ''", name="rejected_with_reason"),
    )

    id: Mapped[Id]
    number: Mapped[str] = mapped_column(unique=True)
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"))
    counter_id: Mapped[int | None] = mapped_column(ForeignKey("counter.id"))
    visit_token_id: Mapped[int | None] = mapped_column(ForeignKey("visit_token.id"))
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id"))
    is_verified: Mapped[bool] = mapped_column(default=False)
    submitted_at: Mapped[datetime]
    day: Mapped[date]
    req: Mapped[int | None] = _answer()
    proc: Mapped[int | None] = _answer()
    time: Mapped[int | None] = _answer()
    cost: Mapped[int | None] = _answer()
    prod: Mapped[int | None] = _answer()
    comp: Mapped[int | None] = _answer()
    beh: Mapped[int | None] = _answer()
    fac: Mapped[int | None] = _answer()
    compl: Mapped[int | None] = _answer()
    comment: Mapped[str] = mapped_column(default="")
    state: Mapped[ReviewState]
    hold_reasons: Mapped[str] = mapped_column(default="")
    flags: Mapped[str] = mapped_column(default="")
    decision: Mapped[str] = mapped_column(default="")
    counted_at: Mapped[datetime | None]
    address_hash: Mapped[str | None]
    wording_hash: Mapped[str | None]
    proof: Mapped[str | None]
    import_key: Mapped[str | None]

    service: Mapped[Service] = relationship()
    counter: Mapped[Counter | None] = relationship()
    officer: Mapped[Employee | None] = relationship()

    @property
    def answers(self) -> dict[str, int | None]:
        return {code: getattr(self, code) for code in CODES}


class ReviewContact(Base):
    """How to reach the writer, only when they wished it; the row goes when the matter is handled."""

    __tablename__ = "review_contact"
    __table_args__ = (Index(None, "given_at"),)

    review_id: Mapped[int] = mapped_column(ForeignKey("review.id", ondelete="CASCADE"), primary_key=True)
    contact: Mapped[str]
    given_at: Mapped[datetime]


class Reply(Base):
    """The unit's public answer: what was raised in its own words, and what it says to it. Never a person's words."""

    __tablename__ = "review_reply"
    __table_args__ = (Index(None, "service_id", "replied_at"),)

    id: Mapped[Id]
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"))
    review_id: Mapped[int | None] = mapped_column(ForeignKey("review.id"), unique=True)
    topic: Mapped[str]
    answer: Mapped[str]
    replied_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    replied_at: Mapped[datetime]


class Contest(Base):
    """An employee may contest a review that names them, never delete it."""

    __tablename__ = "review_contest"
    __table_args__ = (Index(None, "state", "contested_at"), Index(None, "employee_id"))

    id: Mapped[Id]
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"), unique=True)
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    reason: Mapped[str]
    contested_at: Mapped[datetime]
    state: Mapped[ContestState] = mapped_column(default=ContestState.OPEN)
    decision: Mapped[str] = mapped_column(default="")
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    decided_at: Mapped[datetime | None]

    review: Mapped[Review] = relationship()
