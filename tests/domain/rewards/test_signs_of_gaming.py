"""What stands out is found, and what is innocent is not (issue: collusion, bursts, last-minute mass check-ins)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from portal.domain.rewards.facts.record import record
from portal.domain.rewards.flags.jobs import findings, looks
from portal.domain.rewards.flags.models import FlagKind
from portal.domain.rewards.flags.pairs import generous_slips, mutual_approvals, quick_decisions
from portal.domain.rewards.flags.people import bursts, last_minute
from portal.domain.rewards.flags.signs import Share, is_generous, is_last_minute, is_quick, peaks
from tests import factories
from tests.factories import NOW
from tests.factories_flags import MONDAY, look, source, vouch, weekly
from tests.factories_rewards import TARGET, fact, metrics

SECONDS = timedelta(seconds=40)


@pytest.fixture
def office(session: Session):
    """An evaluator, eight people, and another evaluator."""
    root = factories.unit(session)
    boss, other_boss = factories.employee(session, unit_=root), factories.employee(session, unit_=root)
    people = [factories.employee(session, unit_=root) for _ in range(8)]
    return boss, other_boss, people


def ordinary(people, voucher):
    """Some of everybody's check-ins, decided the next day."""
    return [row for one in people for row in weekly(one, voucher, 6)]


def test_a_pair_decided_within_minutes_is_found_with_its_evidence(session, office):
    boss, _, people = office
    rows = ordinary(people[1:], boss) + weekly(people[0], boss, 12, SECONDS) + weekly(people[0], boss, 2)
    (found,) = quick_decisions(session, look(source(rows)))
    assert (found.kind, found.subject_id, found.partner_id) == (FlagKind.QUICK, people[0].id, boss.id)
    assert found.numbers == {"n": 14, "hits": 12, "others": 42, "other_hits": 0}
    assert len(found.items) == 12
    assert {"kind", "id", "told_at", "vouched_at"} <= set(found.items[0])


@pytest.mark.parametrize(
    "case", ["few", "meeting", "returned fast", "whole agency is fast", "half of them", "other quarter"]
)
def test_innocent_fast_decisions_are_left_alone(session, office, case):
    boss, other, people = office
    anna, rest = people[0], people[1:]
    rows = {
        "few": lambda: ordinary(rest, boss) + weekly(anna, boss, 7, SECONDS),
        "meeting": lambda: (
            [row for one in people for row in weekly(one, boss, 9, SECONDS)]
            + [row for one in people for row in weekly(one, other, 30)]
        ),
        "returned fast": lambda: ordinary(rest, boss) + weekly(anna, boss, 12, SECONDS, is_top=False),
        "whole agency is fast": lambda: (
            weekly(anna, boss, 12, SECONDS) + [row for one in rest for row in weekly(one, other, 9, SECONDS)]
        ),
        "half of them": lambda: ordinary(rest, boss) + weekly(anna, boss, 9, SECONDS) + weekly(anna, boss, 9),
        "other quarter": lambda: (
            ordinary(rest, boss) + weekly(anna, boss, 12, SECONDS, MONDAY - timedelta(days=80))
        ),
    }[case]()
    assert quick_decisions(session, look(source(rows))) == []


def test_two_who_approve_each_other_in_the_same_weeks_are_found_once(session, office):
    anna, budi, _ = office
    rows = weekly(anna, budi, 4) + weekly(budi, anna, 3)
    (found,) = mutual_approvals(session, look(source(rows)))
    assert (found.subject_id, found.partner_id) == (anna.id, budi.id)
    assert found.numbers == {"n": 4, "back": 3}
    assert len(found.items) == 7


@pytest.mark.parametrize("case", ["helped out twice", "handover", "handover back", "returned", "two kinds"])
def test_innocent_mutual_approvals_are_left_alone(session, office, case):
    anna, budi, _ = office
    later = MONDAY + timedelta(days=61)
    sources = {
        "helped out twice": [source(weekly(anna, budi, 9) + weekly(budi, anna, 2))],
        "handover": [source(weekly(anna, budi, 6) + weekly(budi, anna, 6, start=later))],
        "handover back": [source(weekly(budi, anna, 6) + weekly(anna, budi, 6, start=later))],
        "returned": [source(weekly(anna, budi, 6) + weekly(budi, anna, 6, is_top=False))],
        "two kinds": [
            source(weekly(anna, budi, 6)),
            source(weekly(budi, anna, 6), kind="review", is_beforehand=True),
        ],
    }[case]
    assert mutual_approvals(session, look(*sources)) == []


