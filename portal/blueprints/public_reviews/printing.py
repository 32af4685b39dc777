"""Words and addresses on paper: always in the language of the people at the counter."""

import csv
import io
from collections.abc import Sequence
from datetime import datetime
from urllib.parse import quote

from flask import url_for
from flask_babel import force_locale
from flask_babel import gettext as _

from portal.blueprints.public_reviews.paper.poster import poster
from portal.blueprints.public_reviews.paper.slips import slips
from portal.domain.organisation.models import Agency
from portal.domain.public_reviews.services.models import Counter
from portal.web.filters import moment
from portal.web.transactions import settings


def form_address(counter_code: str, token: str = "") -> str:
    path = url_for("public_reviews.survey", code=counter_code)
    return f"{settings().base_url}{path}" + (f"?visit={quote(token)}" if token else "")


def poster_of(counter: Counter) -> bytes:
    service = counter.service
    with force_locale(settings().locale):
        words = {
            "question": _("How was our service?"),
            "scan": _("Scan with the camera of your phone"),
            "or_type": _("or type"),
            "promise": _("Nine questions, about two minutes. We do not ask who you are."),
            "complaint": _("For complaints there is also SP4N-LAPOR!: lapor.go.id"),
        }
    return poster(
        agency=service.agency.name,
        unit=service.unit.name,
        service=service.name,
        counter=counter.name,
        address=form_address(counter.code),
        words=words,
        logo=_logo_of(service.agency),
    )


def _logo_of(agency: Agency) -> bytes | None:
    return (settings().uploads / agency.logo.path).read_bytes() if agency.logo else None


def slips_of(counter: Counter, tokens: Sequence[str], *, until: datetime) -> bytes:
    with force_locale(settings().locale):
        words = {
            "thanks": _("Thank you for your visit"),
            "scan": _("Scan and tell us how it was"),
            "once": _("For one review, until %(moment)s", moment=moment(until)),
        }
    return slips(
        service=counter.service.name,
        counter=counter.name,
        addresses=[form_address(counter.code, token) for token in tokens],
        words=words,
    )


def table_of(counter: Counter, tokens: Sequence[str], *, until: datetime) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["counter", "address", "valid_until"])
    writer.writerows([counter.code, form_address(counter.code, token), until.isoformat()] for token in tokens)
    return out.getvalue().encode()
