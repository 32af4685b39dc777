"""What is taken away opens as text and numbers, never as a formula."""

import io
from datetime import date
from decimal import Decimal

from python_calamine import CalamineWorkbook

from portal.web.spreadsheets import Sheet, spreadsheet, workbook


def opened(content):
    return CalamineWorkbook.from_filelike(io.BytesIO(content))


def test_a_text_that_begins_like_a_formula_stays_text():
    dangerous = Sheet("Daftar", ["Nama"], [["=1+1"], ["@cmd"], ["-5"]])
    lines = spreadsheet("csv", dangerous).decode("utf-8-sig").splitlines()
    assert lines == ["Nama", "'=1+1", "'@cmd", "'-5"]
    page = opened(spreadsheet("xlsx", dangerous)).get_sheet_by_name("Daftar")
    assert page.to_python() == [["Nama"], ["=1+1"], ["@cmd"], ["-5"]]


def test_numbers_and_days_keep_their_kind():
    page = opened(workbook([Sheet("A", ["n", "d"], [[Decimal("2.5"), date(2026, 1, 31)], [None, None]])]))
    assert page.get_sheet_by_name("A").to_python()[1] == [2.5, date(2026, 1, 31)]


def test_what_stands_above_and_below_leaves_a_blank_line():
    sheet = Sheet("A", ["x", "y"], [["a", 1]], above=[("Nama", "Ratna")], below=[("Jumlah", 1)])
    rows = opened(workbook([sheet])).get_sheet_by_name("A").to_python()
    assert rows == [["Nama", "Ratna"], ["", ""], ["x", "y"], ["a", 1.0], ["", ""], ["Jumlah", 1.0]]


def test_a_name_no_spreadsheet_allows_is_made_allowed():
    assert opened(workbook([Sheet("a/b: " + "c" * 40, ["x"], [])])).sheet_names == ["ab " + "c" * 28]
