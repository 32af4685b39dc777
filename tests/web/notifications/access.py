from sqlalchemy.orm import Session

from tests import factories

ACCESS = {
    "notifications.index": "*",
    "notifications.open_one": "",
    "notifications.read_all": "*",
}


def somebody_elses(session: Session) -> dict[str, int]:
    return {"notification_id": factories.notification(session, factories.account(session)).id}


SAMPLE = {"notifications.open_one": somebody_elses}
