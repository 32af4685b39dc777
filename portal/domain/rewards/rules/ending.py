"""What ends with a rule: awards that were only on course. What was won stays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import String, bindparam, delete, func, literal, select, update
from sqlalchemy.orm import Session

from portal.domain.base import Moment
from portal.domain.notifications.models import Notification
from portal.domain.organisation.models import Employee
from portal.domain.rewards.ledger.models import Award, AwardState
from portal.domain.rewards.rules.models import Rule
from portal.domain.rewards.sql import dialect_of, insert_into, run
from portal.domain.words import n_

ENDED = n_("“%(rule)s” has ended before it was granted to you. What you have won stays yours.")
AWARDS: Any = Award.__table__


@dataclass(frozen=True, slots=True)
class Holders:
    """How many awards of a rule are granted now, and how many are on course."""

    granted: int
    on_course: int


def holders_of(session: Session, rule: Rule) -> Holders:
    rows = session.execute(
        select(Award.state, func.count()).where(Award.rule_id == rule.id).group_by(Award.state)
    )
    counts = {state: number for state, number in rows}
    return Holders(counts.get(AwardState.GRANTED, 0), counts.get(AwardState.ON_COURSE, 0))


def end_promises(session: Session, rule: Rule, *, at: datetime) -> None:
    """Nothing of a retired rule stays on course; those it was promised to are told."""
    session.flush()
    own = (Award.rule_id == rule.id, Award.state == AwardState.ON_COURSE)
    build = func.json_object if dialect_of(session) == "sqlite" else func.json_build_object
    columns = {
        "account_id": Employee.account_id,
        "icon": literal("archive"),
        "message": literal(ENDED),
        "values": build("rule", bindparam("name", type_=String)),
        "link": literal("/rewards"),
        "created_at": bindparam("moment", type_=Moment()),
    }
    promised = select(Award.employee_id).where(*own)
    who = select(*columns.values()).where(Employee.id.in_(promised), Employee.account_id.is_not(None))
    told = insert_into(session, Notification.__table__).from_select(list(columns), who)
    run(session, told, {"name": rule.name, "moment": at})
    run(session, delete(AWARDS).where(*own, Award.revision == 0))
    run(session, update(AWARDS).where(*own).values(state=AwardState.REVOKED, changed_at=at))
    session.expire_all()
