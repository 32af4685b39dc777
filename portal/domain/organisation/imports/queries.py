from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, undefer

from portal.domain.errors import NotFound
from portal.domain.organisation.imports.models import ImportRun
from portal.domain.organisation.policies import may_run_installation
from portal.domain.organisation.viewers import Viewer
from portal.domain.pages import Page, page_of


def runs(session: Session, viewer: Viewer, number: int = 1) -> Page[ImportRun]:
    """One's own imports, newest first; an administrator sees all."""
    query = (
        select(ImportRun)
        .options(joinedload(ImportRun.file), joinedload(ImportRun.starter))
        .order_by(ImportRun.id.desc())
    )
    if not may_run_installation(viewer):
        query = query.where(ImportRun.started_by == viewer.account_id)
    return page_of(session, query, number)


def run_for(session: Session, viewer: Viewer, run_id: int) -> ImportRun:
    """With its problems and changes."""
    found = session.scalar(
        select(ImportRun)
        .options(
            joinedload(ImportRun.file),
            undefer(ImportRun.problems),
            undefer(ImportRun.warnings),
            undefer(ImportRun.changes),
        )
        .where(ImportRun.id == run_id)
    )
    if found is None or not (found.started_by == viewer.account_id or may_run_installation(viewer)):
        raise NotFound
    return found
