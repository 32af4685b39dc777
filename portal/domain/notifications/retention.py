from datetime import timedelta

from portal.domain.notifications.models import Notification
from portal.domain.retention import Removal, Rule
from portal.domain.words import n_

RULES: tuple[Rule, ...] = (
    Removal(
        what=n_("Notifications that were read"),
        basis=n_("No purpose left (UU 27/2022, article 43)"),
        keeps=timedelta(days=180),
        table=Notification,
        is_over=lambda before: Notification.read_at < before,
    ),
    Removal(
        what=n_("Notifications that nobody read"),
        basis=n_("No purpose left (UU 27/2022, article 43)"),
        keeps=timedelta(days=365),
        table=Notification,
        is_over=lambda before: Notification.created_at < before,
    ),
)
