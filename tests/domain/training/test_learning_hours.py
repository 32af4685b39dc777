"""Learning hours: counted once, by the table of their day, in the unit of their day; told in time (G18, B10, S6)."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import DBAPIError

from portal.domain.errors import NotAllowed, NotFound, RuleBroken
from portal.domain.events import announce
from portal.domain.learning.events import ModuleFinished
from portal.domain.notifications.models import Notification
from portal.domain.organisation.models import Employment, Placement, Role
from portal.domain.rewards.facts.models import StoredFact, StoredMetric
from portal.domain.training.attendance.events import SessionFinished
from portal.domain.training.certificates.models import Certificate
from portal.domain.training.courses.models import CourseKind
from portal.domain.training.hours import actions, rates
from portal.domain.training.hours.booking import book_missing
from portal.domain.training.hours.law import Duty, Rate
from portal.domain.training.hours.models import Counting, HoursEntry, HoursRate, HoursTag, HoursWarning
from portal.domain.training.hours.people import Filters, Show, figures_of, people_with_hours
from portal.domain.training.hours.standing import contract_year, hours_in, standing_of
from portal.domain.training.hours.statement import statement_seen
from portal.domain.training.hours.warnings import warn_next
from portal.domain.training.metrics import METRIC_SOURCE
from portal.domain.training.proof.events import CompletionUndone, TrainingCompleted
from portal.domain.training.sessions.models import SessionState
from portal.wiring import HOURS_SOURCES
from tests import factories, factories_seats, factories_studying, factories_training
from tests.factories import NOW
from tests.factories_hours import assignment, entry

TODAY = date(2026, 11, 21)


def inbox(session, who):
    rows = session.execute(
        select(Notification.message, Notification.values).where(Notification.account_id == who.account_id)
    )
    return [message % values for message, values in rows]


def facts(session, who):
    rows = session.execute(
        select(StoredMetric.code, func.sum(StoredFact.value), func.sum(StoredFact.n))
        .join(StoredMetric, StoredMetric.id == StoredFact.metric_id)
        .where(StoredFact.employee_id == who.id)
        .group_by(StoredMetric.code)
    )
    return {code: (int(value), int(n)) for code, value, n in rows if code.startswith("training.")}


def booked(session, who):
    return session.scalars(
        select(HoursEntry).where(HoursEntry.employee_id == who.id).order_by(HoursEntry.id)
    ).all()


def test_a_completed_training_counts_once_and_can_be_taken_back_and_given_again(session):
    """With its topics, in the unit of that day, as facts for rewards; no line is ever changed."""
    who = factories.employee(session, unit_=factories.unit(session))
    first, then = who.unit_key, TODAY - timedelta(days=5)
    session.query(Placement).filter_by(employee_id=who.id).update({"ends_on": then})
    now_at = factories.unit(session, parent=who.unit)
    who.unit_id, who.unit_key = now_at.id, now_at.path_key
    session.add(Placement(employee_id=who.id, unit_id=now_at.id, unit_key=now_at.path_key, starts_on=then))
    course = factories_training.a_course(session, tags=("Komunikasi", "layanan"), learning_hours=8)
    done = factories_seats.completed(session, who, course)  # a month ago
    again = TrainingCompleted(employee_id=who.id, enrolment_id=done.id)
    announce(session, again)
    (line,) = booked(session, who)
    assert (line.hours, line.held, line.kind, line.title) == (8, 8, CourseKind.COURSE, course.title)
    assert (line.day, line.year, line.unit_key) == (date(2026, 10, 22), 2026, first)
    tags = session.scalars(select(HoursTag.tag).where(HoursTag.entry_id == line.id).order_by(HoursTag.tag))
    assert tags.all() == ["komunikasi", "layanan"]
    assert facts(session, who) == {"training.hours": (800, 1), "training.completed": (1, 1)}

    undone = CompletionUndone(employee_id=who.id, enrolment_id=done.id)
    announce(session, undone)
    announce(session, undone)
    assert [one.hours for one in booked(session, who)] == [8, -8]
    assert facts(session, who) == {"training.hours": (0, 0), "training.completed": (0, 0)}
    announce(session, again)
    assert [(one.hours, one.revision) for one in booked(session, who)] == [(8, 0), (-8, 1), (8, 2)]
    assert session.scalar(select(hours_in(2026).c.hours)) == 8
    history = session.execute(select(func.sum(METRIC_SOURCE.history().subquery().c.value))).scalar()
    assert history == 801
    session.commit()
    for change in (update(HoursEntry).values(hours=9), delete(HoursEntry), delete(HoursTag)):
        with pytest.raises(DBAPIError):
            session.execute(change)
        session.rollback()


def test_a_finished_module_gives_its_hours_and_a_certificate(session):
    study = factories_studying.study(session, factories.employee(session))
    study.version.title, study.version.theme, study.version.learning_hours = "Etika", "Integritas", 2
    study.finished_at, study.finished_on, study.percent = NOW, NOW.date(), 100
    announce(session, ModuleFinished(employee_id=study.employee_id, study_id=study.id))
    (line,) = booked(session, study.employee)
    assert (line.hours, line.kind, line.source_type, line.day) == (
        2,
        CourseKind.E_LEARNING,
        "study",
        NOW.date(),
    )
    made = session.scalars(select(Certificate)).one()
    assert (made.title, made.hours, made.source_type, made.source_id) == ("Etika", 2, "study", study.id)
    assert facts(session, study.employee) == {"training.hours": (200, 1)}
    found = statement_seen(
        session, factories.viewer(session, study.employee), study.employee_id, None, at=NOW
    )
    assert (found.total, found.by_kind, found.by_month[10]) == (2, [(CourseKind.E_LEARNING, 2)], 2)
    assert found.lines[0].certificate is made


def test_what_the_ledger_missed_is_booked_silently_and_only_once(session):
    who = factories.employee(session)
    reactions = session.info.pop("reactions")
    factories_seats.completed(session, who, factories_training.a_course(session, learning_hours=20))
    assert booked(session, who) == []
    session.info["reactions"] = reactions
    assert book_missing(session, HOURS_SOURCES, at=NOW) == 1
    assert book_missing(session, HOURS_SOURCES, at=NOW) == 0
    assert [one.hours for one in booked(session, who)] == [20]
    assert inbox(session, who) == []


def test_teaching_stands_beside_learning(session):
    who = factories.employee(session)
    course = factories_training.a_course(session, learning_hours=6)
    held = factories_training.a_session(
        session, course=course, for_=who.unit, starts_at=NOW - timedelta(days=3), state=SessionState.FINISHED,
        trainers=(factories_training.a_trainer(session, who=who), factories_training.a_trainer(session)),
    )  # fmt: skip
    for _twice in range(2):
        announce(session, SessionFinished(session_id=held.id))
    assert facts(session, who) == {"training.taught": (600, 1)}
    assert booked(session, who) == []


def test_the_table_counts_by_the_day_and_is_written_for_days_to_come(session):
    """JP per kind is data of the administrator (domain.md 3)."""
    admin = factories.account(session)
    factories.role(session, admin, Role.ADMIN)
    me = factories.viewer(session, admin)
    line = Rate(
        kind=CourseKind.COACHING,
        valid_from=date(2026, 12, 1),
        counting=Counting.ACTIVITY,
        hours=3,
        basis="SE 4",
    )
    rates.write_rate(session, line, by=me, at=NOW, today=TODAY)
    of_kind = [one for one in rates.all_rates(session) if one.kind is CourseKind.COACHING]
    assert [rates.latest(of_kind, day).counted(10) for day in (TODAY, date(2026, 12, 1))] == [2, 3]
    assert Rate(kind=CourseKind.SEMINAR, valid_from=TODAY, hours=4).counted(10) == 4
    with pytest.raises(RuleBroken, match="from this day already"), session.begin_nested():
        rates.write_rate(session, line, by=me, at=NOW, today=TODAY)
    past = Rate(kind=CourseKind.SEMINAR, valid_from=TODAY)
    with pytest.raises(RuleBroken, match="future"):
        rates.write_rate(session, past, by=me, at=NOW, today=TODAY)
    with pytest.raises(RuleBroken, match="at least or at most"):
        rates.write_duty(session, Duty(employment=Employment.PNS, valid_from=date(2027, 1, 1)), by=me, at=NOW,
                         today=TODAY)  # fmt: skip
    employee = factories.viewer(session, factories.employee(session))
    with pytest.raises(NotAllowed):
        rates.write_rate(session, line, by=employee, at=NOW, today=TODAY)
    row = session.scalars(select(HoursRate)).one()
    rates.take_out(session, HoursRate, row.id, by=me, at=NOW, today=TODAY)
    assert session.scalars(select(HoursRate)).all() == []


def test_pppk_are_counted_by_contract_year_and_told_before_the_limit(session):
    """At most 24 JP with a written assignment; HR is told when it is missing and when it is too much."""
    unit = factories.unit(session)
    hr = factories.employee(session, unit_=unit)
    factories.role(session, hr, Role.HR_ADMIN, over=unit)
    who = factories.employee(session, unit_=unit, employment=Employment.PPPK, since=date(2024, 3, 15))
    entry(session, who, 10, day=date(2026, 3, 14))  # the contract's year before
    assert contract_year(date(2024, 2, 29), date(2026, 3, 1)) == (date(2026, 3, 1), date(2027, 3, 1))
    assert standing_of(session, who, TODAY).starts_on == date(2026, 3, 15)
    course = factories_training.a_course(session, learning_hours=18)
    factories_seats.completed(session, who, course)
    standing = standing_of(session, who, TODAY)
    assert (standing.hours, standing.left, standing.is_near_the_most, standing.lacks_assignment) == (
        18, 6, True, True,
    )  # fmt: skip
    assert inbox(session, who) == ["18 of at most 24 learning hours of your contract year are used"]
    assert [words for words in inbox(session, hr) if "without a written assignment" in words]
    given = actions.NewAssignment("800/1", "Pelayanan", date(2026, 3, 15), date(2027, 3, 15))
    me = factories.viewer(session, hr)
    actions.assign(session, who, given, None, by=me, at=NOW)
    with pytest.raises(RuleBroken, match="already"), session.begin_nested():
        actions.assign(session, who, given, None, by=me, at=NOW)
    backwards = actions.NewAssignment("800/2", "x", TODAY, TODAY - timedelta(days=1))
    with pytest.raises(RuleBroken, match="before the first"):
        actions.assign(session, who, backwards, None, by=me, at=NOW)
    assert not standing_of(session, who, TODAY).lacks_assignment
    factories_seats.completed(session, who, factories_training.a_course(session, learning_hours=8))
    assert standing_of(session, who, TODAY).is_over
    assert [words for words in inbox(session, hr) if "now has 26 learning hours" in words]


def test_hr_takes_hours_back_with_a_reason_the_person_reads(session):
    unit = factories.unit(session)
    hr, who = factories.employee(session, unit_=unit), factories.employee(session, unit_=unit)
    factories.role(session, hr, Role.HR_ADMIN, over=unit)
    me, line = factories.viewer(session, hr), entry(session, who, 6)
    taken = actions.correct(session, line, "Tercatat dua kali", by=me, at=NOW)
    assert (taken.hours, taken.day, taken.reason) == (-6, line.day, "Tercatat dua kali")
    assert inbox(session, who) == ["-6 learning hours of “Lokakarya” were booked: Tercatat dua kali"]
    with pytest.raises(RuleBroken, match="corrected already"), session.begin_nested():
        actions.correct(session, line, "Lagi", by=me, at=NOW)
    assert actions.correct(session, taken, "Ternyata benar", by=me, at=NOW).hours == 6
    own = entry(session, hr, 2)
    for whose, viewer in ((own, me), (line, factories.viewer(session, factories.employee(session)))):
        with pytest.raises(NotAllowed):
            actions.correct(session, whose, "Saya sendiri", by=viewer, at=NOW)


def test_those_behind_are_told_once_on_each_occasion_and_their_evaluators_with_them(session):
    unit = factories.unit(session)
    boss = factories.employee(session, unit_=unit)
    behind, fine = (factories.employee(session, evaluator=boss) for _one in range(2))
    pppk = factories.employee(session, evaluator=boss, employment=Employment.PPPK)
    entry(session, fine, 10)
    entry(session, boss, 20)
    entry(session, behind, 25, day=date(2025, 12, 31))
    entry(session, behind, 4)
    october = datetime(2026, 10, 5, tzinfo=UTC)
    assert warn_next(session, at=datetime(2026, 6, 30, tzinfo=UTC)) == 0
    assert [warn_next(session, at=october) for _one in range(2)] == [1, 0]
    assert inbox(session, behind) == ["4 of 20 learning hours this year: choose a training or a module now"]
    assert inbox(session, boss) == ["1 of your people are behind with their learning hours"]
    assert inbox(session, fine) == inbox(session, pppk) == []
    assert warn_next(session, at=datetime(2026, 12, 1, tzinfo=UTC)) == 1
    assert len(inbox(session, fine)) == 1
    assert [one.people for one in session.scalars(select(HoursWarning).order_by(HoursWarning.month))] == [
        1,
        2,
    ]


def test_people_are_read_by_those_who_look_after_them(session):
    unit = factories.unit(session)
    boss = factories.employee(session, unit_=unit)
    first, second = (factories.employee(session, evaluator=boss, name=name) for name in ("Ani", "Budi"))
    stranger = factories.employee(session, unit_=unit, name="Cici")
    entry(session, first, 22)
    entry(session, stranger, 1)
    mine = factories.viewer(session, boss)
    page = people_with_hours(session, mine, Filters(), day=TODAY, at=NOW)
    assert [(one.employee.name, one.hours, one.standing.missing) for one in page.items] == [
        ("Ani", 22, 0), ("Budi", 0, 20),
    ]  # fmt: skip
    figures = figures_of(session, mine, Filters(show=Show.NONE), day=TODAY, at=NOW)
    assert (figures.people, figures.hours, figures.missing, figures.without) == (2, 22, 1, 1)
    none = people_with_hours(session, mine, Filters(show=Show.NONE), day=TODAY, at=NOW)
    assert [one.employee.id for one in none.items] == [second.id]
    factories.role(session, boss, Role.HR_ADMIN, over=unit)
    hr = factories.viewer(session, boss)
    assert people_with_hours(session, hr, Filters(words="c"), day=TODAY, at=NOW).total == 1
    second.employment = Employment.PPPK
    entry(session, second, 3)
    lacking = Filters(show=Show.NO_ASSIGNMENT)
    assert people_with_hours(session, hr, lacking, day=TODAY, at=NOW).total == 1
    assignment(session, second)
    assert people_with_hours(session, hr, lacking, day=TODAY, at=NOW).total == 0
    with pytest.raises(NotFound):
        statement_seen(session, factories.viewer(session, first), second.id, None, at=NOW)


def test_gini_is_exact():
    """Vectors worked by hand: all the same 0; one of four has all 0.75; 1, 2, 3, 4 give 0.25."""
    from portal.domain.training.access.figures import gini, lorenz

    assert gini({5: 10}) == Decimal("0.00")
    assert gini({0: 3, 8: 1}) == Decimal("0.75")
    assert gini({1: 1, 2: 1, 3: 1, 4: 1}) == Decimal("0.25")
    assert gini({0: 4}) is None
    assert lorenz({0: 5, 10: 5}) == [0, 0, 0, 0, 0, 0, 20, 40, 60, 80, 100]
