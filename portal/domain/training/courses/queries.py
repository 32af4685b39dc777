"""Questions about courses: what is offered to a person, what a trainer writes, what waits for a review."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload, selectinload

from portal.domain.errors import NotFound
from portal.domain.organisation.models import OrgUnit, Role
from portal.domain.organisation.scope import inside
from portal.domain.organisation.viewers import EVERYWHERE, Viewer
from portal.domain.pages import Page, page_of
from portal.domain.training.courses.models import (
    CompetenceGroup,
    Course,
    CourseKind,
    CourseState,
    CourseTag,
    CourseTrainer,
)
from portal.domain.training.policies import may_edit
from portal.domain.training.sessions.models import AHEAD, Mode, TrainingSession

A_PAGE = 12
SHOWN = (CourseState.PUBLISHED, CourseState.RETIRED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody looks for in the catalogue; empty means everything."""

    search: str = ""
    kind: CourseKind | None = None
    group: CompetenceGroup | None = None
    tag: str = ""
    mode: Mode | None = None
    has_dates: bool = False


def of_agency(column: InstrumentedAttribute[int | None], viewer: Viewer) -> ColumnElement[bool]:
    """Of every agency, or of the viewer's own."""
    return or_(column.is_(None), column == (viewer.agency_id or 0))


def managed_agencies(viewer: Viewer) -> Select[int]:
    """Agencies whose training this viewer looks after."""
    return select(OrgUnit.agency_id).where(
        OrgUnit.level == 1, inside(OrgUnit.path_key, viewer, Role.HR_ADMIN)
    )


def kept_by(viewer: Viewer) -> ColumnElement[bool]:
    """The courses this viewer may edit; the same answer as `policies.may_edit`."""
    parts: list[ColumnElement[bool]] = [Course.agency_id.in_(managed_agencies(viewer))]
    if viewer.has(Role.TRAINER):
        parts.append(Course.author_id == viewer.account_id)
    if EVERYWHERE in viewer.spans(Role.ADMIN):
        parts.append(Course.agency_id.is_(None))
    return or_(*parts)


def offered(viewer: Viewer) -> ColumnElement[bool]:
    """What stands in this person's catalogue."""
    return (Course.state == CourseState.PUBLISHED) & of_agency(Course.agency_id, viewer)


def open_to(viewer: Viewer) -> ColumnElement[bool]:
    """Sessions held for the unit the viewer works in."""
    key = viewer.unit_key or 0
    return (TrainingSession.unit_low <= key) & (TrainingSession.unit_high >= key)


def dates_ahead(viewer: Viewer, at: datetime) -> ColumnElement[bool]:
    return TrainingSession.state.in_(AHEAD) & (TrainingSession.starts_at > at) & open_to(viewer)


def catalogue(
    session: Session, viewer: Viewer, wanted: Wanted, *, at: datetime, number: int = 1
) -> Page[Course]:
    """By title; `search` looks into title, code, summary, audience and tags."""
    query = select(Course).where(offered(viewer), *_matching(viewer, wanted, at))
    query = query.options(joinedload(Course.tags)).order_by(Course.title, Course.id)
    return page_of(session, query, number, A_PAGE)


def _matching(viewer: Viewer, wanted: Wanted, at: datetime) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.search:
        found.append(_contains(wanted.search.lower()))
    if wanted.kind:
        found.append(Course.kind == wanted.kind)
    if wanted.group:
        found.append(Course.group == wanted.group)
    if wanted.tag:
        found.append(Course.id.in_(_tagged(CourseTag.tag == wanted.tag)))
    if wanted.has_dates or wanted.mode:
        dates = select(TrainingSession.course_id).where(dates_ahead(viewer, at))
        if wanted.mode:
            dates = dates.where(TrainingSession.mode == wanted.mode)
        found.append(Course.id.in_(dates))
    return found


def _contains(words: str) -> ColumnElement[bool]:
    texts = (Course.title, Course.code, Course.summary, Course.audience)
    return or_(
        *(func.lower(text).contains(words, autoescape=True) for text in texts),
        Course.id.in_(_tagged(func.lower(CourseTag.tag).contains(words, autoescape=True))),
    )


