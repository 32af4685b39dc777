"""Changes: a campaign with a step, pulses, concerns, drafts, ideas."""

from datetime import date, timedelta
from secrets import randbelow

from sqlalchemy.orm import Session

from portal.domain.change.campaigns.models import Campaign, CampaignState, CampaignStep, StepKind
from portal.domain.change.concerns.models import Concern, FaqEntry, Topic
from portal.domain.change.ideas.models import Idea
from portal.domain.change.planning.models import Draft, DraftKind, Proposal
from portal.domain.change.pulses.models import Pulse, PulseMoment
from portal.domain.organisation.models import Employee, OrgUnit
from tests.factories import NOW, _added, employee, unit

TODAY = NOW.date()
STORY = "## Mengapa\n\nKarena **warga** menunggu."


def campaign(
    session: Session, where: OrgUnit | None = None, owner: Employee | None = None, **fields
) -> Campaign:
    """Out since a month; with one step."""
    where = where or unit(session)
    owner = owner or employee(session, unit_=where)
    is_draft = fields.get("state") is CampaignState.DRAFT
    made = _added(
        session,
        Campaign(
            **{
                "unit": where,
                "owner": owner,
                "state": CampaignState.LIVE,
                "title": "Loket tanpa antrean",
                "summary": "Warga memilih jam.",
                "story": STORY,
                "for_me": "Istirahat.",
                "for_citizens": "Tidak menunggu.",
                "starts_on": TODAY - timedelta(days=30),
                "ends_on": TODAY + timedelta(days=60),
                "made_at": NOW,
                "published_at": None if is_draft else NOW,
                "told_at": NOW,
                **fields,
            }
        ),
    )
    _added(
        session,
        CampaignStep(campaign_id=made.id, kind=StepKind.MEETING, on_day=TODAY, title="Duduk bersama"),
    )
    return made


def pulse(session: Session, of: Campaign, opens: date = TODAY, **fields) -> Pulse:
    """Planned; `open_` opens it."""
    return _added(
        session,
        Pulse(
            **{
                "campaign": of,
                "moment": PulseMoment.BEFORE,
                "opens_on": opens,
                "closes_on": opens + timedelta(days=10),
                **fields,
            }
        ),
    )


def concern(session: Session, where: OrgUnit, about: Campaign | None = None, **fields) -> Concern:
    return _added(
        session,
        Concern(
            **{
                "id": randbelow(2**53) + 1,
                "unit": where,
                "campaign": about,
                "topic": Topic.WORKLOAD,
                "words": "Kapan kami sempat mengisi semua ini?",
                "said_on": TODAY - timedelta(days=1),
                "receipt_hash": f"{randbelow(2**53)}",
                **fields,
            }
        ),
    )


def faq(session: Session, where: OrgUnit, **fields) -> FaqEntry:
    return _added(
        session,
        FaqEntry(
            **{
                "unit": where,
                "topic": Topic.WORKLOAD,
                "question": "Kapan kami sempat?",
                "answer": "Sebulan sekali.",
                "published_on": TODAY,
                **fields,
            }
        ),
    )


def draft(session: Session, where: OrgUnit, owner: Employee, **fields) -> Draft:
    return _added(
        session,
        Draft(
            **{
                "unit": where,
                "owner": owner,
                "kind": DraftKind.TARGET,
                "title": "Waktu tunggu 20 menit",
                "text": STORY,
                "why": "Apa yang tidak mungkin?",
                "closes_on": TODAY + timedelta(days=7),
                "answer_by": TODAY + timedelta(days=14),
                "opened_at": NOW,
                "told_at": NOW,
                **fields,
            }
        ),
    )


def proposal(session: Session, of: Draft, author: Employee, **fields) -> Proposal:
    made = Proposal(
        **{"draft": of, "author": author, "words": "Hitung per bidang.", "said_at": NOW, **fields}
    )
    return _added(session, made)


def idea(session: Session, author: Employee, **fields) -> Idea:
    return _added(
        session,
        Idea(
            **{
                "author": author,
                "unit_id": author.unit_id,
                "title": "Lembar bergambar",
                "problem": "Warga datang dua kali.",
                "solution": "Satu lembar dengan gambar.",
                "benefit": "Warga tidak bolak-balik.",
                "submitted_at": NOW,
                **fields,
            }
        ),
    )
