"""S7, M18: numbers are given once, codes can be checked, and what people bring from elsewhere is looked at by HR."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal.domain.errors import NotAllowed, NotFound, RuleBroken
from portal.domain.files import Prepared, StoredFile
from portal.domain.notifications.models import Notification
from portal.domain.training.certificates import external, queries
from portal.domain.training.certificates.models import Certificate, ExternalCertificate, ExternalState
from portal.domain.training.courses.models import CourseKind
from portal.domain.training.proof.retention import OldExternals
from tests.factories import NOW, Role, employee, role, unit, viewer
from tests.factories_proof import a_certificate

TODAY = NOW.date()


def claim(**fields):
    given = {
        "title": "Pelatihan arsip", "provider": "LAN", "number": "7/2026", "kind": CourseKind.COURSE, "hours": 12,
        "began_on": TODAY - timedelta(days=9), "ended_on": TODAY - timedelta(days=8),
    }  # fmt: skip
    return external.Claim(**given | fields)


def a_file(path="a/1", sha="f" * 64):
    return Prepared(path, "sertifikat.pdf", "application/pdf", 9, sha)


def test_numbers_count_by_agency_and_year_and_asking_again_gives_the_same(session):
    home, elsewhere = unit(session), unit(session)
    one, two, other = (employee(session, unit_=place) for place in (home, home, elsewhere))
    first = a_certificate(session, one)
    assert a_certificate(session, one) is first
    numbers = [
        a_certificate(session, who, source_id=id_).number for who, id_ in ((two, 2), (other, 3), (one, 4))
    ]
    assert [number[-5:] for number in (first.number, *numbers)] == ["00001", "00002", "00001", "00003"]
    assert len({first.number, *numbers}) == 4
    checked = queries.by_code(session, first.code.lower())
    assert (checked.name, checked.title, checked.is_valid) == (one.name, "Komunikasi", True)
    with pytest.raises(NotFound):
        queries.by_code(session, "0" * 28)
    with pytest.raises(NotFound):
        queries.certificate_for(session, viewer(session, two), first.id)
    assert session.scalar(select(func.count()).select_from(Certificate)) == 4


def test_hr_verifies_what_people_bring_but_never_their_own(session):
    home = unit(session)
    hr, one, cheat = (employee(session, unit_=home) for _ in range(3))
    role(session, hr, Role.HR_ADMIN, over=home)
    by, me = viewer(session, hr), viewer(session, one)

    def hand_in(what=None, file=None, who=me):
        return external.hand_in(session, what or claim(), file or a_file(), by=who, today=TODAY, at=NOW)

    for wrong, field in (({"ended_on": TODAY + timedelta(days=1)}, "ended_on"),
                         ({"ended_on": TODAY - timedelta(days=20)}, "ended_on")):  # fmt: skip
        with pytest.raises(RuleBroken) as refused:
            hand_in(claim(**wrong))
        assert refused.value.field == field
    with pytest.raises(RuleBroken, match="Choose the certificate"):
        external.hand_in(session, claim(), None, by=me, today=TODAY, at=NOW)
    brought = hand_in()
    with pytest.raises(RuleBroken, match="already"):
        hand_in()
    told = select(Notification.account_id).where(Notification.message == external.HANDED_IN)
    assert session.scalars(told).all() == [hr.account_id]
    for who in (me, viewer(session, cheat)):
        with pytest.raises(NotAllowed):
            external.verify(session, brought, 12, by=who, at=NOW)
    with pytest.raises(RuleBroken, match="between 1 and 12"):
        external.verify(session, brought, 13, by=by, at=NOW)
    external.verify(session, brought, 10, by=by, at=NOW)
    assert (brought.state, brought.hours_accepted) == (ExternalState.VERIFIED, 10)
    copied = hand_in(file=a_file("a/2"), who=viewer(session, cheat))
    assert queries.others_with_same_file(session, copied)[0].id == brought.id
    external.refuse(session, copied, "Berkas milik orang lain.", by=by, at=NOW)
    own = hand_in(file=a_file("a/3", "e" * 64), who=by)
    with pytest.raises(NotAllowed):
        external.verify(session, own, 12, by=by, at=NOW)
    external.withdraw(session, own, by=by, at=NOW)
    assert queries.count_waiting(session, by) == 0
    year_later = NOW + timedelta(days=366)
    assert OldExternals().carry_out(session, at=year_later) == 2
    assert session.scalars(select(ExternalCertificate.id)).all() == [brought.id]
    assert session.scalar(select(func.count()).select_from(StoredFile)) == 1
