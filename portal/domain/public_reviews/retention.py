"""How long traces of those who wrote are kept."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, exists, func, select, update
from sqlalchemy.orm import Session

from portal.domain.public_reviews.reviews.models import Review, ReviewContact
from portal.domain.public_reviews.visits.models import VisitToken
from portal.domain.retention import Removal, Rule
from portal.domain.words import n_


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgottenAddresses:
    """The review stays; from where it came is forgotten."""

    what: str = n_("Keyed hash of the sender's address, with a salt of the day")
    basis: str = n_("Defence against floods of reviews")
    keeps: timedelta = timedelta(days=30)
    then: str = n_("erased")

    def count(self, session: Session, *, at: datetime) -> int:
        return session.scalar(select(func.count()).select_from(Review).where(self._is_over(at))) or 0

    def carry_out(self, session: Session, *, at: datetime) -> int:
        found = self.count(session, at=at)
        session.execute(
            update(Review)
            .where(self._is_over(at))
            .values(address_hash=None)
            .execution_options(synchronize_session=False)
        )
        return found

    def _is_over(self, at: datetime) -> ColumnElement[bool]:
        return Review.address_hash.is_not(None) & (Review.submitted_at < at - self.keeps)


RULES: tuple[Rule, ...] = (
    ForgottenAddresses(),
    Removal(
        what=n_("Contact that the writer of a review left"),
        basis=n_("Consent, to answer this review"),
        keeps=timedelta(days=90),
        table=ReviewContact,
        is_over=lambda before: ReviewContact.given_at < before,
        then=n_("erased, or earlier when the matter is handled"),
    ),
    Removal(
        what=n_("Visit slips that nobody used"),
        basis=n_("No purpose left (UU 27/2022, article 43)"),
        keeps=timedelta(days=30),
        table=VisitToken,
        is_over=lambda before: (
            (VisitToken.expires_at < before) & ~exists().where(Review.visit_token_id == VisitToken.id)
        ),
    ),
)
