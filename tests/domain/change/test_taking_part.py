"""Campaigns reach people, drafts are discussed before they are decided, ideas get an answer (G20, P17, P19, S4)."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal.domain.audit.models import AuditEntry
from portal.domain.change import jobs, metrics
from portal.domain.change.campaigns import actions as campaigns
from portal.domain.change.campaigns import keeping, parts, queries
from portal.domain.change.campaigns.models import CampaignState, StepKind
from portal.domain.change.events import IdeaAdopted, ProposalAccepted
from portal.domain.change.ideas import actions as ideas
from portal.domain.change.ideas.models import IdeaState
from portal.domain.change.ideas.queries import idea_for, ideas_for
from portal.domain.change.own import own_change
from portal.domain.change.planning import actions as planning
from portal.domain.change.planning.models import Choice, DraftKind, DraftVote, ProposalSupport, Verdict
from portal.domain.change.planning.queries import (
    count_to_answer,
    draft_for,
    drafts_for,
    own_vote,
    voices_of,
    votes_of,
)
from portal.domain.change.retention import RULES
from portal.domain.errors import NotAllowed, NotFound, RuleBroken
from portal.domain.metrics import Fact
from portal.domain.notifications.models import Notification
from portal.domain.retention import carry_out
from tests.factories import NOW, Role, employee, role, unit, viewer
from tests.factories_change import STORY, TODAY, campaign, concern, draft, idea, proposal

DAY = timedelta(days=1)
GIVEN = campaigns.CampaignInput(
    title="Dari buku ke layar",
    summary="Register diganti.",
    story=STORY,
    for_me="Tidak menyalin.",
    for_citizens="Cukup sekali datang.",
    starts_on=TODAY,
    ends_on=TODAY + 30 * DAY,
)


@pytest.fixture
def agency(session):
    return unit(session)


@pytest.fixture
def hr(session, agency):
    who = employee(session, unit_=agency)
    role(session, who, Role.HR_ADMIN, over=agency)
    return who


@pytest.fixture
def told(session):
    seen = []
    note = (lambda _session, event: seen.append(event),)
    session.info["reactions"] = {IdeaAdopted: note, ProposalAccepted: note}
    return seen


def inbox(session, who):
    rows = select(Notification).where(Notification.account_id == who.account_id).order_by(Notification.id)
    return [row.message for row in session.scalars(rows)]


def test_a_campaign_is_written_let_out_read_and_ended(session, agency, hr):
    """P17, P18, M18: the story reaches everybody below, readers are counted by unit and never named."""
    below = unit(session, parent=agency, name="Loket")
    reader, silent = employee(session, unit_=below), employee(session, unit_=below)
    by, me = viewer(session, hr), viewer(session, reader)
    made = campaigns.draft(session, agency.id, hr, GIVEN, by=by, at=NOW)
    with pytest.raises(NotFound):
        queries.campaign_for(session, me, made.id)
    with pytest.raises(RuleBroken, match="at least one step"):
        campaigns.publish(session, made, by=by, at=NOW)
    given = parts.StepInput(
        kind=StepKind.MEETING,
        on_day=TODAY + DAY,
        hours="09.00",
        place="Aula",
        title="Duduk bersama",
        words="",
    )
    step = parts.add_step(session, made, given, by=by)
    with pytest.raises(NotAllowed):
        campaigns.publish(session, made, by=me, at=NOW)
    campaigns.publish(session, made, by=by, at=NOW)
    assert (jobs.work(session, at=NOW), jobs.work(session, at=NOW)) == (1, 0)
    assert "Something is going to change" in inbox(session, silent)[0]
    assert inbox(session, employee(session)) == []
    [one] = queries.campaigns_for(session, me, TODAY)
    assert (one.is_read, one.next_step) == (False, step)
    for _twice in range(2):
        campaigns.confirm_read(session, made, by=me, at=NOW)
    assert queries.campaigns_for(session, me, TODAY)[0].is_read
    assert [(part.name, part.people, part.read) for part in keeping.reach_of(session, made)] == [
        (agency.name, 1, 0),
        ("Loket", 2, 1),
    ]
    assert [(kept.people, kept.read) for kept in keeping.campaigns_kept(session, by)] == [(3, 1)]
    assert keeping.campaigns_kept(session, me) == []
    assert own_change(session, me)["read"] == [{"title": GIVEN.title, "read_on": TODAY}]
    with pytest.raises(RuleBroken, match="still to come"):
        parts.tell_outcome(session, made, step, "Hadir 20.", today=TODAY, by=by)
    parts.tell_outcome(session, made, step, "Hadir 20.", today=TODAY + DAY, by=by)
    with pytest.raises(RuleBroken, match="It stays"):
        parts.remove_step(session, made, step, by=by)
    campaigns.close(session, made, "Waktu tunggu turun.", by=by, at=NOW + DAY)
    assert (made.state, made.ends_on) == (CampaignState.CLOSED, TODAY + DAY)
    with pytest.raises(RuleBroken, match="not running"):
        campaigns.confirm_read(session, made, by=viewer(session, silent), at=NOW)
    with pytest.raises(RuleBroken, match="stays as it was"):
        campaigns.change(session, made, hr, GIVEN, by=by)
    verbs = session.scalars(select(AuditEntry.verb).order_by(AuditEntry.id)).all()
    assert verbs == ["campaign.publish", "campaign.close"]


def test_agents_and_materials_are_checked(session, agency, hr):
    """G17: persuasion by a colleague one knows; a link leads to the web or to a place of ours."""
    made, by = campaign(session, agency, hr), viewer(session, hr)
    agent = employee(session, unit_=unit(session, parent=agency))
    parts.name_agent(session, made, agent, "jadwal", by=by, at=NOW)
    assert "You are a change agent" in inbox(session, agent)[0]
    for wrong in (agent, employee(session)):
        with pytest.raises(RuleBroken) as refused:
            parts.name_agent(session, made, wrong, "", by=by, at=NOW)
        assert refused.value.field == "employee"
    parts.add_material(session, made, "Modul", link="/learning", by=by, at=NOW)
    for link in ("//jahat.example", "http://tanpa-kunci.id", "javascript:alert(1)", "/\\jahat", ""):
        with pytest.raises(RuleBroken) as refused:
            parts.add_material(session, made, "Modul", link=link, by=by, at=NOW)
        assert refused.value.field == "link"
    with pytest.raises(RuleBroken, match="one of your units"):
        campaigns.draft(session, unit(session).id, hr, GIVEN, by=by, at=NOW)
    owner = viewer(session, made.owner)
    assert queries.campaign_to_run(session, owner, made.id) is made


def test_every_proposal_is_answered_before_a_draft_is_decided(session, agency, hr, told):
    """P19, M17: comment and vote on what is planned; accepted or not, because; by its owner and by a day."""
    below = unit(session, parent=agency)
    owner, author, other = (employee(session, unit_=below) for _ in range(3))
    by, me, third = viewer(session, owner), viewer(session, author), viewer(session, other)
    given = planning.DraftInput(
        kind=DraftKind.TARGET, title="Waktu tunggu 20 menit", text=STORY, why="Apa yang mustahil?",
        closes_on=TODAY + 7 * DAY, answer_by=TODAY + 14 * DAY,
    )  # fmt: skip
    with pytest.raises(RuleBroken, match="one of your units"):
        planning.open_draft(session, below.id, owner, given, by=me, at=NOW)
    made = planning.open_draft(session, below.id, owner, given, by=viewer(session, hr), at=NOW)
    assert jobs.work(session, at=NOW) == 1
    assert "Before it is decided" in inbox(session, author)[0]
    one = planning.propose(session, made, "Hitung tanpa hari libur.", by=me, at=NOW)
    stranger = viewer(session, employee(session))
    for who, what, sentence in (
        (by, lambda v: planning.propose(session, made, "Sendiri.", by=v, at=NOW), "You answer the proposals"),
        (me, lambda v: planning.support(session, one, by=v, at=NOW), "your own proposal"),
        (stranger, lambda v: planning.vote(session, made, Choice.AGREE, by=v, at=NOW), "for other units"),
        (me, lambda v: planning.vote(session, made, Choice.AGREE, by=v, at=NOW + 8 * DAY), "no more"),
        (by, lambda v: planning.decide(session, made, "Jadi.", by=v, at=NOW), "may still propose"),
        (by, lambda v: planning.decide(session, made, "Jadi.", by=v, at=NOW + 8 * DAY), "every proposal first"),
        (by, lambda v: planning.answer(session, one, Verdict.ACCEPTED, "", by=v, at=NOW), "Say why"),
    ):  # fmt: skip
        with pytest.raises(RuleBroken, match=sentence):
            what(who)
    for supports in (True, False, True):
        planning.support(session, one, by=third, at=NOW)
        [voice] = voices_of(session, third, made)
        assert (voice.supporters, voice.is_mine) == (int(supports), supports)
    planning.vote(session, made, Choice.DISAGREE, by=third, at=NOW)
    planning.vote(session, made, Choice.WITH_CHANGES, by=third, at=NOW)
    assert votes_of(session, made) == {Choice.AGREE: 0, Choice.WITH_CHANGES: 1, Choice.DISAGREE: 0}
    assert (own_vote(session, third, made), own_vote(session, me, made)) == (Choice.WITH_CHANGES, None)
    assert count_to_answer(session, by) == 1
    assert jobs.work(session, at=NOW + 12 * DAY) == 1, "the owner is reminded of the day"
    assert "are to be answered by" in inbox(session, owner)[-1]
    with pytest.raises(NotAllowed):
        planning.answer(session, one, Verdict.ACCEPTED, "Ya.", by=third, at=NOW)
    planning.answer(session, one, Verdict.PARTLY, "Hari pertama saja.", by=by, at=NOW + 8 * DAY)
    assert "has an answer" in inbox(session, author)[-1]
    assert told == []
    planning.decide(session, made, "Berlaku mulai Januari.", by=by, at=NOW + 9 * DAY)
    assert told == [ProposalAccepted(employee_id=author.id, proposal_id=one.id)]
    assert told[0].at == NOW + 9 * DAY
    [fact] = metrics.facts_of(session, told[0])
    assert fact == Fact(
        metric="change.proposals_accepted", employee_id=author.id, day=TODAY + 9 * DAY, value=1,
        source_type="proposal", source_id=one.id,
    )  # fmt: skip
    assert [dict(row) for row in session.execute(metrics.history()).mappings()][0]["source_id"] == one.id
    with pytest.raises(RuleBroken, match="answers stay"):
        planning.answer(session, one, Verdict.DECLINED, "Tidak.", by=by, at=NOW + 10 * DAY)
    [listed] = drafts_for(session, me).items
    assert (listed.proposals, listed.unanswered, listed.votes) == (1, 0, 1)
    with pytest.raises(NotFound):
        draft_for(session, viewer(session, employee(session)), made.id)
    assert own_change(session, me)["proposals"][0]["because"] == "Hari pertama saja."
    assert own_change(session, third)["votes"] == [{"title": made.title, "choice": Choice.WITH_CHANGES}]


def test_an_idea_goes_its_way_and_says_what_it_changed(session, agency, hr, told):
    """G20, S4: submitted, looked at, tried, adopted or not, because; with an effect, and liked by colleagues."""
    author, fan = employee(session, unit_=agency), employee(session, unit_=unit(session, parent=agency))
    me, by = viewer(session, author), viewer(session, hr)
    one = ideas.submit(
        session, "Lembar bergambar", "Datang dua kali.", "Satu lembar.", "Warga.", by=me, at=NOW
    )
    assert "has an idea" in inbox(session, hr)[0]
    ideas.like(session, one, by=viewer(session, fan))
    assert (idea_for(session, viewer(session, fan), one.id).likes, idea_for(session, me, one.id).is_mine) == (
        1,
        False,
    )
    with pytest.raises(RuleBroken, match="own idea"):
        ideas.like(session, one, by=me)
    with pytest.raises(NotAllowed):
        ideas.move(session, one, IdeaState.LOOKED_AT, "Ya.", by=viewer(session, fan), at=NOW)
    with pytest.raises(RuleBroken, match="cannot go there"):
        ideas.move(session, one, IdeaState.ADOPTED, "Ya.", effect="Turun.", by=by, at=NOW)
    ideas.move(session, one, IdeaState.DECLINED, "Belum ada kertas.", by=by, at=NOW)
    ideas.move(session, one, IdeaState.LOOKED_AT, "Kertas sudah ada.", by=by, at=NOW)
    ideas.move(session, one, IdeaState.TRIED, "Sebulan.", by=by, at=NOW)
    with pytest.raises(RuleBroken) as refused:
        ideas.move(session, one, IdeaState.ADOPTED, "Bagus.", by=by, at=NOW)
    assert refused.value.field == "effect"
    ideas.move(session, one, IdeaState.ADOPTED, "Bagus.", effect="34 % menjadi 12 %.", by=by, at=NOW + DAY)
    assert told == [IdeaAdopted(employee_id=author.id, idea_id=one.id)]
    assert told[0].at == NOW + DAY
    assert [fact.metric for fact in metrics.facts_of(session, told[0])] == ["change.ideas_adopted"]
    assert len(inbox(session, author)) == 4
    own = idea(session, hr)
    with pytest.raises(RuleBroken, match="own idea"):
        ideas.move(session, own, IdeaState.TRIED, "Ya.", by=by, at=NOW)
    idea(session, employee(session))
    assert ideas_for(session, me, search="BERGAMBAR", state=IdeaState.ADOPTED, is_own=True).total == 1
    assert ideas_for(session, me).total == 2
    assert own_change(session, me)["ideas"][0]["effect"] == "34 % menjadi 12 %."


def test_what_has_no_purpose_any_more_is_forgotten(session, agency, hr):
    old, colleague = NOW - timedelta(days=800), employee(session, unit_=agency)
    past = draft(
        session, agency, hr, decided_at=old, outcome="Jadi.", closes_on=old.date(), answer_by=old.date() + DAY
    )
    open_ = draft(session, agency, hr)
    for one in (past, open_):
        session.add(DraftVote(draft_id=one.id, employee_id=colleague.id, choice=Choice.AGREE))
        made = proposal(session, one, colleague)
        session.add(ProposalSupport(proposal_id=made.id, employee_id=hr.id))
    concern(session, agency, said_on=old.date())
    concern(session, agency)
    session.flush()
    assert [count for _rule, count in carry_out(session, RULES, at=NOW)] == [1, 0, 1, 1]
    assert session.scalar(select(func.count()).select_from(DraftVote)) == 1
