"""The audit log in words: whom an entry is about, and what its details say."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from portal.database import Session
from portal.domain.audit.models import AuditEntry
from portal.domain.organisation import naming
from portal.domain.organisation.imports.columns import COLUMN_NAMES
from portal.domain.organisation.models import ROLE_NAMES
from portal.domain.words import n_
from portal.web.filters import day
from portal.web.languages import say

SUBJECT_NAMES = {
    "account": n_("Account"),
    "agency": n_("Agency"),
    "audit": n_("Audit log"),
    "badge": n_("Badge"),
    "counter": n_("Counter"),
    "employee": n_("Person"),
    "import_run": n_("Import"),
    "level": n_("Level"),
    "module": n_("Module"),
    "org_unit": n_("Unit"),
    "outbox": n_("Message"),
    "reward": n_("Points"),
    "rule": n_("Reward rule"),
    "service": n_("Service"),
    "study": n_("Study of a module"),
}
DETAIL_NAMES = {
    "before": n_("before"),
    "changed": n_("changed"),
    "code": n_("code"),
    "colour": n_("colour"),
    "count": n_("how many"),
    "created": n_("new"),
    "day": n_("from"),
    "deputy": n_("deputy"),
    "fields": n_("parts"),
    "file": n_("file"),
    "kind": n_("kind"),
    "name": n_("name"),
    "officer_id": n_("officer"),
    "points": n_("points"),
    "problems": n_("errors"),
    "reason": n_("reason"),
    "rewards": n_("rewards"),
    "role": n_("role"),
    "timezone": n_("time zone"),
    "under": n_("under"),
    "unit": n_("over"),
    "units": n_("units"),
    "until": n_("until"),
    "version": n_("version"),
    "whole": n_("found whole"),
}
PEOPLE = ("deputy", "officer_id")
DAYS = ("day", "until")


class Telling:
    """The names a page of entries needs, asked once a kind."""

    def __init__(self, session: Session, entries: Iterable[AuditEntry]) -> None:
        entries = list(entries)
        self._accounts = naming.account_names(
            session, _subjects(entries, "account") | {one.actor_id for one in entries if one.actor_id}
        )
        self._people = naming.employee_names(
            session, _subjects(entries, "employee") | _numbers(entries, *PEOPLE)
        )
        self._units = naming.unit_names(session, _subjects(entries, "org_unit"))
        self._keys = naming.unit_names_by_key(session, _numbers(entries, "before"))

    def actor(self, entry: AuditEntry) -> str:
        return self._accounts.get(entry.actor_id or 0) or say(n_("the system"))

    def subject(self, entry: AuditEntry) -> str:
        names = {"account": self._accounts, "employee": self._people, "org_unit": self._units}
        name = names.get(entry.subject_type, {}).get(entry.subject_id or 0)
        kind = SUBJECT_NAMES.get(entry.subject_type)
        word = say(kind) if kind else entry.subject_type
        if label := name or entry.details.get("label"):
            return str(label) if name else f"{word} “{label}”"
        return f"{word} {entry.subject_id}" if entry.subject_id else word

    def details(self, entry: AuditEntry) -> list[tuple[str, str]]:
        """Pairs of what a detail is and what it says; what is empty stays out."""
        return [
            (say(DETAIL_NAMES[key]) if key in DETAIL_NAMES else key, self._value(key, value))
            for key, value in sorted(entry.details.items())
            if key != "label" and value not in ("", None, [], {})
        ]

    def _value(self, key: str, value: Any) -> str:
        if key in PEOPLE:
            return self._people.get(value, str(value))
        if key in DAYS:
            return day(date.fromisoformat(value[:10]))
        if key == "before" and isinstance(value, int):
            return self._keys.get(value, str(value))
        if isinstance(value, dict):
            return ", ".join(str(part) for part in value.values())
        if isinstance(value, list):
            return ", ".join(_named(one, COLUMN_NAMES) for one in value)
        return _named(value, ROLE_NAMES) if key == "role" else _plain(value)


def _subjects(entries: list[AuditEntry], kind: str) -> set[int]:
    return {one.subject_id for one in entries if one.subject_type == kind and one.subject_id}


def _numbers(entries: list[AuditEntry], *keys: str) -> set[int]:
    found = (one.details.get(key) for one in entries for key in keys)
    return {value for value in found if isinstance(value, int)}


def _named(value: Any, names: dict[Any, str]) -> str:
    return say(names[value]) if value in names else str(value)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return say(n_("yes")) if value else say(n_("no"))
    return str(value)
