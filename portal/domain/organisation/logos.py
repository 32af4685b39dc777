"""An agency's sign: fitted into a square, small, kept like every picture."""

from datetime import datetime

from PIL import ImageOps
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.accounts.pictures import as_png, opened
from portal.domain.audit.actions import record
from portal.domain.errors import NotAllowed, NotFound
from portal.domain.files import Prepared, StoredFile, keep
from portal.domain.organisation.models import Agency
from portal.domain.organisation.policies import may_run_installation
from portal.domain.organisation.viewers import Viewer

SIDE = 256


def fitted(content: bytes) -> bytes:
    """The whole of a PNG or JPG inside a transparent square, as a PNG."""
    picture = opened(content, "RGBA", field="logo")
    return as_png(ImageOps.pad(picture, (SIDE, SIDE), color=(0, 0, 0, 0)))


def change(session: Session, agency: Agency, logo: Prepared | None, *, by: Viewer, at: datetime) -> None:
    """Replace the sign, or go back to the portal's. The old file's row goes now, the file itself at night."""
    if not may_run_installation(by):
        raise NotAllowed
    old = session.get(StoredFile, agency.logo_id) if agency.logo_id else None
    agency.logo_id = keep(session, logo, by=by.account_id, at=at).id if logo else None
    session.flush()
    if old is not None:
        session.delete(old)
    session.flush()
    session.expire(agency, ["logo"])
    record(
        session, "agency.logo", by=by.account_id, subject_type="agency", subject_id=agency.id,
        at=at, label=agency.name,
    )  # fmt: skip


def logo_of(session: Session, agency_id: int) -> StoredFile:
    found = session.scalar(
        select(StoredFile).join(Agency, Agency.logo_id == StoredFile.id).where(Agency.id == agency_id)
    )
    if found is None:
        raise NotFound
    return found
