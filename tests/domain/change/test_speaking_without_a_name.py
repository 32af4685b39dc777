"""The box for concerns and the readiness pulse: nothing that is kept leads back to who wrote (G16, M17, P16)."""

from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

import pytest
from sqlalchemy import func, select

from portal.domain.base import Base
from portal.domain.change import jobs
from portal.domain.change.concerns import actions as box
from portal.domain.change.concerns import queries as boxes
from portal.domain.change.concerns.limits import MOST_A_DAY
from portal.domain.change.concerns.models import Concern, ConcernState, FaqEntry, Topic
from portal.domain.change.own import own_change
from portal.domain.change.pulses import actions as pulses
from portal.domain.change.pulses.groups import LEAST, may_be_shown, parts_of
from portal.domain.change.pulses.models import (
    PulseAnswer,
    PulseMoment,
    PulseParticipation,
    PulseState,
    Readiness,
)
from portal.domain.change.pulses.results import pulse_for, pulses_waiting, trend_of
from portal.domain.errors import NotAllowed, NotFound, RuleBroken
from portal.domain.notifications.models import Notification
from tests.factories import NOW, Role, employee, role, unit, viewer
from tests.factories_change import TODAY, campaign, concern, faq, pulse

RECEIPT = "ABCDE23456"


def said(where, receipt=RECEIPT, **fields):
    given = {"topic": Topic.WORKLOAD, "words": "Kapan kami sempat mengisi semua ini?"}
    return box.ConcernInput(**{**given, "receipt": receipt, "unit_id": where.id, **fields})


def everything(session):
    """Every row of every table."""
    session.flush()
    return {
        table.name: [tuple(row) for row in session.execute(select(table))]
        for table in Base.metadata.sorted_tables
    }


def difference(before, after):
    """The rows that are new or different, by table."""
    new = {name: [row for row in after[name] if row not in rows] for name, rows in before.items()}
    return {name: rows for name, rows in new.items() if rows}


def test_only_the_words_and_the_day_are_kept(session):
    """M17, security: of the whole database, only the concern and a shared counter differ: no time, no author."""
    agency = unit(session)
    people = [employee(session, unit_=agency, name=f"Pegawai {n}") for n in range(3)]
    me = viewer(session, people[0])
    before = everything(session)
    box.speak_up(session, said(agency), by=me, at=NOW)
    box.speak_up(session, said(agency), by=me, at=NOW + timedelta(minutes=5))  # the form was sent twice
    after = everything(session)
    new = difference(before, after)
    assert set(new) == {"concern", "throttle_counter"}
    [kept] = new["concern"]
    moments = [value for rows in new.values() for row in rows for value in row if isinstance(value, datetime)]
    assert all((one.hour, one.minute, one.second) == (0, 0, 0) for one in moments)
    assert str(RECEIPT) not in str(new)
    assert me.name not in str(new)
    [found] = session.scalars(select(Concern)).all()
    assert (found.said_on, found.state, found.answered_by) == (TODAY, ConcernState.WAITING, None)
    assert kept[0] == found.id > 1_000_000, "its number is drawn by lot"
    links = {
        key.column.table.name for key in Concern.__table__.foreign_keys if key.parent.name != "answered_by"
    }
    assert links == {"org_unit", "campaign", "faq_entry"}
    assert boxes.concern_with_receipt(session, box.hash_of("abcde-23456")) is found
    assert str(found.id) not in str(own_change(session, me))


def test_the_box_counts_dozens_and_never_persons(session):
    """Against flooding without identity: twelve colleagues, drawn anew each day, share one counter."""
    agency = unit(session)
    people = [employee(session, unit_=agency) for _ in range(3)]
    for number in range(MOST_A_DAY):
        me = viewer(session, people[number % 3])
        box.speak_up(session, said(agency, f"ABCDE2345{number + 2}"), by=me, at=NOW)
    with pytest.raises(RuleBroken, match="full for today"), session.begin_nested():
        box.speak_up(session, said(agency, "ZZZZZ22222"), by=viewer(session, people[2]), at=NOW)
    box.speak_up(
        session, said(agency, "ZZZZZ22222"), by=viewer(session, people[2]), at=NOW + timedelta(days=1)
    )
    assert session.scalar(select(func.count()).select_from(Concern)) == MOST_A_DAY + 1


