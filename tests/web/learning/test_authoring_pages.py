"""G17, B10, P7: a trainer without code writes a module with a simulation; somebody else lets it out to learners."""

import io
import json
import zipfile
from dataclasses import dataclass

import pytest
from sqlalchemy import func, select

from portal.domain.learning.modules.models import Lesson, LessonKind, Module
from portal.domain.learning.paths.models import PathStep
from portal.domain.notifications.models import Notification
from portal.domain.organisation.models import Employee
from tests.browser import Browser
from tests.factories import employee
from tests.factories_authoring import author, draft, shown_file
from tests.factories_authoring import path as add_path
from tests.factories_studying import module

MOST = 12


def text(answer):
    return answer.get_data(as_text=True)


@dataclass
class Desk:
    """A trainer who is signed in, a colleague who may decide, a learner of theirs: ids of accounts."""

    browser: Browser
    author: int
    colleague: int
    learner: int

    def draft(self, *kinds: LessonKind) -> int:
        """The id of a draft of this trainer."""
        with self.browser.database() as session:
            who = session.scalars(select(Employee).where(Employee.account_id == self.author)).one()
            return draft(session, who, *kinds).id


@pytest.fixture
def desk(browser):
    with browser.database() as session:
        one = author(session)
        made = Desk(
            browser,
            one.account_id,
            author(session, one.unit).account_id,
            employee(session, unit_=one.unit).account_id,
        )
    browser.sign_in(made.author)
    return made


def first_lesson(browser, version_id):
    with browser.database() as session:
        return session.scalar(select(func.min(Lesson.id)).where(Lesson.version_id == version_id))


CHOICES = {
    "choices-0-text": "Saya dengarkan",
    "choices-0-says": "Ia duduk.",
    "choices-0-trust": "20",
    "choices-0-to": "new-scene",
    "choices-1-text": "Bukan loket saya",
    "choices-1-trust": "-30",
    "choices-1-to": "new-scene",
}


def write_simulation(browser, version):
    """Scene by scene, with every mistake that is easily made; gives the lesson's address."""
    lesson = browser.post(f"{version}/lessons", title="Di loket", kind="simulation").headers["Location"]
    assert "Belum ada adegan" in text(browser.get(lesson))
    browser.get(f"{lesson}/scenes/new")
    more = browser.post(
        f"{lesson}/scenes/new",
        text="Tiga minggu!",
        who="Bu Marlina",
        mood="angry",
        more="1",
        revision="0",
        **CHOICES,
    )
    assert (more.status_code, "Saya dengarkan" in text(more), "choices-3-text" in text(more)) == (
        200,
        True,
        True,
    )
    markup = browser.post(
        f"{lesson}/scenes/new", text="<script>alert(1)</script>", mood="calm", revision="0", **CHOICES
    )
    assert (markup.status_code, "HTML dan skrip" in text(markup)) == (422, True)
    browser.post(
        f"{lesson}/scenes/new", text="Tiga minggu!", who="Bu Marlina", mood="angry", revision="0", **CHOICES
    )
    page = text(browser.get(lesson))
    assert page.count('<rect class="map-box') == 3
    assert "map-bad" in page, "scenes that are still to be written stand out"
    assert "Adegan 2" in text(browser.get(version)), "what is missing is told on the module's page"
    old = browser.post(f"{lesson}/scenes/1", text="Selesai.", mood="glad", revision="0")
    assert (old.status_code, "jendela lain" in text(old)) == (422, True)
    browser.post(f"{lesson}/scenes/1", text="Selesai.", title="Percaya lagi", mood="glad", revision="1")
    browser.post(f"{lesson}/scenes/2", text="Ia pulang.", mood="angry", revision="2")
    settings = {
        "title": "Di loket",
        "minutes": "8",
        "trust": "50",
        "pass_trust": "90",
        "start": "s1",
        "intro": "Di loket",
        "debrief": "Apa yang menentukan?",
    }
    browser.post(lesson, revision="3", **settings)
    assert "kepercayaan 90" in text(browser.get(lesson)), "no way reaches what is asked"
    browser.post(lesson, revision="4", **settings | {"pass_trust": "60"})
    page = text(browser.get(lesson))
    assert "Pelajaran ini lengkap" in page
    assert "Ia duduk." in text(browser.get(f"{lesson}/preview?way=a"))
    assert browser.get(f"{lesson}/preview?way=z").status_code == 404
    return lesson


