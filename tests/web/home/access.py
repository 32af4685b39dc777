from typing import Any

from sqlalchemy.orm import Session

from tests.factories_organisation import agency_with_logo

ACCESS = {"home.index": "anonymous", "home.counter": "anonymous", "home.agency_logo": "*"}


def _logo(session: Session) -> dict[str, Any]:
    return {"agency_id": agency_with_logo(session).id}


SAMPLE = {"home.agency_logo": _logo}
