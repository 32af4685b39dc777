"""Modules and whole paths that people have to finish: told, reminded of, counted."""

from dataclasses import replace
from datetime import timedelta

import pytest

from portal.domain.errors import NotAllowed, NotFound, RuleBroken
from portal.domain.learning.paths import actions as paths
from portal.domain.learning.paths.actions import Terms
from portal.domain.learning.paths.models import LearningPath, PathStep
from portal.domain.learning.paths.queries import due_for, standings
from portal.domain.learning.paths.sequences import next_on_a_path, path_for
from portal.domain.learning.paths.telling import tell
from portal.domain.learning.studies import actions
from tests.factories import NOW, Role, employee, role, viewer
from tests.factories_studying import inbox, module, read


def test_a_required_module_is_told_reminded_of_and_counted(session):
    """P6: required by unit, with the reason, for everybody or for those who evaluate."""
    boss = employee(session)
    learner, hr = employee(session, evaluator=boss), employee(session, unit_=boss.unit)
    employee(session)
    role(session, hr, Role.HR_ADMIN, over=boss.unit)
    by, one, day = viewer(session, hr), module(session), NOW.date() + timedelta(days=30)
    terms, made = Terms(due_on=day, why="Warga menunggu"), {"unit": boss.unit, "by": by, "at": NOW}
    with pytest.raises(RuleBroken, match="future"):
        paths.require(session, one.id, terms=replace(terms, due_on=NOW.date()), **made)
    with pytest.raises(NotAllowed):
        paths.require(session, one.id, terms=terms, **made | {"by": viewer(session, boss)})
    paths.require(session, one.id, terms=terms, **made)
    leading = module(session)
    lifted = paths.require(session, leading.id, terms=replace(terms, is_for_evaluators=True), **made)
    me = viewer(session, learner)
    assert [found.module_id for found in due_for(session, me)] == [one.id]
    assert [found.module_id for found in due_for(session, viewer(session, boss))] == [one.id, leading.id]
    begun = actions.start(session, one.id, by=me, at=NOW)
    read(session, begun, 1, me)
    assert (begun.due_on, due_for(session, me)) == (day, [])
    assert [(row.people, row.finished) for row in standings(session, by)] == [(3, 1), (1, 0)]
    assert [tell(session, at=NOW) for _ in range(3)] == [1, 1, 0]
    assert (len(inbox(session, learner)), len(inbox(session, hr)), len(inbox(session, boss))) == (0, 1, 2)
    paths.lift(session, lifted, by=by, at=NOW)
    session.flush()
    week_before = NOW + timedelta(days=23)
    assert [tell(session, at=week_before) for _ in range(2)] == [1, 0]
    assert len(inbox(session, hr)) == 2
    with pytest.raises(RuleBroken, match="already"):
        paths.require(session, one.id, terms=terms, **made)


def test_a_path_is_required_as_a_whole_and_told_of_at_once(session):
    """P6: what is required there already keeps its day; who has finished a part hears only of the rest."""
    hr = employee(session)
    learner, quick = (employee(session, unit_=hr.unit) for _ in range(2))
    role(session, hr, Role.HR_ADMIN, over=hr.unit)
    known, first, second = module(session), module(session), module(session)
    path = LearningPath(agency_id=hr.agency_id, title="Siap di loket", is_shown=True, created_at=NOW)
    path.steps = [PathStep(module_id=one.id, number=n) for n, one in enumerate((known, first, second), 1)]
    session.add(path)
    session.flush()
    day = NOW.date() + timedelta(days=30)
    made = {"unit": hr.unit, "by": viewer(session, hr), "at": NOW}
    terms = Terms(due_on=day, why="Warga menunggu")
    paths.require(session, known.id, terms=replace(terms, due_on=day + timedelta(days=9)), **made)
    for one in (known, first):
        me = viewer(session, quick)
        read(session, actions.start(session, one.id, by=me, at=NOW), 1, me)
    new = paths.require_path(session, path.id, terms=terms, **made)
    assert [one.module_id for one in new] == [first.id, second.id]
    assert [tell(session, at=NOW) for _ in range(3)] == [1, 2, 0]
    assert (len(inbox(session, learner)), len(inbox(session, quick))) == (2, 1)
    counts = [(row.required.module_id, row.people, row.finished) for row in standings(session, made["by"])]
    assert counts == [(first.id, 3, 1), (second.id, 3, 0), (known.id, 3, 1)]
    walk = path_for(session, viewer(session, learner), path.id)
    assert walk.due_on == day + timedelta(days=9)
    assert [stage.due_on for stage in path_for(session, me, path.id).stages] == [None, None, day]
    assert next_on_a_path(session, me, first.id).module.id == second.id
    with pytest.raises(RuleBroken, match="already"):
        paths.require_path(session, path.id, terms=terms, **made)
    path.is_shown = False
    with pytest.raises(NotFound):
        paths.require_path(session, path.id, terms=terms, **made)
