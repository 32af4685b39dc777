"""Who gets an answer from /learning/author. What is not published is for its author and for who decides about it."""

from portal.domain.learning.modules.models import LessonKind, Module, VersionState
from portal.domain.learning.paths.models import Prerequisite
from tests.factories_authoring import author, draft, path, shown_file
from tests.factories_studying import module

AUTHORS = "trainer admin"
READERS = "trainer hr_admin admin"

ACCESS = {
    "learning.author": READERS,
    "learning.new_module": AUTHORS,
    "learning.create_module": AUTHORS,
    "learning.import_module": AUTHORS,
    "learning.take_in_module": AUTHORS,
    "learning.preview_text": AUTHORS,
    "learning.show_version": READERS,
    "learning.export_module": READERS,
    "learning.copy_module": AUTHORS,
    "learning.author_paths": AUTHORS,
    "learning.create_path": AUTHORS,
    "learning.show_path": "*",
} | dict.fromkeys(
    [
        "learning.begin_version", "learning.retire_module", "learning.offer_module", "learning.edit_details",
        "learning.change_details", "learning.add_lesson", "learning.discard_version", "learning.add_need",
        "learning.drop_need", "learning.edit_lesson", "learning.change_lesson", "learning.move_lesson",
        "learning.remove_lesson", "learning.new_part", "learning.add_part", "learning.edit_part",
        "learning.change_part", "learning.move_part", "learning.remove_part", "learning.author_file",
        "learning.remove_file", "learning.preview_lesson", "learning.submit_version",
        "learning.take_back_version", "learning.publish_version", "learning.send_back_version",
        "learning.edit_path", "learning.change_path", "learning.add_step", "learning.move_step",
        "learning.remove_step", "learning.remove_path",
    ],
    "admin",
)  # fmt: skip


def a_published_version(session):
    return {"version_id": module(session).live_version_id}


def a_draft(session):
    """Of somebody in another agency."""
    return {"version_id": draft(session, author(session), LessonKind.TEXT).id}


def one_in_review(session):
    return {"version_id": draft(session, author(session), LessonKind.TEXT, state=VersionState.IN_REVIEW).id}


def somebodys_module(session):
    who = author(session)
    one = module(session, agency_id=who.agency_id)
    one.author_id = who.account_id
    session.flush()
    return {"module_id": one.id}


def a_lesson(session):
    return {"lesson_id": draft(session, author(session), LessonKind.TEXT, LessonKind.TEXT).lessons[0].id}


def a_part(session):
    return a_lesson(session) | {"name": "blocks", "place": 0}


def a_file(session):
    found = a_draft(session)
    shown_file(session, found["version_id"], b"%PDF-1.4", "application/pdf", "panduan.pdf")
    return found | {"name": "panduan.pdf"}


def a_need(session):
    found, needed = a_draft(session), module(session)
    one = session.query(Module).order_by(Module.id.desc()).filter(Module.id != needed.id).first()
    session.add(Prerequisite(module_id=one.id, needs_id=needed.id))
    session.flush()
    return found | {"needs_id": needed.id}


def a_path(session):
    return {"path_id": path(session, agency_id=author(session).agency_id).id}


def a_step(session):
    one = path(session, agency_id=author(session).agency_id)
    return {"path_id": one.id, "step_id": one.steps[0].id}


def named(names, make):
    return {f"learning.{name}": make for name in names.split()}


SAMPLE = (
    named("show_version export_module copy_module", a_published_version)
    | named("edit_details change_details add_lesson discard_version submit_version add_need", a_draft)
    | named("take_back_version publish_version send_back_version", one_in_review)
    | named("begin_version retire_module offer_module", somebodys_module)
    | named("edit_lesson change_lesson move_lesson remove_lesson preview_lesson", a_lesson)
    | named("edit_part change_part move_part remove_part", a_part)
    | named("new_part add_part", lambda session: a_lesson(session) | {"name": "blocks"})
    | named("author_file remove_file", a_file)
    | named("drop_need", a_need)
    | named("edit_path change_path add_step remove_path", a_path)
    | named("move_step remove_step", a_step)
    | named("show_path", lambda session: {"path_id": path(session).id})
)
