"""The pack of rules to begin with is sound, and what changed between versions is told exactly (M5)."""

import pytest
from sqlalchemy import select

from portal.domain.notifications.models import Notification
from portal.domain.organisation.models import Role
from portal.domain.rewards.facts.models import StoredMetric
from portal.domain.rewards.ledger.checks import check, last_check
from portal.domain.rewards.ledger.models import Award, Score
from portal.domain.rewards.rules import actions
from portal.domain.rewards.rules.differences import differences
from portal.domain.rewards.rules.guard_rails import problems
from portal.domain.rewards.rules.inputs import RuleDraft
from portal.domain.rewards.rules.models import GrantPolicy
from portal.domain.rewards.rules.overlaps import overlaps
from portal.domain.rewards.rules.pack import COMING, PACK
from portal.domain.rewards.rules.queries import metrics as known_metrics
from portal.domain.rewards.rules.reach import can_be_met
from portal.domain.rewards.rules.scope import Scope
from portal.domain.rewards.rules.templates import Category
from portal.domain.rewards.rules.tree import all_of, any_of, metrics_of, none_of, to_json
from portal.wiring import METRICS
from tests import factories, factories_rewards
from tests.domain.rewards.helpers import tell
from tests.domain.rewards.test_rules import KNOWN, draft
from tests.factories import NOW
from tests.factories_rewards import ENTRIES, HOURS, RATING, TARGET, fact, leaf

OFFERED = {metric.code: metric for source in METRICS for metric in source.metrics}
PEER = "peers.collaboration"


def stand_in(code: str) -> StoredMetric:
    """A number as its feature offers it, or is going to."""
    real = OFFERED.get(code)
    if real is not None:
        return StoredMetric(
            code=code, kind=real.kind, use=real.use, label=real.label, unit=real.unit, scale=real.scale,
            is_non_negative=real.is_non_negative, is_peer=real.is_peer, highest=real.highest,
        )  # fmt: skip
    coming = COMING[code]
    return StoredMetric(
        code=code, kind="rating" if code == PEER else "sum", use="outcome", label=coming.label, unit=coming.unit,
        scale=coming.scale, is_non_negative=True, is_peer=code == PEER,
    )  # fmt: skip


def test_the_pack_has_twelve_rules_of_five_kinds_and_none_has_a_fault():
    assert len(PACK) == 12
    assert {template.category for template in PACK} == set(Category)
    for template in PACK:
        known = {code: stand_in(code) for code in metrics_of(template.tree)}
        written = template.draft(None, template.name, template.words)
        assert [one.message for one in problems(written, known) if not one.is_warning] == [], template.code


def test_the_gold_rule_works_with_the_numbers_of_today():
    gold = next(template for template in PACK if template.code == "gold-service")
    assert gold.missing(OFFERED) == []
    assert (gold.policy, gold.points, gold.badge[1]) == (GrantPolicy.AT_ONCE_REVOCABLE, 200, "gold")
    assert any(template.missing(OFFERED) for template in PACK)


@pytest.mark.parametrize(
    ("tree", "is_possible"),
    [
        (all_of(leaf(TARGET, threshold=5), none_of(leaf(TARGET, threshold=5))), False),
        (all_of(leaf(TARGET, threshold=5), none_of(leaf(TARGET, threshold=6))), True),
        (all_of(leaf(RATING, "avg", threshold=400), none_of(leaf(RATING, "avg", threshold=300))), False),
        (all_of(leaf(TARGET, threshold=5), all_of(leaf(TARGET, comparator="<", threshold=5))), False),
        (none_of(leaf(TARGET, threshold=3, at_least=9)), True),
    ],
)
def test_what_must_not_happen_counts_when_looking_for_the_impossible(tree, is_possible):
    assert can_be_met(tree, KNOWN) is is_possible


def test_more_than_the_scale_allows_can_never_be_met():
    code = "reviews.rating"
    known = {code: stand_in(code)}
    assert can_be_met(leaf(code, "avg", threshold=400), known)
    assert not can_be_met(leaf(code, "avg", threshold=401), known)


def versions(session, before, after, **fields):
    first = factories_rewards.rule(session, before, points=10)
    return first, factories_rewards.next_version(session, first, tree=to_json(after), **fields)


