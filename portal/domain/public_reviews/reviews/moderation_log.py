"""Who decided what about a review. Append-only: triggers refuse UPDATE and DELETE on both databases."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.domain.append_only import refuse
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


refuse(Moderation.__table__)  # type: ignore[arg-type]
