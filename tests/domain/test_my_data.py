"""Promise: everybody can take along what is kept about them (UU 27/2022), and nothing about anybody else."""

import json

import pytest
from sqlalchemy.orm import Session

from portal.domain.organisation.erasure import actions
from portal.domain.organisation.models import Employee
from portal.domain.rewards.facts.record import record
from portal.domain.rewards.jobs import sweep
from portal.keeping import MY_DATA
from tests import factories, factories_public_reviews, factories_rewards, factories_targets
from tests.factories import NOW


@pytest.fixture
def officer(session: Session) -> Employee:
    """Somebody with a plan, progress, a contested review and points."""
    person = factories.employee(session, evaluator=factories.employee(session))
    indicator = factories_targets.agreed(session, person, text="Izin tepat waktu")
    factories_targets.approved(session, indicator, 12, note="Dua belas izin")
    factories_rewards.metrics(session)
    factories_rewards.rule(session, factories_rewards.leaf(factories_rewards.TARGET), name="Tepat waktu")
    record(session, [factories_rewards.fact(factories_rewards.TARGET, person.id)], at=NOW)
    while sweep(session, NOW):
        pass
    counter = factories_public_reviews.counter(session)
    review = factories_public_reviews.verified(session, counter, person, 4, comment="Saya Ani dari Kenjeran")
    factories_public_reviews.review(session, counter.service, 1, comment="Tanpa nama petugas")
    factories_public_reviews.contest(session, review)
    session.expire_all()
    return person


def everything_about(session: Session, who: Employee) -> dict:
    me = factories.viewer(session, who)
    return {name: ask(session, me) for name, ask in MY_DATA.items()}


def test_plans_progress_reviews_contests_awards_and_points(session, officer):
    found = everything_about(session, officer)
    assert found["plans"][0]["results"][0]["indicators"][0]["text"] == "Izin tepat waktu"
    assert found["progress"][0]["note"] == "Dua belas izin"
    assert found["progress"][0]["decisions"][0]["verdict"] == "approved"
    assert [review["answers"]["req"] for review in found["reviews"]] == [4]
    assert found["contests"][0]["reason"] == "Bukan di loket saya."
    assert (found["awards"][0]["rule"], found["points"][0]["points"]) == ("Tepat waktu", 100)


def test_when_one_asked_to_be_erased(session, officer):
    actions.ask(session, by=factories.viewer(session, officer), at=NOW)
    told = everything_about(session, officer)["requests_to_be_erased"]
    assert told == [{"asked_at": NOW, "withdrawn_at": None}]


def test_nothing_leads_to_the_citizen_who_wrote(session, officer):
    told = json.dumps(everything_about(session, officer)["reviews"], default=str)
    for secret in ("Ani", "number", "submitted", "address", "03:00"):
        assert secret not in told


def test_who_is_no_employee_gets_nothing_of_others(session, officer):
    """Without an employee's number the questions must not match rows without one."""
    found = everything_about(session, factories.account(session))
    for part in ("plans", "progress", "reviews", "contests", "awards", "points"):
        assert found[part] == []
