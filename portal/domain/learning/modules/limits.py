"""How much a lesson may hold, and what its texts may not. Wide enough for a good lesson, too narrow for a book."""

from __future__ import annotations

import re
from typing import Any

KEY = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
MARKUP = re.compile(
    r"<\s*(?:script|iframe|object|embed|style|link|meta|svg|form)\b"
    r"|<!--|</[a-z]|<[a-z][a-z0-9]*(?:\s+[a-z:-]+\s*=[^>]*)?\s*/?>"
    r"|\]\(\s*(?:javascript|vbscript|data):",
    re.IGNORECASE,
)

BLOCK_KINDS = ("text", "callout", "story", "picture", "file", "video", "check")
TONES = ("info", "tip", "warning")
MOODS = ("calm", "worried", "angry", "glad")
GROUPS = ("technical", "managerial", "sociocultural")
ICONS = (
    "book", "bulb", "messages", "lifebuoy", "clock", "target-arrow", "shield-check", "heart-handshake", "users",
    "building-community", "device-laptop", "chart-line", "scale", "rocket", "speakerphone", "puzzle",
)  # fmt: skip
MOST_LESSONS = 30

_LINE, _PARAGRAPH, _PAGE = 200, 1500, 20_000

_TEXTS = {
    ("Block", "text"): _PAGE,
    ("Block", "url"): 500,
    ("Block", "alt"): 500,
    ("CaseContent", "model_answer"): _PAGE,
    ("SimulationContent", "intro"): _PAGE,
    ("SimulationContent", "debrief"): _PAGE,
    ("AssignmentContent", "task"): _PAGE,
    ("AttestationContent", "statement"): 5000,
    **{("ModuleDetails", name): _LINE for name in ("title", "icon", "group")},
    ("ModuleDetails", "summary"): 500,
    ("ModuleDetails", "outcomes"): 3000,
    ("ModuleDetails", "theme"): 80,
    **{("Scene", name): _LINE for name in ("who", "title", "mood")},
    **{("Block", name): _LINE for name in ("kind", "who", "tone", "file")},
    ("Question", "topic"): 80,
    ("SimulationContent", "meter"): 80,
}
_ITEMS = {
    "blocks": 60,
    "questions": 100,
    "options": 8,
    "scenes": 80,
    "choices": 6,
    "prompts": 10,
    "criteria": 10,
}
_BOUNDS = {
    ("QuizContent", "draw"): (0, 100),
    ("QuizContent", "pass_percent"): (1, 100),
    ("QuizContent", "attempts"): (0, 20),
    ("Choice", "trust"): (-50, 50),
    ("SimulationContent", "trust"): (0, 100),
    ("SimulationContent", "pass_trust"): (0, 100),
    ("ReflectionContent", "remind_days"): (0, 365),
    ("AssignmentContent", "pass_score"): (1, 100),
    ("ModuleDetails", "learning_hours"): (0, 40),
}


def longest_text(cls: type[Any], name: str) -> int:
    """Characters."""
    return _TEXTS.get((cls.__name__, name), _PARAGRAPH)


def most_items(cls: type[Any], name: str) -> int:
    return _ITEMS[name]


def bounds_of(cls: type[Any], name: str) -> tuple[int, int]:
    """Least and most."""
    return _BOUNDS[cls.__name__, name]
