"""What tests of the organisation need besides the common factories."""

import io
from datetime import date

from PIL import Image
from sqlalchemy.orm import Session

from portal.domain import files
from portal.domain.files import StoredFile
from portal.domain.organisation.imports.models import ImportRun, ImportState
from portal.domain.organisation.models import Agency, Employee, Employment, OrgUnit, Role
from portal.domain.organisation.people.inputs import Details, Place
from portal.domain.organisation.viewers import EVERYWHERE, Grant, Viewer
from tests import factories

TODAY = date(2026, 11, 21)
NIP = "198609262015051001"
PPPK_NIP = "199608182022211001"


def hr_of(session: Session, unit: OrgUnit) -> Viewer:
    """An HR administrator of that unit's subtree, with an own account."""
    account = factories.account(session)
    factories.role(session, account, Role.HR_ADMIN, over=unit)
    return factories.viewer(session, account)


def administrator(session: Session) -> Viewer:
    account = factories.account(session)
    factories.role(session, account, Role.ADMIN)
    return factories.viewer(session, account)


def system() -> Viewer:
    """Somebody with every right and no account: what a command runs as."""
    return Viewer(account_id=0, name="", email="", grants=(Grant(Role.ADMIN, *EVERYWHERE),))


def details(**changes) -> Details:
    given = {"nip": NIP, "name": "Ratna Wulandari", "email": None, "grade": "III/a"}
    return Details(**{**given, "employment": Employment.PNS, **changes})


def place(unit: OrgUnit, evaluator: Employee | None = None, **changes) -> Place:
    given = {"position": "Penata Layanan Operasional", "starts_on": TODAY, "reason": "SK 800/12"}
    return Place(unit=unit, evaluator=evaluator, **{**given, **changes})


def import_run(session: Session, starter: int | None = None) -> ImportRun:
    """A checked file of which nothing is left on the disk."""
    file = StoredFile(
        path=f"x/{factories.account(session).id}", name="pegawai.csv", media_type="text/csv", size=1,
        sha256="0", uploaded_at=factories.NOW,
    )  # fmt: skip
    session.add(file)
    session.flush()
    run = ImportRun(
        file_id=file.id, started_by=starter, state=ImportState.CHECKED, created=1, changed=0, unchanged=0,
        problem_count=0, warning_count=0, problems=[], warnings=[], fingerprint="",
        changes=[[2, "create", "•" * 15 + "001", "Ratna", []]], checked_at=factories.NOW,
    )  # fmt: skip
    session.add(run)
    session.flush()
    return run


def png(width: int = 40, height: int = 20, colour: str = "red") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(out, "PNG")
    return out.getvalue()


def agency_with_logo(session: Session) -> Agency:
    made = factories.agency(session)
    prepared = files.prepare(session.info["uploads"], "logo.png", png(), pictures_only=True)
    made.logo_id = files.keep(session, prepared, by=None, at=factories.NOW).id
    session.flush()
    return made
