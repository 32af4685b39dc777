"""What there is to study: the catalogue, one module of it, and one's own study of that."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, selectinload

from portal.domain.errors import NotFound
from portal.domain.learning.modules.models import Module, ModuleState, ModuleVersion
from portal.domain.learning.studies.models import Study
from portal.domain.organisation.viewers import Viewer
from portal.domain.pages import Page, page_of

A_PAGE = 12


def _offered(viewer: Viewer) -> Select[ModuleVersion]:
    """What this person may begin: published, of the own agency or of all."""
    return (
        select(ModuleVersion)
        .join(Module, Module.live_version_id == ModuleVersion.id)
        .where(
            Module.state == ModuleState.PUBLISHED,
            or_(Module.agency_id.is_(None), Module.agency_id == (viewer.agency_id or 0)),
        )
    )


def catalogue(
    session: Session, viewer: Viewer, *, search: str = "", theme: str = "", number: int = 1
) -> Page[ModuleVersion]:
    """Live versions by title; `search` looks into title, summary and theme."""
    query = _offered(viewer)
    if search:
        texts = (ModuleVersion.title, ModuleVersion.summary, ModuleVersion.theme)
        query = query.where(
            or_(*(func.lower(text).contains(search.lower(), autoescape=True) for text in texts))
        )
    if theme:
        query = query.where(ModuleVersion.theme == theme)
    return page_of(session, query.order_by(ModuleVersion.title, ModuleVersion.id), number, A_PAGE)


def themes(session: Session, viewer: Viewer) -> Sequence[str]:
    names = _offered(viewer).with_only_columns(ModuleVersion.theme).where(ModuleVersion.theme != "")
    return session.scalars(names.distinct().order_by(ModuleVersion.theme)).all()


def version_for(session: Session, viewer: Viewer, module_id: int) -> ModuleVersion:
    """What a newcomer begins, with its lessons; to who began it earlier also after it left the catalogue."""
    offered = _offered(viewer).where(Module.id == module_id).options(selectinload(ModuleVersion.lessons))
    found = session.scalar(offered)
    if found is None and (own := study_of(session, viewer, module_id)) is not None:
        found = session.get(ModuleVersion, own.version_id, options=[selectinload(ModuleVersion.lessons)])
    if found is None:
        raise NotFound
    return found


def study_of(session: Session, viewer: Viewer, module_id: int) -> Study | None:
    """One's latest study of a module; an unfinished one before a finished one."""
    return session.scalar(
        select(Study)
        .where(Study.employee_id == (viewer.employee_id or 0), Study.module_id == module_id)
        .order_by(Study.finished_at.is_not(None), Study.id.desc())
        .limit(1)
    )
