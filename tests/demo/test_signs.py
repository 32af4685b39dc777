"""The demo's signs of gaming are found by the real look, on whatever day it is loaded."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.demo import loader
from portal.domain.rewards.boards.models import PeriodState, RewardPeriod
from portal.domain.rewards.flags.models import Flag, FlagKind, FlagState
from portal.domain.rewards.ledger.verify import verify
from portal.domain.rewards.models import PeriodReopening
from portal.wiring import METRICS


@pytest.mark.slow
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("today", [date(2026, 11, 21), date(2027, 1, 3)])
def test_some_wait_one_was_in_order_and_one_was_not(session: Session, today) -> None:
    loader.load(session, today=today, employees=150)
    flags = session.scalars(select(Flag)).all()
    assert 3 <= len(flags) <= 6
    assert {flag.state for flag in flags} == set(FlagState)
    assert {FlagKind.QUICK, FlagKind.GENEROUS, FlagKind.BURST} <= {flag.kind for flag in flags}
    assert [len(flag.answers) for flag in flags if flag.state is FlagState.CONFIRMED] == [1]
    reopened = session.scalars(select(PeriodReopening)).one()
    row = session.get_one(RewardPeriod, reopened.period_id)
    assert (row.state, row.edition) == (PeriodState.CLOSED, 2)
    assert verify(session, METRICS) == []
