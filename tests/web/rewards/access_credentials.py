"""Who may do what with certificates, and who may check them."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.organisation.models import Agency
from portal.domain.rewards.credentials.actions import share
from portal.domain.rewards.credentials.keys import published_keys
from portal.domain.rewards.credentials.models import Credential
from tests import (
    factories_credentials,
    factories_rewards,
)
from tests.factories import NOW

KEEPERS = "hr_admin admin"

KEEPERS = "hr_admin admin"


ACCESS = {
    "credentials.make": "",
    "credentials.file": "",
    "credentials.share": "",
    "credentials.unshare": "",
    "verify.index": "anonymous",
    "verify.show": "anonymous",
    "shared.show_shared": "anonymous",
    "shared.picture": "anonymous",
    "issuer.profile": "anonymous",
    "issuer.all_keys": "anonymous",
    "issuer.key": "anonymous",
    "issuer.achievement": "anonymous",
    "issuer.picture": "anonymous",
    "issuer.status": "anonymous",
}


def a_certificate(session: Session) -> Credential:
    """Shared by somebody else: its own pages are for nobody who asks, its public ones for everybody."""
    if (made := session.scalars(select(Credential)).first()) is not None:
        return made
    factories_credentials.key(session)
    won = factories_credentials.won(session)
    return share(session, won.award, by=won.me, at=NOW)


def others(session: Session) -> dict[str, object]:
    return {"award_id": a_certificate(session).award_id}


def a_version_of_a_badge(session: Session) -> dict[str, object]:
    return {"code": factories_rewards.badge(session).code, "number": 1}


def an_issuer(session: Session) -> dict[str, object]:
    return {"number": session.get_one(Agency, a_certificate(session).agency_id).number}


def a_status_list(session: Session) -> dict[str, object]:
    made = a_certificate(session)
    return {"agency_number": session.get_one(Agency, made.agency_id).number, "number": made.status_list}


def a_key(session: Session) -> dict[str, object]:
    a_certificate(session)
    return {"kid": published_keys(session)[0]["kid"]}


SAMPLE = {
    "credentials.make": others,
    "credentials.file": lambda session: {**others(session), "kind": "pdf"},
    "credentials.share": others,
    "credentials.unshare": others,
    "verify.show": lambda session: {"code": a_certificate(session).code},
    "shared.show_shared": lambda session: {"token": a_certificate(session).share_token},
    "shared.picture": lambda session: {"token": a_certificate(session).share_token},
    "issuer.profile": an_issuer,
    "issuer.key": a_key,
    "issuer.achievement": a_version_of_a_badge,
    "issuer.picture": a_version_of_a_badge,
    "issuer.status": a_status_list,
}
