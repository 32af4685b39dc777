"""Administrators say what is honoured without writing code (M5, M12)."""

from datetime import date

from sqlalchemy import select

from portal.domain.audit.models import AuditEntry
from portal.domain.organisation.models import Role
from portal.domain.rewards.badges.models import Badge
from portal.domain.rewards.evaluation.history import note_failure
from portal.domain.rewards.evaluation.models import EvaluationRun, RunState
from portal.domain.rewards.evaluation.runs import start_backfill
from portal.domain.rewards.events import AwardGranted
from portal.domain.rewards.rules.models import Rule, RuleState, RuleVersion
from tests import factories, factories_rewards
from tests.factories import NOW

GOLD = {
    "act": "save",
    "name": "Pelayan prima",
    "words": "Warga puas, target tercapai.",
    "joiner": "all",
    "conditions-0-place": "main",
    "conditions-0-aggregate": "avg",
    "conditions-0-metric": "rating",
    "conditions-0-window": "quarter",
    "conditions-0-comparator": ">=",
    "conditions-0-threshold": "3,5",
    "conditions-0-at_least": "20",
    "conditions-1-place": "a",
    "conditions-1-aggregate": "sum",
    "conditions-1-metric": "hours",
    "conditions-1-window": "year",
    "conditions-1-comparator": ">=",
    "conditions-1-threshold": "20",
    "conditions-1-at_least": "",
    "window": "quarter",
    "policy": "at_close",
    "points": "200",
    "badge": "new",
    "shape": "seal",
    "tier": "gold",
    "icon": "star",
    "agency": "",
}


def written(browser, **fields):
    return browser.post("/admin/rewards/rules/new", **{**GOLD, **fields})


def test_a_rule_is_written_by_filling_in_a_form(browser, workshop):
    answer = written(browser.sign_in(workshop.author))
    assert answer.status_code == 303
    with browser.database() as session:
        version = session.scalars(select(RuleVersion)).one()
        assert version.tree == {
            "all": [
                {
                    "metric": "rating", "aggregate": "avg", "window": "quarter",
                    "comparator": ">=", "threshold": 350, "at_least": 20,
                },
                {
                    "any": [
                        {
                            "metric": "hours", "aggregate": "sum", "window": "year",
                            "comparator": ">=", "threshold": 2000, "at_least": 0,
                        }
                    ]
                },
            ]
        }  # fmt: skip
        badge = session.scalars(select(Badge)).one()
        assert (version.points, version.badge_id, badge.name) == (200, badge.id, "Pelayan prima")
        code = badge.code
        assert version.rule.state is RuleState.DRAFT
    shown = browser.get(answer.headers["Location"])
    assert "3,5" in shown.text
    assert f"/rewards/badges/{code}/gold.svg?v=" in shown.text


def test_what_was_saved_is_shown_again_to_be_changed(browser, workshop):
    browser.sign_in(workshop.author)
    location = written(browser).headers["Location"]
    page = browser.get(f"{location}/edit").text
    assert 'value="3,5"' in page
    assert 'value="20"' in page
    answer = browser.post(f"{location}/edit", **{**GOLD, "badge": "", "points": "150"})
    assert answer.status_code == 303
    with browser.database() as session:
        assert [one.number for one in session.scalars(select(RuleVersion).order_by(RuleVersion.id))] == [1, 2]


def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(browser, workshop):
    browser.sign_in(workshop.author)
    answer = written(browser, **{"conditions-0-threshold": "tiga", "name": ""})
    assert answer.status_code == 422
    assert 'value="tiga"' in answer.text
    assert 'id="conditions-0-threshold-error"' in answer.text
    assert 'id="name-error"' in answer.text
    with browser.database() as session:
        assert session.scalar(select(Rule.id)) is None


def test_a_number_more_exact_than_its_measure_is_refused(browser, workshop):
    answer = written(browser.sign_in(workshop.author), **{"conditions-0-threshold": "3,505"})
    assert answer.status_code == 422
    assert 'id="conditions-0-threshold-error"' in answer.text


def test_a_rule_that_pays_for_quantity_alone_is_refused_before_it_is_saved(browser, workshop):
    lines = {"conditions-0-metric": "entries", "conditions-0-aggregate": "count", "conditions-1-metric": "",
             "conditions-0-threshold": "5", "conditions-1-threshold": ""}  # fmt: skip
    answer = written(browser.sign_in(workshop.author), **lines)
    assert answer.status_code == 422
    assert "jumlah saja" in answer.text
    with browser.database() as session:
        assert session.scalar(select(Rule.id)) is None


def test_a_line_can_be_added_without_scripts(browser, workshop):
    answer = written(browser.sign_in(workshop.author), act="add")
    assert answer.status_code == 200
    assert 'name="conditions-2-metric"' in answer.text
    assert 'value="3,5"' in answer.text


def test_the_sentence_is_said_while_typing(browser, workshop):
    browser.sign_in(workshop.author)
    asked = "&".join(f"{key}={value}" for key, value in GOLD.items() if key != "act")
    answer = browser.get(f"/admin/rewards/sentence?{asked}", htmx=True)
    assert "3,5" in answer.text
    assert "<html" not in answer.text


def test_looking_without_saving_stores_nothing(browser, workshop):
    answer = written(browser.sign_in(workshop.author), act="look")
    assert answer.status_code == 200
    with browser.database() as session:
        assert session.scalar(select(Rule.id)) is None


