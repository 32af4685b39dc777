"""Review forms fetched from the portal and filled in, ready to be sent: every review different."""

from __future__ import annotations

import html
import re
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import urlopen

from sqlalchemy import insert, select

from benchmarks.instances import config_of
from portal.database import open_engine
from portal.domain.organisation.models import OrgUnit
from portal.domain.public_reviews.elements import CODES
from portal.domain.public_reviews.services.models import Counter, Service
from portal.serve import HOST

HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*>')
USUAL_PER_DAY = 40  # so that none of the services finds this day odd


@dataclass(frozen=True, slots=True)
class Form:
    """As a browser holds it: where it goes, its hidden fields, its cookie."""

    path: str
    hidden: dict[str, str]
    cookie: str


def open_counters(instance: Path, number: int) -> list[str]:
    """Codes of that many new counters, each of a service of its own, as a large city has them."""
    engine = open_engine(config_of(instance).database_url)
    codes = [f"bench-{index:04}" for index in range(number)]
    with engine.begin() as connection:
        unit = connection.execute(select(OrgUnit.id, OrgUnit.agency_id, OrgUnit.path_key).limit(1)).one()
        for code in codes:
            row = dict(agency_id=unit.agency_id, unit_id=unit.id, unit_key=unit.path_key, is_open=True)
            words = dict(code=code, name=code, description="", standard_fee="", requirements="")
            service = connection.execute(
                insert(Service).returning(Service.id), {**row, **words, "usual_per_day": USUAL_PER_DAY}
            ).scalar_one()
            counter = dict(service_id=service, code=code, name=code, kind="desk", is_open=True)
            connection.execute(insert(Counter), counter)
    engine.dispose()
    return codes


def fetched(port: int, codes: Sequence[str]) -> list[Form]:
    """One form a counter. Its stamp ages meanwhile: nobody fills in nine answers in no time."""
    return [_fetch(port, f"/s/{code}") for code in codes]


def _fetch(port: int, path: str) -> Form:
    with urlopen(f"http://{HOST}:{port}{path}", timeout=30) as page:
        text, cookie = page.read().decode(), page.headers.get("Set-Cookie", "")
    inside = text[text.index(f'action="{path}"') :]
    hidden = dict(_hidden_fields(inside[: inside.index("</form>")]))
    return Form(path, hidden, cookie.partition(";")[0])


def _hidden_fields(form: str) -> Iterator[tuple[str, str]]:
    for tag in HIDDEN.findall(form):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name:
            yield name[1], html.unescape(value[1]) if value else ""


def requests_from(forms: Sequence[Form], first: int, number: int) -> list[bytes]:
    """That many confirmed reviews, numbered from `first`, going round the counters."""
    return [_request(forms[index % len(forms)], index) for index in range(first, first + number)]


def _request(form: Form, index: int) -> bytes:
    answers = {code: str(index // 4**place % 4 + 1) for place, code in enumerate(CODES)}
    fields = {
        **form.hidden,
        **answers,
        "idempotency_key": secrets.token_urlsafe(18),
        "comment": f"Antrean {index} dilayani dengan ramah, syaratnya jelas",
        "contact": "",
        "confirm": "1",
    }
    body = urlencode(fields).encode()
    head = (
        f"POST {form.path} HTTP/1.1\r\nHost: {HOST}\r\nCookie: {form.cookie}\r\nSec-Fetch-Site: same-origin\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body
