from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from portal.domain.accounts.models import Account, LinkPurpose, OneTimeLink
from portal.domain.audit.models import AuditEntry
from portal.domain.errors import NotAllowed, NotFound, RuleBroken
from portal.domain.notifications.models import Notification
from portal.domain.organisation.models import Role
from portal.domain.organisation.people.actions import set_access
from portal.domain.organisation.policies import roles_givable_by
from portal.domain.organisation.roles import actions, queries
from portal.domain.organisation.roles.invitations import InvitationState, invitations, invite
from portal.domain.outbox import OutboxMessage
from tests import factories
from tests.factories import NOW
from tests.factories_organisation import administrator, hr_of


def account_of(session: Session, employee) -> Account:
    return session.get_one(Account, employee.account_id)


def test_a_role_is_given_over_a_unit_and_the_person_is_told(session: Session) -> None:
    root = factories.unit(session)
    unit = factories.unit(session, parent=root)
    hr = hr_of(session, root)
    person = factories.employee(session, unit_=unit)
    actions.give(session, account_of(session, person), Role.TRAINER, unit, by=hr, at=NOW)
    viewer = factories.viewer(session, person)
    assert viewer.covers(unit.path_key, Role.TRAINER)
    assert not viewer.covers(root.path_key, Role.TRAINER)
    assert session.query(Notification).filter_by(account_id=person.account_id).count() == 1
    assert session.query(AuditEntry).filter_by(verb="role.give").count() == 1


def test_nobody_raises_themselves(session: Session) -> None:
    unit = factories.unit(session)
    me = factories.employee(session, unit_=unit)
    factories.role(session, me, Role.HR_ADMIN, over=unit)
    with pytest.raises(RuleBroken, match="themselves"):
        actions.give(
            session, account_of(session, me), Role.LEADER, unit, by=factories.viewer(session, me), at=NOW
        )


@pytest.mark.parametrize("role", [Role.ADMIN, Role.AUDITOR])
def test_hr_cannot_make_administrators_or_auditors(session: Session, role: Role) -> None:
    unit = factories.unit(session)
    hr = hr_of(session, unit)
    person = factories.employee(session, unit_=unit)
    for over in (unit, None):
        with pytest.raises(NotAllowed):
            actions.give(session, account_of(session, person), role, over, by=hr, at=NOW)
    assert role not in roles_givable_by(hr)


def test_hr_gives_roles_only_over_covered_units_and_to_covered_people(session: Session) -> None:
    root = factories.unit(session)
    mine, other = factories.unit(session, parent=root), factories.unit(session, parent=root)
    hr = hr_of(session, mine)
    insider, outsider = factories.employee(session, unit_=mine), factories.employee(session, unit_=other)
    for who, over in ((insider, root), (insider, other), (insider, None), (outsider, mine)):
        with pytest.raises(NotAllowed):
            actions.give(session, account_of(session, who), Role.TRAINER, over, by=hr, at=NOW)
    with pytest.raises(NotFound):
        queries.account_to_trust(session, hr, account_of(session, outsider).email)


def test_a_role_is_held_once_and_taken_back(session: Session) -> None:
    unit = factories.unit(session)
    hr = hr_of(session, unit)
    person = factories.employee(session, unit_=unit)
    account = account_of(session, person)
    given = actions.give(session, account, Role.COMMITTEE, unit, by=hr, at=NOW)
    with pytest.raises(RuleBroken, match="already"):
        actions.give(session, account, Role.COMMITTEE, unit, by=hr, at=NOW)
    with pytest.raises(NotAllowed):
        actions.take(session, given, by=hr_of(session, factories.unit(session)), at=NOW)
    actions.take(session, given, by=hr, at=NOW)
    assert queries.roles_of(session, account.id) == []


def test_the_last_administrator_stays(session: Session) -> None:
    admin = administrator(session)
    [own] = queries.roles_of(session, admin.account_id)
    with pytest.raises(RuleBroken, match="last administrator"):
        actions.take(session, own, by=admin, at=NOW)
    second = factories.employee(session)
    actions.give(session, account_of(session, second), Role.ADMIN, None, by=admin, at=NOW)
    set_access(session, second, False, by=admin, at=NOW)
    with pytest.raises(RuleBroken, match="last administrator"):
        actions.take(session, own, by=admin, at=NOW)
    set_access(session, second, True, by=admin, at=NOW)
    actions.take(session, own, by=admin, at=NOW)
    with pytest.raises(RuleBroken, match="last administrator"):
        set_access(session, second, False, by=hr_of(session, second.unit), at=NOW)


