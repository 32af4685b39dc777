"""Every page a role can reach from its menu: no axe violation, no overflow, no console error, on a phone and a desk."""

from __future__ import annotations

import hashlib
import re
from collections import deque
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.journeys.conftest import DESKTOP, PHONE, sign_in

pytestmark = pytest.mark.browser
MOST = 200
AXE = "async ([context, options]) => (await axe.run(context, options)).violations"
FRAME = [".side", ".topbar", "footer"]
MORE_OF_THE_SAME = [":is(tbody tr, main li):nth-child(n + 9)"]
ROLES = [
    None,
    "pegawai@demo.test",
    "atasan@demo.test",
    "layanan@demo.test",
    "kepegawaian@demo.test",
    "pimpinan@demo.test",
    "pelatih@demo.test",
    "auditor@demo.test",
    "admin@demo.test",
]
LINK = re.compile(r'<a [^>]*href="(/[^"#?]*)')
ELSEWHERE = re.compile(
    r"/(assets|logout|account/data|.*\.(pdf|xlsx|csv|png|svg|ics|json|jwt)$|.*/(download|export|poster|file|template|evidence)\b)"
)


def pattern(path: str) -> str:
    """Pages of the same kind are looked at once."""
    return re.sub(r"/(\d+|[A-Z0-9-]{5,}|[a-z0-9]+(-[a-z0-9]+)+)(?=/|$)", "/…", path)


def links(html: str) -> list[str]:
    return [path for path in LINK.findall(html) if not ELSEWHERE.match(path)]


def is_new(looked_at: Path, what: str) -> bool:
    """Whether nobody has looked at this in this run, whichever role they had."""
    try:
        (looked_at / hashlib.sha256(what.encode()).hexdigest()).touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def look_at(page: Page, path: str) -> list[str]:
    """The frame around all pages is looked at on the first of them, and of long lists the first lines.

    Contrast, the slowest question by far, is asked at one size: a width hides things, it recolours none.
    """
    problems = []
    page.evaluate(Axe().axe_script)
    context = {"exclude": [*MORE_OF_THE_SAME, *(FRAME if path != "/" else [])]}
    for size in (DESKTOP, PHONE):
        page.set_viewport_size(size)
        rules = {} if size is DESKTOP or path == "/" else {"color-contrast": {"enabled": False}}
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide > 0:
            problems.append(f"{path} at {size['width']} px: {wide} px too wide")
        for violation in page.evaluate(AXE, [context, {"resultTypes": ["violations"], "rules": rules}]):
            nodes = "; ".join(node["html"][:120] for node in violation["nodes"][:2])
            problems.append(f"{path} at {size['width']} px: {violation['id']}: {nodes}")
    return problems


@pytest.mark.parametrize("email", ROLES)
def test_every_page_a_role_can_reach(visit, demo_template, email):
    """Each role's home; in each kind of page the first one that any role comes to. The others must answer."""
    looked_at = demo_template / "looked-at"
    looked_at.mkdir(exist_ok=True)
    page = visit()
    page.goto("/") if email is None else sign_in(page, email)
    seen, waiting, problems = set(), deque(["/"]), []
    while waiting and len(seen) < MOST:
        path = waiting.popleft()
        if pattern(path) in seen:
            continue
        seen.add(pattern(path))
        is_looked_at = path == "/" or is_new(looked_at, pattern(path))
        answer = page.goto(path) if is_looked_at else page.request.get(path)
        if answer is None or answer.status != 200:
            problems.append(f"{path}: {answer.status if answer else 'no answer'}")
            continue
        if is_looked_at:
            problems += look_at(page, path)
        waiting.extend(links(answer.text()))
    assert problems == []
    assert 5 < len(seen) < MOST
