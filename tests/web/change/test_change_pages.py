"""G16–G20, M17–M18, P16–P19, S4: pages of those who are told, speak up and take part, and of those who answer."""

import io
import re

import pytest
from sqlalchemy import select

from portal.domain.change.campaigns.models import Campaign, CampaignState
from portal.domain.change.concerns.models import Concern
from portal.domain.change.ideas.models import IdeaState
from portal.domain.change.planning.models import Proposal
from portal.domain.change.pulses import actions as pulses
from portal.domain.change.pulses.models import PulseAnswer, Readiness
from portal.domain.idempotency import StoredAnswer
from portal.domain.organisation.models import Employee
from portal.web.clock import now
from tests.factories import Role, employee, role, unit, viewer
from tests.factories_change import campaign, concern, draft, faq, idea, proposal, pulse

MOST = 14


def text(answer):
    return answer.get_data(as_text=True)


@pytest.fixture
def town(browser):
    """An agency with HR, an owner, somebody who works there, and a campaign for all."""
    with browser.database() as session:
        agency = unit(session)
        nips = ("198503152010012001", "198503152010012002", "")
        hr, owner, me = (employee(session, unit_=agency, nip=one) for one in nips)
        for _ in range(9):
            employee(session, unit_=agency)
        role(session, hr, Role.HR_ADMIN, over=agency)
        today = now().date()
        about = campaign(session, agency, owner, starts_on=today, ends_on=today.replace(year=today.year + 1))
        return {
            "agency": agency.id, "hr": hr.account_id, "owner": owner.account_id, "me": me.account_id,
            "campaign": about.id, "nip": owner.nip, "me_id": me.id, "hr_nip": hr.nip,
        }  # fmt: skip


