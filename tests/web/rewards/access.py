import io
from datetime import timedelta

from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.files import keep, prepare
from portal.domain.organisation.models import Agency, OrgUnit
from portal.domain.rewards.badges.models import Level
from portal.domain.rewards.catalogue.models import CatalogueItem, Redemption
from portal.domain.rewards.credentials.actions import share
from portal.domain.rewards.credentials.keys import published_keys
from portal.domain.rewards.credentials.models import Credential
from portal.domain.rewards.evaluation.models import EvaluationRun, RunKind, RunState
from portal.domain.rewards.ledger.models import Award, AwardState
from portal.domain.rewards.recognition.models import (
    Announcement,
    Congratulation,
    CongratulationReport,
    WallPost,
)
from tests import factories, factories_credentials, factories_recognition, factories_rewards
from tests.factories import NOW

KEEPERS = "hr_admin admin"


def a_picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "#196bcd").save(out, "PNG")
    return out.getvalue()


PICTURE = a_picture()
ACCESS = {
    "badges.picture": "anonymous",
    "badges.trial": "anonymous",
    "rewards.index": "*",
    "rewards.award": "admin",
    "rewards.rule": "*",
    "rewards.statement": "*",
    "rewards_people.index": "*",
    "rewards_people.show": "admin",
    "leaderboards.index": "*",
    "rewards_admin.index": KEEPERS,
    "rewards_admin.show": KEEPERS,
    "rewards_admin.new": KEEPERS,
    "rewards_admin.edit": "admin",
    "rewards_admin.sentence": KEEPERS,
    "rewards_admin.change_state": "admin",
    "rewards_versions.show": KEEPERS,
    "rewards_versions.book": KEEPERS,
    "rewards_versions.approve": "admin",
    "rewards_versions.send_back": "admin",
    "rewards_versions.publish": "admin",
    "rewards_studio.badges": KEEPERS,
    "rewards_studio.new_badge": "admin",
    "rewards_studio.look": KEEPERS,
    "rewards_studio.levels": KEEPERS,
    "rewards_studio.level": "admin",
    "rewards_runs.index": KEEPERS,
    "rewards_runs.change": "admin",
    "rewards_studio.badge": "admin",
    "rewards_studio.preview": KEEPERS,
    "credentials.make": "",
    "credentials.file": "",
    "credentials.share": "",
    "credentials.unshare": "",
    "verify.index": "anonymous",
    "verify.show": "anonymous",
    "shared.show_shared": "anonymous",
    "shared.picture": "anonymous",
    "issuer.profile": "anonymous",
    "issuer.all_keys": "anonymous",
    "issuer.key": "anonymous",
    "issuer.achievement": "anonymous",
    "issuer.picture": "anonymous",
    "issuer.status": "anonymous",
    "recognition.index": "anonymous",
    "rewards_wall.index": "*",
    "rewards_wall.show": "",
    "rewards_wall.say_something": "",
    "rewards_wall.poster": "*",
    "rewards_congratulations.change": "",
    "rewards_congratulations.report": "",
    "rewards_congratulations.index": KEEPERS,
    "rewards_congratulations.decide": "admin",
    "rewards_announcements.index": "hr_admin leader admin",
    "rewards_announcements.new": "hr_admin leader admin",
    "rewards_announcements.edit": "admin",
    "rewards_announcements.withdraw": "admin",
    "rewards_catalogue.index": "*",
    "rewards_catalogue.show": "",
    "rewards_catalogue.picture": "admin",
    "rewards_catalogue.ask": "",
    "rewards_catalogue.cancel": "",
    "rewards_items.index": KEEPERS,
    "rewards_items.new": KEEPERS,
    "rewards_items.edit": "admin",
    "rewards_items.change_state": "admin",
    "rewards_items.options": "admin",
    "rewards_requests.index": KEEPERS,
    "rewards_requests.show": "admin",
    "rewards_requests.approve": "admin",
    "rewards_requests.close": "admin",
    "rewards_requests.pick_up": KEEPERS,
    "rewards_incentives.index": KEEPERS,
    "rewards_incentives.take_out": KEEPERS,
}


