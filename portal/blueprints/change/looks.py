"""What the templates of change ask of Python: the way between its pages, and the tone of states."""

from collections.abc import Mapping
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from portal.blueprints.change.blueprint import blueprint
from portal.domain.change.campaigns.models import (
    CAMPAIGN_STATE_NAMES,
    STEP_KIND_NAMES,
    CampaignState,
    StepKind,
)
from portal.domain.change.concerns.models import CONCERN_STATE_NAMES, TOPIC_NAMES
from portal.domain.change.ideas.models import IDEA_STATE_NAMES, IdeaState
from portal.domain.change.overview import keeps_something
from portal.domain.change.planning.models import (
    CHOICE_NAMES,
    DRAFT_KIND_NAMES,
    VERDICT_NAMES,
    Choice,
    Verdict,
)
from portal.domain.change.pulses.models import MOMENT_NAMES, PULSE_STATE_NAMES, READINESS_NAMES
from portal.web.filters import number
from portal.web.languages import say
from portal.web.people import current_viewer
from portal.web.transactions import current_session

CAMPAIGN_TONES = {CampaignState.DRAFT: "neutral", CampaignState.LIVE: "ok", CampaignState.CLOSED: "info"}
IDEA_TONES = {
    IdeaState.SUBMITTED: "neutral",
    IdeaState.LOOKED_AT: "info",
    IdeaState.TRIED: "warn",
    IdeaState.ADOPTED: "ok",
    IdeaState.DECLINED: "neutral",
}
VERDICT_TONES = {Verdict.ACCEPTED: "ok", Verdict.PARTLY: "info", Verdict.DECLINED: "neutral"}
STEP_ICONS = {
    StepKind.ANNOUNCEMENT: "speakerphone",
    StepKind.MEETING: "messages",
    StepKind.TRAINING: "school",
    StepKind.PRACTICE: "puzzle",
    StepKind.START: "rocket",
    StepKind.LOOK_BACK: "chart-line",
}
WORDS = {
    "campaign_states": CAMPAIGN_STATE_NAMES,
    "step_kinds": STEP_KIND_NAMES,
    "topics": TOPIC_NAMES,
    "concern_states": CONCERN_STATE_NAMES,
    "idea_states": IDEA_STATE_NAMES,
    "choices": CHOICE_NAMES,
    "draft_kinds": DRAFT_KIND_NAMES,
    "verdicts": VERDICT_NAMES,
    "moments": MOMENT_NAMES,
    "pulse_states": PULSE_STATE_NAMES,
    "readiness": READINESS_NAMES,
    "campaign_tones": CAMPAIGN_TONES,
    "idea_tones": IDEA_TONES,
    "verdict_tones": VERDICT_TONES,
    "step_icons": STEP_ICONS,
}


def places(here: str) -> list[dict[str, Any]]:
    """The parts of change, for tabs; looking after is for those who have something to look after."""
    found = [
        ("index", _("What is changing"), url_for("change.index")),
        ("concerns", _("Speak up"), url_for("change.concerns")),
        ("drafts", _("Take part in planning"), url_for("change.drafts")),
        ("ideas", _("Ideas"), url_for("change.ideas")),
    ]
    if keeps_something(current_session(), current_viewer()):
        found.append(("manage", _("Look after"), url_for("change.manage")))
    return [{"label": label, "url": url, "current": name == here} for name, label, url in found]


@blueprint.context_processor
def words() -> dict[str, Any]:
    return {
        "places": places,
        "vote_rows": vote_rows,
        "topics_to_choose": lambda: _choices(TOPIC_NAMES),
        "idea_states_to_choose": lambda: _choices(IDEA_STATE_NAMES),
        **WORDS,
    }


def vote_rows(votes: Mapping[Choice, int]) -> list[tuple[str, int, int, str]]:
    """For lying bars: the choice, its votes, all votes, and the number in words."""
    total = sum(votes.values())
    return [(say(CHOICE_NAMES[one]), count, total, number(count)) for one, count in votes.items()]


def _choices(names: Mapping[Any, str]) -> list[tuple[str, str]]:
    return [(member.value, say(name)) for member, name in names.items()]
