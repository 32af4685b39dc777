"""What a sign says in one sentence, and what may be innocent about it. Numbers fill the places."""

from portal.domain.rewards.flags.models import Flag, FlagKind
from portal.domain.words import n_

SOURCE_NAMES = {"checkin": n_("check-ins sent"), "review": n_("reviews with a slip")}
ONE_NAMES = {"checkin": n_("Check-in"), "review": n_("Review")}
OTHER_ONE = n_("Entry")
OTHER_SOURCE = n_("entries")

SENTENCES = {
    FlagKind.QUICK: n_(
        "%(hits)s of %(n)s %(what)s were approved within two minutes. "
        "Elsewhere in the agency: %(other_hits)s of %(others)s."
    ),
    FlagKind.MUTUAL: n_(
        "Each approved the other's %(what)s in the same weeks: %(n)s one way, %(back)s the other way."
    ),
    FlagKind.GENEROUS: n_(
        "%(hits)s of %(n)s %(what)s handed out by one person give only the best marks; %(in_a_row)s came within "
        "three minutes of the one before. With slips of others: %(other_hits)s of %(others)s."
    ),
    FlagKind.LAST_MINUTE: n_(
        "%(hits)s of %(n)s %(what)s were sent in the last two days. "
        "Elsewhere in the agency: %(other_hits)s of %(others)s."
    ),
}
IN_AN_HOUR = n_("%(n)s %(what)s within one hour. Usual for this person: %(usual)s.")
ON_A_DAY = n_("%(n)s %(what)s on one day. Usual for this person: %(usual)s.")

INNOCENT = {
    FlagKind.QUICK: n_(
        "They may have talked it over beforehand, or sit side by side and look at the evidence together."
    ),
    FlagKind.MUTUAL: n_(
        "One may have stood in for the other, or the reporting line was changed in these weeks."
    ),
    FlagKind.GENEROUS: n_(
        "It may have been an event with a tablet at the counter, or one colleague hands out the slips for all."
    ),
    FlagKind.BURST: n_("A market day, a mobile service, or catching up after leave looks just like this."),
    FlagKind.LAST_MINUTE: n_(
        "Illness, leave, or numbers that only exist at the end of the quarter explain many of these."
    ),
}


def sentence_of(flag: Flag) -> str:
    """The msgid; its places are in the evidence's numbers, and `what` is the name of the source."""
    if flag.kind is FlagKind.BURST:
        return IN_AN_HOUR if "hour" in flag.evidence["numbers"] else ON_A_DAY
    return SENTENCES[flag.kind]
