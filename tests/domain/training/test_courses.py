"""A course's way into the catalogue, who sees it, and why it is for somebody."""

from datetime import timedelta

import pytest

from portal.domain.audit.models import AuditEntry
from portal.domain.errors import NotAllowed, NotFound, RuleBroken
from portal.domain.notifications.models import Notification
from portal.domain.organisation.models import Employee, Position, Role
from portal.domain.training.courses import actions, queries, trainers
from portal.domain.training.courses.inputs import CourseInput, TrainerInput
from portal.domain.training.courses.models import CompetenceGroup, CourseKind, CourseState
from portal.domain.training.courses.own import own_teaching
from portal.domain.training.courses.own_work import own_work
from portal.domain.training.courses.queries import Wanted
from portal.domain.training.courses.why import advised, needs_of, why
from portal.domain.training.needs import Need, NeedKind
from portal.domain.training.sessions.listing import next_dates
from portal.domain.training.sessions.models import Mode
from tests.factories import NOW, account, employee, role, unit, viewer
from tests.factories_training import NEXT_WEEK, a_course, a_session, a_trainer


def given(**fields) -> CourseInput:
    return CourseInput(
        **{
            "title": "Manajemen waktu", "kind": CourseKind.WORKSHOP, "group": CompetenceGroup.MANAGERIAL,
            "summary": "Singkat", "outcomes": "Menepati janji", "audience": "Semua", "provider": "BKPSDM",
            "learning_hours": 8, "least_attendance": 80, "has_tests": False, "tags": ("Waktu", "waktu", "kinerja"),
        } | fields
    )  # fmt: skip


def office(session):
    """A trainer and an HR administrator of one agency, as viewers."""
    root = unit(session)
    writer, hr = employee(session, unit_=root), employee(session, unit_=root)
    role(session, writer, Role.TRAINER, over=root)
    role(session, hr, Role.HR_ADMIN, over=root)
    return root, viewer(session, writer), viewer(session, hr)


def test_a_course_is_published_by_somebody_else_and_keeps_what_certificates_say(session):
    """B9, S5, P6: trainers write their own courses; draft, review, published, no longer offered."""
    root, writer, hr = office(session)
    course = actions.create(session, given(outcomes=""), by=writer, at=NOW)
    assert course.code == f"PL-{course.id:04d}"
    assert [tag.tag for tag in course.tags] == ["kinerja", "waktu"]
    with pytest.raises(RuleBroken, match="what one can do afterwards"):
        actions.hand_in(session, course, by=writer, at=NOW)
    actions.change(session, course, given(), by=writer)
    actions.hand_in(session, course, by=writer, at=NOW)
    told = session.query(Notification).filter_by(account_id=hr.account_id).one()
    assert told.link == f"/training/courses/{course.id}"
    with pytest.raises(NotAllowed):
        actions.publish(session, course, by=writer, at=NOW)
    with pytest.raises(RuleBroken, match="Take it back"):
        actions.change(session, course, given(), by=writer)
    assert queries.courses_to_review(session, hr) == [course]
    actions.send_back(session, course, "Tambah latihan", by=hr, at=NOW)
    assert (course.state, course.review_note) == (CourseState.DRAFT, "Tambah latihan")
    actions.hand_in(session, course, by=writer, at=NOW)
    actions.publish(session, course, by=hr, at=NOW)
    assert session.query(AuditEntry).filter_by(verb="training.course.publish").one().unit_key == root.path_key

    actions.change(session, course, given(summary="Lebih jelas", tags=()), by=writer)
    assert (course.summary, course.tags) == ("Lebih jelas", [])
    with pytest.raises(RuleBroken) as broken:
        actions.change(session, course, given(learning_hours=80), by=writer)
    assert broken.value.field == "learning_hours"
    other = actions.copy(session, course, by=writer, at=NOW)
    assert (other.state, other.title) == (CourseState.DRAFT, course.title)
    actions.retire(session, course, by=writer, at=NOW)
    assert queries.catalogue(session, hr, Wanted(), at=NOW).items == []
    assert queries.course_for(session, hr, course.id) is course
    with pytest.raises(RuleBroken, match="meanwhile"):
        actions.retire(session, course, by=writer, at=NOW)


def test_what_comes_first_never_goes_in_a_circle(session):
    _root, writer, hr = office(session)
    first, second = (a_course(session, author_id=writer.account_id) for _ in range(2))
    actions.change(session, second, _as_it_is(second, needs=(first.id,)), by=writer)
    assert second.needs == [first]
    with pytest.raises(RuleBroken) as broken:
        actions.change(session, first, _as_it_is(first, needs=(second.id,)), by=writer)
    assert broken.value.field == "needs"
    with pytest.raises(NotAllowed):
        actions.change(session, first, _as_it_is(first), by=hr)


def _as_it_is(course, **fields):
    return given(**{name: getattr(course, name) for name in actions.WRITTEN}, **{"tags": ()} | fields)


