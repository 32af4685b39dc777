"""What of a person in the organisation goes with them. Unit and days stay: the figures of units count on them."""

from __future__ import annotations

from sqlalchemy import select

from portal.domain.erasing import Declaration, Emptied, FilesGone, Kept, RowsGone, Scrubbed
from portal.domain.organisation.erasure.models import Erasure
from portal.domain.organisation.imports.models import ImportRun
from portal.domain.organisation.models import (
    ERASED_NIP,
    Agency,
    Employee,
    OrgUnit,
    Placement,
    Position,
    RoleAssignment,
)
from portal.domain.scrubbing import ERASED_NAME
from portal.domain.words import n_

ERASING = Declaration(
    erasers=(
        Emptied(
            what=n_("Name, NIP, e-mail address, civil service grade and position"),
            whose=lambda person: Employee.id == person.employee_id,
            values={
                Employee.name: ERASED_NAME,
                Employee.nip: lambda person: f"{ERASED_NIP}{person.employee_id}",
                Employee.email: None,
                Employee.grade: "",
                Employee.position_id: None,
                Employee.is_on_boards: False,
                Employee.is_recognisable: False,
                Employee.is_quiet: True,
            },
        ),
        Emptied(
            what=n_("Positions and reasons in the history of workplaces"),
            whose=lambda person: Placement.employee_id == person.employee_id,
            values={Placement.reason: "", Placement.position_id: None},
        ),
        RowsGone(
            what=n_("Roles"),
            table=RoleAssignment,
            whose=lambda person: RoleAssignment.account_id == person.account_id,
        ),
        # A list holds many people's rows and nobody can cut one out of a spreadsheet; all of them have served.
        FilesGone(
            what=n_("Lists of people that HR uploaded"), files=lambda _person: select(ImportRun.file_id)
        ),
        Scrubbed(
            what=n_("The name in what was read from such lists"),
            columns=(ImportRun.problems, ImportRun.warnings, ImportRun.changes),
        ),
    ),
    kept=(
        Kept(
            what=n_("That the data were erased: when, by whom, why, with a sealed mark of the NIP"),
            why=n_("Proof, and so that a backup put back is erased again."),
            of=(Erasure,),
        ),
        Kept(why="Agencies, units and positions", of=(Agency, OrgUnit, Position)),
        Kept(why="A sum over a whole file", of=(ImportRun.fingerprint,)),
    ),
)
