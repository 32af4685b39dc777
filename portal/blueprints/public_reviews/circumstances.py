"""How a review was sent: from where, how fast, by a person or a program."""

import hashlib
import hmac
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from altcha import v1
from flask import request

from portal.blueprints.public_reviews.blueprint import key_for
from portal.domain.public_reviews.reviews.inputs import Circumstances

HARDEST = 60_000
TRAP = "website"


def circumstances(counter_code: str, *, at: datetime) -> Circumstances:
    return Circumstances(
        address_hash=address_hash(at=at),
        seconds=seconds_since(request.form.get("stamp", ""), counter_code, at=at),
        is_trapped=bool(request.form.get(TRAP)),
        proof=solved(request.form.get("altcha", "")),
    )


def address_hash(*, at: datetime) -> str | None:
    """A keyed hash with a salt of the day: meaningless tomorrow. The IPv6 net of a home is one address."""
    try:
        address = ip_address((request.remote_addr or "").partition("%")[0])
    except ValueError:
        return None
    if isinstance(address, IPv6Address):
        address = ip_network((address, 64), strict=False).network_address
    message = f"{at:%Y-%m-%d} {address}".encode()
    return hmac.new(key_for("address"), message, hashlib.sha256).hexdigest()[:24]


def stamp(counter_code: str, *, at: datetime) -> str:
    """When this form was opened, signed."""
    moment = f"{int(at.timestamp() * 10)}"
    return f"{moment}.{_seal(moment, counter_code)}"


def seconds_since(text: str, counter_code: str, *, at: datetime) -> float | None:
    """None when the stamp is missing or not ours."""
    moment, _, seal = text[:60].partition(".")
    if not moment.isascii() or not moment.isdigit() or not seal.isascii():
        return None
    if not hmac.compare_digest(seal, _seal(moment, counter_code)):
        return None
    return at.timestamp() - int(moment) / 10


def _seal(moment: str, counter_code: str) -> str:
    return hmac.new(key_for("stamp"), f"{moment} {counter_code}".encode(), hashlib.sha256).hexdigest()[:32]


def puzzle(*, at: datetime) -> dict[str, object]:
    """Work for the sender's device, about a second of it; good for an hour."""
    options = v1.ChallengeOptions(
        hmac_key=key_for("puzzle"), max_number=HARDEST, expires=at + timedelta(hours=1)
    )
    return v1.create_challenge(options).to_dict()


def solved(payload: str) -> str | None:
    """The challenge that was really solved, to be stored as used; None for anything else."""
    if not payload or len(payload) > 2000:
        return None
    try:
        is_right, _problem = v1.verify_solution(payload, key_for("puzzle"))
        found = v1.Payload.from_base64(payload).challenge if is_right else None
    except Exception:  # made-up payloads break the library in many ways; none of them is a solution
        return None
    return found if isinstance(found, str) else None
