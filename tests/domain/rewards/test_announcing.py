"""Words of leaders and HR: to their own units, from the day they choose (M16)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from portal.domain.errors import NotAllowed, NotFound, RuleBroken
from portal.domain.organisation.models import Role
from portal.domain.rewards.recognition.announcing import (
    AnnouncementInput,
    announce_to,
    announcement_for,
    announcements_kept,
    announcements_to,
    change_announcement,
    units_to_tell,
    withdraw,
)
from tests import factories
from tests.factories import NOW
from tests.factories_recognition import TODAY


@pytest.fixture
def house(session):
    root = factories.unit(session)
    section, other = (factories.unit(session, parent=root) for _ in range(2))
    head = factories.employee(session, unit_=section)
    factories.role(session, head, Role.LEADER, over=section)
    words = AnnouncementInput(
        unit_id=section.id,
        title="Antrean turun",
        words="Terima kasih.",
        first_day=TODAY + timedelta(days=2),
        last_day=TODAY + timedelta(days=5),
    )
    return section, other, factories.viewer(session, head), words


def test_it_appears_on_its_day_for_the_unit_and_disappears_after(session, house):
    section, other, leader, words = house
    announce_to(session, words, by=leader, at=NOW)
    near = factories.viewer(session, factories.employee(session, unit_=section))
    far = factories.viewer(session, factories.employee(session, unit_=other))

    def seen(viewer, days):
        return [one.title for one in announcements_to(session, viewer, TODAY + timedelta(days=days))]

    assert [seen(near, days) for days in (1, 2, 5, 6)] == [[], ["Antrean turun"], ["Antrean turun"], []]
    assert seen(far, 2) == []
    section.agency.has_rewards = False
    session.flush()
    assert seen(factories.viewer(session, factories.employee(session, unit_=section)), 2) == []


def test_only_to_units_one_leads(session, house):
    section, other, leader, words = house
    assert [unit.id for unit in units_to_tell(session, leader)] == [section.id]
    with pytest.raises(NotAllowed):
        announce_to(session, replace(words, unit_id=other.id), by=leader, at=NOW)
    with pytest.raises(NotAllowed):
        announce_to(session, words, by=factories.viewer(session, factories.employee(session)), at=NOW)


def test_days_must_make_sense(session, house):
    _section, _other, leader, words = house
    for days in (-1, 200):
        wrong = replace(words, last_day=words.first_day + timedelta(days=days))
        with pytest.raises(RuleBroken):
            announce_to(session, wrong, by=leader, at=NOW)


def test_it_can_be_changed_and_withdrawn(session, house):
    _section, other, leader, words = house
    made = announce_to(session, words, by=leader, at=NOW)
    change_announcement(session, made, replace(words, title="Antrean naik"), by=leader, at=NOW)
    assert announcements_kept(session, leader).items[0].title == "Antrean naik"
    stranger = factories.employee(session, unit_=other)
    factories.role(session, stranger, Role.LEADER, over=other)
    with pytest.raises(NotFound):
        announcement_for(session, factories.viewer(session, stranger), made.id)
    withdraw(session, announcement_for(session, leader, made.id), by=leader, at=NOW)
    assert announcements_kept(session, leader).total == 0
