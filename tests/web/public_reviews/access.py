from datetime import timedelta

from portal.web.clock import now
from tests import factories
from tests import factories_public_reviews as given

MANAGER = "service_manager admin"
THEIRS = "admin"

ACCESS = {
    "public_reviews.services": "anonymous",
    "public_reviews.show_service": "anonymous",
    "public_reviews.survey": "anonymous",
    "public_reviews.send_review": "anonymous",
    "public_reviews.receipt": "anonymous",
    "public_reviews.my_feedback": "*",
    "public_reviews.unit_page": "*",
    "public_reviews.contest_review": "",
    "public_reviews.index": MANAGER,
    "public_reviews.inbox": MANAGER,
    "public_reviews.new_service": MANAGER,
    "public_reviews.create_service": MANAGER,
    "public_reviews.manage_service": THEIRS,
    "public_reviews.edit_service": THEIRS,
    "public_reviews.update_service": THEIRS,
    "public_reviews.create_counter": THEIRS,
    "public_reviews.edit_counter": THEIRS,
    "public_reviews.poster": THEIRS,
    "public_reviews.new_slips": THEIRS,
    "public_reviews.create_slips": THEIRS,
    "public_reviews.create_improvement": THEIRS,
    "public_reviews.move_improvement": THEIRS,
    "public_reviews.import_file": THEIRS,
    "public_reviews.show_review": THEIRS,
    "public_reviews.release_review": THEIRS,
    "public_reviews.reject_review": THEIRS,
    "public_reviews.withdraw_review": THEIRS,
    "public_reviews.reply_to_review": THEIRS,
    "public_reviews.forget_contact": THEIRS,
    "public_reviews.settle_contest": THEIRS,
}


def _service(session):
    return {"code": given.service(session).code}


def _counter(session):
    return {"counter_id": given.counter(session).id}


def _survey(session):
    return {"code": given.counter(session).code}


def _review(session):
    return {"review_id": given.review(session, given.service(session)).id}


def _contested(session):
    counter, officer = given.counter(session), factories.employee(session)
    review = given.verified(session, counter, officer)
    given.contest(session, review)
    return {"review_id": review.id}


def _improvement(session):
    due = (now() + timedelta(days=9)).date()
    return {"improvement_id": given.improvement(session, given.service(session), due_on=due).id}


SAMPLE = {
    **dict.fromkeys(
        (
            "public_reviews.show_service",
            "public_reviews.manage_service",
            "public_reviews.edit_service",
            "public_reviews.update_service",
            "public_reviews.create_counter",
            "public_reviews.create_improvement",
            "public_reviews.import_file",
        ),
        _service,
    ),
    **dict.fromkeys(("public_reviews.survey", "public_reviews.send_review"), _survey),
    **dict.fromkeys(
        (
            "public_reviews.edit_counter",
            "public_reviews.poster",
            "public_reviews.new_slips",
            "public_reviews.create_slips",
        ),
        _counter,
    ),
    **dict.fromkeys(
        (
            "public_reviews.show_review",
            "public_reviews.reject_review",
            "public_reviews.withdraw_review",
            "public_reviews.reply_to_review",
            "public_reviews.forget_contact",
            "public_reviews.contest_review",
            "public_reviews.release_review",
        ),
        _review,
    ),
    "public_reviews.settle_contest": _contested,
    "public_reviews.move_improvement": _improvement,
    "public_reviews.receipt": lambda session: {
        "number": given.review(session, given.service(session)).number
    },
}
