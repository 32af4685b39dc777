"""The graph of a simulation: where one can get to, how the citizen's trust moves, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from portal.domain.errors import NotFound, RuleBroken
from portal.domain.learning.modules.contents import Choice, Scene, SimulationContent
from portal.domain.learning.modules.limits import MOODS
from portal.domain.words import n_


@dataclass(frozen=True, slots=True)
class Turn:
    """What was chosen in a scene, and the trust it left."""

    scene: Scene
    choice: Choice
    before: int
    after: int


def moved(trust: int, choice: Choice) -> int:
    """The meter after a choice: it never leaves 0 to 100."""
    return max(0, min(100, trust + choice.trust))


def scenes_by_key(content: SimulationContent) -> dict[str, Scene]:
    return {scene.key: scene for scene in content.scenes}


def walked(content: SimulationContent, way: Sequence[str]) -> list[Turn]:
    """The turns of a way from the start, given by the keys of its choices. Not found when there is no such way."""
    scenes, here, trust, turns = scenes_by_key(content), content.start, content.trust, list[Turn]()
    for key in way:
        scene = scenes.get(here)
        choice = next((one for one in scene.choices if one.key == key), None) if scene else None
        if scene is None or choice is None:
            raise NotFound
        turns.append(Turn(scene, choice, trust, moved(trust, choice)))
        here, trust = choice.to, turns[-1].after
    return turns


def reached(content: SimulationContent) -> set[tuple[str, int]]:
    """Every scene that can be come to, with every state of the meter in which one can be there."""
    scenes = scenes_by_key(content)
    waiting = [(content.start, content.trust)] if content.start in scenes else []
    seen = set(waiting)
    while waiting:
        key, trust = waiting.pop()
        for choice in scenes[key].choices:
            then = (choice.to, moved(trust, choice))
            if choice.to in scenes and then not in seen:
                seen.add(then)
                waiting.append(then)
    return seen


def leading_to_an_end(content: SimulationContent) -> set[str]:
    """Keys of the scenes from which some choices lead to an ending; endings themselves among them."""
    before = _before(content.scenes)
    waiting = [scene.key for scene in content.scenes if scene.is_ending]
    seen = set(waiting)
    while waiting:
        for key in before.get(waiting.pop(), ()):
            if key not in seen:
                seen.add(key)
                waiting.append(key)
    return seen


def _before(scenes: Iterable[Scene]) -> dict[str, list[str]]:
    before: dict[str, list[str]] = {}
    for scene in scenes:
        for choice in scene.choices:
            before.setdefault(choice.to, []).append(scene.key)
    return before


def faults_of_scenes(content: SimulationContent) -> Iterator[RuleBroken]:
    scenes = scenes_by_key(content)
    if not scenes:
        yield RuleBroken(n_("A simulation needs scenes."), field="scenes")
        return
    yield from _faults_of_start(content, scenes)
    for number, scene in enumerate(content.scenes):
        yield from _faults_of_scene(scene, scenes, f"scenes-{number}")
    yield from _faults_of_ways(content)


def _faults_of_start(content: SimulationContent, scenes: Mapping[str, Scene]) -> Iterator[RuleBroken]:
    if content.start not in scenes:
        yield RuleBroken(n_("The first scene “%(key)s” does not exist."), field="start", key=content.start)
    elif scenes[content.start].is_ending:
        yield RuleBroken(n_("The first scene needs choices."), field="start")


def _faults_of_scene(scene: Scene, scenes: Mapping[str, Scene], place: str) -> Iterator[RuleBroken]:
    for name in ("key", "text"):
        if not getattr(scene, name):
            yield RuleBroken(
                n_("“%(place)s” is still empty."), field=f"{place}-{name}", place=f"{place}-{name}"
            )
    if scene.mood not in MOODS:
        yield RuleBroken(n_("Choose calm, worried, angry or glad."), field=f"{place}-mood")
    for number, choice in enumerate(scene.choices):
        yield from _faults_of_choice(scene, choice, scenes, f"{place}-choices-{number}")


def _faults_of_choice(
    scene: Scene, choice: Choice, scenes: Mapping[str, Scene], place: str
) -> Iterator[RuleBroken]:
    for name in ("key", "text"):
        if not getattr(choice, name):
            yield RuleBroken(
                n_("“%(place)s” is still empty."), field=f"{place}-{name}", place=f"{place}-{name}"
            )
    if choice.to not in scenes:
        yield RuleBroken(
            n_("Scene “%(scene)s” leads to “%(to)s”, which does not exist."),
            field=f"{place}-to", scene=scene.key, to=choice.to,
        )  # fmt: skip


def _faults_of_ways(content: SimulationContent) -> Iterator[RuleBroken]:
    """Asked only of what can be walked: a missing start or a missing scene is fault enough."""
    states = reached(content)
    visited, ending = {key for key, _trust in states}, leading_to_an_end(content)
    for number, scene in enumerate(content.scenes if visited else ()):
        if scene.key not in visited:
            yield RuleBroken(
                n_("No choice leads to scene “%(key)s”."), field=f"scenes-{number}-key", key=scene.key
            )
        elif scene.key not in ending:
            yield RuleBroken(
                n_("From scene “%(key)s” no ending can be reached."),
                field=f"scenes-{number}-choices", key=scene.key,
            )  # fmt: skip
    ends = {scene.key for scene in content.scenes if scene.is_ending}
    if visited & ends and max(trust for key, trust in states if key in ends) < content.pass_trust:
        yield RuleBroken(
            n_("No way through the scenes reaches the trust of %(trust)s that is asked."),
            field="pass_trust", trust=content.pass_trust,
        )  # fmt: skip
