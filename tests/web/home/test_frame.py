from tests import factories


def test_the_front_page_is_for_everybody(browser):
    answer = browser.get("/")
    assert answer.status_code == 200


def test_private_pages_lead_to_the_sign_in_page(browser):
    answer = browser.get("/notifications")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/login?next=/notifications"


def test_htmx_is_told_to_go_there(browser):
    answer = browser.get("/notifications", htmx=True)
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (401, "/login?next=/notifications")


def test_what_is_not_there_is_kind(browser):
    answer = browser.get("/tidak-ada")
    assert answer.status_code == 404
    assert "Halaman tidak ditemukan" in answer.text


def test_the_inbox_opens_what_it_points_to(browser):
    with browser.database() as session:
        me = factories.employee(session)
        line = factories.notification(session, me.account, link="/notifications").id
        account_id = me.account_id
    browser.sign_in(account_id)
    before = browser.get("/notifications").text
    assert "Sri" in before
    assert before.count(">Baru<") == 1
    answer = browser.post(f"/notifications/{line}/open")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/notifications")
    assert browser.get("/notifications").text.count(">Baru<") == 0
