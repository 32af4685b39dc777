"""For whom somebody acts today: as an evaluator, or standing in for one as Plt. or Plh."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, BindParameter, bindparam, select
from sqlalchemy.orm import Session

from portal.domain.organisation.models import Agency, Deputy, Employee
from portal.domain.organisation.viewers import Viewer
from portal.domain.periods import local_day

DAY = timedelta(days=1)
# Places in questions that are built once and asked for whoever acts: see `Acting.places`.
EVALUATORS: BindParameter[Any] = bindparam("evaluators", type_=BigInteger, expanding=True)
ACTING: BindParameter[int] = bindparam("acting", type_=BigInteger)


@dataclass(frozen=True, slots=True)
class Acting:
    """For which evaluators somebody may decide today: oneself, and those one stands in for as Plt. or Plh."""

    employee_id: int | None
    stands_in_for: frozenset[int] = frozenset()

    @property
    def evaluator_ids(self) -> frozenset[int]:
        return self.stands_in_for | ({self.employee_id} if self.employee_id is not None else set())

    @property
    def places(self) -> dict[str, Any]:
        return {"evaluators": sorted(self.evaluator_ids), "acting": self.employee_id or 0}

    def in_place_of(self, evaluator_id: int | None) -> int | None:
        """The evaluator one stands in for; nobody when one is the evaluator."""
        return evaluator_id if evaluator_id != self.employee_id else None


def acting_for(session: Session, viewer: Viewer, at: datetime) -> Acting:
    """For whom the viewer may decide now; a deputy's days are counted in the evaluator's time zone."""
    if viewer.employee_id is None:
        return Acting(None)
    if not viewer.is_deputy:
        return Acting(viewer.employee_id)
    day = local_day(at, "UTC")
    rows = session.execute(
        select(Deputy.evaluator_id, Deputy.starts_on, Deputy.ends_on, Agency.timezone)
        .join(Employee, Employee.id == Deputy.evaluator_id)
        .join(Agency, Agency.id == Employee.agency_id)
        .where(
            Deputy.deputy_id == viewer.employee_id, Deputy.starts_on <= day + DAY, Deputy.ends_on >= day - DAY
        )
    )
    return Acting(
        viewer.employee_id,
        frozenset(
            evaluator_id
            for evaluator_id, starts_on, ends_on, timezone in rows
            if starts_on <= local_day(at, timezone) < ends_on
        ),
    )


def accounts_deciding(session: Session, evaluator_id: int | None, *, about: int, at: datetime) -> list[int]:
    """The evaluator's account and those of who stands in today, except that of the person it is about."""
    timezone = session.scalar(select(Agency.timezone).join(Employee).where(Employee.id == evaluator_id))
    if timezone is None:
        return []
    day = local_day(at, timezone)
    deputies = select(Deputy.deputy_id).where(
        Deputy.evaluator_id == evaluator_id, Deputy.starts_on <= day, Deputy.ends_on > day
    )
    found = session.scalars(
        select(Employee.account_id)
        .where(
            (Employee.id == evaluator_id) | Employee.id.in_(deputies),
            Employee.id != about,
            Employee.account_id.is_not(None),
        )
        .order_by(Employee.id)
    )
    return [account_id for account_id in found if account_id is not None]
