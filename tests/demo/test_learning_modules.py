"""The seven ready-made modules: complete, in plain Indonesian, of a plausible length, with simulations that end."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from portal.demo.learning_texts import CODES, MODULES, LessonText, ModuleText, modules
from portal.domain.learning.modules.contents import Question, QuizContent, SimulationContent
from portal.domain.learning.modules.models import LessonKind
from portal.domain.learning.modules.reading import to_json
from portal.domain.learning.modules.simulations import reached

SPRITE = Path(__file__).parents[2] / "portal" / "static" / "vendor" / "icons.svg"
WORDS_A_MINUTE = 180
ALL = modules()
LESSONS = [pytest.param(lesson, id=f"{one.code}-{lesson.number}") for one in ALL for lesson in one.lessons]
# Not one of them is an Indonesian word too.
ENGLISH = set(
    re.findall(
        r"\w+",
        """the and you your with that this from for are was have has will not feedback deadline meeting email
        customer service online offline update upload download training coaching team work performance people
        what when lorem ipsum dolor sit amet""",
    )
)
COMMON = set(
    re.findall(
        r"\w+", "yang dan di ke untuk dengan tidak ini itu saya anda dari pada bila sudah akan atau apa"
    )
)


def strings(value: Any, name: str = "") -> Iterator[str]:
    """Everything that is read by people: no keys, no kinds."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from strings(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner, name)
    elif isinstance(value, str) and name not in {"key", "to", "start", "kind", "tone", "mood", "who"}:
        yield value


def texts_of(lesson: LessonText) -> list[str]:
    return [lesson.title, *strings(to_json(lesson.content))]


def words_of(lesson: LessonText) -> list[str]:
    return re.findall(r"[a-zà-ÿ]+", " ".join(texts_of(lesson)).lower())


def questions_of(lesson: LessonText) -> list[Question]:
    if isinstance(lesson.content, QuizContent):
        return list(lesson.content.questions)
    return [block.question for block in getattr(lesson.content, "blocks", ()) if block.question]


def simulations() -> list[SimulationContent]:
    found = [lesson.content for one in ALL for lesson in one.lessons]
    return [content for content in found if isinstance(content, SimulationContent)]


def test_the_seven_modules_of_the_programme() -> None:
    """G16-G17, P18, S2, S7, P7: why, targets, complaints, time, communication, ethics, feedback."""
    assert [one.title for one in ALL] == [
        "Mengapa kinerja?", "Menetapkan target yang jelas", "Menangani keluhan masyarakat",
        "Komunikasi pelayanan", "Manajemen waktu", "Etika dan integritas",
        "Memberi dan menerima umpan balik",
    ]  # fmt: skip
    assert {path.name for path in MODULES.iterdir() if path.is_dir()} == set(CODES)


@pytest.mark.parametrize("module", ALL, ids=lambda one: one.code)
def test_a_module_is_whole(module: ModuleText) -> None:
    kinds = [lesson.kind for lesson in module.lessons]
    assert 4 <= len(kinds) <= 6
    assert len(set(kinds)) >= 4
    assert kinds.count(LessonKind.QUIZ) == 1
    assert f'id="{module.icon}"' in SPRITE.read_text()
    assert module.group in {"technical", "managerial", "sociocultural"}
    assert len(module.outcomes.splitlines()) == 3
    assert -15 <= module.minutes - 45 * module.learning_hours <= 25
    assert len({lesson.title for lesson in module.lessons}) == len(kinds)


def test_ethics_ends_with_an_attestation() -> None:
    """S2"""
    ethics = next(one for one in ALL if one.code == "etika-integritas")
    assert ethics.lessons[-1].kind is LessonKind.ATTESTATION


