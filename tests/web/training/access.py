"""Who gets an answer from /training. Drafts and the work on a session are seen by who holds it, and by its office."""

from secrets import token_hex

from portal.domain.files import StoredFile
from portal.domain.training.courses.models import CourseState
from portal.domain.training.sessions.models import CalendarFeed, SessionMaterial, SessionState
from tests.factories import NOW, account, unit
from tests.factories_training import a_course, a_room, a_session, a_trainer

KEEPERS = "trainer hr_admin admin"

ACCESS = {
    "training.index": "*",
    "training.calendar": "*",
    "training.trainers": "*",
    "training.show_course": "*",
    "training.show_trainer": "*",
    "training.feed": "*",
    "training.renew_feed": "*",
    "training.close_feed": "*",
    "training.calendar_feed": "",
    "training.teach": KEEPERS,
    "training.new_course": KEEPERS,
    "training.edit_course": "admin",
    "training.hand_in_course": "admin",
    "training.change_course_state": "admin",
    "training.copy_course": KEEPERS,
    "training.send_back": "admin",
    "training.new_session": KEEPERS,
    "training.show_session": "admin",
    "training.session_calendar": "admin",
    "training.edit_session": "admin",
    "training.announce_session": "admin",
    "training.call_off": "admin",
    "training.drop_session": "admin",
    "training.money": "admin",
    "training.new_material": "admin",
    "training.add_material": "admin",
    "training.drop_material": "admin",
    "training.material_file": "admin",
    "training.new_trainer": KEEPERS,
    "training.edit_trainer": KEEPERS,
    "training.erase_trainer": "admin",
    "training.rooms": KEEPERS,
    "training.new_room": KEEPERS,
    "training.edit_room": "",
}


def some_course(session):
    """Offered to everybody."""
    return {"course_id": a_course(session).id}


def some_draft(session):
    return {"course_id": a_course(session, state=CourseState.IN_REVIEW).id}


def some_session(session):
    """Of another agency."""
    return {"session_id": a_session(session).id}


def a_draft_session(session):
    return {"session_id": a_session(session, state=SessionState.DRAFT).id}


def some_material(session):
    held = a_session(session)
    path = session.info["uploads"] / (name := token_hex(8))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"%PDF-1.4")
    file = StoredFile(
        path=name, name="slide.pdf", media_type="application/pdf", size=8, sha256="0", uploaded_at=NOW
    )
    session.add(file)
    session.flush()
    material = SessionMaterial(session_id=held.id, title="Slide", file_id=file.id)
    session.add(material)
    session.flush()
    return {"session_id": held.id, "material_id": material.id}


def somebodys_feed(session):
    """With a token that opens nothing."""
    feed = CalendarFeed(account_id=account(session).id, version=1, made_at=NOW)
    session.add(feed)
    session.flush()
    return {"feed_id": feed.id, "token": "x"}


SAMPLE = (
    dict.fromkeys(["training.show_course", "training.copy_course", "training.new_session"], some_course)
    | dict.fromkeys(["training.edit_course", "training.hand_in_course", "training.send_back"], some_draft)
    | dict.fromkeys(
        ["training.show_session", "training.session_calendar", "training.edit_session", "training.call_off",
         "training.money", "training.new_material", "training.add_material"], some_session)
    | dict.fromkeys(["training.announce_session", "training.drop_session"], a_draft_session)
    | dict.fromkeys(["training.drop_material", "training.material_file"], some_material)
    | dict.fromkeys(
        ["training.show_trainer", "training.edit_trainer", "training.erase_trainer"],
        lambda session: {"trainer_id": a_trainer(session).id})
    | {
        "training.change_course_state": lambda session: some_draft(session) | {"verb": "publish"},
        "training.calendar_feed": somebodys_feed,
        "training.edit_room": lambda session: {"room_id": a_room(session, unit(session).agency).id},
    }
)  # fmt: skip
