"""Somebody of whom every feature keeps something: `PRIVATE` in their own words, their name in those of others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from portal.domain import files
from portal.domain.accounts.actions import start_session
from portal.domain.accounts.links import make_link
from portal.domain.accounts.models import BackupCode, Identity, LinkPurpose
from portal.domain.change.campaigns.models import CampaignRead, ChangeAgent
from portal.domain.files import StoredFile
from portal.domain.idempotency import store
from portal.domain.learning.modules.models import LessonKind
from portal.domain.learning.paths.models import LearningPath, RequiredModule
from portal.domain.learning.studies.models import QuizAttempt, SimulationRun
from portal.domain.learning.studies.records import Attestation, Booster, CheckAnswer, HandIn, Writing
from portal.domain.notifications.actions import notify
from portal.domain.organisation.imports.models import ImportRun, ImportState
from portal.domain.organisation.models import Employee, OrgUnit, Placement, Position, Role
from portal.domain.outbox import post
from portal.domain.rewards.catalogue.models import Redemption, RedemptionState
from portal.domain.rewards.credentials import actions as credentials
from portal.domain.rewards.flags.models import FlagAnswer
from portal.domain.rewards.manual.models import Objection
from portal.domain.rewards.recognition.models import Announcement, Congratulation, CongratulationReport
from portal.domain.targets.checkins.models import Evidence
from portal.domain.training.certificates.models import ExternalCertificate
from portal.domain.training.courses.models import CourseKind
from portal.domain.training.seats.models import SeatChange
from tests import (
    factories,
    factories_change,
    factories_credentials,
    factories_flags,
    factories_manual,
    factories_proof,
    factories_public_reviews,
    factories_recognition,
    factories_studying,
    factories_targets,
    factories_training,
)
from tests.factories import NOW

PRIVATE = "rahasia-pribadi-7341"
NAME, PLAIN = "Dr. Zulaikha Rengganis, S.H.", "Zulaikha Rengganis"
NIP, EMAIL = "198702142011042087", "zulaikha.rengganis@example.go.id"
TRACES = (PRIVATE, PLAIN, NIP, EMAIL)
ENTERED = {"name": NAME, "nip": NIP, "email": EMAIL, "grade": "III/c"}


@dataclass
class Somebody:
    person: Employee
    unit: OrgUnit
    colleague: Employee
    files: list[StoredFile]


def somebody(session: Session, *, left: bool = True) -> Somebody:
    """With an account, a plan, studies, honours, reviews; out of service since yesterday."""
    unit = factories.unit(session)
    colleague = factories.employee(session, unit_=unit)
    person = factories.employee(session, unit_=unit, evaluator=colleague, **ENTERED)
    assert person.account is not None
    person.account.email = EMAIL
    kept = [_file(session, person, f"{PRIVATE}-{number}.pdf") for number in range(5)]
    _places(session, person)
    _entering(session, person)
    _targets(session, person, kept[0])
    _learning(session, person, kept[1])
    _reviews(session, person, unit)
    _training(session, person, unit, kept[4])
    _changes(session, person, unit, colleague)
    _honours(session, person, colleague)
    _decisions(session, person)
    _letters(session, person, colleague, kept[2])
    person.account.picture_id = kept[3].id
    if left:
        person.left_on = NOW.date() - timedelta(days=1)
    session.flush()
    return Somebody(person, unit, colleague, kept)


def _add(session: Session, *things) -> None:
    session.add_all(things)
    session.flush()


def _file(session: Session, person: Employee, name: str) -> StoredFile:
    prepared = files.prepare(session.info["uploads"], name, f"%PDF-1.7 {PRIVATE}".encode())
    return files.keep(session, prepared, by=person.account_id, at=NOW)


def _places(session: Session, person: Employee) -> None:
    post_ = Position(agency_id=person.agency_id, name="Penata Kelola")
    _add(session, post_)
    person.position_id = post_.id
    session.execute(
        update(Placement)
        .where(Placement.employee_id == person.id)
        .values(reason=PRIVATE, position_id=post_.id)
    )


def _entering(session: Session, person: Employee) -> None:
    account = person.account
    assert account is not None
    account.password_hash, account.totp_secret, account.totp_confirmed_at = PRIVATE, PRIVATE, NOW
    start_session(session, account, device=PRIVATE, at=NOW)
    make_link(session, account, LinkPurpose.RESET, at=NOW)
    factories.role(session, account, Role.TRAINER, over=person.unit)
    store(session, "k" * 24, actor=str(account.id), body_hash="x", location=f"/{PRIVATE}", at=NOW)
    _add(
        session,
        BackupCode(account_id=account.id, code_hash=PRIVATE),
        Identity(account_id=account.id, issuer="https://sso", subject=PRIVATE, linked_at=NOW),
    )


def _targets(session: Session, person: Employee, file: StoredFile) -> None:
    indicator = factories_targets.agreed(session, person, text=f"Izin oleh {PLAIN}")
    entry = factories_targets.checkin(session, indicator, note=PRIVATE, link=f"https://x.id/{PRIVATE}")
    _add(session, Evidence(entry_id=entry.id, file_id=file.id))
    factories_targets.approve(session, entry)
    indicator.result.version.reason = PRIVATE
    other = factories_targets.agreed(session, factories.employee(session, evaluator=person.evaluator))
    other.result.assigned_by = NAME


def _learning(session: Session, person: Employee, file: StoredFile) -> None:
    study = factories_studying.study(session, person, LessonKind.ASSIGNMENT)
    _file(session, person, f"modul-{PLAIN}.pdf")  # of a module this person made: it stays, without the name
    _add(
        session,
        RequiredModule(
            module_id=study.module_id,
            unit_id=person.unit_id,
            due_on=NOW.date(),
            why=f"Usul {NAME}",
            set_at=NOW,
        ),
    )
    it = {"study_id": study.id, "lesson_id": study.version.lessons[0].id}
    _add(
        session,
        Writing(**it, texts=[PRIVATE], commitment=PRIVATE, written_at=NOW),
        Attestation(**it, statement="Saya sudah membaca.", declared_at=NOW),
        CheckAnswer(**it, question="q", chosen=[PRIVATE], is_right=True, answered_at=NOW),
        QuizAttempt(**it, number=1, asked=[], answers={"q": [PRIVATE]}, score=80, is_passed=True, started_at=NOW),
        SimulationRun(**it, number=1, path=[["a", PRIVATE]], scene="a", trust=50, started_at=NOW),
        Booster(**it, question=PRIVATE, days=7, due_at=NOW),
        HandIn(**it, number=1, text=PRIVATE, file_id=file.id, handed_in_at=NOW, is_accepted=True,
               rated_at=NOW, score=70, comment=f"Bagus, {PLAIN}"),
        HandIn(**it, number=2, text=PRIVATE, handed_in_at=NOW),
    )  # fmt: skip


def _reviews(session: Session, person: Employee, unit: OrgUnit) -> None:
    counter = factories_public_reviews.counter(session, of=factories_public_reviews.service(session, of=unit))
    review = factories_public_reviews.verified(
        session, counter, person, 4, comment=f"Ibu {PLAIN.upper()} ramah sekali."
    )
    contest = factories_public_reviews.contest(session, review)
    contest.reason, contest.decision = PRIVATE, f"Menurut {PLAIN} keliru."
    factories_public_reviews.improvement(session, counter.service, owner=NAME)


def _training(session: Session, person: Employee, unit: OrgUnit, file: StoredFile) -> None:
    entry = factories_training.a_trainer(session, who=person, words=PRIVATE)
    held = factories_training.a_session(session, for_=unit, trainers=(entry,), words=f"Bersama {PLAIN}.")
    seat = factories_proof.a_seat(session, held, person)
    seat.motive = PRIVATE
    factories_proof.a_certificate(session, person)
    day = NOW.date()
    _add(
        session,
        SeatChange(enrolment_id=seat.id, state=seat.state, at=NOW, reason=PRIVATE),
        ExternalCertificate(
            employee_id=person.id, unit_key=person.unit_key, title="Kursus arsip", provider="Balai", number=PRIVATE,
            kind=CourseKind.COURSE, hours=8, began_on=day, ended_on=day, file_id=file.id, handed_in_at=NOW,
        ),
    )  # fmt: skip


def _changes(session: Session, person: Employee, unit: OrgUnit, colleague: Employee) -> None:
    story = factories_change.campaign(session, unit, colleague, summary=f"Tanyakan kepada {PLAIN}.")
    _add(
        session,
        CampaignRead(campaign_id=story.id, employee_id=person.id, read_on=NOW.date()),
        ChangeAgent(campaign_id=story.id, employee_id=person.id, words=PRIVATE),
        LearningPath(title=f"Jalur {PLAIN}", summary="", created_at=NOW),
    )


def _honours(session: Session, person: Employee, colleague: Employee) -> None:
    won = factories_credentials.won(session, person=person)
    credentials.share(session, won.award, by=won.me, at=NOW)
    for author, subject in ((person, colleague), (colleague, person)):
        post_ = factories_recognition.post(session, subject)
        said = Congratulation(
            post_id=post_.id, author_id=author.id, subject_id=subject.id, words=PRIVATE, written_at=NOW
        )
        _add(session, said)
        reporter = person if author is person else colleague
        _add(
            session,
            CongratulationReport(
                congratulation_id=said.id, reporter_id=reporter.id, reason=PRIVATE, reported_at=NOW
            ),
        )
    item = factories_recognition.item(session, person.unit)
    _add(
        session,
        Redemption(item_id=item.id, employee_id=person.id, agency_id=person.agency_id, year=2026, points=60,
                   state=RedemptionState.REFUSED, reason=PRIVATE, requested_at=NOW),
        Announcement(agency_id=person.agency_id, unit_id=person.unit_id, author_id=person.account_id,
                     author_name=NAME, title="Apel", words=f"Selamat kepada {NAME}!",
                     starts_on=date(2026, 11, 1), ends_on=date(2026, 12, 1), written_at=NOW),
    )  # fmt: skip


def _decisions(session: Session, person: Employee) -> None:
    office = factories_manual.office(session)
    office.person = person
    office.home = person.unit
    given = factories_manual.manual_rule(session)
    given.report = {"samples": [{"employee_id": person.id, "name": NAME}]}
    for trusted in (office.author, office.approver):
        factories.role(session, trusted, Role.HR_ADMIN)
    made = factories_manual.approved(session, office, given)
    made.reason = f"Jasa {PLAIN} dalam layanan keliling."
    flag = factories_flags.flag(session, person)
    _add(
        session,
        Objection(manual_award_id=made.id, words=PRIVATE, objected_at=NOW, answer=f"Kepada {PLAIN}: tidak."),
        FlagAnswer(flag_id=flag.id, employee_id=person.id, words=PRIVATE, answered_at=NOW),
    )


def _letters(session: Session, person: Employee, colleague: Employee, file: StoredFile) -> None:
    assert person.account_id is not None
    notify(session, person.account_id, PRIVATE, link="/", at=NOW)
    notify(session, colleague.account_id, "%(name)s asks you", link="/", at=NOW, name=NAME)
    post(session, "mail", {"account_id": person.account_id, "subject": "a", "text": PRIVATE}, at=NOW)
    post(session, "password_reset", {"email": EMAIL}, at=NOW)
    post(session, "mail", {"account_id": colleague.account_id, "values": {"name": NAME}}, at=NOW)
    run = ImportRun(
        file_id=file.id, started_by=colleague.account_id, state=ImportState.APPLIED, created=1, changed=0,
        unchanged=0, problem_count=0, warning_count=0, problems=[[2, "nip", "x", {"found": NIP}]], warnings=[],
        changes=[[2, "create", "•" * 15 + NIP[-3:], NAME, []]], fingerprint="f", checked_at=NOW,
    )  # fmt: skip
    _add(session, run)