def test_the_catalogue_is_searched_and_shows_only_what_is_for_oneself(session):
    """G6, G7: training relevant to the task, found by words, kind, topic, way and date."""
    root = unit(session)
    me = viewer(session, employee(session, unit_=root))
    waktu = a_course(session, title="Manajemen waktu", tags=("waktu",), kind=CourseKind.WORKSHOP)
    excel = a_course(session, title="Excel 100%", agency=root.agency)
    a_course(session, title="Milik kota lain", agency=unit(session).agency)
    draft = a_course(session, state=CourseState.DRAFT)
    a_session(session, course=excel, for_=root, mode=Mode.ONLINE)
    a_session(session, course=waktu)  # for another agency

    def found(**wanted):
        return [one.title for one in queries.catalogue(session, me, Wanted(**wanted), at=NOW).items]

    assert found() == ["Excel 100%", "Manajemen waktu"]
    assert (
        found(search="WAKTU") == found(tag="waktu") == found(kind=CourseKind.WORKSHOP) == ["Manajemen waktu"]
    )
    assert found(search="0%") == found(has_dates=True) == found(mode=Mode.ONLINE) == ["Excel 100%"]
    assert found(mode=Mode.HYBRID) == found(group=CompetenceGroup.MANAGERIAL) == []
    dates = next_dates(session, me, [excel.id, waktu.id], at=NOW)
    assert {key: (one.starts_at, one.count) for key, one in dates.items()} == {excel.id: (NEXT_WEEK, 1)}
    assert next_dates(session, me, [excel.id], at=NEXT_WEEK + timedelta(days=1)) == {}
    with pytest.raises(NotFound):
        queries.course_for(session, me, draft.id)


def test_a_course_says_why_it_is_for_me(session):
    """G6, B9, M11: from the indicator that is behind, the weak element of the service, the own work."""
    root = unit(session)
    clerk = Position(agency_id=root.agency_id, name="Pengadministrasi Perkantoran")
    session.add(clerk)
    session.flush()
    me = viewer(session, employee(session, unit_=root, position_id=clerk.id))
    gap = Need(kind=NeedKind.GAP, name="Rata-rata waktu", words="Rata-rata waktu terbit KTP-el", percent=40)
    weak = Need(kind=NeedKind.WEAK_ELEMENT, name="Behaviour of staff", subject="beh", place="KTP")
    both = a_course(session, title="Waktu", tags=("waktu", "komunikasi"))
    arsip = a_course(session, title="Arsip", tags=("pengadministrasi",))
    a_course(session, title="Lain", tags=("akt", "erbit"))  # inside of a word is no match

    needs = needs_of(session, me, (lambda *_: [gap, weak], own_work), at=NOW)
    advice = advised(session, me, needs, queries.tags_offered(session, me))
    assert [one.course for one in advice] == [both, arsip]
    assert advice[0].needs == (gap, weak)
    assert [need.kind for need in why(arsip, needs)] == [NeedKind.ROLE]
    assert needs_of(session, viewer(session, account(session)), (own_work,), at=NOW) == ()


def test_experts_come_from_inside_and_outside(session):
    """S6: a directory with expertise; the rating is shown from five answers on."""
    root, writer, _hr = office(session)
    about = {"organisation": "", "expertise": "Waktu", "words": ""}
    who = employee(session, unit_=root, name="Ratna Wulandari", nip="199001012015032001")
    inside = trainers.add_trainer(session, TrainerInput(name="", nip=who.nip, **about), by=writer)
    assert (inside.name, inside.is_internal) == ("Ratna Wulandari", True)
    with pytest.raises(RuleBroken) as broken:
        trainers.add_trainer(session, TrainerInput(name="", nip=who.nip, **about), by=writer)
    assert broken.value.field == "nip"
    with pytest.raises(RuleBroken) as broken:
        trainers.add_trainer(session, TrainerInput(name="", nip="", **about), by=writer)
    assert broken.value.field == "name"
    outside = a_trainer(session, name="Prof. Lestari", expertise="Kinerja", rating_sum=11, rating_count=4)
    assert outside.rating is None
    outside.rating_sum, outside.rating_count = 19, 5
    assert str(outside.rating) == "3.8"
    assert trainers.directory(session, writer, kind="external").items == [outside]
    assert trainers.directory(session, writer, search="waktu").items == [inside]
    with pytest.raises(NotAllowed):
        trainers.change_trainer(
            session, inside, TrainerInput(name="x", nip="", **about), by=viewer(session, who)
        )


def test_my_data_tells_what_one_wrote_and_taught(session):
    root, writer, _hr = office(session)
    a_course(session, author_id=writer.account_id, title="Tulisanku")
    who = session.get_one(Employee, writer.employee_id)
    a_session(
        session, course=a_course(session, title="Kuajar"), for_=root, trainers=(a_trainer(session, who=who),)
    )
    told = own_teaching(session, writer)
    assert [one["title"] for one in told["courses"]] == ["Tulisanku"]
    assert [one["title"] for one in told["sessions"]] == ["Kuajar"]
    assert (told["trainer"]["name"], told["calendar_address_since"]) == (who.name, None)
    stranger = own_teaching(session, viewer(session, employee(session)))
    assert stranger == {"trainer": None, "courses": [], "sessions": [], "calendar_address_since": None}
