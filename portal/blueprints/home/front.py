"""What the signed-out front page says of services: the same for everybody, so it is made once a minute."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import current_app, render_template
from flask_babel import get_locale
from markupsafe import Markup

from portal.domain.public_reviews.results.figures import front_page_services
from portal.domain.public_reviews.satisfaction import GRADE_NAMES
from portal.web.clock import now, today
from portal.web.transactions import current_session, settings

SERVICES = 6
FRESH = timedelta(seconds=60)


def results() -> Markup:
    """The rendered part of the page in the reader's language, at most a minute old; always new in tests."""
    kept: dict[str, tuple[datetime, Markup]] = current_app.extensions.setdefault("front_results", {})
    language = str(get_locale())
    made_at, part = kept.get(language, (None, None))
    if made_at is None or part is None or now() - made_at > FRESH or current_app.testing:
        part = _rendered()
        kept[language] = (now(), part)
    return part


def _rendered() -> Markup:
    rows = front_page_services(current_session(), SERVICES, today(settings().timezone))
    return Markup(render_template("home/_results.html", rows=rows, grades=GRADE_NAMES))
