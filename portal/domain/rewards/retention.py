"""How long traces of evaluations are kept. Facts, awards and the ledger stay: they are the evidence of honours."""

from datetime import timedelta

from portal.domain.retention import Removal, Rule
from portal.domain.rewards.evaluation.models import EvaluationRun
from portal.domain.rewards.recognition.models import Announcement, Congratulation, WallPost
from portal.domain.words import n_

RULES: tuple[Rule, ...] = (
    Removal(
        what=n_("Records of evaluations that are done"),
        basis=n_("Finding the cause"),
        keeps=timedelta(days=365),
        table=EvaluationRun,
        is_over=lambda before: EvaluationRun.finished_at < before,
    ),
    Removal(
        what=n_("Congratulations, with what was reported about them"),
        basis=n_("Celebrating together; later nobody reads them"),
        keeps=timedelta(days=730),
        table=Congratulation,
        is_over=lambda before: Congratulation.written_at < before,
    ),
    Removal(
        what=n_("Honours announced on the wall; the award itself stays"),
        basis=n_("Celebrating together; later nobody reads them"),
        keeps=timedelta(days=1096),
        table=WallPost,
        is_over=lambda before: WallPost.granted_at < before,
    ),
    Removal(
        what=n_("Announcements of leaders and HR"),
        basis=n_("No purpose left (UU 27/2022, article 43)"),
        keeps=timedelta(days=730),
        table=Announcement,
        is_over=lambda before: Announcement.written_at < before,
    ),
)
