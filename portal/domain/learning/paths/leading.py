"""Saying what has to come before a module, and putting modules into a path."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.domain.errors import NotAllowed, RuleBroken
from portal.domain.learning.modules.limits import MARKUP
from portal.domain.learning.modules.policies import may_author
from portal.domain.learning.modules.queries import module_to_write
from portal.domain.learning.paths.models import LearningPath, PathStep, Prerequisite
from portal.domain.learning.paths.queries import modules_to_require
from portal.domain.learning.paths.sequences import leads_back, path_to_write
from portal.domain.organisation.viewers import Viewer
from portal.domain.words import n_

MOST_STEPS = 20


def need(session: Session, module_id: int, needs_id: int | None, *, by: Viewer) -> None:
    """From now on who begins the module has finished the other one. No circles."""
    module = module_to_write(session, by, module_id)
    if needs_id == module.id or needs_id not in {id_ for id_, _title in modules_to_require(session, by)}:
        raise RuleBroken(n_("Choose a published module."), field="needs")
    if leads_back(session, needs_id, module.id):
        raise RuleBroken(n_("That module itself needs this one: nobody could begin."), field="needs")
    if session.get(Prerequisite, (module.id, needs_id)) is None:
        session.add(Prerequisite(module_id=module.id, needs_id=needs_id))
        session.flush()


def need_no_longer(session: Session, module_id: int, needs_id: int, *, by: Viewer) -> None:
    module = module_to_write(session, by, module_id)
    session.execute(
        delete(Prerequisite).where(Prerequisite.module_id == module.id, Prerequisite.needs_id == needs_id)
    )


def begin_path(session: Session, title: str, summary: str, *, by: Viewer, at: datetime) -> LearningPath:
    """Hidden until it is shown; of administrators who work nowhere, for every agency."""
    if not may_author(by):
        raise NotAllowed
    path = LearningPath(
        agency_id=by.agency_id,
        title=_plain(title, "title"),
        summary=_plain(summary, "summary"),
        author_id=by.account_id,
        created_at=at,
    )
    session.add(path)
    session.flush()
    return path


def _plain(text: str, name: str) -> str:
    if MARKUP.search(text):
        raise RuleBroken(n_("HTML and scripts are not taken here."), field=name)
    return text


def change_path(
    session: Session, path_id: int, title: str, summary: str, *, is_shown: bool, by: Viewer
) -> LearningPath:
    path = path_to_write(session, by, path_id)
    if is_shown and not path.steps:
        raise RuleBroken(n_("Put at least one module into the path before you show it."), field="is_shown")
    path.title, path.summary, path.is_shown = _plain(title, "title"), _plain(summary, "summary"), is_shown
    session.flush()
    return path


def add_step(session: Session, path_id: int, module_id: int | None, *, by: Viewer) -> None:
    path = path_to_write(session, by, path_id)
    if module_id not in {id_ for id_, _title in modules_to_require(session, by)}:
        raise RuleBroken(n_("Choose a published module."), field="module")
    if any(step.module_id == module_id for step in path.steps):
        raise RuleBroken(n_("This module is in the path already."), field="module")
    if len(path.steps) >= MOST_STEPS:
        raise RuleBroken(n_("A path has at most %(most)s modules."), field="module", most=MOST_STEPS)
    last = max((step.number for step in path.steps), default=0)
    path.steps.append(PathStep(module_id=module_id, number=last + 1))
    session.flush()


def move_step(session: Session, path_id: int, step_id: int, step_by: int, *, by: Viewer) -> None:
    """One place up (-1) or down (1)."""
    path = path_to_write(session, by, path_id)
    places = [step.id for step in path.steps]
    if step_id not in places or not 0 <= (other := places.index(step_id) + step_by) < len(places):
        return
    here = path.steps[places.index(step_id)]
    here.number, path.steps[other].number = path.steps[other].number, here.number
    session.flush()
    session.expire(path, ["steps"])


def remove_step(session: Session, path_id: int, step_id: int, *, by: Viewer) -> None:
    path = path_to_write(session, by, path_id)
    path.steps = [step for step in path.steps if step.id != step_id]
    session.flush()


def remove_path(session: Session, path_id: int, *, by: Viewer) -> None:
    """The modules stay, and so does what was learnt."""
    session.delete(path_to_write(session, by, path_id))
    session.flush()
