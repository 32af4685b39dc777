"""An agency's sign: fitted into a square, small, kept like every picture."""

import io
from datetime import datetime

from PIL import Image, ImageOps, UnidentifiedImageError
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.audit.actions import record
from portal.domain.errors import NotAllowed, NotFound, RuleBroken
from portal.domain.files import LARGEST, MOST_PIXELS, Prepared, StoredFile, keep
from portal.domain.organisation.models import Agency
from portal.domain.organisation.policies import may_run_installation
from portal.domain.organisation.viewers import Viewer
from portal.domain.words import n_

SIDE = 256


def fitted(content: bytes) -> bytes:
    """The whole of a PNG or JPG inside a transparent square, as a PNG."""
    if len(content) > LARGEST:
        raise RuleBroken(n_("The file is larger than 10 MB."), field="logo")
    if not content.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")):
        raise RuleBroken(n_("Choose a PNG or JPG picture."), field="logo")
    try:
        with Image.open(io.BytesIO(content)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise RuleBroken(n_("The picture has too many pixels."), field="logo")
            upright = ImageOps.exif_transpose(picture).convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as broken:
        raise RuleBroken(n_("The picture cannot be read."), field="logo") from broken
    out = io.BytesIO()
    ImageOps.pad(upright, (SIDE, SIDE), color=(0, 0, 0, 0)).save(out, "PNG", optimize=True)
    return out.getvalue()


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
