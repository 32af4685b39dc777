"""A year of changes in four agencies: campaigns, who has read them, and how readiness rose."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from random import Random
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.demo import bulk, change_voices
from portal.demo.change_texts import Text, moment, texts_of, who
from portal.demo.world import Person, UnitInfo, World
from portal.domain.change.campaigns.models import (
    Campaign,
    CampaignMaterial,
    CampaignRead,
    CampaignState,
    CampaignStep,
    ChangeAgent,
    StepKind,
)
from portal.domain.change.pulses.groups import LEAST, may_be_shown, parts_of
from portal.domain.change.pulses.models import (
    HIGHEST,
    Pulse,
    PulseAnswer,
    PulseGroup,
    PulseMoment,
    PulseParticipation,
    PulseState,
    Readiness,
)
from portal.domain.learning.modules.models import Module

READERS_OF_A_DAY = 25


def load(session: Session, world: World) -> None:
    """Its own dice: what other features load stays the same."""
    dice = Random(f"change {world.today}")
    for agency in world.agencies:
        texts = texts_of(agency)
        campaigns = [_campaign(session, world, dice, text) for text in texts["campaigns"]]
        change_voices.load(session, world, dice, texts, campaigns)


def _campaign(session: Session, world: World, dice: Random, text: Text) -> int:
    unit, owner = world.units[text["unit"]], who(world, text["owner"])
    is_over = text["ends"] > 0
    [campaign_id] = bulk.add(
        session,
        Campaign,
        [
            {
                "unit_id": unit.id,
                "owner_id": owner.id,
                "state": CampaignState.CLOSED if is_over else CampaignState.LIVE,
                **{name: text[name].strip() for name in ("title", "summary", "story", "for_me", "result")},
                "for_citizens": text["for_citizens"].strip(),
                "starts_on": world.today - timedelta(days=text["starts"]),
                "ends_on": world.today - timedelta(days=text["ends"]),
                "made_at": moment(world, text["starts"] + 12),
                "published_at": moment(world, text["starts"], -60),
                "told_at": moment(world, text["starts"], -40),
                "closed_at": moment(world, text["ends"]) if is_over else None,
            }
        ],
    )
    _parts(session, world, campaign_id, text)
    people = world.under(text["unit"])
    _reads(session, world, dice, campaign_id, text, people)
    for pulse in text["pulses"]:
        _pulse(session, world, dice, campaign_id, unit, people, pulse)
    return campaign_id


def _parts(session: Session, world: World, campaign_id: int, text: Text) -> None:
    steps = [
        {
            "campaign_id": campaign_id,
            "kind": StepKind(step["kind"]),
            "on_day": world.today - timedelta(days=step["day"]),
            "title": step["title"],
            **{name: step.get(name, "") for name in ("hours", "place", "words", "outcome")},
        }
        for step in text["steps"]
    ]
    bulk.add(session, CampaignStep, steps)
    modules = {code: id_ for code, id_ in session.execute(select(Module.code, Module.id))}
    materials = [
        {
            "campaign_id": campaign_id,
            "file_id": None,
            "title": one["title"],
            "link": f"/learning/modules/{modules[one['module']]}" if "module" in one else one["link"],
        }
        for one in text["materials"]
    ]
    bulk.add(session, CampaignMaterial, materials)
    agents = [
        {"campaign_id": campaign_id, "employee_id": who(world, address, 1).id, "words": words}
        for address, words in text["agents"]
    ]
    bulk.add(session, ChangeAgent, agents)


def _reads(
    session: Session, world: World, dice: Random, campaign_id: int, text: Text, people: list[Person]
) -> None:
    """Most within the first weeks."""
    rows = [
        {
            "campaign_id": campaign_id,
            "employee_id": person.id,
            "read_on": world.today
            - timedelta(days=max(0, text["starts"] - dice.randrange(READERS_OF_A_DAY))),
        }
        for person in people
        if dice.random() < text["readers"] and person.email != "pegawai@demo.test"
    ]
    change_voices.add_pairs(session, CampaignRead, rows)


def _pulse(
    session: Session,
    world: World,
    dice: Random,
    campaign_id: int,
    unit: UnitInfo,
    people: list[Person],
    text: Text,
) -> None:
    is_open = text["closes"] <= 0
    answering = [one for one in people if dice.random() < text["share"] and one.email != "pegawai@demo.test"]
    [pulse_id] = bulk.add(
        session,
        Pulse,
        [
            {
                "campaign_id": campaign_id,
                "moment": PulseMoment(text["moment"]),
                "opens_on": world.today - timedelta(days=text["opens"]),
                "closes_on": world.today - timedelta(days=text["closes"]),
                "state": PulseState.OPEN if is_open else PulseState.CLOSED,
                "people": len(people),
                "answers": 0 if is_open else len(answering),
                "reminded_at": None if is_open else moment(world, text["closes"] + 3),
            }
        ],
    )
    groups = _groups(session, world, pulse_id, unit, people)
    part_of = _parts_of_people(world, unit, answering, groups)
    counted = Counter(groups[part_of[one.id]] for one in answering)
    shown = frozenset(counted) if is_open else may_be_shown(counted, LEAST)
    levels = {world.units[address].id: given for address, given in text["parts"].items()}
    rows = []
    for person in answering:
        part = part_of[person.id]
        means: list[float] = levels.get(part) or text["levels"]
        rows.append(
            {
                "id": dice.randrange(1, 2**53),
                "pulse_id": pulse_id,
                "group_id": groups[part] if groups[part] in shown else None,
                **{one.value: _score(dice, mean) for one, mean in zip(Readiness, means, strict=True)},
            }
        )
    bulk.add(session, PulseAnswer, rows)
    if is_open:
        pairs = [{"pulse_id": pulse_id, "employee_id": one.id} for one in answering]
        change_voices.add_pairs(session, PulseParticipation, pairs)


def _groups(
    session: Session, world: World, pulse_id: int, root: UnitInfo, people: list[Person]
) -> dict[int, int]:
    """The parts by the rule of the portal itself: unit → group; the root stands for all others."""
    below = [unit for unit in world.units.values() if unit.parent_id == root.id]
    sizes = Counter(_below(below, person) for person in people)
    others = sizes.pop(0, 0)
    apart = sorted(parts_of(sizes, others))
    rest = len(people) - sum(sizes[one] for one in apart)
    rows: list[dict[str, Any]] = [
        {"pulse_id": pulse_id, "unit_id": one, "is_rest": False, "people": sizes[one]} for one in apart
    ]
    if rest:
        rows.append({"pulse_id": pulse_id, "unit_id": root.id, "is_rest": True, "people": rest})
    ids = bulk.add(session, PulseGroup, rows)
    return {row["unit_id"]: group_id for row, group_id in zip(rows, ids, strict=True)}


def _below(below: list[UnitInfo], person: Person) -> int:
    return next((unit.id for unit in below if unit.key <= person.unit_key <= unit.end), 0)


def _parts_of_people(
    world: World, root: UnitInfo, people: list[Person], groups: dict[int, int]
) -> dict[int, int]:
    """By person: the unit whose part they are counted in."""
    below = [unit for unit in world.units.values() if unit.parent_id == root.id and unit.id in groups]
    return {person.id: _below(below, person) or root.id for person in people}


def _score(dice: Random, level: float) -> int:
    return max(1, min(HIGHEST, round(dice.gauss(level, 0.75))))
