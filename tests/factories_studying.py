"""Modules to study, small ones with a lesson of each kind."""

from itertools import count

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.learning.modules.models import (
    Lesson,
    LessonKind,
    Module,
    ModuleState,
    ModuleVersion,
    VersionState,
)
from portal.domain.learning.studies import actions
from portal.domain.learning.studies.models import Study
from portal.domain.notifications.models import Notification
from tests.factories import NOW, _added

_numbers = count(1)


def question(key: str, *, right: str = "a", multiple: bool = False, topic: str = "") -> dict:
    options = [
        {
            "key": letter,
            "text": f"Jawaban *{letter}*",
            "is_right": letter in right,
            "feedback": f"Tentang {letter}",
        }
        for letter in "abc"
    ]
    return {
        "key": key,
        "text": f"Pertanyaan {key}",
        "options": options,
        "explanation": "Sebab **begitu**.",
        "topic": topic,
    }


TEXT = {
    "blocks": [
        {"kind": "text", "text": "# Judul\n\nSebuah *teks* dengan [tautan](https://example.go.id)."},
        {"kind": "callout", "tone": "tip", "text": "Sebuah saran"},
        {"kind": "story", "who": "Bu Sari", "text": "Sebuah cerita"},
        {"kind": "check", "question": question("cek")},
    ]
}
QUIZ = {
    "questions": [question(f"q{number}", topic=f"t{number % 2}") for number in range(1, 7)],
    "draw": 4,
    "pass_percent": 75,
    "attempts": 3,
}
SIMULATION = {
    "intro": "Di loket",
    "start": "satu",
    "trust": 50,
    "pass_trust": 60,
    "meter": "Kepercayaan Bu Marlina",
    "debrief": "Apa yang **menentukan**?",
    "scenes": [
        {"key": "satu", "who": "Bu Marlina", "mood": "angry", "text": "Tiga minggu!", "choices": [
            {"key": "dengar", "text": "Saya dengarkan", "to": "dua", "trust": 20, "says": "Ia menarik napas."},
            {"key": "tolak", "text": "Itu bukan loket saya", "to": "pergi", "trust": -30, "says": "Ia berdiri."},
        ]},
        {"key": "dua", "who": "Bu Marlina", "mood": "worried", "text": "Lalu?", "choices": [
            {"key": "janji", "text": "Kamis jadi", "to": "percaya", "trust": 15},
            {"key": "ulang", "text": "Dari awal lagi", "to": "satu", "trust": -5},
        ]},
        {"key": "percaya", "title": "Percaya lagi", "text": "KTP selesai."},
        {"key": "pergi", "title": "Pulang", "text": "Tangan kosong."},
    ],
}  # fmt: skip
CONTENTS = {
    LessonKind.TEXT: TEXT,
    LessonKind.QUIZ: QUIZ,
    LessonKind.SIMULATION: SIMULATION,
    LessonKind.CASE: {
        "blocks": [{"kind": "text", "text": "Sebuah kasus"}],
        "prompts": ["Apa yang terjadi?", "Lalu?"],
        "model_answer": "Rekan berpengalaman akan bertanya.",
    },
    LessonKind.REFLECTION: {"prompts": ["Apa yang tertinggal?"], "asks_commitment": True, "remind_days": 7},
    LessonKind.ASSIGNMENT: {"task": "Tulis satu target", "criteria": ["Jelas", "Terukur"], "pass_score": 60},
    LessonKind.ATTESTATION: {"statement": "Saya menolak pemberian."},
}


def module(session: Session, *kinds: LessonKind, agency_id: int | None = None, **fields) -> Module:
    """Published, with one lesson of each kind named (a text when none is)."""
    number = next(_numbers)
    one = _added(
        session,
        Module(code=f"modul-{number}", state=ModuleState.PUBLISHED, agency_id=agency_id, created_at=NOW),
    )
    return publish(session, one, *kinds, title=fields.pop("title", f"Modul {number}"), **fields)


def publish(
    session: Session, one: Module, *kinds: LessonKind, title: str = "Modul", number: int = 1, **fields
) -> Module:
    """A further version goes live."""
    version = _added(
        session,
        ModuleVersion(
            module_id=one.id, number=number, state=VersionState.PUBLISHED, title=title,
            summary=fields.pop("summary", "Ringkas"), theme=fields.pop("theme", "pelayanan"),
            created_at=NOW, published_at=NOW, **fields,
        ),
    )  # fmt: skip
    for place, kind in enumerate(kinds or (LessonKind.TEXT,), start=1):
        content = CONTENTS[kind]
        _added(
            session,
            Lesson(
                version_id=version.id, number=place, kind=kind, title=f"Pelajaran {place}", content=content
            ),
        )
    one.live_version_id = version.id
    session.flush()
    return one


def study(session: Session, who, *kinds: LessonKind) -> Study:
    """Just begun."""
    one = module(session, *kinds)
    return _added(
        session,
        Study(
            employee_id=who.id, module_id=one.id, version_id=one.live_version_id, unit_key=who.unit_key,
            started_at=NOW, touched_at=NOW,
        ),
    )  # fmt: skip


def read(session, one, number, by, at=NOW):
    actions.answer_check(session, one.id, number, "cek", ["b"], by=by, at=at)
    actions.finish_reading(session, one.id, number, by=by, at=at)


def inbox(session, who):
    """What learning tells somebody; of the certificate of a finished module, training tells."""
    return session.scalars(
        select(Notification)
        .where(Notification.account_id == who.account_id, Notification.link.startswith("/learning"))
        .order_by(Notification.id)
    ).all()
