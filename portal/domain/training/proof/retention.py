"""How long the proof of a training is kept. Attendance and certificates stay; devices, answers and words go."""

from datetime import timedelta

from portal.domain.retention import Removal, Rule
from portal.domain.training.attendance.models import AttendanceDevice
from portal.domain.training.certificates.models import ExternalCertificate, ExternalState
from portal.domain.training.proof.models import BehaviourCheck, TakenTest
from portal.domain.words import n_

NO_PURPOSE = n_("No purpose left (UU 27/2022, article 43)")

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
    Removal(
        what=n_("Certificates from elsewhere that were refused or withdrawn"),
        basis=NO_PURPOSE,
        keeps=timedelta(days=365),
        table=ExternalCertificate,
        is_over=lambda before: (
            ExternalCertificate.state.in_((ExternalState.REFUSED, ExternalState.WITHDRAWN))
            & (ExternalCertificate.decided_at < before)
        ),
    ),
)
