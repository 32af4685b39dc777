from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from sqlalchemy import event

from portal.domain.organisation.models import Role
from portal.extensions import db
from tests import factories, factories_rewards


@dataclass
class Workshop:
    """Two administrators, so that one can approve what the other wrote."""

    author: int
    approver: int
    agency_id: int


@pytest.fixture
def workshop(browser) -> Workshop:
    with browser.database() as session:
        factories_rewards.metrics(session)
        root = factories.unit(session)
        people = [factories.employee(session, unit_=root) for _ in range(2)]
        for one in people:
            factories.role(session, one, Role.ADMIN)
        return Workshop(people[0].account_id, people[1].account_id, root.agency_id)


@pytest.fixture
def statements(app):
    """Counts what a request asks of the database."""

    @contextmanager
    def counted() -> Iterator[list[str]]:
        seen: list[str] = []

        def note(_connection, _cursor, statement, *_rest) -> None:
            seen.append(statement)

        with app.app_context():
            engine = db.engine
        event.listen(engine, "before_cursor_execute", note)
        try:
            yield seen
        finally:
            event.remove(engine, "before_cursor_execute", note)

    return counted
