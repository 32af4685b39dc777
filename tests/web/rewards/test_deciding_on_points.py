"""Officials propose and approve, the person reads why and objects: with written reasons on every side (G13, M13)."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.domain.organisation.models import Agency, Employee, Role
from portal.domain.rewards.ledger.models import LedgerEntry
from portal.domain.rewards.manual.models import DecisionState, ManualAward
from portal.domain.rewards.rules.models import Rule, RuleKind, RuleVersion
from portal.web.clock import now
from tests import factories
from tests.factories_manual import REASON, approved, manual_rule, office, proposal

LIST = "/admin/rewards/decisions"


@pytest.fixture
def here(browser):
    with browser.database() as session:
        made = office(session)
        version = manual_rule(session)
        manual_rule(session, kind=RuleKind.DEDUCTION, name="Pelanggaran kode etik")
        people = {name: getattr(made, name) for name in ("person", "author", "approver", "third")}
        return {
            **{name: who.account_id for name, who in people.items()},
            "employee": made.person.id,
            "version": version.id,
            "name": made.person.name,
            "author_employee": made.author.id,
        }


def proposed(browser, here, **fields):
    browser.sign_in(here["author"])
    given = {"rule": str(here["version"]), "points": "40", "reason": REASON, **fields}
    return browser.post(f"{LIST}/people/{here['employee']}", **given)


def test_from_a_proposal_to_the_persons_own_page(browser, here):
    browser.sign_in(here["author"])
    assert here["name"] in browser.get(f"{LIST}/people?q={here['name'][:4]}").text
    assert (
        "Penghargaan pimpinan · memberi paling banyak 100 poin"
        in browser.get(f"{LIST}/people/{here['employee']}").text
    )
    location = proposed(browser, here).headers["Location"]
    assert "usulan Anda sendiri" in browser.get(LIST).text
    assert browser.post(f"{location}/approve").status_code == 422

    browser.sign_in(here["approver"])
    assert "Setujui dan bukukan" in browser.get(location).text
    assert browser.post(f"{location}/approve", remark="Terima kasih.").status_code == 303

    browser.sign_in(here["person"])
    assert "Anda diberi 40 poin" in browser.get("/notifications").text
    own = browser.get(location.removeprefix("/admin"))
    assert REASON in own.text
    assert "Terima kasih." in own.text
    assert browser.get(location).status_code == 404
    statement = browser.get("/rewards/ledger").text
    assert REASON in statement
    assert "+40" in statement


def test_a_refused_form_says_why_at_its_field_and_loses_nothing(browser, here):
    short = proposed(browser, here, reason="Bagus.")
    assert short.status_code == 422
    assert 'id="reason-error"' in short.text
    assert "Bagus." in short.text
    much = proposed(browser, here, points="500")
    assert 'id="points-error"' in much.text
    assert "1 sampai 100" in much.text
    none = proposed(browser, here, rule="")
    assert "Pilih satu aturan" in none.text


def test_a_refusal_needs_a_reason(browser, here):
    location = proposed(browser, here).headers["Location"]
    browser.sign_in(here["approver"])
    assert browser.post(f"{location}/refuse", note="").status_code == 422
    assert browser.post(f"{location}/refuse", note=REASON).status_code == 303
    browser.sign_in(here["author"])
    assert REASON in browser.get(location).text
    with browser.database() as session:
        assert session.scalar(select(LedgerEntry.id)) is None


def test_only_the_author_withdraws(browser, here):
    location = proposed(browser, here).headers["Location"]
    assert browser.sign_in(here["approver"]).post(f"{location}/withdraw").status_code == 422
    assert browser.sign_in(here["author"]).post(f"{location}/withdraw").status_code == 303
    with browser.database() as session:
        assert session.scalars(select(ManualAward.state)).one() is DecisionState.WITHDRAWN


def test_the_person_objects_and_a_third_official_answers(browser, here):
    location = proposed(browser, here).headers["Location"]
    browser.sign_in(here["approver"]).post(f"{location}/approve")
    browser.sign_in(here["person"])
    own = location.removeprefix("/admin")
    assert browser.post(own, words="Salah.").status_code == 422
    assert browser.post(own, words=REASON).status_code == 303
    assert "Keberatan Anda terkirim" in browser.get(own).text or "akan menjawab" in browser.get(own).text

    browser.sign_in(here["approver"])
    assert "Jawab keberatan" not in browser.get(location).text
    assert browser.post(f"{location}/answer", verdict="uphold", answer=REASON).status_code == 422
    browser.sign_in(here["third"])
    assert here["name"] in browser.get(f"{LIST}?shelf=objected").text
    assert browser.post(f"{location}/answer", answer=REASON).status_code == 422
    assert browser.post(f"{location}/answer", verdict="uphold", answer=REASON).status_code == 303
    browser.sign_in(here["person"])
    assert "ditarik kembali" in browser.get(own).text
    with browser.database() as session:
        points = session.scalars(select(LedgerEntry.points).order_by(LedgerEntry.id)).all()
        assert points == [40, -40]


def test_when_the_time_is_over_the_page_says_so(browser, here):
    with browser.database() as session:
        made = office(session)
        one = approved(session, made, manual_rule(session), at=now() - timedelta(days=15))
        address, account_id = f"/rewards/decisions/{one.id}", made.person.account_id
    browser.sign_in(account_id)
    assert "Waktu keberatan berakhir" in browser.get(address).text
    assert browser.post(address, words=REASON).status_code == 422


def test_nobody_finds_themselves_or_people_of_other_units(browser, here):
    with browser.database() as session:
        leader = factories.employee(session)
        factories.role(session, leader, Role.LEADER, over=leader.unit)
        stranger = leader.account_id
    browser.sign_in(here["author"])
    assert browser.get(f"{LIST}/people/{here['author_employee']}").status_code == 404
    location = proposed(browser, here).headers["Location"]
    browser.sign_in(stranger)
    assert browser.get(f"{LIST}/people/{here['employee']}").status_code == 404
    assert browser.get(location).status_code == 404
    assert browser.post(f"{location}/approve").status_code == 404
    browser.sign_in(here["person"])
    assert browser.get(LIST).status_code == 404


def test_without_rewards_in_the_agency_nothing_is_decided(browser, here):
    with browser.database() as session:
        session.get_one(Agency, session.get_one(Employee, here["employee"]).agency_id).has_rewards = False
    assert proposed(browser, here).status_code == 404


def test_without_a_rule_the_page_says_what_to_do(browser, here):
    with browser.database() as session:
        for rule in session.scalars(select(Rule)):
            rule.state = "retired"
    browser.sign_in(here["author"])
    assert "Belum ada aturan untuk memutuskan" in browser.get(f"{LIST}/people/{here['employee']}").text


def test_a_manual_rule_is_written_approved_and_used(browser, workshop):
    browser.sign_in(workshop.author)
    fields = {"kind": "deduction", "name": "Kode etik", "words": "Bila terbukti.", "points": "25", "budget": "",
              "window": "quarter", "badge": "", "agency": ""}  # fmt: skip
    location = browser.post("/admin/rewards/rules/manual/new", **fields).headers["Location"]
    shown = browser.get(location)
    assert "Lewat keputusan" in shown.text
    with browser.database() as session:
        version = session.scalars(select(RuleVersion)).one()
        assert (version.rule.kind, version.points) == (RuleKind.DEDUCTION, 25)
        address = f"/admin/rewards/versions/{version.id}"
    browser.sign_in(workshop.approver)
    assert "diputuskan oleh orang" in browser.get(address).text.lower()
    assert browser.post(f"{address}/approve", has_read="y").status_code == 303
    assert browser.post(f"{address}/publish").status_code == 303
    edit = browser.get(f"{location}/edit")
    assert edit.headers["Location"].endswith("/manual/" + location.rsplit("/", 1)[1] + "/edit")
    answer = browser.post(edit.headers["Location"], **{**fields, "points": "30"})
    assert answer.status_code == 303


def test_a_deduction_wears_no_badge(browser, workshop):
    from tests import factories_rewards

    with browser.database() as session:
        badge_id = factories_rewards.badge(session).id
    browser.sign_in(workshop.author)
    answer = browser.post(
        "/admin/rewards/rules/manual/new",
        kind="deduction", name="Kode etik", words="Bila terbukti.", points="25", window="quarter", badge=str(badge_id),
        agency="", budget="0",
    )  # fmt: skip
    assert answer.status_code == 422
    assert 'id="badge-error"' in answer.text
    assert 'id="budget-error"' in answer.text


def test_the_list_asks_few_questions(browser, here, statements):
    with browser.database() as session:
        version = session.get_one(RuleVersion, here["version"])
        made = office(session)
        for _ in range(8):
            made.person = factories.employee(session, unit_=made.home)
            proposal(session, made, version)
        account_id = made.approver.account_id
    browser.sign_in(account_id)
    with statements() as seen:
        assert browser.get(LIST).status_code == 200
    assert len(seen) <= 12
