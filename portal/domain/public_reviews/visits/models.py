from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.domain.base import Base, Id
from portal.domain.organisation.models import Employee
from portal.domain.public_reviews.services.models import Counter


class VisitToken(Base):
    """A slip for one visit. Only its hash is kept; a review that names it uses it up by a unique constraint."""

    __tablename__ = "visit_token"
    __table_args__ = (Index(None, "counter_id", "issued_at"), Index(None, "expires_at"))

    id: Mapped[Id]
    token_hash: Mapped[str] = mapped_column(unique=True)
    counter_id: Mapped[int] = mapped_column(ForeignKey("counter.id"))
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id"))
    issued_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    issued_at: Mapped[datetime]
    expires_at: Mapped[datetime]

    counter: Mapped[Counter] = relationship()
    officer: Mapped[Employee | None] = relationship()
