"""How long signs of gaming are kept once they are decided; decisions and answers go with them."""

from datetime import timedelta

from portal.domain.retention import Removal, Rule
from portal.domain.rewards.flags.models import Flag, FlagState
from portal.domain.words import n_

RULES: tuple[Rule, ...] = (
    Removal(
        what=n_("Looks at rewards that found everything in order"),
        basis=n_("No purpose left (UU 27/2022, article 43)"),
        keeps=timedelta(days=365),
        table=Flag,
        is_over=lambda before: (Flag.state == FlagState.DISMISSED) & (Flag.decided_at < before),
    ),
    Removal(
        what=n_("Decisions about rewards that were not in order"),
        basis=n_("Evidence of honours that were corrected"),
        keeps=timedelta(days=3 * 365),
        table=Flag,
        is_over=lambda before: (Flag.state == FlagState.CONFIRMED) & (Flag.decided_at < before),
    ),
)
