"""Codes that people read, type and dictate: no letters that look or sound alike, too many to guess."""

import hashlib
import re
import secrets

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def receipt_number() -> str:
    """`K7QMX-4TRPA`: about 49 random bits."""
    letters = "".join(secrets.choice(LETTERS) for _ in range(10))
    return f"{letters[:5]}-{letters[5:]}"


def counter_code() -> str:
    """`k7qm-4trp`: about 39 random bits, enough that nobody finds a counter by trying."""
    letters = "".join(secrets.choice(LETTERS) for _ in range(8)).lower()
    return f"{letters[:4]}-{letters[4:]}"


def visit_token() -> str:
    """144 random bits; it travels in a QR code, nobody types it."""
    return secrets.token_urlsafe(18)


def hash_of(token: str) -> str:
    """Tokens have enough random bits that a plain hash keeps them safe."""
    return hashlib.sha256(token.encode()).hexdigest()


def as_typed(code: str) -> str:
    """A counter's code however it was typed: capitals, blanks around it."""
    return code.strip().lower()[:60]


def as_receipt(number: str) -> str:
    """A receipt number however it was typed: small letters, blanks, without the dash."""
    letters = re.sub(r"[^0-9A-Z]", "", number[:40].upper())
    return f"{letters[:5]}-{letters[5:]}"
