"""The last comparisons of the books, kept so that administrators see when they last agreed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.domain.base import Base, Id
from portal.domain.metrics import MetricSource
from portal.domain.rewards.ledger.verify import Difference, verify
from portal.domain.words import n_

WHAT_NAMES = {
    "rollup and facts (entries)": n_("Monthly counts and facts"),
    "rollup and facts (sums)": n_("Monthly sums and facts"),
    "ledger and awards": n_("Ledger and awards"),
    "ledger and decisions of people": n_("Ledger and decisions of people"),
    "scores and ledger": n_("Points on boards and ledger"),
    "unit scores and ledger": n_("Points of units and ledger"),
    "histogram and scores": n_("Counts for ranks and points"),
    "facts and their source": n_("Facts and the work they came from"),
}


class RewardCheck(Base):
    """One comparison of everything with everything. `found` counts the differences by what disagreed."""

    __tablename__ = "reward_check"

    id: Mapped[Id]
    at: Mapped[datetime] = mapped_column(index=True)
    found: Mapped[dict[str, Any]]

    @property
    def is_clean(self) -> bool:
        return not self.found


def check(session: Session, sources: Iterable[MetricSource], *, at: datetime) -> list[Difference]:
    """Compare, and write down how it went."""
    differences = verify(session, sources)
    session.add(RewardCheck(at=at, found=dict(Counter(one.what for one in differences))))
    session.flush()
    return differences


def last_check(session: Session) -> RewardCheck | None:
    return session.scalars(select(RewardCheck).order_by(RewardCheck.id.desc()).limit(1)).first()
