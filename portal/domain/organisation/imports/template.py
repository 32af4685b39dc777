"""The sheet people fill in. Every cell is text, so that no spreadsheet rounds a NIP."""

import io

import xlsxwriter

from portal.domain.organisation.imports.columns import REQUIRED, SPELLINGS, Column

EXAMPLE = {
    Column.NIP: "198609262015051001",
    Column.NAME: "Ratna Wulandari, S.Sos.",
    Column.EMAIL: "ratna@contoh.go.id",
    Column.UNIT: "3578.09.03",
    Column.POSITION: "Penata Layanan Operasional",
    Column.GRADE: "III/a",
    Column.EMPLOYMENT: "PNS",
    Column.EVALUATOR: "197504152011111001",
    Column.STARTS_ON: "2026-01-01",
}


def template() -> bytes:
    """An XLSX with headings, one example in a sheet of its own, and text format in every cell."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        text = book.add_format({"num_format": "@"})
        needed = book.add_format({"bold": True, "num_format": "@", "bg_color": "#DCE9FF"})
        optional = book.add_format({"bold": True, "num_format": "@"})
        for title, example in (("Pegawai", None), ("Contoh", EXAMPLE)):
            sheet = book.add_worksheet(title)
            sheet.freeze_panes(1, 0)
            for place, column in enumerate(Column):
                sheet.set_column(place, place, 26, text)
                heading = needed if column in REQUIRED else optional
                sheet.write_string(0, place, SPELLINGS[column][0], heading)
                if example:
                    sheet.write_string(1, place, example[column], text)
    return out.getvalue()