HANDED = -timedelta(hours=3)


def slips(officer, issuer, n, *, apart=timedelta(hours=7), tops=100):
    return [
        vouch(officer, issuer, MONDAY + apart * step, HANDED, is_top=step * 100 < tops * n)
        for step in range(n)
    ]


def reviews(rows):
    return source(rows, kind="review", is_beforehand=True)


def test_one_issuers_slips_with_only_best_marks_are_found(session, office):
    """Other colleagues' slips for the same officer say something else."""
    issuer, colleague, (officer, *_) = office
    rows = slips(officer, issuer, 18) + slips(officer, colleague, 10, tops=30)
    (found,) = generous_slips(session, look(reviews(rows)))
    assert (found.subject_id, found.partner_id) == (officer.id, issuer.id)
    assert found.numbers == {"n": 18, "hits": 18, "in_a_row": 0, "others": 10, "other_hits": 3}


def test_best_marks_typed_in_one_after_the_other_are_found(session, office):
    """The only issuer of a small office: nobody to compare with, but visitors do not come every minute."""
    issuer, _, (officer, *_) = office
    rows = slips(officer, issuer, 16, apart=timedelta(seconds=70))
    (found,) = generous_slips(session, look(reviews(rows)))
    assert found.numbers["in_a_row"] == 15


@pytest.mark.parametrize("case", ["loved by all", "only issuer", "few", "ordinary", "service system"])
def test_innocent_slips_are_left_alone(session, office, case):
    issuer, colleague, (officer, *_) = office
    rows = {
        "loved by all": slips(officer, issuer, 30) + slips(officer, colleague, 10, tops=90),
        "only issuer": slips(officer, issuer, 30),
        "few": slips(officer, issuer, 14, apart=timedelta(seconds=60)),
        "ordinary": slips(officer, issuer, 40, tops=80) + slips(officer, colleague, 10, tops=30),
        "service system": slips(officer, None, 40),
    }[case]
    assert generous_slips(session, look(reviews(rows))) == []


def test_far_more_in_one_hour_than_usual_is_found(session, office):
    boss, _, (anna, *_) = office
    at = datetime(2026, 11, 4, 13, 2, tzinfo=UTC)
    rows = weekly(anna, boss, 12) + [vouch(anna, boss, at + timedelta(minutes=2 * n)) for n in range(14)]
    (found,) = bursts(session, look(source(rows)))
    assert (found.kind, found.subject_id, found.partner_id) == (FlagKind.BURST, anna.id, None)
    assert found.numbers["n"] == 14
    assert found.numbers["usual"] == 1
    assert datetime.fromtimestamp(found.numbers["hour"], UTC) == datetime(2026, 11, 4, 13, tzinfo=UTC)
    assert len(found.items) == 14


@pytest.mark.parametrize("case", ["month ends", "busy counter", "newcomer", "a good day", "other zone"])
def test_innocent_bursts_are_left_alone(session, office, case):
    boss, _, (anna, *_) = office
    ends = [datetime(2026, month, 28, 3, 5, tzinfo=UTC) for month in range(5, 12)]
    hours = [MONDAY + timedelta(days=day, hours=hour) for day in range(10) for hour in range(5)]
    crowd = [vouch(anna, boss, datetime(2026, 11, 4, 13, n, tzinfo=UTC)) for n in range(40)]
    rows = {
        "month ends": [vouch(anna, boss, end + timedelta(minutes=n)) for end in ends for n in range(12)],
        "busy counter": [
            *(vouch(anna, boss, hour + timedelta(minutes=4 * n)) for hour in hours for n in range(10)),
            *crowd,
        ],
        "newcomer": crowd,
        "a good day": weekly(anna, boss, 12) + crowd[:9],
        "other zone": weekly(anna, boss, 12) + crowd,
    }[case]
    zone = "Asia/Jayapura" if case == "other zone" else "Asia/Jakarta"
    assert bursts(session, look(source(rows), zone=zone)) == []


def test_two_bursts_do_not_hide_each_other(session, office):
    boss, _, (anna, *_) = office
    crowds = [
        vouch(anna, boss, datetime(2026, 11, day, 13, n, tzinfo=UTC)) for day in (4, 11) for n in range(12)
    ]
    (found,) = bursts(session, look(source(weekly(anna, boss, 8) + crowds)))
    assert found.numbers["times"] == 2


