"""Advice on wording (SMART, results before activities). It never blocks: people know what they mean."""

import re

from portal.domain.words import n_

ACTIVITIES = (
    "melaksanakan", "melakukan", "mengikuti", "menghadiri", "menyusun", "membuat", "membantu",
    "mendampingi", "mengumpulkan", "mengetik", "mengarsipkan", "memfasilitasi", "menyiapkan",
    "mempersiapkan", "mengoordinasikan", "mengkoordinasikan", "berpartisipasi", "rapat",
    "sosialisasi", "kegiatan",
)  # fmt: skip
VAGUE = (
    "optimal", "maksimal", "baik", "semakin", "lebih", "cukup", "memadai", "segera", "beberapa",
    "berbagai",
)  # fmt: skip
SHORT = 15


def hints_for_result(text: str) -> list[str]:
    """Msgids of what could be said better in a work result."""
    words = _words(text)
    hints = []
    if words and words[0] in ACTIVITIES:
        hints.append(n_("This begins like an activity. Say what will be different afterwards."))
    if len(text) < SHORT:
        hints.append(n_("This is very short. Say what for whom."))
    return hints


def hints_for_indicator(text: str, unit: str, has_baseline: bool) -> list[str]:
    """Msgids of what could be measured more clearly."""
    words = _words(text)
    hints = []
    if words and words[0] in ACTIVITIES:
        hints.append(n_("This counts an activity. Count what it achieves: people served, days saved."))
    if any(word in VAGUE for word in words):
        hints.append(n_("Words such as better or optimal cannot be measured. Let the number say it."))
    if unit.lower() in {"kegiatan", "kali", "rapat", "laporan"}:
        hints.append(n_("This unit counts activities or papers. Is there a result that people notice?"))
    if not has_baseline:
        hints.append(n_("Add the starting value, so that everybody sees how far you have come."))
    return hints


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower()[:1000])
