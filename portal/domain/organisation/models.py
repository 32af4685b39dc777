"""Tables of the organisation.

The home unit of an employee is repeated as `unit_key`, so that everybody in a subtree is an index range.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.domain.accounts.models import Account
from portal.domain.base import Base, Id
from portal.domain.files import StoredFile
from portal.domain.words import n_

ERASED_NIP = "erased-"


class Role(StrEnum):
    """What a person may be trusted with inside a unit. Evaluators have no row: they have subordinates."""

    TRAINER = "trainer"
    SERVICE_MANAGER = "service_manager"
    HR_ADMIN = "hr_admin"
    COMMITTEE = "committee"
    LEADER = "leader"
    AUDITOR = "auditor"
    ADMIN = "admin"


ROLE_NAMES = {
    Role.TRAINER: n_("Trainer"),
    Role.SERVICE_MANAGER: n_("Service manager"),
    Role.HR_ADMIN: n_("HR administrator"),
    Role.COMMITTEE: n_("Committee member"),
    Role.LEADER: n_("Leader"),
    Role.AUDITOR: n_("Auditor"),
    Role.ADMIN: n_("Administrator"),
}


class Employment(StrEnum):
    PNS = "pns"
    PPPK = "pppk"


EMPLOYMENT_NAMES = {Employment.PNS: "PNS", Employment.PPPK: "PPPK"}


class Exposure(StrEnum):
    """What kind of work a unit mostly does, so that boards compare like with like."""

    SERVICE = "service"
    SUPPORT = "support"
    FIELD = "field"


EXPOSURE_NAMES = {
    Exposure.SERVICE: n_("Serves the public"),
    Exposure.SUPPORT: n_("Supports other units"),
    Exposure.FIELD: n_("Works in the field"),
}


class PositionKind(StrEnum):
    LEADERSHIP = "leadership"
    ADMINISTRATOR = "administrator"
    SUPERVISOR = "supervisor"
    FUNCTIONAL = "functional"
    EXECUTIVE = "executive"


POSITION_KIND_NAMES = {
    PositionKind.LEADERSHIP: n_("High leadership"),
    PositionKind.ADMINISTRATOR: n_("Administrator position"),
    PositionKind.SUPERVISOR: n_("Supervisor"),
    PositionKind.FUNCTIONAL: n_("Functional"),
    PositionKind.EXECUTIVE: n_("Executive staff"),
}


class DeputyKind(StrEnum):
    PLT = "plt"
    PLH = "plh"


DEPUTY_KIND_NAMES = {DeputyKind.PLT: n_("Plt. (post is vacant)"), DeputyKind.PLH: n_("Plh. (holder is away)")}


class Agency(Base):
    __tablename__ = "agency"
    __table_args__ = (CheckConstraint("number BETWEEN 1 AND 4095", name="number"),)

    id: Mapped[Id]
    number: Mapped[int] = mapped_column(unique=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    timezone: Mapped[str] = mapped_column(default="Asia/Jakarta")
    brand: Mapped[dict[str, Any]] = mapped_column(default=dict)
    has_rewards: Mapped[bool] = mapped_column(default=True)
    logo_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))

    logo: Mapped[StoredFile | None] = relationship()

    @property
    def colour(self) -> str | None:
        """Its own brand colour as `#rrggbb`; None for the portal's."""
        return self.brand.get("colour")


class OrgUnit(Base):
    """A node of the tree; level 1 is the agency itself. `path_key` … `path_end` spans the subtree."""

    __tablename__ = "org_unit"
    __table_args__ = (
        UniqueConstraint("agency_id", "code"),
        Index(None, "parent_id"),
        CheckConstraint("level BETWEEN 1 AND 6", name="level"),
        CheckConstraint("path_end >= path_key", name="path"),
    )

    id: Mapped[Id]
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("org_unit.id"))
    level: Mapped[int]
    path_key: Mapped[int] = mapped_column(unique=True)
    path_end: Mapped[int]
    code: Mapped[str]
    name: Mapped[str]
    exposure: Mapped[Exposure] = mapped_column(default=Exposure.SUPPORT)
    closed_on: Mapped[date | None]

    agency: Mapped[Agency] = relationship()


class FormerKey(Base):
    """A `path_key` that a unit had before it was moved. Never given to another unit."""

    __tablename__ = "unit_former_key"
    __table_args__ = (Index(None, "unit_id"),)

    path_key: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    unit_id: Mapped[int] = mapped_column(ForeignKey("org_unit.id"))


