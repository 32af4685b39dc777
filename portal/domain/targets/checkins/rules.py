"""When a check-in is accepted, and what it must say."""

import re
from datetime import date, timedelta

from portal.domain.errors import RuleBroken
from portal.domain.targets.checkins.inputs import NewCheckIn
from portal.domain.targets.plans.contents import Indicator
from portal.domain.targets.plans.models import LATE_DAYS, PerformancePlan
from portal.domain.targets.plans.rules import check_amount
from portal.domain.words import n_

LINK = re.compile(r"https://[^\s/?#@\\]+\.[^\s/?#@\\]+(?:[/?#][^\s\\]*)?")
LONGEST_LINK = 500
MOST_FILES = 5


def check(new: NewCheckIn, indicator: Indicator, plan: PerformancePlan, today: date) -> None:
    if not plan.is_in_force:
        raise RuleBroken(n_("Progress can be reported once both sides have agreed to the plan."))
    if today >= plan.ends_on + timedelta(days=LATE_DAYS):
        raise RuleBroken(n_("The period is over: late check-ins were possible for 14 days after its end."))
    if not plan.starts_on <= new.as_of_on < plan.ends_on:
        raise RuleBroken(n_("Choose a day inside the period of the plan."), field="as_of_on")
    if new.as_of_on > today:
        raise RuleBroken(n_("This day has not come yet."), field="as_of_on")
    _check_content(new, indicator)


def _check_content(new: NewCheckIn, indicator: Indicator) -> None:
    if indicator.is_in_words:
        if not new.note:
            raise RuleBroken(n_("Tell in words what was reached."), field="note")
    elif new.value is None:
        raise RuleBroken(n_("Enter what was reached as a number."), field="value")
    check_amount(new.value, "value")
    if new.link and (len(new.link) > LONGEST_LINK or not LINK.fullmatch(new.link)):
        raise RuleBroken(n_("Write a complete address that begins with https://"), field="link")
    if len(new.files) > MOST_FILES:
        raise RuleBroken(n_("Attach at most %(most)s files."), field="files", most=MOST_FILES)


def is_late(plan: PerformancePlan, today: date) -> bool:
    """Sent after the period had ended."""
    return today >= plan.ends_on
