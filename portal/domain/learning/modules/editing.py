"""Changes to what a lesson holds, as pure steps from one content to the next: put in, take out, move, branch."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from portal.domain.errors import NotFound, RuleBroken
from portal.domain.learning.modules.contents import Block, Content, Question, Scene, SimulationContent
from portal.domain.learning.modules.reading import part_from
from portal.domain.words import n_

Part = Block | Question | Scene
PARTS: Mapping[str, type[Part]] = {"blocks": Block, "questions": Question, "scenes": Scene}
NEW_SCENE = "new-scene"
LETTERS = "abcdefgh"


def parts_of(content: Content, name: str) -> tuple[Any, ...]:
    """The blocks, questions or scenes of a lesson; a lesson without such parts is not found."""
    if name not in PARTS or not hasattr(content, name):
        raise NotFound
    found: tuple[Any, ...] = getattr(content, name)
    return found


def part_at(content: Content, name: str, place: int) -> Any:
    parts = parts_of(content, name)
    if not 0 <= place < len(parts):
        raise NotFound
    return parts[place]


def with_part(content: Content, name: str, place: int | None, data: Mapping[str, Any]) -> Content:
    """The part at that place anew, or one more at the end."""
    parts = parts_of(content, name)
    if place is not None:
        part_at(content, name, place)
    if isinstance(content, SimulationContent):
        return _with_scene(content, place, data)
    part = part_from(PARTS[name], data)
    cut = len(parts) if place is None else place
    return replace(content, **{name: (*parts[:cut], part, *parts[cut + 1 :])})  # type: ignore[arg-type]


def _with_scene(content: SimulationContent, place: int | None, data: Mapping[str, Any]) -> SimulationContent:
    """Choices that lead to a new scene make one, still to be written."""
    keys = {scene.key for scene in content.scenes} | {data["key"]}
    made: list[Scene] = []
    choices = []
    for choice in data["choices"]:
        if choice["to"] == NEW_SCENE:
            key = fresh_key("s", keys)
            keys.add(key)
            made.append(Scene(key=key, text="", who=data["who"]))
            choice = choice | {"to": key}
        choices.append(choice)
    scene = part_from(Scene, {**data, "choices": choices})
    cut = len(content.scenes) if place is None else place
    scenes = (*content.scenes[:cut], scene, *content.scenes[cut + 1 :], *made)
    return replace(content, scenes=scenes, start=content.start or scene.key)


def without_part(content: Content, name: str, place: int) -> Content:
    gone, parts = part_at(content, name, place), parts_of(content, name)
    left = parts[:place] + parts[place + 1 :]
    if isinstance(content, SimulationContent):
        start = content.start if content.start != gone.key else (left[0].key if left else "")
        return replace(content, scenes=left, start=start)
    return replace(content, **{name: left})  # type: ignore[arg-type]


def moved_part(content: Content, name: str, place: int, by: int) -> Content:
    """One place up (-1) or down (1); at the end of the row nothing happens."""
    part_at(content, name, place)
    parts, other = list(parts_of(content, name)), place + by
    if 0 <= other < len(parts):
        parts[place], parts[other] = parts[other], parts[place]
    return replace(content, **{name: tuple(parts)})  # type: ignore[arg-type]


def fresh_key(letter: str, taken: Collection[str]) -> str:
    number = len(taken) + 1
    while f"{letter}{number}" in taken:
        number += 1
    return f"{letter}{number}"


def question_keys(content: Content) -> set[str]:
    """Of the questions of a quiz, and of the checks within blocks."""
    own = {question.key for question in getattr(content, "questions", ())}
    return own | {block.question.key for block in getattr(content, "blocks", ()) if block.question}


def lettered(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Options and choices are named a, b, c… in their order."""
    if len(rows) > len(LETTERS):
        raise RuleBroken(n_("That is too many: %(most)s at most."), most=len(LETTERS))
    return [{"key": letter, **row} for letter, row in zip(LETTERS, rows, strict=False)]
