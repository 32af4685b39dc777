"""Files and links for those who take part."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.domain import files
from portal.domain.errors import NotAllowed, NotFound, RuleBroken
from portal.domain.files import Prepared, StoredFile
from portal.domain.organisation.viewers import Viewer
from portal.domain.training.policies import may_run
from portal.domain.training.sessions.models import SessionMaterial, TrainingSession
from portal.domain.words import n_

MOST = 30


def add_material(
    session: Session,
    held: TrainingSession,
    title: str,
    *,
    file: Prepared | None,
    url: str,
    by: Viewer,
    at: datetime,
) -> SessionMaterial:
    """Either a file or a link."""
    if not may_run(by, held):
        raise NotAllowed
    if bool(file) == bool(url):
        raise RuleBroken(n_("Choose a file or write a link, one of both."), field="url")
    if url and (urlsplit(url).scheme != "https" or not urlsplit(url).netloc):
        raise RuleBroken(n_("Write the whole address, beginning with https://"), field="url")
    if _count(session, held) >= MOST:
        raise RuleBroken(n_("A session has at most %(most)s materials."), field="title", most=MOST)
    stored = files.keep(session, file, by=by.account_id, at=at) if file else None
    made = SessionMaterial(
        session_id=held.id, title=title, file_id=stored.id if stored else None, url=url or None
    )
    session.add(made)
    session.flush()
    return made


def _count(session: Session, held: TrainingSession) -> int:
    query = select(func.count()).where(SessionMaterial.session_id == held.id)
    return session.scalar(query) or 0


def drop_material(session: Session, held: TrainingSession, material_id: int, *, by: Viewer) -> None:
    if not may_run(by, held):
        raise NotAllowed
    session.delete(_material(session, held, material_id))
    session.flush()


def file_of(session: Session, held: TrainingSession, material_id: int) -> StoredFile:
    file = _material(session, held, material_id).file
    if file is None:
        raise NotFound
    return file


def _material(session: Session, held: TrainingSession, material_id: int) -> SessionMaterial:
    found = session.get(SessionMaterial, material_id)
    if found is None or found.session_id != held.id:
        raise NotFound
    return found
