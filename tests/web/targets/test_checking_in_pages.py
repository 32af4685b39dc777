"""G5, S8, B16: reporting progress with evidence and deciding on it, with and without JavaScript."""

import io
import re
from datetime import date

import pytest
from PIL import Image
from sqlalchemy import select

from portal.domain.targets.checkins.models import EntryState, ProgressEntry
from portal.web.clock import now
from tests.factories import employee
from tests.factories_targets import agreed, approved, checkin, plan_of

PLAN = {"starts_on": date(now().year, 1, 1), "ends_on": date(now().year + 1, 1, 1)}
DUE = date(now().year, 12, 31)
TODAY = f"{now().year}-01-01"


@pytest.fixture
def people(browser):
    with browser.database() as session:
        one = agreed(session, at=now(), plan_fields=PLAN, due_on=DUE)
        home = plan_of(session, one)
        return {
            "indicator": one.id,
            "plan": home.id,
            "me": home.employee.account_id,
            "boss": home.evaluator.account_id,
            "stranger": employee(session).account_id,
        }


def text(answer):
    return answer.get_data(as_text=True)


def png() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (20, 20), "navy").save(out, "PNG")
    return out.getvalue()


def report(browser, people, **fields):
    return browser.post(
        f"/targets/indicators/{people['indicator']}/checkins",
        **{"value": "12,5", "as_of_on": TODAY, "note": "Selesai", "link": ""} | fields,
    )


def test_a_check_in_with_evidence_is_sent_and_downloaded_only_by_those_who_may(browser, people):
    browser.sign_in(people["me"])
    assert browser.get(f"/targets/indicators/{people['indicator']}/checkins/new").status_code == 200
    sent = report(browser, people, files=(io.BytesIO(png()), "bukti.png"), link="https://example.go.id/1")
    assert sent.status_code == 303
    page = text(browser.get(sent.headers["Location"]))
    assert "12,5 permohonan" in page
    paper = re.search(r"/targets/checkins/\d+/evidence/\d+", page).group()
    browser.sign_in(people["boss"])
    got = browser.get(paper)
    assert got.status_code == 200
    assert got.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in got.headers["Content-Security-Policy"]
    got.close()
    browser.sign_in(people["stranger"])
    assert browser.get(paper).status_code == 404
    assert browser.get(sent.headers["Location"]).status_code == 404
    assert report(browser, people).status_code == 404


@pytest.mark.parametrize(
    "fields",
    [
        {"value": "banyak"},
        {"value": ""},
        {"value": "9" * 30},
        {"value": "-1"},
        {"as_of_on": "2999-01-01"},
        {"as_of_on": ""},
        {"link": "javascript:alert(1)"},
        {"note": "x" * 2001},
    ],
)
def test_bad_check_ins_are_refused_and_what_was_typed_is_kept(browser, people, fields):
    browser.sign_in(people["me"])
    answer = report(browser, people, **{"note": "Catatan saya"} | fields)
    assert answer.status_code == 422
    assert "Catatan saya" in text(answer) or "xxx" in text(answer)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"<script>alert(1)</script>", "bukti.pdf"),
        (b"MZ", "virus.exe"),
        (b"", "kosong.pdf"),
        (b"%PDF-1", "a.png"),
    ],
)
def test_evil_files_are_refused_at_the_field(browser, people, content, name):
    browser.sign_in(people["me"])
    answer = report(browser, people, files=(io.BytesIO(content), name))
    assert answer.status_code == 422
    assert 'id="files-error"' in text(answer)


def test_the_effect_is_shown_before_sending_with_and_without_scripts(browser, people):
    browser.sign_in(people["me"])
    where = f"/targets/indicators/{people['indicator']}/preview"
    assert "25%" in text(browser.get(f"{where}?value=25", htmx=True))
    assert "progress" not in text(browser.get(f"{where}?value=abc", htmx=True))
    shown = report(browser, people, value="100", preview="1")
    assert shown.status_code == 200
    assert 'value="100"' in text(shown)
    with browser.database() as session:
        assert session.scalar(select(ProgressEntry.id)) is None


def waiting(browser, people, value=10):
    with browser.database() as session:
        from portal.domain.targets.plans.contents import Indicator

        one = session.get_one(Indicator, people["indicator"])
        return checkin(session, one, value, at=now(), day=date(now().year, 1, 1)).id


