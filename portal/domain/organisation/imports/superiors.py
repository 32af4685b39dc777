"""Whether everybody's evaluator exists, works, and is not their own superior's superior in a circle."""

from portal.domain.organisation.imports.columns import Column
from portal.domain.organisation.imports.known import Known, KnownPerson
from portal.domain.organisation.imports.steps import Plan, Step
from portal.domain.words import n_

LONGEST_CHAIN = 30


def check_evaluators(made: Plan, known: Known) -> None:
    """Evaluators may stand further down in the same file; nobody may end up above themselves."""
    steps = {step.nip: step for step in made.steps}
    for step in made.steps:
        if not step.evaluator_nip or not _evaluator_changes(step):
            continue
        boss, later = known.people.get(step.evaluator_nip), steps.get(step.evaluator_nip)
        problem = _problem_with(step, boss, later)
        if problem is None:
            problem = _problem_above(step.nip, steps, known)
        if problem:
            made.problems.append([step.row, Column.EVALUATOR.value, problem, {}])
    made.problems.sort(key=lambda problem: int(str(problem[0])))


def _evaluator_changes(step: Step) -> bool:
    return step.person is None or "evaluator" in step.fields or "left_on" in step.fields


def _problem_with(step: Step, boss: KnownPerson | None, later: Step | None) -> str | None:
    if boss is None and later is None:
        return n_("Nobody with this NIP is registered, and no sound row of this file has it.")
    agency_id = later.unit.agency_id if later else boss.agency_id if boss else 0
    has_left = boss is not None and boss.left_on is not None and later is None
    if agency_id != step.unit.agency_id or has_left:
        return n_("The evaluator must be in service in the same agency.")
    return None


def _problem_above(start: str, steps: dict[str, Step], known: Known) -> str | None:
    """Follow the evaluators upwards as they will be once the file is applied."""
    current = start
    for _step in range(LONGEST_CHAIN):
        step, person = steps.get(current), known.people.get(current)
        current = step.evaluator_nip if step else person.evaluator_nip if person else ""
        if not current:
            return None
        if current == start:
            return n_("This evaluator works for the person, directly or through others.")
    return n_("More than thirty evaluators stand above this person, or they go round in a circle.")
