import re
from itertools import product
from xml.etree import ElementTree

import pytest

from portal.domain.rewards.art import ICONS, METALS, SHAPES, badge_svg


@pytest.mark.parametrize(("shape", "tier"), list(product(SHAPES, METALS)))
def test_every_badge_is_a_picture_of_its_own(shape: str, tier: str) -> None:
    picture = badge_svg(shape, tier, "star", "Pelayan Prima")
    root = ElementTree.fromstring(picture)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert root.findtext("{http://www.w3.org/2000/svg}title") == "Pelayan Prima"
    assert picture.count("<polygon") == {"bronze": 1, "silver": 2, "gold": 3, "locked": 0}[tier]
    assert "style=" not in picture


def test_a_title_cannot_break_out() -> None:
    picture = badge_svg("hex", "gold", "star", '</title><script>alert("x")</script>')
    assert "<script" not in picture
    ElementTree.fromstring(picture)


def test_badges_in_one_page_share_no_id() -> None:
    pictures = [badge_svg(shape, tier, "star", "a") for shape, tier in product(SHAPES, METALS)]
    ids = [identity for picture in pictures for identity in re.findall(r'id="([^"]+)"', picture)]
    assert len(ids) == len(set(ids)) == 3 * len(pictures)
    for picture in pictures:
        assert set(re.findall(r"url\(#([^)]+)\)", picture)) == set(re.findall(r'id="([^"]+)"', picture))


@pytest.mark.parametrize("icon", sorted(ICONS))
def test_every_icon_can_stand_on_a_badge(icon: str) -> None:
    ElementTree.fromstring(badge_svg("circle", "silver", icon, ""))


@pytest.mark.parametrize(
    "wrong", [("star", "gold", "star"), ("hex", "iron", "star"), ("hex", "gold", "no-such-icon")]
)
def test_what_does_not_exist_is_refused(wrong: tuple[str, str, str]) -> None:
    with pytest.raises(KeyError):
        badge_svg(*wrong, "a")
