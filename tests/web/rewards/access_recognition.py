"""Who may do what on walls, with the catalogue and with lists for the treasurer."""

import io
from datetime import timedelta

from PIL import Image
from sqlalchemy.orm import Session

from portal.domain.files import keep, prepare
from portal.domain.organisation.models import OrgUnit
from portal.domain.rewards.catalogue.models import CatalogueItem, Redemption
from portal.domain.rewards.recognition.models import (
    Announcement,
    Congratulation,
    CongratulationReport,
    WallPost,
)
from tests import factories, factories_recognition, factories_rewards
from tests.factories import NOW

KEEPERS = "hr_admin admin"

KEEPERS = "hr_admin admin"


def a_picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "#196bcd").save(out, "PNG")
    return out.getvalue()


PICTURE = a_picture()
ACCESS = {
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


def a_list(session: Session) -> dict[str, object]:
    factories_rewards.metrics(session)
    version = factories_rewards.rule(session, factories_rewards.leaf("hours", "sum", ">=", 100))
    return {"rule_id": version.rule_id, "code": "2026-Q4", "kind": "csv"}


SAMPLE = {
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
    "rewards_incentives.take_out": a_list,
}
