"""Tables of the catalogue: courses, what they need, who teaches them."""

from __future__ import annotations

from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, PrimaryKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.domain.accounts.models import Account
from portal.domain.base import Base, Id
from portal.domain.organisation.models import Agency, Employee
from portal.domain.organisation.naming import initials_of
from portal.domain.scrubbing import ERASED_NAME
from portal.domain.words import n_

FEWEST_RATINGS = 5


class CourseKind(StrEnum):
    """Ways of developing competence: the first six classical, the others not (PP 11/2017 art. 211-212)."""

    COURSE = "course"
    SEMINAR = "seminar"
    WORKSHOP = "workshop"
    GUIDANCE = "guidance"
    OUTREACH = "outreach"
    CONFERENCE = "conference"
    COACHING = "coaching"
    MENTORING = "mentoring"
    E_LEARNING = "e_learning"
    SECONDMENT = "secondment"
    BENCHMARKING = "benchmarking"
    COMMUNITY = "community"
    SELF_STUDY = "self_study"

    @property
    def is_classical(self) -> bool:
        return self in CLASSICAL


CLASSICAL = frozenset(
    {
        CourseKind.COURSE,
        CourseKind.SEMINAR,
        CourseKind.WORKSHOP,
        CourseKind.GUIDANCE,
        CourseKind.OUTREACH,
        CourseKind.CONFERENCE,
    }
)
COURSE_KIND_NAMES = {
    CourseKind.COURSE: n_("Training course"),
    CourseKind.SEMINAR: n_("Seminar"),
    CourseKind.WORKSHOP: n_("Workshop"),
    CourseKind.GUIDANCE: n_("Technical guidance"),
    CourseKind.OUTREACH: n_("Outreach event"),
    CourseKind.CONFERENCE: n_("Conference"),
    CourseKind.COACHING: n_("Coaching"),
    CourseKind.MENTORING: n_("Mentoring"),
    CourseKind.E_LEARNING: n_("E-learning"),
    CourseKind.SECONDMENT: n_("Secondment"),
    CourseKind.BENCHMARKING: n_("Benchmarking visit"),
    CourseKind.COMMUNITY: n_("Community of practice"),
    CourseKind.SELF_STUDY: n_("Self-study"),
}


class CompetenceGroup(StrEnum):
    TECHNICAL = "technical"
    MANAGERIAL = "managerial"
    SOCIOCULTURAL = "sociocultural"


COMPETENCE_GROUP_NAMES = {
    CompetenceGroup.TECHNICAL: n_("Technical"),
    CompetenceGroup.MANAGERIAL: n_("Managerial"),
    CompetenceGroup.SOCIOCULTURAL: n_("Sociocultural"),
}


class CourseState(StrEnum):
    DRAFT = "draft"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"
    RETIRED = "retired"


COURSE_STATE_NAMES = {
    CourseState.DRAFT: n_("Draft course"),
    CourseState.IN_REVIEW: n_("Waiting for review"),
    CourseState.PUBLISHED: n_("Published"),
    CourseState.RETIRED: n_("No longer offered"),
}


