"""G16–G19: the pages of a learner and of the trainer who rates the work."""

import io
import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.domain import files
from portal.domain.learning.modules.models import LessonKind, ModuleFile
from portal.domain.learning.paths.models import RequiredModule
from portal.domain.learning.studies.models import QuizAttempt, SimulationRun, Study
from portal.domain.learning.studies.records import Booster, HandIn, Writing
from portal.web.clock import now
from tests.factories import Role, employee, role
from tests.factories_studying import module, study

MOST = 12


def text(answer):
    return answer.get_data(as_text=True)


@pytest.fixture
def begun(browser):
    """`begun(kind, …)` gives the address of a study that has just begun; its learner is signed in."""

    def begin(*kinds):
        with browser.database() as session:
            me = employee(session)
            one = study(session, me, *kinds)
            address, account_id = f"/learning/studies/{one.id}", me.account_id
        browser.sign_in(account_id)
        return address

    return begin


def test_a_module_is_found_begun_read_and_finished(browser):
    with browser.database() as session:
        me = employee(session).account_id
        one = module(session, LessonKind.TEXT, LessonKind.TEXT, title="Menangani keluhan", theme="pelayanan")
        module(session, title="Manajemen waktu", theme="kinerja")
        module_id = one.id
    browser.sign_in(me)
    found = text(browser.get("/learning?q=keluhan&theme=pelayanan"))
    assert "Menangani keluhan" in found
    assert "Manajemen waktu" not in found
    assert "tidak ditemukan" in text(browser.get("/learning?q=berkuda"))
    assert "Mulai" in text(browser.get(f"/learning/modules/{module_id}"))
    there = browser.post(f"/learning/modules/{module_id}/start").headers["Location"]
    page = text(browser.get(there))
    assert "<em>teks</em>" in page
    assert '<a href="https://example.go.id" rel="noopener nofollow">' in page
    locked = browser.get(there[:-1] + "2")
    assert (locked.status_code, locked.headers["Location"]) == (302, there)
    assert "masih terkunci" in text(browser.post(there[:-1] + "2/finish"))
    early = browser.post(f"{there}/finish")
    assert (early.status_code, "Jawab dahulu" in text(early)) == (422, True)
    assert browser.post(f"{there}/checks/cek").status_code == 422
    assert browser.post(f"{there}/checks/lain").status_code == 404
    assert browser.post(f"{there}/checks/cek", q_cek="b").status_code == 303
    page = text(browser.get(there))
    assert "Belum tepat" in page
    assert "Tentang b" in page
    assert browser.post(f"{there}/finish").headers["Location"].endswith("/lessons/2")
    second = there[:-1] + "2"
    browser.post(f"{second}/checks/cek", q_cek="a")
    end = browser.post(f"{second}/finish").headers["Location"]
    assert "Anda berhasil" in text(browser.get(end))
    assert "Selesai" in text(browser.get("/learning"))


def test_a_quiz_shows_its_feedback_after_it_was_handed_in(browser, begun):
    address = begun(LessonKind.QUIZ) + "/lessons/1"
    assert "Mulai kuis" in text(browser.get(address))
    browser.post(f"{address}/attempts")
    with browser.database() as session:
        asked = [key for key, _shown in session.scalars(select(QuizAttempt.asked)).one()]
    page = text(browser.get(address))
    assert "Tentang a" not in page
    half = browser.post(f"{address}/attempts/1", **{f"q_{asked[0]}": "b"})
    assert (half.status_code, text(half).count("has-error")) == (422, len(asked) - 1)
    assert '<input checked class="choice-input"' in text(half), "what was chosen is kept"
    browser.post(f"{address}/attempts/1", **{f"q_{key}": "b" for key in asked})
    page = text(browser.get(address))
    assert "0 dari 100" in page
    assert "Sebab <strong>begitu</strong>." in page
    assert "2 kesempatan lagi" in page
    for number in (2, 3):
        browser.post(f"{address}/attempts")
        browser.post(f"{address}/attempts/{number}", **{f"q_q{one}": "b" for one in range(1, 7)})
    fourth = browser.post(f"{address}/attempts")
    assert (fourth.status_code, "kali) sudah terpakai" in text(fourth)) == (422, True)


