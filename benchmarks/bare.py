"""What a review costs at the least: one plain route with the same form check, transactions and inserts.

No sessions, no CSRF token, no headers, no watch, no announcements, and statements without the ORM.
"""

from __future__ import annotations

from datetime import UTC, datetime
from secrets import token_hex

from flask import Flask, abort, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy import insert, select
from wtforms import Form, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from portal.config import from_environment
from portal.database import open_engine, reading
from portal.domain.base import Base, know_all_tables
from portal.domain.public_reviews.elements import ELEMENTS

config = from_environment()
engine = open_engine(config.database_url)
app = Flask(__name__)
know_all_tables()
TABLES = Base.metadata.tables
COUNTER, SERVICE = TABLES["counter"], TABLES["service"]
REVIEW, STORED_ANSWER = TABLES["review"], TABLES["stored_answer"]
PLACE = select(COUNTER.c.id, SERVICE.c.id.label("service_id")).join_from(COUNTER, SERVICE)


class ReviewForm(Form):
    """The same fields and rules as the portal's form."""

    comment = TextAreaField("Comment", [Length(max=2000)])
    contact = StringField("Contact", [Length(max=120)])


for _element in ELEMENTS:
    _choices = [SelectChoice(str(value), text) for value, text in enumerate(_element.answers, start=1)]
    setattr(ReviewForm, _element.code, RadioField(_element.question, [InputRequired()], choices=_choices))


@app.get("/healthz")
def healthz() -> str:
    return "ok"


@app.post("/s/<code>")
def send_review(code: str) -> ResponseReturnValue:
    """Two looks and one writing transaction, as in the portal: known key? which counter? store both rows."""
    key = request.form["idempotency_key"]
    with reading(), engine.connect() as connection:
        if connection.execute(select(STORED_ANSWER).where(STORED_ANSWER.c.key == key)).first():
            abort(409)
    with reading(), engine.connect() as connection:
        place = connection.execute(PLACE.where(COUNTER.c.code == code)).one()
    form = ReviewForm(request.form)
    if not form.validate():
        abort(422)
    now, number = datetime.now(UTC), token_hex(8)
    location = f"/receipts/{number}"
    with engine.begin() as connection:
        connection.execute(insert(REVIEW), review_row(form, place, number, now))
        connection.execute(
            insert(STORED_ANSWER),
            {"key": key, "actor": "-", "body_hash": "-" * 64, "location": location, "stored_at": now},
        )
    return redirect(location, code=303)


def review_row(form: ReviewForm, place: object, number: str, now: datetime) -> dict[str, object]:
    return {
        "number": number,
        "service_id": place.service_id,  # type: ignore[attr-defined]
        "counter_id": place.id,  # type: ignore[attr-defined]
        "is_verified": False,
        "submitted_at": now,
        "day": now.date(),
        "comment": form.comment.data,
        "state": "counted",
        "hold_reasons": "",
        "flags": "",
        "decision": "",
        "counted_at": now,
        "address_hash": token_hex(12),
        "wording_hash": token_hex(12),
        **{element.code: int(form[element.code].data) for element in ELEMENTS},
    }
