"""What goes when somebody is erased: each feature says in its `erasing.py` what it erases, what it keeps, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, cast

from sqlalchemy import (
    JSON,
    ColumnElement,
    Enum,
    Select,
    String,
    and_,
    delete,
    func,
    null,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.orm import InstrumentedAttribute, Session

from portal.domain.base import Base
from portal.domain.files import StoredFile
from portal.domain.outbox import post
from portal.domain.scrubbing import Words

Attribute = InstrumentedAttribute[Any]
AT_ONCE = {"synchronize_session": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who is erased. 0 stands for no such row; `words` are names, NIP and addresses that must stand nowhere."""

    employee_id: int = 0
    account_id: int = 0
    words: tuple[str, ...] = ()


Whose = Callable[[Person], ColumnElement[bool]]


def anybody(_person: Person) -> ColumnElement[bool]:
    return true()


class Eraser(Protocol):
    """One thing that goes. `what` is told to people; `reaches` names the columns of words it takes care of."""

    @property
    def what(self) -> str: ...
    @property
    def reaches(self) -> frozenset[str]: ...

    def count(self, session: Session, person: Person) -> int:
        """How many rows or files still hold something."""

    def erase(self, session: Session, person: Person, *, at: datetime) -> None: ...


def columns_of_words(table: type[Base]) -> frozenset[str]:
    """Columns in which somebody may be named: texts and JSON, not choices."""
    return frozenset(str(column) for column in table.__table__.columns if holds_words(column))


def _names(attributes: Iterable[Attribute]) -> frozenset[str]:
    columns = (attribute.property.columns[0] for attribute in attributes)
    return frozenset(str(column) for column in columns if holds_words(column))


def holds_words(column: ColumnElement[Any]) -> bool:
    return isinstance(column.type, String | JSON) and not isinstance(column.type, Enum)


@dataclass(frozen=True, slots=True, kw_only=True)
class RowsGone:
    """The rows themselves go, with what hangs on them."""

    what: str
    table: type[Base]
    whose: Whose

    @property
    def reaches(self) -> frozenset[str]:
        return columns_of_words(self.table)

    def count(self, session: Session, person: Person) -> int:
        found = select(func.count()).select_from(self.table).where(self.whose(person))
        return session.scalar(found) or 0

    def erase(self, session: Session, person: Person, *, at: datetime) -> None:
        session.execute(delete(self.table).where(self.whose(person)).execution_options(**AT_ONCE))


@dataclass(frozen=True, slots=True, kw_only=True)
class Emptied:
    """The row stays for what counts on it; these columns say nothing more. A value may depend on the person."""

    what: str
    whose: Whose
    values: Mapping[Attribute, Any]

    @property
    def reaches(self) -> frozenset[str]:
        return _names(self.values)

    def count(self, session: Session, person: Person) -> int:
        return session.scalar(select(func.count()).select_from(self._table).where(self._full(person))) or 0

    def erase(self, session: Session, person: Person, *, at: datetime) -> None:
        values = {
            column: null() if value is None else value for column, value in self._values(person).items()
        }
        session.execute(
            update(self._table).where(self._full(person)).values(values).execution_options(**AT_ONCE)
        )

    @property
    def _table(self) -> type[Base]:
        return cast(type[Base], next(iter(self.values)).class_)

    def _values(self, person: Person) -> dict[Attribute, Any]:
        return {column: value(person) if callable(value) else value for column, value in self.values.items()}

    def _full(self, person: Person) -> ColumnElement[bool]:
        differs = (
            column.is_not(None) if value is None else column.is_distinct_from(value)
            for column, value in self._values(person).items()
        )
        return and_(self.whose(person), or_(*differs))


@dataclass(frozen=True, slots=True, kw_only=True)
class Scrubbed:
    """The text is somebody else's and stays; the person's name, numbers and addresses are taken out of it."""

    what: str
    columns: tuple[Attribute, ...]
    whose: Whose = anybody

    @property
    def reaches(self) -> frozenset[str]:
        return _names(self.columns)

    def count(self, session: Session, person: Person) -> int:
        return len(list(self._found(session, person)))

    def erase(self, session: Session, person: Person, *, at: datetime) -> None:
        for its_row, clean in list(self._found(session, person)):
            change = update(self.columns[0].class_).where(its_row).values(clean)
            session.execute(change.execution_options(**AT_ONCE))

    def _found(
        self, session: Session, person: Person
    ) -> Iterator[tuple[ColumnElement[bool], dict[Attribute, Any]]]:
        words = Words(person.words)
        if not words.all:
            return
        keys = self.columns[0].class_.__mapper__.primary_key
        mentioned = or_(*(words.may_stand_in(column) for column in self.columns))
        for row in session.execute(select(*keys, *self.columns).where(self.whose(person), mentioned)):
            now = dict(zip(self.columns, row[len(keys) :], strict=True))
            clean = {column: words.out_of(value) for column, value in now.items()}
            if clean != now:
                its_row = and_(*(key == value for key, value in zip(keys, row, strict=False)))
                yield its_row, clean


@dataclass(frozen=True, slots=True, kw_only=True)
class FilesGone:
    """Files leave the disk after the commit; their rows stay, nameless, so that pages can say what was there."""

    what: str
    files: Callable[[Person], Select[int | None]]

    reaches: frozenset[str] = frozenset()

    def count(self, session: Session, person: Person) -> int:
        return session.scalar(select(func.count()).select_from(StoredFile).where(self._there(person))) or 0

    def erase(self, session: Session, person: Person, *, at: datetime) -> None:
        found = session.scalars(select(StoredFile).where(self._there(person))).all()
        paths = [file.path for file in found]
        for file in found:
            file.path, file.name, file.size, file.sha256 = f"erased/{file.id}", "", 0, ""
            file.erased_at = at
        session.flush()
        if paths:
            post(session, "files.remove", {"paths": paths}, at=at)

    def _there(self, person: Person) -> ColumnElement[bool]:
        return and_(StoredFile.id.in_(self.files(person)), StoredFile.erased_at.is_(None))


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Columns, or all of a table, that stay. With a `what` people are told; without one it is about nobody."""

    why: str
    of: tuple[Attribute | type[Base], ...]
    what: str = ""

    @property
    def reaches(self) -> frozenset[str]:
        return frozenset(
            name
            for one in self.of
            for name in (columns_of_words(one) if isinstance(one, type) else _names([one]))
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """One feature's answer to "what about me do you erase, and what do you keep?"."""

    erasers: tuple[Eraser, ...] = ()
    kept: tuple[Kept, ...] = ()
