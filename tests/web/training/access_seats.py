"""Who gets an answer about seats. A request is its person's; its evaluator decides; who runs the session sees all."""

from tests import factories
from tests import factories_seats as given
from tests.factories import NOW

PEOPLE = "employee trainer service_manager evaluator hr_admin admin committee leader auditor"
RUNS = "admin"

ACCESS = {
    "training.mine": PEOPLE,
    "training.ask_seat": RUNS,
    "training.request_seat": RUNS,
    "training.show_seat": "",
    "training.accept_seat": "",
    "training.decline_seat": "",
    "training.withdraw_seat": "",
    "training.approvals": "evaluator",
    "training.approve_seat": "",
    "training.refuse_seat": "",
    "training.seat_requests": RUNS,
    "training.removal": RUNS,
    "training.remove_from_session": RUNS,
}


def a_session(session):
    """Of another agency."""
    return given.held(session, factories.unit(session))


def some_request(session):
    """Somebody else's, of another agency."""
    held = a_session(session)
    return given.request(session, held, factories.employee(session, unit_=held.unit), at=NOW)


def of_a_session(session):
    return {"session_id": a_session(session).id}


def of_a_request(session):
    return {"enrolment_id": some_request(session).id}


def of_both(session):
    one = some_request(session)
    return {"session_id": one.session_id, "enrolment_id": one.id}


SAMPLE = (
    dict.fromkeys(["training.ask_seat", "training.request_seat", "training.seat_requests"], of_a_session)
    | dict.fromkeys(
        ["training.show_seat", "training.accept_seat", "training.decline_seat", "training.withdraw_seat",
         "training.approve_seat", "training.refuse_seat"], of_a_request)
    | dict.fromkeys(["training.removal", "training.remove_from_session"], of_both)
)  # fmt: skip
