"""New reviews: look, decide about the held ones, answer in public, settle contests, take in paper forms."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.public_reviews.blueprint import blueprint
from portal.blueprints.public_reviews.manage_forms import DecisionForm, ImportForm, ReasonForm, ReplyForm
from portal.domain.organisation.models import Role
from portal.domain.public_reviews.elements import ELEMENTS
from portal.domain.public_reviews.reviews import moderation, queries
from portal.domain.public_reviews.reviews.importing import import_reviews
from portal.domain.public_reviews.reviews.models import CONTEST_STATE_NAMES, STATE_NAMES, Review
from portal.domain.public_reviews.reviews.queries import BOX_NAMES, Box
from portal.domain.public_reviews.reviews.sheets import Sheet, read_sheet
from portal.domain.public_reviews.reviews.watch import FLAGS, HOLD_REASONS
from portal.domain.public_reviews.services.queries import managed_names, managed_service
from portal.web.clock import now, today
from portal.web.numbers import whole
from portal.web.people import current_viewer, only
from portal.web.responses import changed, refused
from portal.web.transactions import current_session

WORDS = {"states": STATE_NAMES, "reasons": HOLD_REASONS, "flags": FLAGS}


@blueprint.get("/reviews/inbox")
@only(Role.SERVICE_MANAGER)
def inbox() -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    chosen = request.args.get("box", "")
    box = Box(chosen) if chosen in set(Box) else Box.ALL
    code = request.args.get("service", "")[:60]
    page = queries.inbox(
        session,
        me,
        box=box,
        service_code=code,
        today=today(me.timezone),
        number=request.args.get("page", 1, type=whole),
    )
    return render_template(
        "public_reviews/manage/inbox.html",
        page=page,
        box=box,
        boxes=BOX_NAMES,
        waiting=queries.waiting_counts(session, me),
        services=managed_names(session, me),
        code=code,
        **WORDS,
    )


@blueprint.get("/reviews/<int:review_id>")
@only(Role.SERVICE_MANAGER)
def show_review(review_id: int) -> ResponseReturnValue:
    review = queries.managed_review(current_session(), current_viewer(), review_id)
    return render_template("public_reviews/manage/review.html", **_page_of(review))


@blueprint.post("/reviews/<int:review_id>/release")
@only(Role.SERVICE_MANAGER)
def release_review(review_id: int) -> ResponseReturnValue:
    review = _review_to_change(review_id)
    moderation.release(current_session(), review, by=current_viewer(), at=now())
    return changed(url_for(".show_review", review_id=review_id), said=_("The review counts now."))


@blueprint.post("/reviews/<int:review_id>/reject")
@only(Role.SERVICE_MANAGER)
def reject_review(review_id: int) -> ResponseReturnValue:
    review, form = _review_to_change(review_id), ReasonForm()
    if form.validate_on_submit():
        with form.catching():
            moderation.reject(
                current_session(), review, form.reason.data or "", by=current_viewer(), at=now()
            )
            return changed(url_for(".show_review", review_id=review_id), said=_("The review does not count."))
    return _again(review_id, reason_form=form)


@blueprint.post("/reviews/<int:review_id>/withdraw")
@only(Role.SERVICE_MANAGER)
def withdraw_review(review_id: int) -> ResponseReturnValue:
    review, form = _review_to_change(review_id), ReasonForm()
    if form.validate_on_submit():
        with form.catching():
            moderation.withdraw(
                current_session(), review, form.reason.data or "", by=current_viewer(), at=now()
            )
            return changed(
                url_for(".show_review", review_id=review_id), said=_("The review no longer counts.")
            )
    return _again(review_id, reason_form=form)


@blueprint.post("/reviews/<int:review_id>/reply")
@only(Role.SERVICE_MANAGER)
def reply_to_review(review_id: int) -> ResponseReturnValue:
    review, form = _review_to_change(review_id), ReplyForm()
    if form.validate_on_submit():
        moderation.reply(
            current_session(),
            review,
            topic=form.topic.data or "",
            answer=form.answer.data or "",
            by=current_viewer(),
            at=now(),
        )
        said = _("The answer stands on the public page and on the receipt.")
        return changed(url_for(".show_review", review_id=review_id), said=said)
    return _again(review_id, reply_form=form)


@blueprint.post("/reviews/<int:review_id>/forget-contact")
@only(Role.SERVICE_MANAGER)
def forget_contact(review_id: int) -> ResponseReturnValue:
    moderation.forget_contact(current_session(), _review_to_change(review_id), by=current_viewer())
    return changed(url_for(".show_review", review_id=review_id), said=_("The contact was erased."))


@blueprint.post("/reviews/<int:review_id>/settle")
@only(Role.SERVICE_MANAGER)
def settle_contest(review_id: int) -> ResponseReturnValue:
    session, me, form = current_session(), current_viewer(), DecisionForm()
    dispute = queries.managed_contest(session, me, review_id)
    if form.validate_on_submit():
        with form.catching():
            moderation.settle(
                session,
                dispute,
                is_upheld=request.form.get("verdict") == "uphold",
                decision=form.decision.data or "",
                by=me,
                at=now(),
            )
            return changed(url_for(".show_review", review_id=review_id), said=_("The contest is decided."))
    return _again(review_id, decision_form=form)


@blueprint.route("/reviews/services/<code>/import", methods=["GET", "POST"])
@only(Role.SERVICE_MANAGER)
def import_file(code: str) -> ResponseReturnValue:
    service, form = managed_service(current_session(), current_viewer(), code), ImportForm()
    sheet: Sheet | None = None
    if form.validate_on_submit():
        day = today(service.agency.timezone)
        with form.catching():
            sheet = read_sheet(form.file.data.filename or "", form.file.data.read(), today=day)
            if not sheet.faults and not form.check_only.data:
                new = import_reviews(current_session(), service, sheet.rows, by=current_viewer(), at=now())
                said = _(
                    "%(new)s new reviews were stored, %(old)s were known.", new=new, old=len(sheet.rows) - new
                )
                return changed(url_for(".manage_service", code=code), said=said)
    shown: dict[str, Any] = {"form": form, "sheet": sheet, "service": service}
    if form.is_submitted():
        current_session().rollback()
        shown["service"] = managed_service(current_session(), current_viewer(), code)
        return refused("public_reviews/manage/import.html", **shown)
    return render_template("public_reviews/manage/import.html", **shown)


def _review_to_change(review_id: int) -> Review:
    return queries.managed_review(current_session(), current_viewer(), review_id, to_change=True)


def _again(review_id: int, **changed_parts: Any) -> ResponseReturnValue:
    """The review's page with one of its forms as it was refused."""
    current_session().rollback()
    review = queries.managed_review(current_session(), current_viewer(), review_id)
    return refused("public_reviews/manage/review.html", **(_page_of(review) | changed_parts))


def _page_of(review: Review) -> dict[str, Any]:
    session = current_session()
    reply = queries.reply_to(session, review.id)
    return {
        "review": review,
        "elements": ELEMENTS,
        "contact": queries.contact_of(session, review.id),
        "contest": queries.contest_of(session, review.id),
        "reply": reply,
        "reason_form": ReasonForm(formdata=None),
        "reply_form": ReplyForm(formdata=None, obj=reply),
        "decision_form": DecisionForm(formdata=None),
        "contest_states": CONTEST_STATE_NAMES,
        **WORDS,
    }
