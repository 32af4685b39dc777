"""What the nightly check finds is written down, mended where it can be, and told to the administrators."""

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.database import beginner
from portal.domain.notifications.models import Notification
from portal.domain.organisation.models import Role
from portal.domain.rewards import jobs
from portal.domain.rewards.incidents.models import Incident
from portal.domain.rewards.incidents.queries import incidents, unmended
from portal.domain.rewards.ledger.checks import WHAT_NAMES
from portal.domain.rewards.ledger.models import Score
from portal.domain.rewards.ledger.verify import verify
from portal.domain.rewards.sql import run
from tests import factories
from tests.domain.rewards.helpers import tell
from tests.factories import NOW
from tests.factories_rewards import TARGET, fact, leaf, metrics, rule, source


@pytest.fixture
def anna(session: Session):
    metrics(session)
    admin = factories.account(session)
    factories.role(session, admin, Role.ADMIN)
    person = factories.employee(session, name="Anna")
    rule(session, leaf(TARGET), points=10)
    return person


def checked(session, config, sources):
    session.commit()
    jobs.check_nightly(beginner(session.get_bind(), config), sources, NOW)
    session.expire_all()
    return session.scalars(select(Incident).order_by(Incident.id)).all()


def test_a_sum_that_drifted_is_an_incident_and_is_mended(session, anna, config):
    told = fact(TARGET, anna.id)
    tell(session, told)
    run(session, update(Score).values(points=Score.points + 5))
    found = checked(session, config, [source([told])])
    assert {(one.what, one.by, one.mended_at) for one in found} == {("scores and ledger", 5, NOW)}
    assert verify(session) == []
    assert unmended(session) == 0
    assert {one.what for one in found} <= set(WHAT_NAMES)


def test_a_lost_fact_stays_until_somebody_puts_it_right(session, anna, config):
    told = [fact(TARGET, anna.id), fact(TARGET, anna.id)]
    tell(session, told[0])
    (lost,) = checked(session, config, [source(told)])
    assert (lost.what, lost.mended_at) == ("facts and their source", None)
    assert len(checked(session, config, [source(told)])) == 1
    notices = [one.link for one in session.scalars(select(Notification)) if "disagreed" in one.message]
    assert notices == ["/admin/rewards/incidents"]
    tell(session, told[1])
    (lost,) = checked(session, config, [source(told)])
    assert lost.mended_at == NOW
    assert [one.id for one in incidents(session).items] == [lost.id]


def test_all_well_is_no_incident(session, anna, config):
    told = fact(TARGET, anna.id)
    tell(session, told)
    assert checked(session, config, [source([told])]) == []