def test_differences_name_what_came_went_and_moved(session):
    factories_rewards.metrics(session)
    old, new, gone, come = (
        leaf(TARGET, threshold=1),
        leaf(TARGET, threshold=3),
        leaf(RATING, "avg"),
        leaf(HOURS, "sum"),
    )
    found = differences(*versions(session, all_of(old, gone), all_of(new, come), points=20))
    assert [(one.before, one.after) for one in found.leaves] == [(old, new), (gone, None), (None, come)]
    assert [(one.name, one.before, one.after) for one in found.fields] == [("points", 10, 20)]
    assert not found.is_regrouped


def test_differences_see_other_joints_windows_and_scopes(session):
    factories_rewards.metrics(session)
    one, other = leaf(TARGET), leaf(RATING, "avg")
    found = differences(
        *versions(session, all_of(one, other), any_of(one, other), scope=Scope(spans=((1, 2),)).to_json())
    )
    assert (found.leaves, found.is_regrouped) == ((), True)
    assert [one.name for one in found.fields] == ["spans"]
    assert differences(*versions(session, all_of(one, other), all_of(one, other))).are_none


def test_the_same_facts_in_another_live_rule_are_warned_of(session):
    factories_rewards.metrics(session)
    here, there = factories.agency(session), factories.agency(session)
    known = known_metrics(session)
    factories_rewards.rule(session, leaf(TARGET), name="Pencapai", agency_id=here.id)

    def names(tree, **fields):
        wanted = draft(tree, points=5, **fields)
        return [one.values["rules"] for one in overlaps(session, wanted, known)]

    assert names(leaf(TARGET, threshold=3), agency_id=here.id) == ["“Pencapai”"]
    assert names(leaf(TARGET)) == ["“Pencapai”"]
    assert names(leaf(TARGET), agency_id=there.id) == []
    assert names(all_of(leaf(HOURS, "sum"), leaf(TARGET, "share", threshold=50)), agency_id=here.id) == []
    assert names(all_of(leaf(HOURS, "sum"), none_of(leaf(TARGET))), agency_id=here.id) == []
    assert names(all_of(leaf(ENTRIES), leaf(TARGET)), agency_id=here.id) == ["“Pencapai”"]
    assert overlaps(session, draft(leaf(TARGET), agency_id=here.id), known) == []  # gives no points


def test_steps_of_one_family_and_rules_for_others_do_not_overlap(session):
    factories_rewards.metrics(session)
    known = known_metrics(session)
    bronze, silver = factories_rewards.badge(session), factories_rewards.badge(session)
    bronze.family = silver.family = "dekat"
    factories_rewards.rule(session, leaf(TARGET), badge_id=bronze.id)
    factories_rewards.rule(session, leaf(HOURS, "sum"), scope=Scope(spans=((100, 199),)))
    assert overlaps(session, draft(leaf(TARGET), points=5, badge_id=silver.id), known) == []
    apart = draft(leaf(HOURS, "sum"), points=5, scope=Scope(spans=((200, 299),)))
    inside = draft(leaf(HOURS, "sum"), points=5, scope=Scope(spans=((150, 160),)))
    assert (overlaps(session, apart, known), len(overlaps(session, inside, known))) == ([], 1)


def test_retiring_ends_what_was_on_course_and_says_so(session):
    factories_rewards.metrics(session)
    keeper = factories.account(session)
    factories.role(session, keeper, Role.ADMIN)
    person = factories.employee(session)
    version = factories_rewards.rule(session, leaf(RATING, "avg", threshold=300), policy=GrantPolicy.AT_CLOSE)
    won = factories_rewards.rule(session, leaf(TARGET), points=30)
    tell(session, fact(RATING, person.id, 400), fact(TARGET, person.id))
    assert len(session.scalars(select(Award)).all()) == 2
    for one in (version, won):
        actions.retire(session, one.rule, by=factories.viewer(session, keeper), at=NOW)
    left = session.scalars(select(Award)).one()
    assert (left.rule_id, left.state) == (won.rule_id, "granted")
    told = session.scalars(select(Notification.message).where(Notification.icon == "archive")).all()
    assert len(told) == 1


def test_the_last_comparison_of_the_books_is_kept(session):
    assert last_check(session) is None
    assert check(session, [], at=NOW) == []
    assert last_check(session).is_clean
    session.add(Score(period_key=20260112, employee_id=1, unit_key=1, points=5))
    session.flush()
    assert len(check(session, [], at=NOW)) == 1
    assert last_check(session).found == {"scores and ledger": 1}


def test_an_empty_condition_is_said(session):
    wanted = RuleDraft(name="x", tree=all_of(), window="quarter")
    assert [one.message for one in problems(wanted, KNOWN)] == ["Write at least one condition."]
