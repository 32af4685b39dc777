from contextlib import contextmanager

import pytest
from sqlalchemy import event


@pytest.fixture
def statements(session):
    """`with statements() as sent:` collects the SQL that goes out meanwhile."""

    @contextmanager
    def listening():
        sent: list[str] = []

        def hear(_connection, _cursor, statement, *_rest) -> None:
            sent.append(statement)

        event.listen(session.get_bind(), "before_cursor_execute", hear)
        try:
            yield sent
        finally:
            event.remove(session.get_bind(), "before_cursor_execute", hear)

    return listening
