"""Good rules to begin with, for each of the five values. Data: to add one, add one here.

Names of numbers that no feature offers yet stand in `COMING`; such a rule is shown, and cannot be chosen yet.
"""

from portal.domain.rewards.badges.models import Shape, Tier
from portal.domain.rewards.periods import RuleWindow
from portal.domain.rewards.rules.models import GrantPolicy
from portal.domain.rewards.rules.templates import (
    Category,
    Expected,
    Template,
    at_least,
    at_most,
    count,
    mean,
    share,
    total,
)
from portal.domain.rewards.rules.tree import all_of, any_of, none_of
from portal.domain.words import n_

YEAR, HALF, MONTH = RuleWindow.YEAR, RuleWindow.SEMESTER, RuleWindow.MONTH

COMING = {
    "peers.collaboration": Expected(n_("collaboration in the eyes of colleagues"), scale=100),
    "forums.followed_up": Expected(n_("agreements of consultation forums that were carried out")),
    "services.complaints_upheld": Expected(n_("complaints that were found right")),
    "conduct.sanctions": Expected(n_("disciplinary sanctions")),
    "conduct.gifts_reported": Expected(n_("gifts reported and handed in")),
}

PACK: tuple[Template, ...] = (
    Template(
        code="gold-service",
        category=Category.SERVICE,
        name=n_("Golden service"),
        words=n_("For officers whom many citizens rate well, who reach their targets and keep learning."),
        tree=all_of(
            mean("reviews.rating", 350, of=20),
            at_least(total("training.hours", YEAR), 2000),
            at_least(count("targets.achieved"), 1),
        ),
        policy=GrantPolicy.AT_ONCE_REVOCABLE,
        points=200,
        badge=(Shape.SEAL, Tier.GOLD, "star"),
    ),
    Template(
        code="close-to-citizens",
        category=Category.SERVICE,
        name=n_("Close to citizens"),
        words=n_("For service that citizens confirmed with their visit slips."),
        tree=at_least(count("reviews.verified"), 20),
        points=50,
        cap_per_year=4,
        badge=(Shape.HEX, Tier.BRONZE, "users-group"),
    ),
    Template(
        code="steady-smile",
        category=Category.SERVICE,
        name=n_("Good every month"),
        words=n_("For a month in which citizens rated the service well again and again."),
        tree=mean("reviews.rating", 340, of=10, window=MONTH),
        window=MONTH,
        points=25,
        cap_per_year=6,
        badge=(Shape.CIRCLE, Tier.SILVER, "thumb-up"),
    ),
    Template(
        code="target-keeper",
        category=Category.SERVICE,
        name=n_("Keeps promises"),
        words=n_("For targets that were reached on time and confirmed by the evaluator."),
        tree=all_of(at_least(count("targets.achieved"), 2), share("targets.on_time", 80)),
        points=80,
        badge=(Shape.SHIELD, Tier.SILVER, "target"),
    ),
    Template(
        code="twenty-hours",
        category=Category.LEARNING,
        name=n_("Never stops learning"),
        words=n_("For twenty hours of learning in a year, with attendance, brought back into the work."),
        tree=all_of(
            at_least(total("training.hours", YEAR), 2000), at_least(count("targets.achieved", YEAR), 1)
        ),
        window=YEAR,
        points=100,
        badge=(Shape.OCT, Tier.SILVER, "book"),
    ),
    Template(
        code="teaches-others",
        category=Category.LEARNING,
        name=n_("Shares knowledge"),
        words=n_("For hours in which colleagues were taught, by those who learn themselves."),
        tree=all_of(
            at_least(total("training.taught", HALF), 400),
            at_least(count("learning.modules_finished", HALF), 1),
        ),
        window=HALF,
        points=80,
        cool_down_days=150,
        badge=(Shape.OCT, Tier.GOLD, "presentation"),
    ),
    Template(
        code="good-company",
        category=Category.COLLABORATION,
        name=n_("Good to work with"),
        words=n_("For results reached together: colleagues say so, and so do the targets."),
        tree=all_of(
            at_least(count("targets.achieved", YEAR), 3),
            share("targets.on_time", 70, YEAR),
            at_least(count("reviews.verified", YEAR), 10),
            mean("reviews.rating", 320, of=10, window=YEAR),
            mean("peers.collaboration", 300, of=5, window=YEAR),
        ),
        window=YEAR,
        points=120,
        badge=(Shape.CIRCLE, Tier.GOLD, "users"),
    ),
    Template(
        code="plans-together",
        category=Category.COLLABORATION,
        name=n_("Plans together"),
        words=n_("For proposals that went into a common plan, beside one's own results."),
        tree=all_of(
            at_least(count("change.proposals_accepted", HALF), 1),
            at_least(count("targets.achieved", HALF), 1),
        ),
        window=HALF,
        points=60,
        cap_per_year=2,
        badge=(Shape.CIRCLE, Tier.SILVER, "heart-handshake"),
    ),
    Template(
        code="clean-year",
        category=Category.INTEGRITY,
        name=n_("A clean year"),
        words=n_(
            "For a year of reached targets without a sanction and without a complaint that was found right."
        ),
        tree=all_of(
            at_least(count("targets.achieved", YEAR), 2),
            none_of(
                at_least(count("conduct.sanctions", YEAR), 1),
                at_least(count("services.complaints_upheld", YEAR), 1),
            ),
        ),
        window=YEAR,
        points=100,
        badge=(Shape.SHIELD, Tier.GOLD, "shield-check"),
    ),
    Template(
        code="says-no",
        category=Category.INTEGRITY,
        name=n_("Says no"),
        words=n_("For gifts that were reported and handed in, as the law asks, while the work went on well."),
        tree=all_of(
            at_least(count("conduct.gifts_reported", YEAR), 1), at_most(count("conduct.sanctions", YEAR), 0)
        ),
        window=YEAR,
        points=60,
        cap_per_year=1,
        badge=(Shape.SHIELD, Tier.SILVER, "scale"),
    ),
    Template(
        code="better-service",
        category=Category.INNOVATION,
        name=n_("Makes it better"),
        words=n_("For ideas that were carried out, by those whose targets or service stand firm."),
        tree=all_of(
            at_least(count("change.ideas_adopted", HALF), 1),
            any_of(
                at_least(count("targets.achieved", HALF), 1), mean("reviews.rating", 320, of=10, window=HALF)
            ),
        ),
        window=HALF,
        points=150,
        badge=(Shape.HEX, Tier.GOLD, "bulb"),
    ),
    Template(
        code="listens-and-acts",
        category=Category.INNOVATION,
        name=n_("Listens and acts"),
        words=n_("For what was agreed with citizens and carried out, or for service they visibly value."),
        tree=all_of(
            at_least(count("targets.achieved", YEAR), 1),
            any_of(
                at_least(count("forums.followed_up", YEAR), 1),
                mean("reviews.rating", 370, of=40, window=YEAR),
            ),
        ),
        window=YEAR,
        policy=GrantPolicy.AT_CLOSE,
        points=120,
        badge=(Shape.HEX, Tier.SILVER, "message-star"),
    ),
)
