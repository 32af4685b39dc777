"""The list for the treasurer: who met or exceeded a rule in a period, within rights and the agency's switch (M13)."""

import pytest
from sqlalchemy import select

from portal.domain.audit.models import AuditEntry
from portal.domain.periods import parse_period
from portal.domain.rewards.incentives.listing import Reached, busiest_rule, export, met_by
from portal.domain.rewards.ledger.models import AwardState
from portal.domain.rewards.options.choosing import Options, choice_for, choose
from tests import factories
from tests import factories_recognition as given
from tests.factories import NOW

Q4, Q3, YEAR = map(parse_period, ("2026-Q4", "2026-Q3", "2026"))


@pytest.fixture
def scene(session):
    root = factories.unit(session)
    version = given.version(session)
    return root, version, given.hr(session, root)


def met(threshold_n: int) -> dict:
    return {"numbers": [[threshold_n, threshold_n, None, None]]}


def test_it_lists_who_met_and_who_exceeded(session, scene):
    root, version, hr = scene
    ani = factories.employee(session, unit_=root, name="Ani")
    budi = factories.employee(session, unit_=root, name="Budi")
    given.award(session, ani, version, evidence=met(1))
    given.award(session, budi, version, evidence=met(3))
    page = met_by(session, hr, version.rule, Q4)
    assert [(line.person.name, line.reached) for line in page.items] == [
        ("Ani", Reached.MET),
        ("Budi", Reached.EXCEEDED),
    ]
    assert met_by(session, hr, version.rule, YEAR).total == 2
    assert met_by(session, hr, version.rule, Q3).total == 0
    assert busiest_rule(session, hr, Q4) == version.rule_id


def test_what_was_taken_back_and_other_peoples_staff_are_not_on_it(session, scene):
    root, version, hr = scene
    gone = given.award(session, factories.employee(session, unit_=root), version)
    gone.state = AwardState.REVOKED
    given.award(session, factories.employee(session), version)
    session.flush()
    assert met_by(session, hr, version.rule, Q4).total == 0
    assert busiest_rule(session, hr, Q4) is None


def test_switched_off_nobody_is_on_it(session, scene):
    root, version, hr = scene
    given.award(session, factories.employee(session, unit_=root), version)
    options = Options(has_incentives=False, has_catalogue=True)
    choose(session, choice_for(session, hr, root.agency_id), options, by=hr, at=NOW)
    assert met_by(session, hr, version.rule, Q4).total == 0
    assert export(session, version.rule, Q4, "csv", by=hr, at=NOW) == []


def test_taking_it_out_is_written_into_the_audit_log(session, scene):
    root, version, hr = scene
    given.award(session, factories.employee(session, unit_=root), version)
    assert len(export(session, version.rule, Q4, "xlsx", by=hr, at=NOW)) == 1
    entry = session.scalars(select(AuditEntry).where(AuditEntry.verb == "incentives.export")).one()
    assert (entry.actor_id, entry.details) == (
        hr.account_id,
        {"period": "2026-Q4", "rows": 1, "kind": "xlsx"},
    )