def test_facts_without_a_time_are_looked_at_by_the_day(session):
    """Also of features that do not say who vouched."""
    metrics(session)
    anna = factories.employee(session)
    days = [date(2026, 10, day) for day in range(1, 9)]
    record(session, [fact(TARGET, anna.id, day=day) for day in days], at=NOW)
    record(session, [fact(TARGET, anna.id, day=date(2026, 11, 10)) for _ in range(12)], at=NOW)
    (found,) = bursts(session, look(source([])))
    assert found.numbers["n"] == 12
    assert len(found.items) == 12
    assert found.source_kind == "deed"


LAST = datetime(2026, 12, 31, 9, 0, tzinfo=UTC)


def test_nearly_everything_in_the_last_two_days_is_found(session, office):
    boss, _, (anna, *rest) = office
    late = [vouch(anna, boss, LAST + timedelta(minutes=n), day=date(2026, 12, 30)) for n in range(9)]
    rows = ordinary(rest, boss) + weekly(anna, boss, 2) + late
    (found,) = last_minute(session, look(source(rows)))
    assert (found.kind, found.subject_id) == (FlagKind.LAST_MINUTE, anna.id)
    assert found.numbers == {"n": 11, "hits": 9, "others": 42, "other_hits": 0}


def test_the_last_days_of_the_grace_count_too(session, office):
    boss, _, (anna, *rest) = office
    at = LAST + timedelta(days=13)
    late = [vouch(anna, boss, at + timedelta(minutes=n), day=date(2026, 12, 30)) for n in range(11)]
    assert [one.kind for one in last_minute(session, look(source(ordinary(rest, boss) + late)))] == [
        FlagKind.LAST_MINUTE
    ]


@pytest.mark.parametrize("case", ["reports by the quarter", "few", "day after month end", "half"])
def test_innocent_last_days_are_left_alone(session, office, case):
    boss, _, (anna, *rest) = office

    def late(who, n, at=LAST):
        return [vouch(who, boss, at + timedelta(minutes=k), day=date(2026, 12, 30)) for k in range(n)]

    rows = {
        "reports by the quarter": [row for one in (anna, *rest) for row in late(one, 12)],
        "few": ordinary(rest, boss) + late(anna, 9),
        "day after month end": ordinary(rest, boss) + late(anna, 12, LAST + timedelta(days=2)),
        "half": ordinary(rest, boss) + weekly(anna, boss, 12) + late(anna, 12),
    }[case]
    assert last_minute(session, look(source(rows))) == []


def test_agencies_without_rewards_are_not_looked_at(session, office):
    boss, _, people = office
    rows = ordinary(people[1:], boss) + weekly(people[0], boss, 12, SECONDS)
    boss.agency.has_rewards = False
    session.flush()
    assert findings(session, look(source(rows))) == []
    assert list(looks(session, [source(rows)], NOW)) == []


def test_the_last_quarter_is_looked_at_until_its_grace_is_over(session, office):
    def starts(at):
        return [(one.zone, one.period.start.month) for one in looks(session, [], at)]

    assert starts(datetime(2026, 10, 10, tzinfo=UTC)) == [("Asia/Jakarta", 7), ("Asia/Jakarta", 10)]
    assert starts(datetime(2026, 10, 20, tzinfo=UTC)) == [("Asia/Jakarta", 10)]


def test_thresholds_leave_small_numbers_and_habits_alone():
    nobody = Share()
    assert is_quick(Share(8, 7), nobody, Share(20, 6))
    assert not is_quick(Share(7, 7), nobody, Share(20, 0))
    assert not is_quick(Share(8, 7), nobody, Share(19, 0))
    assert not is_quick(Share(8, 7), nobody, Share(20, 7))
    assert not is_quick(Share(8, 8), Share(10, 5), Share(90, 5))
    assert is_generous(Share(20, 19), Share(5, 3), 0)
    assert not is_generous(Share(20, 19), Share(5, 4), 9)
    assert not is_generous(Share(20, 18), Share(5, 0), 20)
    assert is_last_minute(Share(10, 7), Share(20, 7))
    assert not is_last_minute(Share(10, 6), Share(20, 0))


def test_the_usual_is_the_median_of_the_others():
    assert [(peak.at, peak.n, peak.usual) for peak in peaks({1: 2, 2: 2, 3: 2, 4: 30, 5: 2, 6: 12}, 10)] == [
        (4, 30, 2),
        (6, 12, 2),
    ]
    assert peaks({1: 1, 2: 1, 3: 1, 4: 1, 5: 30}, 10) == []
