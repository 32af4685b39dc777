"""Promise: what people write in Markdown never becomes a script, a foreign picture or a second h1."""

import pytest

from portal.web.markdown import markdown, markdown_line


@pytest.mark.parametrize(
    ("text", "forbidden"),
    [
        ("<script>alert(1)</script>", "<script"),
        ("<img src=x onerror=alert(1)>", "<img"),
        ("![jejak](https://jahat.example/p.gif)", "<img"),
        ("[klik](javascript:alert(1))", "href"),
        ("[klik](data:text/html;base64,PHNjcmlwdD4=)", "href"),
        ('[klik](https://x.example" onclick="alert(1))', "<a"),
        ("<iframe src='https://x.example'></iframe>", "<iframe"),
        ("# Judul", "<h1"),
    ],
)
def test_nothing_dangerous_is_left(text, forbidden):
    assert forbidden not in markdown(text)
    assert forbidden not in markdown_line(text)


def test_what_lessons_need_is_rendered():
    html = markdown(
        "# Judul\n\n1. satu\n2. **dua**\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n[situs](https://go.id)"
    )
    for part in ("<h2>Judul</h2>", "<ol>", "<strong>dua</strong>", "<td>1</td>"):
        assert part in html
    assert '<a href="https://go.id" rel="noopener nofollow">situs</a>' in html
    assert markdown_line("*Diam.* Lalu?") == "<em>Diam.</em> Lalu?"
    assert markdown(None) == ""
