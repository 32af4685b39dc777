"""Whether contents that can be read can also be learnt from: every fault with its place, as in the form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import singledispatch

from portal.domain.errors import RuleBroken
from portal.domain.learning.modules.contents import (
    AssignmentContent,
    AttestationContent,
    Block,
    CaseContent,
    Content,
    Question,
    QuizContent,
    ReflectionContent,
    SimulationContent,
    TextContent,
)
from portal.domain.learning.modules.limits import BLOCK_KINDS, TONES
from portal.domain.learning.modules.simulations import faults_of_scenes
from portal.domain.words import n_

NEEDS = {
    "text": ("text",),
    "callout": ("text",),
    "story": ("text", "who"),
    "picture": ("file", "alt"),
    "file": ("file",),
    "video": (),
    "check": (),
}


def faults(content: Content) -> list[RuleBroken]:
    """Everything that keeps a lesson from being published, in reading order; empty when there is nothing."""
    return list(_faults(content))


def files_of(content: Content) -> set[str]:
    """Names of the files a lesson shows."""
    return {block.file for block in getattr(content, "blocks", ()) if block.file}


@singledispatch
def _faults(content: Content) -> Iterator[RuleBroken]:
    raise NotImplementedError(type(content))


@_faults.register
def _of_text(content: TextContent) -> Iterator[RuleBroken]:
    if not content.blocks:
        yield RuleBroken(n_("A lesson needs at least one block."), field="blocks")
    yield from _of_blocks(content.blocks)


@_faults.register
def _of_quiz(content: QuizContent) -> Iterator[RuleBroken]:
    count = len(content.questions)
    if not count:
        yield RuleBroken(n_("A quiz needs at least one question."), field="questions")
    if content.draw > count:
        yield RuleBroken(
            n_("%(draw)s questions cannot be drawn from %(count)s."),
            field="draw",
            draw=content.draw,
            count=count,
        )
    yield from _repeated((question.key for question in content.questions), "questions")
    for number, question in enumerate(content.questions):
        yield from _of_question(question, f"questions-{number}")


@_faults.register
def _of_case(content: CaseContent) -> Iterator[RuleBroken]:
    if not content.blocks:
        yield RuleBroken(n_("A case needs its story."), field="blocks")
    yield from _of_blocks(content.blocks)
    if not content.prompts:
        yield RuleBroken(n_("Ask at least one question about the case."), field="prompts")
    yield from _empty_lines(content.prompts, "prompts")
    yield from _missing(model_answer=content.model_answer)


@_faults.register
def _of_simulation(content: SimulationContent) -> Iterator[RuleBroken]:
    yield from _missing(intro=content.intro)
    yield from _repeated((scene.key for scene in content.scenes), "scenes")
    for number, scene in enumerate(content.scenes):
        yield from _repeated((choice.key for choice in scene.choices), f"scenes-{number}-choices")
    yield from faults_of_scenes(content)
    yield from _missing(debrief=content.debrief)


@_faults.register
def _of_reflection(content: ReflectionContent) -> Iterator[RuleBroken]:
    yield from _of_blocks(content.blocks)
    if not content.prompts and not content.asks_commitment:
        yield RuleBroken(n_("Ask at least one question, or for a commitment."), field="prompts")
    yield from _empty_lines(content.prompts, "prompts")


@_faults.register
def _of_assignment(content: AssignmentContent) -> Iterator[RuleBroken]:
    yield from _missing(task=content.task)
    if not content.criteria:
        yield RuleBroken(n_("Say by which criteria the work is rated."), field="criteria")
    yield from _empty_lines(content.criteria, "criteria")


@_faults.register
def _of_attestation(content: AttestationContent) -> Iterator[RuleBroken]:
    yield from _of_blocks(content.blocks)
    yield from _missing(statement=content.statement)


def _of_blocks(blocks: tuple[Block, ...]) -> Iterator[RuleBroken]:
    yield from _repeated((block.question.key for block in blocks if block.question), "blocks")
    for number, block in enumerate(blocks):
        yield from _of_block(block, f"blocks-{number}")


def _of_block(block: Block, place: str) -> Iterator[RuleBroken]:
    if block.kind not in BLOCK_KINDS:
        yield RuleBroken(
            n_("There is no block of the kind “%(kind)s”."), field=f"{place}-kind", kind=block.kind
        )
        return
    yield from _missing(place, **{name: getattr(block, name) for name in NEEDS[block.kind]})
    if block.kind == "callout" and block.tone not in TONES:
        yield RuleBroken(n_("Choose info, tip or warning."), field=f"{place}-tone")
    if block.kind == "video":
        yield from _of_video(block, place)
    if block.kind == "check" and block.question is None:
        yield RuleBroken(n_("Ask a question here."), field=f"{place}-question")
    if block.question:
        yield from _of_question(block.question, f"{place}-question")


def _of_video(block: Block, place: str) -> Iterator[RuleBroken]:
    if bool(block.file) == bool(block.url):
        yield RuleBroken(n_("A video is either a file of this module or a link."), field=f"{place}-file")
    if block.url and not block.url.startswith("https://"):
        yield RuleBroken(n_("A link begins with https://."), field=f"{place}-url")


def _of_question(question: Question, place: str) -> Iterator[RuleBroken]:
    yield from _missing(place, key=question.key, text=question.text)
    right = sum(option.is_right for option in question.options)
    if len(question.options) < 2:
        yield RuleBroken(n_("A question needs at least two options."), field=f"{place}-options")
    elif not right:
        yield RuleBroken(n_("Mark at least one option as right."), field=f"{place}-options")
    elif right == len(question.options):
        yield RuleBroken(n_("At least one option must be wrong."), field=f"{place}-options")
    yield from _repeated((option.key for option in question.options), f"{place}-options")
    for number, option in enumerate(question.options):
        yield from _missing(f"{place}-options-{number}", key=option.key, text=option.text)


def _repeated(keys: Iterable[str], place: str) -> Iterator[RuleBroken]:
    seen: set[str] = set()
    for number, key in enumerate(keys):
        if key and key in seen:
            yield RuleBroken(n_("The key “%(key)s” is used twice."), field=f"{place}-{number}-key", key=key)
        seen.add(key)


def _missing(place: str = "", **texts: str) -> Iterator[RuleBroken]:
    for name, text in texts.items():
        if not text:
            where = f"{place}-{name}" if place else name
            yield RuleBroken(n_("“%(place)s” is still empty."), field=where, place=where)


def _empty_lines(texts: tuple[str, ...], place: str) -> Iterator[RuleBroken]:
    for number, text in enumerate(texts):
        yield from _missing(place, **{str(number): text})
