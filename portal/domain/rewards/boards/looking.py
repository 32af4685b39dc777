"""One board of a chosen period as a page shows it, whatever it is read from, with arrows against the period before."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.orm import Session

from portal.domain.errors import NotFound
from portal.domain.organisation.models import Exposure
from portal.domain.organisation.paths import ancestors_of, end_of
from portal.domain.organisation.viewers import Viewer
from portal.domain.rewards.boards.choices import BoardPeriod, Sort
from portal.domain.rewards.boards.pages import EACH_SIDE, TOP, Board, Reach, board_for, reach_for, spans_of
from portal.domain.rewards.boards.standings import (
    Span,
    former_ranks,
    frozen_rows,
    season_rows,
    top_and_around,
    with_trends,
)
from portal.domain.rewards.boards.units import (
    UnitBoard,
    UnitRow,
    compare,
    frozen_units,
    live_units,
    ranks,
    season_units,
)
from portal.domain.rewards.periods import key_of

FEWEST_SHOWN = 3


def people_board(
    session: Session, viewer: Viewer, reach: Reach, chosen: BoardPeriod, unit_name: str
) -> Board:
    """The top, and the viewer among neighbours, on the board of the chosen period."""
    reach = reach_for(viewer, reach)
    if chosen.sort in (Sort.RUNNING, Sort.CLOSING):
        board = board_for(session, viewer, reach, chosen.key, unit_name)
        lacks_arrows = reach is Reach.PARENT
    else:
        board = _ranked_board(session, viewer, reach, chosen, unit_name)
        lacks_arrows = chosen.season is None
    return without_bottom(_with_arrows(session, viewer, board, chosen, reach) if lacks_arrows else board)


def _ranked_board(
    session: Session, viewer: Viewer, reach: Reach, chosen: BoardPeriod, unit_name: str
) -> Board:
    if viewer.employee_id is None or viewer.agency_id is None:
        raise NotFound
    span = _span(viewer, reach)
    if chosen.season is not None:
        rows = season_rows(viewer.agency_id, chosen.key, chosen.season.rule_ids, span)
    else:
        rows = frozen_rows(viewer.agency_id, chosen.key, chosen.edition, span)
    best, around = top_and_around(session, rows, viewer.employee_id, TOP, EACH_SIDE)
    return Board(
        unit_name=unit_name,
        top=best,
        around=around,
        own=next((one for one in (*best, *around) if one.employee_id == viewer.employee_id), None),
        employee_id=viewer.employee_id,
        is_hidden=not viewer.is_on_boards,
    )


def _span(viewer: Viewer, reach: Reach) -> Span | None:
    """None for the whole agency."""
    spans = spans_of(viewer)
    return None if spans[reach] == spans.get(Reach.AGENCY) else spans[reach]


def without_bottom(board: Board) -> Board:
    """A top ten of eight people would name the last: of a short board only the upper half is shown, and neighbours."""
    everybody = board.top
    shown = max(FEWEST_SHOWN, (len(everybody) + 1) // 2)
    if len(everybody) >= TOP or shown >= len(everybody):
        return board
    own = next((n for n, place in enumerate(everybody) if place.employee_id == board.employee_id), None)
    near = [] if own is None else everybody[max(shown, own - EACH_SIDE) : own + EACH_SIDE + 1]
    return replace(board, top=everybody[:shown], around=near, is_short=True)


def _with_arrows(session: Session, viewer: Viewer, board: Board, chosen: BoardPeriod, reach: Reach) -> Board:
    ids = [place.employee_id for place in (*board.top, *board.around)]
    former = former_ranks(
        session, viewer.agency_id or 0, key_of(chosen.period.previous), _span(viewer, reach), ids
    )
    top, around = with_trends(board.top, former), with_trends(board.around, former)
    own = next((one for one in (*top, *around) if one.employee_id == board.employee_id), None)
    return replace(board, top=top, around=around, own=own)


def units_board(
    session: Session, viewer: Viewer, chosen: BoardPeriod, exposure: Exposure | None = None
) -> UnitBoard:
    """The units of the viewer's agency, like compared with like."""
    if viewer.unit_key is None or viewer.agency_id is None:
        raise NotFound
    rows = _unit_rows(session, viewer.agency_id, viewer.unit_key, chosen)
    before: list[UnitRow] = []
    if chosen.season is None:
        before = frozen_units(session, viewer.agency_id, key_of(chosen.period.previous), None)
    return compare(rows, exposure, viewer.unit_key, ranks(before, exposure))


def _unit_rows(session: Session, agency_id: int, unit_key: int, chosen: BoardPeriod) -> list[UnitRow]:
    low = ancestors_of(unit_key)[0]
    if chosen.season is not None:
        return season_units(session, low, end_of(low, 1), chosen.key, chosen.season.rule_ids)
    if chosen.sort is Sort.FROZEN:
        return frozen_units(session, agency_id, chosen.key, chosen.edition)
    return live_units(session, low, end_of(low, 1), chosen.key)
