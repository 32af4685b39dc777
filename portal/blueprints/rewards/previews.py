"""A preview in words, bars and a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Flask
from flask_babel import gettext as _
from flask_babel import ngettext

from portal.blueprints.rewards.words import Metrics, conditions_of, measured
from portal.domain.organisation.models import EMPLOYMENT_NAMES, EXPOSURE_NAMES, Employment, Exposure
from portal.domain.periods import Period
from portal.domain.rewards.evaluation.twin import NOTHING, Numbers
from portal.domain.rewards.explain import value_of
from portal.domain.rewards.periods import period_from
from portal.domain.rewards.previews.report import Inflation, Preview, Sample, Share
from portal.domain.rewards.rules.models import RuleVersion
from portal.domain.rewards.rules.tree import Aggregate, leaves, read
from portal.web.filters import number
from portal.web.languages import say
from portal.web.spreadsheets import Sheet, workbook

MOST_BARS = 15
PER_ENTRY = (Aggregate.AVG, Aggregate.MIN, Aggregate.MAX, Aggregate.SHARE)


def preview_period(preview: Preview) -> Period:
    return period_from(preview.window_key)


def part_names() -> dict[str, str]:
    """The parts of people a preview compares, in the order they are shown."""
    return {
        "sex": _("Women and men"),
        "employment": _("Employment"),
        "grade": _("Pay grade"),
        "exposure": _("Kind of work"),
        "unit": _("Unit"),
    }


def share_name(part: str, share: Share) -> str:
    if part == "sex":
        return _("Women") if share.name == "f" else _("Men")
    if part == "employment":
        return EMPLOYMENT_NAMES[Employment(share.name)]
    return say(EXPOSURE_NAMES[Exposure(share.name)]) if part == "exposure" else share.name


def share_bars(preview: Preview, part: str) -> list[tuple[str, int, int, str]]:
    """How large a share of each part would earn it, on one scale from 0 to all of them."""
    return [
        (share_name(part, one), one.gain, max(one.people, 1), share_words(one))
        for one in preview.groups[part][:MOST_BARS]
    ]


def share_words(share: Share) -> str:
    return _(
        "%(gain)s of %(people)s (%(percent)s%%)",
        gain=number(share.gain),
        people=number(share.people),
        percent=number(share.percent),
    )


def inflation_words(inflation: Inflation) -> str:
    """What a rule adds to the points of a quarter: the more there are, the less each is worth."""
    if inflation.percent is None:
        return _("No points were booked in the last quarter, so there is nothing to compare with.")
    return _(
        "All rules together booked %(before)s points in the last quarter; this one would add %(adds)s (%(percent)s%%).",
        before=number(inflation.before),
        adds=number(inflation.adds),
        percent=number(inflation.percent),
    )


def sample_words(sample: Sample, version: RuleVersion, metrics: Metrics) -> str:
    """What somebody has of each condition, in its order: `3,62 · 24 JP`."""
    return " · ".join(_measured(sample, version, metrics))


def _measured(sample: Sample, version: RuleVersion, metrics: Metrics) -> list[str]:
    said = []
    for leaf, four in zip(leaves(read(version.tree)), sample.numbers, strict=False):
        has = Numbers(four[0] or 0, four[1] or 0, four[2], four[3]) if four else NOTHING
        value = value_of(leaf, has, metrics[leaf.metric].scale)
        words = "–" if value is None else measured(leaf, value, metrics)
        said.append(f"{words} ({_entries(has.n)})" if leaf.aggregate in PER_ENTRY else words)
    return said


def _entries(count: int) -> str:
    return ngettext("%(num)s entry", "%(num)s entries", count)


def near_by_condition(
    preview: Preview, version: RuleVersion, metrics: Metrics
) -> list[tuple[str, list[Sample]]]:
    """Those who are one condition short, under the condition they lack."""
    short: dict[int, list[Sample]] = {}
    for one in preview.near:
        short.setdefault(one.short_of or 0, []).append(one)
    words = conditions_of(version, metrics)
    return [(words[place], people) for place, people in sorted(short.items())]


def book_of(preview: Preview, winners: list[Sample], version: RuleVersion, metrics: Metrics) -> bytes:
    """The whole report as a workbook: counts, parts, everybody who would gain, the samples, other rules."""
    people_head = [_("Name"), _("Unit"), *conditions_of(version, metrics)]

    def rows(people: Iterable[Sample]) -> list[list[str]]:
        return [[one.name, one.unit_name, *_measured(one, version, metrics)] for one in people]

    near = [
        [*row, words]
        for words, people in near_by_condition(preview, version, metrics)
        for row in rows(people)
    ]
    parts: list[list[str | int]] = [
        [name, share_name(part, one), one.gain, one.people, one.percent]
        for part, name in part_names().items()
        for one in preview.groups[part]
    ]
    return workbook(
        (
            Sheet(_("Summary"), [_("What"), _("Number")], _summary(preview)),
            Sheet(
                _("Who is favoured"),
                [_("By"), _("Group"), _("Would earn it"), _("People"), _("Percent")],
                parts,
            ),
            Sheet(_("Would earn it"), people_head, rows(winners)),
            Sheet(_("Would lose it"), people_head, rows(preview.losers)),
            Sheet(_("One condition short"), [*people_head, _("Missing")], near),
            Sheet(_("Other rules"), [_("Rule"), _("People"), _("The same results")], _others(preview)),
        )
    )


def _summary(preview: Preview) -> list[tuple[str, int]]:
    return [
        (_("People the rule is for"), preview.people),
        (_("Would earn it"), preview.gain),
        (_("Have it already"), preview.keep),
        (_("Would lose it"), preview.lose),
        (_("One condition short"), preview.nearly),
        (_("Points it costs"), preview.points_cost),
        (_("Points of all rules in the last quarter"), preview.inflation.before),
        (_("Points it adds to a quarter"), preview.inflation.adds),
    ]


def _others(preview: Preview) -> list[tuple[str, int, str]]:
    return [(one.name, one.people, _("Yes") if one.is_same_facts else _("No")) for one in preview.overlaps]


def init_app(app: Flask) -> None:
    for function in (
        preview_period,
        part_names,
        share_bars,
        inflation_words,
        sample_words,
        near_by_condition,
    ):
        app.add_template_global(function)
