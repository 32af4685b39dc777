"""What of honours goes with a person. The ledger stays as it is: it holds numbers, and sums must remain provable."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Select, or_, select

from portal.domain.erasing import Declaration, Emptied, Kept, Person, RowsGone, Scrubbed
from portal.domain.rewards.badges.models import Badge, FormerBadge, Level
from portal.domain.rewards.catalogue.models import CatalogueItem, Redemption
from portal.domain.rewards.closings.models import PeriodReopening
from portal.domain.rewards.credentials.models import Credential, IssuerKey
from portal.domain.rewards.facts.models import StoredFact, StoredMetric
from portal.domain.rewards.flags.models import Flag, FlagAnswer, FlagDecision
from portal.domain.rewards.incidents.models import Incident
from portal.domain.rewards.ledger.checks import RewardCheck
from portal.domain.rewards.ledger.models import Award
from portal.domain.rewards.manual.models import ManualAward, Objection
from portal.domain.rewards.recognition.models import Announcement, Congratulation, CongratulationReport
from portal.domain.rewards.rules.models import Rule, RuleVersion
from portal.domain.scrubbing import ERASED_NAME
from portal.domain.words import n_

MENTIONS = n_("The name in reasons, previews of rules and announcements")


def _awards(person: Person) -> Select[int]:
    return select(Award.id).where(Award.employee_id == person.employee_id)


def _objections(person: Person) -> ColumnElement[bool]:
    own = select(ManualAward.id).where(ManualAward.employee_id == person.employee_id)
    return Objection.manual_award_id.in_(own)


def _congratulations(person: Person) -> ColumnElement[bool]:
    return or_(
        Congratulation.author_id == person.employee_id, Congratulation.subject_id == person.employee_id
    )


ERASING = Declaration(
    erasers=(
        Emptied(
            what=n_("Links to badges that were shared"),
            whose=lambda person: Credential.award_id.in_(_awards(person)),
            values={Credential.share_token: None, Credential.shared_at: None},
        ),
        RowsGone(
            what=n_("Congratulations, written and received, and reports about them"),
            table=Congratulation,
            whose=_congratulations,
        ),
        Emptied(
            what=n_("Congratulations, written and received, and reports about them"),
            whose=lambda person: CongratulationReport.reporter_id == person.employee_id,
            values={CongratulationReport.reason: ""},
        ),
        Emptied(what=n_("Objections and answers about points"), whose=_objections, values={Objection.words: ""}),
        RowsGone(
            what=n_("Objections and answers about points"),
            table=FlagAnswer,
            whose=lambda person: FlagAnswer.employee_id == person.employee_id,
        ),
        Emptied(
            what=n_("Reasons at requests from the catalogue"),
            whose=lambda person: Redemption.employee_id == person.employee_id,
            values={Redemption.reason: None},
        ),
        Emptied(
            what=n_("The name under announcements"),
            whose=lambda person: Announcement.author_id == person.account_id,
            values={Announcement.author_name: ERASED_NAME},
        ),
        Scrubbed(what=MENTIONS, columns=(Announcement.title, Announcement.words)),
        Scrubbed(what=MENTIONS, columns=(RuleVersion.report, RuleVersion.returned_because)),
        Scrubbed(
            what=MENTIONS,
            columns=(ManualAward.reason, ManualAward.note),
            whose=lambda person: ManualAward.employee_id == person.employee_id,
        ),
        Scrubbed(what=MENTIONS, columns=(Objection.answer,), whose=_objections),
        Scrubbed(
            what=MENTIONS,
            columns=(Award.reason,),
            whose=lambda person: Award.employee_id == person.employee_id,
        ),
    ),
    kept=(
        Kept(
            what=n_("Points, badges and places on boards as numbers, without a name"),
            why=n_("The sums of units, budgets and lists for the treasurer must stay provable; the ledger only grows."),
            of=(Award.evidence, StoredFact, Credential.code, Redemption.code),
        ),
        Kept(
            what=n_("Decisions of officials about points and periods, with their reasons"),
            why=n_("They are acts of office, written once; points and figures rest on them."),
            of=(FlagDecision, Flag, PeriodReopening),
        ),
        Kept(
            why="Rules, badges, the catalogue, metrics and keys",
            of=(
                Rule, RuleVersion.tree, RuleVersion.fingerprint, RuleVersion.scope, RuleVersion.nomination_call,
                Badge, FormerBadge, Level, CatalogueItem, StoredMetric, IssuerKey,
            ),
        ),
        Kept(why="Numbers of sums that disagreed", of=(Incident, RewardCheck)),
    ),
)  # fmt: skip
