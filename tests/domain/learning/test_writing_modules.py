"""Versions, the second pair of eyes, and who may write and decide what."""

import pytest
from sqlalchemy import select

from portal.domain.audit.models import AuditEntry
from portal.domain.errors import NotAllowed, NotFound, RuleBroken
from portal.domain.learning.modules import actions, editing, lessons, publishing, queries
from portal.domain.learning.modules.models import LessonKind, ModuleFile, ModuleState, VersionState
from portal.domain.learning.modules.reading import draft_from
from portal.domain.learning.studies import actions as studies
from portal.domain.learning.studies.offers import catalogue
from portal.domain.learning.studies.queries import walk_for
from tests.factories import NOW, Role, employee, role, viewer
from tests.factories_authoring import author, draft, shown_file


@pytest.fixture
def writer(session):
    return author(session)


def published(session, who, *kinds):
    """Through the whole way, decided by a colleague."""
    version = draft(session, who, *kinds)
    publishing.submit(session, version.id, by=viewer(session, who), at=NOW)
    colleague = viewer(session, author(session, who.unit))
    return publishing.publish(session, version.id, "", by=colleague, at=NOW)


def test_who_has_begun_stays_while_a_new_version_is_written(session, writer):
    me, learner = viewer(session, writer), viewer(session, employee(session, unit_=writer.unit))
    old = published(session, writer, LessonKind.TEXT, LessonKind.QUIZ)
    shown_file(session, old.id, b"%PDF-1.4", "application/pdf", "panduan.pdf")
    study = studies.start(session, old.module_id, by=learner, at=NOW)
    with pytest.raises(RuleBroken, match="cannot be changed"):
        lessons.add_lesson(session, old.id, LessonKind.TEXT, "Tambahan", by=me)
    new = actions.begin_version(session, old.module, by=me, at=NOW)
    assert actions.begin_version(session, old.module, by=me, at=NOW) is new, "one draft at a time"
    added = lessons.add_lesson(session, new.id, LessonKind.REFLECTION, "Tambahan", by=me)
    lessons.move_lesson(session, added, -1)
    lessons.keep_content(
        session, added, draft_from(LessonKind.REFLECTION, {"prompts": ["Apa?"]}), revision=added.revision
    )
    session.refresh(new)
    assert [lesson.title for lesson in new.lessons] == ["Pelajaran 1", "Tambahan", "Pelajaran 2"]
    lessons.remove_lesson(session, new.lessons[0])
    assert [(lesson.number, lesson.title) for lesson in new.lessons] == [(1, "Tambahan"), (2, "Pelajaran 2")]
    assert session.scalars(select(ModuleFile.name).where(ModuleFile.version_id == new.id)).all() == [
        "panduan.pdf"
    ]
    publishing.submit(session, new.id, by=me, at=NOW)
    publishing.publish(session, new.id, "", by=viewer(session, author(session, writer.unit)), at=NOW)
    assert walk_for(session, learner, study.id).version is old
    assert [one.id for one in catalogue(session, learner).items] == [new.id]
    publishing.retire(session, new.module_id, by=me, at=NOW)
    assert catalogue(session, learner).items == []
    assert walk_for(session, learner, study.id).steps[0].is_open
    publishing.offer_again(session, new.module_id, by=me, at=NOW)
    verbs = session.scalars(select(AuditEntry.verb).order_by(AuditEntry.id)).all()
    assert verbs == ["learning.module_published"] * 2 + [
        "learning.module_retired",
        "learning.module_offered_again",
    ]


def test_somebody_else_of_the_agency_decides(session, writer):
    me, version = viewer(session, writer), draft(session, writer, LessonKind.TEXT)
    colleague, stranger = author(session, writer.unit), author(session)
    with pytest.raises(NotFound):
        queries.version_to_see(session, viewer(session, colleague), version.id)
    publishing.submit(session, version.id, by=me, at=NOW)
    with pytest.raises(NotAllowed):
        publishing.publish(session, version.id, "", by=me, at=NOW)
    with pytest.raises(NotFound):
        publishing.publish(session, version.id, "", by=viewer(session, stranger), at=NOW)
    assert queries.waiting_for_review(session, viewer(session, colleague)) == [version]
    assert queries.waiting_for_review(session, viewer(session, stranger)) == []
    publishing.send_back(session, version.id, "Contohnya kurang", by=viewer(session, colleague), at=NOW)
    assert (version.state, version.review_note) == (VersionState.DRAFT, "Contohnya kurang")
    version.module.agency_id = None
    session.flush()
    publishing.submit(session, version.id, by=me, at=NOW)
    with pytest.raises(NotFound):
        publishing.publish(session, version.id, "", by=viewer(session, colleague), at=NOW)
    officer = employee(session)
    role(session, officer, Role.HR_ADMIN, over=officer.unit)
    publishing.publish(session, version.id, "", by=viewer(session, officer), at=NOW)
    assert version.module.state is ModuleState.PUBLISHED
    copied = actions.copy(session, version, by=viewer(session, stranger), at=NOW)
    assert (copied.module.author_id, copied.state) == (stranger.account_id, VersionState.DRAFT)
    assert copied.lessons[0].content == version.lessons[0].content
    assert actions.discard(session, copied.id, by=viewer(session, stranger)) is None


def test_nothing_unfinished_is_handed_in_and_scenes_grow_from_choices(session, writer):
    me, version = viewer(session, writer), draft(session, writer)
    with pytest.raises(RuleBroken, match="at least one lesson"):
        publishing.submit(session, version.id, by=me, at=NOW)
    lesson = lessons.add_lesson(session, version.id, LessonKind.SIMULATION, "Di loket", by=me)
    with pytest.raises(RuleBroken, match="not finished"):
        publishing.submit(session, version.id, by=me, at=NOW)
    choices = [{"key": "a", "text": "Dengar", "to": editing.NEW_SCENE, "trust": 10, "says": ""}]
    scene = {
        "key": "s1",
        "who": "Bu Marlina",
        "mood": "angry",
        "text": "Tiga minggu!",
        "title": "",
        "choices": choices,
    }
    grown = editing.with_part(draft_from(lesson.kind, lesson.content), "scenes", None, scene)
    assert [one.key for one in grown.scenes] == ["s1", "s2"]
    assert (grown.start, grown.scenes[0].choices[0].to, grown.scenes[1].text) == ("s1", "s2", "")
    swapped = editing.moved_part(grown, "scenes", 0, 1)
    assert [one.key for one in swapped.scenes] == ["s2", "s1"]
    assert editing.without_part(grown, "scenes", 0).start == "s2"
    lessons.keep_content(session, lesson, grown, revision=0)
    with pytest.raises(RuleBroken, match="another window"):
        lessons.keep_content(session, lesson, grown, revision=0)
    found = [fault.field for fault in publishing.faults_of_lesson(lesson, set())]
    assert "scenes-1-text" in found
    assert "intro" in found
