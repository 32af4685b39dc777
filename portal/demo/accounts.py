"""The demo accounts that anybody may try, from texts/accounts.txt. They exist only with the demo data."""

from dataclasses import dataclass
from typing import TypeAlias

from portal.demo.names import TEXTS
from portal.domain.accounts.demo import DEMO_ACCOUNTS

PASSWORD = "Prestasi-2026-demo"

SIGN_INS = DEMO_ACCOUNTS


@dataclass(frozen=True, slots=True)
class DemoAccount:
    email: str
    name: str
    sex: str
    role: str


Named: TypeAlias = dict[tuple[str, str], list[tuple[DemoAccount, str]]]


def demo_accounts() -> Named:
    """By unit and place in it: the account, and its position when that is not the head's own."""
    found: Named = {}
    for line in (TEXTS / "accounts.txt").read_text().splitlines():
        if not line.startswith("#") and line.strip():
            email, name, sex, unit, place, position, role = (part.strip() for part in line.split("|"))
            found.setdefault((unit, place), []).append((DemoAccount(email, name, sex, role), position))
    return found
