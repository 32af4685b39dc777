"""Promise: an agency shows its own sign to its people and on posters; the administrator uploads it."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from portal.blueprints.public_reviews.paper.poster import poster
from portal.domain.files import StoredFile
from portal.domain.organisation.models import Agency, Role
from tests import factories
from tests.browser import Browser
from tests.factories_organisation import png


@pytest.fixture
def agency_id(browser: Browser) -> int:
    with browser.database() as session:
        unit = factories.unit(session)
        admin = factories.employee(session, unit_=unit)
        factories.role(session, admin, Role.ADMIN)
        account_id, found = admin.account_id, unit.agency_id
    browser.sign_in(account_id)
    return found


def upload(browser: Browser, agency_id: int, content: bytes, name: str = "logo.png"):
    return browser.post(f"/admin/agencies/{agency_id}/logo", logo=(io.BytesIO(content), name))


def test_the_sign_is_shown_whole_small_and_to_its_people(browser, agency_id):
    assert upload(browser, agency_id, png(1200, 300)).status_code == 303
    with browser.database() as session:
        logo_id = session.get_one(Agency, agency_id).logo_id
    address = f"/agencies/{agency_id}/logo?v={logo_id}"
    assert address in browser.get("/").text
    shown = browser.get(address)
    assert "max-age" in shown.headers["Cache-Control"]
    with Image.open(io.BytesIO(shown.data)) as picture:
        assert (picture.format, picture.size) == ("PNG", (256, 256))
        assert picture.getpixel((128, 128))[:3] == (255, 0, 0)
        assert picture.getpixel((128, 10))[3] == 0, "a wide sign is not cut"


def test_people_of_other_agencies_keep_the_portal_s_sign(browser, agency_id):
    upload(browser, agency_id, png())
    with browser.database() as session:
        account_id = factories.employee(session).account_id
    browser.sign_in(account_id)
    assert f"/agencies/{agency_id}/logo" not in browser.get("/").text


def test_a_new_one_takes_the_place_and_none_brings_back_the_portal_s(browser, agency_id):
    for colour in ("red", "blue"):
        upload(browser, agency_id, png(colour=colour))
    with browser.database() as session:
        assert session.query(StoredFile).count() == 1
    browser.post(f"/admin/agencies/{agency_id}/logo/remove")
    assert f"/agencies/{agency_id}/logo" not in browser.get("/").text
    assert browser.get(f"/agencies/{agency_id}/logo").status_code == 404


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"\x89PNG\r\n\x1a\nnothing"])
def test_what_is_no_picture_is_refused_at_the_field(browser, agency_id, content):
    answer = upload(browser, agency_id, content)
    assert answer.status_code == 422
    assert 'id="logo-error"' in answer.text


def test_a_poster_carries_it(agency_id):
    words = dict.fromkeys(("question", "scan", "or_type", "promise", "complaint"), "x")
    place = {"agency": "a", "unit": "u", "service": "s", "counter": "c", "address": "https://a.id/s/x"}
    plain, signed = (poster(**place, words=words, logo=logo) for logo in (None, png(256, 256)))
    assert b"/Subtype /Image" not in plain
    assert b"/Subtype /Image" in signed
