"""Tables of what happened: metrics, facts (never changed), monthly sums, people to look at again."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, PrimaryKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.domain.append_only import refuse
from portal.domain.base import Base, Id
from portal.domain.metrics import MetricKind, MetricUse


class StoredMetric(Base):
    """A number that features offer. `has_extremes`: some rule asks for its smallest or largest value.

    `weight` is how many monthly sums there were at the last count: rules start from the rarest metric.
    """

    __tablename__ = "metric"

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[MetricKind]
    use: Mapped[MetricUse]
    label: Mapped[str]
    unit: Mapped[str]
    scale: Mapped[int] = mapped_column(default=1)
    is_non_negative: Mapped[bool] = mapped_column(default=True)
    is_peer: Mapped[bool] = mapped_column(default=False)
    has_extremes: Mapped[bool] = mapped_column(default=False)
    weight: Mapped[int] = mapped_column(default=0)
    highest: Mapped[int | None]


class StoredFact(Base):
    """A correction is a negative fact. `counted_on` differs from `day` when the period was closed.

    `unit_key` is the person's unit of that day. Old rows may be purged; that never revokes anything.
    """

    __tablename__ = "fact"
    __table_args__ = (
        UniqueConstraint("year", "source_type", "source_id", "source_rev", "metric_id", name="uq_fact_once"),
        Index("ix_fact_counted", "employee_id", "metric_id", "counted_on", "value", "n"),
    )

    id: Mapped[Id]
    year: Mapped[int]
    source_type: Mapped[str]
    source_id: Mapped[int]
    source_rev: Mapped[int]
    metric_id: Mapped[int] = mapped_column(ForeignKey("metric.id"))
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    unit_key: Mapped[int]
    day: Mapped[date]
    counted_on: Mapped[date]
    value: Mapped[int]
    n: Mapped[int]


refuse(StoredFact.__table__, "UPDATE")  # type: ignore[arg-type]


class Rollup(Base):
    """The sum of a person's facts of one metric in one month. `least` and `most` only where a rule asks."""

    __tablename__ = "rollup"
    __table_args__ = (
        PrimaryKeyConstraint("year", "metric_id", "employee_id", "month"),
        {"sqlite_with_rowid": False},
    )

    year: Mapped[int]
    metric_id: Mapped[int]
    employee_id: Mapped[int]
    month: Mapped[int]
    n: Mapped[int]
    total: Mapped[int]
    least: Mapped[int | None]
    most: Mapped[int | None]


class Dirty(Base):
    """Somebody's numbers changed and nobody has looked yet (PostgreSQL). Written with the fact."""

    __tablename__ = "dirty"

    id: Mapped[Id]
    employee_id: Mapped[int]
    metric_id: Mapped[int]
    counted_on: Mapped[date]
    created_at: Mapped[datetime]
