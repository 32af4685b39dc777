"""Promise: a backup put back does not bring back who was erased since. The drill, through the commands themselves."""

from __future__ import annotations

import json
import stat
from pathlib import Path

from flask import Flask
from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from portal import backup, erasure_book
from portal.config import Config
from portal.database import own_session, session_info
from portal.domain.organisation.erasure import actions
from portal.domain.organisation.erasure.models import Erasure
from portal.domain.organisation.models import Employee, Role
from portal.domain.scrubbing import ERASED_NAME
from portal.domain.training.courses.erasing_trainers import erase_trainer as erase_outside
from portal.domain.training.courses.models import Course, Trainer
from portal.keeping import ERASURE
from portal.wiring import HANDLERS
from portal.worker import Worker
from tests import factories, factories_organisation, factories_training
from tests.factories import NOW
from tests.factories_erasure import NAME, NIP, TRACES, somebody
from tests.postgres import tools_or_skip

REASON = "Permohonan tertulis nomor 800/17"


def erase_trainer(session: Session) -> None:
    trainer = factories_training.a_trainer(session, name="Prof. Tjokro Aminoto", expertise="Komunikasi")
    factories_training.a_course(session, summary="Bersama Tjokro Aminoto dan para petugas loket.")
    chief = factories.account(session)
    factories.role(session, chief, Role.ADMIN)
    by = factories.viewer(session, chief)
    typed = {"typed_name": "prof tjokro aminoto", "reason": REASON}
    erase_outside(session, trainer, ERASURE, **typed, by=by, at=NOW)


def erase_one(session: Session) -> int:
    person = session.scalars(select(Employee).where(Employee.nip == NIP)).one()
    actions.erase(
        session, person, ERASURE, typed_name=NAME, reason=REASON,
        by=factories_organisation.hr_of(session, person.unit), at=NOW,
    )  # fmt: skip
    return person.id


def mark_current(app: Flask) -> None:
    """As migrations would: restore looks whether the backup has today's shape."""
    from flask_migrate import stamp

    with app.app_context():
        stamp()


def test_a_drill(app: Flask, config: Config, database, tmp_path: Path) -> None:
    if config.database_url.startswith("postgresql"):
        tools_or_skip("pg_dump", "pg_restore")
    mark_current(app)
    try:
        drill(app, config, database, tmp_path)
    finally:
        with database.engine.begin() as connection:
            connection.execute(text("DROP TABLE IF EXISTS alembic_version"))


def drill(app: Flask, config: Config, database, tmp_path: Path) -> None:
    worker = Worker(config, database.engine)
    with Session(database.engine, info=session_info(config)) as session, session.begin():
        paths = [file.path for file in somebody(session).files]
    letters = config.instance / "outbox"
    worker.sweep()
    assert any(letters.glob("*.eml")), "a letter with the name lies in the folder"
    copy = backup.backup(config, tmp_path / "copy")
    with own_session(database.engine, config) as session, session.begin():
        employee_id = erase_one(session)
    worker.sweep()
    assert not any((config.uploads / path).exists() for path in paths)
    assert not any(NAME.encode() in letter.read_bytes() for letter in letters.glob("*.eml"))
    database.engine.dispose()

    said = app.test_cli_runner().invoke(args=["restore", str(copy), "--yes"])
    assert said.exit_code == 0, said.output
    assert "Erased again: 1; not matched: 0" in said.output
    with own_session(database.engine, config) as session:
        person = session.get_one(Employee, employee_id)
        assert (person.is_erased, person.name) == (True, "Pegawai (data dihapus)")
        assert session.scalars(select(Erasure.erased_at)).one() == NOW


def test_the_book_names_nobody_and_is_for_its_owner_only(session, config, database) -> None:
    somebody(session)
    erase_one(session)
    session.commit()
    for _twice in range(2):
        HANDLERS["erasure.finish"](database.engine, config, {"addresses": []})
    (line,) = erasure_book.file_of(config).read_text().splitlines()
    assert set(json.loads(line)) == {"employee", "nip", "by", "at"}
    assert not any(trace in line for trace in TRACES)
    assert stat.S_IMODE(erasure_book.file_of(config).stat().st_mode) == 0o600


def test_somebody_else_under_the_same_number_is_left_alone(session, config, database) -> None:
    """Another database has other people: the keyed hash of the NIP must fit too."""
    somebody(session)
    employee_id = erase_one(session)
    session.commit()
    erasure_book.write_down(database.engine, config)
    session.execute(update(Employee).where(Employee.id == employee_id).values(nip="197001012000011001"))
    session.commit()
    outcome = erasure_book.erase_all_again(database.engine, config, ERASURE)
    assert (outcome.again, outcome.standing, outcome.unmatched) == (0, 0, 1)
    told = session.get_one(Employee, employee_id, populate_existing=True)
    assert told.nip == "197001012000011001"


def test_commands_list_and_reapply(app, session, config) -> None:
    somebody(session)
    erase_one(session)
    session.commit()
    run = app.test_cli_runner().invoke
    assert REASON in run(args=["erasures", "list"]).output
    said = run(args=["erasures", "reapply"]).output
    assert "erased again 0, stood already 0" in said, "the book was empty and has the line now"
    assert "stood already 1" in run(args=["erasures", "reapply"]).output


def test_a_trainer_from_outside_is_erased_everywhere_and_again(session, config, database) -> None:
    """Nobody's employee: the audit log knows of it by number, the book keeps a hash of the name."""
    erase_trainer(session)
    session.commit()
    trainer, course = session.scalars(select(Trainer)).one(), session.scalars(select(Course)).one()
    assert (trainer.name, trainer.expertise, trainer.is_active) == (ERASED_NAME, "", False)
    assert course.summary == f"Bersama {ERASED_NAME} dan para petugas loket."
    erasure_book.write_down(database.engine, config)
    assert "Tjokro" not in erasure_book.file_of(config).read_text()
    trainer.name, course.summary = "Prof. Tjokro Aminoto", "Dengan Tjokro Aminoto."
    session.commit()
    for again, standing in ((1, 0), (0, 1)):
        outcome = erasure_book.erase_all_again(database.engine, config, ERASURE)
        assert (outcome.again, outcome.standing, outcome.unmatched) == (again, standing, 0)
    session.expire_all()
    assert (trainer.name, course.summary) == (ERASED_NAME, f"Dengan {ERASED_NAME}.")
