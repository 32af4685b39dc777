"""Promises: an error page carries an incident number and nothing else; whoever finds a weakness finds an address."""

import logging
import re
from dataclasses import replace

import pytest
from flask import Flask

from portal import create_app
from portal.config import Config
from portal.extensions import db
from portal.web.people import public


@pytest.fixture
def broken(config: Config) -> Flask:
    app = create_app(replace(config, is_testing=False, env="production"))

    @public
    def fall() -> str:
        raise ValueError("password=hunter2 in /srv/portal/secret.py")

    app.add_url_rule("/fall", "fall", fall)
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def test_an_error_of_ours_says_a_number_which_the_log_knows(
    broken: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        answer = broken.test_client().get("/fall")
    assert answer.status_code == 500
    for inside in ("hunter2", "secret.py", "ValueError", "Traceback", "portal/"):
        assert inside not in answer.text
    (number,) = re.findall(
        r"\b[0-9a-f]{8}\b", re.sub(r"<head>.*</head>|<[^>]*>", "", answer.text, flags=re.DOTALL)
    )
    assert number in caplog.text


def test_security_txt_says_where_and_until_when(app: Flask) -> None:
    answer = app.test_client().get("/.well-known/security.txt")
    assert (answer.status_code, answer.mimetype) == (200, "text/plain")
    assert {"Contact", "Expires"} <= {line.partition(":")[0] for line in answer.text.splitlines()}