def test_a_simulation_is_walked_scene_by_scene_and_the_back_button_does_no_harm(browser, begun):
    address = begun(LessonKind.SIMULATION) + "/lessons/1"
    assert "Di loket" in text(browser.get(address))
    browser.post(f"{address}/runs")
    page = text(browser.get(address))
    assert "50/100" in page
    assert "Tiga minggu!" in page
    assert browser.post(f"{address}/runs/1", turn="0").status_code == 422
    browser.post(f"{address}/runs/1", turn="0", choice="dengar")
    page = text(browser.get(address))
    assert "Ia menarik napas." in page
    assert "70/100" in page
    late = browser.post(f"{address}/runs/1", turn="0", choice="tolak")
    assert late.status_code == 303
    assert "sudah lewat" in text(browser.get(address))
    browser.post(f"{address}/runs/1", turn="1", choice="janji")
    page = text(browser.get(address))
    assert "Percaya lagi" in page
    assert "Apa yang <strong>menentukan</strong>?" in page
    browser.post(f"{address}/runs")
    assert "Tiga minggu!" in text(browser.get(address))
    with browser.database() as session:
        paths = session.scalars(select(SimulationRun.path).order_by(SimulationRun.number)).all()
    assert paths == [[["satu", "dengar"], ["dua", "janji"]], []]


def test_what_was_typed_is_kept_when_a_case_or_a_reflection_is_refused(browser, begun):
    address = begun(LessonKind.CASE, LessonKind.REFLECTION, LessonKind.ATTESTATION) + "/lessons/"
    assert "berpengalaman akan bertanya" not in text(browser.get(address + "1"))
    half = browser.post(address + "1/case", prompt_0="Pendapat saya")
    assert half.status_code == 422
    assert "Pendapat saya" in text(half)
    browser.post(address + "1/case", prompt_0="Pendapat saya", prompt_1="Lalu begini")
    assert "berpengalaman akan bertanya" in text(browser.get(address + "1"))
    refused = browser.post(address + "2/reflection", prompt_0="Yang tertinggal")
    assert (refused.status_code, "Yang tertinggal" in text(refused)) == (422, True)
    browser.post(address + "2/reflection", prompt_0="Yang tertinggal", commitment="Menelepon pemohon")
    assert "Menelepon pemohon" in text(browser.get(address + "2"))
    assert browser.post(address + "3/attestation").status_code == 422
    assert browser.post(address + "3/attestation", declares="y").status_code == 303
    assert "Dinyatakan" in text(browser.get(address + "3"))
    with browser.database() as session:
        role_holder = employee(session)
        role(session, role_holder, Role.ADMIN)
        account_id, count = role_holder.account_id, len(session.scalars(select(Writing.study_id)).all())
    assert count == 2
    assert browser.sign_in(account_id).get(address + "2").status_code == 404, "nobody else reads it"


def test_work_is_handed_in_with_a_file_rated_and_comes_back(browser, begun):
    address = begun(LessonKind.ASSIGNMENT) + "/lessons/1"
    wrong = browser.post(f"{address}/work", text="Target saya", file=(io.BytesIO(b"MZ"), "tugas.exe"))
    assert wrong.status_code == 422
    assert "Target saya" in text(wrong)
    pdf = (io.BytesIO(b"%PDF-1.4\n%%EOF"), "tugas.pdf")
    assert browser.post(f"{address}/work", text="Target saya", file=pdf).status_code == 303
    assert "Menunggu pelatih" in text(browser.get(address))
    with browser.database() as session:
        work = session.scalars(select(HandIn)).one()
        trainer = employee(session, unit_=work.study.employee.unit)
        role(session, trainer, Role.TRAINER, over=trainer.unit)
        work_id, trainer_id, learner_id = work.id, trainer.account_id, work.study.employee.account_id
    assert browser.get(f"/learning/works/{work_id}/file").status_code == 200
    browser.sign_in(trainer_id)
    assert f"/learning/assignments/{work_id}" in text(browser.get("/learning/assignments"))
    assert browser.get(f"/learning/assignments/{work_id}/file").status_code == 200
    assert browser.get(f"/learning/works/{work_id}/file").status_code == 404
    there = f"/learning/assignments/{work_id}"
    assert "Target saya" in text(browser.get(there))
    half = browser.post(there, score_0="40", comment="Tambahkan satuan")
    assert (half.status_code, "Tambahkan satuan" in text(half)) == (422, True)
    assert browser.post(there, score_0="40", score_1="40").status_code == 422
    browser.post(there, score_0="40", score_1="75", comment="Tambahkan satuan")
    assert "Tambahkan satuan" in text(browser.get(there))
    assert "58" in text(browser.get("/learning/assignments?show=rated"))
    browser.sign_in(learner_id)
    page = text(browser.get(address))
    assert "Tambahkan satuan" in page
    assert "Serahkan lagi" in page


