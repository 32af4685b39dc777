"""The one page where features meet: who reacts to what, which metrics exist, which jobs run when."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from portal import mail
from portal.config import Config
from portal.domain.accounts import retention as accounts_retention
from portal.domain.accounts.queries import own_account, own_sessions
from portal.domain.events import Reactions
from portal.domain.metrics import MetricSource
from portal.domain.notifications import retention as notifications_retention
from portal.domain.notifications.queries import own_notifications
from portal.domain.organisation.own import own_record, own_roles
from portal.domain.organisation.viewers import Viewer
from portal.domain.retention import KERNEL, Rule
from portal.domain.targets.metrics import SOURCE as TARGETS
from portal.housekeeping import tidy_at_night

Handler = Callable[[Engine, Config, dict[str, Any]], None]
Job = Callable[[Engine, Config], None]
DataSource = Callable[[Session, Viewer], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Timer:
    """A job and its time: `trigger` and `when` as APScheduler takes them."""

    name: str
    job: Job
    trigger: str
    when: Mapping[str, Any] = field(default_factory=dict)


METRICS: tuple[MetricSource, ...] = (TARGETS,)

REACTIONS: Reactions = {}

HANDLERS: Mapping[str, Handler] = {
    "mail": mail.send_letter,
    "invitation": mail.send_invitation,
    "password_reset": mail.send_reset,
}

TIMERS: tuple[Timer, ...] = (
    Timer(name="retention", job=tidy_at_night, trigger="cron", when={"hour": 18, "minute": 30}),
)

# How long what is kept. Runs every night (01:30 WIB); `flask retention --dry-run` says what it would do.
RETENTION: tuple[Rule, ...] = (*KERNEL, *accounts_retention.RULES, *notifications_retention.RULES)

# What each feature keeps about one person: the parts of "my data".
MY_DATA: Mapping[str, DataSource] = {
    "account": lambda session, me: own_account(session, me.account_id),
    "employee": lambda session, me: own_record(session, me.account_id),
    "roles": lambda session, me: own_roles(session, me.account_id),
    "sign_ins": lambda session, me: own_sessions(session, me.account_id),
    "notifications": lambda session, me: own_notifications(session, me.account_id),
}
