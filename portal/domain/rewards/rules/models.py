"""Tables of rules. A published version is never changed; changing a rule makes the next version."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, PrimaryKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.domain.append_only import refuse
from portal.domain.base import Base, Id
from portal.domain.periods import Period
from portal.domain.rewards.badges.models import Badge
from portal.domain.rewards.periods import RuleWindow
from portal.domain.words import n_


class RuleState(StrEnum):
    DRAFT = "draft"
    LIVE = "live"
    PAUSED = "paused"
    RETIRED = "retired"


RULE_STATE_NAMES = {
    RuleState.DRAFT: n_("Draft rule"),
    RuleState.LIVE: n_("Live"),
    RuleState.PAUSED: n_("Paused"),
    RuleState.RETIRED: n_("Retired"),
}


class RuleKind(StrEnum):
    """A manual rule has no condition: a person proposes with a reason, another approves. A deduction takes points."""

    AUTOMATIC = "automatic"
    MANUAL = "manual"
    DEDUCTION = "deduction"


class GrantPolicy(StrEnum):
    """When what is met is granted. Rules that can only ever become truer are granted at once by either."""

    AT_CLOSE = "at_close"
    AT_ONCE_REVOCABLE = "at_once_revocable"


POLICY_NAMES = {
    GrantPolicy.AT_CLOSE: n_("When the period closes"),
    GrantPolicy.AT_ONCE_REVOCABLE: n_("At once, revocable until the period closes"),
}


class Rule(Base):
    """Without an agency a rule counts for all of them."""

    __tablename__ = "rule"
    __table_args__ = (Index(None, "state", "id"), Index(None, "agency_id"))

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(unique=True)
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    kind: Mapped[RuleKind] = mapped_column(default=RuleKind.AUTOMATIC)
    name: Mapped[str]
    words: Mapped[str] = mapped_column(default="")
    state: Mapped[RuleState] = mapped_column(default=RuleState.DRAFT)
    live_version_id: Mapped[int | None] = mapped_column(
        ForeignKey("rule_version.id", use_alter=True, name="fk_rule_live_version_id_rule_version")
    )
    created_at: Mapped[datetime]

    live_version: Mapped["RuleVersion | None"] = relationship(
        foreign_keys=live_version_id, post_update=True, viewonly=True
    )

    @property
    def is_manual(self) -> bool:
        """Whether people decide, instead of a condition."""
        return self.kind is not RuleKind.AUTOMATIC


class RuleVersion(Base):
    """`tree` is the condition, `scope` whom it is for; `report` is the preview the approver saw."""

    __tablename__ = "rule_version"
    __table_args__ = (
        UniqueConstraint("rule_id", "number"),
        Index(None, "badge_id"),
        CheckConstraint("points >= 0", name="points"),
        CheckConstraint("cap_per_year IS NULL OR cap_per_year > 0", name="cap_per_year"),
        CheckConstraint("budget IS NULL OR budget > 0", name="budget"),
        CheckConstraint("cool_down_days IS NULL OR cool_down_days > 0", name="cool_down_days"),
        CheckConstraint("approved_by IS NULL OR approved_by <> author_id", name="another_approver"),
    )

    id: Mapped[Id]
    rule_id: Mapped[int] = mapped_column(ForeignKey("rule.id"))
    number: Mapped[int]
    tree: Mapped[dict[str, Any]]
    fingerprint: Mapped[str]
    window: Mapped[RuleWindow]
    season_start: Mapped[date | None]
    season_end: Mapped[date | None]
    scope: Mapped[dict[str, Any]] = mapped_column(default=dict)
    policy: Mapped[GrantPolicy] = mapped_column(default=GrantPolicy.AT_CLOSE)
    points: Mapped[int] = mapped_column(default=0)
    badge_id: Mapped[int | None] = mapped_column(ForeignKey("badge.id"))
    nomination_call: Mapped[str | None]
    cap_per_year: Mapped[int | None]
    budget: Mapped[int | None]
    cool_down_days: Mapped[int | None]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    created_at: Mapped[datetime]
    approved_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    approved_at: Mapped[datetime | None]
    report: Mapped[dict[str, Any] | None] = mapped_column(deferred=True)  # names every unit: long
    returned_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    returned_at: Mapped[datetime | None]
    returned_because: Mapped[str | None]
    published_at: Mapped[datetime | None]

    rule: Mapped[Rule] = relationship(foreign_keys=rule_id)
    badge: Mapped[Badge | None] = relationship()

    @property
    def season(self) -> Period | None:
        return Period(self.season_start, self.season_end) if self.season_start and self.season_end else None

    @property
    def has_limits(self) -> bool:
        """Whether what is met may still not be paid: a cap, a budget or a cool-down."""
        return any(limit is not None for limit in (self.cap_per_year, self.budget, self.cool_down_days))


refuse(
    RuleVersion.__table__,  # type: ignore[arg-type]
    "UPDATE",
    when="OLD.published_at IS NOT NULL AND (OLD.fingerprint <> NEW.fingerprint OR OLD.points <> NEW.points "
    "OR OLD.policy <> NEW.policy OR CAST(OLD.tree AS TEXT) <> CAST(NEW.tree AS TEXT) "
    "OR CAST(OLD.scope AS TEXT) <> CAST(NEW.scope AS TEXT))",
)


class RuleMetric(Base):
    """Which versions a metric matters to: the index from a fact to the rules to look at."""

    __tablename__ = "rule_metric"
    __table_args__ = (
        PrimaryKeyConstraint("metric_id", "rule_version_id"),
        Index(None, "rule_version_id"),
        {"sqlite_with_rowid": False},
    )

    metric_id: Mapped[int] = mapped_column(ForeignKey("metric.id"))
    rule_version_id: Mapped[int] = mapped_column(ForeignKey("rule_version.id"))
