"""Badges drawn by administrators, and the levels of a year (M12)."""

import re

from sqlalchemy import select

from portal.domain.organisation.models import Role
from portal.domain.rewards.badges.models import Badge, Level
from tests import factories, factories_rewards

NEW = {"name": "Sahabat warga", "words": "", "family": "", "shape": "hex", "tier": "silver", "icon": "heart"}


def test_a_picture_is_public_and_kept_for_ever_under_its_version(browser):
    with browser.database() as session:
        code = factories_rewards.badge(session).code
    plain = browser.get(f"/rewards/badges/{code}/gold.svg")
    assert (plain.status_code, plain.mimetype) == (200, "image/svg+xml")
    assert "immutable" not in plain.headers["Cache-Control"]
    assert "Set-Cookie" not in plain.headers
    assert browser.get(f"/rewards/badges/{code}/locked.svg").status_code == 200
    assert browser.get(f"/rewards/badges/{code}/silver.svg").status_code == 404
    assert browser.get("/rewards/badges/tidak-ada/gold.svg").status_code == 404


def test_the_address_on_a_page_is_kept_for_ever(browser, workshop):
    with browser.database() as session:
        code = factories_rewards.badge(session).code
    page = browser.sign_in(workshop.author).get("/admin/rewards/badges").text
    address = re.search(rf'src="(/rewards/badges/{code}/gold.svg\?v=\w+)"', page)[1]
    assert "immutable" in browser.get(address).headers["Cache-Control"]


def test_an_unknown_drawing_is_not_found(browser):
    assert browser.get("/rewards/badges/try/hex/gold/star.svg").status_code == 200
    assert browser.get("/rewards/badges/try/hex/platinum/star.svg").status_code == 404


def test_a_badge_is_made_from_shape_tier_and_picture(browser, workshop):
    browser.sign_in(workshop.author)
    assert browser.get("/admin/rewards/badges/new").status_code == 200
    assert browser.post("/admin/rewards/badges/new", **NEW).status_code == 303
    assert browser.post("/admin/rewards/badges/new", **NEW).status_code == 303
    with browser.database() as session:
        codes = list(session.scalars(select(Badge.code).order_by(Badge.id)))
    assert codes == ["sahabat-warga-silver", "sahabat-warga-silver-2"]


def test_a_badge_without_a_name_is_refused_at_the_field(browser, workshop):
    answer = browser.sign_in(workshop.author).post("/admin/rewards/badges/new", **{**NEW, "name": " "})
    assert answer.status_code == 422
    assert 'id="name-error"' in answer.text


def test_the_drawing_follows_what_is_chosen(browser, workshop):
    answer = browser.sign_in(workshop.author).get(
        "/admin/rewards/badges/look?shape=seal&tier=gold&icon=heart", htmx=True
    )
    assert "/rewards/badges/try/seal/gold/heart.svg" in answer.text
    assert "/try/hex/bronze/award.svg" in browser.get("/admin/rewards/badges/look?shape=x&tier=y&icon=z").text


def test_levels_are_made_and_changed_and_never_share_their_points(browser, workshop):
    browser.sign_in(workshop.author)
    assert browser.post("/admin/rewards/levels", name="Pratama", points="0", icon="star").status_code == 303
    assert browser.post("/admin/rewards/levels", name="Madya", points="500", icon="star").status_code == 303
    twin = browser.post("/admin/rewards/levels", name="Kembar", points="500", icon="star")
    assert twin.status_code == 422
    assert 'id="points-error"' in twin.text
    with browser.database() as session:
        madya = session.scalars(select(Level.id).where(Level.name == "Madya")).one()
    changed = {"name": "Madya", "points": "600", "icon": "star", "words": "nama disebut dalam apel"}
    assert browser.post(f"/admin/rewards/levels/{madya}", **changed).status_code == 303
    assert "nama disebut dalam apel" in browser.get("/admin/rewards/levels").text
    assert "600" in browser.get("/admin/rewards/levels").text


def test_hr_administrators_see_the_studio_and_change_nothing(browser):
    with browser.database() as session:
        root = factories.unit(session)
        hr = factories.employee(session, unit_=root)
        factories.role(session, hr, Role.HR_ADMIN, over=root)
        account_id = hr.account_id
    browser.sign_in(account_id)
    assert browser.get("/admin/rewards/badges").status_code == 200
    assert browser.get("/admin/rewards/badges/new").status_code == 404
    assert browser.post("/admin/rewards/levels", name="Madya", points="500", icon="star").status_code == 403
