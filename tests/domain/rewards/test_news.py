"""What the home page says is new: an announcement, a colleague's honour, points to redeem."""

from datetime import timedelta

import pytest

from portal.domain.rewards.news import News, news_of
from portal.domain.rewards.options.models import RewardOptions
from portal.domain.rewards.recognition.models import Announcement
from tests import factories
from tests import factories_recognition as given
from tests.factories import NOW
from tests.factories_recognition import TODAY


@pytest.fixture
def home(session):
    root = factories.unit(session)
    me = given.named(session, root, name="Saya")
    return root, me, factories.viewer(session, me)


def announced(session, unit, title, days_ago=0):
    author = factories.employee(session, unit_=unit)
    first = TODAY - timedelta(days=days_ago)
    made = Announcement(
        unit_id=unit.id, agency_id=unit.agency_id, title=title, words="Kata-kata", author_name="Pimpinan",
        author_id=author.account_id, starts_on=first, ends_on=first + timedelta(days=5), written_at=NOW,
    )  # fmt: skip
    session.add(made)
    session.flush()


def test_nothing_is_news_where_nothing_happened(session, home):
    news = news_of(session, home[2], TODAY, NOW)
    assert (news.announcement, news.post, news.to_spend) == (None, None, 0)
    assert not news


def test_the_latest_of_each_is_news_but_not_ones_own_honour(session, home):
    root, me, viewer = home
    announced(session, root, "Lama", days_ago=9)
    announced(session, root, "Kemarin", days_ago=1)
    announced(session, factories.unit(session), "Instansi lain")
    given.post(session, given.named(session, root, name="Ani"), at=NOW - timedelta(days=2))
    given.post(session, factories.employee(session, unit_=root, name="Sembunyi"), at=NOW - timedelta(days=1))
    given.post(session, me)
    news = news_of(session, viewer, TODAY, NOW)
    assert news.announcement.title == "Kemarin"
    assert news.post.employee.name == "Ani"
    assert news.to_spend == 100


def test_points_to_redeem_are_no_news_without_a_catalogue(session, home):
    root, me, viewer = home
    given.award(session, me)
    session.add(
        RewardOptions(agency_id=root.agency_id, has_catalogue=False, has_incentives=True, changed_at=NOW)
    )
    session.flush()
    assert news_of(session, viewer, TODAY, NOW).to_spend is None


def test_where_rewards_are_off_there_is_no_news(session, home):
    root, me, _viewer = home
    announced(session, root, "Kemarin")
    root.agency.has_rewards = False
    session.flush()
    assert news_of(session, factories.viewer(session, me), TODAY, NOW) == News()
