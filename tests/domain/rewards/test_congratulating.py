"""Good words: once per colleague and honour, never points, in the hands of those they concern (M12)."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from portal.domain.errors import NotAllowed, NotFound, RuleBroken
from portal.domain.notifications.models import Notification
from portal.domain.rewards.ledger.models import LedgerEntry
from portal.domain.rewards.own import own_congratulations
from portal.domain.rewards.recognition import reports
from portal.domain.rewards.recognition.congratulating import congratulate, hide, show, take_back
from portal.domain.rewards.recognition.models import (
    LONGEST_WORDS,
    Congratulation,
    CongratulationState,
    ReportOutcome,
)
from portal.domain.rewards.recognition.wall import card_seen, congratulation_seen, congratulations_under
from tests import factories
from tests import factories_recognition as given
from tests.factories import NOW

State = CongratulationState


@pytest.fixture
def scene(session):
    """An honour, whose it is, and two colleagues."""
    root = factories.unit(session)
    person = given.named(session, root, name="Ratna")
    post = given.post(session, person)
    colleagues = [factories.employee(session, unit_=root) for _ in range(2)]
    return post, *(factories.viewer(session, who) for who in (person, *colleagues))


def inbox(session, viewer) -> list[str]:
    asked = select(Notification.message).where(Notification.account_id == viewer.account_id)
    return list(session.scalars(asked.order_by(Notification.id)))


def test_colleagues_congratulate_once_and_the_person_hears_of_it_once(session, scene):
    post, me, anna, budi = scene
    before = session.scalar(select(func.count()).select_from(LedgerEntry))
    congratulate(session, post, "Selamat ya!", by=anna, at=NOW)
    congratulate(session, post, "", by=budi, at=NOW)
    with pytest.raises(RuleBroken):
        congratulate(session, post, "Sekali lagi", by=anna, at=NOW)
    voices = card_seen(session, anna, post.id).voices
    assert (voices.count, voices.own.words) == (2, "Selamat ya!")
    assert len(inbox(session, me)) == 1
    assert session.scalar(select(func.count()).select_from(LedgerEntry)) == before


def test_nobody_congratulates_themselves_or_strangers(session, scene):
    post, me, _anna, _budi = scene
    stranger = factories.viewer(session, factories.employee(session))
    for by in (me, stranger):
        with pytest.raises(NotAllowed):
            congratulate(session, post, "Hore", by=by, at=NOW)


def test_the_database_itself_refuses_praise_of_oneself(session, scene):
    post, me, _anna, _budi = scene
    session.add(
        Congratulation(post_id=post.id, author_id=me.employee_id, subject_id=me.employee_id, written_at=NOW)
    )
    with pytest.raises(IntegrityError):
        session.flush()


def test_words_have_a_limit(session, scene):
    post, _me, anna, _budi = scene
    with pytest.raises(RuleBroken):
        congratulate(session, post, "a" * (LONGEST_WORDS + 1), by=anna, at=NOW)


def test_an_author_takes_back_and_may_say_it_again_without_a_second_notice(session, scene):
    post, me, anna, budi = scene
    said = congratulate(session, post, "Salah tulis", by=anna, at=NOW)
    with pytest.raises(NotAllowed):
        take_back(said, by=budi)
    take_back(said, by=anna)
    assert (said.words, card_seen(session, budi, post.id).voices.count) == ("", 0)
    congratulate(session, post, "Selamat", by=anna, at=NOW + timedelta(minutes=1))
    assert card_seen(session, budi, post.id).voices.count == 1
    assert len(inbox(session, me)) == 1


def test_the_person_hides_it_from_everybody_else(session, scene):
    post, me, anna, budi = scene
    said = congratulate(session, post, "Akhirnya!", by=anna, at=NOW)
    with pytest.raises(NotAllowed):
        hide(said, by=budi)
    hide(said, by=me)
    session.flush()
    assert [one.id for one in congratulations_under(session, post, me).items] == [said.id]
    assert congratulations_under(session, post, budi).total == 0
    with pytest.raises(NotFound):
        congratulation_seen(session, budi, said.id)
    with pytest.raises(RuleBroken):
        congratulate(session, post, "Lagi", by=anna, at=NOW)
    show(said, by=me)
    session.flush()
    assert congratulations_under(session, post, budi).total == 1


def test_hr_decides_about_a_report_and_tells_both(session, scene):
    post, me, anna, budi = scene
    said = congratulate(session, post, "Kata-kata buruk", by=anna, at=NOW)
    with pytest.raises(NotAllowed):
        reports.report(session, said, "x", by=anna, at=NOW)
    made = reports.report(session, said, "Ini menyinggung saya.", by=me, at=NOW)
    assert said.state is State.HIDDEN
    with pytest.raises(RuleBroken):
        reports.report(session, said, "x", by=budi, at=NOW)
    hr = given.hr(session, post.employee.unit)
    elsewhere = given.hr(session, factories.unit(session))
    with pytest.raises(NotFound):
        reports.report_for(session, elsewhere, made.id)
    assert reports.reports_for(session, elsewhere).total == 0
    found = reports.report_for(session, hr, made.id)
    reports.decide(session, found, ReportOutcome.REMOVED, by=hr, at=NOW)
    assert (said.words, said.state) == ("", State.REMOVED)
    assert any("removed" in line for line in inbox(session, anna))
    assert any("removed" in line for line in inbox(session, me))
    with pytest.raises(RuleBroken):
        reports.decide(session, found, ReportOutcome.KEPT, by=hr, at=NOW)
    with pytest.raises(RuleBroken):
        congratulate(session, post, "Lagi", by=anna, at=NOW)


def test_whoever_is_part_of_it_does_not_decide(session, scene):
    post, me, _anna, budi = scene
    hr = given.hr(session, post.employee.unit)
    said = congratulate(session, post, "Dari kepegawaian", by=hr, at=NOW)
    made = reports.report(session, said, "Kurang pantas", by=budi, at=NOW)
    assert said.state is State.SHOWN
    with pytest.raises(NotAllowed):
        reports.decide(session, made, ReportOutcome.KEPT, by=hr, at=NOW)


def test_my_data_holds_what_i_wrote_and_what_i_got(session, scene):
    post, me, anna, _budi = scene
    congratulate(session, post, "Selamat ya!", by=anna, at=NOW)
    assert [row["words"] for row in own_congratulations(session, me)] == ["Selamat ya!"]
    assert own_congratulations(session, anna)[0]["to"] == "Ratna"


def test_quiet_people_hear_nothing_of_honours_but_of_losses(session):
    """Quiet mode and a switched-off agency leave out “you earned”, never “it was taken back”."""
    from tests.domain.rewards.helpers import tell
    from tests.factories_rewards import IN_Q4, TARGET, fact, leaf, metrics, rule, void

    metrics(session)
    quiet = factories.employee(session, is_quiet=True)
    loud, off = factories.employee(session), factories.employee(session)
    off.agency.has_rewards = False
    rule(session, leaf(TARGET))
    told = [fact(TARGET, who.id, day=IN_Q4) for who in (quiet, loud, off)]
    tell(session, *told)
    assert len(inbox(session, factories.viewer(session, loud))) == 1
    assert [inbox(session, factories.viewer(session, who)) for who in (quiet, off)] == [[], []]
    tell(session, *map(void, told))
    assert [len(inbox(session, factories.viewer(session, who))) for who in (quiet, off)] == [1, 1]
