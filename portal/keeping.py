"""What the portal keeps of people: for how long, what everybody may read of themselves, what goes on erasure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from portal.domain.accounts import retention as accounts_retention
from portal.domain.accounts.erasing import ERASING as ACCOUNT_ERASING
from portal.domain.accounts.queries import own_account, own_sessions
from portal.domain.audit.erasing import ERASING as AUDIT_ERASING
from portal.domain.change import retention as change_retention
from portal.domain.change.erasing import ERASING as CHANGE_ERASING
from portal.domain.change.own import own_change
from portal.domain.erasing import Declaration
from portal.domain.erasing_kernel import ERASING as KERNEL_ERASING
from portal.domain.learning import retention as learning_retention
from portal.domain.learning.erasing import ERASING as LEARNING_ERASING
from portal.domain.learning.own import own_learning
from portal.domain.notifications import retention as notifications_retention
from portal.domain.notifications.erasing import ERASING as NOTIFICATIONS_ERASING
from portal.domain.notifications.queries import own_notifications
from portal.domain.organisation.erasing import ERASING as ORGANISATION_ERASING
from portal.domain.organisation.erasure.queries import own_requests
from portal.domain.organisation.own import own_record, own_roles
from portal.domain.organisation.viewers import Viewer
from portal.domain.public_reviews import retention as reviews_retention
from portal.domain.public_reviews.erasing import ERASING as REVIEWS_ERASING
from portal.domain.public_reviews.own import own_contests, own_reviews
from portal.domain.retention import KERNEL, Rule
from portal.domain.rewards import retention as rewards_retention
from portal.domain.rewards.credentials.own import own_credentials
from portal.domain.rewards.erasing import ERASING as REWARDS_ERASING
from portal.domain.rewards.flags import retention as flags_retention
from portal.domain.rewards.flags.own import own_flags
from portal.domain.rewards.own import (
    own_awards,
    own_congratulations,
    own_decisions,
    own_places,
    own_points,
    own_redemptions,
)
from portal.domain.targets.erasing import ERASING as TARGETS_ERASING
from portal.domain.targets.own import own_plans, own_progress
from portal.domain.training import retention as training_retention
from portal.domain.training.courses.own import own_teaching
from portal.domain.training.erasing import ERASING as TRAINING_ERASING
from portal.domain.training.hours.own import own_hours
from portal.domain.training.proof.own import own_attendance, own_behaviour, own_training_certificates
from portal.domain.training.seats.own import own_seats

DataSource = Callable[[Session, Viewer], Any]

# How long what is kept. Runs every night (01:30 WIB); `flask retention --dry-run` says what it would do.
RETENTION: tuple[Rule, ...] = (
    *KERNEL,
    *accounts_retention.RULES,
    *notifications_retention.RULES,
    *reviews_retention.RULES,
    *rewards_retention.RULES,
    *learning_retention.RULES,
    *flags_retention.RULES,
    *training_retention.RULES,
    *change_retention.RULES,
)

# What each feature keeps about one person: the parts of "my data".
MY_DATA: Mapping[str, DataSource] = {
    "account": lambda session, me: own_account(session, me.account_id),
    "employee": lambda session, me: own_record(session, me.account_id),
    "roles": lambda session, me: own_roles(session, me.account_id),
    "sign_ins": lambda session, me: own_sessions(session, me.account_id),
    "notifications": lambda session, me: own_notifications(session, me.account_id),
    "plans": own_plans,
    "progress": own_progress,
    "reviews": own_reviews,
    "contests": own_contests,
    "awards": own_awards,
    "points": own_points,
    "learning": own_learning,
    "teaching": own_teaching,
    "board_places": own_places,
    "certificates": own_credentials,
    "congratulations": own_congratulations,
    "redemptions": own_redemptions,
    "decisions_on_points": own_decisions,
    "looks_at_rewards": own_flags,
    "training_attendance": own_attendance,
    "training_at_work": own_behaviour,
    "training_certificates": own_training_certificates,
    "training_seats": own_seats,
    "learning_hours": own_hours,
    "change": own_change,
    "requests_to_be_erased": own_requests,
}

# What each feature erases of a person who asked for it, and what it keeps and why; carried out in this order.
ERASURE: tuple[Declaration, ...] = (
    ORGANISATION_ERASING,
    ACCOUNT_ERASING,
    TARGETS_ERASING,
    LEARNING_ERASING,
    TRAINING_ERASING,
    CHANGE_ERASING,
    REVIEWS_ERASING,
    REWARDS_ERASING,
    NOTIFICATIONS_ERASING,
    KERNEL_ERASING,
    AUDIT_ERASING,
)
