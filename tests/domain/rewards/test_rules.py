"""A rule's words, what is wrong with it before it is saved, and its way to being live (M5, M13)."""

from datetime import date

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError

from portal.domain.errors import NotAllowed, RuleBroken
from portal.domain.notifications.models import Notification
from portal.domain.organisation.models import Role
from portal.domain.rewards.facts.models import StoredMetric
from portal.domain.rewards.facts.record import record
from portal.domain.rewards.models import RuleVersion
from portal.domain.rewards.periods import RuleWindow, board_keys, key_of, period_from
from portal.domain.rewards.previews.making import preview
from portal.domain.rewards.rules import actions, approval
from portal.domain.rewards.rules.guard_rails import problems
from portal.domain.rewards.rules.inputs import RuleDraft
from portal.domain.rewards.rules.models import RuleState
from portal.domain.rewards.rules.monotone import is_monotone
from portal.domain.rewards.rules.sentence import sentence
from portal.domain.rewards.rules.tree import all_of, any_of, from_json, none_of, to_json
from tests import factories
from tests.factories import NOW
from tests.factories_rewards import (
    COMPLAINT,
    ENTRIES,
    HOURS,
    KUDOS,
    METRICS,
    Q4,
    RATING,
    TARGET,
    fact,
    leaf,
    metrics,
)

KNOWN = {
    one.code: StoredMetric(
        id=place, code=one.code, kind=one.kind, use=one.use, label=one.label, unit=one.unit, scale=one.scale,
        is_non_negative=one.is_non_negative, is_peer=one.is_peer,
    )
    for place, one in enumerate(METRICS, 1)
}  # fmt: skip
GOOD = all_of(leaf(RATING, "avg", threshold=350, at_least=20), leaf(TARGET, threshold=1))


def draft(tree, window="quarter", **fields) -> RuleDraft:
    return RuleDraft(name="Bintang", tree=tree, window=RuleWindow(window), **fields)


def said(tree, **fields) -> str:
    return " ".join(problem.message for problem in problems(draft(tree, **fields), KNOWN))


def test_the_sentence_says_what_the_rule_asks():
    assert sentence(GOOD, KNOWN) == (
        "The average of satisfaction is at least 3.5 in the quarter, from at least 20 facts"
        " and the number of targets met is at least 1 in the quarter."
    )
    tree = none_of(
        leaf(COMPLAINT), any_of(leaf(HOURS, "sum", "<", 2000, window="year"), leaf(TARGET, "share", "<=", 80))
    )
    assert sentence(tree, KNOWN) == (
        "None of these: the number of complaints is at least 1 in the quarter or (the total of learning hours"
        " is less than 20 JP in the year or the share of targets met is at most 80% in the quarter)."
    )


def test_a_good_rule_has_no_problem():
    assert problems(draft(GOOD), KNOWN) == []


