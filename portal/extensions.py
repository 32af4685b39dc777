"""The Flask extensions, unbound. Blueprints reach them through `portal.web`."""

from typing import Any

from flask import current_app
from flask_babel import Babel
from flask_compress import Compress
from flask_htmx import HTMX
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as FlaskSession
from flask_wtf import CSRFProtect

from portal.domain.base import Base


class PortalSession(FlaskSession):
    """A session that carries what the domain may need to know about this installation."""

    def __init__(self, db: SQLAlchemy, **options: Any) -> None:
        super().__init__(db, **options)
        self.info.update(current_app.extensions["portal_session_info"])


db = SQLAlchemy(metadata=Base.metadata, session_options={"class_": PortalSession})
migrate = Migrate()
htmx = HTMX()
login = LoginManager()
csrf = CSRFProtect()
babel = Babel()
compress = Compress()
