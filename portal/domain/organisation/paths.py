"""The unit tree as one whole number per unit: a subtree is an interval, ancestors are a mask.

Six levels share 63 bits. A new sibling takes the next free number of its level and renumbers nobody.
"""

from portal.domain.errors import RuleBroken
from portal.domain.words import n_

BITS = (12, 10, 13, 10, 9, 9)
LEVELS = len(BITS)
SHIFTS = tuple(sum(BITS[level:]) for level in range(1, LEVELS + 1))


def most_at(level: int) -> int:
    """How many siblings a level (1..6) can hold: 4095 agencies, 8191 schools under one office."""
    return (1 << BITS[level - 1]) - 1


def child_key(parent_key: int, level: int, number: int) -> int:
    """The key of sibling `number` (from 1) at `level` (1..6) under `parent_key` (0 for agencies)."""
    if level > LEVELS:
        raise RuleBroken(n_("Units can be nested six levels deep at most."), field="parent")
    if not 1 <= number <= most_at(level):
        raise RuleBroken(n_("This unit has no room for more sub-units."), field="parent")
    return parent_key | (number << SHIFTS[level - 1])


def end_of(key: int, level: int) -> int:
    """The last key that lies inside the subtree: `key <= k <= end_of(key, level)`."""
    return key | ((1 << SHIFTS[level - 1]) - 1)


def number_of(key: int, level: int) -> int:
    return (key >> SHIFTS[level - 1]) & most_at(level)


def ancestors_of(key: int) -> list[int]:
    """Keys from the agency down to the unit itself."""
    keys: list[int] = []
    for level in range(1, LEVELS + 1):
        if not number_of(key, level):
            break
        keys.append(key >> SHIFTS[level - 1] << SHIFTS[level - 1])
    return keys