class Position(Base):
    __tablename__ = "position"
    __table_args__ = (UniqueConstraint("agency_id", "name"),)

    id: Mapped[Id]
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    name: Mapped[str]
    kind: Mapped[PositionKind] = mapped_column(default=PositionKind.EXECUTIVE)


class Employee(Base):
    """The rated person. What is true today stands here; `Placement` keeps what was true before."""

    __tablename__ = "employee"
    __table_args__ = (
        Index(None, "unit_key", "name", "id"),
        Index(None, "unit_id"),
        Index(None, "agency_id", "name", "id"),
        Index(None, "evaluator_id", "name"),
        Index(  # all that the figures of an administrator's home count
            "ix_employee_figures", "unit_key", "left_on", "evaluator_id", "account_id", "employment"
        ),
        Index(
            "ix_employee_hidden",
            "unit_key",
            "id",
            sqlite_where=text("NOT is_on_boards OR left_on IS NOT NULL"),
            postgresql_where=text("NOT is_on_boards OR left_on IS NOT NULL"),
        ),
        CheckConstraint("evaluator_id <> id", name="not_own_evaluator"),
    )

    id: Mapped[Id]
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), unique=True)
    nip: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    email: Mapped[str | None]
    employment: Mapped[Employment]
    grade: Mapped[str] = mapped_column(default="")
    unit_id: Mapped[int] = mapped_column(ForeignKey("org_unit.id"))
    unit_key: Mapped[int]
    position_id: Mapped[int | None] = mapped_column(ForeignKey("position.id"))
    evaluator_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id"))
    is_on_boards: Mapped[bool] = mapped_column(default=True)
    is_recognisable: Mapped[bool] = mapped_column(default=False)
    is_quiet: Mapped[bool] = mapped_column(default=False, server_default=false())
    left_on: Mapped[date | None]

    account: Mapped[Account | None] = relationship()
    agency: Mapped[Agency] = relationship()
    unit: Mapped[OrgUnit] = relationship()
    position: Mapped[Position | None] = relationship()
    evaluator: Mapped["Employee | None"] = relationship(remote_side="Employee.id", foreign_keys=evaluator_id)

    @property
    def is_erased(self) -> bool:
        """Whether the person asked for it and nothing is left that names them."""
        return self.nip.startswith(ERASED_NIP)


class Placement(Base):
    """Where a person worked, in which position and for whom, from `starts_on` until before `ends_on`."""

    __tablename__ = "placement"
    __table_args__ = (
        UniqueConstraint("employee_id", "starts_on"),
        Index(None, "unit_id", "starts_on"),
        Index(None, "unit_key"),
        CheckConstraint("ends_on IS NULL OR ends_on > starts_on", name="dates"),
    )

    id: Mapped[Id]
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("org_unit.id"))
    unit_key: Mapped[int]
    position_id: Mapped[int | None] = mapped_column(ForeignKey("position.id"))
    evaluator_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(default="")

    unit: Mapped[OrgUnit] = relationship()
    position: Mapped[Position | None] = relationship()
    evaluator: Mapped[Employee | None] = relationship(foreign_keys=evaluator_id)


class Deputy(Base):
    """Somebody acts for an absent evaluator (Plh.) or in a vacant post (Plt.), from a day until before another."""

    __tablename__ = "deputy"
    __table_args__ = (
        Index(None, "deputy_id", "starts_on"),
        Index(None, "evaluator_id", "starts_on"),
        CheckConstraint("deputy_id <> evaluator_id", name="not_self"),
        CheckConstraint("ends_on > starts_on", name="dates"),
    )

    id: Mapped[Id]
    evaluator_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    deputy_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    kind: Mapped[DeputyKind]
    starts_on: Mapped[date]
    ends_on: Mapped[date]

    evaluator: Mapped[Employee] = relationship(foreign_keys=evaluator_id)
    deputy: Mapped[Employee] = relationship(foreign_keys=deputy_id)


class RoleAssignment(Base):
    """A role counts for the subtree of its unit; without a unit it counts for the whole installation."""

    __tablename__ = "role_assignment"
    __table_args__ = (UniqueConstraint("account_id", "role", "unit_id"), Index(None, "unit_id"))

    id: Mapped[Id]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    role: Mapped[Role]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("org_unit.id"))
    given_at: Mapped[datetime]

    account: Mapped[Account] = relationship()
    unit: Mapped[OrgUnit | None] = relationship()
