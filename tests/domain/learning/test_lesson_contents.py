"""Lessons are read strictly, every fault is named with its place, and simulations always come to an end (B10, P7)."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from portal.domain.errors import RuleBroken
from portal.domain.learning.modules.checking import faults, files_of
from portal.domain.learning.modules.contents import QuizContent, SimulationContent, TextContent
from portal.domain.learning.modules.models import LessonKind
from portal.domain.learning.modules.reading import TYPES, content_from, draft_from, to_json
from portal.domain.learning.modules.simulations import reached


def question(key: str = "q1") -> dict[str, Any]:
    return {
        "key": key,
        "text": "Berapa hari?",
        "options": [{"key": "a", "text": "Tiga", "is_right": True}, {"key": "b", "text": "Lima"}],
    }


def scene(key: str, *ways: tuple[str, int]) -> dict[str, Any]:
    choices = [{"key": f"c{n}", "text": "Lalu", "to": to, "trust": by} for n, (to, by) in enumerate(ways)]
    return {"key": key, "text": f"Adegan {key}", **({"choices": choices} if choices else {})}


GOOD: dict[LessonKind, dict[str, Any]] = {
    LessonKind.TEXT: {
        "blocks": [
            {"kind": "text", "text": "Selamat **datang**, nilai 2 < 3."},
            {"kind": "callout", "text": "Ingat.", "tone": "tip"},
            {"kind": "story", "text": "Saya Sari.", "who": "Bu Sari"},
            {"kind": "picture", "file": "loket.png", "alt": "Loket"},
            {"kind": "video", "url": "https://example.go.id/video"},
            {"kind": "check", "question": question()},
        ]
    },
    LessonKind.QUIZ: {"questions": [question("q1"), question("q2")], "draw": 1},
    LessonKind.CASE: {
        "blocks": [{"kind": "text", "text": "Pak Hasan datang."}],
        "prompts": ["Apa yang Anda lakukan?"],
        "model_answer": "Mendengarkan.",
    },
    LessonKind.SIMULATION: {
        "intro": "Di loket",
        "start": "one",
        "trust": 40,
        "pass_trust": 60,
        "debrief": "Bahas.",
        "scenes": [scene("one", ("two", 30), ("bad", -20)), scene("two", ("one", -30), ("good", 5)),
                   scene("good"), scene("bad")],
    },
    LessonKind.REFLECTION: {"prompts": ["Apa yang berubah?"], "remind_days": 14},
    LessonKind.ASSIGNMENT: {"task": "Amati.", "criteria": ["Jelas"], "pass_score": 70},
    LessonKind.ATTESTATION: {"statement": "Saya menyatakan."},
}  # fmt: skip


@pytest.mark.parametrize("kind", list(LessonKind))
def test_what_is_read_is_what_was_written(kind: LessonKind) -> None:
    content = content_from(kind, GOOD[kind])
    assert isinstance(content, TYPES[kind])
    assert faults(content) == []
    assert to_json(content) == GOOD[kind]
    assert content_from(kind, to_json(content)) == content


def test_types_and_usual_values() -> None:
    quiz = content_from(LessonKind.QUIZ, GOOD[LessonKind.QUIZ])
    assert isinstance(quiz, QuizContent)
    assert (quiz.pass_percent, quiz.attempts, quiz.is_shuffled) == (70, 3, True)
    assert not quiz.questions[0].is_multiple
    text = content_from(LessonKind.TEXT, GOOD[LessonKind.TEXT])
    assert isinstance(text, TextContent)
    assert files_of(text) == {"loket.png"}


@pytest.mark.parametrize("kind", list(LessonKind))
def test_an_empty_draft_is_readable_but_not_ready(kind: LessonKind) -> None:
    draft = draft_from(kind, {})
    assert draft_from(kind, to_json(draft)) == draft
    if kind is not LessonKind.REFLECTION:
        assert faults(draft)
        with pytest.raises(RuleBroken):
            content_from(kind, {})


Change = Callable[[Any], object]


def put(**values: Any) -> Change:
    return lambda data: data.update(values)


UNREADABLE: list[tuple[LessonKind, Change, str]] = [
    (LessonKind.TEXT, put(title="?"), "title"),
    (LessonKind.TEXT, put(blocks="teks"), "blocks"),
    (LessonKind.TEXT, put(blocks=[3]), "blocks-0"),
    (LessonKind.TEXT, put(blocks=[{"kind": "text", "text": 5}]), "blocks-0-text"),
    (LessonKind.TEXT, put(blocks=[{"kind": "text", "html": "x"}]), "blocks-0-html"),
    (LessonKind.TEXT, put(blocks=[{"kind": "text", "text": "x" * 20_001}]), "blocks-0-text"),
    (LessonKind.TEXT, put(blocks=[{"kind": "text", "text": "x"}] * 61), "blocks"),
    (LessonKind.TEXT, put(blocks=[{"kind": "text", "text": "a <script>alert(1)</script>"}]), "blocks-0-text"),
    (LessonKind.TEXT, put(blocks=[{"kind": "text", "text": '<p onclick="x()">a'}]), "blocks-0-text"),
    (LessonKind.TEXT, put(blocks=[{"kind": "text", "text": "[a](javascript:x)"}]), "blocks-0-text"),
    (LessonKind.TEXT, lambda d: d["blocks"][5]["question"].update(key="Q 1"), "blocks-5-question-key"),
    (LessonKind.QUIZ, put(draw="2"), "draw"),
    (LessonKind.QUIZ, put(draw=True), "draw"),
    (LessonKind.QUIZ, put(pass_percent=101), "pass_percent"),
    (LessonKind.QUIZ, put(attempts=-1), "attempts"),
    (LessonKind.QUIZ, put(is_shuffled="ya"), "is_shuffled"),
    (LessonKind.QUIZ, lambda d: d["questions"][1]["options"].extend(
        [{"key": f"x{n}", "text": "x"} for n in range(7)]), "questions-1-options"),
    (LessonKind.SIMULATION, put(trust=101), "trust"),
    (LessonKind.SIMULATION, put(pass_trust=-1), "pass_trust"),
    (LessonKind.SIMULATION, lambda d: d["scenes"][0]["choices"][1].update(trust=-51),
     "scenes-0-choices-1-trust"),
    (LessonKind.REFLECTION, put(remind_days=366), "remind_days"),
    (LessonKind.REFLECTION, put(prompts=["a"] * 11), "prompts"),
    (LessonKind.ASSIGNMENT, put(pass_score=0), "pass_score"),
    (LessonKind.ASSIGNMENT, put(criteria=[None]), "criteria-0"),
    (LessonKind.ATTESTATION, put(statement="x" * 5001), "statement"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "change", "field"), UNREADABLE)
def test_even_a_draft_is_not_misshapen(kind: LessonKind, change: Change, field: str) -> None:
    data = deepcopy(GOOD[kind])
    change(data)
    with pytest.raises(RuleBroken) as refused:
        draft_from(kind, data)
    assert refused.value.field == field


def test_what_is_no_record_at_all_is_refused() -> None:
    for data in ([], None, "x"):
        with pytest.raises(RuleBroken):
            draft_from(LessonKind.TEXT, data)


def block(**values: Any) -> Change:
    return put(blocks=[values])


INCOMPLETE: list[tuple[LessonKind, Change, list[str]]] = [
    (LessonKind.TEXT, put(blocks=[]), ["blocks"]),
    (LessonKind.TEXT, block(kind="song", text="x"), ["blocks-0-kind"]),
    (LessonKind.TEXT, block(kind="text"), ["blocks-0-text"]),
    (LessonKind.TEXT, block(kind="callout", text="x", tone="loud"), ["blocks-0-tone"]),
    (LessonKind.TEXT, block(kind="story", text="x"), ["blocks-0-who"]),
    (LessonKind.TEXT, block(kind="picture", file="x.png"), ["blocks-0-alt"]),
    (LessonKind.TEXT, block(kind="file"), ["blocks-0-file"]),
    (LessonKind.TEXT, block(kind="video"), ["blocks-0-file"]),
    (LessonKind.TEXT, block(kind="video", file="a.mp4", url="https://a.id"), ["blocks-0-file"]),
    (LessonKind.TEXT, block(kind="video", url="http://a.id"), ["blocks-0-url"]),
    (LessonKind.TEXT, block(kind="check"), ["blocks-0-question"]),
    (LessonKind.TEXT, put(blocks=[{"kind": "check", "question": question()}] * 2), ["blocks-1-key"]),
    (LessonKind.QUIZ, put(questions=[], draw=0), ["questions"]),
    (LessonKind.QUIZ, put(draw=3), ["draw"]),
    (LessonKind.QUIZ, put(questions=[question(), question()]), ["questions-1-key"]),
    (LessonKind.QUIZ, lambda d: d["questions"][0].update(options=[]), ["questions-0-options"]),
    (LessonKind.QUIZ, lambda d: d["questions"][0]["options"][0].update(is_right=False),
     ["questions-0-options"]),
    (LessonKind.QUIZ, lambda d: d["questions"][0]["options"][1].update(is_right=True),
     ["questions-0-options"]),
    (LessonKind.QUIZ, lambda d: d["questions"][0]["options"][1].update(key="a", text=""),
     ["questions-0-options-1-key", "questions-0-options-1-text"]),
    (LessonKind.QUIZ, lambda d: d["questions"][1].update(text=" "), ["questions-1-text"]),
    (LessonKind.CASE, put(blocks=[]), ["blocks"]),
    (LessonKind.CASE, put(prompts=[]), ["prompts"]),
    (LessonKind.CASE, put(prompts=["a", " "], model_answer=""), ["prompts-1", "model_answer"]),
    (LessonKind.REFLECTION, put(prompts=[], asks_commitment=False), ["prompts"]),
    (LessonKind.ASSIGNMENT, put(task="", criteria=[]), ["task", "criteria"]),
    (LessonKind.ATTESTATION, put(statement=""), ["statement"]),
    (LessonKind.SIMULATION, put(scenes=[], intro=""), ["intro", "scenes"]),
    (LessonKind.SIMULATION, put(start="nowhere"), ["start"]),
    (LessonKind.SIMULATION, put(start="good"),
     ["start", "scenes-0-key", "scenes-1-key", "scenes-3-key", "pass_trust"]),
    (LessonKind.SIMULATION, put(debrief=""), ["debrief"]),
    (LessonKind.SIMULATION, put(pass_trust=80), ["pass_trust"]),
    (LessonKind.SIMULATION, lambda d: d["scenes"].append(scene("lost")), ["scenes-4-key"]),
    (LessonKind.SIMULATION, lambda d: d["scenes"].append(scene("good")), ["scenes-4-key"]),
    (LessonKind.SIMULATION, lambda d: d["scenes"][0]["choices"][1].update(key="c0"),
     ["scenes-0-choices-1-key"]),
    (LessonKind.SIMULATION, lambda d: d["scenes"][0]["choices"][1].update(to="gone"),
     ["scenes-0-choices-1-to", "scenes-3-key"]),
    (LessonKind.SIMULATION, lambda d: d["scenes"][1].update(mood="bored"), ["scenes-1-mood"]),
    (LessonKind.SIMULATION, lambda d: d["scenes"][3].update(choices=scene("x", ("bad", 0))["choices"]),
     ["scenes-3-choices"]),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "change", "fields"), INCOMPLETE)
def test_every_fault_is_named_at_its_place(kind: LessonKind, change: Change, fields: list[str]) -> None:
    data = deepcopy(GOOD[kind])
    change(data)
    found = faults(draft_from(kind, data))
    assert [fault.field for fault in found] == fields
    assert all(str(fault) for fault in found)
    with pytest.raises(RuleBroken) as refused:
        content_from(kind, data)
    assert refused.value.field == fields[0]


def test_trust_stays_on_its_meter_and_circles_are_walked_once() -> None:
    data = deepcopy(GOOD[LessonKind.SIMULATION])
    data["scenes"][1]["choices"][0]["trust"] = 0
    content = content_from(LessonKind.SIMULATION, data)
    assert isinstance(content, SimulationContent)
    states = reached(content)
    assert ("one", 100) in states
    assert all(0 <= trust <= 100 for _key, trust in states)
