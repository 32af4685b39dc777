"""A slip is scarce: fifty at once, one review (on both databases)."""

from concurrent.futures import ThreadPoolExecutor

from portal.database import open_engine, own_session
from portal.domain.errors import RuleBroken
from portal.domain.public_reviews.reviews.models import Review
from portal.domain.public_reviews.reviews.submission import submit
from tests import factories_public_reviews as given
from tests.factories import NOW
from tests.factories_public_reviews import CALM, said


def test_fifty_at_once_use_a_slip_once(session, config) -> None:
    place = given.place(session)
    token = given.slip(session, place.counter_id)
    session.commit()
    engine = open_engine(config.database_url)

    def try_it(_number: int) -> bool:
        try:
            with own_session(engine, config) as mine, mine.begin():
                submit(mine, place, said(visit=token), CALM, at=NOW)
        except RuleBroken:
            return False
        return True

    with ThreadPoolExecutor(16) as pool:
        outcomes = list(pool.map(try_it, range(50)))
    engine.dispose()
    assert outcomes.count(True) == 1
    assert session.query(Review).count() == 1
