"""What the approved check-ins of an indicator add up to, and whether its target is met."""

from sqlalchemy.orm import Session

from portal.domain.targets.achievement import Report, achieved_day, realization_of
from portal.domain.targets.checkins.models import AchievementMark, Decision
from portal.domain.targets.checkins.queries import approved_reports
from portal.domain.targets.plans.contents import Indicator


def settle(session: Session, indicator: Indicator, because: Decision) -> None:
    """Bring the indicator's figures up to date; a mark is written only when "achieved" turns."""
    session.flush()
    reports = approved_reports(session, [indicator.id]).get(indicator.id, [])
    indicator.realization = realization_of(reports, indicator.reading)
    indicator.reported_on = reports[-1].day if reports else None
    _mark(session, indicator, reports, because)
    session.flush()


def _mark(session: Session, indicator: Indicator, reports: list[Report], because: Decision) -> None:
    if indicator.target_low is None:
        return
    before = indicator.achieved_on
    after = achieved_day(
        reports,
        indicator.reading,
        indicator.target_low,
        indicator.target_high,
        indicator.direction,
        indicator.due_on,
    )
    day = after or before
    if day is None or (before is None) == (after is None):
        return
    session.add(
        AchievementMark(
            indicator_id=indicator.id,
            number=indicator.mark_count,
            decision_id=because.id,
            employee_id=indicator.owner_id,
            day=day,
            sign=1 if after else -1,
            is_on_time=day <= indicator.due_on,
        )
    )
    indicator.mark_count += 1
    indicator.achieved_on = after
