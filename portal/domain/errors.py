"""The three ways the business says no. The web layer turns each into a status code."""


class NotFound(Exception):
    """There is no such thing, or the asker may not know that there is. Becomes 404."""


class NotAllowed(Exception):
    """The asker may see the thing but not do this to it. Becomes 403."""


class RuleBroken(Exception):
    """The request is understood and allowed, and the business forbids it. Becomes 422.

    `message` is an English msgid marked with `n_`, with `%(name)s` places filled from `values` after translation.
    """

    def __init__(self, message: str, field: str | None = None, **values: object) -> None:
        super().__init__(message % values if values else message)
        self.message = message
        self.field = field
        self.values = values
