"""Rules to begin with, what changed between versions, and what the editor says before saving (M5, M12)."""

import html
import re

import pytest
from sqlalchemy import select

from portal.domain.organisation.models import Role
from portal.domain.rewards.evaluation.models import EvaluationRun
from portal.domain.rewards.facts.rebuild import register
from portal.domain.rewards.ledger.models import Award, AwardState
from portal.domain.rewards.rules.models import Rule, RuleState, RuleVersion
from portal.domain.rewards.rules.tree import all_of, any_of, none_of, to_json
from portal.wiring import METRICS
from tests import factories, factories_rewards
from tests.factories import NOW
from tests.factories_rewards import HOURS, RATING, TARGET, leaf
from tests.web.rewards.test_the_rule_editor import GOLD, written

RATED = all_of(leaf(HOURS, "sum", threshold=500), leaf(RATING, "avg", threshold=300))
DEEP = all_of(leaf(TARGET), any_of(RATED, none_of(leaf(TARGET, threshold=9))))


@pytest.fixture
def offered(browser, workshop):
    with browser.database() as session:
        for source in METRICS:
            register(session, source.metrics)
    return workshop


def test_examples_show_their_sentence_and_what_they_wait_for(browser, offered):
    page = browser.sign_in(offered.author).get("/admin/rewards/templates").text
    assert len(re.findall(r'id="template-[a-z-]+-title"', page)) == 12
    assert "Rata-rata kepuasan pada ulasan dengan slip kunjungan paling sedikit 3,5" in page
    assert "Menunggu angka: kolaborasi menurut rekan kerja." in page
    assert "/admin/rewards/rules/new?template=gold-service" in page
    assert "template=good-company" not in page


def test_an_example_fills_the_editor_and_is_saved_as_a_draft(browser, offered):
    browser.sign_in(offered.author)
    address = "/admin/rewards/rules/new?template=gold-service"
    page = browser.get(address).text
    assert 'value="Layanan emas"' in page
    assert 'value="3,5"' in page
    fields = {**GOLD, "name": "Layanan emas", "conditions-0-metric": "reviews.rating",
              "conditions-1-metric": "targets.achieved", "conditions-1-aggregate": "count",
              "conditions-1-threshold": "1", "conditions-1-window": "quarter", "conditions-1-place": "main",
              "policy": "at_once_revocable"}  # fmt: skip
    assert browser.post(address, **fields).status_code == 303
    with browser.database() as session:
        version = session.scalars(select(RuleVersion)).one()
        assert (version.points, version.badge.tier, version.rule.state) == (200, "gold", RuleState.DRAFT)


@pytest.mark.parametrize("code", ["good-company", "no-such-rule"])
def test_an_example_that_is_not_there_yet_cannot_be_chosen(browser, offered, code):
    assert browser.sign_in(offered.author).get(f"/admin/rewards/rules/new?template={code}").status_code == 404


def test_hr_begins_without_a_drawing_they_may_not_make(browser, offered):
    with browser.database() as session:
        home = factories.unit(session)
        hr = factories.employee(session, unit_=home)
        factories.role(session, hr, Role.HR_ADMIN, over=home)
        account_id, agency_id = hr.account_id, home.agency_id
    page = browser.sign_in(account_id).get("/admin/rewards/rules/new?template=gold-service").text
    assert 'value="new"' not in page
    assert f'<option selected value="{agency_id}"' in page


def test_a_deeper_condition_is_kept_until_the_author_says_otherwise(browser, workshop):
    with browser.database() as session:
        rule_id = factories_rewards.rule(session, DEEP).rule_id
    browser.sign_in(workshop.author)
    address = f"/admin/rewards/rules/{rule_id}/edit"
    page = browser.get(address).text
    assert "lebih bertingkat" in page
    blank = {key: "" if key.startswith("conditions") and key.endswith(("metric", "threshold", "at_least")) else value
             for key, value in GOLD.items()}  # fmt: skip
    kept = {**blank, "badge": "", "keeps_condition": "y"}
    assert browser.post(address, **kept).status_code == 303
    assert browser.post(address, **{**GOLD, "badge": ""}).status_code == 303
    with browser.database() as session:
        trees = [one.tree for one in session.scalars(select(RuleVersion).order_by(RuleVersion.number))]
        assert trees[1] == to_json(DEEP)
        assert trees[2] != to_json(DEEP)