def test_a_concern_is_put_into_the_box_and_its_answer_read(browser, town):
    """M17: safe for whoever writes: no key beside the account, a number shown once, an answer for all."""
    browser.sign_in(town["me"])
    page = text(browser.get(f"/change/concerns?campaign={town['campaign']}"))
    assert "Tidak ada nama, akun, atau alamat" in page
    form = re.search(r'action="/change/concerns".*?</form>', page, re.DOTALL).group()
    assert "idempotency_key" not in form
    receipt = re.search(r'name="receipt" type="hidden" value="(\w{10})"', form).group(1)
    given = {"topic": "workload", "unit": town["agency"], "campaign": town["campaign"], "receipt": receipt}
    short = browser.post("/change/concerns", words="Takut", **given)
    assert (short.status_code, "Takut" in text(short), receipt in text(short)) == (422, True, True)
    for _twice in range(2):
        sent = browser.post("/change/concerns", words="Kapan kami sempat mengisi?", **given)
        assert sent.headers["Location"] == "/change/concerns/sent"
    assert f"{receipt[:5]}-{receipt[5:]}" in text(browser.get("/change/concerns/sent"))
    assert browser.get("/change/concerns/sent").status_code == 302, "it is shown once"
    unknown = browser.post("/change/concerns/receipt", **{"own-receipt": "AAAAA-AAAAA"})
    assert (unknown.status_code, "Tidak ada kekhawatiran" in text(unknown)) == (422, True)
    assert "Belum dijawab" in text(
        browser.post("/change/concerns/receipt", **{"own-receipt": receipt.lower()})
    )
    with browser.database() as session:
        [one] = session.scalars(select(Concern)).all()
        assert session.scalars(select(StoredAnswer)).all() == []
        concern_id = one.id
    browser.sign_in(town["hr"])
    assert "Kapan kami sempat" in text(browser.get("/change/manage/concerns"))
    there = f"/change/manage/concerns/{concern_id}"
    assert "Selain ini tidak ada yang disimpan" in text(browser.get(there))
    half = browser.post(f"{there}/answer", answer="Sebulan sekali.", publishes="y", question="")
    assert (half.status_code, "Sebulan sekali." in text(half)) == (422, True)
    aside = browser.post(f"{there}/set-aside", **{"aside-answer": ""})
    assert aside.status_code == 422
    browser.post(f"{there}/answer", answer="Sebulan sekali.", publishes="y", question="Kapan sempat?")
    assert "Kapan sempat?" in text(browser.get("/change/concerns?q=sempat"))
    assert "Jawaban tidak ditemukan" in text(browser.get("/change/concerns?topic=tools"))
    browser.sign_in(town["me"])
    assert "Sebulan sekali." in text(browser.post("/change/concerns/receipt", **{"own-receipt": receipt}))
    assert "Kapan sempat?" in text(browser.get(f"/change/campaigns/{town['campaign']}"))


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_five_questions_are_answered_once_and_readiness_is_seen(browser, town):
    """G16: the pulse from both sides."""
    with browser.database() as session:
        about = session.get_one(Campaign, town["campaign"])
        before = pulse(session, about, now().date().replace(day=1).replace(year=2020))
        pulses.open_(session, before, at=now())
        before.closes_on = now().date()
        for who in session.scalars(select(Employee)).all():
            pulses.answer(session, before, dict.fromkeys(Readiness, 2), by=viewer(session, who), at=now())
        pulses.close(session, before)
    browser.sign_in(town["owner"])
    there = f"/change/manage/campaigns/{town['campaign']}"
    assert "2,0" in text(browser.get(f"{there}/readiness"))
    refused = browser.post(f"{there}/pulses", moment="after", opens_on="2020-01-01", closes_on="")
    assert (refused.status_code, "2020-01-01" in text(refused)) == (422, True)
    today = now().date()
    with browser.database() as session:
        about = session.get_one(Campaign, town["campaign"])
        one = pulse(session, about, today)
        pulses.open_(session, one, at=now())
        pulse_id, address = one.id, f"/change/pulses/{one.id}"
    browser.sign_in(town["me"])
    assert "Suara Anda ditunggu" in text(browser.get("/change"))
    page = text(browser.get(address))
    assert "idempotency_key" not in re.search(rf'action="{address}".*?</form>', page, re.DOTALL).group()
    half = browser.post(address, awareness="4")
    assert (half.status_code, text(half).count("has-error")) == (422, 4)
    assert browser.post(address, **{stage.value: "4" for stage in Readiness}).status_code == 303
    assert "Jawaban Anda sudah masuk" in text(browser.get(address))
    assert browser.post(address, **{stage.value: "1" for stage in Readiness}).status_code == 422
    with browser.database() as session:
        assert session.scalars(select(PulseAnswer.desire).where(PulseAnswer.pulse_id == pulse_id)).all() == [
            4
        ]
        assert session.scalars(select(StoredAnswer)).all() == []


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_campaign_is_made_step_by_step(browser, town):
    """P17, P18: story, steps, materials, agents; then out, read, and ended with a result."""
    browser.sign_in(town["hr"])
    assert "Perubahan baru" in text(browser.get("/change/manage"))
    fields = {
        "unit": town["agency"], "title": "Dari buku ke layar", "summary": "Register diganti.",
        "story": "Karena *warga*.", "for_me": "Tidak menyalin.", "for_citizens": "Sekali datang.",
        "starts_on": "2026-01-01", "ends_on": "2025-01-01", "owner_nip": town["nip"],
    }  # fmt: skip
    refused = browser.post("/change/manage/campaigns/new", **fields)
    assert (refused.status_code, "Dari buku ke layar" in text(refused)) == (422, True)
    bench = browser.post("/change/manage/campaigns/new", **{**fields, "ends_on": "2030-01-01"}).headers[
        "Location"
    ]
    public = bench.replace("/manage", "")
    assert "Belum terlihat" in text(browser.get(bench))
    assert "sedikitnya satu langkah" in text(browser.post(f"{bench}/publish"))
    assert (
        browser.post(
            f"{bench}/steps", **{"step-kind": "meeting", "step-on_day": "", "step-title": "Duduk"}
        ).status_code
        == 422
    )
    early = {"step-kind": "meeting", "step-on_day": "2025-12-31", "step-title": "Terlalu dini"}
    assert "01/01/2026 sampai 01/01/2030" in text(browser.post(f"{bench}/steps", **early))
    browser.post(
        f"{bench}/steps",
        **{
            "step-kind": "meeting",
            "step-on_day": "2026-01-02",
            "step-title": "Duduk bersama",
            "step-hours": "09.00–11.00",
            "step-place": "Aula",
        },
    )
    both = browser.post(f"{bench}/materials", **{"material-title": "Modul", "material-link": "ftp://x"})
    assert (both.status_code, "diawali https://" in text(both)) == (422, True)
    browser.post(f"{bench}/materials", **{"material-title": "Modul", "material-link": "/learning"})
    file = (io.BytesIO(b"%PDF-1.4 panduan"), "panduan.pdf")
    assert (
        browser.post(
            f"{bench}/materials", **{"material-title": "Panduan", "material-link": "", "material-file": file}
        ).status_code
        == 303
    )
    wrong = browser.post(
        f"{bench}/materials",
        **{"material-title": "Buruk", "material-link": "", "material-file": (io.BytesIO(b"MZ"), "virus.exe")},
    )
    assert wrong.status_code == 422
    assert browser.post(f"{bench}/agents", **{"agent-nip": "", "agent-employee": ""}).status_code == 422
    browser.post(f"{bench}/agents", **{"agent-nip": town["hr_nip"], "agent-words": "jadwal"})
    browser.post(f"{bench}/publish")
    browser.post(
        f"{bench}/edit",
        **{**fields, "unit": None, "owner_nip": "", "ends_on": "2030-01-01", "summary": "Lain."},
    )
    browser.sign_in(town["me"])
    page = text(browser.get(public))
    assert "Karena <em>warga</em>." in page
    assert "Lain." in page
    path = re.search(r'href="(/change/campaigns/\d+/materials/\d+/file)"', page).group(1)
    assert browser.get(path).data == b"%PDF-1.4 panduan"
    calendar = browser.get(f"{public}/calendar.ics").text
    assert "DTSTART:20260102T020000Z\r\nDTEND:20260102T040000Z\r\nSUMMARY:Duduk bersama" in calendar
    assert browser.get(bench).status_code == 404
    assert browser.get("/change/manage").status_code == 404
    browser.post(f"{public}/read")
    assert "Anda sudah membaca ini" in text(browser.get(public))
    browser.sign_in(town["owner"])
    page = text(browser.get(bench))
    outcome = re.search(r'action="([^"]+/outcome)"', page).group(1)
    assert browser.post(outcome, **{"told-outcome": ""}).status_code == 422
    browser.post(outcome, **{"told-outcome": "Hadir semua."})
    for action in re.findall(r'action="([^"]+/(?:release|remove))"', text(browser.get(bench))):
        assert browser.post(action).status_code == 303
    assert browser.post(f"{bench}/close", **{"close-result": ""}).status_code == 422
    browser.post(f"{bench}/close", **{"close-result": "Waktu tunggu turun."})
    assert "Waktu tunggu turun." in text(browser.get(public))


