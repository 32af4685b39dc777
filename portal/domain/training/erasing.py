"""What of a person's training goes with them. Hours, scores and who had a seat stay as numbers, without a name."""

from __future__ import annotations

from sqlalchemy import Select, select

from portal.domain.erasing import Declaration, Emptied, FilesGone, Kept, Person, RowsGone, Scrubbed
from portal.domain.scrubbing import ERASED_NAME
from portal.domain.training.attendance.models import Attendance, AttendanceDevice
from portal.domain.training.certificates.models import Certificate, CertificateChange, ExternalCertificate
from portal.domain.training.courses.models import Course, CourseTag, Trainer
from portal.domain.training.hours.models import (
    Assignment,
    HoursDuty,
    HoursEntry,
    HoursRate,
    HoursTag,
    TaughtHours,
)
from portal.domain.training.needs_analysis.models import CompetenceNeed
from portal.domain.training.proof.models import (
    BehaviourCheck,
    CourseMeasure,
    CourseQuestion,
    Feedback,
    FeedbackGiven,
    TakenTest,
)
from portal.domain.training.seats.models import Enrolment, SeatAllocation, SeatChange
from portal.domain.training.sessions.models import (
    CalendarFeed,
    Room,
    SessionDay,
    SessionMaterial,
    TrainingSession,
)
from portal.domain.words import n_

SEATS = n_("Why seats were asked for, and the reasons given; devices and the calendar address")
PAPERS = n_("Certificates from elsewhere and letters of assignment: files and numbers")
PRINTED = n_("The name on certificates of courses and modules")
TEACHING = n_("The entry among the trainers")
NAMED = n_("The name in courses, sessions and what was said of them")


def _seats(person: Person) -> Select[int]:
    return select(Enrolment.id).where(Enrolment.employee_id == person.employee_id)


def _certificates(person: Person) -> Select[int]:
    return select(Certificate.id).where(Certificate.employee_id == person.employee_id)


ERASING = Declaration(
    erasers=(
        RowsGone(
            what=SEATS,
            table=AttendanceDevice,
            whose=lambda person: AttendanceDevice.enrolment_id.in_(_seats(person)),
        ),
        RowsGone(
            what=SEATS,
            table=FeedbackGiven,
            whose=lambda person: FeedbackGiven.enrolment_id.in_(_seats(person)),
        ),
        RowsGone(
            what=SEATS, table=CalendarFeed, whose=lambda person: CalendarFeed.account_id == person.account_id
        ),
        Emptied(
            what=SEATS,
            whose=lambda person: Attendance.enrolment_id.in_(_seats(person)),
            values={Attendance.reason: ""},
        ),
        Emptied(
            what=SEATS,
            whose=lambda person: SeatChange.enrolment_id.in_(_seats(person)),
            values={SeatChange.reason: ""},
        ),
        Emptied(
            what=SEATS,
            whose=lambda person: Enrolment.employee_id == person.employee_id,
            values={Enrolment.motive: "", Enrolment.reason: "", Enrolment.basis: None},
        ),
        FilesGone(
            what=PAPERS,
            files=lambda person: select(ExternalCertificate.file_id).where(
                ExternalCertificate.employee_id == person.employee_id
            ),
        ),
        FilesGone(
            what=PAPERS,
            files=lambda person: select(Assignment.file_id).where(
                Assignment.employee_id == person.employee_id
            ),
        ),
        Emptied(
            what=PAPERS,
            whose=lambda person: ExternalCertificate.employee_id == person.employee_id,
            values={ExternalCertificate.number: "", ExternalCertificate.reason: ""},
        ),
        Emptied(
            what=PRINTED,
            whose=lambda person: Certificate.employee_id == person.employee_id,
            values={Certificate.name: ERASED_NAME},
        ),
        Emptied(
            what=PRINTED,
            whose=lambda person: CertificateChange.certificate_id.in_(_certificates(person)),
            values={CertificateChange.name: ERASED_NAME, CertificateChange.reason: ""},
        ),
        Emptied(
            what=TEACHING,
            whose=lambda person: Trainer.employee_id == person.employee_id,
            values={
                Trainer.name: ERASED_NAME,
                Trainer.organisation: "",
                Trainer.expertise: "",
                Trainer.words: "",
            },
        ),
        Scrubbed(
            what=NAMED,
            columns=(
                Course.title,
                Course.summary,
                Course.outcomes,
                Course.audience,
                Course.provider,
                Course.review_note,
            ),
        ),
        Scrubbed(what=NAMED, columns=(TrainingSession.words, TrainingSession.state_reason)),
        Scrubbed(what=NAMED, columns=(SessionDay.topic,)),
        Scrubbed(what=NAMED, columns=(SessionMaterial.title,)),
        Scrubbed(what=NAMED, columns=(Feedback.words,)),
        Scrubbed(what=NAMED, columns=(CompetenceNeed.why,)),
    ),
    kept=(
        Kept(
            what=n_("Learning hours with the titles of what was learned and taught, without a name"),
            why=n_("They are booked once and for all; the figures of units and agencies rest on them."),
            of=(HoursEntry, HoursTag, TaughtHours, ExternalCertificate.title, ExternalCertificate.provider),
        ),
        Kept(
            what=n_("Numbers and titles of certificates, and letters of assignment by number"),
            why=n_("Whoever was shown a certificate must be able to check that its number exists."),
            of=(
                Certificate.number,
                Certificate.code,
                Certificate.title,
                Certificate.source_type,
                CertificateChange.title,
                Assignment.number,
                Assignment.purpose,
            ),
        ),
        Kept(
            what=n_("Ticked answers in tests and ratings of courses, without a name"),
            why=n_("What a course did is computed from them; they hold no words of the person."),
            of=(TakenTest, BehaviourCheck),
        ),
        Kept(
            why="Courses, rooms and rules are about nobody",
            of=(
                Course.code,
                CourseTag,
                CourseQuestion,
                CourseMeasure,
                Room,
                SessionMaterial.url,
                TrainingSession.online_url,
                TrainingSession.series,
                SeatAllocation,
                HoursRate,
                HoursDuty,
                CompetenceNeed.tag,
            ),
        ),
    ),
)
