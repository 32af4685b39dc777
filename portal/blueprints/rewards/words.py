"""Rules in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Flask
from flask_babel import gettext as _

from portal.domain.rewards.facts.models import StoredMetric
from portal.domain.rewards.rules.asked import asked
from portal.domain.rewards.rules.models import RuleVersion
from portal.domain.rewards.rules.sentence import amount, leaf_sentence, sentence
from portal.domain.rewards.rules.tree import Leaf, Node, read
from portal.web.filters import number
from portal.web.languages import say

Metrics = Mapping[str, StoredMetric]


def rule_words(version: RuleVersion, metrics: Metrics) -> str:
    return tree_words(read(version.tree), metrics)


def tree_words(tree: Node, metrics: Metrics) -> str:
    return sentence(tree, metrics, say, number)


def leaf_words(leaf: Leaf, metrics: Metrics, is_wanted: bool = True) -> str:
    words = leaf_sentence(leaf, metrics.get(leaf.metric), say, number)
    return words[:1].upper() + words[1:] if is_wanted else _("Must not happen: %(what)s", what=words)


def conditions_of(version: RuleVersion, metrics: Metrics) -> list[str]:
    """Each condition of a version in words, from left to right."""
    return [leaf_words(leaf, metrics, is_wanted) for leaf, is_wanted in asked(read(version.tree))]


def measured(leaf: Leaf, steps: int, metrics: Metrics) -> str:
    """A number of the leaf's metric as people read it, with its unit: `3,62` for 362 hundredths."""
    return amount(leaf, steps, metrics.get(leaf.metric), say, number)


def init_app(app: Flask) -> None:
    for function in (rule_words, tree_words, leaf_words, measured):
        app.add_template_global(function)
