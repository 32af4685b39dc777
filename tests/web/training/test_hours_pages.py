"""Pages of learning hours, fair access and needs, as their readers use them (G18, B10, P8, S6)."""

import io

import pytest
from python_calamine import CalamineWorkbook

from portal.domain.organisation.models import Employment, Role
from tests import factories, factories_training
from tests.factories_hours import DAY, entry

MOST = 12


@pytest.fixture
def office(browser):
    with browser.database() as session:
        root = factories.unit(session)
        boss = factories.employee(session, unit_=root, name="Ibu Camat")
        hr = factories.employee(session, unit_=root, name="Bu Rina")
        factories.role(session, hr, Role.HR_ADMIN, over=root)
        people = [
            factories.employee(session, evaluator=boss, name=f"Pegawai {place:02d}") for place in range(6)
        ]
        line = entry(session, people[0], 6, tags=("pengaduan",), title="=1+1")
        pppk = factories.employee(session, evaluator=boss, name="Kontrak", employment=Employment.PPPK)
        entry(session, pppk, 3)
        course = factories_training.a_course(session, tags=("pengaduan",), title="Menangani pengaduan")
        return {
            "me": people[0].account_id, "id": people[0].id, "boss": boss.account_id, "hr": hr.account_id,
            "line": line.id, "pppk": pppk.id, "unit": root.id, "code": root.code, "course": course.id,
        }  # fmt: skip


def sheet(answer, number=0):
    return CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_index(number).to_python()


def test_a_person_reads_the_year_and_takes_it_along(browser, office):
    page = browser.sign_in(office["me"]).get(f"/training/hours?year={DAY.year}").text
    for words in ("Jam pelajaran saya", "kurang 14 JP", "6 dari 20", "=1+1"):
        assert words in page
    rows = sheet(browser.get("/training/hours/2026.xlsx"))
    assert next(row for row in rows if "=1+1" in row)[4:6] == [6, 6]
    paper = browser.get("/training/hours/2026.pdf")
    assert (paper.mimetype, paper.data[:5]) == ("application/pdf", b"%PDF-")
    assert "Belum ada jam pelajaran" in browser.get("/training/hours?year=2020").text
    assert browser.get("/training/hours?year=1").status_code == 404
    assert browser.get("/training/hours/1.pdf").status_code == 404
    assert browser.get("/training/hours/people").status_code == 404
    assert browser.get(f"/training/hours/people/{office['pppk']}").status_code == 404


def test_an_evaluator_sees_who_is_behind(browser, office):
    browser.sign_in(office["boss"])
    page = browser.get("/training/hours/people?show=missing").text
    assert "Pegawai 01" in page
    assert "Kontrak" not in page
    assert "kurang 20 JP" in page
    rows = sheet(browser.get("/training/hours/people.xlsx?q=kontrak"))
    assert [row[0] for row in rows] == ["Nama", "Kontrak"]
    person = browser.get(f"/training/hours/people/{office['id']}?year=2026").text
    assert "/correct" not in person
    assert browser.get("/training/access").status_code == 404


def test_hr_takes_back_assigns_and_writes_what_is_needed(browser, office):
    browser.sign_in(office["hr"])
    correct = f"/training/hours/entries/{office['line']}/correct"
    assert correct in browser.get(f"/training/hours/people/{office['id']}?year=2026").text
    refused = browser.post(correct, **{"reason": ""})
    assert (refused.status_code, "Tulis alasannya" in refused.text) == (422, True)
    assert browser.post(correct, **{"reason": "Tercatat dua kali"}).status_code == 303
    assert "Tercatat dua kali" in browser.get(f"/training/hours/people/{office['id']}?year=2026").text
    twice = browser.post(correct, **{"reason": "Sekali lagi"})
    assert (twice.status_code, "sudah dikoreksi" in twice.text) == (422, True)

    there = f"/training/hours/people/{office['pppk']}"
    letter = {"number": "800/7", "purpose": "Pelayanan", "starts_on": "2026-03-01", "ends_on": "2026-02-01"}
    refused = browser.post(f"{there}/assignments", **letter)
    assert (refused.status_code, "800/7" in refused.text) == (422, True)
    kept = browser.post(f"{there}/assignments", **(letter | {"ends_on": "2027-02-28"}))
    assert kept.status_code == 303
    assert "800/7" in browser.get(there).text

    need = {"tag": "Pengaduan", "level": "1", "position_kind": "", "unit": "tidak-ada", "why": "Setiap hari"}
    refused = browser.post("/training/needs", **need)
    assert (refused.status_code, "Setiap hari" in refused.text) == (422, True)
    assert browser.post("/training/needs", **(need | {"unit": office["code"]})).status_code == 303
    page = browser.get("/training/needs").text
    assert f"/training/courses/{office['course']}/sessions/new" in page
    assert browser.get("/training/needs/1").status_code == 200

    kept = browser.post("/training/access/distances", **{"unit": office["code"], "band": "far"})
    assert kept.status_code == 303
    page = browser.get("/training/access").text
    for words in ("10 sampai 50 km", "Perempuan", "Gini"):
        assert words in page
    assert sheet(browser.get("/training/access.xlsx"))[0][0] == "Unit"
    assert browser.get("/training/access/requests").status_code == 200


def test_the_administrator_writes_the_next_line(browser, office):
    with browser.database() as session:
        admin = factories.account(session)
        factories.role(session, admin, Role.ADMIN)
        admin_id = admin.id
    browser.sign_in(admin_id)
    line = {
        "kind": "coaching",
        "counting": "activity",
        "hours": "",
        "valid_from": "2200-01-01",
        "basis": "SE 4/2026",
    }
    refused = browser.post("/training/hours/rules/rates", **line)
    assert (refused.status_code, "Isi berapa JP" in refused.text) == (422, True)
    assert browser.post("/training/hours/rules/rates", **(line | {"hours": "3"})).status_code == 303
    assert "SE 4/2026" in browser.get("/training/hours/rules").text
    duty = {"employment": "pns", "least": "24", "duty_from": "2020-01-01", "duty_basis": "PP"}
    refused = browser.post("/training/hours/rules/duties", **duty)
    assert (refused.status_code, "hari yang akan datang" in refused.text) == (422, True)
    assert (
        browser.post("/training/hours/rules/duties", **(duty | {"duty_from": "2200-01-01"})).status_code
        == 303
    )
    assert browser.post("/training/hours/rules/rates/1/withdraw").status_code == 303


def test_pages_cost_the_same_however_many_people_there_are(browser, office, statements):
    paths = (
        "/training/hours", "/training/hours/people", f"/training/hours/people/{office['id']}", "/training/access",
        "/training/access/requests", "/training/needs",
    )  # fmt: skip

    def counted():
        found = {}
        for path in paths:
            statements.clear()
            assert browser.get(path).status_code == 200, path
            found[path] = len([one for one in statements if not one.startswith(("BEGIN", "PRAGMA"))])
        return found

    browser.sign_in(office["hr"])
    browser.post(
        "/training/needs",
        **{"tag": "pengaduan", "level": "1", "position_kind": "", "unit": office["code"], "why": "Sebab"},
    )
    browser.get("/training")  # what is asked once in a while has been asked
    few = counted()
    assert {path: count for path, count in few.items() if count > MOST} == {}
    with browser.database() as session:
        root = session.get(type(factories.unit(session)), office["unit"])
        for _place in range(15):
            one = factories.employee(session, unit_=factories.unit(session, parent=root))
            entry(session, one, 2, tags=("pengaduan",))
            entry(session, one, 3)
    assert counted() == few
