"""What each role allows, in one sentence for whoever gives it."""

from portal.domain.organisation.models import Role
from portal.domain.words import n_

ROLE_MEANINGS = {
    Role.TRAINER: n_("Runs training and confirms who was there."),
    Role.SERVICE_MANAGER: n_("Keeps the services and their counters, and answers what citizens write."),
    Role.HR_ADMIN: n_("Looks after units, people, invitations and roles, and keeps the rules of rewards."),
    Role.COMMITTEE: n_("Sits in committees that choose people for duties."),
    Role.LEADER: n_("Sees the results of the unit and of everything below it."),
    Role.AUDITOR: n_("Reads the audit log and changes nothing."),
    Role.ADMIN: n_("May do everything, in every agency."),
}
