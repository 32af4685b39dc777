"""What of an officer goes from public reviews. What citizens answered is theirs and stays, without the name."""

from __future__ import annotations

from portal.domain.erasing import Declaration, Emptied, Kept, Scrubbed
from portal.domain.public_reviews.improvements.models import ImprovementAction
from portal.domain.public_reviews.reviews.models import Contest, Reply, Review, ReviewContact
from portal.domain.public_reviews.reviews.moderation_log import Moderation
from portal.domain.public_reviews.services.models import Counter, SatisfactionSurvey, Service
from portal.domain.public_reviews.visits.models import VisitToken
from portal.domain.words import n_

NAMED = n_("The name in citizens' words and in what the unit says about them")

ERASING = Declaration(
    erasers=(
        Emptied(
            what=n_("Words written when contesting a review"),
            whose=lambda person: Contest.employee_id == person.employee_id,
            values={Contest.reason: ""},
        ),
        Scrubbed(
            what=NAMED,
            columns=(Review.comment, Review.decision),
            whose=lambda person: Review.officer_id == person.employee_id,
        ),
        Scrubbed(
            what=NAMED,
            columns=(Contest.decision,),
            whose=lambda person: Contest.employee_id == person.employee_id,
        ),
        Scrubbed(what=NAMED, columns=(Reply.topic, Reply.answer)),
        Scrubbed(
            what=NAMED,
            columns=(ImprovementAction.text, ImprovementAction.owner, ImprovementAction.result),
        ),
    ),
    kept=(
        Kept(
            what=n_("What citizens answered about a service, without a name"),
            why=n_("It is theirs, and the unit's index is counted from it."),
            of=(Review.number, Review.flags, Review.hold_reasons, Moderation),
        ),
        Kept(
            why="Hashes, keys and proofs of who wrote, and how to reach them: the writers', not the officer's",
            of=(Review.address_hash, Review.wording_hash, Review.proof, Review.import_key, ReviewContact),
        ),
        Kept(
            why="Services, their counters, slips and surveys",
            of=(Service, Counter, SatisfactionSurvey, VisitToken, ImprovementAction.element),
        ),
    ),
)
