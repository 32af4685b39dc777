"""Whole numbers in addresses, such as pages and ids."""

LONGEST = 19


def whole(text: str) -> int:
    """For `request.args.get(…, type=whole)`. ValueError for what no database could look up: more than 63 bits."""
    number = int(text) if len(text) <= LONGEST else 2**63
    if number.bit_length() > 63:
        raise ValueError("too large")
    return number
