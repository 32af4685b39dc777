"""What helps at the stage that holds people back: the first one that is not reached comes first."""

from portal.domain.change.pulses.models import Readiness
from portal.domain.words import n_

ADVICE = {
    Readiness.AWARENESS: n_(
        "People do not see yet why it is needed. Tell the story again, in person and with figures."
    ),
    Readiness.DESIRE: n_(
        "People know why, and do not want it yet. Listen to what they would lose, and answer their concerns."
    ),
    Readiness.KNOWLEDGE: n_(
        "People want to, and do not know how. Offer training and a page that shows the steps."
    ),
    Readiness.ABILITY: n_(
        "People know how, and cannot do it yet. Let them practise with a change agent beside them."
    ),
    Readiness.REINFORCEMENT: n_(
        "People can do it, and nobody notices. Show what got better and thank those who did it."
    ),
}
ALL_REACHED = n_("Every stage is reached. Keep it alive: look back together and celebrate what got better.")