def test_the_sentence_of_a_kept_condition_is_said_too(browser, workshop):
    with browser.database() as session:
        version = factories_rewards.rule(session, DEEP)
        asked = f"version={version.id}&rule={version.rule_id}&keeps_condition=y&points=5&name=x"
        address = f"/admin/rewards/sentence?{asked}"
    assert "targets met" in browser.sign_in(workshop.author).get(address, htmx=True).text


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"cap_per_year": "0"}, "cap_per_year", "nol"),
        ({"cool_down_days": "0"}, "cool_down_days", "nol"),
        ({"budget": "0"}, "budget", "nol"),
        ({"valid_from": "2026-10-01", "valid_to": "2026-01-01"}, "valid_to", "berakhir sebelum dimulai"),
        ({"conditions-0-threshold": "6"}, "conditions", "tidak seorang pun"),
        ({"conditions-0-aggregate": "count", "conditions-0-threshold": "0", "conditions-0-at_least": "",
          "joiner": "any"}, "conditions", "tidak ada yang dihargai"),
        ({"conditions-0-threshold": "99999999999"}, "conditions", "Tulis angka"),
        ({"conditions-0-metric": "kudos", "conditions-0-aggregate": "count", "conditions-0-threshold": "3",
          "conditions-0-at_least": ""}, "conditions", "20 persen"),
        ({"conditions-0-metric": "entries", "conditions-0-aggregate": "count", "conditions-0-threshold": "3",
          "conditions-0-at_least": "", "conditions-1-metric": "", "conditions-1-threshold": ""},
         "conditions", "jumlah saja"),
        ({"conditions-0-window": "year", "conditions-0-at_least": "20"}, "window", "beberapa"),
    ],
)  # fmt: skip
def test_what_cannot_work_is_said_at_its_field(browser, workshop, fields, field, words):
    answer = written(browser.sign_in(workshop.author), **fields)
    assert answer.status_code == 422
    text = html.unescape(answer.text)
    assert words.lower() in text.lower()
    assert f'id="{field}-error"' in text


def test_another_live_rule_for_the_same_facts_is_named(browser, workshop):
    with browser.database() as session:
        other = factories_rewards.rule(session, leaf(HOURS, "sum", threshold=100), name="Rajin belajar")
        own = other.rule_id
    browser.sign_in(workshop.author)
    look = written(browser, act="look", **{"badge": ""})
    assert "Hasil yang sama sudah memberi poin lewat “Rajin belajar”" in look.text
    assert written(browser, badge="").status_code == 303
    again = browser.post(f"/admin/rewards/rules/{own}/edit", **{**GOLD, "badge": "", "act": "look"})
    assert "sudah memberi poin" not in again.text


def test_what_changed_is_said_in_words(browser, workshop):
    with browser.database() as session:
        rule_id = factories_rewards.rule(
            session, all_of(leaf(RATING, "avg", threshold=300), leaf(TARGET)), points=100
        ).rule_id
    browser.sign_in(workshop.author)
    compare = f"/admin/rewards/rules/{rule_id}/compare"
    assert browser.get(compare).status_code == 404
    assert (
        browser.post(
            f"/admin/rewards/rules/{rule_id}/edit", **{**GOLD, "badge": "", "cap_per_year": "3"}
        ).status_code
        == 303
    )
    page = re.sub(r"<[^>]+>", " ", browser.get(compare).text)
    for words in ("ditambahkan", "dihapus", "learning hours", "targets met", "3,5", "100", "200"):
        assert words in page
    with browser.database() as session:
        newest = session.scalars(select(RuleVersion.id).order_by(RuleVersion.id.desc())).first()
    browser.sign_in(workshop.approver)
    approval = browser.get(f"/admin/rewards/versions/{newest}").text
    assert "Yang berubah dari yang berlaku sekarang" in approval
    assert f"{compare}?before=1&amp;after=2" in approval


def test_pausing_and_retiring_say_what_happens_first(browser, workshop):
    with browser.database() as session:
        version = factories_rewards.rule(session, leaf(HOURS, "sum", threshold=100))
        person = factories.employee(session)
        session.add(
            Award(
                rule_id=version.rule_id, window_key=20261012, employee_id=person.id,
                rule_version_id=version.id, state=AwardState.ON_COURSE, unit_key=person.unit_key, changed_at=NOW,
            )
        )  # fmt: skip
        rule_id, account_id = version.rule_id, person.account_id
    browser.sign_in(workshop.author)
    page = browser.get(f"/admin/rewards/rules/{rule_id}").text
    assert "1 orang sedang menuju penghargaan ini dan menunggu" in page
    assert "mereka diberi tahu" in page
    assert browser.post(f"/admin/rewards/rules/{rule_id}/pause").status_code == 303
    assert browser.post(f"/admin/rewards/rules/{rule_id}/resume").status_code == 303
    with browser.database() as session:
        assert session.scalar(select(EvaluationRun.id)) is not None  # the pause is worked through
    assert browser.post(f"/admin/rewards/rules/{rule_id}/retire").status_code == 303
    with browser.database() as session:
        assert session.scalar(select(Award.id)) is None
        assert session.get_one(Rule, rule_id).state is RuleState.RETIRED
    assert "berakhir sebelum diberikan" in browser.sign_in(account_id).get("/notifications").text


def test_every_decided_field_comes_back_in_the_editor(browser, workshop):
    browser.sign_in(workshop.author)
    given = {"nomination_call": "Bursa konferensi nasional", "cap_per_year": "3", "cool_down_days": "30",
             "budget": "900", "valid_from": "2026-01-01", "valid_to": "2026-12-01", "badge": ""}  # fmt: skip
    location = written(browser, **given).headers["Location"]
    page = browser.get(f"{location}/edit").text
    for value in [value for value in given.values() if value]:
        assert f'value="{value}"' in page
    shown = browser.get(location).text
    assert "Bursa konferensi nasional" in shown
