"""How long traces of evaluations are kept. Facts, awards and the ledger stay: they are the evidence of honours."""

from datetime import timedelta

from portal.domain.retention import Removal, Rule
from portal.domain.rewards.evaluation.models import EvaluationRun
from portal.domain.rewards.incidents.models import Incident
from portal.domain.words import n_

RULES: tuple[Rule, ...] = (
    Removal(
        what=n_("Records of evaluations that are done"),
        basis=n_("Finding the cause"),
        keeps=timedelta(days=365),
        table=EvaluationRun,
        is_over=lambda before: EvaluationRun.finished_at < before,
    ),
    Removal(
        what=n_("Records of sums that disagreed and were mended"),
        basis=n_("Finding the cause"),
        keeps=timedelta(days=365),
        table=Incident,
        is_over=lambda before: Incident.mended_at < before,
    ),
)
