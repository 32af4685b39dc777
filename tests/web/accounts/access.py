"""Who gets an answer from the pages of signing in and of one's own account."""

from collections.abc import Callable
from itertools import count
from typing import Any

from sqlalchemy.orm import Session

from portal.domain.accounts.links import make_link
from portal.domain.accounts.models import LinkPurpose
from portal.domain.files import StoredFile
from portal.web.clock import now
from tests import factories

_numbers = count(1)

ACCESS: dict[str, str] = {
    "auth.login": "anonymous",
    "auth.sign_in": "anonymous",
    "auth.code": "",
    "auth.check_code": "anonymous",
    "auth.demo_sign_in": "",
    "auth.logout": "anonymous",
    "auth.choose_language": "anonymous",
    "auth.oidc_begin": "",
    "auth.oidc_return": "",
    "auth.oidc_enter": "",
    "auth.ask_reset": "anonymous",
    "auth.send_reset": "anonymous",
    "auth.reset_sent": "anonymous",
    "auth.new_password": "anonymous",
    "auth.set_new_password": "anonymous",
    "auth.welcome": "anonymous",
    "auth.set_first_password": "anonymous",
    "auth.account": "*",
    "auth.change_profile": "*",
    "auth.change_picture": "*",
    "auth.remove_picture": "*",
    "auth.picture": "*",
    "auth.privacy": "*",
    "auth.change_privacy": "*",
    "auth.my_data": "*",
    "auth.erasure": "*",
    "auth.ask_erasure": "*",
    "auth.withdraw_erasure": "*",
    "auth.security": "*",
    "auth.change_password": "*",
    "auth.end_session": "",
    "auth.end_other_sessions": "*",
    "auth.second_factor": "*",
    "auth.begin_second_factor": "*",
    "auth.confirm_second_factor": "*",
    "auth.new_backup_codes": "*",
    "auth.end_second_factor": "*",
}


def _link(purpose: LinkPurpose) -> Callable[[Session], dict[str, Any]]:
    def make(session: Session) -> dict[str, Any]:
        return {"token": make_link(session, factories.account(session), purpose, at=now())}

    return make


def _picture(session: Session) -> dict[str, Any]:
    """A colleague with a picture, whose file is not on the disk of the test: the row is what is asked about."""
    who = factories.account(session)
    number = next(_numbers)
    file = StoredFile(
        path=f"00/{number}", name="a.png", media_type="image/png", size=1, sha256="0" * 64, uploaded_at=now()
    )
    folder = session.info["uploads"] / "00"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / str(number)).write_bytes(b"\x89PNG\r\n\x1a\n")
    session.add(file)
    session.flush()
    who.picture_id = file.id
    return {"account_id": who.id}


def _foreign_session(session: Session) -> dict[str, Any]:
    """Nobody ends the session of somebody else."""
    from portal.domain.accounts.actions import start_session
    from portal.domain.accounts.models import SignInSession

    start_session(session, factories.account(session), device="x", at=now())
    return {"session_id": session.query(SignInSession.id).order_by(SignInSession.id.desc()).first()[0]}


SAMPLE: dict[str, Callable[[Session], dict[str, Any]]] = {
    "auth.new_password": _link(LinkPurpose.RESET),
    "auth.set_new_password": _link(LinkPurpose.RESET),
    "auth.welcome": _link(LinkPurpose.INVITATION),
    "auth.set_first_password": _link(LinkPurpose.INVITATION),
    "auth.picture": _picture,
    "auth.end_session": _foreign_session,
}