def test_a_module_with_a_simulation_from_the_first_word_to_the_first_learner(browser, desk):
    assert "belum menulis modul" in text(browser.get("/learning/author"))
    empty = browser.post(
        "/learning/author/new", summary="Sebuah ringkasan", learning_hours="1", group="technical"
    )
    assert (empty.status_code, "Sebuah ringkasan" in text(empty)) == (422, True)
    begun = browser.post(
        "/learning/author/new", title="Menghadapi keluhan", summary="Tentang mendengar", learning_hours="2",
        group="sociocultural", icon="lifebuoy", outcomes="- Mendengar", theme="pelayanan",
    )  # fmt: skip
    version = begun.headers["Location"]
    assert "Belum ada pelajaran" in text(browser.get(version))
    assert browser.post(f"{version}/submit").status_code == 422
    lesson = write_simulation(browser, version)
    assert browser.post(f"{version}/submit").status_code == 303
    assert browser.post(f"{lesson}/scenes/2", text="Lain", mood="calm", revision="5").status_code == 422
    assert browser.post(f"{version}/publish").status_code in (403, 404), "never one's own"
    browser.sign_in(desk.colleague)
    assert "Menghadapi keluhan" in text(browser.get("/learning/author"))
    assert browser.post(f"{version}/send-back").status_code == 422
    assert "Keputusan Anda" in text(browser.get(version))
    assert browser.post(f"{version}/send-back", note="Tambah satu akhir cerita").status_code == 303
    browser.sign_in(desk.author)
    assert "Tambah satu akhir cerita" in text(browser.get(version))
    browser.post(f"{version}/submit")
    browser.sign_in(desk.colleague).post(f"{version}/publish", note="Bagus")
    with browser.database() as session:
        told = session.scalars(
            select(Notification.message).where(Notification.account_id == desk.author)
        ).all()
        module_id = session.scalar(select(Module.id).order_by(Module.id.desc()))
    assert told == ["Your module “%(title)s” is published."]
    browser.sign_in(desk.learner)
    assert "Menghadapi keluhan" in text(browser.get("/learning"))
    there = browser.post(f"/learning/modules/{module_id}/start").headers["Location"]
    browser.post(f"{there}/runs")
    browser.post(f"{there}/runs/1", turn="0", choice="a")
    assert "Apa yang menentukan?" in text(browser.get(there))
    assert browser.get(version).status_code == 404


def test_a_video_is_sent_in_the_pieces_that_are_asked_for(browser, desk):
    """B10: a film of a real counter, at which one can jump to the moment that matters."""
    version_id = desk.draft(LessonKind.TEXT)
    lesson = f"/learning/author/lessons/{first_lesson(browser, version_id)}"
    film = b"\0\0\0\x18ftypmp42" + bytes(range(256)) * 40
    fake = browser.post(
        f"{lesson}/blocks/new?kind=video",
        revision="0",
        text="Film",
        upload=(io.BytesIO(b"MZ" * 50), "film.mp4"),
    )
    assert (fake.status_code, "tidak sesuai" in text(fake)) == (422, True)
    kept = browser.post(
        f"{lesson}/blocks/new?kind=video",
        revision="0",
        text="Film",
        upload=(io.BytesIO(film), "Film Loket.mp4"),
    )
    assert kept.headers["Location"].endswith("#blocks-4")
    address = f"/learning/author/versions/{version_id}/files/film-loket.mp4"
    assert address in text(browser.get(lesson))
    whole = browser.get(address)
    assert (whole.status_code, whole.get_data(), whole.headers["Accept-Ranges"]) == (200, film, "bytes")
    part = browser.get(address, Range="bytes=100-199")
    assert (part.status_code, part.get_data(), part.headers["Content-Range"]) == (
        206,
        film[100:200],
        f"bytes 100-199/{len(film)}",
    )
    assert browser.get(address, Range=f"bytes={len(film)}-").status_code == 416
    assert "sandbox" in part.headers["Content-Security-Policy"]
    shown = browser.post(f"/learning/author/versions/{version_id}/files/film-loket.mp4/remove")
    assert (shown.status_code, "masih menampilkan" in text(shown)) == (422, True)
    browser.post(f"{lesson}/blocks/4/remove", revision="1")
    assert (
        browser.post(f"/learning/author/versions/{version_id}/files/film-loket.mp4/remove").status_code == 303
    )
    browser.sign_in(desk.colleague)
    assert browser.get(lesson).status_code == 404, "drafts are their author's alone"
    assert browser.post(f"{lesson}/move", by="1").status_code == 404


def archive(told, **files):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("module.json", told if isinstance(told, str) else json.dumps(told))
        for name, content in files.items():
            zipped.writestr(name, content)
    return made.getvalue()


