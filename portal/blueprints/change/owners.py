"""Who is responsible for a change: the person named by NIP, else whoever fills in the form."""

from portal.domain.errors import RuleBroken
from portal.domain.organisation.models import Employee
from portal.domain.organisation.own import employee_of
from portal.domain.organisation.people.choosing import colleague, unit_chosen
from portal.domain.words import n_
from portal.web.people import current_viewer
from portal.web.transactions import current_session


def owner_named(nip: str, unit_id: int) -> Employee:
    session, me = current_session(), current_viewer()
    unit = unit_chosen(session, unit_id)
    found = colleague(session, unit.agency_id, None, nip, "owner_nip") or employee_of(session, me.account_id)
    if found is None:
        raise RuleBroken(n_("Name who is responsible."), field="owner_nip")
    return found
