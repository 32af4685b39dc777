"""Who decided what about a review. Append-only: triggers refuse UPDATE and DELETE on both databases."""

from datetime import datetime

from sqlalchemy import DDL, ForeignKey, Index, event
from sqlalchemy.orm import Mapped, mapped_column

from portal.domain.base import Base, Id
from portal.domain.public_reviews.reviews.models import ReviewState


class Moderation(Base):
    __tablename__ = "review_moderation"
    __table_args__ = (Index(None, "review_id", "id"),)

    id: Mapped[Id]
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"))
    before: Mapped[ReviewState]
    after: Mapped[ReviewState]
    reason: Mapped[str]
    decided_by: Mapped[int | None]
    decided_at: Mapped[datetime]


SQLITE = """
CREATE TRIGGER review_moderation_no_{verb} BEFORE {verb} ON review_moderation
BEGIN SELECT RAISE(ABORT, 'review_moderation is append-only'); END
"""
POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION review_moderation_append_only() RETURNS trigger LANGUAGE plpgsql AS
$body$ BEGIN RAISE EXCEPTION 'review_moderation is append-only'; END $body$
"""
POSTGRES_TRIGGER = """
CREATE TRIGGER review_moderation_append_only BEFORE UPDATE OR DELETE ON review_moderation
FOR EACH ROW EXECUTE FUNCTION review_moderation_append_only()
"""

for _verb in ("update", "delete"):
    event.listen(
        Moderation.__table__,
        "after_create",
        DDL(SQLITE.format(verb=_verb)).execute_if(dialect="sqlite"),  # type: ignore[no-untyped-call]
    )
for _statement in (POSTGRES_FUNCTION, POSTGRES_TRIGGER):
    event.listen(Moderation.__table__, "after_create", DDL(_statement).execute_if(dialect="postgresql"))  # type: ignore[no-untyped-call]
