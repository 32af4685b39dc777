"""What the record calls the acts, in words. A verb without words here is shown as it is written."""

from portal.domain.words import n_

VERB_NAMES = {
    "account.disable": n_("Account closed"),
    "account.enable": n_("Account opened"),
    "account.invite": n_("Invitation sent"),
    "agency.change": n_("Agency changed"),
    "agency.found": n_("Agency added"),
    "deputy.end": n_("Deputy ended"),
    "deputy.name": n_("Deputy named"),
    "employee.add": n_("Person added"),
    "employee.correct": n_("Person corrected"),
    "employee.leave": n_("Person left"),
    "employee.move": n_("Person moved"),
    "employee.take_back": n_("Person taken back"),
    "import.apply": n_("File imported"),
    "import.check": n_("File checked for import"),
    "outbox.retry": n_("Failed message tried again"),
    "role.give": n_("Role given"),
    "role.take": n_("Role taken away"),
    "unit.add": n_("Unit added"),
    "unit.change": n_("Unit changed"),
    "unit.close": n_("Unit closed"),
    "unit.move": n_("Unit moved"),
    "unit.reopen": n_("Unit opened again"),
}
