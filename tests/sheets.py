"""Spreadsheets as people make them."""

import io

import xlsxwriter

HEADINGS = (
    "NIP", "Nama", "Email", "Kode Unit", "Jabatan", "Golongan", "Jenis Pegawai", "NIP Atasan", "Mulai",
)  # fmt: skip


def line(nip: str = "198609262015051001", **cells: object) -> list[object]:
    given = {"nama": "Ratna Wulandari", "unit": "U1", "jabatan": "Penata Layanan Operasional"}
    row = {"nip": nip, "email": "", "golongan": "III/a", "jenis": "", "atasan": "", "mulai": ""}
    row = {**row, **given, **cells}
    order = ("nip", "nama", "email", "unit", "jabatan", "golongan", "jenis", "atasan", "mulai")
    return [row[name] for name in order]


def xlsx(*lines: list[object], headings: tuple[str, ...] = HEADINGS) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, cells in enumerate([headings, *lines]):
            for place, cell in enumerate(cells):
                if isinstance(cell, str):
                    sheet.write_string(number, place, cell)
                else:
                    sheet.write(number, place, cell)
    return out.getvalue()


def csv(*lines: list[object], delimiter: str = ";", headings: tuple[str, ...] = HEADINGS) -> str:
    return "".join(delimiter.join(map(str, cells)) + "\r\n" for cells in [headings, *lines])