class Course(Base):
    """What can be learned. Without an agency it is offered to all of them; `learning_hours` is in JP of 45 minutes.

    `outcomes` are the lines "afterwards you can …"; `least_attendance` is the percentage a certificate needs.
    """

    __tablename__ = "course"
    __table_args__ = (
        Index(None, "state", "title", "id"),
        Index(None, "agency_id", "state"),
        Index(None, "author_id"),
        CheckConstraint("learning_hours BETWEEN 1 AND 400", name="learning_hours"),
        CheckConstraint("least_attendance BETWEEN 0 AND 100", name="least_attendance"),
    )

    id: Mapped[Id]
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    code: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    kind: Mapped[CourseKind] = mapped_column(default=CourseKind.COURSE)
    group: Mapped[CompetenceGroup] = mapped_column(default=CompetenceGroup.TECHNICAL)
    summary: Mapped[str] = mapped_column(default="")
    outcomes: Mapped[str] = mapped_column(default="")
    audience: Mapped[str] = mapped_column(default="")
    provider: Mapped[str] = mapped_column(default="")
    learning_hours: Mapped[int] = mapped_column(default=8)
    least_attendance: Mapped[int] = mapped_column(default=80)
    has_tests: Mapped[bool] = mapped_column(default=False)
    state: Mapped[CourseState] = mapped_column(default=CourseState.DRAFT)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    reviewer_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    review_note: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None]

    agency: Mapped[Agency | None] = relationship()
    author: Mapped[Account | None] = relationship(foreign_keys=author_id)
    trainers: Mapped[list[Trainer]] = relationship(
        secondary="course_trainer", order_by="Trainer.name, Trainer.id", viewonly=True
    )
    needs: Mapped[list[Course]] = relationship(
        secondary="course_prerequisite",
        primaryjoin="Course.id == CoursePrerequisite.course_id",
        secondaryjoin="Course.id == CoursePrerequisite.needs_id",
        order_by="Course.title, Course.id",
        viewonly=True,
    )
    tags: Mapped[list[CourseTag]] = relationship(order_by="CourseTag.tag", cascade="all, delete-orphan")


class CourseTag(Base):
    """A competence or topic in one word. Tags also join a course to indicator gaps and weak service elements."""

    __tablename__ = "course_tag"
    __table_args__ = (
        PrimaryKeyConstraint("tag", "course_id"),
        Index(None, "course_id"),
        {"sqlite_with_rowid": False},
    )

    tag: Mapped[str]
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id", ondelete="CASCADE"))


class CoursePrerequisite(Base):
    """`needs_id` must have been completed before a seat in `course_id` can be asked for."""

    __tablename__ = "course_prerequisite"
    __table_args__ = (
        PrimaryKeyConstraint("course_id", "needs_id"),
        Index(None, "needs_id"),
        CheckConstraint("course_id <> needs_id", name="not_itself"),
    )

    course_id: Mapped[int] = mapped_column(ForeignKey("course.id", ondelete="CASCADE"))
    needs_id: Mapped[int] = mapped_column(ForeignKey("course.id"))


class Trainer(Base):
    """Who teaches: an employee, or somebody from outside. The rating comes from feedback, never from a form:
    each answer about the trainer (1 to 4) adds to `rating_sum` and `rating_count`.
    """

    __tablename__ = "trainer"
    __table_args__ = (Index(None, "agency_id", "name", "id"),)

    id: Mapped[Id]
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    employee_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id"), unique=True)
    name: Mapped[str]
    organisation: Mapped[str] = mapped_column(default="")
    expertise: Mapped[str] = mapped_column(default="")
    words: Mapped[str] = mapped_column(default="")
    rating_sum: Mapped[int] = mapped_column(default=0)
    rating_count: Mapped[int] = mapped_column(default=0)
    is_active: Mapped[bool] = mapped_column(default=True)

    employee: Mapped[Employee | None] = relationship()

    @property
    def initials(self) -> str:
        return initials_of(self.name)

    @property
    def is_erased(self) -> bool:
        return self.name == ERASED_NAME

    @property
    def rating(self) -> Decimal | None:
        """Out of 4; not shown before five people have answered."""
        if self.rating_count < FEWEST_RATINGS:
            return None
        return (Decimal(self.rating_sum) / self.rating_count).quantize(Decimal("0.1"), ROUND_HALF_UP)

    @property
    def is_internal(self) -> bool:
        return self.employee_id is not None


class CourseTrainer(Base):
    __tablename__ = "course_trainer"
    __table_args__ = (PrimaryKeyConstraint("course_id", "trainer_id"), Index(None, "trainer_id"))

    course_id: Mapped[int] = mapped_column(ForeignKey("course.id", ondelete="CASCADE"))
    trainer_id: Mapped[int] = mapped_column(ForeignKey("trainer.id"))
