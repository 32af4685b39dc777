"""What the units of the demo do with their reviews: answer, improve, and contest one."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.demo import bulk
from portal.demo.public_reviews_answers import sentences
from portal.demo.world import World
from portal.domain.public_reviews.improvements.models import ImprovementAction, ImprovementState
from portal.domain.public_reviews.reviews.models import Contest, ContestState, Reply, Review

if TYPE_CHECKING:
    from portal.demo.public_reviews import Stall

SECOND = {"time": "fac", "proc": "time", "req": "time", "fac": "time", "compl": "time"}


def promise_and_reply(session: Session, world: World, stalls: list[Stall]) -> None:
    """The weak element was improved some months ago; the next one is under way; people were answered in public."""
    actions, replies = [], []
    for number, stall in enumerate(stalls):
        actions += _actions(world, stall, number)
        for place in range(2):
            topic, answer = (
                part.strip() for part in sentences()["reply"][(number + 2 * place) % 5].split("|")
            )
            replies.append(
                {
                    "service_id": stall.service_id,
                    "review_id": None,
                    "topic": topic,
                    "answer": answer,
                    "replied_by": None,
                    "replied_at": world.now - timedelta(days=9 + 11 * number % 60 + 30 * place),
                }
            )
    bulk.add(session, ImprovementAction, actions)
    bulk.add(session, Reply, replies)


def _actions(world: World, stall: Stall, number: int) -> list[dict[str, object]]:
    done_on = stall.lifted_on
    common = {"service_id": stall.service_id, "owner": f"Kepala {stall.unit.name}"}
    first = {
        **common,
        "element": stall.line.weak,
        "text": sentences()[stall.line.weak][0],
        "due_on": done_on,
        "state": ImprovementState.DONE,
        "result": "Selesai dilaksanakan; hasilnya dipantau setiap triwulan.",
        "created_at": world.now - timedelta(days=230),
        "settled_at": world.now - (world.today - done_on),
    }
    second = {
        **common,
        "element": SECOND[stall.line.weak],
        "text": sentences()[SECOND[stall.line.weak]][-1],
        "due_on": world.today + timedelta(days=25 + 6 * number % 40),
        "state": ImprovementState.UNDER_WAY if number % 3 else ImprovementState.PLANNED,
        "result": "",
        "created_at": world.now - timedelta(days=20),
        "settled_at": None,
    }
    return [first, second] if number % 4 else [first]


def contest_some(session: Session, world: World) -> None:
    """One officer contests a low review and waits for the decision."""
    low = session.execute(
        select(Review.id, Review.officer_id)
        .where(
            Review.officer_id.is_not(None), Review.time == 1, Review.day > world.today - timedelta(days=60)
        )
        .order_by(Review.id)
        .limit(2)
    ).all()
    rows = [
        {
            "review_id": review_id,
            "employee_id": officer_id,
            "reason": "Hari itu saya bertugas di loket lain; mohon diperiksa kembali.",
            "contested_at": world.now - timedelta(days=2),
            "state": ContestState.OPEN,
            "decision": "",
            "decided_by": None,
            "decided_at": None,
        }
        for review_id, officer_id in low
    ]
    if rows:
        bulk.add(session, Contest, rows)
