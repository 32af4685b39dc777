"""What units ask of their people, and how far they have it to where trainings are held."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from portal.demo import bulk
from portal.demo.world import World
from portal.domain.organisation.models import PositionKind
from portal.domain.training.access.models import Band, UnitDistance
from portal.domain.training.needs_analysis.models import CompetenceNeed, Level

HR = "kepegawaian@demo.test"
EVERYBODY = None
# By agency: competence, level, for whom, why.
NEEDS: tuple[tuple[str, Level, PositionKind | None, str], ...] = (
    ("integritas", Level.BASIC, EVERYBODY, "Dua kasus titipan tahun ini: batasnya harus dipahami semua orang."),
    ("pelayanan publik", Level.BASIC, PositionKind.EXECUTIVE, "Mereka yang pertama ditemui masyarakat di loket."),
    ("komunikasi", Level.ABLE, PositionKind.EXECUTIVE, "Sikap petugas adalah unsur SKM yang paling sering dikeluhkan."),
    ("manajemen kinerja", Level.BASIC, PositionKind.SUPERVISOR, "Target bawahan disusun dan ditinjau setiap bulan."),
    ("pengaduan", Level.BASIC, EVERYBODY, "Setiap pegawai dapat menerima pengaduan dan harus tahu langkahnya."),
)  # fmt: skip
# How far it is to the town hall where trainings are held, for units that do not sit there.
BANDS = {
    "surabaya.mulyorejo": Band.NEAR,
    "surabaya.dinkes.puskesmas_mulyorejo": Band.NEAR,
    "surabaya.dinkes.puskesmas_kalijudan": Band.FAR,
    "surabaya.mulyorejo.kel_kejawan_putih": Band.FAR,
    "semarang.gajahmungkur": Band.NEAR,
    "pontianak.dinkes.imunisasi": Band.REMOTE,
    "abdya.dinkes.puskesmas_blangpidie": Band.FAR,
    "abdya.pupr.bina_marga": Band.REMOTE,
}


def load(session: Session, world: World) -> None:
    bulk.add(session, CompetenceNeed, [row for key in world.agencies for row in _needs(world, key)])
    session.execute(insert(UnitDistance), list(_distances(world)))


def _needs(world: World, agency: str) -> list[dict[str, Any]]:
    return [
        {
            "unit_id": world.units[agency].id,
            "position_kind": kind,
            "tag": tag,
            "level": int(level),
            "why": why,
            "set_by": world.accounts.get(HR),
            "set_at": world.now - timedelta(days=90),
        }
        for tag, level, kind, why in NEEDS
    ]


def _distances(world: World) -> list[dict[str, Any]]:
    common = {"declared_by": world.accounts.get(HR), "declared_at": world.now - timedelta(days=120)}
    bands = {key: Band.HERE for key in world.agencies} | {
        address: band for address, band in BANDS.items() if address in world.units
    }
    return [{"unit_id": world.units[address].id, "band": band, **common} for address, band in bands.items()]
