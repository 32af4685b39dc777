"""Promise: `flask check --deploy` reads back every setting and refuses or warns."""

import dataclasses
from collections.abc import Iterator

import pytest
from flask import Flask

from portal import create_app
from portal.config import Config
from portal.deploy_check import Verdict, findings
from portal.extensions import db
from tests.factories_accounts import member


def built(config: Config) -> Flask:
    return create_app(config)


@pytest.fixture
def good(config: Config) -> Iterator[Flask]:
    config.instance.chmod(0o700)
    if config.database_url.startswith("sqlite"):
        (config.instance / "portal.db").chmod(0o600)
    app = built(
        dataclasses.replace(
            config,
            base_url="https://prestasi.example.go.id",
            env="production",
            is_testing=False,
            mail_url="smtps://mail.example.go.id",
            proxies=1,
        )
    )
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def said(app: Flask) -> dict[Verdict, str]:
    with app.app_context():
        found = findings(app, db.engine)
    return {verdict: "\n".join(one.text for one in found if one.verdict is verdict) for verdict in Verdict}


def test_a_sound_installation_passes(good: Flask) -> None:
    found = said(good)
    assert found[Verdict.REFUSED] == ""
    assert found[Verdict.WARNING] == ""
    done = good.test_cli_runner().invoke(args=["check", "--deploy"])
    assert done.exit_code == 0, done.output


def test_the_local_default_must_not_go_live(app: Flask) -> None:
    refused = said(app)[Verdict.REFUSED]
    for part in ("BASE_URL", "debugging", "SESSION_COOKIE_SECURE", "TRUSTED_HOSTS"):
        assert part in refused
    done = app.test_cli_runner().invoke(args=["check", "--deploy"])
    assert done.exit_code == 1
    assert app.test_cli_runner().invoke(args=["check"]).exit_code == 0


def test_demo_accounts_are_refused(good: Flask) -> None:
    with good.app_context():
        member(db.session(), email="admin@demo.test", is_demo=True)
        db.session.commit()
    assert "demo accounts" in said(good)[Verdict.REFUSED]


def test_folders_that_others_may_open_are_refused(good: Flask) -> None:
    config: Config = good.extensions["portal_config"]
    config.uploads.mkdir(exist_ok=True)
    config.uploads.chmod(0o755)
    assert "uploads" in said(good)[Verdict.REFUSED]


def test_no_mail_and_no_proxy_are_worth_a_warning(good: Flask) -> None:
    config = good.extensions["portal_config"]
    good.extensions["portal_config"] = dataclasses.replace(config, mail_url="", proxies=0)
    warned = said(good)[Verdict.WARNING]
    assert "MAIL_URL" in warned
    assert "PORTAL_PROXIES" in warned


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_database_is_asked_and_not_believed(good: Flask) -> None:
    ok = said(good)[Verdict.OK]
    for part in ("foreign_keys is 1", "trusted_schema is 0", "synchronous is"):
        assert part in ok


def test_the_command_retention_tells_what_it_would_do(app: Flask) -> None:
    done = app.test_cli_runner().invoke(args=["retention", "--dry-run"])
    assert done.exit_code == 0, done.output
    assert "Sign-ins that have ended" in done.output