def test_a_question_that_comes_back_is_answered_once(browser, begun):
    address = begun(LessonKind.TEXT)
    browser.post(f"{address}/lessons/1/checks/cek", q_cek="a")
    browser.post(f"{address}/lessons/1/finish")
    with browser.database() as session:
        first = session.scalars(select(Booster).order_by(Booster.days)).first()
        first.due_at = now() - timedelta(hours=1)
        booster = f"/learning/boosters/{first.id}"
    assert booster in text(browser.get("/learning"))
    assert "Pertanyaan cek" in text(browser.get(booster))
    assert browser.post(booster).status_code == 422
    assert browser.post(booster, q_cek="a").status_code == 303
    page = text(browser.get(booster))
    assert "Tepat." in page
    assert booster not in text(browser.get("/learning"))


@pytest.mark.parametrize("page", ["/learning", "lesson", "module", "/learning/assignments"])
def test_pages_ask_the_same_however_much_there_is(browser, statements, page):
    kinds = [LessonKind.TEXT, LessonKind.QUIZ, LessonKind.SIMULATION]
    with browser.database() as session:
        me = employee(session)
        role(session, me, Role.TRAINER, over=me.unit)
        one = study(session, me, *kinds)
        account_id, employee_id = me.account_id, me.id
        page = {
            "lesson": f"/learning/studies/{one.id}/lessons/1",
            "module": f"/learning/modules/{one.module_id}",
        }.get(page, page)
        handed_in(session, me)
    browser.sign_in(account_id)
    few = asked(browser, statements, page)
    with browser.database() as session:
        me = session.get_one(type(me), employee_id)
        for _ in range(6):
            study(session, me, *kinds)
            handed_in(session, me)
    many = asked(browser, statements, page)
    assert len(many) == len(few) <= MOST, "\n".join(many)


def handed_in(session, trainer):
    one: Study = study(session, employee(session, unit_=trainer.unit), LessonKind.ASSIGNMENT)
    lesson = one.version.lessons[0]
    session.add(
        HandIn(
            study_id=one.id,
            lesson_id=lesson.id,
            number=1,
            text="x",
            handed_in_at=now(),
        )
    )
    session.flush()


def asked(browser, statements, address):
    browser.get(address)
    statements.clear()
    assert browser.get(address).status_code == 200
    return [one for one in statements if not one.startswith("BEGIN")]


def test_a_module_is_required_and_no_longer(browser):
    with browser.database() as session:
        hr = employee(session)
        role(session, hr, Role.HR_ADMIN, over=hr.unit)
        one = module(session, title="Etika dan integritas")
        account_id, subject, unit_id = hr.account_id, f"module-{one.id}", hr.unit_id
    browser.sign_in(account_id)
    assert "Belum ada modul wajib" in text(browser.get("/learning/required"))
    refused = browser.post(
        "/learning/required", subject=subject, unit="tidak-ada", due_on="2001-01-01", why="Sebab"
    )
    assert (refused.status_code, "Sebab" in text(refused)) == (422, True)
    soon = (now() + timedelta(days=20)).date().isoformat()
    said = {"unit": unit_id, "due_on": soon, "why": "Warga percaya"}
    assert browser.post("/learning/required", subject="path-1", **said).status_code == 422
    sent = browser.post("/learning/required", subject=subject, **said)
    assert sent.status_code == 303
    page = text(browser.get("/learning/required"))
    assert "Etika dan integritas" in page
    lift = re.search(r"/learning/required/\d+/lift", page).group()
    assert "Warga percaya" in text(browser.get("/learning"))
    with browser.database() as session:
        session.scalars(select(RequiredModule)).one().due_on = now().date() - timedelta(days=2)
    assert all("jatuh tempo" in text(browser.get(url)) for url in ("/learning", "/learning/required"))
    assert browser.post(lift).status_code == 303
    assert "Warga percaya" not in text(browser.get("/learning"))


def test_files_of_a_lesson_are_for_those_who_study_it(browser, begun):
    address = begun(LessonKind.TEXT)
    with browser.database() as session:
        one = session.scalars(select(Study)).one()
        prepared = files.prepare(session.info["uploads"], "loket.pdf", b"%PDF-1.4\n%%EOF")
        stored = files.keep(session, prepared, by=None, at=now())
        session.add(ModuleFile(version_id=one.version_id, name="loket.pdf", file_id=stored.id))
        stranger = employee(session).account_id
    answer = browser.get(f"{address}/files/loket.pdf")
    assert (answer.status_code, answer.headers["Content-Disposition"].split(";")[0]) == (200, "attachment")
    assert browser.get(f"{address}/files/lain.pdf").status_code == 404
    assert browser.sign_in(stranger).get(f"{address}/files/loket.pdf").status_code == 404
