"""Files as they come: other delimiters, other encodings, other headings, broken ones."""

import io
import zipfile
from datetime import date

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.errors import RuleBroken
from portal.domain.organisation.imports.columns import Column
from portal.domain.organisation.imports.planning import read_day
from portal.domain.organisation.imports.reading import LARGEST, MOST_ROWS, read
from portal.domain.organisation.imports.template import template
from tests.sheets import HEADINGS, csv, line, xlsx


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_every_usual_csv_is_read(delimiter: str, encoding: str) -> None:
    content = csv(line(nama="Yohanes Naé"), delimiter=delimiter).encode(encoding)
    [row] = read("pegawai.csv", content)
    assert (row.number, row[Column.NAME], row[Column.UNIT]) == (2, "Yohanes Naé", "U1")


def test_quotes_line_breaks_and_delimiters_inside_a_cell() -> None:
    content = 'NIP;Nama;Kode Unit\n1;"Ratna; ""Rara""\nWulandari";U1\n'
    [row] = read("a.csv", content.encode())
    assert row[Column.NAME] == 'Ratna; "Rara" Wulandari'


def test_headings_by_other_names_below_a_title_in_any_order() -> None:
    rows = read(
        "a.csv", b"Daftar pegawai 2026;;\n;;\nKODE UNIT KERJA;Nama Lengkap;nip baru;Warna\nU1;Sri;123;biru\n"
    )
    assert [(row.number, row[Column.NIP], row[Column.UNIT], row[Column.NAME]) for row in rows] == [
        (4, "123", "U1", "Sri")
    ]


def test_xlsx_cells_are_read_as_text_and_rounded_numbers_are_kept_visible() -> None:
    [row] = read("a.xlsx", xlsx(line(nip=198609262015051001, golongan=3, mulai=date(2026, 1, 5))))
    assert row[Column.NIP] == "1.98609E+17"
    assert row[Column.GRADE] == "3"


def test_dates_of_a_spreadsheet_become_days() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        for place, heading in enumerate(HEADINGS):
            sheet.write_string(0, place, heading)
        sheet.write_datetime(1, 8, date(2026, 1, 5), book.add_format({"num_format": "dd/mm/yyyy"}))
    [row] = read("a.xlsx", out.getvalue())
    assert row[Column.STARTS_ON] == "2026-01-05"


def test_formulas_are_never_computed() -> None:
    [row] = read("a.csv", csv(line(nama="=HYPERLINK(1)")).encode())
    assert row[Column.NAME] == "=HYPERLINK(1)"


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.xlsx", b"", "empty"),
        ("a.xlsx", b"x" * (LARGEST + 1), "larger than 10 MB"),
        ("a.pdf", b"%PDF-", "XLSX or CSV"),
        ("a.xlsx", b"not a zip", "cannot be read"),
        ("a.xlsx", b"PK\x03\x04broken", "cannot be read"),
        ("a.csv", b"\x00\x01\x02NIP", "cannot be read"),
        ("a.csv", b"\xff\xfe\x00", "cannot be read"),
        ("a.csv", b"Satu;Dua\n1;2\n", "No headings"),
        ("a.csv", b"NIP;Nama\n1;2\n", "missing: Kode Unit"),
        ("a.csv", b"NIP;Nama;Kode Unit\n;;\n", "no row"),
    ],
)
def test_what_is_no_such_file_is_refused_with_a_sentence(name: str, content: bytes, sentence: str) -> None:
    with pytest.raises(RuleBroken, match=sentence) as broken:
        read(name, content)
    assert broken.value.field == "file"


def test_a_zip_without_a_workbook_and_a_bomb_are_refused() -> None:
    for size, sentence in ((10, "cannot be read"), (160 * 1024 * 1024, "larger than 10 MB")):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/big.xml", b"0" * size)
        with pytest.raises(RuleBroken, match=sentence):
            read("a.xlsx", out.getvalue())


def test_too_many_rows_are_refused() -> None:
    content = "NIP;Nama;Kode Unit\n" + "1;a;b\n" * (MOST_ROWS + 1)
    with pytest.raises(RuleBroken, match="more than"):
        read("a.csv", content.encode())


@given(st.binary(max_size=300), st.sampled_from(["a.csv", "a.xlsx"]))
def test_junk_gives_a_sentence_or_rows(content: bytes, name: str) -> None:
    try:
        rows = read(name, content)
    except RuleBroken:
        return
    assert rows


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-07-31", date(2026, 7, 31)), ("31/07/2026", date(2026, 7, 31)), ("31.7.2026", date(2026, 7, 31)),
        ("31-02-2026", None), ("7/31/2026", None), ("besok", None), ("31/07/26", None), ("²/1/2026", None),
    ],
)  # fmt: skip
def test_days_are_read_the_indonesian_way(typed: str, day: date | None) -> None:
    assert read_day(typed) == day


def test_our_own_template_has_every_column_and_no_rows() -> None:
    with pytest.raises(RuleBroken, match="no row"):
        read("template.xlsx", template())
