"""Questions about ideas: colleagues read those of their agency."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, false, func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from portal.domain.change.ideas.models import Idea, IdeaLike, IdeaState, IdeaStep
from portal.domain.change.scope import RUNNERS
from portal.domain.errors import NotFound
from portal.domain.organisation.models import Employee, OrgUnit
from portal.domain.organisation.scope import inside
from portal.domain.organisation.viewers import Viewer
from portal.domain.pages import Page, page_of

UNDECIDED = (IdeaState.SUBMITTED, IdeaState.LOOKED_AT, IdeaState.TRIED)


@dataclass(frozen=True, slots=True)
class Liked:
    """An idea with how many like it; `is_mine`: the viewer does."""

    idea: Idea
    likes: int
    is_mine: bool


def ideas_for(
    session: Session,
    viewer: Viewer,
    *,
    state: IdeaState | None = None,
    search: str = "",
    is_own: bool = False,
    number: int = 1,
) -> Page[Liked]:
    """The latest first."""
    query: Any = (
        select(Idea, _likes(), _is_mine(viewer))
        .join(Idea.unit)
        .where(_seen_by(viewer))
        .options(contains_eager(Idea.unit), joinedload(Idea.author).joinedload(Employee.account))
        .order_by(Idea.submitted_at.desc(), Idea.id.desc())
    )
    if state is not None:
        query = query.where(Idea.state == state)
    if is_own:
        query = query.where(Idea.author_id == (viewer.employee_id or 0))
    if wanted := search.strip()[:80].lower():
        texts = (Idea.title, Idea.problem, Idea.solution)
        query = query.where(or_(*(func.lower(one).contains(wanted, autoescape=True) for one in texts)))
    page = page_of(session, query, number, 12)
    return Page([Liked(*row) for row in page.items], page.number, page.total, page.size)


def idea_for(session: Session, viewer: Viewer, idea_id: int) -> Liked:
    row = session.execute(
        select(Idea, _likes(), _is_mine(viewer))
        .join(Idea.unit)
        .where(Idea.id == idea_id, _seen_by(viewer))
        .options(contains_eager(Idea.unit), joinedload(Idea.author).joinedload(Employee.account))
    ).one_or_none()
    if row is None:
        raise NotFound
    return Liked(*row)


def steps_of(session: Session, idea: Idea) -> Sequence[IdeaStep]:
    """The latest first."""
    return session.scalars(
        select(IdeaStep)
        .where(IdeaStep.idea_id == idea.id)
        .options(joinedload(IdeaStep.by))
        .order_by(IdeaStep.at.desc(), IdeaStep.id.desc())
    ).all()


def count_undecided(session: Session, viewer: Viewer) -> int:
    """Ideas that nobody has taken up yet, in units that the viewer administers or leads."""
    query = (
        select(func.count(Idea.id))
        .join(OrgUnit, OrgUnit.id == Idea.unit_id)
        .where(Idea.state == IdeaState.SUBMITTED, inside(OrgUnit.path_key, viewer, *RUNNERS))
    )
    return session.scalar(query) or 0


def _seen_by(viewer: Viewer) -> ColumnElement[bool]:
    own = OrgUnit.agency_id == viewer.agency_id if viewer.agency_id is not None else false()
    return or_(own, inside(OrgUnit.path_key, viewer, *RUNNERS))


def _likes() -> ColumnElement[int]:
    return select(func.count()).select_from(IdeaLike).where(IdeaLike.idea_id == Idea.id).scalar_subquery()


def _is_mine(viewer: Viewer) -> ColumnElement[bool]:
    return (
        select(IdeaLike.idea_id)
        .where(IdeaLike.idea_id == Idea.id, IdeaLike.employee_id == (viewer.employee_id or 0))
        .exists()
    )
