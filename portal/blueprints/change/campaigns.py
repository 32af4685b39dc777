"""What is changing: my campaigns, one campaign's story, and saying that one has read it."""

from flask import Response, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.change.blueprint import blueprint
from portal.domain.change.campaigns import actions, queries
from portal.domain.change.concerns.queries import faq_for
from portal.domain.change.ideas.queries import ideas_for
from portal.domain.change.planning.queries import drafts_for
from portal.domain.change.policies import may_look_after
from portal.domain.change.pulses.results import pulses_waiting, trend_of
from portal.domain.change.scope import today_of
from portal.domain.errors import NotFound
from portal.web.appointments import entry_of_step
from portal.web.calendars import MEDIA_TYPE, calendar_file
from portal.web.clock import now
from portal.web.people import current_viewer
from portal.web.responses import attachment, changed, download
from portal.web.transactions import current_session


@blueprint.get("")
def index() -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    today = today_of(me, now())
    return render_template(
        "change/index.html",
        told=queries.campaigns_for(session, me, today),
        pulses=pulses_waiting(session, me),
        drafts=[one for one in drafts_for(session, me).items if one.draft.decided_at is None][:3],
        ideas=ideas_for(session, me).items[:3],
        today=today,
    )


@blueprint.get("/campaigns/<int:campaign_id>")
def campaign(campaign_id: int) -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    found = queries.campaign_for(session, me, campaign_id)
    return render_template(
        "change/campaign.html",
        campaign=found,
        is_read=queries.has_read(session, me, found),
        is_mine=found.unit.path_key <= (me.unit_key or 0) <= found.unit.path_end,
        may_run=may_look_after(me, found.unit, found.owner_id),
        steps=queries.steps_of(session, found),
        materials=queries.materials_of(session, found),
        agents=queries.agents_of(session, found),
        faq=faq_for(session, me, campaign_id=found.id, size=20).items,
        pulses=[one for one in pulses_waiting(session, me) if one.campaign_id == found.id],
        trend=trend_of(session, found, has_parts=False),
        today=today_of(me, now()),
    )


@blueprint.get("/campaigns/<int:campaign_id>/calendar.ics")
def campaign_calendar(campaign_id: int) -> Response:
    """The steps for one's own calendar."""
    session, me = current_session(), current_viewer()
    found = queries.campaign_for(session, me, campaign_id)
    zone = me.agency_timezone or me.timezone
    entries = [entry_of_step(step, found, zone) for step in queries.steps_of(session, found)]
    return download(calendar_file(found.title, entries, at=now()), f"perubahan-{found.id}.ics", MEDIA_TYPE)


@blueprint.post("/campaigns/<int:campaign_id>/read")
def confirm_read(campaign_id: int) -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    actions.confirm_read(session, queries.campaign_for(session, me, campaign_id), by=me, at=now())
    return changed(
        url_for(".campaign", campaign_id=campaign_id),
        said=_("Thank you for reading. Ask your change agent, or speak up without your name."),
    )


@blueprint.get("/campaigns/<int:campaign_id>/materials/<int:material_id>/file")
def material_file(campaign_id: int, material_id: int) -> ResponseReturnValue:
    session = current_session()
    found = queries.campaign_for(session, current_viewer(), campaign_id)
    material = queries.material_for(session, found, material_id)
    if material.file is None:
        raise NotFound
    return attachment(material.file)
