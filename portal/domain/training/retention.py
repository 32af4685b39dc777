"""How long what training keeps is kept, from all its rooms."""

from portal.domain.retention import Rule
from portal.domain.training.hours import retention as hours
from portal.domain.training.proof import retention as proof
from portal.domain.training.seats import retention as seats

RULES: tuple[Rule, ...] = (*proof.RULES, *seats.RULES, *hours.RULES)
