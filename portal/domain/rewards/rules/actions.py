"""A rule's life: draft, versions, approval by a second person, live, paused, retired."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from portal.domain.audit.actions import record as write_down
from portal.domain.errors import NotAllowed, RuleBroken
from portal.domain.organisation.models import Agency, OrgUnit, Role
from portal.domain.organisation.viewers import EVERYWHERE, Viewer
from portal.domain.rewards.facts.models import StoredMetric
from portal.domain.rewards.facts.rebuild import rebuild_extremes
from portal.domain.rewards.rules.ending import end_promises
from portal.domain.rewards.rules.guard_rails import problems
from portal.domain.rewards.rules.inputs import RuleDraft
from portal.domain.rewards.rules.models import Rule, RuleMetric, RuleState, RuleVersion
from portal.domain.rewards.rules.queries import metrics
from portal.domain.rewards.rules.scope import scope_from
from portal.domain.rewards.rules.telling import ask_approvers
from portal.domain.rewards.rules.tree import Aggregate, fingerprint, leaves, metrics_of, read, to_json
from portal.domain.words import n_


def draft(session: Session, wanted: RuleDraft, *, by: Viewer, at: datetime) -> RuleVersion:
    """A new rule and its first version. It may still be faulty; it cannot go live until it is not."""
    only_keepers(session, by, wanted.agency_id)
    if not wanted.name.strip():
        raise RuleBroken(n_("Give the rule a name."), field="name")
    rule = Rule(
        code=_free_code(session, wanted.name),
        agency_id=wanted.agency_id,
        kind=wanted.kind,
        name=wanted.name.strip(),
        words=wanted.words.strip(),
        created_at=at,
    )
    session.add(rule)
    session.flush()
    return _version(session, rule, wanted, by, at)


def revise(session: Session, rule: Rule, wanted: RuleDraft, *, by: Viewer, at: datetime) -> RuleVersion:
    """The next version. What is live stays live, unchanged, until the new one is published."""
    only_keepers(session, by, rule.agency_id)
    if rule.state is RuleState.RETIRED:
        raise RuleBroken(n_("A retired rule is not changed any more. Copy it instead."))
    rule.name, rule.words = wanted.name.strip(), wanted.words.strip()
    return _version(session, rule, wanted, by, at)


def _version(session: Session, rule: Rule, wanted: RuleDraft, by: Viewer, at: datetime) -> RuleVersion:
    last = session.scalar(select(func.max(RuleVersion.number)).where(RuleVersion.rule_id == rule.id))
    found = [problem for problem in problems(wanted, metrics(session)) if not problem.is_warning]
    for problem in found:
        if problem.field in ("cap_per_year", "budget", "cool_down_days", "points", "season_end"):
            raise RuleBroken(problem.message, field=problem.field, **problem.values)
    version = RuleVersion(
        rule_id=rule.id,
        number=(last or 0) + 1,
        author_id=by.account_id,
        created_at=at,
        **_decided(wanted),
    )
    session.add(version)
    session.flush()
    _keep_extremes(session, version, metrics(session))  # already for its preview
    if not found:
        ask_approvers(session, version, at=at)
    return version


def _decided(wanted: RuleDraft) -> dict[str, Any]:
    same = (
        "window", "season_start", "season_end", "policy", "points", "badge_id", "nomination_call",
        "cap_per_year", "budget", "cool_down_days", "valid_from", "valid_to",
    )  # fmt: skip
    return {
        "tree": to_json(wanted.tree),
        "fingerprint": fingerprint(wanted.tree),
        "scope": wanted.scope.to_json(),
        **{name: getattr(wanted, name) for name in same},
    }


def draft_of(version: RuleVersion) -> RuleDraft:
    """The version as an author would write it again: for editing, copying and checking."""
    same = (
        "window", "season_start", "season_end", "policy", "points", "badge_id", "nomination_call",
        "cap_per_year", "budget", "cool_down_days", "valid_from", "valid_to",
    )  # fmt: skip
    return RuleDraft(
        name=version.rule.name,
        words=version.rule.words,
        agency_id=version.rule.agency_id,
        kind=version.rule.kind,
        tree=read(version.tree),
        scope=scope_from(version.scope),
        **{name: getattr(version, name) for name in same},
    )


def publish(session: Session, version: RuleVersion, *, by: Viewer, at: datetime) -> None:
    """The approved version goes live and counts from the next fact on. A backfill applies it to what was."""
    only_keepers(session, by, version.rule.agency_id)
    if version.approved_at is None:
        raise RuleBroken(n_("A second person must approve the preview first."))
    for problem in problems(draft_of(version), metrics(session)):
        if not problem.is_warning:
            raise RuleBroken(problem.message, field=problem.field, **problem.values)
    go_live(session, version, at=at)
    note(session, "rule.publish", version.rule, by, at, version=version.number)


def go_live(session: Session, version: RuleVersion, *, at: datetime) -> None:
    """Index the version by its metrics and let the rule point at it."""
    known = metrics(session)
    for code in metrics_of(read(version.tree)):
        if session.get(RuleMetric, (known[code].id, version.id)) is None:
            session.add(RuleMetric(metric_id=known[code].id, rule_version_id=version.id))
    version.published_at = version.published_at or at
    version.rule.live_version_id = version.id
    version.rule.state = RuleState.LIVE
    session.flush()
    _keep_extremes(session, version, known)


def _keep_extremes(session: Session, version: RuleVersion, known: dict[str, StoredMetric]) -> None:
    extremes = (Aggregate.MIN, Aggregate.MAX)
    asked = {leaf.metric for leaf in leaves(read(version.tree)) if leaf.aggregate in extremes} & known.keys()
    fresh = [known[code].id for code in asked if not known[code].has_extremes]
    if fresh:
        session.execute(update(StoredMetric).where(StoredMetric.id.in_(fresh)).values(has_extremes=True))
        rebuild_extremes(session, fresh)


def pause(session: Session, rule: Rule, *, by: Viewer, at: datetime) -> None:
    _change_state(session, rule, RuleState.LIVE, RuleState.PAUSED, "rule.pause", by, at)


def resume(session: Session, rule: Rule, *, by: Viewer, at: datetime) -> None:
    """Facts told meanwhile count once the rule is applied again to the open windows."""
    _change_state(session, rule, RuleState.PAUSED, RuleState.LIVE, "rule.resume", by, at)


def retire(session: Session, rule: Rule, *, by: Viewer, at: datetime) -> None:
    """For good. What was won stays; what was only on course ends."""
    only_keepers(session, by, rule.agency_id)
    if rule.state is RuleState.RETIRED:
        raise RuleBroken(n_("This rule is already retired."))
    rule.state = RuleState.RETIRED
    end_promises(session, rule, at=at)
    note(session, "rule.retire", rule, by, at)


def _change_state(
    session: Session, rule: Rule, before: RuleState, after: RuleState, verb: str, by: Viewer, at: datetime
) -> None:
    only_keepers(session, by, rule.agency_id)
    if rule.state is not before:
        raise RuleBroken(n_("The rule is not in a state that allows this."))
    rule.state = after
    note(session, verb, rule, by, at)


def only_keepers(session: Session, by: Viewer, agency_id: int | None) -> None:
    spans = by.spans(Role.HR_ADMIN, Role.ADMIN)
    if EVERYWHERE in spans:
        return
    root = session.scalar(
        select(OrgUnit.path_key).join(Agency).where(OrgUnit.level == 1, Agency.id == agency_id)
    )
    if root is None or not by.covers(root, Role.HR_ADMIN, Role.ADMIN):
        raise NotAllowed


def note(session: Session, verb: str, rule: Rule, by: Viewer, at: datetime, **details: Any) -> None:
    write_down(
        session, verb, by=by.account_id, subject_type="rule", subject_id=rule.id, at=at,
        label=rule.name, **details,
    )  # fmt: skip


def _free_code(session: Session, name: str) -> str:
    """A short name for commands and exports, made from the words."""
    base = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:40] or "rule"
    taken = set(session.scalars(select(Rule.code).where(Rule.code.startswith(base, autoescape=True))))
    return next(
        code
        for number in range(1, 10_000)
        if (code := f"{base}-{number}" if number > 1 else base) not in taken
    )
