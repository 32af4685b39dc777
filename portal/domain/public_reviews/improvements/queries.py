from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from portal.domain.errors import NotFound
from portal.domain.organisation.viewers import Viewer
from portal.domain.public_reviews.improvements.models import ImprovementAction, ImprovementState
from portal.domain.public_reviews.services.models import Service
from portal.domain.public_reviews.services.queries import within


def improvements_of(session: Session, service_id: int, most: int = 20) -> Sequence[ImprovementAction]:
    """What the unit promised, the latest due date first; dropped promises stay visible."""
    return session.scalars(
        select(ImprovementAction)
        .where(ImprovementAction.service_id == service_id)
        .order_by(ImprovementAction.due_on.desc(), ImprovementAction.id.desc())
        .limit(most)
    ).all()


def for_elements(found: Sequence[ImprovementAction]) -> dict[str, ImprovementAction]:
    """The latest promise for each element that has one and was not dropped."""
    kept = [one for one in found if one.state is not ImprovementState.DROPPED]
    return {one.element: one for one in reversed(kept)}


def managed_improvement(session: Session, viewer: Viewer, improvement_id: int) -> ImprovementAction:
    found = session.scalars(
        select(ImprovementAction)
        .join(ImprovementAction.service)
        .options(contains_eager(ImprovementAction.service))
        .where(ImprovementAction.id == improvement_id, within(Service.unit_key, viewer))
    ).first()
    if found is None:
        raise NotFound
    return found
