"""How long words about seats are kept. Who had a seat stays: learning hours and certificates stand on it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.orm import Session

from portal.domain.retention import Rule
from portal.domain.training.seats.models import Enrolment, SeatChange
from portal.domain.words import n_


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgottenWords:
    """What people wrote when they asked, were refused or gave a seat back, and the numbers of the order."""

    what: str = n_("Words with which a seat was asked for, refused or given back")
    basis: str = n_("Answering questions about how seats were given")
    keeps: timedelta = timedelta(days=730)
    then: str = n_("erased; who had a seat stays")

    def count(self, session: Session, *, at: datetime) -> int:
        return session.scalar(select(func.count()).select_from(Enrolment).where(self._is_over(at))) or 0

    def carry_out(self, session: Session, *, at: datetime) -> int:
        found = self.count(session, at=at)
        over = select(Enrolment.id).where(self._is_over(at))
        for statement in (
            update(SeatChange)
            .where(SeatChange.enrolment_id.in_(over), SeatChange.reason != "")
            .values(reason=""),
            update(Enrolment).where(self._is_over(at)).values(motive="", reason="", basis=None),
        ):
            session.execute(statement.execution_options(synchronize_session=False))
        return found

    def _is_over(self, at: datetime) -> ColumnElement[bool]:
        has_words = or_(Enrolment.motive != "", Enrolment.reason != "", Enrolment.basis.is_not(None))
        return (Enrolment.changed_at < at - self.keeps) & has_words


RULES: tuple[Rule, ...] = (ForgottenWords(),)