def test_a_draft_is_discussed_and_every_proposal_answered(browser, town):
    """P19: ownership by taking part: accepted or not, because."""
    browser.sign_in(town["hr"])
    fields = {
        "unit": town["agency"], "kind": "rule", "campaign": town["campaign"], "title": "Aturan piket",
        "text": "- Bergiliran", "why": "Apa yang tidak adil?", "closes_on": "2020-01-01", "answer_by": "2020-02-01",
    }  # fmt: skip
    refused = browser.post("/change/manage/drafts/new", **fields, owner_nip=town["nip"])
    assert (refused.status_code, "- Bergiliran" in text(refused)) == (422, True)
    fields |= {"closes_on": "2999-01-01", "answer_by": "2999-02-01"}
    there = browser.post("/change/manage/drafts/new", **fields, owner_nip=town["nip"]).headers["Location"]
    browser.sign_in(town["me"])
    assert "Aturan piket" in text(browser.get("/change/drafts"))
    assert browser.post(f"{there}/proposals", words="").status_code == 422
    assert browser.post(f"{there}/vote").status_code == 422
    browser.post(f"{there}/proposals", words="Bergiliran per minggu.")
    browser.post(f"{there}/vote", choice="with_changes")
    assert "Sebaran suara" in text(browser.get(there))
    with browser.database() as session:
        number = session.scalars(select(Proposal.id)).one()
    browser.sign_in(town["hr"])
    browser.post(f"{there}/proposals/{number}/support")
    assert "Dukung · 1" in text(browser.get(there))
    browser.sign_in(town["owner"])
    half = browser.post(f"{there}/proposals/{number}/answer", **{f"p{number}-verdict": "declined"})
    assert half.status_code == 422
    answer = {f"p{number}-verdict": "declined", f"p{number}-because": "Jadwal sekolah anak."}
    browser.post(f"{there}/proposals/{number}/answer", **answer)
    assert "Jadwal sekolah anak." in text(browser.get(there))
    assert browser.post(f"{there}/decide", outcome="Jadi.").status_code == 422


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_ideas_are_handed_in_liked_and_moved(browser, town):
    """G20, S4."""
    browser.sign_in(town["me"])
    assert "Belum ada ide" in text(browser.get("/change/ideas"))
    assert browser.post("/change/ideas/new", title="Lembar").status_code == 422
    given = {
        "title": "Lembar bergambar",
        "problem": "Dua kali.",
        "solution": "Satu lembar.",
        "benefit": "Warga.",
    }
    there = browser.post("/change/ideas/new", **given).headers["Location"]
    assert "sudah diberi tahu" in text(browser.get(there))
    assert browser.post(f"{there}/move", state="tried").status_code == 404
    browser.sign_in(town["hr"])
    browser.post(f"{there}/like")
    assert 'aria-pressed="true"' in text(browser.get(there))
    assert browser.post(f"{there}/move", state="tried", words="").status_code == 422
    browser.post(f"{there}/move", state="tried", words="Sebulan.")
    missing = browser.post(f"{there}/move", state="adopted", words="Bagus.", effect="")
    assert (missing.status_code, "Bagus." in text(missing)) == (422, True)
    browser.post(f"{there}/move", state="adopted", words="Bagus.", effect="Turun separuh.")
    page = text(browser.get("/change/ideas?state=adopted&q=lembar"))
    assert "Turun separuh." in page
    assert "Ide tidak ditemukan" in text(browser.get("/change/ideas?whose=mine"))


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_pages_ask_few_questions_however_many_there_are(browser, town, statements):
    with browser.database() as session:
        me = session.get_one(Employee, town["me_id"])
        for number in range(6):
            where = me.unit
            other = employee(session, unit_=where)
            campaign(session, where, other, title=f"Perubahan {number}")
            made = draft(session, where, other)
            proposal(session, made, other)
            idea(session, other, state=IdeaState.TRIED)
            concern(session, where)
            faq(session, where)
        campaign(session, me.unit, me, state=CampaignState.DRAFT)
        draft_id = made.id
    browser.sign_in(town["hr"])
    paths = ("/change", "/change/concerns", "/change/drafts", f"/change/drafts/{draft_id}", "/change/ideas",
             "/change/manage", "/change/manage/concerns", f"/change/campaigns/{town['campaign']}")  # fmt: skip
    for path in paths:
        statements.clear()
        browser.get(path)
        assert len(statements) <= MOST, (path, statements)