@pytest.mark.parametrize(
    ("tree", "fields", "words"),
    [
        (leaf("unheard"), {}, "not available"),
        (leaf(ENTRIES, threshold=100), {}, "quantity alone"),
        (any_of(leaf(TARGET), leaf(ENTRIES, threshold=100)), {}, "quantity alone"),
        (leaf(RATING, "avg", threshold=600), {}, "ever meet"),
        (all_of(leaf(TARGET, threshold=5), leaf(TARGET, comparator="<", threshold=5)), {}, "ever meet"),
        (leaf(TARGET, "share", threshold=101), {}, "ever meet"),
        (none_of(leaf(TARGET, threshold=0)), {}, "ever meet"),
        (all_of(leaf(TARGET), leaf(KUDOS)), {}, "colleagues"),
        (leaf(HOURS, "share"), {}, "yes or no"),
        (leaf(RATING, "sum"), {}, "averaged"),
        (leaf(TARGET, window="year"), {}, "several windows"),
        (leaf(TARGET, window="month"), {}, "shorter stretch"),
        (leaf(TARGET), {"cap_per_year": 0}, "lets nobody win"),
        (leaf(TARGET), {"budget": 5, "points": 10}, "budget"),
        (leaf(TARGET, window="season"), {"window": "season"}, "which month"),
        (leaf(TARGET, window="season"),
         {"window": "season", "season_start": date(2026, 11, 1), "season_end": date(2027, 2, 1)}, "one year"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_before_it_is_saved(tree, fields, words):
    assert words in said(tree, **fields)


def test_volume_with_a_quality_partner_may_stand():
    assert said(all_of(leaf(ENTRIES, threshold=10), leaf(RATING, "avg", threshold=300))) == ""


@pytest.mark.parametrize(
    "data",
    [
        None, [], {}, {"all": []}, {"all": [1]}, {"some": [to_json(leaf(TARGET))]}, {"all": [], "any": []},
        {**to_json(leaf(TARGET)), "threshold": 1.5}, {**to_json(leaf(TARGET)), "threshold": True},
        {**to_json(leaf(TARGET)), "extra": 1}, {**to_json(leaf(TARGET)), "aggregate": "median"},
        {**to_json(leaf(TARGET)), "at_least": -1}, {**to_json(leaf(TARGET)), "threshold": 10**12},
        {"all": [to_json(leaf(TARGET))] * 21},
    ],
)  # fmt: skip
def test_anything_else_than_a_condition_is_refused(data):
    with pytest.raises(RuleBroken):
        from_json(data)


def test_only_what_can_only_become_truer_is_granted_at_once():
    assert is_monotone(all_of(leaf(TARGET), leaf(HOURS, "sum", threshold=5)), KNOWN)
    for tree in (
        leaf(RATING, "avg"),
        leaf(TARGET, comparator="<="),
        none_of(leaf(TARGET)),
        leaf(TARGET, "share"),
    ):
        assert not is_monotone(tree, KNOWN)


def test_windows_are_numbers_that_know_their_boards():
    assert (key_of(Q4), period_from(key_of(Q4))) == (20261012, Q4)
    assert board_keys(20261111) == (20260112, 20261012)
    assert board_keys(20260712) == (20260112,)


@pytest.fixture
def keepers(session):
    metrics(session)
    people = [factories.account(session) for _ in range(2)]
    for person in people:
        factories.role(session, person, Role.ADMIN)
    return [factories.viewer(session, person) for person in people]


def test_a_second_person_approves_before_a_rule_goes_live(session, keepers):
    author, other = keepers
    version = actions.draft(session, draft(GOOD), by=author, at=NOW)
    with pytest.raises(RuleBroken, match="second person"):
        actions.publish(session, version, by=author, at=NOW)
    report = preview(session, version, date(2026, 11, 20)).to_json()
    with pytest.raises(RuleBroken, match="Another person"):
        approval.approve(session, version, report, by=author, at=NOW)
    approval.approve(session, version, report, by=other, at=NOW)
    actions.publish(session, version, by=author, at=NOW)
    assert (version.rule.state, version.rule.live_version_id, version.report) == (
        RuleState.LIVE,
        version.id,
        report,
    )
    actions.pause(session, version.rule, by=author, at=NOW)
    actions.resume(session, version.rule, by=author, at=NOW)
    following = actions.revise(session, version.rule, draft(leaf(TARGET)), by=other, at=NOW)
    assert (following.number, version.rule.live_version_id) == (2, version.id)
    actions.retire(session, version.rule, by=author, at=NOW)
    with pytest.raises(RuleBroken, match="retired"):
        actions.revise(session, version.rule, draft(GOOD), by=author, at=NOW)


def test_a_faulty_rule_may_be_kept_but_not_go_live(session, keepers):
    author, other = keepers
    version = actions.draft(session, draft(leaf(ENTRIES, threshold=50)), by=author, at=NOW)
    approval.approve(session, version, {}, by=other, at=NOW)
    with pytest.raises(RuleBroken, match="quantity alone"):
        actions.publish(session, version, by=author, at=NOW)


def test_a_published_version_cannot_be_changed_quietly(session, keepers):
    author, other = keepers
    version = actions.draft(session, draft(GOOD, points=10), by=author, at=NOW)
    approval.approve(session, version, {}, by=other, at=NOW)
    actions.publish(session, version, by=author, at=NOW)
    session.flush()
    with pytest.raises(DBAPIError, match="rule_version refuses"), session.begin_nested():
        session.execute(update(RuleVersion).values(points=1000))


def test_only_keepers_of_the_agency_write_rules(session, keepers):
    home = factories.unit(session)
    hr = factories.employee(session, unit_=home)
    factories.role(session, hr, Role.HR_ADMIN, over=home)
    viewer = factories.viewer(session, hr)
    actions.draft(session, draft(GOOD, agency_id=home.agency_id), by=viewer, at=NOW)
    for agency_id in (None, factories.agency(session).id):
        with pytest.raises(NotAllowed):
            actions.draft(session, draft(GOOD, agency_id=agency_id), by=viewer, at=NOW)


def test_the_preview_tells_the_numbers_of_those_who_would_gain(session, keepers):
    author, _other = keepers
    person = factories.employee(session)
    record(session, [fact(TARGET, person.id), fact(TARGET, person.id)], at=NOW)
    version = actions.draft(session, draft(leaf(TARGET)), by=author, at=NOW)
    seen = preview(session, version, date(2026, 11, 20))
    assert [(one.name, [four[0] for four in one.numbers]) for one in seen.samples] == [(person.name, [2])]


def lines_for(session, account_id: int) -> list[str]:
    """What stands unread in an inbox, with its places filled in."""
    rows = session.scalars(
        select(Notification).where(Notification.account_id == account_id, Notification.read_at.is_(None))
    )
    return [row.message % row.values for row in rows.all()]


WAITS = "The reward rule “Bintang” waits for your approval."


def test_those_who_may_approve_are_told_and_then_the_author(session, keepers):
    author, other = keepers
    version = actions.draft(session, draft(GOOD), by=author, at=NOW)
    assert (lines_for(session, author.account_id), lines_for(session, other.account_id)) == ([], [WAITS])
    following = actions.revise(session, version.rule, draft(leaf(TARGET)), by=author, at=NOW)
    assert lines_for(session, other.account_id) == [WAITS]  # the newest version, not one line for each
    report = preview(session, following, date(2026, 11, 20)).to_json()
    approval.approve(session, following, report, by=other, at=NOW)
    assert lines_for(session, other.account_id) == []
    assert lines_for(session, author.account_id) == [
        "Your reward rule “Bintang” is approved and can go live."
    ]


def test_what_is_sent_back_says_why_and_is_not_approved(session, keepers):
    author, other = keepers
    version = actions.draft(session, draft(GOOD), by=author, at=NOW)
    with pytest.raises(RuleBroken, match="Another person"):
        approval.send_back(session, version, "Terlalu murah.", by=author, at=NOW)
    with pytest.raises(RuleBroken, match="what should change"):
        approval.send_back(session, version, "  ", by=other, at=NOW)
    approval.send_back(session, version, "Terlalu murah.", by=other, at=NOW)
    session.flush()
    assert lines_for(session, author.account_id) == [
        "Your reward rule “Bintang” was sent back: Terlalu murah."
    ]
    with pytest.raises(RuleBroken, match="sent back"):
        approval.approve(session, version, {}, by=other, at=NOW)


def test_only_keepers_of_that_agency_are_asked(session, keepers):
    author, other = keepers
    root = factories.unit(session)
    section = factories.unit(session, parent=root)
    hr, of_section, elsewhere = (factories.employee(session, unit_=root) for _ in range(3))
    factories.role(session, hr, Role.HR_ADMIN, over=root)
    factories.role(session, of_section, Role.HR_ADMIN, over=section)
    factories.role(session, elsewhere, Role.HR_ADMIN, over=factories.unit(session))
    actions.draft(session, draft(GOOD, agency_id=root.agency_id), by=author, at=NOW)
    asked = set(session.scalars(select(Notification.account_id)))
    assert asked == {other.account_id, hr.account_id}


def test_a_rule_that_cannot_go_live_asks_nobody(session, keepers):
    actions.draft(session, draft(leaf(ENTRIES, threshold=50)), by=keepers[0], at=NOW)
    assert session.scalars(select(Notification.id)).all() == []
