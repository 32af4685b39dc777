"""Plausible names and personal numbers for the regions of the demo data."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random
from zlib import crc32

TEXTS = Path(__file__).parent / "texts"
DEGREES = ("S.Sos.", "S.E.", "S.AP.", "S.IP.", "S.H.", "S.Kom.", "S.STP., M.Si.", "A.Md.", "S.Sos., M.AP.")
HEALTH = ("A.Md.Keb.", "S.Kep., Ns.", "A.Md.Kep.", "S.K.M.", "S.Farm., Apt.")
SERIALS = 28
LEAP_YEARS = (1972, 1976, 1980, 1984, 1988, 1992, 1996)


def sections(text: str) -> Iterator[tuple[str, list[str]]]:
    """The parts of a demo text: a heading after `= `, and its lines. Lines that begin with # are remarks."""
    heading = ""
    lines: list[str] = []
    for line in text.splitlines():
        if line.startswith("= "):
            if heading:
                yield heading, lines
            heading, lines = line[2:].strip(), []
        elif line.strip() and not line.startswith("#"):
            lines.append(line.rstrip())
    if heading:
        yield heading, lines


@cache
def words_of(region: str) -> dict[str, list[str]]:
    text = (TEXTS / "names" / f"{region}.txt").read_text()
    return {heading: " ".join(lines).split() for heading, lines in sections(text)}


def person_name(random: Random, region: str, sex: str) -> str:
    """One to four words; some people have a single name."""
    words = words_of(region)
    if random.random() < 0.05:
        return random.choice(words["single"])
    first = random.choice(words["male" if sex == "L" else "female"])
    last = random.choice(words["last" if sex == "L" else "last_female"])
    middle = random.choice(words["male" if sex == "L" else "female"])
    parts = [first, middle, last] if random.random() < 0.35 and middle != first else [first, last]
    return " ".join(dict.fromkeys(parts))


def titled(random: Random, name: str, sex: str, position: str, rank: int) -> str:
    """The name as official letters write it; `rank` 0 is staff, 3 the top."""
    if "Dokter" in position:
        return f"dr. {name}"
    if position.split()[0] in ("Bidan", "Perawat", "Apoteker", "Epidemiolog"):
        return f"{name}, {random.choice(HEALTH)}"
    if "Guru" in position or "Sekolah" in position:
        return f"{name}, S.Pd." if random.random() < 0.7 else f"{name}, S.Pd., M.Pd."
    if rank >= 2:
        front = random.choice(
            ("Drs. ", "Ir. ", "Dr. ", "Drs. H. ", "") if sex == "L" else ("Dra. ", "Ir. ", "Dr. ", "")
        )
        return f"{front}{name}, {random.choice(('M.Si.', 'M.M.', 'S.H., M.H.', 'M.A.P.'))}"
    return f"{name}, {random.choice(DEGREES)}" if rank or random.random() < 0.6 else name


class Nips:
    """Numbers by the rules of BKN: birth, start, sex, serial; PPPK carry 21 where others have a month."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.serials: dict[str, int] = {}

    def new(self, *, sex: str, is_pppk: bool, rank: int, today: date) -> tuple[str, date]:
        """The number and the day the service began."""
        born = self._born(rank, today)
        if is_pppk:
            started = date(self.random.choice((2021, 2022, 2023, 2024)), 3, 1)
            middle = f"{started.year}21"
        else:
            earliest = max(born.year + 20, 1990)
            started = date(
                self.random.randint(earliest, max(earliest, today.year - 2)), self.random.randint(1, 12), 1
            )
            middle = f"{started:%Y%m}"
        stem = f"{born:%Y%m%d}{middle}{1 if sex == 'L' else 2}"
        first = crc32(stem.encode()) % SERIALS + 1  # most days somebody else began too
        self.serials[stem] = serial = self.serials.get(stem, first - 1) + 1
        return f"{stem}{serial:03d}", started

    def _born(self, rank: int, today: date) -> date:
        if self.random.random() < 0.01:
            return date(self.random.choice(LEAP_YEARS), 2, 29)
        youngest, oldest = (24, 52) if rank == 0 else (34 + 4 * rank, 57)
        return today - timedelta(days=self.random.randint(youngest * 365, oldest * 365))
