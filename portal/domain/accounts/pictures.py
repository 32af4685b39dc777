"""A person's picture: cut to a square, small, without anything hidden in it."""

import io

from PIL import Image, ImageOps, UnidentifiedImageError

from portal.domain.errors import RuleBroken
from portal.domain.files import LARGEST, MOST_PIXELS
from portal.domain.words import n_

SIDE = 256


def squared(content: bytes) -> bytes:
    """The middle of a PNG or JPG as a square PNG of 256 × 256 pixels."""
    return as_png(ImageOps.fit(opened(content, "RGB", field="picture"), (SIDE, SIDE)))


def opened(content: bytes, mode: str, *, field: str) -> Image.Image:
    """A PNG or JPG as it was held; what is none, or too large, is refused at `field`."""
    if len(content) > LARGEST:
        raise RuleBroken(n_("The file is larger than 10 MB."), field=field)
    if not content.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")):
        raise RuleBroken(n_("Choose a PNG or JPG picture."), field=field)
    try:
        with Image.open(io.BytesIO(content)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise RuleBroken(n_("The picture has too many pixels."), field=field)
            return ImageOps.exif_transpose(picture).convert(mode)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as broken:
        raise RuleBroken(n_("The picture cannot be read."), field=field) from broken


def as_png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()
