"""The rooms of rewards are reached in two clicks, and nobody is offered a room that is closed to them."""

import re

import pytest

from portal.domain.organisation.models import Role
from tests import factories

TABS = re.compile(r'<nav class="tabs[^"]*".*?</nav>', re.DOTALL)


def offered(page: str) -> list[str]:
    return [link for part in TABS.findall(page) for link in re.findall(r'href="([^"]+)"', part)]


@pytest.fixture
def holder(browser):
    def sign_in(role):
        with browser.database() as session:
            root = factories.unit(session)
            person = factories.employee(session, unit_=root)
            factories.role(session, person, role, over=root)
            account_id = person.account_id
        return browser.sign_in(account_id)

    return sign_in


def test_every_room_is_two_clicks_away(holder):
    seen = holder(Role.HR_ADMIN)
    wings = [link for link in offered(seen.get("/admin/rewards").text)]
    rooms = {room for wing in wings for room in offered(seen.get(wing).text)}
    assert {
        "/admin/rewards/badges", "/admin/rewards/levels", "/admin/rewards/decisions", "/admin/rewards/flags",
        "/admin/rewards/reports", "/admin/rewards/catalogue", "/admin/rewards/requests",
        "/admin/rewards/requests/pick-up", "/admin/rewards/periods", "/admin/rewards/runs",
        "/admin/rewards/incentives",
    } <= rooms  # fmt: skip
    assert all(seen.get(room).status_code == 200 for room in rooms)


@pytest.mark.parametrize(
    ("role", "room"),
    [(Role.LEADER, "/admin/rewards/decisions"), (Role.AUDITOR, "/admin/rewards/flags")],
)
def test_whoever_has_one_room_sees_no_tabs(holder, role, room):
    assert offered(holder(role).get(room).text) == []
