"""A badge may change; what was issued does not (M12). Families are roads from bronze to gold."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from portal.domain.errors import NotAllowed, NotFound, RuleBroken
from portal.domain.organisation.models import Role
from portal.domain.rewards.badges import catalogue, studio
from portal.domain.rewards.badges.models import FormerBadge, Shape, Tier
from portal.domain.rewards.badges.roads import road_of, roads_of
from portal.domain.rewards.credentials import actions, queries
from portal.domain.rewards.explain import reachable
from portal.domain.rewards.ledger.queries import badges_of
from tests import factories, factories_credentials, factories_rewards
from tests.factories import NOW
from tests.factories_rewards import IN_Q4, TARGET, leaf

LATER = NOW + timedelta(days=1)
NEW = studio.BadgeInput(
    name="Sahabat warga", words="Baru.", criteria="Dua target.", shape=Shape.HEX, tier=Tier.GOLD, icon="heart"
)


@pytest.fixture
def keeper(session):
    person = factories.employee(session)
    factories.role(session, person, Role.ADMIN)
    return factories.viewer(session, person)


def test_what_was_issued_keeps_its_words_and_drawing(session, keeper):
    won = factories_credentials.won(session)
    before = won.badge.look
    code = actions.issue(session, won.award, by=won.me, at=NOW).code
    studio.change_badge(session, won.badge, NEW, by=keeper, at=LATER)
    assert queries.by_code(session, code, LATER).look == before
    assert won.badge.look.name == "Sahabat warga"
    assert won.badge.version == 2


def test_a_certificate_made_after_the_change_is_of_the_day_the_badge_was_won(session, keeper):
    won = factories_credentials.won(session, lasts_months=6)
    before = won.badge.look
    studio.change_badge(session, won.badge, NEW, by=keeper, at=LATER)
    studio.change_badge(
        session, won.badge, replace(NEW, name="Ketiga"), by=keeper, at=LATER + timedelta(hours=1)
    )
    credential = actions.issue(session, won.award, by=won.me, at=LATER + timedelta(days=3))
    assert queries.by_code(session, credential.code, LATER).look == before
    assert credential.expires_at is not None
    assert catalogue.look_at(session, won.badge, LATER + timedelta(days=9)).name == "Ketiga"


def test_saving_without_a_change_makes_no_version(session, keeper):
    badge = factories_credentials.badge(session)
    same = studio.BadgeInput(
        **{name: getattr(badge, name) for name in studio.CHANGEABLE}, family="keluarga baru"
    )
    studio.change_badge(session, badge, same, by=keeper, at=LATER)
    assert (badge.version, badge.family) == (1, "keluarga baru")
    with pytest.raises(NotFound):
        catalogue.look_numbered(session, badge, 2)


def test_a_tier_somebody_won_stays_and_only_administrators_change(session, keeper):
    won = factories_credentials.won(session)
    with pytest.raises(RuleBroken) as refused:
        studio.change_badge(session, won.badge, replace(NEW, tier=Tier.BRONZE), by=keeper, at=LATER)
    assert refused.value.field == "tier"
    assert won.badge.tier is Tier.GOLD
    with pytest.raises(NotAllowed):
        studio.change_badge(session, won.badge, NEW, by=won.me, at=LATER)
    free = factories_credentials.badge(session)
    studio.change_badge(session, free, replace(NEW, tier=Tier.BRONZE), by=keeper, at=LATER)
    assert free.tier is Tier.BRONZE


@pytest.mark.parametrize("sentence", ["UPDATE badge_former SET name = 'x'", "DELETE FROM badge_former"])
def test_former_versions_cannot_be_rewritten(session, keeper, sentence):
    badge = factories_credentials.badge(session)
    studio.change_badge(session, badge, NEW, by=keeper, at=LATER)
    assert session.scalars(select(FormerBadge)).one().number == 1
    with pytest.raises(DBAPIError):
        session.execute(text(sentence))


def test_the_highest_tier_comes_first_and_the_next_one_is_named(session):
    person = factories.employee(session)
    factories_rewards.metrics(session)
    family = {
        tier: factories_credentials.badge(session, tier=tier, family="warga") for tier in reversed(Tier)
    }
    for number, tier in enumerate(Tier, start=1):
        factories_rewards.rule(session, leaf("target", threshold=number), badge_id=family[tier].id)
    factories_credentials.won(session, person=person, tier=Tier.BRONZE)
    factories_credentials.grant_again(
        session, factories_credentials.won(session, person=person, tier=Tier.BRONZE)
    )

    won, chances = badges_of(session, person.id), reachable(session, person.id, IN_Q4)
    roads = roads_of(won, chances)
    road = road_of(family[Tier.SILVER], roads)
    assert [step.badge.tier for step in road.steps] == list(Tier)
    assert road.best.badge.id == family[Tier.GOLD].id
    assert road.following is None
    assert roads[0] is road

    fewer = [one for one in won if one.badge.id != family[Tier.GOLD].id]
    road = road_of(family[Tier.BRONZE], roads_of(fewer, chances))
    assert (road.best.badge.tier, road.following.badge.tier) == (Tier.SILVER, Tier.GOLD)
    assert TARGET.code in {part.leaf.metric for part in road.following.chance.parts}


def test_nobody_who_has_won_nothing_sees_a_best_tier(session):
    factories_rewards.metrics(session)
    alone = factories_credentials.badge(session)
    factories_rewards.rule(session, leaf("target"), badge_id=alone.id)
    person = factories.employee(session)
    (road,) = roads_of([], reachable(session, person.id, IN_Q4))
    assert (road.best, road.following.badge.id, road.is_long) == (None, alone.id, False)
    assert road_of(alone, [road]) is None
