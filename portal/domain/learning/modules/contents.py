"""What a lesson holds, by kind: read from JSON once, with every fault named; never HTML, never a script.

Texts are Markdown. Pictures, files and videos are named as in the version's files. Keys are short and unique
within their lesson; learners' answers refer to them.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    key: str
    text: str
    is_right: bool = False
    feedback: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One right option: choose one. Several: choose all of them. `topic` groups questions to draw from."""

    key: str
    text: str
    options: tuple[Option, ...]
    explanation: str = ""
    topic: str = ""

    @property
    def is_multiple(self) -> bool:
        return sum(option.is_right for option in self.options) > 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """`kind` is text, callout, story, picture, file, video or check; the other fields as that kind needs.

    `tone` of a callout: info, tip, warning. A story tells in somebody's words (`who`).
    """

    kind: str
    text: str = ""
    tone: str = ""
    who: str = ""
    file: str = ""
    url: str = ""
    alt: str = ""
    question: Question | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TextContent:
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuizContent:
    """`draw` of the questions are asked (0: all); `pass_percent` of 100; `attempts` 0 means as many as one likes."""

    questions: tuple[Question, ...]
    intro: str = ""
    draw: int = 0
    pass_percent: int = 70
    attempts: int = 3
    is_shuffled: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseContent:
    """A story, questions to think and write about, and afterwards how an experienced colleague sees it."""

    blocks: tuple[Block, ...]
    prompts: tuple[str, ...]
    model_answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """`trust` moves the citizen's meter by -50 to 50; `says` is what happens then; `to` is the next scene."""

    key: str
    text: str
    to: str
    trust: int = 0
    says: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Somebody (`who`, in a `mood`: calm, worried, angry, glad) says `text`. Without choices it is an ending."""

    key: str
    text: str
    who: str = ""
    mood: str = "calm"
    title: str = ""
    choices: tuple[Choice, ...] = ()

    @property
    def is_ending(self) -> bool:
        return not self.choices


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulationContent:
    """A branching conversation. `trust` is the meter's start, 0 to 100; passed with `pass_trust` at an ending."""

    intro: str
    start: str
    scenes: tuple[Scene, ...]
    debrief: str
    trust: int = 50
    pass_trust: int = 50
    meter: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReflectionContent:
    """Private to the learner. The commitment comes back as a reminder after `remind_days` (0: never)."""

    blocks: tuple[Block, ...] = ()
    prompts: tuple[str, ...] = ()
    asks_commitment: bool = True
    remind_days: int = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentContent:
    """Rated by a trainer, 0 to 100, by these criteria."""

    task: str
    criteria: tuple[str, ...]
    needs_file: bool = False
    pass_score: int = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class AttestationContent:
    """A statement the learner declares by ticking it and signing with the account's password-checked session."""

    statement: str
    blocks: tuple[Block, ...] = field(default=())


Content = (
    TextContent
    | QuizContent
    | CaseContent
    | SimulationContent
    | ReflectionContent
    | AssignmentContent
    | AttestationContent
)
