"""Prestasi: performance-based development of civil servants, as daily practice."""

from flask import Flask
from jinja2 import StrictUndefined

from portal.config import Config, from_environment


def create_app(config: Config | None = None) -> Flask:
    """The application, assembled. Settings come from the environment unless they are given."""
    from portal import blueprints, cli, extensions, web
    from portal.database import engine_options, prepare_engine, session_info
    from portal.web.templating import SharedGlobals

    config = config or from_environment()
    app = Flask(__name__, static_folder=None)  # style sheets and scripts: web/assets.py
    app.config.from_mapping(web.flask_settings(config))
    app.config["SQLALCHEMY_DATABASE_URI"] = config.database_url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(config.database_url)
    app.extensions["portal_config"] = config
    app.extensions["portal_session_info"] = session_info(config)
    app.jinja_environment = SharedGlobals
    app.jinja_env.undefined = StrictUndefined
    extensions.db.init_app(app)
    with app.app_context():
        prepare_engine(extensions.db.engine)
    web.init_app(app)
    blueprints.init_app(app)
    cli.init_app(app)
    return app
