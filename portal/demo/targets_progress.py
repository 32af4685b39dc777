"""Check-ins of one indicator, what was decided on them, and what that came to."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from portal.demo.targets_course import Story, is_hero_goal, report_days, values_on
from portal.domain.targets.achievement import Report, achieved_day, realization_of
from portal.domain.targets.checkins.models import (
    EFFECTS,
    AchievementMark,
    Decision,
    EntryState,
    Evidence,
    ProgressEntry,
    Verdict,
)

NOTES = (
    "Sesuai rencana bulan ini, rekap terlampir di register.",
    "Dibantu rekan loket saat permohonan memuncak.",
    "Sempat terhambat gangguan jaringan, sudah dikejar pekan berikutnya.",
    "Warga datang lebih banyak setelah sosialisasi di kelurahan.",
    "Alur kerja disederhanakan, berkas tidak lagi berpindah meja.",
    "Data dicocokkan dengan register sebelum dilaporkan.",
)
REASON = "Angka belum sama dengan register. Mohon lampirkan rekap dan perbaiki."


class Rows(Protocol):
    def add(self, model: type[Any], **values: Any) -> int: ...


def entry_rows(rows: Rows, story: Story, indicator: dict[str, Any]) -> dict[str, Any]:
    """Write the check-ins; returns what the indicator itself repeats of them."""
    reports: list[Report] = []
    achieved: date | None = None
    days = report_days(story)
    for day, value in zip(days, values_on(story, indicator, days), strict=True):
        state = _state(story, indicator, is_last=day == days[-1])
        decision_id = _entry(rows, story, indicator, day, value, state)
        if state is not EntryState.APPROVED:
            continue
        reports.append(Report(day, value))
        now_achieved = _achieved(indicator, reports)
        if (now_achieved is None) != (achieved is None):
            _mark(rows, indicator, decision_id, now_achieved, achieved)
            indicator["mark_count"] = indicator.get("mark_count", 0) + 1
            achieved = now_achieved
    return {
        "realization": realization_of(reports, indicator["reading"]),
        "reported_on": reports[-1].day if reports else None,
        "achieved_on": achieved,
        "mark_count": indicator.get("mark_count", 0),
    }


def _state(story: Story, indicator: dict[str, Any], *, is_last: bool) -> EntryState:
    """All but the newest are settled; the newest of some wait, a few came back."""
    if not is_last or story.ends_on <= story.world.today or (story.is_hero and is_hero_goal(indicator)):
        return EntryState.APPROVED
    boss = story.world.by_id[story.person.evaluator_id or story.person.id]
    if boss.email == "atasan@demo.test":
        return (EntryState.SUBMITTED, EntryState.APPROVED, EntryState.RETURNED, EntryState.SUBMITTED)[
            indicator["id"] % 4
        ]
    roll = story.world.random.random()
    if roll < 0.7:
        return EntryState.APPROVED
    return EntryState.SUBMITTED if roll < 0.92 else EntryState.RETURNED


def _entry(
    rows: Rows, story: Story, indicator: dict[str, Any], day: date, value: Decimal, state: EntryState
) -> int:
    random, person = story.world.random, story.person
    sent = _moment(story, day + timedelta(days=1 + random.randrange(5)))
    entry_id = rows.add(
        ProgressEntry,
        plan_id=story.plan_id,
        indicator_id=indicator["id"],
        author_id=person.id,
        value=value,
        note=NOTES[random.randrange(len(NOTES))],
        as_of_on=day,
        state=state,
        is_late=sent.date() >= story.ends_on,
        submitted_at=sent,
    )
    if story.papers and (story.is_hero or entry_id % 15 == 0):
        rows.add(Evidence, entry_id=entry_id, file_id=story.papers[entry_id % len(story.papers)])
    if state is EntryState.SUBMITTED:
        return 0
    verdict = Verdict.APPROVED if state is EntryState.APPROVED else Verdict.RETURNED
    return rows.add(
        Decision,
        entry_id=entry_id,
        number=0,
        verdict=verdict,
        effect=EFFECTS[verdict],
        reason=REASON if verdict is Verdict.RETURNED else "",
        author_id=person.id,
        by_id=person.evaluator_id,
        at=_decided(story, sent),
    )


def _moment(story: Story, day: date) -> datetime:
    day = min(day, story.world.today - timedelta(days=1))
    return datetime.combine(
        day, time(8 + story.person.id % 8, story.person.id % 60), ZoneInfo(story.person.timezone)
    )


def _decided(story: Story, sent: datetime) -> datetime:
    """Some days later, but never after the world's own now; for one person within a minute."""
    if story.person.id == story.world.hurried_id:
        return min(
            sent + timedelta(seconds=20 + (sent.day * 7 + sent.month * 11) % 70), max(sent, story.world.now)
        )
    return min(sent + timedelta(days=story.world.random.randrange(1, 6), hours=1), max(sent, story.world.now))


def _achieved(indicator: dict[str, Any], reports: list[Report]) -> date | None:
    return achieved_day(
        reports,
        indicator["reading"],
        indicator["target_low"],
        indicator["target_high"],
        indicator["direction"],
        indicator["due_on"],
    )


def _mark(
    rows: Rows, indicator: dict[str, Any], decision_id: int, after: date | None, before: date | None
) -> None:
    day = after or before
    if day is None:
        return
    rows.add(
        AchievementMark,
        indicator_id=indicator["id"],
        number=indicator.get("mark_count", 0),
        decision_id=decision_id,
        employee_id=indicator["owner_id"],
        day=day,
        sign=1 if after else -1,
        is_on_time=day <= indicator["due_on"],
    )