def test_another_person_approves_and_it_is_written_down(browser, workshop):
    browser.sign_in(workshop.author)
    written(browser)
    with browser.database() as session:
        version_id = session.scalars(select(RuleVersion.id)).one()
    address = f"/admin/rewards/versions/{version_id}"
    own = browser.post(f"{address}/approve", has_read="y")
    assert own.status_code == 422
    assert browser.post(f"{address}/publish").status_code == 422

    browser.sign_in(workshop.approver)
    assert browser.post(f"{address}/approve").status_code == 422
    assert browser.post(f"{address}/approve", has_read="y").status_code == 303
    assert browser.post(f"{address}/publish").status_code == 303
    with browser.database() as session:
        version = session.get_one(RuleVersion, version_id)
        assert (version.rule.state, version.approved_by) == (RuleState.LIVE, workshop.approver)
        assert version.report is not None
        verbs = set(session.scalars(select(AuditEntry.verb)))
        assert {"rule.approve", "rule.publish"} <= verbs


def test_a_rule_is_sent_back_with_a_reason_which_its_author_reads(browser, workshop):
    written(browser.sign_in(workshop.author))
    with browser.database() as session:
        version_id = session.scalars(select(RuleVersion.id)).one()
    address = f"/admin/rewards/versions/{version_id}"
    browser.sign_in(workshop.approver)
    assert "Pelayan prima" in browser.get("/notifications").text
    refused = browser.post(f"{address}/send-back", reason="")
    assert refused.status_code == 422
    assert "reason-error" in refused.text
    assert browser.post(f"{address}/send-back", reason="Minta 30 ulasan.").status_code == 303
    assert browser.post(f"{address}/approve", has_read="y").status_code == 422
    browser.sign_in(workshop.author)
    assert "Minta 30 ulasan." in browser.get("/notifications").text
    assert "Minta 30 ulasan." in browser.get(address).text


def test_the_audit_log_names_the_rule(browser, workshop):
    """A reader of the log knows no rule by its number."""
    written(browser.sign_in(workshop.author))
    with browser.database() as session:
        version_id = session.scalars(select(RuleVersion.id)).one()
    browser.sign_in(workshop.approver)
    browser.post(f"/admin/rewards/versions/{version_id}/approve", has_read="y")
    page = browser.get("/admin/audit")
    assert "Aturan penghargaan “Pelayan prima”" in page.text


def test_a_rule_pauses_goes_on_and_retires(browser, workshop):
    with browser.database() as session:
        rule_id = factories_rewards.rule(session, factories_rewards.leaf("hours", "sum", ">=", 100)).rule_id
    browser.sign_in(workshop.author)
    for verb, state in (("pause", "paused"), ("resume", "live"), ("retire", "retired")):
        assert browser.post(f"/admin/rewards/rules/{rule_id}/{verb}").status_code == 303
        with browser.database() as session:
            assert session.get_one(Rule, rule_id).state == state
    assert browser.post(f"/admin/rewards/rules/{rule_id}/resume").status_code == 422


def test_hr_of_another_agency_reads_common_rules_and_changes_none(browser, workshop):
    with browser.database() as session:
        common = factories_rewards.rule(session, factories_rewards.leaf("hours", "sum", ">=", 100)).rule_id
        foreign = factories_rewards.rule(
            session, factories_rewards.leaf("hours", "sum", ">=", 100), agency_id=workshop.agency_id
        ).rule_id
        elsewhere = factories.unit(session)
        hr = factories.employee(session, unit_=elsewhere)
        factories.role(session, hr, Role.HR_ADMIN, over=elsewhere)
        account_id = hr.account_id
    browser.sign_in(account_id)
    assert browser.get(f"/admin/rewards/rules/{common}").status_code == 200
    assert browser.get(f"/admin/rewards/rules/{foreign}").status_code == 404
    assert browser.get(f"/admin/rewards/rules/{common}/edit").status_code == 404
    assert browser.post(f"/admin/rewards/rules/{common}/pause").status_code == 404
    assert browser.post("/admin/rewards/rules/new", **{**GOLD, "badge": "", "agency": ""}).status_code == 422


def test_employees_do_not_find_the_workshop(browser):
    with browser.database() as session:
        account_id = factories.employee(session).account_id
    browser.sign_in(account_id)
    for address in (
        "/admin/rewards",
        "/admin/rewards/rules/new",
        "/admin/rewards/badges",
        "/admin/rewards/runs",
    ):
        assert browser.get(address).status_code == 404


def test_going_live_starts_runs_that_can_be_paused_and_ended(browser, workshop):
    with browser.database() as session:
        version = factories_rewards.rule(session, factories_rewards.leaf("hours", "sum", ">=", 100))
        run_id = start_backfill(session, version, at=NOW, day=date(2026, 11, 21))[-1].id
    browser.sign_in(workshop.author)
    page = browser.get("/admin/rewards/runs").text
    assert 'hx-trigger="every 3s"' in page
    assert browser.post(f"/admin/rewards/runs/{run_id}/pause").status_code == 303
    assert browser.post(f"/admin/rewards/runs/{run_id}/pause").status_code == 422
    assert browser.post(f"/admin/rewards/runs/{run_id}/resume").status_code == 303
    assert browser.post(f"/admin/rewards/runs/{run_id}/cancel").status_code == 303
    with browser.database() as session:
        assert session.get_one(EvaluationRun, run_id).state is RunState.CANCELLED
    assert "<html" not in browser.get("/admin/rewards/runs", htmx=True).text


def test_a_reaction_that_failed_is_shown_to_administrators(browser, workshop):
    with browser.database() as session:
        note_failure(session, AwardGranted(award_id=1, rule_id=1, employee_id=1), NOW)
    assert "AwardGranted" in browser.sign_in(workshop.author).get("/admin/rewards/runs").text
