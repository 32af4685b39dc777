"""Learning paths as learners walk them."""

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.blueprints.learning.blueprint import blueprint
from portal.domain.learning.paths import sequences
from portal.web.people import current_viewer
from portal.web.transactions import current_session


@blueprint.get("/paths/<int:path_id>")
def show_path(path_id: int) -> ResponseReturnValue:
    return render_template(
        "learning/path.html", walk=sequences.path_for(current_session(), current_viewer(), path_id)
    )
