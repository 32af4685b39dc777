"""Long-running processes say that they are alive, so that the portal can say whether it is ready."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.domain.base import Base

EVERY = timedelta(seconds=15)
MISSED = timedelta(seconds=60)


class Heartbeat(Base):
    __tablename__ = "heartbeat"

    name: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]


def beat(session: Session, name: str, *, at: datetime) -> None:
    session.merge(Heartbeat(name=name, at=at))


def is_alive(session: Session, name: str, *, at: datetime) -> bool:
    """Whether it has said so within the last minute."""
    last = session.get(Heartbeat, name)
    return last is not None and at - last.at < MISSED
