"""What the kernel itself keeps about people, and what of it goes with them."""

from __future__ import annotations

from sqlalchemy import ColumnElement, func, or_

from portal.domain.erasing import Declaration, Kept, Person, RowsGone, Scrubbed
from portal.domain.files import StoredFile
from portal.domain.heartbeats import Heartbeat
from portal.domain.idempotency import StoredAnswer
from portal.domain.outbox import OutboxMessage
from portal.domain.throttle import ThrottleCounter
from portal.domain.words import n_


def _letters(person: Person) -> ColumnElement[bool]:
    addresses = [word.lower() for word in person.words if "@" in word]
    return or_(
        OutboxMessage.payload["account_id"].as_integer() == person.account_id,
        func.lower(OutboxMessage.payload["email"].as_string()).in_(addresses),
    )


ERASING = Declaration(
    erasers=(
        RowsGone(what=n_("Letters, waiting or on record"), table=OutboxMessage, whose=_letters),
        Scrubbed(
            what=n_("The name in letters and notifications of others"),
            columns=(OutboxMessage.payload, OutboxMessage.error),
        ),
        RowsGone(
            what=n_("Answers to forms, kept so that nothing is done twice"),
            table=StoredAnswer,
            whose=lambda person: StoredAnswer.actor == str(person.account_id),
        ),
        Scrubbed(
            what=n_("The name in names of files"),
            columns=(StoredFile.name,),
            whose=lambda person: StoredFile.uploaded_by == person.account_id,
        ),
    ),
    kept=(
        Kept(
            why="Random names, sums and kinds of files; the kind of a message",
            of=(StoredFile.path, StoredFile.media_type, StoredFile.sha256),
        ),
        Kept(why="Keyed counters without names, gone after a day", of=(ThrottleCounter,)),
        Kept(why="That a process lives", of=(Heartbeat,)),
    ),
)
