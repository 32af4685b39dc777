"""The rules of the demo with their badges, and the levels, as the agencies' administrators would write them."""

from __future__ import annotations

from dataclasses import dataclass

from portal.domain.periods import Period
from portal.domain.rewards.badges.models import Shape, Tier
from portal.domain.rewards.periods import RuleWindow
from portal.domain.rewards.rules.models import GrantPolicy
from portal.domain.rewards.rules.tree import Aggregate, Comparator, Leaf, Node, all_of

LEVELS = (
    (0, "Perintis", "stairs-up", "Awal bagi semua orang: lencana dan poin Anda mulai terkumpul di sini."),
    (100, "Pelayan andal", "star", "Ucapan terima kasih dari kepala unit pada apel bulanan."),
    (300, "Penggerak", "bolt", "Nama Anda, bila Anda mau, disebut di majalah dinding unit."),
    (600, "Teladan", "medal", "Berbagi cerita kerja baik pada forum berbagi pengetahuan instansi."),
    (1000, "Inspirator", "trophy", "Ucapan penghargaan tertulis dari pimpinan instansi pada akhir tahun."),
)


@dataclass(frozen=True, slots=True)
class Wish:
    """A rule with its badge, as administrators would write it."""

    code: str
    name: str
    words: str
    badge: str
    shape: Shape
    tier: Tier
    icon: str
    points: int
    policy: GrantPolicy
    tree: Node
    window: RuleWindow = RuleWindow.QUARTER
    family: str = ""
    season: Period | None = None


def wishes(targets: int) -> list[Wish]:
    """So many targets in a quarter make somebody an achiever."""
    return [
        Wish(
            "bintang-layanan",
            "Bintang layanan",
            "Untuk petugas yang dinilai puas oleh banyak warga dan juga mencapai targetnya.",
            "Bintang layanan",
            Shape.SEAL,
            Tier.GOLD,
            "star",
            200,
            GrantPolicy.AT_ONCE_REVOCABLE,
            all_of(
                _leaf("reviews.rating", Aggregate.AVG, 340, at_least=20),
                _leaf("targets.achieved", Aggregate.COUNT, 1),
            ),
        ),
        Wish(
            "pencapai-target",
            "Pencapai target",
            "Untuk target yang tercapai dan disetujui pejabat penilai.",
            "Pencapai target",
            Shape.SHIELD,
            Tier.SILVER,
            "target",
            60 + 20 * targets,
            GrantPolicy.AT_CLOSE,
            _leaf("targets.achieved", Aggregate.COUNT, targets),
        ),
        Wish(
            "dekat-dengan-warga",
            "Dekat dengan warga",
            "Untuk layanan yang dibuktikan dengan slip kunjungan.",
            "Dekat dengan warga",
            Shape.HEX,
            Tier.BRONZE,
            "users-group",
            40,
            GrantPolicy.AT_CLOSE,
            _leaf("reviews.verified", Aggregate.COUNT, 10),
            family="dekat-dengan-warga",
        ),
        *_further_wishes(),
    ]


def _further_wishes() -> list[Wish]:
    """Steps below and above the main three, so that boards have a shape and everybody has a next one."""
    month, year = RuleWindow.MONTH, RuleWindow.YEAR
    return [
        Wish(
            "dekat-dengan-warga-perak",
            "Dekat dengan warga (perak)",
            "Untuk pelayanan kepada banyak warga, dibuktikan dengan slip kunjungan.",
            "Dekat dengan warga",
            Shape.HEX,
            Tier.SILVER,
            "users-group",
            90,
            GrantPolicy.AT_CLOSE,
            _leaf("reviews.verified", Aggregate.COUNT, 40),
            family="dekat-dengan-warga",
        ),
        Wish(
            "dekat-dengan-warga-emas",
            "Dekat dengan warga (emas)",
            "Untuk pelayanan kepada sangat banyak warga, dibuktikan dengan slip kunjungan.",
            "Dekat dengan warga",
            Shape.HEX,
            Tier.GOLD,
            "users-group",
            150,
            GrantPolicy.AT_CLOSE,
            _leaf("reviews.verified", Aggregate.COUNT, 200),
            family="dekat-dengan-warga",
        ),
        Wish(
            "hadir-bulan-ini",
            "Hadir untuk warga",
            "Untuk tiga warga atau lebih yang dilayani dan memberi ulasan dalam satu bulan.",
            "Hadir untuk warga",
            Shape.CIRCLE,
            Tier.BRONZE,
            "thumb-up",
            15,
            GrantPolicy.AT_CLOSE,
            _leaf("reviews.verified", Aggregate.COUNT, 3, window=month),
            month,
        ),
        Wish(
            "disukai-warga",
            "Disukai warga",
            "Untuk penilaian warga yang sangat baik dari sedikitnya lima ulasan dalam satu bulan.",
            "Disukai warga",
            Shape.SEAL,
            Tier.SILVER,
            "heart-handshake",
            25,
            GrantPolicy.AT_ONCE_REVOCABLE,
            _leaf("reviews.rating", Aggregate.AVG, 345, at_least=5, window=month),
            month,
        ),
        Wish(
            "langkah-pertama",
            "Langkah pertama",
            "Untuk target pertama yang tercapai dan disetujui dalam setahun.",
            "Langkah pertama",
            Shape.OCT,
            Tier.BRONZE,
            "flag",
            30,
            GrantPolicy.AT_CLOSE,
            _leaf("targets.achieved", Aggregate.COUNT, 1, window=year),
            year,
        ),
        Wish(
            "tepat-waktu",
            "Tepat waktu",
            "Untuk dua target yang tercapai sebelum jatuh tempo dalam setahun.",
            "Tepat waktu",
            Shape.CIRCLE,
            Tier.GOLD,
            "clock",
            70,
            GrantPolicy.AT_CLOSE,
            _leaf("targets.on_time", Aggregate.SUM, 2, window=year),
            year,
        ),
    ]


def _leaf(
    metric: str,
    aggregate: Aggregate,
    threshold: int,
    at_least: int = 0,
    window: RuleWindow = RuleWindow.QUARTER,
) -> Leaf:
    return Leaf(
        metric=metric,
        aggregate=aggregate,
        window=window,
        comparator=Comparator.AT_LEAST,
        threshold=threshold,
        at_least=at_least,
    )
