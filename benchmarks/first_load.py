"""What a browser with an empty cache loads for a page: every byte of every answer, compressed as it travels.

Counted are the page, its style sheet, scripts, font, icon, manifest, pictures and the drawings inside it, each with
the lines of its head. Left out are the larger icons, which only an installed portal asks for. The size is nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from werkzeug.test import TestResponse

from benchmarks.instances import scratch
from benchmarks.lines import Line, at_most
from benchmarks.review_forms import open_counters
from benchmarks.visitors import Visitor, open_portal

SIZE = 400
MOST_KB = 100
KB = 1024
LOADED = re.compile(
    r'<script[^>]* src="([^"]+)"|<img[^>]* src="([^"]+)"|<use[^>]* href="([^"#]+)#'
    r'|<link[^>]* rel="(?!apple-touch-icon)[^"]*"[^>]* href="([^"]+)"'
    r'|<link[^>]* href="([^"]+)"[^>]* rel="(?!apple-touch-icon)[^"]*"'
)
IN_STYLE = re.compile(r'url\("?([^")]+)"?\)')
FIRST_LINE = len("HTTP/1.1 200 OK\r\n\r\n")


def run(size: int) -> Iterator[Line]:
    with scratch(size) as instance:
        (code,) = open_counters(instance, 1)
        app = open_portal(instance)
        pages = {
            "home, signed in": ("/", Visitor(app, "pegawai@demo.test")),
            "home, signed out": ("/", Visitor(app)),
            "review form": (f"/s/{code}", Visitor(app)),
        }
        for name, (path, visitor) in pages.items():
            yield at_most(f"first load of {name}", weight(visitor, path) / KB, "KB", MOST_KB)


def weight(visitor: Visitor, path: str) -> int:
    """Bytes on the wire of the page and of everything that it names, each once."""
    return sum(on_the_wire(answer) for answer in loaded(visitor, path).values())


def loaded(visitor: Visitor, path: str) -> dict[str, TestResponse]:
    answers: dict[str, TestResponse] = {}
    waiting = [path]
    while waiting:
        address = waiting.pop()
        if address in answers or not address.startswith("/"):
            continue
        answer = answers[address] = visitor.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{address}: {answer.status}")
        waiting += named_in(visitor, address, answer.mimetype)
    return answers


def named_in(visitor: Visitor, address: str, mimetype: str) -> list[str]:
    """Addresses of what the page or the style sheet makes a browser load."""
    if mimetype not in ("text/html", "text/css"):
        return []
    text = visitor.client.get(address).get_data(as_text=True)
    if mimetype == "text/html":
        return [next(filter(None, found)) for found in LOADED.findall(text)]
    folder = address.rpartition("/")[0]
    return [
        found if found.startswith(("/", "data:")) else f"{folder}/{found}" for found in IN_STYLE.findall(text)
    ]


def on_the_wire(answer: TestResponse) -> int:
    head = sum(len(f"{name}: {value}\r\n") for name, value in answer.headers.items())
    return FIRST_LINE + head + len(answer.data)
