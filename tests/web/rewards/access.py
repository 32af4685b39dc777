from datetime import date

from sqlalchemy.orm import Session

from portal.domain.rewards.badges.models import Level
from portal.domain.rewards.evaluation.models import EvaluationRun, RunKind, RunState
from portal.domain.rewards.ledger.models import Award, AwardState
from portal.web.clock import today
from tests import factories, factories_rewards
from tests.factories import NOW

KEEPERS = "hr_admin admin"
ACCESS = {
    "badges.picture": "anonymous",
    "badges.trial": "anonymous",
    "rewards.index": "*",
    "rewards.award": "admin",
    "rewards.rule": "*",
    "rewards.statement": "*",
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


SAMPLE = {
    "rewards_seasons.show": a_season,
    "rewards_year.show": this_year,
    "rewards_year.paper": this_year,
    "rewards_year.picture": this_year,
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
}
