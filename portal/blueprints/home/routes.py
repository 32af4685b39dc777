from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal.web.people import public, viewer_or_none

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
@public
def index() -> ResponseReturnValue:
    return render_template("home/front.html" if viewer_or_none() is None else "home/dashboard.html")
