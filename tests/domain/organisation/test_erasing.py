"""Promise: erasure reaches every table, the files on the disk, letters that wait and what was read from lists."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import String, cast, select
from sqlalchemy.orm import Session

from portal.domain.audit.models import AuditEntry
from portal.domain.audit.queries import first_broken
from portal.domain.base import Base
from portal.domain.erasing import holds_words
from portal.domain.errors import NotAllowed, RuleBroken
from portal.domain.learning.studies.models import QuizAttempt
from portal.domain.notifications.models import Notification
from portal.domain.organisation.erasure import actions, queries
from portal.domain.organisation.erasure.models import Erasure
from portal.domain.organisation.models import Employee
from portal.domain.organisation.people import actions as people
from portal.domain.outbox import OutboxMessage
from portal.domain.public_reviews.reviews.models import Review
from portal.domain.rewards.ledger.models import LedgerEntry
from portal.domain.rewards.ledger.verify import verify
from portal.keeping import ERASURE
from portal.wiring import METRICS
from tests import factories, factories_organisation
from tests.factories import NOW
from tests.factories_erasure import NAME, TRACES, somebody

REASON = "Permohonan tertulis nomor 800/17 tanggal 3 November 2026"


def erase(session: Session, person: Employee, *, by=None, name: str = NAME, reason: str = REASON) -> Erasure:
    by = by or factories_organisation.hr_of(session, person.unit)
    return actions.erase(session, person, ERASURE, typed_name=name, reason=reason, by=by, at=NOW)


def places_of(session: Session, *traces: str) -> dict[str, str]:
    """Every column of every table in which one of these stands."""
    found = {}
    for table in Base.metadata.sorted_tables:
        for column in filter(holds_words, table.columns):
            for text in session.scalars(select(cast(column, String))):
                if any(trace.lower() in (text or "").lower() for trace in traces):
                    found[str(column)] = text
    return found


def test_nothing_that_names_them_or_that_they_wrote_is_left(session):
    one = somebody(session)
    before = places_of(session, *TRACES)
    assert len(before) > 35, "the test knows somebody of whom every feature keeps something"
    erase(session, one.person)
    assert places_of(session, *TRACES) == {}


def test_words_and_numbers_of_others_stay(session):
    one = somebody(session)
    entries, sums = session.query(LedgerEntry).count(), verify(session, METRICS)
    erase(session, one.person)
    told = session.query(Notification).filter_by(account_id=one.colleague.account_id).all()
    assert "Pegawai (data dihapus)" in [line.values.get("name") for line in told]
    assert session.query(Review).one().comment == "Ibu Pegawai (data dihapus) ramah sekali."
    assert session.query(LedgerEntry).count() == entries
    attempt = session.query(QuizAttempt).one()
    assert (attempt.answers, attempt.score) == (None, 80)
    assert verify(session, METRICS) == sums
    assert first_broken(session) is None


def test_files_leave_the_disk_by_a_job_of_the_same_commit(session):
    one = somebody(session)
    paths = [file.path for file in one.files]
    erase(session, one.person)
    jobs = session.query(OutboxMessage).filter_by(kind="files.remove").all()
    assert sorted(path for job in jobs for path in job.payload["paths"]) == sorted(paths)
    assert all(file.erased_at == NOW and file.name == "" for file in one.files)


def test_the_record_names_nobody(session):
    one = somebody(session)
    hr = factories_organisation.hr_of(session, one.unit)
    erasure = erase(session, one.person, by=hr)
    assert (erasure.erased_by, erasure.erased_at, erasure.reason) == (hr.account_id, NOW, REASON)
    entry = session.query(AuditEntry).filter_by(verb="employee.erase").one()
    assert (entry.actor_id, entry.subject_id, entry.details) == (
        hr.account_id,
        one.person.id,
        {"reason": REASON},
    )
    assert not one.person.account.is_active


def test_what_will_go_is_counted_before_and_is_nothing_afterwards(session):
    one = somebody(session)
    before = {part.what: part.count for part in queries.parts_of(session, one.person, ERASURE)}
    assert min(before.values()) >= 1, "each kind is present in this test, so that none is forgotten"
    assert before["Evidence of progress: files and links"] == 2
    erase(session, one.person)
    after = {part.what: part.count for part in queries.parts_of(session, one.person, ERASURE)}
    assert set(after.values()) == {0}


@pytest.mark.parametrize(
    ("typed", "reason", "field"),
    [
        ("Orang lain", REASON, "name"),
        ("", REASON, "name"),
        (NAME, "Minta", "reason"),
        (NAME, f"Permohonan {NAME} sendiri", "reason"),
    ],
)
def test_the_name_is_typed_and_the_reason_goes_without_it(session, typed, reason, field):
    one = somebody(session)
    with pytest.raises(RuleBroken) as refused:
        erase(session, one.person, name=typed, reason=reason)
    assert refused.value.field == field
    assert erase(session, one.person, name="dr zulaikha rengganis SH")


def test_who_serves_is_not_erased(session):
    one = somebody(session, left=False)
    with pytest.raises(RuleBroken, match="in service"):
        erase(session, one.person)
    assert one.person.name == NAME


def test_who_looks_after_another_unit_may_not(session):
    one = somebody(session)
    stranger = factories_organisation.hr_of(session, factories.unit(session))
    with pytest.raises(NotAllowed):
        erase(session, one.person, by=stranger)


def test_an_erased_person_is_neither_erased_again_nor_taken_back_nor_corrected(session):
    one = somebody(session)
    hr = factories_organisation.hr_of(session, one.unit)
    erase(session, one.person, by=hr)
    with pytest.raises(RuleBroken, match="already"):
        erase(session, one.person, by=hr)
    place = factories_organisation.place(one.unit, starts_on=NOW.date())
    for attempt in (
        lambda: people.take_back(session, one.person, place, by=hr, at=NOW),
        lambda: people.correct(session, one.person, factories_organisation.details(), by=hr, at=NOW),
        lambda: people.set_access(session, one.person, True, by=hr, at=NOW),
    ):
        with pytest.raises(RuleBroken, match="new person"):
            attempt()


def test_asking_tells_hr_once_and_can_be_taken_back(session):
    person = factories.employee(session)
    hr = factories_organisation.hr_of(session, person.unit)
    me = factories.viewer(session, person)
    actions.ask(session, by=me, at=NOW)
    with pytest.raises(RuleBroken, match="asked already"):
        actions.ask(session, by=me, at=NOW)
    assert session.query(Notification).filter_by(account_id=hr.account_id).count() == 1
    assert [one.employee_id for one in queries.requests_for(session, hr).items] == [person.id]
    actions.withdraw(session, by=me, at=NOW)
    assert queries.requests_for(session, hr).items == []
    actions.ask(session, by=me, at=NOW)
    elsewhere = factories_organisation.hr_of(session, factories.unit(session))
    assert queries.requests_for(session, elsewhere).items == []


def test_carrying_it_out_settles_the_request(session):
    one = somebody(session, left=False)
    actions.ask(session, by=factories.viewer(session, one.person), at=NOW)
    one.person.left_on = NOW.date()
    erase(session, one.person)
    assert queries.open_request_of(session, one.person.id) is None


def test_others_of_the_same_first_name_keep_theirs(session):
    """A single word is many people's name: only where nothing else stands it goes."""
    person = factories.employee(session, name="Sri", left_on=NOW.date())
    other = factories.employee(session, name="Sri Mulyani")
    factories.notification(session, other.account).values = {"name": "Sri Mulyani", "by": "Sri"}
    session.flush()
    actions.erase(
        session, person, ERASURE, typed_name="Sri", reason=REASON,
        by=factories_organisation.hr_of(session, person.unit), at=NOW,
    )  # fmt: skip
    left = json.dumps([line.values for line in session.query(Notification)])
    assert "Sri Mulyani" in left
    assert '"by": "Pegawai (data dihapus)"' in left


def test_somebody_without_an_account_touches_nobody_else_s_rows(session):
    """A missing number must not match rows without one."""
    account = factories.account(session)
    factories.notification(session, account)
    person = factories.employee(session, has_account=False, left_on=NOW.date())
    actions.erase(
        session, person, ERASURE, typed_name=person.name, reason=REASON,
        by=factories_organisation.hr_of(session, person.unit), at=NOW,
    )  # fmt: skip
    assert session.query(Notification).filter_by(account_id=account.id).count() == 1
    assert (account.name, account.is_active) != ("Pegawai (data dihapus)", False)
