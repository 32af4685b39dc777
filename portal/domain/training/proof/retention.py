"""How long the proof of a training is kept. Attendance and certificates stay; devices, answers and words go."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session

from portal.domain.files import StoredFile
from portal.domain.retention import Removal, Rule
from portal.domain.training.attendance.models import AttendanceDevice
from portal.domain.training.certificates.models import ExternalCertificate, ExternalState
from portal.domain.training.proof.models import BehaviourCheck, TakenTest
from portal.domain.words import n_

NO_PURPOSE = n_("No purpose left (UU 27/2022, article 43)")


@dataclass(frozen=True, slots=True, kw_only=True)
class OldExternals:
    """Refused or withdrawn ones with their files; what lies on the disk is then nobody's and goes the next night."""

    what: str = n_("Certificates from elsewhere that were refused or withdrawn, with their files")
    basis: str = NO_PURPOSE
    keeps: timedelta = timedelta(days=365)
    then: str = n_("Removed")

    def count(self, session: Session, *, at: datetime) -> int:
        return len(session.execute(self._over(at)).all())

    def carry_out(self, session: Session, *, at: datetime) -> int:
        rows = session.execute(self._over(at)).all()
        for external_id, file_id in rows:
            session.execute(delete(ExternalCertificate).where(ExternalCertificate.id == external_id))
            session.execute(delete(StoredFile).where(StoredFile.id == file_id))
        return len(rows)

    def _over(self, at: datetime) -> Select[int, int | None]:
        return select(ExternalCertificate.id, ExternalCertificate.file_id).where(
            ExternalCertificate.state.in_((ExternalState.REFUSED, ExternalState.WITHDRAWN)),
            ExternalCertificate.decided_at < at - self.keeps,
        )


RULES: tuple[Rule, ...] = (
    Removal(
        what=n_("Which device noted whom in a training, as keyed hashes"),
        basis=n_("Attendance that cannot be noted for others"),
        keeps=timedelta(days=90),
        table=AttendanceDevice,
        is_over=lambda before: AttendanceDevice.used_at < before,
    ),
    Removal(
        what=n_("Answers to the tests before and after a training"),
        basis=NO_PURPOSE,
        keeps=timedelta(days=1095),
        table=TakenTest,
        is_over=lambda before: TakenTest.taken_at < before,
    ),
    Removal(
        what=n_("Answers about what is applied at work after a training"),
        basis=NO_PURPOSE,
        keeps=timedelta(days=1095),
        table=BehaviourCheck,
        is_over=lambda before: BehaviourCheck.asked_at < before,
    ),
    OldExternals(),
)
