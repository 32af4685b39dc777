"""Rules in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from flask import Flask
from flask_babel import gettext

from portal.domain.rewards.facts.models import StoredMetric
from portal.domain.rewards.rules.models import RuleVersion
from portal.domain.rewards.rules.sentence import leaf_sentence, sentence
from portal.domain.rewards.rules.tree import Aggregate, Leaf, Node, read
from portal.web.filters import number

Metrics = Mapping[str, StoredMetric]


def rule_words(version: RuleVersion, metrics: Metrics) -> str:
    return tree_words(read(version.tree), metrics)


def tree_words(tree: Node, metrics: Metrics) -> str:
    return sentence(tree, metrics, gettext, number)


def leaf_words(leaf: Leaf, metrics: Metrics) -> str:
    return leaf_sentence(leaf, metrics[leaf.metric], gettext, number)


def measured(leaf: Leaf, steps: int | None, metrics: Metrics) -> str:
    """A number of the leaf's metric as people read it: `3,62` for 362 hundredths."""
    if steps is None:
        return "–"
    is_plain = leaf.aggregate in (Aggregate.COUNT, Aggregate.SHARE)
    text = number(Decimal(steps) / (1 if is_plain else metrics[leaf.metric].scale))
    return f"{text}%" if leaf.aggregate is Aggregate.SHARE else text


def init_app(app: Flask) -> None:
    for function in (rule_words, leaf_words, measured):
        app.add_template_global(function)
