"""The public form: nine questions, a look at the answers, a receipt. Works on a phone and without scripts."""

import json
from typing import Any

from flask import make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.blueprints.public_reviews.blueprint import blueprint, limits
from portal.blueprints.public_reviews.circumstances import TRAP, address_hash, circumstances, puzzle, stamp
from portal.blueprints.public_reviews.forms import ReviewForm
from portal.domain.errors import NotFound
from portal.domain.public_reviews.elements import ELEMENTS
from portal.domain.public_reviews.reviews.inputs import ReviewInput
from portal.domain.public_reviews.reviews.submission import submit
from portal.domain.public_reviews.reviews.watch import asks_for_proof
from portal.domain.public_reviews.services.queries import Place, open_place
from portal.domain.public_reviews.visits.queries import fresh_token, is_used
from portal.web.clock import now
from portal.web.idempotency import submitted_key
from portal.web.people import public
from portal.web.responses import changed, refused
from portal.web.transactions import current_session, short_read


@blueprint.get("/s/<code>")
@public
def survey(code: str) -> ResponseReturnValue:
    place = _place(code)
    if place is None:
        return make_response(render_template("public_reviews/no_counter.html"), 404)
    visit = request.args.get("visit", "")[:80]
    is_spent = bool(visit) and not _is_fresh(visit, place)
    form = ReviewForm(formdata=None)
    return render_template(
        "public_reviews/survey.html", form=form, **_frame(place, "" if is_spent else visit), is_spent=is_spent
    )


@blueprint.post("/s/<code>")
@public
def send_review(code: str) -> ResponseReturnValue:
    """Without `confirm` the answers are shown again; with it they are stored, once for each key."""
    place = _place(code)
    if place is None:
        return make_response(render_template("public_reviews/no_counter.html"), 404)
    form, visit = ReviewForm(), request.form.get("visit", "")[:80]
    if form.validate_on_submit() and not request.form.get("change"):
        if not request.form.get("confirm") or submitted_key() is None:
            return _check(form, place, visit)
        with form.catching():
            given = ReviewInput(
                answers=form.answers,
                comment=form.comment.data or "",
                contact=form.contact.data or "",
                visit=visit,
            )
            about = circumstances(place.counter_code, at=now())
            review = submit(current_session(), place, given, about, at=now(), limits=limits())
            return changed(url_for(".receipt", number=review.number))
    if request.form.get("change") and not form.errors:
        return render_template(
            "public_reviews/survey.html", form=form, **_frame(place, visit), is_spent=False
        )
    kept = "" if form.form_errors else visit
    return refused("public_reviews/survey.html", form=form, **_frame(place, kept), is_spent=False)


def _check(form: ReviewForm, place: Place, visit: str) -> str:
    at = now()
    with short_read() as session:
        needs_proof = asks_for_proof(session, address_hash(at=at), at=at, limits=limits())
    return render_template(
        "public_reviews/check.html",
        form=form,
        elements=ELEMENTS,
        puzzle=json.dumps(puzzle(at=at)) if needs_proof else None,
        **_frame(place, visit),
    )


def _place(code: str) -> Place | None:
    """Looked up before the form is read; a short look of its own keeps the write lock free meanwhile."""
    try:
        with short_read() as session:
            return open_place(session, code)
    except NotFound:
        return None


def _is_fresh(visit: str, place: Place) -> bool:
    with short_read() as session:
        token = fresh_token(session, visit, place.counter_id, at=now())
        return token is not None and not is_used(session, token.id)


def _frame(place: Place, visit: str) -> dict[str, Any]:
    return {
        "place": place,
        "visit": visit,
        "stamp": request.form.get("stamp", "")[:60] or stamp(place.counter_code, at=now()),
        "key": submitted_key(),
        "trap": TRAP,
        "trapped": request.form.get(TRAP, "")[:200],
    }
