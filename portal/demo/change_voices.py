"""What people said in the four agencies: concerns, proposals and votes, ideas and likes."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from random import Random
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from portal.demo import bulk
from portal.demo.change_texts import Text, moment, who
from portal.demo.world import Person, World
from portal.domain.base import Base
from portal.domain.change.concerns.models import Concern, ConcernState, FaqEntry, Topic
from portal.domain.change.ideas.models import Idea, IdeaLike, IdeaState, IdeaStep
from portal.domain.change.planning.models import (
    Choice,
    Draft,
    DraftKind,
    DraftVote,
    Proposal,
    ProposalSupport,
    Verdict,
)
from portal.domain.pages import batched

MOST_VOICES = 200


def load(session: Session, world: World, dice: Random, texts: Text, campaigns: list[int]) -> None:
    for place, campaign in enumerate(texts["campaigns"]):
        _faq(session, world, campaign, campaigns[place])
    answering = who(world, texts["campaigns"][0]["owner"])
    for text in texts["concerns"]:
        _concern(session, world, dice, text, campaigns, answering)
    for text in texts["drafts"]:
        _draft(session, world, dice, text, campaigns)
    for text in texts["ideas"]:
        _idea(session, world, dice, text, answering)


def add_pairs(session: Session, model: type[Base], rows: list[dict[str, Any]]) -> None:
    """Rows of tables that have no number of their own."""
    for some in batched(rows):
        session.execute(insert(model), list(some))


def _faq(session: Session, world: World, campaign: Text, campaign_id: int) -> None:
    rows = [
        {
            "unit_id": world.units[campaign["unit"]].id,
            "campaign_id": campaign_id,
            "topic": Topic(one["topic"]),
            "question": one["question"],
            "answer": one["answer"],
            "by_id": who(world, campaign["owner"]).id,
            "published_on": world.today - timedelta(days=one["day"]),
            "withdrawn_on": None,
        }
        for one in campaign["faq"]
    ]
    bulk.add(session, FaqEntry, rows)


def _concern(
    session: Session, world: World, dice: Random, text: Text, campaigns: list[int], answering: Person
) -> None:
    answer, answered_on = text.get("answer") or text.get("aside", ""), None
    state = ConcernState.WAITING
    if answer:
        state = ConcernState.ANSWERED if "answer" in text else ConcernState.SET_ASIDE
        answered_on = world.today - timedelta(days=max(0, text["day"] - 4))
    row = {
        "id": dice.randrange(1, 2**53),
        "unit_id": world.units[text["unit"]].id,
        "campaign_id": campaigns[text["campaign"]] if "campaign" in text else None,
        "topic": Topic(text["topic"]),
        "words": text["words"],
        "said_on": world.today - timedelta(days=text["day"]),
        "receipt_hash": sha256(f"{dice.random()}".encode()).hexdigest(),
        "state": state,
        "answer": answer,
        "answered_by": answering.id if answer else None,
        "answered_on": answered_on,
        "told_on": world.today - timedelta(days=max(0, text["day"] - 1)),
        "faq_id": None,
    }
    if "publish" in text:
        [row["faq_id"]] = bulk.add(
            session,
            FaqEntry,
            [
                {
                    **{name: row[name] for name in ("unit_id", "campaign_id", "topic", "answer")},
                    "question": text["publish"],
                    "by_id": answering.id,
                    "published_on": answered_on,
                    "withdrawn_on": None,
                }
            ],
        )
    bulk.add(session, Concern, [row])


def _draft(session: Session, world: World, dice: Random, text: Text, campaigns: list[int]) -> None:
    owner, people = who(world, text["owner"]), world.under(text["unit"])
    decided = text.get("decided")
    [draft_id] = bulk.add(
        session,
        Draft,
        [
            {
                "unit_id": world.units[text["unit"]].id,
                "campaign_id": campaigns[text["campaign"]] if "campaign" in text else None,
                "owner_id": owner.id,
                "kind": DraftKind(text["kind"]),
                "title": text["title"],
                "text": text["text"].strip(),
                "why": text["why"],
                "closes_on": world.today - timedelta(days=text["closes"]),
                "answer_by": world.today - timedelta(days=text["answer_by"]),
                "opened_at": moment(world, text["opened"]),
                "told_at": moment(world, text["opened"], 20),
                "reminded_at": moment(world, max(0, text["answer_by"] + 3)) if text["closes"] > 0 else None,
                "decided_at": moment(world, decided) if decided else None,
                "outcome": text.get("outcome", ""),
            }
        ],
    )
    colleagues = [one for one in people if one.email != "pegawai@demo.test" and one.id != owner.id]
    voting = dice.sample(colleagues, min(MOST_VOICES, len(colleagues) * 3 // 5))
    votes = [
        {"draft_id": draft_id, "employee_id": one.id, "choice": dice.choices(list(Choice), text["votes"])[0]}
        for one in voting
    ]
    add_pairs(session, DraftVote, votes)
    for proposal in text["proposals"]:
        _proposal(session, world, dice, draft_id, proposal, owner, voting, decided)


def _proposal(
    session: Session,
    world: World,
    dice: Random,
    draft_id: int,
    text: Text,
    owner: Person,
    voting: list[Person],
    decided: int | None,
) -> None:
    author = who(world, text["by"], 1)
    verdict = Verdict(text["verdict"]) if "verdict" in text else None
    is_accepted = bool(decided) and verdict in (Verdict.ACCEPTED, Verdict.PARTLY)
    [proposal_id] = bulk.add(
        session,
        Proposal,
        [
            {
                "draft_id": draft_id,
                "author_id": author.id,
                "words": text["words"],
                "said_at": moment(world, text["day"], 130),
                "verdict": verdict,
                "because": text.get("because", ""),
                "answered_by": owner.id if verdict else None,
                "answered_at": moment(world, max(0, text["day"] - 15)) if verdict else None,
                "accepted_on": world.today - timedelta(days=decided) if is_accepted and decided else None,
            }
        ],
    )
    pairs = [
        {"proposal_id": proposal_id, "employee_id": one.id}
        for one in voting
        if one.id != author.id and dice.random() < text["support"]
    ]
    add_pairs(session, ProposalSupport, pairs)


def _idea(session: Session, world: World, dice: Random, text: Text, deciding: Person) -> None:
    author = who(world, text["by"], 1)
    state = IdeaState(text["state"])
    adopted = next((day for step, day, _words in text["moves"] if step == "adopted"), None)
    [idea_id] = bulk.add(
        session,
        Idea,
        [
            {
                "author_id": author.id,
                "unit_id": author.unit_id,
                **{name: text[name] for name in ("title", "problem", "solution", "benefit")},
                "state": state,
                "submitted_at": moment(world, text["day"], 45),
                "adopted_on": world.today - timedelta(days=adopted) if adopted else None,
                "effect": text.get("effect", ""),
            }
        ],
    )
    steps = [
        {
            "idea_id": idea_id,
            "state": IdeaState(step),
            "words": words,
            "by_id": deciding.id,
            "at": moment(world, day, 90),
        }
        for step, day, words in text["moves"]
    ]
    bulk.add(session, IdeaStep, steps)
    near = [one for one in world.people if one.agency_id == author.agency_id and one.id != author.id]
    liking = [one for one in near[:MOST_VOICES] if dice.random() < text["likes"]]
    add_pairs(session, IdeaLike, [{"idea_id": idea_id, "employee_id": one.id} for one in liking])
