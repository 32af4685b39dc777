"""Templates that share one table of globals, instead of one layered table each."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

from flask.templating import Environment


class SharedGlobals(Environment):
    """Every `import` of macros compares the page's globals with its own: name by name where tables are layered.

    A page imports a dozen files of macros, and there are nearly two hundred names.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return super().make_globals(d) if d else self.globals
