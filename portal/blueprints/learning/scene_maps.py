"""A simulation as a drawing: scenes from left to right by how many choices lead there, lines for the choices."""

from __future__ import annotations

from dataclasses import dataclass

from portal.blueprints.learning.author_words import scene_label
from portal.domain.learning.modules.contents import Scene, SimulationContent
from portal.domain.learning.modules.simulations import leading_to_an_end, scenes_by_key

WIDE, HIGH, GAP_X, GAP_Y, EDGE = 172, 50, 56, 22, 10
LETTERS = 22


@dataclass(frozen=True, slots=True)
class Box:
    """`tone`: start, ending, bad (cannot be reached, or no way out) or scene. `place` counts from 0."""

    place: int
    x: int
    y: int
    words: str
    label: str
    tone: str


@dataclass(frozen=True, slots=True)
class Line:
    """`tone`: up, down or same, as the choice moves the trust."""

    path: str
    tone: str


@dataclass(frozen=True, slots=True)
class SceneMap:
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    width: int
    height: int


def scene_map(content: SimulationContent) -> SceneMap:
    columns = _columns(content)
    boxes = {
        scene.key: _box(content, scene, x, y)
        for x, column in enumerate(columns)
        for y, scene in enumerate(column)
    }
    lines = tuple(
        Line(_path(boxes[scene.key], boxes[choice.to]), _tone(choice.trust))
        for scene in content.scenes
        for choice in scene.choices
        if choice.to in boxes and scene.key in boxes
    )
    deepest = max((len(column) for column in columns), default=1)
    return SceneMap(
        tuple(sorted(boxes.values(), key=lambda box: box.place)),
        lines,
        len(columns) * (WIDE + GAP_X) - GAP_X + 2 * EDGE,
        deepest * (HIGH + GAP_Y) - GAP_Y + 2 * EDGE + GAP_Y,
    )


def _columns(content: SimulationContent) -> list[list[Scene]]:
    """By the number of choices from the start; what cannot be reached stands in the last column."""
    scenes, columns = scenes_by_key(content), list[list[Scene]]()
    seen: set[str] = set()
    waiting = [content.start] if content.start in scenes else []
    while waiting:
        seen |= set(waiting)
        columns.append([scenes[key] for key in waiting])
        following = [choice.to for key in waiting for choice in scenes[key].choices]
        waiting = [key for key in dict.fromkeys(following) if key in scenes and key not in seen]
    lost = [scene for scene in scenes.values() if scene.key not in seen]
    return [*columns, lost] if lost else columns


def _box(content: SimulationContent, scene: Scene, x: int, y: int) -> Box:
    label = scene_label(content, scene.key)
    words = label if len(label) <= LETTERS else label[: LETTERS - 1].rstrip() + "…"
    place = next(number for number, one in enumerate(content.scenes) if one.key == scene.key)
    return Box(
        place, EDGE + x * (WIDE + GAP_X), EDGE + y * (HIGH + GAP_Y), words, label, _kind(content, scene, x)
    )


def _kind(content: SimulationContent, scene: Scene, x: int) -> str:
    is_lost = x > 0 and not any(choice.to == scene.key for one in content.scenes for choice in one.choices)
    if is_lost or scene.key not in leading_to_an_end(content) or not scene.text:
        return "bad"
    if scene.key == content.start:
        return "start"
    return "ending" if scene.is_ending else "scene"


def _tone(trust: int) -> str:
    return "up" if trust > 0 else "down" if trust < 0 else "same"


def _path(a: Box, b: Box) -> str:
    """From the right edge to the left edge; backwards in a bow below."""
    y1, y2 = a.y + HIGH // 2, b.y + HIGH // 2
    if b.x > a.x:
        x1, x2 = a.x + WIDE, b.x
        middle = (x1 + x2) // 2
        return f"M{x1} {y1}C{middle} {y1} {middle} {y2} {x2} {y2}"
    x1, x2, low = a.x + WIDE // 2, b.x + WIDE // 2, max(a.y, b.y) + HIGH + GAP_Y
    return f"M{x1} {a.y + HIGH}C{x1} {low} {x2} {low} {x2} {b.y + HIGH}"
