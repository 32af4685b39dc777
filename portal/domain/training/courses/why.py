"""Why a course is for this person: an indicator behind its pace, the own work, a weak element of the unit's service.

A course and a need meet in the course's tags: a tag that stands in the words of the need, or one of the topics
kept for its subject.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from portal.domain.organisation.viewers import Viewer
from portal.domain.training.courses.models import Course
from portal.domain.training.courses.queries import courses_tagged, tags_offered
from portal.domain.training.needs import Need, NeedKind, NeedSource

# What helps against a low mark of citizens, by the code of the element (PermenPANRB 14/2017).
TOPICS: dict[str, frozenset[str]] = {
    "req": frozenset({"standar pelayanan", "pelayanan publik"}),
    "proc": frozenset({"standar pelayanan", "penyederhanaan prosedur", "sop"}),
    "time": frozenset({"manajemen waktu", "penyederhanaan prosedur", "layanan digital"}),
    "cost": frozenset({"standar pelayanan", "integritas"}),
    "prod": frozenset({"standar pelayanan", "mutu layanan"}),
    "comp": frozenset({"pelayanan publik", "adminduk", "perizinan"}),
    "beh": frozenset({"komunikasi", "pelayanan prima", "etika"}),
    "fac": frozenset({"pengelolaan aset", "k3", "layanan ramah disabilitas"}),
    "compl": frozenset({"pengaduan", "komunikasi"}),
}
WEIGHT = {NeedKind.GAP: 4, NeedKind.WEAK_ELEMENT: 2, NeedKind.ROLE: 1}
CANDIDATES, SHOWN = 40, 3


@dataclass(frozen=True, slots=True)
class Advice:
    """A course with the needs it answers, the weightiest first."""

    course: Course
    needs: tuple[Need, ...]


def needs_of(
    session: Session, viewer: Viewer, sources: Iterable[NeedSource], *, at: datetime
) -> tuple[Need, ...]:
    """Nothing for people without a place in an agency."""
    if viewer.employee_id is None:
        return ()
    return tuple(need for source in sources for need in source(session, viewer, at))


def advised(
    session: Session,
    viewer: Viewer,
    needs: Sequence[Need],
    offered: Sequence[str],
    *,
    besides: Collection[int] = (),
    most: int = SHOWN,
) -> list[Advice]:
    """Courses that answer some need, those that answer more of them first; `offered` are the catalogue's tags,
    `besides` courses that are known already.
    """
    tags = [tag for tag in offered if any(_answers(tag, need) for need in needs)]
    if not tags:
        return []
    courses = courses_tagged(session, viewer, tags, CANDIDATES)
    found = [Advice(course, why(course, needs)) for course in courses if course.id not in besides]
    found.sort(
        key=lambda one: (-sum(WEIGHT[need.kind] for need in one.needs), one.course.title, one.course.id)
    )
    return found[:most]


def courses_about(session: Session, viewer: Viewer, name: str, words: str) -> list[Course]:
    """What can be learned for one target, told in the words of its indicator and result."""
    need = Need(kind=NeedKind.GAP, name=name, words=words)
    return [one.course for one in advised(session, viewer, [need], tags_offered(session, viewer))]


def why(course: Course, needs: Sequence[Need]) -> tuple[Need, ...]:
    """The needs this course answers; of each kind the first."""
    found: dict[NeedKind, Need] = {}
    for need in needs:
        if need.kind not in found and any(_answers(one.tag, need) for one in course.tags):
            found[need.kind] = need
    return tuple(sorted(found.values(), key=lambda need: -WEIGHT[need.kind]))


def _answers(tag: str, need: Need) -> bool:
    if need.subject:
        return tag in TOPICS.get(need.subject, ())
    return re.search(rf"(?<!\w){re.escape(tag)}", need.words, re.IGNORECASE) is not None
