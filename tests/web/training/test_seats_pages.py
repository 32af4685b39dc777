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
MOST_STATEMENTS = 16  # with those that begin a transaction and find the person


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
        people = [
            factories.employee(session, unit_=home, evaluator=boss, name=f"Peserta {n}")
            for n in range(PEOPLE)
        ]
        for hours, who in enumerate(people[:4], start=1):
            given.completed(session, who, given.course(session, learning_hours=10 * hours), at=now())
        held = given.held(
            session, home, given.course(session, title="Menangani keluhan"), capacity=SEATS, needs_approval=True,
            starts_at=now() + timedelta(days=9), requests_until=now() + timedelta(days=2),
        )  # fmt: skip
        return {
            "session": held.id, "boss": boss.account_id, "hr": hr.account_id,
            "people": [(one.account_id, one.name) for one in people],
        }  # fmt: skip


def found_in(browser, world, state=None):
    with browser.database() as session:
        query = select(Enrolment.id).where(Enrolment.session_id == world["session"]).order_by(Enrolment.id)
        return list(session.scalars(query if state is None else query.where(Enrolment.state == state)))


def ask(app, world, page):
    """Everybody asks, and nobody twice."""
    browsers = []
    for account_id, _name in world["people"]:
        mine = Browser(app).sign_in(account_id)
        browsers.append(mine)
        sent = mine.post(f"{page}/seat", motive="Untuk loket")
        assert sent.status_code == 303
    assert "Menunggu pejabat penilai" in text(mine.get(sent.location))
    again = mine.post(f"{page}/seat", motive="Lagi")
    assert again.status_code == 422
    assert "sudah meminta kursi" in text(again)
    return browsers


def approve(boss, ids):
    """The evaluator finds them at home, must say why not, and says yes to all."""
    assert "12 permintaan pelatihan" in text(boss.get("/"))
    assert text(boss.get("/training/approvals")).count("Untuk loket") == PEOPLE
    nothing = boss.post(f"/training/approvals/{ids[0]}/refuse", **{f"r{ids[0]}-reason": ""})
    assert nothing.status_code == 422
    assert "Tuliskan alasannya" in text(nothing)
    for one in ids:
        assert boss.post(f"/training/approvals/{one}/approve").status_code == 303
    assert boss.post(f"/training/approvals/{ids[0]}/approve").status_code == 422
    assert "Tidak ada yang perlu disetujui" in text(boss.get("/training/approvals"))


def give_back(browsers, ids):
    """A seat given back with a reason goes to the first who waits, and to nobody else."""
    seated, waiting, next_one = browsers[4], browsers[0], browsers[1]
    there = f"/training/seats/{ids[4]}/withdraw"
    assert seated.post(there, **{f"r{ids[4]}-reason": ""}).status_code == 422
    assert seated.post(there, **{f"r{ids[4]}-reason": "Tugas luar"}).status_code == 303
    assert "Ada kursi kosong untuk Anda: Menangani keluhan" in text(waiting.get("/training/mine"))
    assert next_one.post(f"/training/seats/{ids[1]}/accept").status_code == 422
    assert waiting.post(f"/training/seats/{ids[0]}/accept").status_code == 303
    assert waiting.post(f"/training/seats/{ids[0]}/accept").status_code == 422  # not twice


def test_twelve_employees_compete_for_eight_seats_fairly(app, browser, world, begin, statements):
    page = f"/training/sessions/{world['session']}"
    browsers = ask(app, world, page)
    boss, hr = (Browser(app).sign_in(world[who]) for who in ("boss", "hr"))
    ids = found_in(browser, world)
    approve(boss, ids)

    jobs.tend(begin, FAIRNESS, now() + timedelta(days=3), nap=0)

    with browser.database() as session:
        rows = session.scalars(
            select(Enrolment).where(Enrolment.session_id == world["session"]).order_by(Enrolment.place)
        ).all()
        order, states = [ids.index(row.id) for row in rows], [row.state for row in rows]
    assert order == [*range(4, PEOPLE), 0, 1, 2, 3]  # nobody's hours first, then 10, 20, 30, 40 JP
    assert states == [SeatState.SEATED] * SEATS + [SeatState.WAITING] * 4
    assert "antrean pertama punya 10 JP" in text(browsers[4].get(f"/training/seats/{ids[4]}"))
    why = text(browsers[0].get(f"/training/seats/{ids[0]}"))
    assert "Anda punya 10 JP tahun ini; kursi terakhir diberikan kepada orang dengan 0 JP" in why
    assert "Anda (urutan 9 dari 12)" in why
    assert not any(name in why for _account, name in world["people"][1:])
    assert browsers[0].get(f"/training/seats/{ids[4]}").status_code == 404

    give_back(browsers, ids)
    assert len(found_in(browser, world, SeatState.SEATED)) == SEATS

    roster = text(hr.get(f"{page}/requests"))
    assert "Menurut urutan pembagian" in roster
    assert "Tugas luar" in roster
    there = f"{page}/requests/{ids[1]}/remove"
    assert "Peserta 1" in text(hr.get(there))
    assert hr.post(there, reason=" ").status_code == 422
    assert hr.post(there, reason="Salah daftar").status_code == 303
    assert "Salah daftar" in text(browsers[1].get(f"/training/seats/{ids[1]}"))
    for address, visitor in {
        "/training/mine": browsers[0], "/training/approvals": boss, page: browsers[0], f"{page}/requests": hr
    }.items():  # fmt: skip
        statements.clear()
        visitor.get(address)
        assert len(statements) <= MOST_STATEMENTS, address
