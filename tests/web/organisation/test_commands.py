"""The command line runs the same actions as the pages."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from portal.domain.audit.actions import record
from portal.domain.organisation.models import Employee
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


def test_the_audit_log_is_whole_until_somebody_changes_it(app: Flask, browser: Browser) -> None:
    with browser.database() as session:
        for number in range(3):
            record(session, "unit.add", by=None, subject_type="org_unit", subject_id=number, at=NOW)
    assert run(app, "audit", "verify").exit_code == 0
    with browser.database() as session:
        is_sqlite = session.get_bind().dialect.name == "sqlite"
        open_, shut = (
            ("DROP TRIGGER audit_entry_refuses_update", "SELECT 1")
            if is_sqlite
            else (f"ALTER TABLE audit_entry {able} TRIGGER USER" for able in ("DISABLE", "ENABLE"))
        )
        session.execute(text(open_))
        session.execute(text("UPDATE audit_entry SET verb = 'role.give' WHERE id = 2"))
        session.execute(text(shut))
    result = run(app, "audit", "verify")
    assert result.exit_code == 1
    assert "entry 2" in result.output
