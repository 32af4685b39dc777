"""A version on its way to being live: whom it would favour, the second person's approval, going live."""

from typing import Any

from flask import Blueprint, Flask, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.rewards.comparing import against_live
from portal.blueprints.rewards.forms import ApprovalForm, SendBackForm
from portal.blueprints.rewards.previews import book_of
from portal.domain.errors import NotFound
from portal.domain.organisation.models import Role
from portal.domain.rewards.evaluation.runs import start_backfill
from portal.domain.rewards.previews.making import preview, winners
from portal.domain.rewards.previews.report import from_json
from portal.domain.rewards.rules import actions, approval, queries, reading
from portal.domain.rewards.rules.choices import unit_names
from portal.domain.rewards.rules.guard_rails import problems
from portal.domain.rewards.rules.models import RuleVersion
from portal.domain.rewards.rules.overlaps import overlaps
from portal.web.clock import now, today
from portal.web.people import current_viewer, only
from portal.web.responses import changed, download, refused
from portal.web.spreadsheets import MEDIA_TYPES
from portal.web.transactions import current_session

blueprint = Blueprint("rewards_versions", __name__, url_prefix="/admin/rewards/versions")
keepers = only(Role.ADMIN, Role.HR_ADMIN)


@blueprint.get("/<int:version_id>")
@keepers
def show(version_id: int) -> ResponseReturnValue:
    version = reading.version_seen(current_session(), current_viewer(), version_id)
    return render_template("rewards/admin/version.html", form=ApprovalForm(), **_context(version))


@blueprint.post("/<int:version_id>/approve")
@keepers
def approve(version_id: int) -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    version, form = queries.version_for(session, me, version_id), ApprovalForm()
    if form.validate_on_submit():
        with form.catching():
            is_counted = not version.rule.is_manual
            report = preview(session, version, today(me.timezone)).to_json() if is_counted else {}
            approval.approve(session, version, report, by=me, at=now())
            return changed(
                url_for(".show", version_id=version_id), said=_("Approved. The version can go live.")
            )
    fresh = reading.version_seen(current_session(), me, version_id)
    return refused("rewards/admin/version.html", form=form, **_context(fresh))


@blueprint.post("/<int:version_id>/send-back")
@keepers
def send_back(version_id: int) -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    version, form = queries.version_for(session, me, version_id), SendBackForm()
    if form.validate_on_submit():
        with form.catching():
            approval.send_back(session, version, form.reason.data or "", by=me, at=now())
            return changed(url_for(".show", version_id=version_id), said=_("Sent back to its author."))
    fresh = reading.version_seen(current_session(), me, version_id)
    return refused(
        "rewards/admin/version.html",
        form=ApprovalForm(formdata=None),
        **_context(fresh) | {"back_form": form},
    )


@blueprint.post("/<int:version_id>/publish")
@keepers
def publish(version_id: int) -> ResponseReturnValue:
    """Live from the next fact on; what already happened in the open windows is worked through in the background."""
    session, me = current_session(), current_viewer()
    version, form = queries.version_for(session, me, version_id), ApprovalForm()
    if form.is_submitted():
        with form.catching():
            actions.publish(session, version, by=me, at=now())
            start_backfill(session, version, by=me, at=now(), day=today(me.timezone))
            return changed(
                url_for("rewards_admin.show", rule_id=version.rule_id),
                said=_("The rule is live. What already happened is being worked through."),
            )
    fresh = reading.version_seen(current_session(), me, version_id)
    return refused("rewards/admin/version.html", form=form, **_context(fresh))


@blueprint.get("/<int:version_id>/preview.xlsx")
@keepers
def book(version_id: int) -> ResponseReturnValue:
    """The report as it would be made today, with everybody who would gain."""
    session, me = current_session(), current_viewer()
    version = reading.version_seen(session, me, version_id)
    if version.rule.is_manual:
        raise NotFound
    day, metrics = today(me.timezone), queries.metrics(session)
    report = preview(session, version, day)
    content = book_of(report, winners(session, version, day), version, metrics)
    return download(content, f"{version.rule.code}-{version.number}.xlsx", MEDIA_TYPES["xlsx"])


def _context(version: RuleVersion) -> dict[str, Any]:
    session, me = current_session(), current_viewer()
    metrics, draft = queries.metrics(session), actions.draft_of(version)
    kept = from_json(version.report) if version.report else None
    fresh = None if version.rule.is_manual else kept or preview(session, version, today(me.timezone))
    return {
        "version": version,
        "metrics": metrics,
        "problems": [*problems(draft, metrics), *overlaps(session, draft, metrics, but=version.rule_id)],
        "preview": fresh,
        "is_kept": kept is not None,
        "comparison": against_live(session, version),
        "units": unit_names(session, [version]),
        "names": reading.names_of(session, [version]),
        "may_edit": reading.may_keep(session, me, version.rule.agency_id),
        "back_form": SendBackForm(formdata=None),
        "is_author": version.author_id == me.account_id,
    }


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
