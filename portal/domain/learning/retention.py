"""How long what learners do is kept. Results stay with the study; private words and single answers go."""

from datetime import timedelta

from portal.domain.learning.studies.models import SimulationRun
from portal.domain.learning.studies.records import Booster, Writing
from portal.domain.retention import Removal, Rule
from portal.domain.words import n_

RULES: tuple[Rule, ...] = (
    Removal(
        what=n_("Private reflections, commitments and answers to cases"),
        basis=n_("No purpose left (UU 27/2022, article 43)"),
        keeps=timedelta(days=730),
        table=Writing,
        is_over=lambda before: Writing.written_at < before,
    ),
    Removal(
        what=n_("Conversations in simulations"),
        basis=n_("No purpose left (UU 27/2022, article 43)"),
        keeps=timedelta(days=730),
        table=SimulationRun,
        is_over=lambda before: SimulationRun.started_at < before,
    ),
    Removal(
        what=n_("Questions that came back after a module"),
        basis=n_("No purpose left (UU 27/2022, article 43)"),
        keeps=timedelta(days=365),
        table=Booster,
        is_over=lambda before: Booster.due_at < before,
    ),
)
