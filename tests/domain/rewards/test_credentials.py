"""Certificates of badges: who may make one, what it freezes, how it ends, and how sharing dies (M12)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from portal.domain.codes import ALPHABET, new_code, read_code, spaced
from portal.domain.errors import NotAllowed, NotFound, RuleBroken
from portal.domain.notifications.models import Notification
from portal.domain.rewards.badges import lasting
from portal.domain.rewards.credentials import actions, queries, reminders
from portal.domain.rewards.credentials.models import Credential, CredentialState
from portal.domain.rewards.credentials.own import own_credentials
from portal.domain.rewards.credentials.status_list import SIZE
from portal.domain.rewards.profile import badges_among
from tests import factories, factories_credentials
from tests.factories import NOW

LATER = NOW + timedelta(days=1)


@pytest.fixture
def won(session):
    return factories_credentials.won(session)


def made(session, won, at=NOW):
    return actions.issue(session, won.award, by=won.me, at=at)


def test_a_code_has_more_than_128_random_bits_and_is_read_as_people_type_it():
    code = new_code()
    assert len(set(ALPHABET)) ** len(code) > 2**128
    assert len({new_code() for _ in range(1000)}) == 1000
    assert read_code(spaced(code).lower()) == code
    assert read_code(f" {code.replace('0', 'O').replace('1', 'l')} ") == code
    assert read_code("K" * 27) is None
    assert read_code("U" * 28) is None


def test_asking_twice_gives_the_same_certificate(session, won):
    first = made(session, won)
    assert made(session, won, LATER).id == first.id
    assert session.scalar(select(func.count(Credential.id))) == 1
    assert (first.granted_at, first.issued_at) == (won.award.changed_at, NOW)


def test_a_badge_that_has_run_out_is_no_longer_worn(session):
    won = factories_credentials.won(session, lasts_months=6)
    day = won.award.changed_at.date()
    ends = lasting.last_day(day, 6)
    assert len(badges_among([won.award], ends)) == 1
    assert badges_among([won.award], ends + timedelta(days=2)) == []
    assert len(badges_among([won.award])) == 1  # a year in review shows what was won
    assert lasting.last_day(date(2027, 8, 31), 6) == date(2028, 2, 29)


def test_only_the_holder_makes_a_certificate_or_shares(session, won):
    boss = factories.viewer(session, factories.employee(session))
    for act in (actions.issue, actions.share):
        with pytest.raises(NotAllowed):
            act(session, won.award, by=boss, at=NOW)
    made(session, won)
    with pytest.raises(NotAllowed):
        actions.withdraw(session, won.award, by=boss, at=NOW)
    with pytest.raises(NotFound):
        queries.own_credential(session, boss, won.award.id, NOW)


def test_nothing_is_issued_of_what_was_taken_back(session, won):
    factories_credentials.take_back(session, won)
    with pytest.raises(RuleBroken):
        made(session, won)


def test_it_counts_until_the_end_of_its_last_day(session):
    won = factories_credentials.won(session, lasts_months=3)
    credential = made(session, won)
    assert credential.expires_at == datetime(2027, 2, 21, 16, 59, 59, tzinfo=UTC)  # midnight in Jakarta

    def state(at):
        return queries.by_code(session, credential.code, at).state

    assert state(credential.expires_at - timedelta(seconds=1)) is CredentialState.VALID
    assert state(credential.expires_at) is CredentialState.EXPIRED


@pytest.mark.parametrize(
    ("granted", "months", "day"),
    [((2026, 8, 31), 6, (2027, 2, 28)), ((2027, 12, 31), 2, (2028, 2, 29)), ((2026, 12, 1), 1, (2027, 1, 1))],
)
def test_the_31st_ends_on_the_last_day_of_a_shorter_month(granted, months, day):
    ends = actions.ends_at(datetime(*granted, 5, tzinfo=UTC), months, "Asia/Jakarta")
    assert (ends.year, ends.month, ends.day) == day
    assert actions.ends_at(NOW, None, "Asia/Jakarta") is None


def test_taken_back_with_its_day_and_granted_again_is_another_certificate(session, won):
    first = made(session, won)
    factories_credentials.take_back(session, won, at=LATER)
    seen = queries.by_code(session, first.code, LATER)
    assert (seen.state, seen.ended_at) == (CredentialState.REVOKED, LATER)
    assert queries.own_credential(session, won.me, won.award.id, LATER) is None

    factories_credentials.grant_again(session, won, at=LATER + timedelta(days=1))
    second = made(session, won, LATER + timedelta(days=2))
    assert second.code != first.code
    assert queries.by_code(session, second.code, LATER).state is CredentialState.VALID
    old = queries.by_code(session, first.code, LATER + timedelta(days=3))
    assert (old.state, old.ended_at) == (CredentialState.REVOKED, LATER)
    assert queries.taken_back(session, won.person.agency_id, 1) == [first.status_index]


def test_the_status_list_says_who_was_taken_back_and_nothing_of_another_agency(session, won):
    credential = made(session, won)
    other = factories_credentials.won(session)
    made(session, other)
    agency_id = won.person.agency_id
    assert queries.taken_back(session, agency_id, 1) == []
    factories_credentials.take_back(session, other)
    assert queries.taken_back(session, agency_id, 1) == []
    factories_credentials.take_back(session, won)
    assert queries.taken_back(session, agency_id, 1) == [credential.status_index]
    with pytest.raises(NotFound):
        queries.taken_back(session, agency_id, 2)


def test_places_on_the_list_are_random_and_a_half_full_list_is_followed_by_another(session, won, monkeypatch):
    taken = made(session, won).status_index
    colleague = factories_credentials.won(session, person=factories.employee(session, unit_=won.person.unit))
    drawn = iter([taken, 7])
    monkeypatch.setattr(actions.secrets, "randbelow", lambda size: next(drawn) if size == SIZE else 0)
    assert made(session, colleague).status_index == 7

    monkeypatch.undo()
    monkeypatch.setattr(actions, "MOST_ON_A_LIST", 2)
    third = factories_credentials.won(session, person=factories.employee(session, unit_=won.person.unit))
    assert made(session, third).status_list == 2


def test_sharing_needs_an_act_and_a_withdrawn_link_is_dead_for_ever(session, won):
    assert made(session, won).share_token is None
    token = actions.share(session, won.award, by=won.me, at=NOW).share_token
    assert queries.shared_under(session, token, NOW).person.id == won.person.id
    assert actions.share(session, won.award, by=won.me, at=LATER).share_token == token

    actions.withdraw(session, won.award, by=won.me, at=LATER)
    with pytest.raises(NotFound):
        queries.shared_under(session, token, LATER)
    again = actions.share(session, won.award, by=won.me, at=LATER).share_token
    assert again != token
    with pytest.raises(NotFound):
        queries.shared_under(session, token, LATER)


def test_a_shared_link_dies_with_the_badge(session, won):
    token = actions.share(session, won.award, by=won.me, at=NOW).share_token
    factories_credentials.take_back(session, won)
    with pytest.raises(NotFound):
        queries.shared_under(session, token, NOW)
    factories_credentials.grant_again(session, won)
    with pytest.raises(NotFound):
        queries.shared_under(session, token, NOW)


def test_where_rewards_are_switched_off_nothing_is_shared(session, won):
    token = actions.share(session, won.award, by=won.me, at=NOW).share_token
    won.person.agency.has_rewards = False
    session.flush()
    with pytest.raises(NotFound):
        queries.shared_under(session, token, NOW)
    with pytest.raises(RuleBroken):
        actions.share(session, won.award, by=factories.viewer(session, won.person), at=NOW)
    code = made(session, won).code
    assert queries.by_code(session, code, NOW).state is CredentialState.VALID


def test_my_data_tells_of_certificates_and_consents(session, won):
    actions.share(session, won.award, by=won.me, at=NOW)
    actions.withdraw(session, won.award, by=won.me, at=LATER)
    (told,) = own_credentials(session, won.me)
    assert (told["badge"], told["shared_at"], told["withdrawn_at"]) == (won.badge.name, None, LATER)
    assert own_credentials(session, factories.viewer(session, factories.employee(session))) == []


def test_holders_are_told_once_a_month_before_a_badge_runs_out(session):
    won = factories_credentials.won(session, lasts_months=3)
    silent = factories_credentials.won(session, lasts_months=3)
    ends = made(session, won).expires_at
    made(session, silent)
    factories_credentials.take_back(session, silent)

    def told(account_id):
        query = select(Notification).where(
            Notification.account_id == account_id, Notification.message == reminders.ENDS_SOON
        )
        return session.scalars(query).all()

    assert reminders.remind(session, at=ends - timedelta(days=31)) == 0
    assert reminders.remind(session, at=ends - timedelta(days=29)) == 1
    assert reminders.remind(session, at=ends - timedelta(days=28)) == 0
    (line,) = told(won.person.account_id)
    assert line.values == {"badge": won.badge.name, "day": "21-02-2027"}
    assert told(silent.person.account_id) == []
