"""The macros in every state, read by the client that checks every page."""

import re

import pytest

from portal import create_app
from portal.config import Config
from tests.browser import Browser

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.mark.parametrize(
    "path", ["/_ui/", "/_ui/home", "/_ui/questions", "/_ui/questions?errors=1", "/_ui/paper"]
)
def test_the_gallery_keeps_the_rules_of_a_page(browser: Browser, path: str) -> None:
    assert browser.get(path).status_code == 200


def test_a_refused_field_is_tied_to_its_words(browser: Browser) -> None:
    html = browser.get("/_ui/questions?errors=1").get_data(as_text=True)
    assert "<title>Kesalahan: Bagaimana" in html
    assert 'href="#req-0"' in html
    assert 'id="req-0"' in html
    described = re.findall(r'aria-describedby="([^"]+)"', html)
    assert described
    for ids in described:
        assert all(f'id="{one}"' in html for one in ids.split())


def test_a_refused_input_says_so_to_everybody(browser: Browser) -> None:
    html = browser.get("/_ui/").get_data(as_text=True)
    (control,) = re.findall(r'<input[^>]*id="b-name"[^>]*>', html)
    assert 'aria-invalid="true"' in control
    assert 'aria-describedby="b-name-error"' in control
    (untouched,) = re.findall(r'<input[^>]*id="a-name"[^>]*>', html)
    assert "aria-invalid" not in untouched


def test_assets_are_kept_for_ever_and_unknown_ones_do_not_exist(browser: Browser) -> None:
    html = browser.get("/_ui/home").get_data(as_text=True)
    for address in set(re.findall(r"/assets/[\w.-]+", html)):
        answer = browser.get(address)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["Cache-Control"]
    assert browser.get("/assets/portal.000000000000.css").status_code == 404


def test_the_manifest_names_icons_that_exist(browser: Browser) -> None:
    manifest = browser.get("/manifest.webmanifest").get_json()
    assert manifest["name"] == "Prestasi"
    assert [browser.get(icon["src"]).mimetype for icon in manifest["icons"]] == ["image/png"] * 2


def test_badge_art_is_served_as_a_picture(browser: Browser) -> None:
    assert browser.get("/_ui/badge/seal/silver/heart-handshake.svg").mimetype == "image/svg+xml"
    assert browser.get("/_ui/badge/seal/iron/star.svg").status_code == 404


def test_there_is_no_gallery_in_production(config: Config) -> None:
    from dataclasses import replace

    app = create_app(replace(config, env="production"))
    assert Browser(app).get("/_ui/").status_code == 404
