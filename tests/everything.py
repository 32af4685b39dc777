"""One of everything: an account of each kind, and every endpoint with an address that leads to something."""

from __future__ import annotations

import importlib
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy.orm import Session

from portal.domain.organisation.models import Role
from portal.extensions import db
from tests import factories

TABLES = sorted(
    f"{path.parent.name}.{path.stem}" for path in (Path(__file__).parent / "web").glob("*/access*.py")
)
FRAMEWORK = ("asset", "manifest", "brand_sheet", "ui.")  # the gallery exists in development only


@dataclass(frozen=True, slots=True)
class Call:
    endpoint: str
    method: str
    address: str


@dataclass(frozen=True, slots=True)
class Everything:
    """`people` are accounts by role; none of them made the things behind the addresses."""

    people: dict[str, int | None]
    calls: list[Call]


class Kept:
    """Making it takes seconds: it is made once, and put back for whoever needs it next."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: Everything | None = None

    def in_place(self, app: Flask, instance: Path) -> Everything:
        """For an application on SQLite with an empty database in the folder `instance`."""
        with app.app_context():
            made = self._made or _make(app, db.session())
            db.session.remove()
            db.engine.dispose()
        if self._made is None:
            shutil.copytree(instance, self._folder)
            self._made = made
        else:
            (instance / "portal.db").unlink()  # a new file: who still holds the old one disturbs nobody
            shutil.copytree(self._folder, instance, dirs_exist_ok=True)
        return made


def tables() -> list[Any]:
    return [importlib.import_module(f"tests.web.{name}") for name in TABLES]


def _make(app: Flask, session: Session) -> Everything:
    people = _people(session)
    return Everything(people, _calls(app, session))


def _people(session: Session) -> dict[str, int | None]:
    root = factories.unit(session)
    section = factories.unit(session, parent=root)
    found: dict[str, int | None] = {"anonymous": None}
    for role in Role:
        who = factories.employee(session, unit_=section)
        factories.role(session, who, role, over=None if role in (Role.ADMIN, Role.AUDITOR) else root)
        found[str(role.value)] = who.account_id
    evaluator = factories.employee(session, unit_=section)
    employee = factories.employee(session, unit_=section, evaluator=evaluator)
    found |= {"evaluator": evaluator.account_id, "employee": employee.account_id}
    session.commit()
    return found


def _samples() -> dict[str, Callable[[Session], dict[str, Any]]]:
    return {endpoint: make for table in tables() for endpoint, make in getattr(table, "SAMPLE", {}).items()}


def _calls(app: Flask, session: Session) -> list[Call]:
    found, made = [], _samples()
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if rule.endpoint.startswith(FRAMEWORK):
                continue
            values = made[rule.endpoint](session) if rule.arguments else {}
            session.commit()
            address = app.url_for(rule.endpoint, **values, _external=False)
            methods = (rule.methods or set()) - {"HEAD", "OPTIONS"}
            found += [Call(rule.endpoint, method, address) for method in sorted(methods)]
    return found