def test_small_parts_and_bad_words_are_refused(session):
    agency = unit(session)
    small, large = unit(session, parent=agency), unit(session, parent=agency)
    for _ in range(10):
        employee(session, unit_=large, has_account=False)
    me, other = (
        viewer(session, employee(session, unit_=small)),
        viewer(session, employee(session, unit_=large)),
    )
    assert [one.id for one in boxes.parts_to_name(session, me)] == [agency.id]
    assert [one.id for one in boxes.parts_to_name(session, other)] == [agency.id, large.id]
    for broken, field in (
        (said(small), "unit"),
        (said(agency, words="Takut"), "words"),
        (said(agency, "short"), None),
        (said(agency, campaign_id=campaign(session, small).id), "campaign"),
    ):
        with pytest.raises(RuleBroken) as refused:
            box.speak_up(session, broken, by=me, at=NOW)
        assert refused.value.field == field


def test_hr_and_owners_answer_and_what_was_asked_grows(session):
    """M17, M18, G17: answered by name, published for everybody; leaders do not read what may be about them."""
    agency = unit(session)
    hr, leader, owner = (employee(session, unit_=agency) for _ in range(3))
    role(session, hr, Role.HR_ADMIN, over=agency)
    role(session, leader, Role.LEADER, over=agency)
    about = campaign(session, agency, owner)
    one, two = concern(session, agency, about), concern(session, agency)
    late = concern(session, agency, said_on=TODAY)
    assert jobs.work(session, at=NOW) == 2, "those of today are told tomorrow, so that nobody learns when"
    told = {row.account_id: row.values["num"] for row in session.scalars(select(Notification))}
    assert told == {hr.account_id: 2, owner.account_id: 1}
    assert late.told_on is None
    kept = boxes.concerns_kept
    assert {c.id for c in kept(session, viewer(session, hr), ConcernState.WAITING).items} == {
        one.id,
        two.id,
        late.id,
    }
    assert [c.id for c in kept(session, viewer(session, owner), ConcernState.WAITING).items] == [one.id]
    assert boxes.count_waiting(session, viewer(session, leader)) == 0
    with pytest.raises(NotFound):
        boxes.concern_for(session, viewer(session, leader), one.id)
    with pytest.raises(NotAllowed):
        box.answer(session, two, "Ya.", None, by=viewer(session, owner), at=NOW)
    box.answer(session, one, "Sebulan sekali.", "Kapan kami sempat?", by=viewer(session, owner), at=NOW)
    box.answer(session, one, "Sebulan sekali saja.", "Lagi?", by=viewer(session, owner), at=NOW)
    assert session.scalar(select(func.count()).select_from(FaqEntry)) == 1
    with pytest.raises(RuleBroken, match="answered already"):
        box.set_aside(session, one, "Bukan di sini.", by=viewer(session, hr), at=NOW)
    box.set_aside(session, two, "Sampaikan ke Inspektorat.", by=viewer(session, hr), at=NOW)
    asking = viewer(session, employee(session, unit_=unit(session, parent=agency)))
    faq(session, unit(session), question="Instansi lain")
    found = boxes.faq_for(session, asking, search="SEMPAT", topic=Topic.WORKLOAD)
    assert [entry.question for entry in found.items] == ["Kapan kami sempat?"]
    with pytest.raises(NotAllowed):
        box.withdraw(session, found.items[0], by=asking, at=NOW)
    box.withdraw(session, found.items[0], by=viewer(session, hr), at=NOW)
    assert boxes.faq_for(session, asking).items == []


