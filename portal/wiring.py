"""The one page where features meet: who reacts to what, which metrics exist, which jobs run when."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from portal import erasure_book, mail
from portal.audit_anchor import drop_anchor
from portal.config import Config
from portal.database import beginner, own_session, reading
from portal.domain.audit.oversight import note_points_check
from portal.domain.change import jobs as change_jobs
from portal.domain.change.metrics import METRIC_SOURCE as CHANGE
from portal.domain.events import Event, Reactions, together
from portal.domain.integrity import VouchSource
from portal.domain.learning.events import ModuleFinished
from portal.domain.learning.metrics import METRIC_SOURCE as LEARNING
from portal.domain.learning.paths.telling import tell as tell_required
from portal.domain.learning.studies.finished import finished_module, finished_modules
from portal.domain.learning.studies.reminders import remind as remind_learners
from portal.domain.metrics import MetricSource
from portal.domain.organisation.events import BranchMoved, PeoplePlaced
from portal.domain.organisation.viewers import Viewer
from portal.domain.periods import local_day
from portal.domain.public_reviews import jobs as reviews_jobs
from portal.domain.public_reviews.integrity import VOUCHES as REVIEW_VOUCHES
from portal.domain.public_reviews.metrics import METRIC_SOURCE as PUBLIC_REVIEWS
from portal.domain.public_reviews.results.weak import weak_elements
from portal.domain.public_reviews.services import actions as services
from portal.domain.rewards import jobs
from portal.domain.rewards.catalogue import lapsing
from portal.domain.rewards.credentials import reminders
from portal.domain.rewards.evaluation.history import note_failure
from portal.domain.rewards.facts.reactions import reactions_for
from portal.domain.rewards.flags.jobs import look_nightly
from portal.domain.rewards.jobs import Begin
from portal.domain.rewards.ledger import moves
from portal.domain.rewards.seasons.telling import tell_of_seasons
from portal.domain.rewards.year.telling import tell_of_the_year
from portal.domain.targets.integrity import VOUCHES as TARGET_VOUCHES
from portal.domain.targets.metrics import SOURCE as TARGETS
from portal.domain.targets.overview.gaps import own_gaps
from portal.domain.targets.overview.widest_gaps import widest_gaps
from portal.domain.targets.plans.turning import hand_over, roll_over
from portal.domain.training.certificates.events import CertificateIssued, CertificateRevoked
from portal.domain.training.certificates.issuing import Achievement, issue
from portal.domain.training.courses.models import CourseKind
from portal.domain.training.courses.own_work import own_work
from portal.domain.training.events import SessionCalledOff
from portal.domain.training.hours import reactions as hours_reactions
from portal.domain.training.hours.booking import book_from, book_missing
from portal.domain.training.hours.needs import HoursSource
from portal.domain.training.hours.sources import COMPLETED, EXTERNAL
from portal.domain.training.hours.standing import hours_in
from portal.domain.training.hours.teaching import book_missing_teaching
from portal.domain.training.hours.warnings import warn_next
from portal.domain.training.metrics import METRIC_SOURCE as TRAINING
from portal.domain.training.needs import Need, NeedKind, NeedSource
from portal.domain.training.proof import jobs as proof_jobs
from portal.domain.training.proof.completion import follow_issue, follow_revocation
from portal.domain.training.proof.measures import Yardsticks
from portal.domain.training.seats import jobs as seats_jobs
from portal.domain.training.seats.leaving import call_off
from portal.domain.training.seats.needs import Fairness, HoursThisYear
from portal.domain.training.sessions import actions as training_sessions
from portal.housekeeping import check_audit, tidy_at_night
from portal.keeping import ERASURE
from portal.yardsticks import ServiceIndex, TargetsAchieved, UnitIndex

Handler = Callable[[Engine, Config, dict[str, Any]], None]
Job = Callable[[Engine, Config], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Timer:
    """A job and its time: `trigger` and `when` as APScheduler takes them."""

    name: str
    job: Job
    trigger: str
    when: Mapping[str, Any] = field(default_factory=dict)


def rewards_job(work: Callable[[Begin, datetime], object]) -> Job:
    """A job of the reward engine, with short transactions of its own and the time."""

    def job(engine: Engine, config: Config) -> None:
        work(beginner(engine, config), datetime.now(UTC))

    return job


def check_rewards(engine: Engine, config: Config) -> None:
    """The sums of points against their facts; what was found stands in the audit log."""
    begin, at = beginner(engine, config), datetime.now(UTC)
    differences = jobs.check_nightly(begin, METRICS, at)
    with begin() as session:
        note_points_check(session, len(differences), at=at)


def reaction_failed(session: Session, event: Event) -> None:
    """Shown to administrators beside the runs of rewards."""
    note_failure(session, event, datetime.now(UTC))


def tell_of_years_and_seasons(engine: Engine, config: Config) -> None:
    """A season's first days, a year's last week; whoever was told is not told again."""
    at = datetime.now(UTC)
    with beginner(engine, config)() as session:
        tell_of_seasons(session, at)
        tell_of_the_year(session, at)


def count_usual_reviews(engine: Engine, config: Config) -> None:
    today = local_day(datetime.now(UTC), config.timezone)
    with own_session(engine, config) as session, session.begin():
        reviews_jobs.count_usual(session, today=today)


METRICS: tuple[MetricSource, ...] = (TARGETS, PUBLIC_REVIEWS, LEARNING, TRAINING, CHANGE)
VOUCHES: tuple[VouchSource, ...] = (TARGET_VOUCHES, REVIEW_VOUCHES)


def look_for_gaming(engine: Engine, config: Config) -> None:
    begin = beginner(engine, config)

    @contextmanager
    def read() -> Iterator[Session]:
        with reading(), begin() as session:
            yield session

    look_nightly(read, begin, VOUCHES, datetime.now(UTC))


# How seats are shared out fairly: by the hours of this year, then by the gap in one's own indicators.
HOURS_THIS_YEAR: HoursThisYear = hours_in
FAIRNESS = Fairness(hours=HOURS_THIS_YEAR, gaps=widest_gaps)


def tend_seats(engine: Engine, config: Config) -> None:
    """Allocations that are due, offers that have run out, seats that became free."""
    seats_jobs.tend(beginner(engine, config), FAIRNESS, datetime.now(UTC))


def gaps_as_needs(session: Session, me: Viewer, at: datetime) -> list[Need]:
    """Indicators that are behind, as reasons to learn something."""
    gaps = own_gaps(session, me.employee_id or 0, local_day(at, me.timezone))
    return [Need(kind=NeedKind.GAP, name=one.name, words=one.words, percent=one.percent) for one in gaps]


def weak_elements_as_needs(session: Session, me: Viewer, at: datetime) -> list[Need]:
    """What citizens rate low where one works."""
    weak = weak_elements(session, me.unit_key or 0, local_day(at, me.timezone))
    return [
        Need(kind=NeedKind.WEAK_ELEMENT, name=one.name, subject=one.code, place=one.service) for one in weak
    ]


# Whom training asks what a person is short of, to say why a course is for them.
TRAINING_NEEDS: tuple[NeedSource, ...] = (gaps_as_needs, weak_elements_as_needs, own_work)


# With which figures training looks at what came of it.
TRAINING_YARDSTICKS: Yardsticks = {
    "satisfaction": UnitIndex(),
    "service": ServiceIndex(),
    "targets": TargetsAchieved(),
}


def hand_plans_over(session: Session, event: PeoplePlaced) -> None:
    hand_over(session, event.employee_ids, at=event.at)


# Everything that gives learning hours; a finished module too, of which training knows nothing else.
MODULES = HoursSource(source_type="study", finished=finished_modules)
HOURS_SOURCES: tuple[HoursSource, ...] = (COMPLETED, EXTERNAL, MODULES)


def finish_module(session: Session, event: ModuleFinished) -> None:
    """A certificate and its learning hours."""
    found = finished_module(session, event.study_id)
    issue(session, Achievement(kind=CourseKind.E_LEARNING, source_type="study", **found.told), at=found.at)
    book_from(session, MODULES, event.study_id, at=found.at)


WORK: Reactions = {
    PeoplePlaced: (hand_plans_over, moves.follow_people),
    BranchMoved: (services.follow_branch, moves.follow_branch, training_sessions.follow_branch),
    ModuleFinished: (finish_module,),
    CertificateIssued: (follow_issue,),
    CertificateRevoked: (follow_revocation,),
    SessionCalledOff: (call_off,),
}
REACTIONS: Reactions = together(reactions_for(METRICS), WORK, hours_reactions.REACTIONS)


def close_now(engine: Engine, config: Config, _payload: dict[str, Any]) -> None:
    """Somebody asked for it; whatever else is due closes along."""
    jobs.close_due(beginner(engine, config), datetime.now(UTC))


HANDLERS: Mapping[str, Handler] = {
    "mail": mail.send_letter,
    "invitation": mail.send_invitation,
    "password_reset": mail.send_reset,
    "rewards.close": close_now,
    "files.remove": erasure_book.remove_files,
    "erasure.finish": erasure_book.finish,
}


def turn_plans(engine: Engine, config: Config) -> None:
    """Start and close plans by the calendars of their agencies; every hour, because midnights differ."""
    with beginner(engine, config)() as session:
        roll_over(session, at=datetime.now(UTC))


def bring_learning_back(engine: Engine, config: Config) -> None:
    """Booster questions, commitments and required modules, each in a short transaction until none is left."""
    begin, told = beginner(engine, config), 1
    while told:
        with begin() as session:
            at = datetime.now(UTC)
            told = remind_learners(session, at=at) + tell_required(session, at=at)


def tend_hours(engine: Engine, config: Config) -> None:
    """What the ledger has missed, then a word to those who are behind; each in short transactions."""
    begin, found = beginner(engine, config), 1
    while found:
        with begin() as session:
            at = datetime.now(UTC)
            found = book_missing(session, HOURS_SOURCES, at=at) + book_missing_teaching(session, at=at)
            found = found or warn_next(session, at=at)


def look_after_training(engine: Engine, config: Config) -> None:
    """Sessions that nobody closed, and what became of those of three months ago."""
    begin, at = beginner(engine, config), datetime.now(UTC)
    proof_jobs.close_forgotten(begin, at)
    proof_jobs.ask_about_behaviour(begin, at)


def carry_change_on(engine: Engine, config: Config) -> None:
    """Campaigns, pulses, drafts and concerns, in short transactions until there is nothing left to do."""
    begin, done = beginner(engine, config), 1
    while done:
        with begin() as session:
            done = change_jobs.work(session, at=datetime.now(UTC))


def keep_erasures(engine: Engine, config: Config) -> None:
    """The book and the database agree again, however a backup was put back."""
    erasure_book.erase_all_again(engine, config, ERASURE)
    erasure_book.write_down(engine, config)


TIMERS: tuple[Timer, ...] = (
    Timer(name="retention", job=tidy_at_night, trigger="cron", when={"hour": 18, "minute": 30}),
    Timer(name="audit.anchor", job=drop_anchor, trigger="cron", when={"hour": 17, "minute": 10}),
    Timer(name="reviews.usual", job=count_usual_reviews, trigger="cron", when={"hour": 18, "minute": 50}),
    Timer(name="rewards.queue", job=rewards_job(jobs.sweep_queue), trigger="interval", when={"seconds": 1}),
    Timer(name="rewards.runs", job=rewards_job(jobs.work_on_runs), trigger="interval", when={"seconds": 3}),
    Timer(name="rewards.closing", job=rewards_job(jobs.close_due), trigger="cron", when={"minute": 7}),
    Timer(
        name="rewards.ending",
        job=rewards_job(reminders.remind_all),
        trigger="cron",
        when={"hour": 1, "minute": 40},
    ),
    Timer(
        name="rewards.shelf",
        job=rewards_job(lapsing.lapse_all),
        trigger="cron",
        when={"hour": 18, "minute": 5},
    ),
    Timer(
        name="rewards.wall", job=rewards_job(jobs.announce_awards), trigger="interval", when={"minutes": 3}
    ),
    Timer(name="rewards.check", job=check_rewards, trigger="cron", when={"hour": 19, "minute": 20}),
    Timer(name="rewards.news", job=tell_of_years_and_seasons, trigger="cron", when={"minute": 20}),
    Timer(name="rewards.flags", job=look_for_gaming, trigger="cron", when={"hour": 19, "minute": 45}),
    Timer(name="erasures", job=keep_erasures, trigger="cron", when={"hour": 17, "minute": 20}),
    Timer(name="audit.check", job=check_audit, trigger="cron", when={"hour": 19, "minute": 50}),
    Timer(name="targets.calendar", job=turn_plans, trigger="cron", when={"minute": 3}),
    Timer(name="training.proof", job=look_after_training, trigger="cron", when={"hour": 0, "minute": 25}),
    Timer(name="learning.back", job=bring_learning_back, trigger="cron", when={"minute": 13}),
    Timer(name="training.hours", job=tend_hours, trigger="cron", when={"hour": 0, "minute": 45}),
    Timer(name="training.seats", job=tend_seats, trigger="interval", when={"minutes": 1}),
    Timer(name="change.calendar", job=carry_change_on, trigger="cron", when={"minute": 17}),
)
