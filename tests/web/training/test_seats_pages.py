"""The journey "12 employees compete for 8 seats fairly", as their browsers see it (B9, B18, P6, S5)."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.domain.organisation.models import Role
from portal.domain.training.seats import jobs
from portal.domain.training.seats.models import Enrolment, SeatState
from portal.web.clock import now
from portal.wiring import FAIRNESS
from tests import factories
from tests import factories_seats as given
from tests.browser import Browser

SEATS, PEOPLE = 8, 12


def text(answer):
    return answer.get_data(as_text=True)


@pytest.fixture
def begin(app):
    """Short transactions, as the worker's jobs take them."""
    from portal.database import beginner
    from portal.extensions import db

    with app.app_context():
        engine = db.engine
    return beginner(engine, app.extensions["portal_config"])


@pytest.fixture
def world(browser):
    """An agency with an evaluator, a head of training, twelve employees, and a session of eight seats."""
    with browser.database() as session:
        home = factories.unit(session)
        boss, hr = factories.employee(session, unit_=home), factories.employee(session, unit_=home)
        factories.role(session, hr, Role.HR_ADMIN, over=home)
        people = [factories.employee(session, unit_=home, evaluator=boss) for _ in range(PEOPLE)]
        for hours, who in enumerate(people[:4], start=1):
            given.completed(session, who, given.course(session, learning_hours=10 * hours), at=now())
        held = given.held(
            session, home, given.course(session, title="Menangani keluhan"), capacity=SEATS, needs_approval=True,
            starts_at=now() + timedelta(days=9), requests_until=now() + timedelta(days=2),
        )  # fmt: skip
        found = {
            "session": held.id, "boss": boss.account_id, "hr": hr.account_id,
            "people": [(one.account_id, one.name) for one in people],
        }  # fmt: skip
    return found


def found_in(browser, world, state=None):
    with browser.database() as session:
        query = select(Enrolment.id).where(Enrolment.session_id == world["session"]).order_by(Enrolment.id)
        return list(session.scalars(query if state is None else query.where(Enrolment.state == state)))


def test_twelve_employees_compete_for_eight_seats_fairly(app, browser, world, begin, statements):
    page, browsers = f"/training/sessions/{world['session']}", []
    for account_id, _name in world["people"]:
        mine = Browser(app).sign_in(account_id)
        browsers.append(mine)
        assert "JP paling sedikit didahulukan" in text(mine.get(f"{page}/seat"))
        sent = mine.post(f"{page}/seat", motive="Untuk loket")
        assert sent.status_code == 303
        shown = text(mine.get(sent.location))
        assert "Menunggu pejabat penilai" in shown
    again = browsers[0].post(f"{page}/seat", motive="Lagi")
    assert again.status_code == 422
    assert "sudah meminta kursi" in text(again)

    boss = Browser(app).sign_in(world["boss"])
    assert "12 permintaan pelatihan" in text(boss.get("/"))
    queue = text(boss.get("/training/approvals"))
    assert queue.count("Untuk loket") == PEOPLE
    ids = found_in(browser, world)
    nothing = boss.post(f"/training/approvals/{ids[0]}/refuse", **{f"r{ids[0]}-reason": ""})
    assert nothing.status_code == 422
    assert "Tuliskan alasannya" in text(nothing)
    for one in ids:
        assert boss.post(f"/training/approvals/{one}/approve").status_code == 303
    assert boss.post(f"/training/approvals/{ids[0]}/approve").status_code == 422
    assert "Tidak ada yang perlu disetujui" in text(boss.get("/training/approvals"))

    jobs.tend(begin, FAIRNESS, now() + timedelta(days=3), nap=0)

    with browser.database() as session:
        rows = session.scalars(
            select(Enrolment).where(Enrolment.session_id == world["session"]).order_by(Enrolment.place)
        ).all()
        order = [ids.index(row.id) for row in rows]
        states = [row.state for row in rows]
    assert order == [*range(4, PEOPLE), 0, 1, 2, 3]  # nobody's hours first, then 10, 20, 30, 40 JP
    assert states == [SeatState.SEATED] * SEATS + [SeatState.WAITING] * 4
    seated, waiting = browsers[4], browsers[0]
    assert "antrean pertama punya 10 JP" in text(seated.get(f"/training/seats/{ids[4]}"))
    why = text(waiting.get(f"/training/seats/{ids[0]}"))
    assert "Anda punya 10 JP tahun ini; kursi terakhir diberikan kepada orang dengan 0 JP" in why
    assert "Anda (urutan 9 dari 12)" in why
    assert all(name not in why for _account, name in world["people"][4:])
    assert waiting.get(f"/training/seats/{ids[4]}").status_code == 404

    assert seated.post(f"/training/seats/{ids[4]}/withdraw", **{f"r{ids[4]}-reason": ""}).status_code == 422
    given_back = seated.post(f"/training/seats/{ids[4]}/withdraw", **{f"r{ids[4]}-reason": "Tugas luar"})
    assert given_back.status_code == 303
    mine = text(waiting.get("/training/mine"))
    assert "Ada kursi kosong untuk Anda: Menangani keluhan" in mine
    assert browsers[1].post(f"/training/seats/{ids[1]}/accept").status_code == 422
    assert waiting.post(f"/training/seats/{ids[0]}/accept").status_code == 303
    assert waiting.post(f"/training/seats/{ids[0]}/accept").status_code == 422  # not twice
    assert len(found_in(browser, world, SeatState.SEATED)) == SEATS

    hr = Browser(app).sign_in(world["hr"])
    roster = text(hr.get(f"{page}/requests"))
    assert "Menurut urutan pembagian" in roster
    assert "Tugas luar" in roster
    there = f"{page}/requests/{ids[1]}/remove"
    assert hr.post(there, **{f"r{ids[1]}-reason": " "}).status_code == 422
    assert hr.post(there, **{f"r{ids[1]}-reason": "Salah daftar"}).status_code == 303
    assert "Salah daftar" in text(browsers[1].get(f"/training/seats/{ids[1]}"))
    for address, visitor in (
        ("/training/mine", waiting), (page, waiting), ("/training/approvals", boss), (f"{page}/requests", hr)
    ):  # fmt: skip
        statements.clear()
        visitor.get(address)
        assert len(statements) <= 14, (address, len(statements))
