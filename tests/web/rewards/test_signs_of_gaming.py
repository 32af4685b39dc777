"""The queue of signs of gaming, the decision with its reason, and the page of those it is about."""

import re
from dataclasses import dataclass

import pytest
from sqlalchemy import select

from portal.domain.organisation.models import Employee, Role
from portal.domain.rewards.flags.models import Flag, FlagKind, FlagState
from tests import factories, factories_flags

WHY = "Bukti tidak dibuka sebelum disetujui."
QUEUE = "/admin/rewards/flags"


@dataclass
class Office:
    hr: int
    auditor: int
    boss: int
    anna: int
    stranger: int
    flag_id: int


@pytest.fixture
def office(browser) -> Office:
    with browser.database() as session:
        root = factories.unit(session)
        section = factories.unit(session, parent=root, name="Seksi Pelayanan")
        hr, auditor = (factories.employee(session, unit_=root) for _ in range(2))
        factories.role(session, hr, Role.HR_ADMIN, over=root)
        factories.role(session, auditor, Role.AUDITOR, over=root)
        boss = factories.employee(session, unit_=section, name="Budi Santoso")
        anna = factories.employee(session, unit_=section, evaluator=boss, name="Anna Wulandari")
        stranger = factories.employee(session, unit_=section)
        flag = factories_flags.flag(session, anna, boss, state=FlagState.OPEN)
        return Office(*(one.account_id for one in (hr, auditor, boss, anna, stranger)), flag.id)


def test_the_queue_shows_what_was_noticed_and_about_whom(browser, office):
    page = browser.sign_in(office.hr).get(QUEUE).text
    assert "Anna Wulandari, Budi Santoso" in page
    assert "11 dari 12 laporan capaian disetujui dalam dua menit" in page
    assert f"{QUEUE}/{office.flag_id}" in page


def test_an_empty_queue_says_what_happens_every_night(browser, office):
    page = browser.sign_in(office.hr).get(f"{QUEUE}?state=confirmed").text
    assert "Anna Wulandari" not in page
    assert "Anna Wulandari" in browser.get(f"{QUEUE}?state=all&kind=quick_decisions").text
    assert "Tidak ada tanda jenis ini" in browser.get(f"{QUEUE}?kind=burst").text


@pytest.mark.parametrize("kind", list(FlagKind))
def test_every_kind_of_sign_can_be_read(browser, office, kind):
    with browser.database() as session:
        flag = session.get_one(Flag, office.flag_id)
        flag.kind = kind
    page = browser.sign_in(office.hr).get(f"{QUEUE}/{office.flag_id}").text
    assert "%(" not in page
    assert "40 detik" in page


def test_a_decision_needs_a_reason_and_keeps_what_was_chosen(browser, office):
    url = f"{QUEUE}/{office.flag_id}"
    refused = browser.sign_in(office.hr).post(f"{url}/decide", verdict="confirmed", reason="Ya")
    assert refused.status_code == 422
    assert "sedikitnya 10" in refused.text
    assert re.search(r'<input[^>]*checked[^>]*value="confirmed"', refused.text)
    assert re.search(r">\s*Ya</textarea>", refused.text)
    done = browser.post(f"{url}/decide", verdict="confirmed", reason=WHY)
    assert done.status_code == 303
    page = browser.get(url).text
    assert WHY in page
    assert "Yang dapat diperbaiki" in page


def test_those_concerned_read_the_decision_and_answer_once(browser, office):
    url = f"/rewards/flags/{office.flag_id}"
    assert browser.sign_in(office.anna).get(url).status_code == 404
    browser.sign_in(office.hr).post(f"{QUEUE}/{office.flag_id}/decide", verdict="confirmed", reason=WHY)
    for account in (office.anna, office.boss):
        page = browser.sign_in(account).get(url)
        assert page.status_code == 200
        assert WHY in page.text
    assert browser.sign_in(office.stranger).get(url).status_code == 404
    assert browser.sign_in(office.anna).post(f"{url}/answer", words="").status_code == 422
    words = "Kami membahasnya dahulu dalam rapat pagi."
    assert browser.post(f"{url}/answer", words=words).status_code == 303
    assert words in browser.get(url).text
    assert browser.post(f"{url}/answer", words="Sekali lagi.").status_code == 403
    assert words in browser.sign_in(office.hr).get(f"{QUEUE}/{office.flag_id}").text


def test_auditors_read_without_deciding_or_opening_check_ins(browser, office):
    page = browser.sign_in(office.auditor).get(f"{QUEUE}/{office.flag_id}").text
    assert "Simpan keputusan" not in page
    assert "/targets/checkins/" not in page
    denied = browser.post(f"{QUEUE}/{office.flag_id}/decide", verdict="dismissed", reason=WHY)
    assert denied.status_code == 403
    assert "/targets/checkins/1" in browser.sign_in(office.hr).get(f"{QUEUE}/{office.flag_id}").text


def test_an_hr_administrator_does_not_find_their_own(browser, office):
    with browser.database() as session:
        boss = session.scalars(select(Employee).where(Employee.account_id == office.boss)).one()
        factories.role(session, boss, Role.HR_ADMIN, over=boss.unit)
    assert browser.sign_in(office.boss).get(f"{QUEUE}/{office.flag_id}").status_code == 404
    assert "Anna Wulandari" not in browser.get(QUEUE).text


def test_the_queue_asks_little_of_the_database(browser, office, statements):
    with browser.database() as session:
        anna = session.scalars(select(Employee).where(Employee.account_id == office.anna)).one()
        for _ in range(20):
            factories_flags.flag(session, anna, state=FlagState.OPEN)
    browser.sign_in(office.hr)
    with statements() as seen:
        assert browser.get(QUEUE).status_code == 200
    assert len(seen) <= 8, seen
