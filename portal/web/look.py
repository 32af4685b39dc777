"""What the macros in `templates/ui/` ask of Python: drawings, page links and ARIA attributes."""

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from flask import Flask, request, url_for
from markupsafe import Markup
from wtforms import Field, RadioField, SelectField, SelectMultipleField

from portal.domain.organisation.models import Employee
from portal.domain.organisation.naming import initials_of
from portal.web import charts, line_charts, round_charts

CHARTS = SimpleNamespace(
    bar_chart=charts.bar_chart,
    line_chart=line_charts.line_chart,
    sparkline=line_charts.sparkline,
    donut=round_charts.donut,
    radar=round_charts.radar,
)
HUES = 6
NOTHING = ("", "0", "None", "__None")


def page_url(number: int) -> str:
    """This address with its filters, at another page of the list."""
    query: dict[str, Any] = request.args.to_dict(flat=False)
    return url_for(str(request.endpoint), **{**query, **(request.view_args or {}), "page": number})


def hue(text: str) -> int:
    """A number from 0 to 5 that stays the same for the same letters: the ground of an avatar."""
    return sum(map(ord, text)) % HUES


def face_of(employee: Employee) -> SimpleNamespace:
    """What an avatar takes; the account, which knows the picture, should be loaded with the person."""
    account = employee.account
    url = f"/account/pictures/{account.id}?v={account.picture_id}" if account and account.picture_id else None
    return SimpleNamespace(name=employee.name, initials=initials_of(employee.name), picture_url=url)


def described_by(field: Field, hint: str | None) -> str | None:
    """The ids of what explains a field: its hint, then its error."""
    ids = [f"{field.id}-hint"] if hint else []
    ids += [f"{field.id}-error"] if field.errors else []
    return " ".join(ids) or None


def named(label: Any) -> str:
    """The name of a field before what is wrong with it; a question keeps its mark, a sentence loses its stop."""
    text = label if isinstance(label, Markup) else str(label)
    return text if text.endswith("?") else text.removesuffix(".") + ":"


def first_problem(errors: Any) -> str:
    """A field's first complaint; a list of fields or a form within a form nests its own."""
    while isinstance(errors, (list, tuple, Mapping)):
        parts = errors.values() if isinstance(errors, Mapping) else errors
        errors = next((part for part in parts if part), "")
    return str(errors)


def may_stay_empty(field: Field) -> bool:
    """Whether "optional" belongs beside the label: a choice that always has an answer is not optional."""
    if field.flags.required or isinstance(field, RadioField):
        return False
    if isinstance(field, SelectField) and not isinstance(field, SelectMultipleField):
        return any(str(value) in NOTHING for value, *_rest in field.iter_choices())
    return True


def field_attrs(field: Field, hint: str | None, css: str, attrs: dict[str, Any]) -> dict[str, Any]:
    """The attributes of a control: those given, its class, and ARIA where there is something to say."""
    described = described_by(field, hint)
    aria = {"aria_describedby": described} if described else {}
    if field.errors:
        aria["aria_invalid"] = "true"
    given = {name: value for name, value in attrs.items() if value is not None}
    return {**given, "class": css, **aria}


def init_app(app: Flask) -> None:
    app.jinja_env.globals["charts"] = CHARTS
    app.add_template_global(page_url)
    app.add_template_global(face_of)
    app.add_template_global(described_by)
    app.add_template_global(field_attrs)
    app.add_template_global(first_problem)
    app.add_template_global(named)
    app.add_template_global(may_stay_empty)
    app.add_template_filter(hue)
