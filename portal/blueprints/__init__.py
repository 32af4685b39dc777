"""How the browser reaches the work: one blueprint a feature."""

from flask import Flask

from portal.blueprints.admin.routes import blueprint as admin
from portal.blueprints.auth.routes import blueprint as auth
from portal.blueprints.home.routes import blueprint as home
from portal.blueprints.learning.routes import blueprint as learning
from portal.blueprints.notifications.routes import blueprint as notifications
from portal.blueprints.people.routes import blueprint as people
from portal.blueprints.public_reviews.routes import blueprint as public_reviews
from portal.blueprints.rewards import routes as rewards
from portal.blueprints.status.routes import blueprint as status
from portal.blueprints.targets.routes import blueprint as targets
from portal.blueprints.training.routes import blueprint as training


def init_app(app: Flask) -> None:
    for blueprint in (
        auth,
        home,
        notifications,
        status,
        targets,
        public_reviews,
        people,
        admin,
        learning,
        training,
    ):
        app.register_blueprint(blueprint)
    rewards.init_app(app)
    if app.config["PORTAL_ENV"] == "development":
        from portal.blueprints.ui.routes import blueprint as ui

        app.register_blueprint(ui)
