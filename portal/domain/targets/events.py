"""What the feature announces. `decision_ids` lead to the facts a decision makes or takes back."""

from dataclasses import dataclass

from portal.domain.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanAgreed(Event):
    employee_id: int
    plan_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckInSubmitted(Event):
    employee_id: int
    entry_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckInApproved(Event):
    employee_id: int
    entry_id: int
    decision_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckInReturned(Event):
    employee_id: int
    entry_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckInVoided(Event):
    """An approval was taken back: its facts are told again with the opposite sign."""

    employee_id: int
    entry_id: int
    decision_ids: tuple[int, ...]
