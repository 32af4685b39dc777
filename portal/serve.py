"""`make run`: prepare the installation, then run the web processes and the worker until Ctrl-C."""

from __future__ import annotations

import errno
import os
import signal
import socket
import sys
from types import FrameType
from typing import NoReturn

from portal.config import ROOT, BadSetting, Config, from_environment
from portal.demo.accounts import PASSWORD, SIGN_INS
from portal.supervisor import Child, Supervisor, start

HOST = "127.0.0.1"
PREPARE = (sys.executable, "-m", "flask", "--app", "wsgi", "prepare")


class PreparationFailed(Exception):
    """The database or the translations could not be made ready; what went wrong has been printed."""


def main() -> int:
    signal.signal(signal.SIGTERM, interrupt)
    os.chdir(ROOT)
    try:
        config = from_environment()
        with open_port(config.port) as listener:
            say(
                f"Menyiapkan basis data dan terjemahan / Preparing database and translations in {config.instance}"
            )
            prepare()
            say(banner(config.base_url, has_demo=has_demo_accounts(config)))
            return Supervisor(children(config, listener.fileno()), say=say).run()
    except PreparationFailed:
        say("Persiapan gagal, lihat pesan di atas / Preparation failed, see the message above.")
        return 1
    except BadSetting as wrong:
        say(f"Pengaturan salah / Wrong setting: {wrong}")
        return 2
    except KeyboardInterrupt:
        return 0
    finally:
        say("Selesai / Stopped.")


def say(text: str) -> None:
    print(text, flush=True)


def interrupt(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


def open_port(port: int) -> socket.socket:
    """Listening already, so that a browser that comes early waits instead of failing."""
    try:
        return socket.create_server((HOST, port), backlog=1024)
    except OSError as error:
        raise BadSetting(port_problem(error, port)) from error


def port_problem(error: OSError, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"PORT {port} sudah dipakai program lain; pilih yang lain: PORT={port + 1} make run"
            f" / PORT {port} is in use by another program; choose another one."
        )
    return f"PORT {port} tidak dapat dibuka / cannot be opened: {error.strerror}"


def prepare() -> None:
    """Database, translations and, where wanted, demo data: the application's own command does it."""
    process = start(PREPARE)
    try:
        returncode = process.wait()
    except KeyboardInterrupt:
        process.terminate()
        process.wait()
        raise
    if returncode:
        raise PreparationFailed


def has_demo_accounts(config: Config) -> bool:
    from portal.database import open_engine, own_session
    from portal.domain.accounts.queries import account_by_email

    engine = open_engine(config.database_url)
    try:
        with own_session(engine, config) as session:
            return account_by_email(session, SIGN_INS[0][0]) is not None
    finally:
        engine.dispose()


def children(config: Config, listener: int) -> list[Child]:
    web = (sys.executable, "-m", "portal.webserver", str(listener))
    names = [f"web-{number}" for number in range(1, config.web_processes + 1)]
    worker = Child("worker", (sys.executable, "-m", "portal.worker"))
    return [*(Child(name, web, fds=(listener,)) for name in names), worker]


def banner(address: str, *, has_demo: bool) -> str:
    lines = ["", f"  Prestasi siap / is ready:  {address}", "  Ctrl-C untuk berhenti / to stop", ""]
    if has_demo:
        lines += [f"  Akun demo / demo accounts, kata sandi / password: {PASSWORD}"]
        lines += [f"    {email:<23} {label}" for email, label in SIGN_INS]
        lines += [""]
    return "\n".join(lines)


if __name__ == "__main__":
    raise SystemExit(main())
