"""Calendar entries as other programs read them: RFC 5545, the few parts that we need."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from urllib.parse import urlsplit

MEDIA_TYPE = "text/calendar; charset=utf-8"
LONGEST_LINE = 75


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """`uid` stays for ever; `sequence` grows with every change. Whole days run up to the day after the last."""

    uid: str
    sequence: int
    starts_at: datetime | date
    ends_at: datetime | date
    summary: str
    location: str = ""
    description: str = ""
    url: str = ""
    is_cancelled: bool = False


def calendar_file(name: str, entries: Iterable[Entry], *, at: datetime) -> bytes:
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Prestasi//Prestasi//ID",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        *(line for entry in entries for line in _event(entry, at)),
        "END:VCALENDAR",
    ]
    return b"".join(_folded(line) for line in lines)


def _event(entry: Entry, at: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(entry.uid)}"
    yield f"SEQUENCE:{entry.sequence}"
    yield f"DTSTAMP:{_moment(at)}"
    yield f"DTSTART{_when(entry.starts_at)}"
    yield f"DTEND{_when(entry.ends_at)}"
    yield f"SUMMARY:{_text(entry.summary)}"
    yield f"STATUS:{'CANCELLED' if entry.is_cancelled else 'CONFIRMED'}"
    for name, text in (("LOCATION", entry.location), ("DESCRIPTION", entry.description)):
        if text:
            yield f"{name}:{_text(text)}"
    if entry.url:
        yield f"URL:{entry.url}"
    yield "END:VEVENT"


def uid_of(key: str, base_url: str) -> str:
    """The name of an entry for ever, of this installation alone."""
    return f"{key}@{urlsplit(base_url).hostname or 'prestasi'}"


def _when(when: datetime | date) -> str:
    return f":{_moment(when)}" if isinstance(when, datetime) else f";VALUE=DATE:{when:%Y%m%d}"


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(text: str) -> str:
    """Marks that would end a value are escaped; whatever breaks a line becomes the sign for a new line."""
    for mark in ("\\", ";", ","):
        text = text.replace(mark, f"\\{mark}")
    return "\\n".join(text.splitlines())


def _folded(line: str) -> bytes:
    """At most 75 octets a line, never cut inside a letter; what follows begins with a blank."""
    parts, part = [], b""
    for letter in line:
        octets = letter.encode()
        if len(part) + len(octets) > LONGEST_LINE:
            parts.append(part)
            part = b" "
        part += octets
    return b"\r\n".join([*parts, part]) + b"\r\n"
