"""Codes that people may type from paper: 140 random bits in letters and digits that cannot be mistaken."""

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U
LENGTH = 28
MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def new_token() -> str:
    """The secret part of an address: 192 random bits."""
    return secrets.token_urlsafe(24)


def read_code(typed: str) -> str | None:
    """What was meant by what was typed or scanned; None when it cannot be a code."""
    code = "".join(letter for letter in typed.upper() if letter not in " -\u2010\u2011\u2013.")
    code = code.translate(MISREAD)
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else None


def spaced(code: str) -> str:
    """In groups of four, as it is printed."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))
