"""Codes that change every half minute, made from the server's clock and a key; nothing is stored.

160 bits each. The one before counts for some seconds more, for the time between scanning and asking.
"""

import base64
import hmac
from datetime import datetime, timedelta

STEP = 30
GRACE = 15
BITS = 160


def code_at(key: bytes, day_id: int, at: datetime) -> str:
    """The code of a sitting at that moment: 32 letters and digits."""
    return _code(key, day_id, _step(at))


def is_fresh(key: bytes, day_id: int, code: str, at: datetime) -> bool:
    steps = {_step(at), _step(at - timedelta(seconds=GRACE))}
    typed = code.upper().encode()
    return any(hmac.compare_digest(typed, _code(key, day_id, step).encode()) for step in steps)


def seconds_left(at: datetime) -> int:
    """Until the next code, at least 1."""
    return STEP - int(at.timestamp()) % STEP


def _step(at: datetime) -> int:
    return int(at.timestamp()) // STEP


def _code(key: bytes, day_id: int, step: int) -> str:
    made = hmac.digest(key, f"attendance/{day_id}/{step}".encode(), "sha256")
    return base64.b32encode(made[: BITS // 8]).decode()
