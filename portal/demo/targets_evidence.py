"""A few small real files that serve as evidence: two recaps on paper, two photographs of a chart on the wall."""

import io
from datetime import datetime
from pathlib import Path

from fpdf import FPDF
from PIL import Image, ImageDraw
from sqlalchemy.orm import Session

from portal.demo.world import World
from portal.domain import files

PAPERS = ("Rekap register pelayanan", "Berita acara pencocokan data")
PICTURES = ("papan-capaian.png", "grafik-bulanan.png")


def files_for(session: Session, world: World) -> list[int]:
    """Ids of the stored files; none where the session knows no place for uploads."""
    root: Path | None = session.info.get("uploads")
    if root is None:
        return []
    made = [(f"{title.lower().replace(' ', '-')}.pdf", _paper(title, world)) for title in PAPERS]
    made += [(name, _picture(number)) for number, name in enumerate(PICTURES)]
    return [
        files.keep(session, files.prepare(root, name, content), by=None, at=world.now).id
        for name, content in made
    ]


def _paper(title: str, world: World) -> bytes:
    page = FPDF()
    page.set_creation_date(datetime.combine(world.today, datetime.min.time()))
    page.add_page()
    page.set_font("Helvetica", "B", 16)
    page.cell(0, 12, title, new_x="LMARGIN", new_y="NEXT")
    page.set_font("Helvetica", size=11)
    for number in range(1, 13):
        page.cell(0, 8, f"{number}. Permohonan diterima {40 + number * 3}, selesai {38 + number * 3}")
        page.ln()
    return bytes(page.output())


def _picture(number: int) -> bytes:
    picture = Image.new("RGB", (640, 400), "#eff5fd")
    pen = ImageDraw.Draw(picture)
    for place in range(10):
        height = 60 + (place * (23 + number * 7)) % 240
        pen.rectangle((40 + place * 58, 360 - height, 78 + place * 58, 360), fill="#196bcd")
    pen.line((30, 360, 620, 360), fill="#1f2855", width=3)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