def test_an_administrator_serves_the_whole_installation(session: Session) -> None:
    unit = factories.unit(session)
    person = factories.employee(session, unit_=unit)
    with pytest.raises(RuleBroken) as broken:
        actions.give(
            session, account_of(session, person), Role.ADMIN, unit, by=administrator(session), at=NOW
        )
    assert broken.value.field == "unit"


def test_lists_show_roles_inside_the_scope_and_unbounded_ones_to_administrators(session: Session) -> None:
    root = factories.unit(session)
    mine, other = factories.unit(session, parent=root), factories.unit(session, parent=root)
    hr, admin = hr_of(session, mine), administrator(session)
    factories.role(session, factories.employee(session, unit_=other), Role.TRAINER, over=other)
    assert [row.account_id for row in queries.assignments(session, hr).items] == [hr.account_id]
    assert queries.assignments(session, admin).total == 3
    assert queries.assignments(session, admin, Role.TRAINER).total == 1
    [unbounded] = queries.roles_of(session, admin.account_id)
    with pytest.raises(NotFound):
        queries.assignment_for(session, hr, unbounded.id)


def test_inviting_makes_an_account_and_a_letter(session: Session) -> None:
    unit = factories.unit(session)
    hr = hr_of(session, unit)
    person = factories.employee(session, unit_=unit, has_account=False, email="baru@a.go.id")
    invite(session, person, by=hr, at=NOW)
    assert person.account_id is not None
    assert session.query(OutboxMessage).one().payload == {"account_id": person.account_id}
    assert session.query(AuditEntry).filter_by(verb="account.invite").count() == 1


def test_who_cannot_be_invited(session: Session) -> None:
    unit = factories.unit(session)
    hr = hr_of(session, unit)
    taken = factories.account(session)
    plain = {"unit_": unit, "has_account": False}
    joined = factories.employee(session, unit_=unit)
    account_of(session, joined).password_hash = "x"
    for person in (
        factories.employee(session, **plain),
        factories.employee(session, **plain, email=taken.email),
        factories.employee(session, **plain, email="a@b.go.id", left_on=NOW.date()),
        joined,
    ):
        with pytest.raises(RuleBroken):
            invite(session, person, by=hr, at=NOW)
    with pytest.raises(NotAllowed):
        invite(session, joined, by=hr_of(session, factories.unit(session)), at=NOW)


def test_the_list_says_where_each_way_in_stands(session: Session) -> None:
    unit = factories.unit(session)
    hr = hr_of(session, unit)

    def somebody(name: str, *, days: int | None = None, **fields) -> None:
        person = factories.employee(session, unit_=unit, name=name, **fields)
        if days is not None:
            session.add(
                OneTimeLink(
                    account_id=person.account_id,
                    purpose=LinkPurpose.INVITATION,
                    token_hash=name,
                    created_at=NOW,
                    expires_at=NOW + timedelta(days=days),
                )
            )

    somebody("A", has_account=False)
    somebody("B", has_account=False, email="b@a.go.id")
    somebody("C", days=3)
    somebody("D", days=-1)
    somebody("E")
    account_of(session, session.query(factories.Employee).filter_by(name="E").one()).password_hash = "x"
    session.flush()
    found = [row.state.value for row in invitations(session, hr, None, at=NOW).items]
    assert found == ["no_email", "not_invited", "invited", "expired", "joined"]
    assert invitations(session, hr, InvitationState.EXPIRED, at=NOW).total == 1
    assert invitations(session, hr_of(session, factories.unit(session)), None, at=NOW).total == 0


def test_who_is_told_holds_the_role_over_the_unit_and_has_an_open_account(session: Session) -> None:
    root = factories.unit(session)
    section, elsewhere = factories.unit(session, parent=root), factories.unit(session)
    over, beside, gone, author = (factories.employee(session, unit_=root) for _ in range(4))
    admin = factories.account(session)
    factories.role(session, admin, Role.ADMIN)
    for person, unit in ((over, root), (beside, elsewhere), (gone, section), (author, section)):
        factories.role(session, person, Role.HR_ADMIN, over=unit)
    session.get_one(Account, gone.account_id).disabled_at = factories.NOW
    session.flush()
    assert queries.holders_over(session, section.path_key, Role.HR_ADMIN, but=[author.account_id, None]) == [
        over.account_id
    ]
    session.get_one(Account, over.account_id).disabled_at = factories.NOW
    session.flush()
    told = queries.deciders_over(session, section.path_key, Role.HR_ADMIN, but=[author.account_id])
    assert told == [admin.id], "nobody else is left"
