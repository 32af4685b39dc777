"""Passwords: how they are kept (argon2id), and which ones are good enough, in plain words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from portal.domain.errors import RuleBroken
from portal.domain.words import n_

ALONE, WITH_SECOND_FACTOR, LONGEST = 15, 8, 128
LEET = str.maketrans("013457@$!", "oieastasi")
EDGES = "0123456789!@#$%^&*()_+-=.,?/ "
RUNS = ("0123456789" * 2, "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm")


@dataclass(frozen=True, slots=True)
class Keeper:
    """Makes and checks hashes. Takes tens of milliseconds: never inside a writing transaction."""

    hasher: PasswordHasher
    nobody: str

    def make(self, password: str) -> str:
        return self.hasher.hash(password)

    def fits(self, password: str, kept: str | None) -> bool:
        """Takes as long for people who have no password, or who do not exist, as for those who do."""
        try:
            return self.hasher.verify(kept or self.nobody, password) and kept is not None
        except (VerificationError, InvalidHashError):
            return False

    def is_outdated(self, kept: str) -> bool:
        """Whether the hash was made with other parameters than those of today."""
        return self.hasher.check_needs_rehash(kept)


@lru_cache
def keeper(*, is_fast: bool = False) -> Keeper:
    """argon2id with 19 MiB, two passes, one lane (OWASP); `is_fast` only for tests."""
    cost = (1, 8) if is_fast else (2, 19 * 1024)
    hasher = PasswordHasher(time_cost=cost[0], memory_cost=cost[1], parallelism=1)
    return Keeper(hasher, hasher.hash("a password that nobody has"))


def check_password(
    password: str,
    *,
    about: Iterable[str] = (),
    has_second_factor: bool = False,
    profile: str = "",
    field: str = "password",
) -> None:
    """Raise RuleBroken with the first reason why this password will not do (NIST SP 800-63B-4, §3.1.1.2).

    `about`: name, e-mail and NIP of its owner. `profile` "bssn" adds the kinds of characters that BSSN asks for.
    """
    shortest = WITH_SECOND_FACTOR if has_second_factor else ALONE
    if len(password) < shortest:
        raise RuleBroken(n_("Use at least %(count)s characters."), field, count=shortest)
    if len(password) > LONGEST:
        raise RuleBroken(n_("Use at most %(count)s characters."), field, count=LONGEST)
    if is_common(password):
        raise RuleBroken(n_("This password is among the first that others would guess."), field)
    if _mentions(password, about):
        raise RuleBroken(n_("Leave out your name, e-mail address and NIP."), field)
    if profile == "bssn" and not _has_every_kind(password):
        raise RuleBroken(
            n_("Use capital and small letters, at least one digit and at least one other character."), field
        )


def is_common(password: str) -> bool:
    """Whether it is a well-known password, also when decorated: repeated, with digits around it, in leet letters."""
    text = _unit(password.casefold())
    core = text.strip(EDGES)
    spellings = {text, core, _unit(core), text.translate(LEET), _unit(core.translate(LEET))}
    return (
        len(set(text)) < 4 or _is_run(text) or _is_run(core) or not spellings.isdisjoint(common_passwords())
    )


@lru_cache
def common_passwords() -> frozenset[str]:
    return frozenset((Path(__file__).parent / "common_passwords.txt").read_text().split())


def _unit(text: str) -> str:
    """`abcabcabc` is `abc` written three times."""
    length = (text + text).find(text, 1)
    return text[:length] if 0 < length < len(text) else text


def _is_run(text: str) -> bool:
    return len(text) >= 4 and any(text in run or text in run[::-1] for run in RUNS)


def _mentions(password: str, about: Iterable[str]) -> bool:
    text = password.casefold()
    words = {word for one in about for word in re.split(r"[^\w]+", one.casefold()) if len(word) >= 4}
    rest = text
    for word in sorted(words, key=len, reverse=True):
        rest = rest.replace(word, "")
    return len(text) - len(rest) > len(text) // 3


def _has_every_kind(password: str) -> bool:
    return all(re.search(kind, password) for kind in (r"[a-z]", r"[A-Z]", r"[0-9]", r"[^a-zA-Z0-9]"))
