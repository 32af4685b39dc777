from datetime import timedelta

from sqlalchemy import or_

from portal.domain.accounts.models import OneTimeLink, SignInSession
from portal.domain.retention import Removal, Rule
from portal.domain.words import n_

RULES: tuple[Rule, ...] = (
    Removal(
        what=n_("Sign-ins that have ended"),
        basis=n_("Finding misuse of an account"),
        keeps=timedelta(days=90),
        table=SignInSession,
        is_over=lambda before: or_(SignInSession.expires_at < before, SignInSession.ended_at < before),
    ),
    Removal(
        what=n_("One-time links that were used or have run out"),
        basis=n_("Finding misuse of an account"),
        keeps=timedelta(days=30),
        table=OneTimeLink,
        is_over=lambda before: or_(OneTimeLink.expires_at < before, OneTimeLink.used_at < before),
    ),
)
