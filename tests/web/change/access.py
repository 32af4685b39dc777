"""Who gets an answer from /change. What belongs to other units is not there; roles look after their units."""

from portal.domain.change.campaigns.models import CampaignMaterial, ChangeAgent
from portal.domain.change.pulses.models import PulseState
from tests.factories import employee, unit
from tests.factories_change import campaign, concern, draft, faq, idea, proposal, pulse

KEEPERS = "hr_admin leader admin"

ACCESS = {
    "change.index": "*",
    "change.campaign": "admin",
    "change.campaign_calendar": "admin",
    "change.confirm_read": "admin",
    "change.material_file": "",
    "change.pulse": "",
    "change.answer_pulse": "",
    "change.concerns": "*",
    "change.speak_up": "*",
    "change.concern_sent": "*",
    "change.look_up": "*",
    "change.drafts": "*",
    "change.draft": "admin",
    "change.propose": "admin",
    "change.vote": "admin",
    "change.support": "admin",
    "change.ideas": "*",
    "change.new_idea": "*",
    "change.idea": "admin",
    "change.like_idea": "admin",
    "change.move_idea": "admin",
    "change.manage": KEEPERS,
    "change.new_campaign": KEEPERS,
    "change.edit_campaign": "admin",
    "change.bench": "admin",
    "change.publish_campaign": "admin",
    "change.close_campaign": "admin",
    "change.add_step": "admin",
    "change.remove_step": "admin",
    "change.tell_step_outcome": "admin",
    "change.add_material": "admin",
    "change.remove_material": "admin",
    "change.name_agent": "admin",
    "change.release_agent": "admin",
    "change.readiness": "admin",
    "change.plan_pulse": "admin",
    "change.concerns_kept": KEEPERS,
    "change.concern": "admin",
    "change.answer_concern": "admin",
    "change.set_concern_aside": "admin",
    "change.withdraw_faq": "admin",
    "change.new_draft": KEEPERS,
    "change.answer_proposal": "admin",
    "change.decide_draft": "admin",
}


def a_campaign(session):
    return {"campaign_id": campaign(session).id}


def a_material(session):
    made = CampaignMaterial(campaign_id=campaign(session).id, title="Modul", link="/learning")
    session.add(made)
    session.flush()
    return {"campaign_id": made.campaign_id, "material_id": made.id}


def a_step(session):
    from portal.domain.change.campaigns.queries import steps_of

    made = campaign(session)
    return {"campaign_id": made.id, "step_id": steps_of(session, made)[0].id}


def an_agent(session):
    made = campaign(session)
    agent = ChangeAgent(campaign_id=made.id, employee_id=made.owner_id)
    session.add(agent)
    session.flush()
    return {"campaign_id": made.id, "agent_id": agent.id}


def a_draft(session):
    where = unit(session)
    return {"draft_id": draft(session, where, employee(session, unit_=where)).id}


def a_proposal(session):
    where = unit(session)
    made = draft(session, where, employee(session, unit_=where))
    return {
        "draft_id": made.id,
        "proposal_id": proposal(session, made, employee(session, unit_=where)).id,
    }


def an_idea(session):
    return {"idea_id": idea(session, employee(session)).id}


def a_concern(session):
    return {"concern_id": concern(session, unit(session)).id}


def a_pulse(session):
    return {"pulse_id": pulse(session, campaign(session), state=PulseState.OPEN).id}


SAMPLE = (
    dict.fromkeys(
        ["change.campaign", "change.campaign_calendar", "change.confirm_read", "change.edit_campaign", "change.bench",
         "change.publish_campaign", "change.close_campaign", "change.add_step", "change.add_material",
         "change.name_agent", "change.readiness", "change.plan_pulse"], a_campaign)
    | dict.fromkeys(["change.material_file", "change.remove_material"], a_material)
    | dict.fromkeys(["change.remove_step", "change.tell_step_outcome"], a_step)
    | dict.fromkeys(["change.draft", "change.propose", "change.vote", "change.decide_draft"], a_draft)
    | dict.fromkeys(["change.support", "change.answer_proposal"], a_proposal)
    | dict.fromkeys(["change.idea", "change.like_idea", "change.move_idea"], an_idea)
    | dict.fromkeys(["change.concern", "change.answer_concern", "change.set_concern_aside"], a_concern)
    | dict.fromkeys(["change.pulse", "change.answer_pulse"], a_pulse)
    | {
        "change.release_agent": an_agent,
        "change.withdraw_faq": lambda session: {"entry_id": faq(session, unit(session)).id},
    }
)  # fmt: skip
