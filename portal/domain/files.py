"""Files people hand in: known by content, re-encoded when pictures, kept under random names outside the web root."""

import hashlib
import io
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO

from PIL import Image, UnidentifiedImageError
from sqlalchemy import Index, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.domain.base import Base, Id
from portal.domain.errors import RuleBroken
from portal.domain.words import n_

LARGEST = 10 * 1024 * 1024
LARGEST_VIDEO = 50 * 1024 * 1024
MOST_A_DAY = 200 * 1024 * 1024
MOST_PIXELS = 40_000_000
KINDS: Mapping[str, str] = {
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
}

VIDEOS: Mapping[str, str] = {".mp4": "video/mp4", ".webm": "video/webm"}
CHUNK = 1024 * 1024


class StoredFile(Base):
    __tablename__ = "stored_file"
    __table_args__ = (Index(None, "uploaded_by", "uploaded_at"),)

    id: Mapped[Id]
    path: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    uploaded_by: Mapped[int | None]  # an account; no reference, for accounts refer to their pictures
    uploaded_at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A checked file that already lies on the disk and only needs its row."""

    path: str
    name: str
    media_type: str
    size: int
    sha256: str


def prepare(root: Path, name: str, content: bytes, *, pictures_only: bool = False) -> Prepared:
    """Check and write a file before the database transaction begins. Raises RuleBroken in words for the field."""
    media_type = _media_type(name, content, pictures_only)
    if media_type.startswith("image/"):
        content = _reencoded(content, media_type)
    path = _new_path(root)
    (root / path).write_bytes(content)
    return Prepared(path, _clean_name(name), media_type, len(content), hashlib.sha256(content).hexdigest())


def is_video(name: str) -> bool:
    return Path(name.lower()).suffix in VIDEOS


def prepare_video(root: Path, name: str, stream: IO[bytes]) -> Prepared:
    """Check and write an MP4 or WebM video piece by piece, never the whole of it in memory."""
    head = stream.read(64)
    media_type = VIDEOS.get(Path(name.lower()).suffix)
    if media_type is None:
        raise RuleBroken(n_("Choose an MP4 or WebM video."))
    if _video_type(head) != media_type:
        raise RuleBroken(n_("What is inside the file does not match its name."))
    path, digest, size = _new_path(root), hashlib.sha256(), 0
    piece = head
    with (root / path).open("wb") as file:
        while piece and size <= LARGEST_VIDEO:
            digest.update(piece)
            size += file.write(piece)
            piece = stream.read(CHUNK)
    if size > LARGEST_VIDEO:
        (root / path).unlink()
        raise RuleBroken(n_("The video is larger than 50 MB."))
    return Prepared(path, _clean_name(name), media_type, size, digest.hexdigest())


def _video_type(head: bytes) -> str:
    if head[4:8] == b"ftyp":
        return "video/mp4"
    return "video/webm" if head.startswith(b"\x1aE\xdf\xa3") and b"webm" in head else ""


def _new_path(root: Path) -> str:
    path = f"{secrets.token_hex(1)}/{secrets.token_hex(16)}"
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    return path


def _clean_name(name: str) -> str:
    return Path(name.replace("\\", "/")).name[:120] or "file"


def keep(session: Session, prepared: Prepared, *, by: int | None, at: datetime) -> StoredFile:
    """Refuses once an account has handed in more than its share within a day."""
    if by is not None and handed_in(session, by, since=at - timedelta(days=1)) + prepared.size > MOST_A_DAY:
        raise RuleBroken(n_("You have handed in 200 MB of files within a day. Go on tomorrow."))
    stored = StoredFile(
        path=prepared.path,
        name=prepared.name,
        media_type=prepared.media_type,
        size=prepared.size,
        sha256=prepared.sha256,
        uploaded_by=by,
        uploaded_at=at,
    )
    session.add(stored)
    session.flush()
    return stored


def handed_in(session: Session, account_id: int, *, since: datetime) -> int:
    """Bytes of an account's files since then."""
    sizes = select(func.sum(StoredFile.size)).where(
        StoredFile.uploaded_by == account_id, StoredFile.uploaded_at > since
    )
    return int(session.scalar(sizes) or 0)


def _media_type(name: str, content: bytes, pictures_only: bool) -> str:
    if not content:
        raise RuleBroken(n_("The file is empty."))
    if len(content) > LARGEST:
        raise RuleBroken(n_("The file is larger than 10 MB."))
    expected = KINDS.get(Path(name.lower()).suffix)
    if expected is None or (pictures_only and expected == "application/pdf"):
        raise RuleBroken(
            n_("Choose a PNG or JPG picture.") if pictures_only else n_("Choose a PDF, PNG or JPG file.")
        )
    if content.startswith(b"%PDF-"):
        found = "application/pdf"
    elif content.startswith(b"\x89PNG\r\n\x1a\n"):
        found = "image/png"
    elif content.startswith(b"\xff\xd8\xff"):
        found = "image/jpeg"
    else:
        found = ""
    if found != expected:
        raise RuleBroken(n_("What is inside the file does not match its name."))
    return found


def _reencoded(content: bytes, media_type: str) -> bytes:
    """The same picture without metadata or anything hidden behind it, at most 2000 pixels wide or high."""
    try:
        with Image.open(io.BytesIO(content)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise RuleBroken(n_("The picture has too many pixels."))
            picture.load()
            flat = picture.convert("RGB") if media_type == "image/jpeg" else picture.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as broken:
        raise RuleBroken(n_("The picture cannot be read.")) from broken
    flat.thumbnail((2000, 2000))
    out = io.BytesIO()
    flat.save(out, "JPEG" if media_type == "image/jpeg" else "PNG", optimize=True)
    return out.getvalue()
