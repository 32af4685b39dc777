"""Which device is asking: a random mark in a cookie of its own that outlives signing in and out."""

from __future__ import annotations

import re
import secrets

from flask import Response, g, request
from itsdangerous import BadSignature, URLSafeTimedSerializer

from portal.database import derived_key
from portal.web.limits import hashed
from portal.web.transactions import settings

COOKIE = "device"
LASTS = 400 * 24 * 3600
MARK = re.compile(r"[A-Za-z0-9_-]{32}")
TICKET_LASTS = 600


def device() -> str:
    """A keyed hash of this browser's mark; a browser without one gets one with `remember`."""
    mark = request.cookies.get(COOKIE, "")
    if not MARK.fullmatch(mark):
        mark = g.setdefault("device_mark", secrets.token_urlsafe(24))
    return hashed("device", mark)


def remember(response: Response) -> Response:
    """Keep the mark that was made for this browser."""
    if (mark := g.get("device_mark")) is not None:
        response.set_cookie(
            COOKIE, mark, max_age=LASTS, httponly=True, samesite="Lax",
            secure=settings().base_url.startswith("https:"),
        )  # fmt: skip
    return response


def ticket(day_id: int) -> str:
    """That this device scanned a good code just now; worth nothing on another one, and for ten minutes only."""
    return str(_signer().dumps([day_id, device()]))


def day_of_ticket(text: str) -> int | None:
    try:
        day_id, owner = _signer().loads(text[:400], max_age=TICKET_LASTS)
    except (BadSignature, ValueError, TypeError):
        return None
    return int(day_id) if owner == device() else None


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(derived_key(settings(), "attendance tickets"))
