"""The letters of this feature: subject and text as msgids, translated for their reader when they go out."""

from portal.domain.words import n_

INVITATION = (
    n_("Your account at Prestasi"),
    n_(
        "Hello %(name)s,\n\n"
        "An account has been made for you. Choose your password here:\n\n%(link)s\n\n"
        "The link works once, within %(hours)s hours. If it has run out, ask your administrator for a new one.\n\n"
        "If you did not expect this letter, you need not do anything."
    ),
)
RESET = (
    n_("A new password for Prestasi"),
    n_(
        "Hello %(name)s,\n\n"
        "Somebody, probably you, asked for a new password. Choose it here:\n\n%(link)s\n\n"
        "The link works once, within %(hours)s hour. Your present password works until you choose another.\n\n"
        "If it was not you, you need not do anything."
    ),
)
