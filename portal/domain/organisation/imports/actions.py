"""Check a file, keep the result, and apply exactly that file once somebody has confirmed."""

import hashlib
import secrets
from datetime import date, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from portal.domain.audit.actions import record
from portal.domain.errors import NotAllowed, RuleBroken
from portal.domain.files import Prepared, keep
from portal.domain.organisation.imports import applying
from portal.domain.organisation.imports.known import known_to
from portal.domain.organisation.imports.models import ImportRun, ImportState
from portal.domain.organisation.imports.planning import plan
from portal.domain.organisation.imports.reading import Row, read
from portal.domain.organisation.imports.steps import Plan
from portal.domain.organisation.models import Role
from portal.domain.organisation.viewers import Viewer
from portal.domain.words import n_

CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def prepare(root: Path, name: str, content: bytes) -> Prepared:
    """Put a file that was read successfully on the disk, before the transaction begins."""
    path = f"{secrets.token_hex(1)}/{secrets.token_hex(16)}"
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_bytes(content)
    clean = Path(name.replace("\\", "/")).name[:120] or "file"
    media_type = XLSX if clean.lower().endswith(".xlsx") else CSV
    return Prepared(path, clean, media_type, len(content), hashlib.sha256(content).hexdigest())


def dry_run(session: Session, rows: list[Row], *, by: Viewer, today: date) -> Plan:
    """What the rows would do today. Writes nothing."""
    return plan(rows, known_to(session, by, rows), today=today)


def start(session: Session, prepared: Prepared, made: Plan, *, by: Viewer, at: datetime) -> ImportRun:
    """Keep the file and what its dry run found."""
    if not by.spans(Role.HR_ADMIN):
        raise NotAllowed
    stored = keep(session, prepared, by=by.account_id or None, at=at)
    run = ImportRun(file_id=stored.id, started_by=by.account_id or None)
    _tell(run, made, at)
    session.add(run)
    session.flush()
    record(
        session, "import.check", by=by.account_id or None, subject_type="import_run", subject_id=run.id, at=at,
        label=stored.name, created=run.created, changed=run.changed, problems=run.problem_count,
    )  # fmt: skip
    return run


def confirm(
    session: Session, run: ImportRun, rows: list[Row], *, by: Viewer, today: date, at: datetime
) -> bool:
    """Apply the checked file. False when the data changed since the check: look at the new result first."""
    if run.state is ImportState.APPLIED:
        raise RuleBroken(n_("This file was imported already."))
    made = dry_run(session, rows, by=by, today=today)
    if made.problems or made.fingerprint() != run.fingerprint:
        _tell(run, made, at)
        session.flush()
        return False
    applying.apply(session, made, reason=run.file.name, at=at)
    run.state, run.applied_at = ImportState.APPLIED, at
    session.flush()
    record(
        session, "import.apply", by=by.account_id or None, subject_type="import_run", subject_id=run.id, at=at,
        label=run.file.name, created=run.created, changed=run.changed,
    )  # fmt: skip
    return True


def rows_of(root: Path, run: ImportRun) -> list[Row]:
    """Read the kept file again; refuses when it is not the one that was checked."""
    path = root / run.file.path
    content = path.read_bytes() if path.exists() else b""
    if hashlib.sha256(content).hexdigest() != run.file.sha256:
        raise RuleBroken(n_("The kept file is gone. Upload it again."))
    return read(run.file.name, content)


def _tell(run: ImportRun, made: Plan, at: datetime) -> None:
    run.state = ImportState.FAULTY if made.problems else ImportState.CHECKED
    run.created, run.changed = len(made.of_kind("create")), len(made.of_kind("change"))
    run.unchanged = len(made.of_kind("same"))
    run.problem_count, run.warning_count = len(made.problems), len(made.warnings)
    run.problems, run.warnings, run.changes = made.problems, made.warnings, made.changes()
    run.fingerprint, run.checked_at, run.applied_at = made.fingerprint(), at, None
