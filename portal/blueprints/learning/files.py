"""How files of modules are sent: pictures and videos to be shown (videos piece by piece), documents to be kept."""

from flask import Response

from portal.domain.files import StoredFile
from portal.web.responses import attachment, picture

SHOWN = ("image/", "video/")


def shown(found: StoredFile) -> Response:
    """Browsers ask for a part of a video with a range and get 206, so that one can jump within it."""
    return picture(found) if found.media_type.startswith(SHOWN) else attachment(found)
