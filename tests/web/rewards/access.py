"""Who may do what with rules, awards, points, flags and periods."""

from datetime import date

from sqlalchemy.orm import Session

from portal.domain.rewards.badges.models import Level
from portal.domain.rewards.evaluation.closing import begin_closing
from portal.domain.rewards.evaluation.models import EvaluationRun, RunKind, RunState
from portal.domain.rewards.ledger.models import Award, AwardState
from portal.web.clock import today
from tests import (
    factories,
    factories_flags,
    factories_manual,
    factories_rewards,
)
from tests.factories import NOW

KEEPERS = "hr_admin admin"

KEEPERS = "hr_admin admin"


DECIDERS = "hr_admin leader admin"
ACCESS = {
    "badges.picture": "anonymous",
    "badges.trial": "anonymous",
    "rewards.index": "*",
    "rewards.award": "admin",
    "rewards.rule": "*",
    "rewards.statement": "*",
    "rewards.statement_file": "*",
    "rewards_statements.person": "admin",
    "rewards_statements.person_file": "admin",
    "rewards_gallery.index": KEEPERS,
    "rewards_comparing.compare": KEEPERS,
    "rewards_manual_rules.new": KEEPERS,
    "rewards_manual_rules.edit": "admin",
    "rewards_decisions.index": DECIDERS,
    "rewards_decisions.people": DECIDERS,
    "rewards_decisions.propose": "admin",
    "rewards_decisions.show": "admin",
    "rewards_decisions.approve": "admin",
    "rewards_decisions.refuse": "admin",
    "rewards_decisions.withdraw": "admin",
    "rewards_decisions.answer": "admin",
    "own_decisions.show": "",
    "rewards_people.index": "*",
    "rewards_people.show": "admin",
    "leaderboards.index": "*",
    "rewards_levels.index": "*",
    "rewards_seasons.index": "*",
    "rewards_seasons.show": "*",
    "rewards_year.index": "*",
    "rewards_year.show": "*",
    "rewards_year.paper": "*",
    "rewards_year.picture": "*",
    "rewards_admin.index": KEEPERS,
    "rewards_admin.show": KEEPERS,
    "rewards_admin.new": KEEPERS,
    "rewards_admin.edit": "admin",
    "rewards_admin.sentence": KEEPERS,
    "rewards_admin.change_state": "admin",
    "rewards_versions.show": KEEPERS,
    "rewards_versions.book": KEEPERS,
    "rewards_versions.approve": "admin",
    "rewards_versions.send_back": "admin",
    "rewards_versions.publish": "admin",
    "rewards_studio.badges": KEEPERS,
    "rewards_studio.new_badge": "admin",
    "rewards_studio.look": KEEPERS,
    "rewards_studio.levels": KEEPERS,
    "rewards_studio.level": "admin",
    "rewards_runs.index": KEEPERS,
    "rewards_runs.change": "admin",
    "rewards_studio.badge": "admin",
    "rewards_studio.preview": KEEPERS,
    "rewards_flags.index": f"{KEEPERS} auditor",
    "rewards_flags.show": "admin auditor",
    "rewards_flags.decide": "admin",
    "rewards_about_me.mine": "",
    "rewards_about_me.answer": "",
    "rewards_periods.index": KEEPERS,
    "rewards_periods.show": "admin",
    "rewards_periods.close": "admin",
    "rewards_periods.reopen": "admin",
    "rewards_incidents.index": "admin",
}


def common_version(session: Session):
    """A live rule of all agencies: HR administrators read it, administrators keep it."""
    factories_rewards.metrics(session)
    return factories_rewards.rule(session, factories_rewards.leaf("hours", "sum", ">=", 100))


def somebodys_award(session: Session) -> dict[str, object]:
    version, person = common_version(session), factories.employee(session)
    award = Award(
        rule_id=version.rule_id,
        window_key=20261012,
        employee_id=person.id,
        rule_version_id=version.id,
        state=AwardState.GRANTED,
        revision=1,
        unit_key=person.unit_key,
        changed_at=NOW,
    )
    session.add(award)
    session.flush()
    return {"award_id": award.id}


