"""The accounts that the demo offers exist in its data, with the evaluators that the contract names."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from portal.demo import loader
from portal.domain.accounts.demo import DEMO_ACCOUNTS
from portal.domain.accounts.queries import account_by_email
from portal.domain.organisation.own import employee_of


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_every_offered_account_is_there(session: Session) -> None:
    loader.load(session, today=date(2026, 11, 21), employees=150)
    people = {}
    for email, _label in DEMO_ACCOUNTS:
        account = account_by_email(session, email)
        assert account is not None, email
        assert account.is_demo
        people[email.partition("@")[0]] = employee_of(session, account.id)
    for who, by in (("pegawai", "atasan"), ("pegawai2", "atasan2")):
        assert people[who].evaluator is people[by]
