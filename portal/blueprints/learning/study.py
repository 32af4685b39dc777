"""My modules, the catalogue, a module's own page, and the page that says well done."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.learning.blueprint import blueprint
from portal.domain.learning.paths.queries import due_for
from portal.domain.learning.paths.sequences import missing_for, next_on_a_path, paths_for
from portal.domain.learning.studies import actions, offers, queries
from portal.domain.learning.studies.rating import count_waiting
from portal.domain.periods import local_day
from portal.web.clock import now
from portal.web.numbers import whole
from portal.web.people import current_viewer
from portal.web.responses import changed
from portal.web.transactions import current_session


@blueprint.get("")
def index() -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    search, theme = request.args.get("q", "").strip()[:80], request.args.get("theme", "")[:80]
    studies, required = queries.own_studies(session, me), due_for(session, me)
    return render_template(
        "learning/index.html",
        under_way=[study for study in studies if study.finished_at is None],
        finished=[study for study in studies if study.finished_at is not None],
        by_version={study.version_id: study for study in studies},
        required=required,
        today=local_day(now(), me.agency_timezone or me.timezone),
        paths=paths_for(session, me, studies, required),
        boosters=queries.own_boosters(session, me, at=now()),
        page=offers.catalogue(
            session, me, search=search, theme=theme, number=request.args.get("page", 1, type=whole)
        ),
        themes=offers.themes(session, me),
        to_rate=count_waiting(session, me),
        search=search,
        theme=theme,
    )


@blueprint.get("/modules/<int:module_id>")
def show_module(module_id: int) -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    version = offers.version_for(session, me, module_id)
    study = offers.study_of(session, me, module_id)
    walk = queries.walk_for(session, me, study.id) if study else None
    missing = missing_for(session, me, module_id) if study is None else []
    return render_template("learning/module.html", version=version, study=study, walk=walk, missing=missing)


@blueprint.post("/modules/<int:module_id>/start")
def start_module(module_id: int) -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    study = actions.start(session, module_id, by=me, at=now())
    walk = queries.walk_for(session, me, study.id)
    return changed(url_for(".lesson", study_id=study.id, number=walk.current.number))


@blueprint.get("/studies/<int:study_id>")
def show_study(study_id: int) -> ResponseReturnValue:
    """Where one was; once everything is done, the page that says so."""
    session, me = current_session(), current_viewer()
    walk = queries.walk_for(session, me, study_id)
    if walk.study.finished_at is None:
        return redirect(url_for(".lesson", study_id=study_id, number=walk.current.number))
    following = next_on_a_path(session, me, walk.study.module_id)
    return render_template("learning/finished.html", walk=walk, following=following)


def after(walk: queries.Walk, step: queries.Step) -> ResponseReturnValue:
    """To the next lesson; after the last one to the end, when everything is done."""
    following = walk.after(step)
    fresh = queries.walk_for(current_session(), current_viewer(), walk.study.id)
    if fresh.study.finished_at is not None and (following is None or not step.is_done):
        return changed(url_for(".show_study", study_id=walk.study.id))
    number = following.number if following else step.number
    return changed(url_for(".lesson", study_id=walk.study.id, number=number), said=_("Done. On to the next."))
