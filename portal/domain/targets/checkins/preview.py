"""What an indicator would show if a value were approved."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.targets.achievement import Report, capped, meets, realization_of
from portal.domain.targets.checkins.models import EntryState, ProgressEntry
from portal.domain.targets.plans.contents import Indicator


@dataclass(frozen=True, slots=True)
class Preview:
    """`percent` is the achievement, `bar` the same between 0 and 100."""

    realization: Decimal
    percent: Decimal
    bar: Decimal
    is_met: bool


def preview_of(
    session: Session, indicator: Indicator, value: Decimal | None, *, corrects_id: int | None = None
) -> Preview | None:
    """The approved check-ins with this value as the newest, without what it corrects."""
    if value is None or indicator.target_low is None or not 0 <= value <= Decimal(10) ** 12:
        return None
    rows = session.execute(
        select(ProgressEntry.as_of_on, ProgressEntry.value)
        .where(
            ProgressEntry.indicator_id == indicator.id,
            ProgressEntry.state == EntryState.APPROVED,
            ProgressEntry.id != (corrects_id or 0),
        )
        .order_by(ProgressEntry.as_of_on, ProgressEntry.id)
    )
    reports = [Report(day, known) for day, known in rows if known is not None]
    found = realization_of([*reports, Report(date.max, value)], indicator.reading) or Decimal(0)
    percent = indicator.percent_at(found) or Decimal(0)
    is_met = meets(found, indicator.target_low, indicator.target_high, indicator.direction)
    return Preview(found, percent, capped(percent), is_met)
