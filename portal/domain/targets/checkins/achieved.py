"""How many targets were achieved, month by month, in a part of the organisation."""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.domain.organisation.models import Employee
from portal.domain.periods import Period, months_of
from portal.domain.targets.checkins.models import AchievementMark


def achieved_by_month(session: Session, low: int, high: int, period: Period) -> list[tuple[date, int]]:
    """By people who work in the units `low`..`high` today; undone ones are taken off again."""
    rows = session.execute(
        select(AchievementMark.day, func.sum(AchievementMark.sign))
        .join(Employee, Employee.id == AchievementMark.employee_id)
        .where(
            Employee.unit_key.between(low, high),
            AchievementMark.day >= period.start,
            AchievementMark.day < period.end,
        )
        .group_by(AchievementMark.day)
    )
    counts = dict.fromkeys(months_of(period), 0)
    for day, count in rows:
        counts[day.replace(day=1)] += int(count)
    return list(counts.items())
