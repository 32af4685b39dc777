"""What of somebody's awards another person may look at."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from portal.domain.organisation.acting import acting_for
from portal.domain.organisation.models import Employee
from portal.domain.organisation.viewers import Viewer
from portal.domain.periods import local_day
from portal.domain.rewards.ledger.models import Award
from portal.domain.rewards.ledger.queries import WonBadge
from portal.domain.rewards.ledger.reading import awards_ever, may_see_badge, may_see_whole
from portal.domain.rewards.profile import badges_among


@dataclass(frozen=True, slots=True)
class Shown:
    """`awards`: everything with its points, for those who may see it whole; the badges are for colleagues too."""

    badges: list[WonBadge]
    awards: Sequence[Award]
    is_whole: bool


def shown_to(session: Session, viewer: Viewer, person: Employee, at: datetime) -> Shown:
    is_whole = may_see_whole(viewer, acting_for(session, viewer, at), person)
    if not is_whole and not person.is_recognisable:
        return Shown([], [], False)
    awards = awards_ever(session, person.id)
    seen = awards if is_whole else [award for award in awards if may_see_badge(viewer, person, award)]
    return Shown(badges_among(seen, local_day(at, viewer.timezone)), awards if is_whole else [], is_whole)