def a_run(session: Session) -> dict[str, object]:
    run = EvaluationRun(
        rule_version_id=common_version(session).id,
        window_key=20261012,
        kind=RunKind.BACKFILL,
        state=RunState.RUNNING,
        last_employee_id=1,
        started_at=NOW,
    )
    session.add(run)
    session.flush()
    return {"run_id": run.id, "verb": "pause"}


def a_level(session: Session) -> dict[str, object]:
    level = Level(points=factories_rewards.badge(session).id * 7, name="Madya")
    session.add(level)
    session.flush()
    return {"level_id": level.id}


def a_flag(session: Session) -> dict[str, object]:
    """Decided, and about people nobody here is responsible for."""
    return {"flag_id": factories_flags.flag(session, factories.employee(session)).id}


def a_period(session: Session) -> dict[str, object]:
    agency = factories.unit(session).agency
    return {"period_id": begin_closing(session, agency.id, factories_rewards.Q3, at=NOW).id}


def a_rule(session: Session) -> dict[str, object]:
    return {"rule_id": common_version(session).rule_id}


def a_version(session: Session) -> dict[str, object]:
    return {"version_id": common_version(session).id}


def a_season(session: Session) -> dict[str, object]:
    factories_rewards.metrics(session)
    factories_rewards.rule(
        session,
        factories_rewards.leaf("hours", "sum", ">=", 100, window="season"),
        window="season",
        season_start=date(2026, 10, 1),
        season_end=date(2026, 12, 1),
    )
    return {"key": 20261011}


def this_year(session: Session) -> dict[str, object]:
    return {"year": today("Asia/Jakarta").year}


def two_versions(session: Session) -> dict[str, object]:
    first = common_version(session)
    factories_rewards.next_version(session, first)
    return {"rule_id": first.rule_id}


def somebody(session: Session) -> dict[str, object]:
    return {"employee_id": factories.employee(session).id}


def a_decision(session: Session) -> dict[str, object]:
    version = factories_manual.manual_rule(session)
    return {"decision_id": factories_manual.proposal(session, factories_manual.office(session), version).id}


SAMPLE = {
    "rewards_seasons.show": a_season,
    "rewards_year.show": this_year,
    "rewards_year.paper": this_year,
    "rewards_year.picture": this_year,
    "rewards_studio.badge": lambda session: {"badge_id": factories_rewards.badge(session).id},
    "rewards.statement_file": lambda session: {"year": 2026, "kind": "xlsx"},
    "rewards_statements.person": somebody,
    "rewards_statements.person_file": lambda session: {**somebody(session), "year": 2026, "kind": "pdf"},
    "rewards_comparing.compare": two_versions,
    "rewards_manual_rules.edit": lambda session: {"rule_id": factories_manual.manual_rule(session).rule_id},
    "rewards_decisions.propose": somebody,
    "rewards_decisions.show": a_decision,
    "rewards_decisions.approve": a_decision,
    "rewards_decisions.refuse": a_decision,
    "rewards_decisions.withdraw": a_decision,
    "rewards_decisions.answer": a_decision,
    "own_decisions.show": a_decision,
    "badges.picture": lambda session: {"code": factories_rewards.badge(session).code, "tier": "gold"},
    "badges.trial": lambda session: {"shape": "hex", "tier": "gold", "icon": "star"},
    "rewards.award": somebodys_award,
    "rewards.rule": a_rule,
    "rewards_admin.show": a_rule,
    "rewards_admin.edit": a_rule,
    "rewards_admin.change_state": lambda session: {**a_rule(session), "verb": "pause"},
    "rewards_versions.show": a_version,
    "rewards_versions.book": a_version,
    "rewards_people.show": lambda session: {"employee_id": factories.employee(session).id},
    "rewards_versions.approve": a_version,
    "rewards_versions.send_back": a_version,
    "rewards_versions.publish": a_version,
    "rewards_studio.level": a_level,
    "rewards_runs.change": a_run,
    "rewards_flags.show": a_flag,
    "rewards_flags.decide": a_flag,
    "rewards_about_me.mine": a_flag,
    "rewards_about_me.answer": a_flag,
    "rewards_periods.show": a_period,
    "rewards_periods.close": a_period,
    "rewards_periods.reopen": a_period,
}