def _tagged(criterion: ColumnElement[bool]) -> Select[int]:
    return select(CourseTag.course_id).where(criterion)


def tags_offered(session: Session, viewer: Viewer) -> Sequence[str]:
    """Every tag of the person's catalogue, by name."""
    return session.scalars(
        select(CourseTag.tag)
        .join(Course, Course.id == CourseTag.course_id)
        .where(offered(viewer))
        .distinct()
        .order_by(CourseTag.tag)
    ).all()


def courses_tagged(session: Session, viewer: Viewer, tags: Sequence[str], most: int) -> Sequence[Course]:
    """Offered courses that carry one of the tags; those with more of them first."""
    hits = func.count(CourseTag.tag)
    matching = (
        select(CourseTag.course_id, hits.label("hits"))
        .where(CourseTag.tag.in_(tags))
        .group_by(CourseTag.course_id)
        .subquery()
    )
    found = session.scalars(
        select(Course)
        .join(matching, matching.c.course_id == Course.id)
        .where(offered(viewer))
        .options(joinedload(Course.tags))
        .order_by(matching.c.hits.desc(), Course.title, Course.id)
        .limit(most)
    )
    return found.unique().all()


def course_for(session: Session, viewer: Viewer, course_id: int) -> Course:
    """Offered (now or earlier) to this person, or kept by them."""
    seen = Course.state.in_(SHOWN) & of_agency(Course.agency_id, viewer)
    found = session.scalar(_whole().where(Course.id == course_id, or_(seen, kept_by(viewer))))
    if found is None:
        raise NotFound
    return found


def _whole() -> Select[Course]:
    return select(Course).options(
        joinedload(Course.agency),
        joinedload(Course.author),
        selectinload(Course.tags),
        selectinload(Course.trainers),
        selectinload(Course.needs),
    )


def course_to_edit(session: Session, viewer: Viewer, course_id: int) -> Course:
    found = course_for(session, viewer, course_id)
    if not may_edit(viewer, found):
        raise NotFound
    return found


def courses_kept(
    session: Session, viewer: Viewer, state: CourseState | None = None, number: int = 1
) -> Page[Course]:
    """What the workshop shows: courses one may edit, what waits first, then by title."""
    query = (
        select(Course).where(kept_by(viewer)).options(joinedload(Course.agency), joinedload(Course.author))
    )
    if state:
        query = query.where(Course.state == state)
    return page_of(session, query.order_by(Course.title, Course.id), number)


def states_kept(session: Session, viewer: Viewer) -> dict[CourseState, int]:
    rows = session.execute(select(Course.state, func.count()).where(kept_by(viewer)).group_by(Course.state))
    return {state: count for state, count in rows}


def how_many_offered(session: Session, viewer: Viewer) -> int:
    return session.scalar(select(func.count()).select_from(Course).where(offered(viewer))) or 0


def courses_to_review(session: Session, viewer: Viewer) -> Sequence[Course]:
    """Handed in by others, the oldest first."""
    return session.scalars(
        select(Course)
        .where(
            Course.state == CourseState.IN_REVIEW,
            or_(Course.author_id.is_(None), Course.author_id != viewer.account_id),
            kept_by(viewer),
        )
        .options(joinedload(Course.author), joinedload(Course.agency))
        .order_by(Course.created_at, Course.id)
        .limit(50)
    ).all()


def courses_to_hold(session: Session, viewer: Viewer) -> Sequence[tuple[int, str]]:
    """Published courses a session may be planned of, by title."""
    rows = session.execute(
        select(Course.id, Course.title).where(offered(viewer)).order_by(Course.title, Course.id)
    )
    return [(id_, title) for id_, title in rows]


def courses_by_trainer(session: Session, viewer: Viewer, trainer_id: int) -> Sequence[Course]:
    return session.scalars(
        select(Course)
        .join(CourseTrainer, CourseTrainer.course_id == Course.id)
        .where(CourseTrainer.trainer_id == trainer_id, offered(viewer))
        .options(selectinload(Course.tags))
        .order_by(Course.title, Course.id)
        .limit(60)
    ).all()