def common_version(session: Session):
    """A live rule of all agencies: HR administrators read it, administrators keep it."""
    factories_rewards.metrics(session)
    return factories_rewards.rule(session, factories_rewards.leaf("hours", "sum", ">=", 100))


def somebodys_award(session: Session) -> dict[str, object]:
    version, person = common_version(session), factories.employee(session)
    award = Award(
        rule_id=version.rule_id,
        window_key=20261012,
        employee_id=person.id,
        rule_version_id=version.id,
        state=AwardState.GRANTED,
        revision=1,
        unit_key=person.unit_key,
        changed_at=NOW,
    )
    session.add(award)
    session.flush()
    return {"award_id": award.id}


def a_run(session: Session) -> dict[str, object]:
    run = EvaluationRun(
        rule_version_id=common_version(session).id,
        window_key=20261012,
        kind=RunKind.BACKFILL,
        state=RunState.RUNNING,
        last_employee_id=1,
        started_at=NOW,
    )
    session.add(run)
    session.flush()
    return {"run_id": run.id, "verb": "pause"}


def a_level(session: Session) -> dict[str, object]:
    level = Level(points=factories_rewards.badge(session).id * 7, name="Madya")
    session.add(level)
    session.flush()
    return {"level_id": level.id}


def a_rule(session: Session) -> dict[str, object]:
    return {"rule_id": common_version(session).rule_id}


def a_version(session: Session) -> dict[str, object]:
    return {"version_id": common_version(session).id}


def a_certificate(session: Session) -> Credential:
    """Shared by somebody else: its own pages are for nobody who asks, its public ones for everybody."""
    if (made := session.scalars(select(Credential)).first()) is not None:
        return made
    factories_credentials.key(session)
    won = factories_credentials.won(session)
    return share(session, won.award, by=won.me, at=NOW)


def others(session: Session) -> dict[str, object]:
    return {"award_id": a_certificate(session).award_id}


def a_version_of_a_badge(session: Session) -> dict[str, object]:
    return {"code": factories_rewards.badge(session).code, "number": 1}


def an_issuer(session: Session) -> dict[str, object]:
    return {"number": session.get_one(Agency, a_certificate(session).agency_id).number}


def a_status_list(session: Session) -> dict[str, object]:
    made = a_certificate(session)
    return {"agency_number": session.get_one(Agency, made.agency_id).number, "number": made.status_list}


def a_key(session: Session) -> dict[str, object]:
    a_certificate(session)
    return {"kid": published_keys(session)[0]["kid"]}


def a_post(session: Session) -> dict[str, object]:
    """Of an agency nobody here works in: whose wall it is, is tested beside the pages."""
    person = factories_recognition.named(session, factories.unit(session))
    return {"post_id": factories_recognition.post(session, person).id}


def a_congratulation(session: Session) -> Congratulation:
    post = session.get_one(WallPost, a_post(session)["post_id"])
    author = factories.employee(session, unit_=post.employee.unit)
    said = Congratulation(
        post_id=post.id, author_id=author.id, subject_id=post.employee_id, words="Selamat", written_at=NOW
    )
    session.add(said)
    session.flush()
    return said


def a_report(session: Session) -> dict[str, object]:
    said = a_congratulation(session)
    made = CongratulationReport(
        congratulation_id=said.id, reporter_id=said.subject_id, reason="Kurang pantas", reported_at=NOW
    )
    session.add(made)
    session.flush()
    return {"report_id": made.id, "outcome": "kept"}