def test_a_module_travels_as_a_zip_and_nothing_else_comes_in(browser, desk):
    version_id = desk.draft(LessonKind.TEXT, LessonKind.SIMULATION)
    with browser.database() as session:
        shown_file(session, version_id, b"%PDF-1.4\n", "application/pdf", "panduan.pdf")
    sent = browser.get(f"/learning/author/versions/{version_id}/export")
    assert sent.headers["Content-Disposition"].startswith("attachment")
    good = sent.get_data()

    def taken(content, name="modul.zip"):
        return browser.post("/learning/author/import", archive=(io.BytesIO(content), name))

    there = taken(good).headers["Location"]
    page = text(browser.get(there))
    assert "panduan.pdf" in page
    assert "Simulasi" in page
    told = json.loads(zipfile.ZipFile(io.BytesIO(good)).read("module.json"))
    text_lesson = told["lessons"][0]
    script = {
        **text_lesson,
        "content": {"blocks": [{"kind": "text", "text": "Halo <script>alert(1)</script>"}]},
    }
    bare = {**told, "files": []}
    refused = {
        "HTML dan skrip": archive({**bare, "lessons": [script]}),
        "bukan bagian modul: jahat.js": archive(bare, **{"jahat.js": "alert(1)"}),
        "bukan bagian modul: ../../keluar.pdf": archive(bare, **{"../../keluar.pdf": "%PDF-1.4"}),
        "bukan bagian modul: files/tamu.pdf": archive(bare, **{"files/tamu.pdf": "%PDF-1.4"}),
        "tidak sesuai": archive({**told, "files": ["panduan.pdf"]}, **{"files/panduan.pdf": "<html>"}),
        "terlalu besar": archive("[" * (3 * 2**20)),
        "lebih besar daripada 56 MB": archive(told, **{"files/panduan.pdf": "%PDF-" + "0" * (60 * 2**20)}),
        "tidak dikenal": archive({**told, "format": "scorm"}),
        "module.json” tidak dapat dibaca": archive({**told, "extra": 1}),
        "“panduan.pdf” tidak ada": archive(told),
        "rusak": b"PK kosong",
    }
    for words, content in refused.items():
        answer = taken(content)
        assert (answer.status_code, words in text(answer)) == (422, True), words
    with browser.database() as session:
        assert session.scalar(select(func.count(Module.id))) == 2, "nothing half done"


def test_what_comes_before_is_enforced_and_paths_lead_the_way(browser, desk):
    with browser.database() as session:
        first, second = module(session, title="Dasar"), module(session, title="Lanjutan")
        second.author_id = desk.author
        ids, version_id = (first.id, second.id), second.live_version_id
    page = f"/learning/author/versions/{version_id}"
    assert browser.post(f"{page}/needs", needs=str(ids[1])).status_code == 422
    assert browser.post(f"{page}/needs", needs=str(ids[0])).status_code == 303
    path = browser.post("/learning/author/paths", title="Siap di loket").headers["Location"]
    early = browser.post(path, title="Siap di loket", is_shown="y")
    assert (early.status_code, "paling sedikit satu modul" in text(early)) == (422, True)
    for one in reversed(ids):
        browser.post(f"{path}/steps", module=str(one))
    twice = browser.post(f"{path}/steps", module=str(ids[0]))
    assert (twice.status_code, "sudah ada di jalur" in text(twice)) == (422, True)
    with browser.database() as session:
        step_id = session.scalar(select(PathStep.id).where(PathStep.module_id == ids[0]))
    browser.post(f"{path}/steps/{step_id}/move", by="-1")
    browser.post(path, title="Siap di loket", is_shown="y")
    browser.sign_in(desk.learner)
    locked = browser.post(f"/learning/modules/{ids[1]}/start")
    assert (locked.status_code, "Selesaikan “Dasar” dahulu" in text(locked)) == (422, True)
    assert "/start" not in text(browser.get(f"/learning/modules/{ids[1]}"))
    assert "Siap di loket" in text(browser.get("/learning"))
    shown = text(browser.get(path.replace("/author", "")))
    assert shown.index("Dasar") < shown.index("Lanjutan")
    there = browser.post(f"/learning/modules/{ids[0]}/start").headers["Location"]
    browser.post(f"{there}/checks/cek", q_cek="a")
    browser.post(f"{there}/finish")
    assert browser.post(f"/learning/modules/{ids[1]}/start").status_code == 303
    assert "1 dari 2 modul selesai" in text(browser.get("/learning"))


@pytest.mark.parametrize("page", ["/learning/author", "/learning", "/learning/author/paths"])
def test_pages_of_authors_ask_the_same_however_much_there_is(browser, desk, statements, page):
    counts = []
    browser.get(page)
    for more in (1, 8):
        for _one in range(more):
            desk.draft(LessonKind.TEXT)
        with browser.database() as session:
            for _one in range(more):
                add_path(session)
        statements.clear()
        browser.get(page)
        counts.append(len(statements))
    assert counts[0] == counts[1] <= MOST
