"""An agency's own colour reaches the browser under the strict policy, by day and by night; others keep the portal's."""

from __future__ import annotations

import pytest

from portal.web import brands
from tests.journeys.conftest import sign_in

pytestmark = pytest.mark.browser
SEMARANG, ABDYA = "#9c2a3c", "#1b6e3c"
BRAND = "() => getComputedStyle(document.documentElement).getPropertyValue('--brand').trim()"
HERO = "() => getComputedStyle(document.querySelector('.hero')).backgroundImage"


def rgb(colour: str) -> str:
    return "rgb({}, {}, {})".format(*(int(colour[place : place + 2], 16) for place in (1, 3, 5)))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_people_see_the_colour_of_their_agency(visit, portal, scheme):
    theirs = visit(color_scheme=scheme)
    sign_in(theirs, "pegawai2@demo.test")
    made = brands.light(SEMARANG) if scheme == "light" else brands.dark(SEMARANG)
    assert theirs.evaluate(BRAND) == made["brand"]
    assert rgb(made["hero-a"]) in theirs.evaluate(HERO)
    others = visit(color_scheme=scheme)
    sign_in(others, "pegawai@demo.test")
    assert others.evaluate(BRAND) == ("#196bcd" if scheme == "light" else "#2370d3")


def test_an_administrator_gives_an_agency_its_colour(visit, portal):
    admin = visit()
    sign_in(admin, "admin@demo.test")
    admin.goto("/admin/agencies")
    admin.locator("a", has_text="Kota Surabaya").click()
    admin.check("[name=has_colour]")
    admin.fill("[name=colour]", "#ffd400")
    admin.get_by_role("button", name="Simpan", exact=True).click()
    assert "terlalu pucat" in admin.locator("#colour-error").inner_text()
    assert admin.input_value("[name=colour]") == "#ffd400"
    admin.fill("[name=colour]", ABDYA)
    admin.get_by_role("button", name="Simpan", exact=True).click()
    admin.wait_for_url("**/admin/agencies")
    person = visit()
    sign_in(person, "pegawai@demo.test")
    assert person.evaluate(BRAND) == ABDYA