def test_no_two_published_figures_differ_by_a_few_people():
    """Complementary suppression: each part, and the total minus the shown parts, is nobody or at least five."""
    dice = Random(5)
    for _ in range(3000):
        answers = {part: dice.choice((0, 1, 2, 4, 5, 6, 12)) for part in range(dice.randrange(9))}
        shown, total = may_be_shown(answers), sum(answers.values())
        assert all(answers[part] >= LEAST for part in shown)
        hidden = total - sum(answers[part] for part in shown)
        assert hidden == 0 or hidden >= LEAST or not shown
        enough = {part for part, count in answers.items() if count >= LEAST}
        assert len(enough - shown) <= 1, "no more is hidden than is needed"


def test_parts_are_large_enough_and_so_is_the_rest():
    dice = Random(6)
    for _ in range(3000):
        sizes, others = {part: dice.randint(1, 20) for part in range(dice.randrange(7))}, dice.randrange(10)
        apart = parts_of(sizes, others)
        assert all(sizes[part] >= 8 for part in apart)
        rest = others + sum(size for part, size in sizes.items() if part not in apart)
        assert rest == 0 or rest >= 8 or not apart


def answers_of(session, one, people, score):
    for person in people:
        scores = dict.fromkeys(Readiness, score)
        pulses.answer(session, one, scores, by=viewer(session, person), at=NOW)


@pytest.fixture
def town(session):
    """Two large parts and a small one, and a campaign for all of them."""
    agency = unit(session)
    large, hesitant, small = (unit(session, parent=agency) for _ in range(3))
    people = {
        one.id: [employee(session, unit_=one) for _ in range(count)]
        for one, count in ((large, 9), (hesitant, 8), (small, 7))
    }
    about = campaign(session, agency, employee(session, unit_=agency))
    return about, (large, hesitant, small), people


def test_a_hesitant_unit_rises_and_nobody_is_known(session, town):
    """G16, G17, P16: before and after by part, from five answers; who took part is erased when it closes."""
    about, (large, hesitant, small), people = town
    rounds = ((PulseMoment.BEFORE, 2, 5), (PulseMoment.DURING, 3, 5), (PulseMoment.AFTER, 4, 3))
    for place, (moment, score, rest) in enumerate(rounds):
        one = pulse(session, about, TODAY + timedelta(days=20 * place), moment=moment)
        pulses.open_(session, one, at=NOW)
        assert {group.unit_id: group.people for group in pulses.groups_of(session, one)} == {
            large.id: 9,
            hesitant.id: 8,
            about.unit_id: 8,
        }, "the smallest part is counted with the one who works in the agency itself"
        answers_of(session, one, people[large.id], 4)
        answers_of(session, one, people[hesitant.id][:6], score)
        answers_of(session, one, people[small.id][:rest], 1)
        assert len(trend_of(session, about).pulses) == place, "nothing is read before the closing"
        pulses.close(session, one)
    trend = trend_of(session, about)
    shown = {part.unit.id: part.over(trend.pulses) for part in trend.parts}
    assert shown[large.id] == [4, 4, 4]
    assert shown[about.unit_id] == [1, 1, None], "three answers are never shown"
    assert shown[hesitant.id] == [2, 3, None], "nor may they be the difference to the total"
    assert trend.everybody.over(trend.pulses) == [Decimal("2.7"), Decimal(3), Decimal("3.5")]
    part = next(part for part in trend.parts if part.unit.id == hesitant.id)
    assert (part.moved, part.first.held_back_by, part.first.answers) == (1, Readiness.AWARENESS, 6)
    assert trend.everybody.latest.held_back_by is None
    assert session.scalar(select(func.count()).select_from(PulseParticipation)) == 0
    last = select(PulseAnswer.group_id).where(PulseAnswer.pulse_id == one.id).distinct()
    assert len(set(session.scalars(last))) == 2, (
        "only the part that is shown is still known, the others are not"
    )


