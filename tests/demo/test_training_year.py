"""A year of training in the demo data: nothing clashes, and every course could be chosen from what is said of it."""

from collections import Counter
from itertools import pairwise

import pytest
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from portal.demo import training
from portal.demo.world import build
from portal.domain.organisation.models import Agency
from portal.domain.training.courses.models import Course, CourseState
from portal.domain.training.sessions.models import Mode, SessionState, TrainingSession
from tests.factories_organisation import TODAY


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_year_of_training_holds_together(session):
    """G7, S5, S6, M10: the courses and trainers the five places name, held again and again in four agencies."""
    world = build(session, TODAY, 2026, 400)
    training.load(session, world)
    courses = session.scalars(select(Course).options(selectinload(Course.tags))).all()
    offered = [one for one in courses if one.state is CourseState.PUBLISHED]
    assert len(offered) >= 30
    assert all(one.tags and one.summary and one.outcomes and one.audience for one in offered)
    assert any("Manajemen waktu" in one.title for one in offered)
    held = session.scalars(
        select(TrainingSession).options(
            selectinload(TrainingSession.days), selectinload(TrainingSession.trainers)
        )
    ).all()
    assert 110 <= len(held) <= 220
    assert len({one.agency_id for one in held}) == session.query(Agency).count() == 4
    ahead = Counter(one.agency_id for one in held if one.is_ahead and one.ends_at > world.now)
    assert min(ahead.values()) >= 4
    taken = []
    for one in held:
        assert one.starts_at <= world.now or one.state is not SessionState.FINISHED
        for day in one.days:
            assert (one.mode is Mode.ONLINE) == (day.room_id is None)
            keys = [("trainer", trainer.id) for trainer in one.trainers] + [("room", day.room_id)]
            taken += [(*key, day.starts_at, day.ends_at) for key in keys if key[1]]
    for (*key, _start, end), (*other, start, _end) in pairwise(sorted(taken)):
        assert key != other or end <= start
    assert sum(one.is_ahead and one.ends_at <= world.now for one in held) == 1, "nobody has closed it yet"
    assert sum(one.days[0].starts_at.date() == world.now.date() for one in held) >= 1
