"""Texts that people write in Markdown, as safe HTML: rendered without raw HTML, then sanitized once more."""

from __future__ import annotations

from collections.abc import Sequence

import nh3
from flask import Flask
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

INLINE = {"em", "strong", "code", "br", "s", "a"}
BLOCKS = INLINE | {
    *("p", "ul", "ol", "li", "blockquote", "h2", "h3", "h4", "hr", "pre"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
SCHEMES = {"https", "http", "mailto"}
HEADINGS = {"h1": "h2", "h2": "h2", "h3": "h3"}

_reader = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"]).disable(["image"])


def markdown(text: str | None) -> Markup:
    """Paragraphs, lists, tables, headings below the page's own. Links lead to the web and to mail only."""
    tokens = _reader.parse(text or "")
    _lower_headings(tokens)
    return _safe(_reader.renderer.render(tokens, _reader.options, {}), BLOCKS)


def markdown_line(text: str | None) -> Markup:
    """Emphasis and links within a line: for labels and buttons."""
    return _safe(_reader.renderInline(text or ""), INLINE)


def _lower_headings(tokens: Sequence[Token]) -> None:
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = HEADINGS.get(token.tag, "h4")


def _safe(html: str, tags: set[str]) -> Markup:
    return Markup(
        nh3.clean(html, tags=tags, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener nofollow")
    )


def init_app(app: Flask) -> None:
    app.jinja_env.filters["markdown"] = markdown
    app.jinja_env.filters["markdown_line"] = markdown_line