def test_an_answer_knows_no_author_and_no_time(session, town):
    """Security: one row says that, the other what, and nothing joins them."""
    about, (large, _hesitant, _small), people = town
    me = viewer(session, people[large.id][0])
    one = pulses.plan(
        session,
        about,
        PulseMoment.BEFORE,
        TODAY,
        TODAY + timedelta(days=7),
        by=viewer(session, about.owner),
        at=NOW,
    )
    assert [found.id for found in pulses_waiting(session, me)] == [one.id]
    before = everything(session)
    pulses.answer(session, one, dict.fromkeys(Readiness, 3), by=me, at=NOW)
    after = everything(session)
    new = difference(before, after)
    assert set(new) == {"pulse_answer", "pulse_participation"}
    columns = set(PulseAnswer.__table__.columns.keys())
    assert columns == {"id", "pulse_id", "group_id", *(stage.value for stage in Readiness)}
    assert set(PulseParticipation.__table__.columns.keys()) == {"pulse_id", "employee_id"}
    assert own_change(session, me)["open_pulses_answered"][0]["title"] == about.title
    assert pulses_waiting(session, me) == []
    with pytest.raises(RuleBroken, match="answered already"), session.begin_nested():
        pulses.answer(session, one, dict.fromkeys(Readiness, 3), by=me, at=NOW)
    other = viewer(session, people[large.id][1])
    with pytest.raises(RuleBroken, match="all five"):
        pulses.answer(session, one, dict.fromkeys(Readiness, 6), by=other, at=NOW)
    with pytest.raises(RuleBroken, match="closed"):
        pulses.answer(session, one, dict.fromkeys(Readiness, 3), by=other, at=NOW + timedelta(days=8))
    stranger = viewer(session, employee(session))
    with pytest.raises(NotAllowed):
        pulses.answer(session, one, dict.fromkeys(Readiness, 3), by=stranger, at=NOW)
    with pytest.raises(NotFound):
        pulse_for(session, stranger, one.id)


def test_the_calendar_opens_reminds_and_closes(session, town):
    """P17: everybody is asked on the first day, who has not answered is reminded, the owner hears of the result."""
    about, (large, _hesitant, _small), people = town
    by = viewer(session, about.owner)
    days = (TODAY + timedelta(days=2), TODAY + timedelta(days=12))
    one = pulses.plan(session, about, PulseMoment.BEFORE, *days, by=by, at=NOW)
    for broken, field in (((TODAY - timedelta(days=1), TODAY), "opens_on"), ((TODAY, TODAY), "closes_on"),
                          ((TODAY, TODAY + timedelta(days=61)), "closes_on"), (days, "opens_on")):  # fmt: skip
        with pytest.raises(RuleBroken) as refused:
            pulses.plan(session, about, PulseMoment.AFTER, *broken, by=by, at=NOW)
        assert refused.value.field == field
    with pytest.raises(NotAllowed):
        pulses.plan(session, about, PulseMoment.AFTER, *days, by=viewer(session, people[large.id][0]), at=NOW)
    assert (jobs.work(session, at=NOW), one.state) == (0, PulseState.PLANNED)
    assert (jobs.work(session, at=NOW + timedelta(days=2)), one.state) == (1, PulseState.OPEN)
    asked = session.scalar(select(func.count()).select_from(Notification))
    assert asked == one.people == 25
    answers_of(session, one, people[large.id][:5], 3)
    assert jobs.work(session, at=NOW + timedelta(days=10)) == 1
    assert session.scalar(select(func.count()).select_from(Notification)) == asked + 20
    assert jobs.work(session, at=NOW + timedelta(days=10)) == 0
    assert jobs.work(session, at=NOW + timedelta(days=13)) == 1
    assert (one.state, one.answers) == (PulseState.CLOSED, 5)
    last = session.scalars(select(Notification).order_by(Notification.id.desc()).limit(1)).one()
    assert (last.account_id, "readiness" in last.link) == (about.owner.account_id, True)


def test_too_few_answers_leave_no_trace(session, town):
    about, (large, _hesitant, _small), people = town
    one = pulse(session, about)
    pulses.open_(session, one, at=NOW)
    answers_of(session, one, people[large.id][:4], 5)
    pulses.close(session, one)
    assert session.scalar(select(func.count()).select_from(PulseAnswer)) == 0
    assert trend_of(session, about).pulses == []
    lonely = campaign(session, unit(session))
    with pytest.raises(RuleBroken, match="Fewer than five"):
        pulses.open_(session, pulse(session, lonely), at=NOW)
