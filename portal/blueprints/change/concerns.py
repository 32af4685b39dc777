"""The box for concerns. Nothing of the request is kept beside the words: no key, no account, no line in the log."""

from typing import Any

from flask import g, redirect, render_template, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]

from portal.blueprints.change.blueprint import blueprint
from portal.blueprints.change.forms import ConcernForm, ReceiptForm
from portal.domain.change.concerns import actions, queries
from portal.domain.change.concerns.models import Topic
from portal.domain.change.scope import today_of
from portal.web.clock import now
from portal.web.numbers import whole
from portal.web.people import current_viewer
from portal.web.responses import refused
from portal.web.transactions import current_session

PAGE = "change/concerns.html"
RECEIPT = "concern_receipt"


@blueprint.get("/concerns")
def concerns() -> ResponseReturnValue:
    form = _form()
    if not form.receipt.data:
        form.receipt.data = actions.new_receipt()
    return render_template(PAGE, **_page(form, ReceiptForm(formdata=None, prefix="own-")))


@blueprint.post("/concerns")
def speak_up() -> ResponseReturnValue:
    """Sent twice, it is one: the receipt was drawn with the form."""
    g.is_without_time = True
    session, me, form = current_session(), current_viewer(), _form()
    if form.validate_on_submit():
        with form.catching():
            given = actions.ConcernInput(
                topic=Topic(form.topic.data),
                words=form.words.data or "",
                receipt=form.receipt.data or "",
                unit_id=form.unit.data or 0,
                campaign_id=form.campaign.data,
            )
            actions.speak_up(session, given, by=me, at=now())
            cookie[RECEIPT] = given.receipt
            return redirect(url_for(".concern_sent"), code=303)
    return refused(PAGE, **_page(form, ReceiptForm(formdata=None, prefix="own-")))


@blueprint.get("/concerns/sent")
def concern_sent() -> ResponseReturnValue:
    """The receipt is shown once, from the browser's own cookie."""
    receipt = cookie.pop(RECEIPT, None)
    if receipt is None:
        return redirect(url_for(".concerns"))
    return render_template("change/concern_sent.html", receipt=f"{receipt[:5]}-{receipt[5:]}")


@blueprint.post("/concerns/receipt")
def look_up() -> ResponseReturnValue:
    """A form, so that the number stands in no address and no log."""
    g.is_without_time = True
    session = current_session()
    form = ReceiptForm(prefix="own-")
    if form.validate_on_submit():
        found = queries.concern_with_receipt(session, actions.hash_of(form.receipt.data or ""))
        if found is not None:
            return render_template("change/concern_found.html", concern=found)
        form.receipt.errors = [_("There is no concern with this number.")]
    fresh = _form(is_fresh=True)
    fresh.receipt.data = actions.new_receipt()
    return refused(PAGE, **_page(fresh, form))


def _form(*, is_fresh: bool = False) -> ConcernForm:
    """The parts one may name; the whole agency unless another is chosen."""
    session, me = current_session(), current_viewer()
    parts = queries.parts_to_name(session, me)
    asked = request.args.get("campaign", type=whole)
    form = ConcernForm(**({"formdata": None} if is_fresh else {}), campaign=asked)
    form.unit.choices = [SelectChoice(one.id, _("Somebody of %(unit)s", unit=one.name)) for one in parts]
    running = queries.campaigns_to_name(session, me, today_of(me, now()))
    form.campaign.choices = [
        SelectChoice("", _("No particular one")),
        *(SelectChoice(one.id, one.title) for one in running),
    ]
    return form


def _page(form: ConcernForm, own: ReceiptForm) -> dict[str, Any]:
    session, me = current_session(), current_viewer()
    search, topic = request.args.get("q", "").strip()[:80], request.args.get("topic", "")[:20]
    return {
        "form": form,
        "own": own,
        "search": search,
        "topic": topic,
        "answers": queries.faq_for(
            session,
            me,
            search=search,
            topic=Topic(topic) if topic in {one.value for one in Topic} else None,
            number=request.args.get("page", 1, type=whole),
        ),
    }
