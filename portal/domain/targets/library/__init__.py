"""Results and indicators by kind of work, kept as data beside this file: templates to begin with."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from portal.domain.errors import RuleBroken
from portal.domain.targets.achievement import Direction, Reading
from portal.domain.targets.plans.contents import Aspect, Perspective, ResultKind
from portal.domain.words import n_


@dataclass(frozen=True, slots=True)
class Measure:
    aspect: Aspect
    text: str
    unit: str
    direction: Direction
    reading: Reading
    baseline: Decimal | None
    target: Decimal
    target_high: Decimal | None
    evidence: str
    months: int


@dataclass(frozen=True, slots=True)
class TemplateResult:
    kind: ResultKind
    text: str
    superior: str
    perspective: Perspective | None
    indicators: tuple[Measure, ...]


@dataclass(frozen=True, slots=True)
class Template:
    code: str
    name: str
    sector: str
    results: tuple[TemplateResult, ...]


def template_of(code: str) -> Template:
    if code not in templates():
        raise RuleBroken(n_("There is no such template."), field="start_from")
    return templates()[code]


@cache
def templates() -> Mapping[str, Template]:
    """All templates by code, in the order of their names."""
    found = [
        _template(json.loads(file.read_text("utf-8")))
        for file in files(__name__).iterdir()
        if file.name.endswith(".json")
    ]
    return {template.code: template for template in sorted(found, key=lambda one: one.name)}


def _template(data: dict[str, Any]) -> Template:
    return Template(data["code"], data["name"], data["sector"], tuple(map(_result, data["results"])))


def _result(data: dict[str, Any]) -> TemplateResult:
    perspective = data.get("perspective")
    return TemplateResult(
        ResultKind(data.get("kind", "primary")),
        data["text"],
        data.get("superior", ""),
        Perspective(perspective) if perspective else None,
        tuple(map(_measure, data["indicators"])),
    )


def _measure(data: dict[str, Any]) -> Measure:
    return Measure(
        Aspect(data["aspect"]),
        data["text"],
        data["unit"],
        Direction(data.get("direction", "higher")),
        Reading(data.get("reading", "sum")),
        _amount(data.get("baseline")),
        Decimal(str(data["target"])),
        _amount(data.get("target_high")),
        data.get("evidence", ""),
        data.get("months", 12),
    )


def _amount(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))
