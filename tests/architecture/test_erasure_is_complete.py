"""Promise: no table is forgotten when somebody is erased. A new column of words must say what becomes of it."""

from __future__ import annotations

from collections import Counter

from portal.domain.base import know_all_tables
from portal.domain.erasing import holds_words
from portal.keeping import ERASURE

ERASERS = [eraser for declared in ERASURE for eraser in declared.erasers]
KEPT = [kept for declared in ERASURE for kept in declared.kept]


def test_every_column_of_words_is_erased_or_kept_with_a_reason() -> None:
    """Words may name somebody wherever they stand, so every column of text or JSON is declared, once one way."""
    columns = {
        str(one) for table in know_all_tables().sorted_tables for one in table.columns if holds_words(one)
    }
    erased = {name for eraser in ERASERS for name in eraser.reaches}
    kept = Counter(name for one in KEPT for name in one.reaches)
    assert columns - erased - kept.keys() == set(), "say in the feature's erasing.py what becomes of these"
    assert erased | kept.keys() <= columns
    assert erased & kept.keys() == set(), "both erased and kept"
    assert [name for name, times in kept.items() if times > 1] == []


def test_every_reason_is_a_sentence_somebody_can_judge() -> None:
    assert all(eraser.what for eraser in ERASERS)
    assert all(len(one.why) > 15 for one in KEPT)


def test_what_is_appended_only_is_never_changed_by_erasure() -> None:
    """Their triggers would refuse it, and with it the whole erasure."""
    appended = (
        "ledger",
        "audit_entry",
        "plan_step",
        "progress_decision",
        "review_moderation",
        "fact",
        "badge_former",
    )
    touched = {name.partition(".")[0] for eraser in ERASERS for name in eraser.reaches}
    assert touched.isdisjoint(appended)
