"""How long a badge is worn."""

import calendar
from datetime import date, timedelta

from portal.domain.rewards.badges.models import Badge
from portal.domain.rewards.ledger.models import Award


def last_day(won_on: date, months: int) -> date:
    """So many months later; the 31st becomes the month's last day."""
    year, month = divmod(won_on.year * 12 + won_on.month - 1 + months, 12)
    return date(year, month + 1, min(won_on.day, calendar.monthrange(year, month + 1)[1]))


def is_worn(badge: Badge, award: Award, day: date) -> bool:
    """A day longer than the certificate at most: `changed_at` is UTC, `day` one of the agency's calendar."""
    if badge.lasts_months is None:
        return True
    return day <= last_day(award.changed_at.date(), badge.lasts_months) + timedelta(days=1)
