from portal.domain.audit.models import AuditEntry
from portal.domain.erasing import Declaration, Kept
from portal.domain.words import n_

ERASING = Declaration(
    kept=(
        Kept(
            what=n_("The audit log: who did what in office, by number"),
            why=n_(
                "The record of official acts is sealed; nobody may change it, not even to take something out."
            ),
            of=(AuditEntry,),
        ),
    ),
)
