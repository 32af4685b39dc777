"""What an import would do, row by row, and what is wrong with it."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date

from portal.domain.organisation import nip
from portal.domain.organisation.imports.known import KnownPerson, KnownUnit
from portal.domain.organisation.models import Employment


@dataclass(slots=True)
class Step:
    """What one row does. `person` is None for somebody new; `place_changes` begins a new stretch of history."""

    row: int
    nip: str
    name: str
    email: str | None
    grade: str
    employment: Employment
    unit: KnownUnit
    position: str
    evaluator_nip: str
    starts_on: date
    is_day_typed: bool
    person: KnownPerson | None
    fields: list[str] = field(default_factory=list)
    place_changes: bool = False

    @property
    def kind(self) -> str:
        return "create" if self.person is None else "change" if self.fields else "same"


@dataclass(slots=True)
class Plan:
    steps: list[Step] = field(default_factory=list)
    problems: list[list[object]] = field(default_factory=list)
    warnings: list[list[object]] = field(default_factory=list)

    def of_kind(self, kind: str) -> list[Step]:
        return [step for step in self.steps if step.kind == kind]

    def changes(self) -> list[list[object]]:
        return [
            [step.row, step.kind, nip.masked(step.nip), step.name, step.fields]
            for step in self.steps
            if step.kind != "same"
        ]

    def fingerprint(self) -> str:
        """Two plans with the same one do the same."""
        content = [
            [step.row, step.kind, step.nip, step.unit.id, step.evaluator_nip, step.fields]
            + [step.starts_on.isoformat() if step.is_day_typed else ""]
            for step in self.steps
        ]
        return hashlib.sha256(json.dumps([content, self.problems]).encode()).hexdigest()
