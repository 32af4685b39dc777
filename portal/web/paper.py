"""A PDF page in the portal's own font and colours, and a QR code drawn as lines that stay sharp on paper."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import cast

import segno
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from fontTools.varLib import instancer  # type: ignore[import-untyped]
from fpdf import FPDF
from fpdf.enums import Align, TableBordersLayout
from fpdf.fonts import FontFace

FONT = Path(__file__).resolve().parents[1] / "static" / "vendor" / "inter-latin.woff2"
WEIGHTS = {"": 450, "B": 750}
NAVY, BLUE, INK, MUTED, LINE, WHITE = (
    (31, 40, 85),
    (25, 107, 205),
    (27, 35, 51),
    (86, 96, 116),
    (205, 213, 226),
    (255, 255, 255),
)
Colour = tuple[int, int, int]
PALE: Colour = (201, 212, 240)  # words on navy
A4 = (210.0, 297.0)


@cache
def _font(style: str) -> bytes:
    """One weight of the portal's variable font, in the form that a PDF takes. About half a second, once."""
    with TTFont(FONT) as variable:
        fixed = instancer.instantiateVariableFont(variable, {"wght": WEIGHTS[style]})
        fixed.flavor = None
        out = io.BytesIO()
        fixed.save(out)
    return out.getvalue()


class Paper(FPDF):
    """`size` in millimetres."""

    def __init__(self, size: tuple[float, float], title: str) -> None:
        super().__init__(format=size, unit="mm")
        self.set_title(title)
        self.set_margin(0)
        self.set_auto_page_break(False)
        self._load_fonts()

    def _load_fonts(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            for style in WEIGHTS:
                path = Path(folder) / f"inter{style}.ttf"
                path.write_bytes(_font(style))
                self.add_font("Inter", style, fname=path)

    def write_in(
        self,
        box: tuple[float, float, float],
        text: str,
        *,
        size: float,
        bold: bool = False,
        colour: Colour = INK,
        align: str = "C",
        most_lines: int = 2,
    ) -> float:
        """Text in a box (x, y, width), smaller when it would need more lines; gives the y below it."""
        x, y, width = box
        while True:
            self.set_font("Inter", "B" if bold else "", size)
            lines = cast(list[str], self.multi_cell(width, None, text, dry_run=True, output="LINES"))
            if len(lines) <= most_lines or size <= 6:
                break
            size -= 0.5
        self.set_text_color(*colour)
        self.set_xy(x, y)
        self.multi_cell(width, size * 0.3528 * 1.28, text, align=align)
        return float(self.get_y())

    def qr(self, address: str, x: float, y: float, side: float, colour: Colour = INK) -> None:
        """Middle error correction; the quiet zone is left to the caller."""
        matrix = segno.make(address, error="m", micro=False).matrix
        step = side / len(matrix)
        self.set_fill_color(*colour)
        for row, cells in enumerate(matrix):
            start = 0
            while start < len(cells):
                end = start
                while end < len(cells) and cells[end]:
                    end += 1
                if end > start:
                    self.rect(x + start * step, y + row * step, (end - start) * step, step * 1.02, style="F")
                start = end + 1

    def box(
        self,
        x: float,
        y: float,
        w: float,
        h: float,
        *,
        fill: Colour | None,
        line: Colour | None,
        round_: float = 4,
    ) -> None:
        if fill:
            self.set_fill_color(*fill)
        if line:
            self.set_draw_color(*line)
        style = ("D" if line else "") + ("F" if fill else "")
        self.rect(x, y, w, h, style=style, round_corners=True, corner_radius=round_)


class Report(Paper):
    """Running pages of A4 under a title, with where they are from and their numbers at the foot."""

    def __init__(self, title: str, foot: str) -> None:
        super().__init__(A4, title)
        self.foot = foot
        self.set_margins(15, 18)
        self.set_auto_page_break(True, 20)
        self.add_page()
        self.head(title)

    def head(self, title: str) -> None:
        self.set_text_color(*NAVY)
        self.set_font("Inter", "B", size=20)
        self.cell(0, 11, title, new_x="LMARGIN", new_y="NEXT")

    def pairs(self, pairs: Iterable[tuple[str, str]]) -> None:
        """What a thing is called and what it is, one below the other."""
        for label, text in pairs:
            self.set_font("Inter", size=10)
            self.set_text_color(*MUTED)
            self.cell(60, 6, label)
            self.set_text_color(*INK)
            self.multi_cell(0, 6, text, new_x="LMARGIN", new_y="NEXT")

    def lines(
        self,
        head: Sequence[str],
        rows: Iterable[Sequence[str]],
        *,
        widths: tuple[int, ...],
        aligns: tuple[Align, ...],
    ) -> None:
        """A table that goes on over the pages."""
        self.set_font("Inter", size=9)
        self.set_text_color(*INK)
        self.set_draw_color(*LINE)
        with self.table(
            col_widths=widths,
            text_align=aligns,
            borders_layout=TableBordersLayout.HORIZONTAL_LINES,
            headings_style=FontFace(color=MUTED, emphasis="B"),
            line_height=5,
            padding=1.5,
        ) as table:
            for row in (head, *rows):
                table.row(row)

    def words(self, text: str, *, colour: Colour = INK) -> None:
        self.set_font("Inter", size=9)
        self.set_text_color(*colour)
        self.multi_cell(0, 5, text, new_x="LMARGIN", new_y="NEXT")

    def footer(self) -> None:
        self.set_y(-14)
        self.set_font("Inter", size=8)
        self.set_text_color(*MUTED)
        self.cell(0, 5, self.foot)
        self.set_x(15)
        self.cell(0, 5, f"{self.page_no()} / {{nb}}", align=Align.R)