def an_announcement(session: Session) -> dict[str, object]:
    unit = factories.unit(session)
    made = Announcement(
        agency_id=unit.agency_id, unit_id=unit.id, author_id=factories.account(session).id, author_name="Sri",
        title="Pekan apresiasi", words="Mari.", starts_on=NOW.date(), ends_on=NOW.date() + timedelta(days=9),
        written_at=NOW,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return {"announcement_id": made.id}


def an_item(session: Session) -> CatalogueItem:
    """With a picture, whose file a test has on its disk."""
    prepared = prepare(session.info["uploads"], "buku.png", PICTURE, pictures_only=True)
    file = keep(session, prepared, by=None, at=NOW)
    return factories_recognition.item(session, factories.unit(session), picture_id=file.id)


def a_redemption(session: Session) -> dict[str, object]:
    item = an_item(session)
    person = factories.employee(
        session, unit_=session.query(OrgUnit).filter_by(agency_id=item.agency_id).one()
    )
    made = Redemption(
        item_id=item.id,
        employee_id=person.id,
        agency_id=item.agency_id,
        year=2026,
        points=60,
        requested_at=NOW,
    )
    session.add(made)
    session.flush()
    return {"redemption_id": made.id}


SAMPLE = {
    "rewards_studio.badge": lambda session: {"badge_id": factories_rewards.badge(session).id},
    "credentials.make": others,
    "credentials.file": lambda session: {**others(session), "kind": "pdf"},
    "credentials.share": others,
    "credentials.unshare": others,
    "verify.show": lambda session: {"code": a_certificate(session).code},
    "shared.show_shared": lambda session: {"token": a_certificate(session).share_token},
    "shared.picture": lambda session: {"token": a_certificate(session).share_token},
    "issuer.profile": an_issuer,
    "issuer.key": a_key,
    "issuer.achievement": a_version_of_a_badge,
    "issuer.picture": a_version_of_a_badge,
    "issuer.status": a_status_list,
    "badges.picture": lambda session: {"code": factories_rewards.badge(session).code, "tier": "gold"},
    "badges.trial": lambda session: {"shape": "hex", "tier": "gold", "icon": "star"},
    "rewards.award": somebodys_award,
    "rewards.rule": a_rule,
    "rewards_admin.show": a_rule,
    "rewards_admin.edit": a_rule,
    "rewards_admin.change_state": lambda session: {**a_rule(session), "verb": "pause"},
    "rewards_versions.show": a_version,
    "rewards_versions.book": a_version,
    "rewards_people.show": lambda session: {"employee_id": factories.employee(session).id},
    "rewards_versions.approve": a_version,
    "rewards_versions.send_back": a_version,
    "rewards_versions.publish": a_version,
    "rewards_studio.level": a_level,
    "rewards_runs.change": a_run,
    "rewards_wall.show": a_post,
    "rewards_wall.say_something": a_post,
    "rewards_congratulations.change": lambda session: {
        "congratulation_id": a_congratulation(session).id,
        "verb": "hide",
    },
    "rewards_congratulations.report": lambda session: {"congratulation_id": a_congratulation(session).id},
    "rewards_congratulations.decide": a_report,
    "rewards_announcements.edit": an_announcement,
    "rewards_announcements.withdraw": an_announcement,
    "rewards_catalogue.show": lambda session: {"item_id": an_item(session).id},
    "rewards_catalogue.picture": lambda session: {"item_id": an_item(session).id},
    "rewards_catalogue.ask": a_redemption,
    "rewards_catalogue.cancel": a_redemption,
    "rewards_items.edit": lambda session: {"item_id": an_item(session).id},
    "rewards_items.change_state": lambda session: {"item_id": an_item(session).id, "verb": "close"},
    "rewards_items.options": lambda session: {"agency_id": an_item(session).agency_id},
    "rewards_requests.show": a_redemption,
    "rewards_requests.approve": a_redemption,
    "rewards_requests.close": lambda session: {**a_redemption(session), "verb": "refuse"},
    "rewards_incentives.take_out": lambda session: {**a_rule(session), "code": "2026-Q4", "kind": "csv"},
}
