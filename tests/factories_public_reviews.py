"""A valid service, counter, slip and review. Name only what the test is about."""

from datetime import date, datetime, timedelta
from itertools import count

from sqlalchemy.orm import Session

from portal.domain.organisation.models import Employee, OrgUnit
from portal.domain.public_reviews.codes import hash_of, receipt_number
from portal.domain.public_reviews.elements import CODES
from portal.domain.public_reviews.improvements.models import ImprovementAction
from portal.domain.public_reviews.reviews.inputs import Circumstances, ReviewInput
from portal.domain.public_reviews.reviews.models import Contest, Review, ReviewState
from portal.domain.public_reviews.services.models import Counter, Service
from portal.domain.public_reviews.services.queries import Place, open_place
from portal.domain.public_reviews.visits.models import VisitToken
from tests.factories import NOW, unit

_numbers = count(1)
TODAY = date(2026, 11, 21)
CALM = Circumstances(seconds=60.0)


def _added(session: Session, thing):
    session.add(thing)
    session.flush()
    return thing


def service(
    session: Session, *, of: OrgUnit | None = None, name: str = "Penerbitan KTP-el", **fields
) -> Service:
    home = of or unit(session, parent=unit(session))
    return _added(
        session,
        Service(
            agency_id=home.agency_id,
            unit_id=home.id,
            unit_key=home.path_key,
            code=fields.pop("code", f"layanan-{next(_numbers)}"),
            name=name,
            **fields,
        ),
    )


def counter(session: Session, *, of: Service | None = None, **fields) -> Counter:
    owner = of or service(session)
    return _added(
        session,
        Counter(
            service_id=owner.id,
            code=fields.pop("code", f"loket-{next(_numbers)}"),
            name=fields.pop("name", "Loket 1"),
            **fields,
        ),
    )


def place(session: Session, *, of: Service | None = None) -> Place:
    return open_place(session, counter(session, of=of).code)


def slip(
    session: Session, counter_id: int, *, officer: Employee | None = None, text: str = "", at: datetime = NOW
) -> str:
    token = text or f"slip-{next(_numbers)}"
    _added(
        session,
        VisitToken(
            token_hash=hash_of(token),
            counter_id=counter_id,
            officer_id=officer.id if officer else None,
            issued_at=at,
            expires_at=at + timedelta(hours=72),
        ),
    )
    return token


def answers(*values: int | None) -> dict[str, int | None]:
    """Nine answers in the order of the elements; the last one given is repeated."""
    padded = [*values, *[values[-1]] * (len(CODES) - len(values))]
    return dict(zip(CODES, padded, strict=True))


def said(*values: int | None, **fields) -> ReviewInput:
    return ReviewInput(answers=answers(*(values or (3,))), **fields)


def review(
    session: Session,
    of: Service,
    *values: int | None,
    day: date = TODAY,
    state: ReviewState = ReviewState.COUNTED,
    **fields,
) -> Review:
    return _added(
        session,
        Review(
            number=receipt_number(),
            service_id=of.id,
            submitted_at=fields.pop("submitted_at", NOW),
            day=day,
            state=state,
            decision=fields.pop("decision", "x" if state is ReviewState.REJECTED else ""),
            counted_at=NOW if state is ReviewState.COUNTED else None,
            **answers(*(values or (3,))),
            **fields,
        ),
    )


def verified(
    session: Session, at_counter: Counter, officer: Employee | None, *values: int, **fields
) -> Review:
    """A counted review with a used slip."""
    token = VisitToken(
        token_hash=f"used-{next(_numbers)}",
        counter_id=at_counter.id,
        officer_id=officer.id if officer else None,
        issued_at=NOW,
        expires_at=NOW,
    )
    _added(session, token)
    return review(
        session,
        session.get_one(Service, at_counter.service_id),
        *values,
        counter_id=at_counter.id,
        visit_token_id=token.id,
        officer_id=officer.id if officer else None,
        is_verified=True,
        **fields,
    )


def contest(session: Session, of: Review) -> Contest:
    assert of.officer_id
    return _added(
        session,
        Contest(review_id=of.id, employee_id=of.officer_id, reason="Bukan di loket saya.", contested_at=NOW),
    )


def improvement(session: Session, of: Service, **fields) -> ImprovementAction:
    defaults = {
        "element": "time",
        "text": "Menambah satu loket pada jam sibuk.",
        "owner": "Seksi Pelayanan",
        "due_on": TODAY + timedelta(days=30),
        "created_at": NOW,
    }
    return _added(session, ImprovementAction(service_id=of.id, **(defaults | fields)))
