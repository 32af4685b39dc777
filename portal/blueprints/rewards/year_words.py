"""A year in sentences: warm, and nothing that is not so."""

from collections.abc import Iterator

from flask_babel import gettext as _
from flask_babel import ngettext

from portal.domain.rewards.year.summary import Result, YearSummary
from portal.web.filters import day, number
from portal.web.languages import say


def sentences(summary: YearSummary) -> list[str]:
    if summary.is_empty:
        return _nothing(summary)
    return [*_earned(summary), *_climbed(summary), _thanks(summary)]


def _nothing(summary: YearSummary) -> list[str]:
    first = (
        _("Nothing has been counted in %(year)s so far.", year=summary.year)
        if summary.is_running
        else _("Nothing was counted in %(year)s.", year=summary.year)
    )
    return [
        first,
        _(
            "That says nothing about how much you did: only results that somebody confirmed, and that a rule "
            "honours, stand here."
        ),
    ]


def _earned(summary: YearSummary) -> Iterator[str]:
    if summary.points:
        times = ngettext("%(num)s award", "%(num)s awards", len(summary.awards))
        values = {"year": summary.year, "points": number(summary.points), "awards": times}
        yield (
            _("So far in %(year)s you have earned %(points)s points, from %(awards)s.", **values)
            if summary.is_running
            else _("In %(year)s you earned %(points)s points, from %(awards)s.", **values)
        )
    else:
        yield _("What was confirmed in %(year)s stands below.", year=summary.year)
    if best := summary.best_month:
        yield _(
            "Your best month was %(month)s, with %(points)s points.",
            month=day(best[0], "MMMM"),
            points=number(best[1]),
        )


def _climbed(summary: YearSummary) -> Iterator[str]:
    highest = summary.highest
    if highest is not None and highest.on is not None:
        yield _(
            "On %(day)s you reached the level %(level)s.",
            day=day(highest.on, "d MMMM"),
            level=highest.level.name,
        )


def _thanks(summary: YearSummary) -> str:
    if summary.is_running:
        return _("The year is not over. Thank you for what you have done so far.")
    return _("Behind every number stands work that somebody noticed. Thank you for it.")


def result_pairs(summary: YearSummary) -> list[tuple[str, str]]:
    return [(say(one.metric.label), _amount(one)) for one in summary.results]


def _amount(one: Result) -> str:
    value = number(one.amount)
    if one.is_rating:
        scale = f"{value} {say(one.metric.unit)}".strip()
        return ngettext(
            "%(average)s, from %(num)s rating", "%(average)s, from %(num)s ratings", one.n, average=scale
        )
    return f"{value} {say(one.metric.unit)}".strip()


def month_points(summary: YearSummary) -> list[tuple[str, int | None]]:
    return [(day(start, "MMM"), points) for start, points in summary.months]
