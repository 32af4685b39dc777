"""Redeeming points: what is reserved, decided, picked up or given back; scores and boards never notice (G5, M12)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import DBAPIError

from portal.domain.audit.models import AuditEntry
from portal.domain.errors import NotAllowed, NotFound, RuleBroken
from portal.domain.notifications.models import Notification
from portal.domain.organisation.models import Role
from portal.domain.organisation.roles.queries import deciders_over
from portal.domain.rewards.catalogue import deciding, items, lapsing, redeeming
from portal.domain.rewards.catalogue.balance import balance_of
from portal.domain.rewards.catalogue.items import ItemInput
from portal.domain.rewards.catalogue.models import RedemptionBooking, RedemptionState
from portal.domain.rewards.evaluation.live import sweep
from portal.domain.rewards.ledger.models import Score
from portal.domain.rewards.ledger.verify import verify
from portal.domain.rewards.options.choosing import Options, choice_for, choose, options_of
from portal.domain.rewards.own import own_redemptions
from tests import factories
from tests import factories_recognition as given
from tests.domain.rewards.helpers import tell
from tests.factories import NOW
from tests.factories_recognition import TODAY
from tests.factories_rewards import IN_Q4, TARGET, fact, leaf, metrics, rule

State = RedemptionState
BOOK = ItemInput(
    name="Buku", words="", icon="book", points=40, stock=3, per_person=None, valid_from=None, valid_to=None
)


@pytest.fixture
def desk(session):
    """An agency with an item for 60 points, somebody with 100, and HR."""
    root = factories.unit(session)
    person = factories.employee(session, unit_=root)
    given.award(session, person, points=100)
    return given.item(session, root), factories.viewer(session, person), given.hr(session, root)


def ask(session, item, viewer):
    return redeeming.request_item(session, item, by=viewer, day=TODAY, at=NOW)


def left(session, viewer) -> int:
    return balance_of(session, viewer.employee_id, TODAY.year).left


def test_from_request_to_pick_up(session, desk):
    item, me, hr = desk
    made = ask(session, item, me)
    session.refresh(item)
    assert (made.state, left(session, me), item.stock) == (State.REQUESTED, 40, 4)
    told = session.scalars(select(Notification).where(Notification.account_id == hr.account_id)).one()
    assert told.link == f"/admin/rewards/requests/{made.id}"
    deciding.approve(session, made, by=hr, at=NOW)
    code = made.code
    assert code is not None
    assert len(code) == deciding.CODE_LENGTH
    spelled = f" {code[:3].lower()}-{code[3:].lower()} "
    found = deciding.request_with_code(session, hr, spelled)
    deciding.hand_over(session, found, by=hr, at=NOW)
    assert (made.state, made.code, left(session, me)) == (State.PICKED_UP, None, 40)
    with pytest.raises(RuleBroken):
        deciding.request_with_code(session, hr, code)
    links = session.scalars(select(Notification.link).where(Notification.account_id == me.account_id)).all()
    assert links == [f"/rewards/catalogue/requests/{made.id}"] * 2
    verbs = set(session.scalars(select(AuditEntry.verb)))
    assert {"redemption.approve", "redemption.hand_over"} <= verbs
    assert own_redemptions(session, me)[0]["state"] == "picked_up"


def test_redeeming_never_lowers_score_or_board(session):
    metrics(session)
    root = factories.unit(session)
    person = factories.employee(session, unit_=root)
    rule(session, leaf(TARGET), points=100)
    tell(session, fact(TARGET, person.id, day=IN_Q4))
    sweep(session, NOW)
    scores = select(Score.period_key, Score.points).order_by(Score.period_key)
    before = [tuple(row) for row in session.execute(scores)]
    assert before
    ask(session, given.item(session, root), factories.viewer(session, person))
    assert [tuple(row) for row in session.execute(scores)] == before
    assert verify(session) == []


@pytest.mark.parametrize("way", ["cancel", "cancel approved", "refuse", "withdraw"])
def test_what_comes_to_nothing_gives_everything_back(session, desk, way):
    item, me, hr = desk
    made = ask(session, item, me)
    if way in ("cancel approved", "withdraw"):
        deciding.approve(session, made, by=hr, at=NOW)
    if way.startswith("cancel"):
        redeeming.cancel(session, made, by=me, at=NOW)
    elif way == "refuse":
        deciding.refuse(session, made, "Sudah penuh.", by=hr, at=NOW)
    else:
        deciding.withdraw(session, made, "Rusak.", by=hr, at=NOW)
    session.refresh(item)
    assert (left(session, me), item.stock, made.code) == (100, 5, None)
    assert made.state in (State.CANCELLED, State.REFUSED)
    with pytest.raises(RuleBroken):
        redeeming.cancel(session, made, by=me, at=NOW)
    with pytest.raises(RuleBroken):
        deciding.approve(session, made, by=hr, at=NOW)
    assert session.scalar(select(func.sum(RedemptionBooking.points))) == 0


def test_what_nobody_fetches_goes_back_after_thirty_days(session, desk):
    item, me, hr = desk
    made = ask(session, item, me)
    deciding.approve(session, made, by=hr, at=NOW)
    assert lapsing.lapse(session, at=NOW + timedelta(days=30)) == 0
    assert lapsing.lapse(session, at=NOW + timedelta(days=30, seconds=1)) == 1
    session.refresh(item)
    assert (made.state, made.has_lapsed, made.code) == (State.CANCELLED, True, None)
    assert (left(session, me), item.stock) == (100, 5)
    told = session.scalars(select(Notification.message).where(Notification.account_id == me.account_id)).all()
    assert told[-1] == lapsing.LAPSED
    assert lapsing.lapse(session, at=NOW + timedelta(days=90)) == 0
    assert "redemption.lapse" in set(session.scalars(select(AuditEntry.verb)))


def test_the_book_of_redemptions_only_grows(session, desk):
    item, me, _hr = desk
    ask(session, item, me)
    session.commit()
    with pytest.raises(DBAPIError):
        session.execute(update(RedemptionBooking).values(points=-1))


def test_nobody_spends_more_than_they_have(session, desk):
    item, me, _hr = desk
    ask(session, item, me)
    with pytest.raises(RuleBroken) as refused:
        ask(session, item, me)
    assert refused.value.values == {"left": 40, "points": 60}


def test_points_count_in_the_year_they_were_booked(session, desk):
    _item, me, _hr = desk
    assert balance_of(session, me.employee_id, 2025).left == 0
    assert balance_of(session, me.employee_id, 2027).left == 0


def test_limits_of_an_item(session, desk):
    item, me, _hr = desk
    item.points, item.per_person = 10, 1
    ask(session, item, me)
    with pytest.raises(RuleBroken, match="as many"):
        ask(session, item, me)
    item.per_person, item.stock = None, 0
    session.flush()
    with pytest.raises(RuleBroken, match="last piece"):
        ask(session, item, me)
    item.stock, item.valid_to = 5, TODAY - timedelta(days=1)
    session.flush()
    with pytest.raises(RuleBroken, match="at present"):
        ask(session, item, me)
    item.valid_to, item.is_open = None, False
    session.flush()
    with pytest.raises(RuleBroken, match="at present"):
        ask(session, item, me)


def test_nobody_decides_about_their_own_request_or_about_strangers(session, desk):
    item, _me, hr = desk
    given.award(session, session.get_one(given.Employee, hr.employee_id), points=100)
    own = ask(session, item, hr)
    with pytest.raises(NotAllowed):
        deciding.approve(session, own, by=hr, at=NOW)
    elsewhere = given.hr(session, factories.unit(session))
    with pytest.raises(NotFound):
        deciding.request_for(session, elsewhere, own.id)
    assert deciding.requests_for(session, elsewhere, None).total == 0


def test_without_hr_administrators_are_told(session):
    root = factories.unit(session)
    person = factories.employee(session, unit_=root)
    given.award(session, person)
    admin = factories.account(session)
    factories.role(session, admin, Role.ADMIN)
    assert deciders_over(session, root.path_key, Role.HR_ADMIN, but=[person.account_id]) == [admin.id]


def test_points_taken_back_since_stop_the_approval(session, desk):
    item, me, hr = desk
    made = ask(session, item, me)
    person = session.get_one(given.Employee, me.employee_id)
    given.award(session, person, points=-80)
    with pytest.raises(RuleBroken):
        deciding.approve(session, made, by=hr, at=NOW)
    deciding.refuse(session, made, "Poin ditarik kembali.", by=hr, at=NOW)
    assert left(session, me) == 20


def test_only_the_person_cancels_and_reads_it(session, desk):
    item, me, hr = desk
    made = ask(session, item, me)
    with pytest.raises(NotAllowed):
        redeeming.cancel(session, made, by=hr, at=NOW)
    with pytest.raises(NotFound):
        redeeming.own_redemption(session, hr, made.id)


def test_an_agency_switches_the_catalogue_off(session, desk):
    item, me, hr = desk
    made = ask(session, item, me)
    choice = choice_for(session, hr, item.agency_id)
    choose(session, choice, Options(has_incentives=True, has_catalogue=False), by=hr, at=NOW)
    assert items.offers_for(session, me, TODAY) == []
    with pytest.raises(NotFound):
        items.offer_for(session, me, item.id)
    with pytest.raises(RuleBroken):
        ask(session, item, me)
    deciding.approve(session, made, by=hr, at=NOW)  # what was asked for is dealt with
    with pytest.raises(NotFound):
        choice_for(session, me, item.agency_id)


def test_where_rewards_are_off_all_of_it_is_off(session, desk):
    item, me, _hr = desk
    item.agency.has_rewards = False
    session.flush()
    assert options_of(session, me.agency_id) == Options(has_incentives=False, has_catalogue=False)
    assert items.offers_for(session, me, TODAY) == []


def test_hr_keeps_the_items_of_the_agency(session, desk):
    item, me, hr = desk
    with pytest.raises(NotAllowed):
        items.add_item(session, item.agency_id, BOOK, None, by=me, at=NOW)
    made = items.add_item(session, item.agency_id, BOOK, None, by=hr, at=NOW)
    assert [row.item.id for row in items.items_kept(session, hr)] == [made.id, item.id]
    for wrong in (
        {"icon": "skull"},
        {"valid_from": date(2026, 5, 2), "valid_to": date(2026, 5, 1)},
    ):
        with pytest.raises(RuleBroken):
            items.add_item(session, item.agency_id, replace(BOOK, **wrong), None, by=hr, at=NOW)
    items.set_open(session, made, False, by=hr, at=NOW)
    session.flush()
    assert [one.id for one in items.offers_for(session, me, TODAY)] == [item.id]


def test_pieces_asked_for_while_hr_types_stay_taken(session, desk):
    item, me, hr = desk
    seen = item.stock
    ask(session, item, me)
    typed = replace(BOOK, stock=seen + 10, points=60)
    items.change_item(session, item, typed, None, stock_seen=seen, by=hr, at=NOW)
    assert item.stock == seen + 9
    with pytest.raises(RuleBroken):
        items.change_item(session, item, replace(typed, stock=0), None, stock_seen=40, by=hr, at=NOW)
