"""Everything under /change, gathered: importing a module adds its routes."""

from portal.blueprints.change import (
    campaigns,
    concerns,
    drafts,
    drafts_kept,
    ideas,
    looks,
    manage,
    manage_concerns,
    manage_parts,
    manage_pulses,
    pulses,
)
from portal.blueprints.change.blueprint import blueprint

__all__ = [
    "blueprint",
    "campaigns",
    "concerns",
    "drafts",
    "drafts_kept",
    "ideas",
    "looks",
    "manage",
    "manage_concerns",
    "manage_parts",
    "manage_pulses",
    "pulses",
]
