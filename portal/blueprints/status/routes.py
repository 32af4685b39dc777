"""Whether the portal lives and is ready, for load balancers and people on duty; and where to report a weakness."""

from datetime import timedelta

from flask import Blueprint, Response, jsonify
from flask.typing import ResponseReturnValue

from portal.database import migrations_are_current
from portal.domain import heartbeats
from portal.web.clock import now
from portal.web.people import public
from portal.web.transactions import settings, short_read

blueprint = Blueprint("status", __name__)


@blueprint.get("/healthz")
@public
def health() -> ResponseReturnValue:
    """This process answers; nothing else is asked."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
@public
def readiness() -> ResponseReturnValue:
    """Database, migrations and worker, each true or false; 503 while one is not ready."""
    parts = {"database": False, "migrations": False, "worker": False}
    try:
        with short_read() as session:
            parts["worker"] = heartbeats.is_alive(session, "worker", at=now())
            parts["migrations"] = migrations_are_current(session)
            parts["database"] = True
    except Exception:  # whatever is wrong with the database, the answer is "not ready"
        parts["database"] = False
    ready = all(parts.values())
    return jsonify(status="ready" if ready else "not ready", **parts), 200 if ready else 503


@blueprint.get("/.well-known/security.txt")
@public
def security_txt() -> Response:
    until = (now() + timedelta(days=180)).strftime("%Y-%m-%dT00:00:00Z")
    base = settings().base_url
    here = f"{base}/.well-known/security.txt"
    text = f"Contact: {base}/\nExpires: {until}\nPreferred-Languages: id, en\nCanonical: {here}\n"
    return Response(text, mimetype="text/plain")
