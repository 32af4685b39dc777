"""Promise: one-time links of at least 128 bits, kept as hashes, single use, 72 hours and 1 hour."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from portal.domain.accounts.actions import create_account, disable, set_password, start_session
from portal.domain.accounts.links import account_behind, make_link, use_link
from portal.domain.accounts.models import LinkPurpose, OneTimeLink
from portal.domain.accounts.queries import open_session
from portal.domain.errors import NotFound, RuleBroken
from portal.domain.notifications.queries import unread_count
from tests import factories
from tests.factories import NOW

RESET, INVITATION = LinkPurpose.RESET, LinkPurpose.INVITATION


def test_a_link_is_used_once(session: Session) -> None:
    account = factories.account(session)
    token = make_link(session, account, RESET, at=NOW)
    assert use_link(session, token, RESET, at=NOW) is account
    with pytest.raises(NotFound):
        use_link(session, token, RESET, at=NOW)


@pytest.mark.parametrize(("purpose", "hours"), [(RESET, 1), (INVITATION, 72)])
def test_links_run_out(session: Session, purpose: LinkPurpose, hours: int) -> None:
    account = factories.account(session)
    token = make_link(session, account, purpose, at=NOW)
    account_behind(session, token, purpose, at=NOW + timedelta(hours=hours, seconds=-1))
    with pytest.raises(NotFound):
        account_behind(session, token, purpose, at=NOW + timedelta(hours=hours))


def test_a_newer_link_makes_the_older_worthless(session: Session) -> None:
    account = factories.account(session)
    old = make_link(session, account, RESET, at=NOW)
    make_link(session, account, RESET, at=NOW)
    with pytest.raises(NotFound):
        use_link(session, old, RESET, at=NOW)


def test_a_link_fits_only_its_purpose_and_an_open_account(session: Session) -> None:
    account = factories.account(session)
    token = make_link(session, account, RESET, at=NOW)
    with pytest.raises(NotFound):
        use_link(session, token, INVITATION, at=NOW)
    disable(session, account, at=NOW)
    with pytest.raises(NotFound):
        use_link(session, token, RESET, at=NOW)


def test_only_a_hash_is_kept(session: Session) -> None:
    token = make_link(session, factories.account(session), RESET, at=NOW)
    kept = session.query(OneTimeLink).one()
    assert len(token) >= 43
    assert token not in kept.token_hash


def test_disabling_ends_every_session_at_once(session: Session) -> None:
    """Promise: disabling an account ends its sessions at once."""
    account = factories.account(session)
    token = start_session(session, account, device="x", at=NOW)
    assert open_session(session, token, at=NOW)
    disable(session, account, at=NOW)
    assert open_session(session, token, at=NOW) is None


def test_a_new_password_ends_the_other_sessions_and_tells_its_owner(session: Session) -> None:
    account = factories.account(session)
    here, there = (start_session(session, account, device="x", at=NOW) for _ in range(2))
    mine = open_session(session, here, at=NOW)
    assert mine
    set_password(session, account, "hash", session_id=mine[0].id, at=NOW)
    session.flush()
    assert open_session(session, here, at=NOW)
    assert open_session(session, there, at=NOW) is None
    assert unread_count(session, account.id) == 1


def test_an_address_has_one_account(session: Session) -> None:
    create_account(session, email=" Siti@Surabaya.go.id ", name="Siti", at=NOW)
    with pytest.raises(RuleBroken):
        create_account(session, email="siti@surabaya.go.id", name="Siti", at=NOW)
    with pytest.raises(RuleBroken):
        create_account(session, email="siti", name="Siti", at=NOW)
