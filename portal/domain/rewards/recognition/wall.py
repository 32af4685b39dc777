"""The wall as a colleague reads it: who was honoured for what, and what others said about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, func, or_, select
from sqlalchemy.orm import Session, joinedload

from portal.domain.base import Moment
from portal.domain.errors import NotFound
from portal.domain.organisation.models import Employee
from portal.domain.organisation.viewers import Viewer
from portal.domain.pages import Page, page_of
from portal.domain.rewards.badges.models import Badge
from portal.domain.rewards.ledger.models import Award
from portal.domain.rewards.recognition.models import Congratulation, CongratulationState, WallPost
from portal.domain.rewards.recognition.policies import has_wall, is_consenting, is_worn
from portal.domain.rewards.rules.models import RuleVersion

SHOWN_FOR = timedelta(days=120)
CARDS = 8
VOICES = 2
WITH_AWARD = (
    joinedload(WallPost.award).joinedload(Award.version).joinedload(RuleVersion.badge),
    joinedload(WallPost.award).joinedload(Award.rule),
    joinedload(WallPost.employee).joinedload(Employee.unit),
    joinedload(WallPost.employee).joinedload(Employee.position),
    joinedload(WallPost.employee).joinedload(Employee.account),
)
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Voices:
    """What is said under a post: how many, the latest few, and one's own."""

    count: int = 0
    latest: Sequence[Congratulation] = ()
    own: Congratulation | None = None


@dataclass(frozen=True, slots=True)
class Card:
    post: WallPost
    voices: Voices = field(default_factory=Voices)

    @property
    def badge(self) -> Badge:
        badge = self.post.award.version.badge
        assert badge is not None
        return badge


@dataclass(frozen=True, slots=True)
class Wall:
    """`older`: the post after which the next page begins; None on the last one."""

    cards: list[Card]
    older: int | None


def wall_of(
    session: Session, viewer: Viewer, span: Span | None, *, at: datetime, before: int | None = None
) -> Wall:
    """The latest honours of the agency, or of the people who work in the span of unit keys now. Three statements."""
    if not has_wall(viewer):
        raise NotFound
    query = ON_WALL.params(wall_places(viewer, at)).options(*WITH_AWARD)
    if span is not None:
        query = query.where(Employee.unit_key.between(*span))
    if before is not None:
        query = query.where(_older_than(session, before))
    posts = session.scalars(query.limit(CARDS + 1)).all()
    shown = posts[:CARDS]
    voices = voices_under(session, [post.id for post in shown], viewer.employee_id or 0)
    cards = [Card(post, voices.get(post.id, Voices())) for post in shown]
    return Wall(cards, shown[-1].id if len(posts) > CARDS else None)


def card_seen(session: Session, viewer: Viewer, post_id: int) -> Card:
    """A post that is shown to colleagues, or one's own. NotFound for everything else."""
    if not has_wall(viewer):
        raise NotFound
    is_shown = or_(is_consenting(), WallPost.employee_id == viewer.employee_id)
    own = POSTS.params(agency=viewer.agency_id)
    post = session.scalar(own.options(*WITH_AWARD).where(WallPost.id == post_id, is_shown))
    if post is None:
        raise NotFound
    return Card(post, voices_under(session, [post.id], viewer.employee_id or 0).get(post.id, Voices()))


def congratulations_under(
    session: Session, post: WallPost, viewer: Viewer, number: int = 1
) -> Page[Congratulation]:
    """Newest first. The person they are for also reads what they hid."""
    states = [CongratulationState.SHOWN]
    if viewer.employee_id == post.employee_id:
        states.append(CongratulationState.HIDDEN)
    query = (
        select(Congratulation)
        .where(Congratulation.post_id == post.id, Congratulation.state.in_(states))
        .options(
            joinedload(Congratulation.author).joinedload(Employee.unit),
            joinedload(Congratulation.author).joinedload(Employee.account),
        )
        .order_by(Congratulation.written_at.desc(), Congratulation.id.desc())
    )
    return page_of(session, query, number)


def congratulation_seen(session: Session, viewer: Viewer, congratulation_id: int) -> Congratulation:
    """One that is shown under a post one may see, or that was written by or for the viewer."""
    found = session.get(
        Congratulation, congratulation_id, options=[joinedload(Congratulation.post, innerjoin=True)]
    )
    gone = (CongratulationState.TAKEN_BACK, CongratulationState.REMOVED)
    if found is None or found.state in gone:
        raise NotFound
    card_seen(session, viewer, found.post_id)
    is_party = viewer.employee_id in (found.author_id, found.subject_id)
    if found.state is CongratulationState.HIDDEN and not is_party:
        raise NotFound
    return found


def voices_under(session: Session, post_ids: Sequence[int], employee_id: int) -> dict[int, Voices]:
    if not post_ids:
        return {}
    by_post: dict[str, Any] = {"partition_by": Congratulation.post_id}
    ranked = (
        select(
            Congratulation.id,
            func.count().over(**by_post).label("count"),
            func.row_number().over(**by_post, order_by=Congratulation.id.desc()).label("place"),
        )
        .where(Congratulation.post_id.in_(post_ids), Congratulation.state == CongratulationState.SHOWN)
        .subquery()
    )
    rows = session.execute(
        select(Congratulation, ranked.c.count, ranked.c.place)
        .join(ranked, ranked.c.id == Congratulation.id)
        .where(or_(ranked.c.place <= VOICES, Congratulation.author_id == employee_id))
        .options(joinedload(Congratulation.author))
        .order_by(Congratulation.post_id, Congratulation.id.desc())
    ).all()
    found: dict[int, Voices] = {}
    for said, count, place in rows:
        before = found.get(said.post_id, Voices(count))
        latest = [*before.latest, said] if place <= VOICES else before.latest
        own = said if said.author_id == employee_id else before.own
        found[said.post_id] = Voices(count, latest, own)
    return found


# Of awards that are worn, in one agency.
POSTS = (
    select(WallPost)
    .join(Award, Award.id == WallPost.award_id)
    .join(RuleVersion, RuleVersion.id == Award.rule_version_id)
    .join(Employee, Employee.id == WallPost.employee_id)
    .where(WallPost.agency_id == bindparam("agency"), Employee.agency_id == bindparam("agency"), is_worn())
)
# Those of people who want to be named, latest first.
ON_WALL = POSTS.where(
    is_consenting(), WallPost.granted_at > bindparam("shown_since", type_=Moment())
).order_by(WallPost.granted_at.desc(), WallPost.id.desc())


def wall_places(viewer: Viewer, at: datetime) -> dict[str, Any]:
    return {"agency": viewer.agency_id, "shown_since": at - SHOWN_FOR}


def _older_than(session: Session, post_id: int) -> Any:
    found = session.get(WallPost, post_id)
    if found is None:
        raise NotFound
    same = and_(WallPost.granted_at == found.granted_at, WallPost.id < found.id)
    return or_(WallPost.granted_at < found.granted_at, same)
