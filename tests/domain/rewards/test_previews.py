"""Before a rule goes live everybody can read whom it favours, what it costs and what it pays twice (M16)."""

from datetime import date

from portal.domain.organisation.models import Employment, Exposure, Role
from portal.domain.rewards.periods import RuleWindow
from portal.domain.rewards.previews.making import preview, winners
from portal.domain.rewards.previews.report import Inflation, Share, from_json
from portal.domain.rewards.rules.actions import draft
from portal.domain.rewards.rules.inputs import RuleDraft
from portal.domain.rewards.rules.tree import all_of, any_of, none_of
from tests import factories
from tests.domain.rewards.helpers import tell
from tests.factories import NOW
from tests.factories_rewards import HOURS, RATING, TARGET, fact, leaf, metrics, rule, void

DAY = date(2026, 11, 20)
LAST_QUARTER = date(2026, 8, 17)


def numbered(session, sex, serial, **fields):
    return factories.employee(session, nip=f"19900101201503{sex}{serial:03}", **fields)


def test_the_parts_of_people_stand_beside_all_the_rule_is_for(session):
    metrics(session)
    front = factories.unit(session)
    front.exposure = Exposure.SERVICE
    women = [numbered(session, 2, serial, unit_=front, grade="III/a") for serial in range(1, 4)]
    man = numbered(session, 1, 1, unit_=front, grade="III/b", employment=Employment.PNS)
    tell(session, *(fact(TARGET, one.id) for one in women[:2]))
    seen = preview(session, rule(session, leaf(TARGET), is_live=False), DAY)
    assert (seen.gain, seen.people) == (2, 4)
    assert seen.groups["sex"] == [Share("f", 2, 3), Share("m", 0, 1)]
    assert seen.groups["grade"] == [Share("III/a", 2, 3), Share("III/b", 0, 1)]
    assert seen.groups["exposure"] == [Share("service", 2, 4)]
    assert seen.groups["unit"] == [Share(front.name, 2, 4)]
    assert man.id not in {one.employee_id for one in seen.samples}


def test_what_a_rule_adds_is_measured_by_the_quarter_before(session):
    metrics(session)
    anna, budi = factories.employee(session), factories.employee(session)
    rule(session, leaf(TARGET), points=40)
    tell(session, fact(TARGET, anna.id, day=LAST_QUARTER), fact(TARGET, anna.id), fact(TARGET, budi.id))
    new = rule(session, leaf(TARGET), points=30, is_live=False)
    seen = preview(session, new, DAY)
    assert (seen.points_cost, seen.inflation) == (60, Inflation(40, 60))
    assert seen.inflation.percent == 150
    a_year = rule(session, leaf(TARGET, window="year"), window="year", points=400, is_live=False)
    assert preview(session, a_year, DAY).inflation == Inflation(40, 200), "a quarter of what a year costs"


def test_other_rules_that_pay_the_same_people_are_named(session):
    metrics(session)
    anna, budi = factories.employee(session), factories.employee(session)
    same = rule(session, leaf(TARGET), name="Pencapai target")
    other = rule(session, leaf(HOURS, "sum", threshold=10), name="Rajin belajar")
    rule(session, leaf(TARGET, threshold=9), name="Belum ada yang meraih")
    tell(session, fact(TARGET, anna.id), fact(TARGET, budi.id), fact(HOURS, budi.id, 1200))
    seen = preview(session, rule(session, leaf(TARGET), is_live=False), DAY)
    assert [(one.rule_id, one.people, one.is_same_facts) for one in seen.overlaps] == [
        (same.rule_id, 2, True),
        (other.rule_id, 1, False),
    ]


def test_a_month_shares_days_with_its_quarter_and_not_with_the_next(session):
    metrics(session)
    anna = factories.employee(session)
    quarterly = rule(session, leaf(TARGET), name="Triwulanan")
    tell(session, fact(TARGET, anna.id, day=date(2026, 10, 5)))
    monthly = rule(session, leaf(TARGET, window="month"), window="month", is_live=False)
    seen = preview(session, monthly, date(2026, 10, 20))
    assert [one.rule_id for one in seen.overlaps] == [quarterly.rule_id]
    tell(session, fact(TARGET, anna.id, day=date(2026, 9, 5)))
    of_september = preview(session, monthly, date(2026, 9, 20))
    assert [one.people for one in of_september.overlaps] == [1]
    assert of_september.gain == 1


def test_one_condition_short_and_half_way(session):
    metrics(session)
    met, half, far, both, rated = (factories.employee(session) for _ in range(5))
    tree = all_of(leaf(TARGET, threshold=4), leaf(RATING, "avg", threshold=350, at_least=3))
    ratings = [fact(RATING, one.id, 400) for one in (met, half, far) for _ in range(3)]
    targets = {met: 4, half: 2, far: 1, both: 2, rated: 4}
    done = [fact(TARGET, one.id) for one, count in targets.items() for _ in range(count)]
    tell(session, *ratings, *done, fact(RATING, rated.id, 200))
    seen = preview(session, rule(session, tree, is_live=False), DAY)
    assert (seen.gain, seen.nearly) == (1, 2)
    assert {one.employee_id: one.short_of for one in seen.near} == {half.id: 0, rated.id: 1}


def test_short_of_not_having_done_something(session):
    metrics(session)
    anna, budi = factories.employee(session), factories.employee(session)
    tree = all_of(leaf(TARGET), none_of(leaf(RATING)))
    tell(session, fact(TARGET, anna.id), fact(TARGET, budi.id), fact(RATING, budi.id, 100))
    version = rule(session, any_of(tree, leaf(HOURS, "sum", threshold=900000)), is_live=False)
    seen = preview(session, version, DAY)
    assert [one.employee_id for one in seen.samples] == [anna.id]
    assert {one.employee_id: one.short_of for one in seen.near} == {budi.id: 1}


def test_a_report_reads_back_as_it_was_kept(session):
    metrics(session)
    anna = factories.employee(session)
    told = fact(TARGET, anna.id)
    live = rule(session, leaf(TARGET))
    tell(session, told)
    tell(session, void(told))
    seen = preview(session, live, DAY)
    assert from_json(seen.to_json()) == seen
    assert from_json({"gain": 1}) is None
    assert [one.name for one in winners(session, live, DAY)] == []


def test_a_draft_on_the_smallest_value_is_previewed_as_it_would_be_applied(session):
    metrics(session)
    anna, budi = factories.employee(session), factories.employee(session)
    tell(session, fact(RATING, anna.id, 350), fact(RATING, budi.id, 350), fact(RATING, budi.id, 200))
    account = factories.account(session)
    factories.role(session, account, Role.ADMIN)
    lowest = RuleDraft(
        name="Tak pernah kurang", tree=leaf(RATING, "min", threshold=300), window=RuleWindow.QUARTER
    )
    version = draft(session, lowest, by=factories.viewer(session, account), at=NOW)
    assert [one.employee_id for one in preview(session, version, DAY).samples] == [anna.id]