@pytest.mark.parametrize("lesson", LESSONS)
def test_minutes_are_plausible(lesson: LessonText) -> None:
    """Reading, and as much again to think; what is to be written or done takes longer. One run of many scenes."""
    reading = len(words_of(lesson)) / WORDS_A_MINUTE
    if lesson.kind is LessonKind.SIMULATION:
        assert reading / 2 <= lesson.minutes <= 2 * reading
    elif lesson.kind in (LessonKind.TEXT, LessonKind.QUIZ):
        assert reading + 0.5 <= lesson.minutes <= 2 * reading + 3
    else:
        assert reading + 2 <= lesson.minutes <= 60


@pytest.mark.parametrize("lesson", LESSONS)
def test_words_are_indonesian(lesson: LessonText) -> None:
    words = words_of(lesson)
    assert set(words) & ENGLISH == set()
    assert sum(word in COMMON for word in words) / len(words) > 0.11
    for text in texts_of(lesson):
        assert text.count("“") == text.count("”"), text
        assert '"' not in text, text
        assert "  " not in text.replace("\n", " \n"), text


def labels_of(lesson: LessonText) -> Iterator[str]:
    """What stands on a button or beside a box."""
    for question in questions_of(lesson):
        yield from (question.text, question.explanation)
        for option in question.options:
            yield from (option.text, option.feedback)
    for scene in getattr(lesson.content, "scenes", ()):
        yield from (scene.title, scene.who)
        for choice in scene.choices:
            yield from (choice.text, choice.says)
    for name in ("prompts", "criteria"):
        yield from getattr(lesson.content, name, ())


@pytest.mark.parametrize("lesson", LESSONS)
def test_labels_are_plain_words(lesson: LessonText) -> None:
    """Markdown would show its signs there."""
    assert [label for label in labels_of(lesson) if re.search(r"[*#`\n\[\]]", label)] == []


def test_no_sentence_is_said_twice() -> None:
    seen: set[str] = set()
    for one in ALL:
        for lesson in one.lessons:
            for sentence in re.split(r"(?<=[.!?])\s", " ".join(texts_of(lesson))):
                assert len(sentence) < 60 or sentence not in seen, sentence
                seen.add(sentence)


@pytest.mark.parametrize("lesson", LESSONS)
def test_questions_teach(lesson: LessonText) -> None:
    """M18: every option says why, every question is explained."""
    questions = questions_of(lesson)
    if lesson.kind is LessonKind.QUIZ:
        assert 6 <= len(questions) <= 10
    for question in questions:
        assert question.explanation
        assert 3 <= len(question.options) <= 4
        assert all(option.feedback for option in question.options)


def test_the_right_option_is_not_always_at_the_same_place() -> None:
    places = [
        next(place for place, option in enumerate(question.options) if option.is_right)
        for one in ALL
        for lesson in one.lessons
        for question in questions_of(lesson)
        if not question.is_multiple
    ]
    assert max(places.count(place) for place in range(3)) < 0.45 * len(places)


def test_simulations_are_rich_and_every_ending_can_be_reached() -> None:
    """B10, P7: plausible choices, several endings, a meter that tells good ones from bad ones."""
    assert len(simulations()) == 2
    for content in simulations():
        states = reached(content)
        endings = {scene.key: scene for scene in content.scenes if scene.is_ending}
        assert len(content.scenes) >= 10
        assert len(endings) >= 3
        assert {key for key, _trust in states} == {scene.key for scene in content.scenes}
        assert all(scene.title and scene.mood for scene in endings.values())
        assert all(2 <= len(scene.choices) <= 3 for scene in content.scenes if not scene.is_ending)
        assert all(choice.says for scene in content.scenes for choice in scene.choices)
        best = {key: max(trust for at, trust in states if at == key) for key in endings}
        assert sum(trust >= content.pass_trust for trust in best.values()) >= 2
        assert sum(trust < content.pass_trust for trust in best.values()) >= 3
        for key, scene in endings.items():
            assert scene.mood not in {"worried", "angry"} or best[key] < content.pass_trust, key
