"""Pictures that carry the credential inside (Open Badges 3.0, baking), and their pixels."""

import io
from functools import lru_cache

import resvg_py
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from portal.domain.rewards.art import badge_svg
from portal.domain.rewards.badges.models import Look

KEYWORD = "openbadgecredential"
NAMESPACE = "https://purl.imsglobal.org/ob/v3p0"
WIDTH = 640


def drawing(look: Look) -> str:
    return badge_svg(look.shape.value, look.tier.value, look.icon, look.name)


@lru_cache(maxsize=64)
def pixels(look: Look, width: int = WIDTH) -> bytes:
    """The drawing as a PNG with a transparent ground."""
    return bytes(resvg_py.svg_to_bytes(svg_string=drawing(look), width=width, skip_system_fonts=True))


def baked_svg(look: Look, token: str) -> str:
    """The signed credential in an element of its own, right after the root opens."""
    root, rest = drawing(look).split(">", 1)
    named = root.replace("<svg ", f'<svg xmlns:openbadges="{NAMESPACE}" ', 1)
    return f'{named}><openbadges:credential verify="{token}"></openbadges:credential>{rest}'


def baked_png(look: Look, token: str) -> bytes:
    """The signed credential in an uncompressed text chunk."""
    chunks = PngInfo()
    chunks.add_itxt(KEYWORD, token, zip=False)
    out = io.BytesIO()
    with Image.open(io.BytesIO(pixels(look))) as picture:
        picture.save(out, "PNG", pnginfo=chunks)
    return out.getvalue()
