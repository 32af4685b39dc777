"""Manual rules and the people around a decision about points, for tests."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import count

from sqlalchemy.orm import Session

from portal.domain.organisation.models import Employee, OrgUnit, Role
from portal.domain.rewards.manual import actions
from portal.domain.rewards.manual.inputs import Proposal
from portal.domain.rewards.manual.models import ManualAward
from portal.domain.rewards.periods import RuleWindow
from portal.domain.rewards.rules.actions import go_live
from portal.domain.rewards.rules.models import Rule, RuleKind, RuleVersion
from portal.domain.rewards.rules.scope import Scope
from portal.domain.rewards.rules.tree import BY_DECISION, fingerprint, to_json
from tests import factories
from tests.factories import NOW

DAY = date(2026, 11, 21)
REASON = "Memimpin evakuasi arsip saat banjir 3 November, dibuktikan berita acara."
_numbers = count(1)


@dataclass
class Office:
    """A unit with somebody to decide about, and three who may decide."""

    home: OrgUnit
    person: Employee
    author: Employee
    approver: Employee
    third: Employee


def office(session: Session) -> Office:
    home = factories.unit(session)
    person, author, approver, third = (factories.employee(session, unit_=home) for _ in range(4))
    factories.role(session, author, Role.LEADER, over=home)
    for one in (approver, third):
        factories.role(session, one, Role.HR_ADMIN, over=home)
    return Office(home, person, author, approver, third)


def manual_rule(
    session: Session,
    *,
    kind: RuleKind = RuleKind.MANUAL,
    points: int = 100,
    agency_id: int | None = None,
    **fields,
) -> RuleVersion:
    made = Rule(
        code=f"decided-{next(_numbers)}",
        name=fields.pop("name", "Penghargaan pimpinan"),
        kind=kind,
        agency_id=agency_id,
        created_at=NOW,
    )
    session.add(made)
    session.flush()
    version = RuleVersion(
        rule_id=made.id,
        number=1,
        tree=to_json(BY_DECISION),
        fingerprint=fingerprint(BY_DECISION),
        window=RuleWindow.QUARTER,
        scope=Scope().to_json(),
        points=points,
        created_at=NOW,
        **fields,
    )
    session.add(version)
    session.flush()
    go_live(session, version, at=NOW)
    return version


def proposal(
    session: Session, at_office: Office, version: RuleVersion, points: int = 50, reason: str = REASON,
    at: datetime = NOW,
) -> ManualAward:  # fmt: skip
    wanted = Proposal(version=version, person=at_office.person, points=points, reason=reason)
    return actions.propose(session, wanted, by=factories.viewer(session, at_office.author), at=at, day=DAY)


def approved(
    session: Session, at_office: Office, version: RuleVersion, points: int = 50, at: datetime = NOW
) -> ManualAward:
    one = proposal(session, at_office, version, points, at=at)
    actions.approve(session, one, "", by=factories.viewer(session, at_office.approver), at=at, day=DAY)
    return one
