"""Demo decisions on points in several states, and a rule of one agency with a second version that waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.demo.world import Person, World
from portal.domain.accounts.models import Account
from portal.domain.organisation.models import Employee
from portal.domain.organisation.viewers import Viewer, viewer_of
from portal.domain.periods import Window, period_of
from portal.domain.rewards.badges.models import Badge, Shape, Tier
from portal.domain.rewards.evaluation.runs import start_backfill, step
from portal.domain.rewards.ledger.checks import check
from portal.domain.rewards.ledger.models import Score
from portal.domain.rewards.manual import actions, objections
from portal.domain.rewards.manual.inputs import Proposal
from portal.domain.rewards.manual.models import ManualAward
from portal.domain.rewards.periods import RuleWindow, quarter_key
from portal.domain.rewards.previews.making import preview
from portal.domain.rewards.rules import actions as rules
from portal.domain.rewards.rules import approval
from portal.domain.rewards.rules.inputs import RuleDraft
from portal.domain.rewards.rules.models import RuleKind, RuleVersion
from portal.domain.rewards.rules.templates import at_least, mean, total
from portal.domain.rewards.rules.tree import BY_DECISION, all_of
from portal.wiring import METRICS

ADMIN, HR, LEADER = "admin@demo.test", "kepegawaian@demo.test", "pimpinan@demo.test"
PRAISED, HOME = "pegawai@demo.test", "surabaya"
DAYS_AGO = 9


@dataclass(frozen=True, slots=True)
class Officials:
    admin: Viewer
    hr: Viewer
    leader: Viewer


def load(session: Session, world: World) -> None:
    here = Officials(*(_viewer(session, world, email) for email in (ADMIN, HR, LEADER)))
    agency_id = world.agencies[HOME].id
    began = world.now - timedelta(days=200)
    giving = _manual(session, here, agency_id, RuleKind.MANUAL, began)
    taking = _manual(session, here, agency_id, RuleKind.DEDUCTION, began)
    _decide(session, world, here, giving, taking)
    _two_versions(session, world, here, agency_id, began)
    check(session, METRICS, at=world.now - timedelta(hours=9))


def _viewer(session: Session, world: World, email: str) -> Viewer:
    return viewer_of(session, session.get_one(Account, world.accounts[email]))


def _manual(session: Session, here: Officials, agency_id: int, kind: RuleKind, at: datetime) -> RuleVersion:
    is_gift = kind is RuleKind.MANUAL
    badge = Badge(
        code="apresiasi-pimpinan",
        family="apresiasi-pimpinan",
        name="Apresiasi pimpinan",
        words="Untuk jasa yang tidak terlihat dalam angka.",
        shape=Shape.SEAL,
        tier=Tier.SILVER,
        icon="medal",
    )
    if is_gift:
        session.add(badge)
        session.flush()
    draft = RuleDraft(
        name="Apresiasi pimpinan" if is_gift else "Pelanggaran kode etik",
        words="Untuk jasa yang tidak terlihat dalam angka."
        if is_gift
        else "Bila pelanggaran kode etik ringan terbukti, di samping pembinaan yang berlaku.",
        agency_id=agency_id,
        kind=kind,
        tree=BY_DECISION,
        window=RuleWindow.QUARTER,
        points=60 if is_gift else 30,
        budget=3000 if is_gift else None,
        badge_id=badge.id if is_gift else None,
    )
    return _live(session, draft, {}, here, at)


def _live(
    session: Session, draft: RuleDraft, report: dict[str, object], here: Officials, at: datetime
) -> RuleVersion:
    """Written by the administrator, approved by HR a day later."""
    version = rules.draft(session, draft, by=here.admin, at=at)
    approval.approve(session, version, report, by=here.hr, at=at + timedelta(days=1))
    rules.publish(session, version, by=here.hr, at=at + timedelta(days=1))
    return version


def _decide(
    session: Session, world: World, here: Officials, giving: RuleVersion, taking: RuleVersion
) -> None:
    others = _colleagues(world)
    praised = world.by_email.get(PRAISED) or others[0]
    at, day = _moment(world)
    gift = _proposed(session, giving, praised, 40, PRAISE, here.leader, at)
    actions.approve(session, gift, "Terima kasih atas dedikasinya.", by=here.hr, at=at, day=day)
    refused = _proposed(session, giving, others[1], 60, LATE, here.leader, at)
    actions.refuse(session, refused, REFUSAL, by=here.hr, at=at)
    _proposed(session, giving, others[2], 50, HELP, here.leader, at)
    _proposed(session, giving, others[3], 30, TEACHING, here.hr, at)
    if (blamed := _with_points(session, world, others[4:])) is not None:
        loss = _proposed(session, taking, blamed, 10, BREACH, here.hr, at)
        actions.approve(session, loss, "", by=here.leader, at=at, day=day)
        own = viewer_of(session, session.get_one(Account, blamed.account_id))
        objections.object_to(session, loss, PROTEST, by=own, at=at + timedelta(hours=5))


def _colleagues(world: World) -> list[Person]:
    """People of the agency who hold none of the parts above, in the order of their numbers."""
    told = {*world.accounts} & {ADMIN, HR, LEADER, PRAISED}
    return [
        one for one in world.under(HOME) if one.email not in told and not one.email.endswith("@demo.test")
    ]


def _moment(world: World) -> tuple[datetime, date]:
    """Some days ago, but in the present quarter."""
    quarter = period_of(world.today, Window.QUARTER)
    days = min(DAYS_AGO, (world.today - quarter.start).days)
    return world.now - timedelta(days=days), world.today - timedelta(days=days)


def _proposed(
    session: Session,
    version: RuleVersion,
    person: Person,
    points: int,
    reason: str,
    by: Viewer,
    at: datetime,
) -> ManualAward:
    about = session.get_one(Employee, person.id)
    wanted = Proposal(version=version, person=about, points=points, reason=reason)
    return actions.propose(session, wanted, by=by, at=at, day=at.date())


def _with_points(session: Session, world: World, among: list[Person]) -> Person | None:
    """Somebody from whom something can be taken."""
    by_id = {person.id: person for person in among}
    rich = session.scalar(
        select(Score.employee_id)
        .where(Score.period_key == quarter_key(world.today), Score.points >= 30, Score.employee_id.in_(by_id))
        .order_by(Score.points.desc(), Score.employee_id)
        .limit(1)
    )
    return by_id[rich] if rich is not None else None


def _two_versions(session: Session, world: World, here: Officials, agency_id: int, began: datetime) -> None:
    """What is live, and what the administrator proposes instead; HR finds it to approve."""
    first = RuleDraft(
        name="Cepat tuntas",
        words="Untuk target yang tercapai sebelum jatuh tempo.",
        agency_id=agency_id,
        tree=at_least(total("targets.on_time"), 1),
        window=RuleWindow.QUARTER,
        points=10,
    )
    live = rules.draft(session, first, by=here.admin, at=began)
    report = preview(session, live, world.today).to_json()
    approval.approve(session, live, report, by=here.hr, at=began)
    rules.publish(session, live, by=here.hr, at=began)
    for run in start_backfill(session, live, at=world.now - timedelta(hours=20), day=world.today):
        while step(session, run, at=world.now - timedelta(hours=20)):
            session.flush()
    second = RuleDraft(
        name=first.name,
        words=first.words,
        agency_id=agency_id,
        tree=all_of(at_least(total("targets.on_time"), 2), mean("reviews.rating", 320, of=10)),
        window=RuleWindow.QUARTER,
        points=30,
        cap_per_year=3,
    )
    rules.revise(session, live.rule, second, by=here.admin, at=world.now - timedelta(days=2))


PRAISE = (
    "Pada banjir tanggal 3 bulan ini tetap membuka layanan darurat sampai malam dan memastikan 27 warga rentan "
    "menerima surat pengantar bantuan; dibuktikan berita acara kecamatan."
)
LATE = "Membantu tim lain menyelesaikan arsip, menurut pesan singkat dari rekan sekantor pada akhir bulan."
REFUSAL = "Belum ada bukti tertulis dari unit yang dibantu. Silakan ajukan lagi dengan berita acara atau surat tugas."
HELP = (
    "Selama dua minggu menggantikan petugas loket yang cuti melahirkan tanpa menambah waktu tunggu warga; "
    "dibuktikan rekap antrean."
)
TEACHING = "Melatih dua belas rekan memakai formulir daring pada tiga sore di luar jam kerja; daftar hadir terlampir."
BREACH = (
    "Terbukti menitipkan presensi pada rekan tanggal 5 dan 6 bulan ini, menurut pemeriksaan atasan langsung "
    "dan rekaman pintu masuk."
)
PROTEST = (
    "Pada kedua tanggal itu saya bertugas di kelurahan dengan surat tugas nomor 094/112, sehingga presensi "
    "dicatat oleh petugas piket. Surat tugas saya sampaikan kepada atasan."
)
