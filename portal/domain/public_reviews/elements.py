"""The nine elements of the satisfaction survey (PermenPANRB 14/2017) as data.

Everything is keyed by code: sources number the elements differently.
"""

from dataclasses import dataclass

from portal.domain.words import n_


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """`answers` are the words for 1, 2, 3 and 4. All texts are msgids."""

    code: str
    name: str
    question: str
    answers: tuple[str, str, str, str]


ELEMENTS = (
    Element(
        code="req",
        name=n_("Requirements"),
        question=n_("Did the requirements suit the kind of service?"),
        answers=(n_("Not suitable"), n_("Less suitable"), n_("Suitable"), n_("Very suitable")),
    ),
    Element(
        code="proc",
        name=n_("Procedure"),
        question=n_("How easy was the procedure?"),
        answers=(n_("Not easy"), n_("Less easy"), n_("Easy"), n_("Very easy")),
    ),
    Element(
        code="time",
        name=n_("Completion time"),
        question=n_("How fast were you served?"),
        answers=(n_("Not fast"), n_("Less fast"), n_("Fast"), n_("Very fast")),
    ),
    Element(
        code="cost",
        name=n_("Cost"),
        question=n_("What do you think of the cost?"),
        answers=(n_("Very expensive"), n_("Rather expensive"), n_("Cheap"), n_("Free of charge")),
    ),
    Element(
        code="prod",
        name=n_("Service product"),
        question=n_("Did you get what the service standard promises?"),
        answers=(n_("Not suitable"), n_("Less suitable"), n_("Suitable"), n_("Very suitable")),
    ),
    Element(
        code="comp",
        name=n_("Competence of staff"),
        question=n_("How competent was the officer?"),
        answers=(n_("Not competent"), n_("Less competent"), n_("Competent"), n_("Very competent")),
    ),
    Element(
        code="beh",
        name=n_("Behaviour of staff"),
        question=n_("How polite and friendly was the officer?"),
        answers=(
            n_("Not polite and friendly"),
            n_("Less polite and friendly"),
            n_("Polite and friendly"),
            n_("Very polite and friendly"),
        ),
    ),
    Element(
        code="fac",
        name=n_("Facilities"),
        question=n_("How good are the rooms and facilities?"),
        answers=(n_("Bad"), n_("Fair"), n_("Good"), n_("Very good")),
    ),
    Element(
        code="compl",
        name=n_("Handling of complaints"),
        question=n_("How are complaints handled?"),
        answers=(
            n_("None exists"),
            n_("Exists but does not work"),
            n_("Works less than fully"),
            n_("Managed well"),
        ),
    ),
)
CODES = tuple(element.code for element in ELEMENTS)
BY_CODE = {element.code: element for element in ELEMENTS}
