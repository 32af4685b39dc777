"""Who stands on the wall, the honour roll and the poster: by consent, by state, by the agency's switch (M12, M16)."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from portal.domain.errors import NotFound
from portal.domain.organisation.own import set_privacy
from portal.domain.periods import parse_period
from portal.domain.retention import carry_out
from portal.domain.rewards.badges.models import Tier
from portal.domain.rewards.ledger.models import Award, AwardState
from portal.domain.rewards.recognition.congratulating import congratulate
from portal.domain.rewards.recognition.honours import (
    ON_POSTER,
    agencies_with_honours,
    honoured,
    poster_of,
    ranking,
)
from portal.domain.rewards.recognition.models import Congratulation, WallPost
from portal.domain.rewards.recognition.posting import post_awards
from portal.domain.rewards.recognition.reports import report
from portal.domain.rewards.recognition.wall import CARDS, card_seen, wall_of
from portal.domain.rewards.retention import RULES
from tests import factories
from tests import factories_recognition as given
from tests.factories import NOW

NOVEMBER = parse_period("2026-11")


@pytest.fixture
def place(session):
    """An agency with two sections."""
    root = factories.unit(session)
    return root, factories.unit(session, parent=root), factories.unit(session, parent=root)


def roll(session, year: int, agency_id: int | None = None):
    return honoured(session, ranking(session, year, agency_id), year)


def names_on(wall) -> list[str]:
    return [card.post.employee.name for card in wall.cards]


def test_the_wall_shows_whoever_wants_to_be_named_latest_first(session, place):
    root, section, other = place
    me = factories.employee(session, unit_=section)
    viewer = factories.viewer(session, me)
    given.post(session, given.named(session, section, name="Ani"), at=NOW - timedelta(days=2))
    given.post(session, given.named(session, other, name="Budi"), at=NOW - timedelta(days=1))
    given.post(session, factories.employee(session, unit_=section, name="Sembunyi"))
    given.post(session, given.named(session, section, name="Tenang", is_quiet=True))
    given.post(session, given.named(session, section, name="Pergi", left_on=date(2026, 11, 1)))
    given.post(session, given.named(session, factories.unit(session), name="Instansi lain"))
    given.post(session, given.named(session, section, name="Lama"), at=NOW - timedelta(days=200))

    assert names_on(wall_of(session, viewer, None, at=NOW)) == ["Budi", "Ani"]
    assert names_on(wall_of(session, viewer, (section.path_key, section.path_end), at=NOW)) == ["Ani"]


def test_the_wall_goes_on_page_by_page_and_misses_nobody(session, place):
    root, section, _other = place
    viewer = factories.viewer(session, factories.employee(session, unit_=section))
    rule = given.version(session)
    for number in range(CARDS + 3):
        given.post(session, given.named(session, section, name=f"Orang {number:02d}"), rule)
    first = wall_of(session, viewer, None, at=NOW)
    rest = wall_of(session, viewer, None, at=NOW, before=first.older)
    assert len(first.cards) == CARDS
    assert len({*names_on(first), *names_on(rest)}) == CARDS + 3
    assert rest.older is None


def test_what_was_taken_back_disappears_at_once(session, place):
    root, section, _other = place
    viewer = factories.viewer(session, factories.employee(session, unit_=section))
    post = given.post(session, given.named(session, section))
    post.award.state = AwardState.REVOKED
    session.flush()
    assert wall_of(session, viewer, None, at=NOW).cards == []
    with pytest.raises(NotFound):
        card_seen(session, viewer, post.id)


def test_without_consent_only_the_person_sees_the_own_honour(session, place):
    root, section, _other = place
    person = factories.employee(session, unit_=section)
    post = given.post(session, person)
    assert card_seen(session, factories.viewer(session, person), post.id).post is post
    with pytest.raises(NotFound):
        card_seen(session, factories.viewer(session, factories.employee(session, unit_=section)), post.id)


def test_quiet_mode_switches_everything_off_at_once(session, place):
    root, section, _other = place
    person = given.named(session, section)
    given.post(session, person)
    viewer = factories.viewer(session, factories.employee(session, unit_=section))
    set_privacy(
        session, factories.viewer(session, person), is_on_boards=True, is_recognisable=True, is_quiet=True
    )
    assert (person.is_on_boards, person.is_recognisable, person.is_quiet) == (False, False, True)
    assert wall_of(session, viewer, None, at=NOW).cards == []
    assert roll(session, 2026).total == 0
    assert poster_of(session, viewer, None, NOVEMBER).honours == []


def test_where_rewards_are_off_there_is_no_wall_no_roll_and_no_poster(session, place):
    root, section, _other = place
    person = given.named(session, section)
    post = given.post(session, person)
    root.agency.has_rewards = False
    session.flush()
    viewer = factories.viewer(session, factories.employee(session, unit_=section))
    with pytest.raises(NotFound):
        wall_of(session, viewer, None, at=NOW)
    with pytest.raises(NotFound):
        card_seen(session, factories.viewer(session, person), post.id)
    with pytest.raises(NotFound):
        poster_of(session, viewer, None, NOVEMBER)
    assert roll(session, 2026).total == 0
    assert agencies_with_honours(session) == []


def test_the_honour_roll_shows_each_person_once_gold_first(session, place):
    root, section, _other = place
    gold = given.version(session, name="Emas", tier=Tier.GOLD)
    bronze = given.version(session, name="Perunggu", tier=Tier.BRONZE)
    first = given.named(session, section, name="Ani")
    given.post(session, first, bronze, at=NOW - timedelta(days=40))
    given.post(session, first, gold, at=NOW - timedelta(days=90))
    given.post(session, given.named(session, section, name="Budi"), bronze)
    given.post(session, given.named(session, section, name="Tahun lalu"), gold, at=NOW - timedelta(days=365))
    page = roll(session, 2026)
    assert [one.person.name for one in page.items] == ["Ani", "Budi"]
    assert [honour.badge.name for honour in page.items[0].honours] == ["Emas", "Perunggu"]
    assert roll(session, 2026, factories.agency(session).id).total == 0


def test_whoever_takes_consent_back_is_gone_although_the_order_was_counted_before(session, place):
    _root, section, _other = place
    people = [given.named(session, section) for _ in range(2)]
    for person in people:
        given.post(session, person)
    ranked = ranking(session, 2026)
    people[0].is_recognisable = False
    session.flush()
    assert [one.person.id for one in honoured(session, ranked, 2026).items] == [people[1].id]


def test_what_is_said_goes_with_the_post_when_its_time_is_over(session, place):
    _root, section, _other = place
    post = given.post(session, given.named(session, section), at=NOW - timedelta(days=1200))
    author = factories.viewer(session, factories.employee(session, unit_=section))
    said = congratulate(session, post, "Selamat", by=author, at=NOW)
    report(session, said, "x", by=factories.viewer(session, post.employee), at=NOW)
    carry_out(session, RULES, at=NOW)
    kept = [
        session.scalar(select(func.count()).select_from(one)) for one in (WallPost, Congratulation, Award)
    ]
    assert kept == [0, 0, 1]


def test_the_poster_names_the_brightest_of_the_month_and_counts_the_others(session, place):
    root, section, other = place
    bronze, gold = (given.version(session, name=tier.value, tier=tier) for tier in (Tier.BRONZE, Tier.GOLD))
    for number in range(ON_POSTER + 2):
        given.post(session, given.named(session, section, name=f"Orang {number:02d}"), bronze)
    star = given.named(session, other, name="Zaenab")
    given.post(session, star, bronze, at=NOW - timedelta(hours=2))
    given.post(session, star, gold)
    given.post(session, given.named(session, other, name="Oktober"), gold, at=NOW - timedelta(days=30))
    viewer = factories.viewer(session, factories.employee(session, unit_=section))
    poster = poster_of(session, viewer, None, NOVEMBER)
    assert (poster.honours[0].person.name, poster.honours[0].badge.name) == ("Zaenab", "gold")
    assert (len(poster.honours), poster.others) == (ON_POSTER, 3)
    unit = poster_of(session, viewer, (other.path_key, other.path_end), NOVEMBER)
    assert [honour.person.name for honour in unit.honours] == ["Zaenab"]


def test_awards_are_announced_once_and_only_with_a_badge(session, place):
    root, section, _other = place
    plain = given.version(session, has_badge=False, name="Tanpa lencana")
    given.award(session, factories.employee(session, unit_=section), plain)
    given.award(session, factories.employee(session, unit_=section))
    given.award(session, factories.employee(session, unit_=section), at=NOW - timedelta(days=300))
    assert post_awards(session, at=NOW) == 1
    assert post_awards(session, at=NOW) == 0
    given.award(session, factories.employee(session, unit_=section))
    assert post_awards(session, at=NOW) == 1
    assert session.scalar(select(func.count()).select_from(WallPost)) == 2


def test_nothing_is_announced_where_rewards_are_off(session, place):
    root, section, _other = place
    root.agency.has_rewards = False
    given.award(session, factories.employee(session, unit_=section))
    assert post_awards(session, at=NOW) == 0
