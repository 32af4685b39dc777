"""The command line runs the same actions as the pages."""

import stat
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.audit_anchor import drop_anchor, file_of
from portal.config import Config
from portal.domain.audit.actions import record
from portal.domain.organisation.models import Employee
from portal.extensions import db
from tests import factories
from tests.browser import Browser
from tests.factories import NOW
from tests.factories_organisation import NIP
from tests.sheets import csv, line


@pytest.fixture
def file(browser: Browser, tmp_path: Path) -> Path:
    with browser.database() as session:
        factories.unit(session).code = "U1"
    path = tmp_path / "pegawai.csv"
    path.write_text(csv(line()))
    return path


def run(app: Flask, *arguments: str):
    return app.test_cli_runner().invoke(args=list(arguments))


def people(browser: Browser) -> int:
    with browser.database() as session:
        return session.query(Employee).filter_by(nip=NIP).count()


def test_a_dry_run_only_tells(app: Flask, browser: Browser, file: Path) -> None:
    result = run(app, "organisation", "import", str(file), "--dry-run")
    assert result.exit_code == 0, result.output
    assert "new: 1" in result.output
    assert people(browser) == 0


def test_an_import_from_the_command_line(app: Flask, browser: Browser, file: Path) -> None:
    assert run(app, "organisation", "import", str(file)).exit_code == 0
    assert people(browser) == 1
    assert "unchanged: 1" in run(app, "organisation", "import", str(file)).output


def test_errors_are_listed_with_row_and_column_and_nothing_is_written(
    app: Flask, browser: Browser, file: Path
) -> None:
    file.write_text(csv(line(), line("198613262015051001")))
    result = run(app, "organisation", "import", str(file))
    assert result.exit_code == 1
    assert "row 3, NIP: " in result.output
    assert people(browser) == 0
    file.write_bytes(b"\0")
    assert run(app, "organisation", "import", str(file)).exit_code == 1


def disarm(session: Session, act: str) -> None:
    """As whoever holds the database might: without the trigger that refuses the act."""
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    drop = f"DROP TRIGGER audit_entry_refuses_{act}"
    session.execute(text(drop if is_sqlite else "ALTER TABLE audit_entry DISABLE TRIGGER USER"))


def rearm(session: Session) -> None:
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("ALTER TABLE audit_entry ENABLE TRIGGER USER"))


def test_the_audit_log_is_whole_until_somebody_changes_it(app: Flask, browser: Browser) -> None:
    with browser.database() as session:
        for number in range(3):
            record(session, "unit.add", by=None, subject_type="org_unit", subject_id=number, at=NOW)
    assert run(app, "audit", "verify").exit_code == 0
    with browser.database() as session:
        disarm(session, "update")
        session.execute(text("UPDATE audit_entry SET verb = 'role.give' WHERE id = 2"))
        rearm(session)
    result = run(app, "audit", "verify")
    assert result.exit_code == 1
    assert "entry 2" in result.output


def test_what_was_cut_off_the_end_of_the_log_is_missed(app: Flask, browser: Browser, config: Config) -> None:
    """The chain alone cannot see it: what is left is whole."""
    with browser.database() as session:
        for number in range(3):
            record(session, "unit.add", by=None, subject_type="org_unit", subject_id=number, at=NOW)
    with app.app_context():
        for _ in range(2):
            drop_anchor(db.engine, config)
    anchors = file_of(config)
    assert len(anchors.read_text().splitlines()) == 1
    assert stat.S_IMODE(anchors.stat().st_mode) == 0o600
    assert run(app, "audit", "verify").exit_code == 0
    with browser.database() as session:
        disarm(session, "delete")
        session.execute(text("DELETE FROM audit_entry WHERE id = 3"))
        rearm(session)
    result = run(app, "audit", "verify")
    assert result.exit_code == 1
    assert "Entry 3" in result.output
