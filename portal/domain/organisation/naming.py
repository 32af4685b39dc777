"""What things are called, for pages that only know their keys."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from portal.domain.accounts.models import Account
from portal.domain.organisation.models import Employee, OrgUnit

Names = dict[int, str]


def _plain(name: str) -> list[str]:
    words = [word for word in name.split(",")[0].split() if word[:1].isalpha()]
    return [word for word in words if not word.endswith(".")] or words


def plain_name(name: str) -> str:
    """Without titles: `Dr. Ratna Wulandari, S.E.` is Ratna Wulandari."""
    return " ".join(_plain(name))


def initials_of(name: str) -> str:
    """Of the first and the last word of the name without its titles: `Dr. Ratna Wulandari, S.E.` is RW."""
    words = _plain(name)
    return "".join(word[0] for word in words[:1] + words[1:][-1:]).upper() or "?"


def account_names(session: Session, account_ids: Collection[int]) -> Names:
    return _named(session, Account.id, Account.name, account_ids)


def employee_names(session: Session, employee_ids: Collection[int]) -> Names:
    return _named(session, Employee.id, Employee.name, employee_ids)


def unit_names(session: Session, unit_ids: Collection[int]) -> Names:
    return _named(session, OrgUnit.id, OrgUnit.name, unit_ids)


def unit_names_by_key(session: Session, path_keys: Collection[int]) -> Names:
    return _named(session, OrgUnit.path_key, OrgUnit.name, path_keys)


def _named(
    session: Session,
    key: InstrumentedAttribute[int],
    name: InstrumentedAttribute[str] | ColumnElement[str],
    wanted: Collection[int],
) -> Names:
    """The names of those that still exist."""
    if not wanted:
        return {}
    return {found: called for found, called in session.execute(select(key, name).where(key.in_(wanted)))}
