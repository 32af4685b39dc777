"""Every page of the administration as HR, administrator and auditor see it; what is foreign is not there."""

import pytest
from sqlalchemy.orm import Session

from portal.domain.audit.actions import record
from portal.domain.audit.models import AuditEntry
from portal.domain.organisation.models import Role
from portal.domain.outbox import post
from portal.web.clock import now
from tests import factories
from tests.browser import Browser
from tests.factories import NOW
from tests.factories_organisation import import_run
from tests.web.organisation import access

HR_PAGES = ("", "/units", "/units?q=seksi", "/people", "/roles", "/roles?role=trainer", "/roles/give",
            "/invitations", "/invitations?state=joined", "/import")  # fmt: skip
ADMIN_PAGES = ("/agencies", "/agencies/new", "/audit", "/audit?verb=role.give&since=2026-01-01", "/outbox")


def signed_in(browser: Browser, role: Role, *, over_root: bool = True) -> int:
    """Sign in as somebody with that role over the first tree; gives its root unit's id."""
    with browser.database() as session:
        root = access._root(session)
        me = factories.employee(session, unit_=root)
        factories.role(session, me, role, over=root if over_root else None)
        account_id, root_id = me.account_id, root.id
    browser.sign_in(account_id)
    return root_id


@pytest.mark.parametrize("path", HR_PAGES)
def test_hr_reads_every_page(browser: Browser, path: str) -> None:
    signed_in(browser, Role.HR_ADMIN)
    assert browser.get(f"/admin{path}").status_code == 200


@pytest.mark.parametrize("path", HR_PAGES + ADMIN_PAGES)
def test_administrators_read_every_page(browser: Browser, path: str) -> None:
    signed_in(browser, Role.ADMIN, over_root=False)
    with browser.database() as session:
        message = post(session, "mail", {"to": "x"}, at=NOW)
        message.dead_at, message.error = NOW, "refused"
        record(session, "role.give", by=None, subject_type="account", at=NOW, role="trainer")
    answer = browser.get(f"/admin{path}")
    assert answer.status_code == 200


@pytest.mark.parametrize("path", ADMIN_PAGES)
def test_hr_does_not_see_pages_of_the_installation(browser: Browser, path: str) -> None:
    signed_in(browser, Role.HR_ADMIN)
    assert browser.get(f"/admin{path}").status_code == 404


def test_auditors_read_the_log_and_nothing_else(browser: Browser) -> None:
    signed_in(browser, Role.AUDITOR, over_root=False)
    assert browser.get("/admin").status_code == 200
    assert browser.get("/admin/audit").status_code == 200
    for path in HR_PAGES[1:] + ("/agencies", "/outbox"):
        assert browser.get(f"/admin{path}").status_code == 404, path


@pytest.mark.parametrize("name", sorted(access.SAMPLE))
def test_every_thing_opens_for_its_administrator_and_is_hidden_from_others(
    browser: Browser, name: str
) -> None:
    from flask import url_for

    signed_in(browser, Role.ADMIN, over_root=False)
    with browser.database() as session:
        values = access.SAMPLE[name](session)
    with browser.app.test_request_context():
        rules = [rule for rule in browser.app.url_map.iter_rules() if rule.endpoint == name]
        url, methods = url_for(name, **values), set().union(*(rule.methods for rule in rules))
    stranger = Browser(browser.app)
    with browser.database() as session:
        foreign = factories.unit(session)
        person = factories.employee(session, unit_=foreign)
        factories.role(session, person, Role.HR_ADMIN, over=foreign)
        stranger_id = person.account_id
    stranger.sign_in(stranger_id)
    if "GET" in methods:
        assert browser.get(url).status_code == 200
        assert stranger.get(url).status_code == 404
    else:
        assert stranger.post(url).status_code == 404
        assert browser.post(url).status_code in (303, 422)


def test_an_import_is_seen_by_whoever_started_it(browser: Browser) -> None:
    signed_in(browser, Role.HR_ADMIN)
    with browser.database() as session:
        mine = import_run(session, starter=_me(session)).id
        other = import_run(session).id
    assert browser.get(f"/admin/import/{mine}").status_code == 200
    assert browser.get(f"/admin/import/{other}").status_code == 404


def _me(session: Session) -> int:
    found = session.query(factories.RoleAssignment).filter_by(role=Role.HR_ADMIN).one()
    return found.account_id


def test_the_template_is_a_spreadsheet(browser: Browser) -> None:
    signed_in(browser, Role.HR_ADMIN)
    answer = browser.get("/admin/import/template")
    assert answer.data.startswith(b"PK")
    assert "attachment" in answer.headers["Content-Disposition"]


def test_an_auditor_checks_the_seals_and_finds_the_answer_at_home(browser: Browser) -> None:
    with browser.database() as session:
        auditor = factories.employee(session)
        factories.role(session, auditor, Role.AUDITOR)
        record(session, "role.give", by=None, subject_type="account", at=now())
        account_id = auditor.account_id
    assert "Peran diberikan" in browser.sign_in(account_id).get("/").text
    assert browser.post("/admin/audit/check").location == "/admin/audit"
    assert "Catatan audit utuh" in browser.get("/admin/audit").text
    assert "utuh" in browser.get("/").text.partition('id="home-audit"')[2].partition("</dl>")[0]
    with browser.database() as session:
        session.add(AuditEntry(at=now(), verb="role.give", subject_type="account", details={}, seal="forged"))
    browser.post("/admin/audit/check")
    page = browser.get("/admin/audit").text
    assert "rusak" in page