@pytest.mark.parametrize("htmx", [False, True])
def test_the_evaluator_approves_and_takes_back(browser, people, htmx):
    entry_id = waiting(browser, people)
    browser.sign_in(people["boss"])
    assert f'id="checkin-{entry_id}"' in text(browser.get("/targets/review"))
    answer = browser.post(f"/targets/checkins/{entry_id}/approve", htmx=htmx)
    assert answer.status_code == (200 if htmx else 303)
    if htmx:
        assert f'id="checkin-{entry_id}"' in text(answer)
        assert "<html" not in text(answer)
    again = browser.post(f"/targets/checkins/{entry_id}/approve", htmx=htmx)
    assert again.status_code == 422
    reason = {f"e{entry_id}-reason": "Angka belum cocok"}
    assert browser.post(f"/targets/checkins/{entry_id}/void", htmx=htmx, **reason).status_code in (200, 303)
    assert browser.post(f"/targets/checkins/{entry_id}/return", htmx=htmx).status_code == 422
    assert browser.post(f"/targets/checkins/{entry_id}/return", htmx=htmx, **reason).status_code in (200, 303)
    with browser.database() as session:
        assert session.get_one(ProgressEntry, entry_id).state is EntryState.RETURNED
    browser.sign_in(people["me"])
    page = text(browser.get(f"/targets/checkins/{entry_id}"))
    assert "Angka belum cocok" in page
    assert f"corrects={entry_id}" in page
    form = text(browser.get(f"/targets/indicators/{people['indicator']}/checkins/new?corrects={entry_id}"))
    assert f'name="corrects_id" value="{entry_id}"' in form
    assert report(browser, people, corrects_id=str(entry_id)).status_code == 303


def test_nobody_approves_their_own(browser, people):
    entry_id = waiting(browser, people)
    browser.sign_in(people["me"])
    assert browser.post(f"/targets/checkins/{entry_id}/approve").status_code == 403
    assert (
        browser.post(f"/targets/checkins/{entry_id}/return", **{f"e{entry_id}-reason": "x"}).status_code
        == 403
    )
    assert browser.post(f"/targets/checkins/{entry_id}/return").status_code == 403


def test_a_plan_with_progress_draws_bars_and_lines(browser, people):
    with browser.database() as session:
        from portal.domain.targets.plans.contents import Indicator

        one = session.get_one(Indicator, people["indicator"])
        for day in (1, 2):
            approved(session, one, 30, at=now(), day=date(now().year, 1, day))
    browser.sign_in(people["me"])
    page = text(browser.get("/targets"))
    assert "60%" in page
    assert "<svg" in page
    assert 'class="goal"' in text(browser.get(f"/targets/indicators/{people['indicator']}"))


def test_a_correction_of_somebody_elses_check_in_is_not_found(browser, people):
    with browser.database() as session:
        foreign = checkin(session, agreed(session), 1).id
    browser.sign_in(people["me"])
    where = f"/targets/indicators/{people['indicator']}/checkins/new?corrects={foreign}"
    assert browser.get(where).status_code == 404
    assert report(browser, people, corrects_id=str(foreign)).status_code == 422


def test_the_queue_stands_by_person_and_can_be_cut_to_one(browser):
    with browser.database() as session:
        boss = employee(session, name="Bambang Sutrisno")
        names = ("Anik Ningrum", "Tri Maulana")
        staff = [employee(session, evaluator=boss, name=name) for name in names]
        ids = []
        for turn in range(2):
            for who in reversed(staff):
                if turn == 0:
                    one = agreed(session, who, at=now(), plan_fields=PLAN, due_on=DUE)
                    ids.append((who.id, one, checkin(session, one, 5, at=now(), day=PLAN["starts_on"]).id))
                else:
                    _who, one, _first = next(row for row in ids if row[0] == who.id)
                    ids.append((who.id, one, checkin(session, one, 6, at=now(), day=PLAN["starts_on"]).id))
        order = [row[2] for row in ids]
        account, anik = boss.account_id, staff[0].id
    page = text(browser.sign_in(account).get("/targets/review"))
    tri_first, anik_first, tri_second, anik_second = order
    shown = [int(number) for number in re.findall(r'class="queued" id="checkin-(\d+)"', page)]
    assert shown == [tri_first, tri_second, anik_first, anik_second]
    assert "Anik Ningrum (2)" in page
    only = text(browser.get(f"/targets/review?person={anik}"))
    assert [int(number) for number in re.findall(r'id="checkin-(\d+)"', only)] == [anik_first, anik_second]


def test_a_decision_in_the_queue_answers_with_one_settled_line(browser, people):
    entry_id = waiting(browser, people)
    browser.sign_in(people["boss"])
    refused = browser.post(f"/targets/checkins/{entry_id}/return", htmx=True, in_queue="1")
    assert refused.status_code == 422
    assert 'class="queued"' in text(refused)
    done = text(browser.post(f"/targets/checkins/{entry_id}/approve", htmx=True, in_queue="1"))
    assert "data-settled" in done
    assert "<form" not in done
    assert "Tidak ada yang menunggu Anda" in text(browser.get("/targets/review"))
