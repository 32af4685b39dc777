"""How long what belongs to learning hours is kept. The ledger itself is a personnel record and stays."""

from datetime import timedelta

from portal.domain.retention import Removal, Rule
from portal.domain.training.hours.models import Assignment
from portal.domain.words import n_

RULES: tuple[Rule, ...] = (
    Removal(
        what=n_("Written assignments to learn"),
        basis=n_("Proof for five years after the contract's year"),
        keeps=timedelta(days=5 * 366),
        table=Assignment,
        is_over=lambda before: Assignment.ends_on < before.date(),
    ),
)
