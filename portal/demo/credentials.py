"""Demo certificates: what badges ask for in plain words, and a few that their holders have shown to others."""

from datetime import timedelta

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from portal.demo.world import World
from portal.domain.codes import new_token
from portal.domain.organisation.models import Employee
from portal.domain.rewards.badges.models import Badge, Level
from portal.domain.rewards.credentials.actions import credential_for
from portal.domain.rewards.credentials.keys import keep_key, make_key
from portal.domain.rewards.ledger.models import Award, AwardState
from portal.domain.rewards.rules.models import RuleVersion

CRITERIA = {
    "bintang-layanan": (
        "Rata-rata kepuasan warga sedikitnya 3,40 dari sedikitnya 20 ulasan dalam satu triwulan, "
        "dan satu target atau lebih tercapai.",
        24,
    ),
    "pencapai-target": ("Target kinerja dalam satu triwulan tercapai dan disetujui pejabat penilai.", None),
    "dekat-dengan-warga": ("Sedikitnya 10 ulasan dengan slip kunjungan dalam satu triwulan.", 24),
    "dekat-dengan-warga-perak": ("Sedikitnya 40 ulasan dengan slip kunjungan dalam satu triwulan.", 24),
    "dekat-dengan-warga-emas": ("Sedikitnya 200 ulasan dengan slip kunjungan dalam satu triwulan.", 24),
    "disukai-warga": ("Rata-rata kepuasan sedikitnya 3,45 dari lima ulasan atau lebih dalam satu bulan.", 6),
}
OPENS = {
    "Pelayan andal": "nama disebut dalam apel pagi.",
    "Penggerak": "ucapan selamat dari kepala unit.",
    "Teladan": "nama di papan kehormatan, bila Anda setuju.",
    "Inspirator": "undangan bercerita dalam forum berbagi praktik baik.",
}
SHOWN = (("pegawai2@demo.test", "dekat-dengan-warga-perak"), ("pegawai@demo.test", "disukai-warga"))
SOME = 12


def load(session: Session, world: World) -> None:
    keep_key(session, make_key(), at=world.now - timedelta(days=300))
    for code, (criteria, months) in CRITERIA.items():
        session.execute(
            update(Badge).where(Badge.code == code).values(criteria=criteria, lasts_months=months)
        )
    for name, words in OPENS.items():
        session.execute(update(Level).where(Level.name == name).values(words=words))
    own = [award for email, code in SHOWN for award in session.scalars(_first_of(world, email, code))]
    others = session.scalars(_with_badge().where(Employee.is_recognisable).limit(SOME)).all()
    for number, award in enumerate({award.id: award for award in (*own, *others)}.values()):
        badge = award.version.badge
        if badge is None:
            continue
        credential = credential_for(session, award, badge, world.now - timedelta(hours=10))
        if number % 2 == 0:
            credential.share_token, credential.shared_at = new_token(), world.now - timedelta(hours=9)
    session.flush()


def _with_badge() -> Select[Award]:
    """The latest badges first."""
    return (
        select(Award)
        .join(RuleVersion, RuleVersion.id == Award.rule_version_id)
        .join(Employee, Employee.id == Award.employee_id)
        .where(Award.state == AwardState.GRANTED, RuleVersion.badge_id.is_not(None))
        .order_by(Award.changed_at.desc(), Award.id.desc())
    )


def _first_of(world: World, email: str, code: str) -> Select[Award]:
    """The oldest of its kind: long ago enough to have run out, where the badge runs out."""
    person = world.by_email.get(email)
    wanted = _with_badge().join(Badge, Badge.id == RuleVersion.badge_id)
    return (
        wanted.where(Award.employee_id == (person.id if person else 0), Badge.code == code)
        .order_by(None)
        .order_by(Award.changed_at, Award.id)
        .limit(1)
    )
