"""The demo accounts that anybody may try, from texts/accounts.txt. They exist only with the demo data."""

from dataclasses import dataclass
from typing import TypeAlias

from portal.demo.names import TEXTS
from portal.domain.words import n_

PASSWORD = "Prestasi-2026-demo"

SIGN_INS = (
    ("pegawai@demo.test", n_("Employee, Mulyorejo")),
    ("pegawai2@demo.test", n_("Employee, Gajahmungkur")),
    ("atasan@demo.test", n_("Evaluator, Mulyorejo")),
    ("atasan2@demo.test", n_("Evaluator, Gajahmungkur")),
    ("pelatih@demo.test", n_("Trainer")),
    ("layanan@demo.test", n_("Service manager, Surabaya")),
    ("kepegawaian@demo.test", n_("HR administrator, Surabaya")),
    ("panitia@demo.test", n_("Committee member")),
    ("pimpinan@demo.test", n_("Leader, Surabaya")),
    ("auditor@demo.test", n_("Auditor")),
    ("admin@demo.test", n_("Administrator")),
)


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
