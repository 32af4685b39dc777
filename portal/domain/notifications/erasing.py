from portal.domain.erasing import Declaration, RowsGone, Scrubbed
from portal.domain.notifications.models import Notification
from portal.domain.words import n_

ERASING = Declaration(
    erasers=(
        RowsGone(
            what=n_("Notifications"),
            table=Notification,
            whose=lambda person: Notification.account_id == person.account_id,
        ),
        Scrubbed(
            what=n_("The name in letters and notifications of others"),
            columns=(Notification.values,),
        ),
    ),
)
