"""CSV and XLSX: every fault with row and column, all or nothing, the same file once (P15)."""

import io
from datetime import date
from decimal import Decimal

import pytest
import xlsxwriter

from portal.domain.errors import RuleBroken
from portal.domain.periods import parse_period
from portal.domain.public_reviews.results.figures import figure_of
from portal.domain.public_reviews.reviews.importing import import_reviews
from portal.domain.public_reviews.reviews.models import Review
from portal.domain.public_reviews.reviews.sheets import read_sheet
from tests import factories_public_reviews as given
from tests.factories import NOW
from tests.factories_public_reviews import TODAY

HEAD = "date,req,proc,time,cost,prod,comp,beh,fac,compl,comment\n"


def csv_of(*rows: str, head: str = HEAD) -> bytes:
    return (head + "".join(f"{row}\n" for row in rows)).encode()


def xlsx_of(*rows: list) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([HEAD.strip().split(","), *rows]):
            sheet.write_row(number, 0, row)
    return out.getvalue()


def test_rows_are_read_with_gaps_and_either_kind_of_date() -> None:
    sheet = read_sheet(
        "a.csv",
        csv_of('2026-07-01,4,3,3,,3,3,4,3,4,"Cepat, ramah"', "5/7/2026,1,1,1,1,1,1,1,1,1,"),
        today=TODAY,
    )
    assert sheet.faults == ()
    (first, said), (second, _) = sheet.rows
    assert (first, second) == (date(2026, 7, 1), date(2026, 7, 5))
    assert (said.answers["cost"], said.answers["compl"], said.comment) == (None, 4, "Cepat, ramah")


def test_columns_may_stand_in_any_order_with_semicolons() -> None:
    content = "compl;date;req;proc;time;cost;prod;comp;beh;fac\n1;2026-07-01;4;4;4;4;4;4;4;4\n".encode(
        "utf-8-sig"
    )
    ((_day, said),) = read_sheet("a.csv", content, today=TODAY).rows
    assert (said.answers["compl"], said.answers["fac"]) == (1, 4)


def test_a_spreadsheet_gives_the_same() -> None:
    sheet = read_sheet(
        "a.xlsx", xlsx_of([date(2026, 7, 1), 4, 3, 3, None, 3, 3, 4, 3, 4, "Cepat"]), today=TODAY
    )
    ((day, said),) = sheet.rows
    assert (day, said.answers["req"], said.answers["cost"], said.comment) == (
        date(2026, 7, 1),
        4,
        None,
        "Cepat",
    )


def test_every_fault_is_named_with_row_and_column() -> None:
    sheet = read_sheet(
        "a.csv",
        csv_of(
            "2026-07-01,5,3,3,3,3,3,3,3,x,",
            "kemarin,3,3,3,3,3,3,3,3,3,",
            "2031-01-01,3,3,3,3,3,3,3,3,3,",
            "2026-07-02,,,,,,,,,,",
        ),
        today=TODAY,
    )
    assert [(one.row, one.column, one.value) for one in sheet.faults] == [
        (2, "req", "5"),
        (2, "compl", "x"),
        (3, "date", "kemarin"),
        (4, "date", "2031-01-01"),
        (5, "req", ""),
    ]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.xlsx", b"PK\x03\x04 not really"),
        ("a.xlsx", b""),
        ("a.csv", b"\xff\xfe\x00\x01"),
        ("a.csv", b""),
        ("a.csv", b"date,req\n2026-07-01,4\n"),
        ("a.csv", b'"' + b"a" * 200_000),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(name: str, content: bytes) -> None:
    with pytest.raises(RuleBroken):
        read_sheet(name, content, today=TODAY)


def test_the_same_file_again_changes_nothing_and_a_longer_one_adds(session) -> None:
    """Two people may give the same answers on one day: both count, once."""
    service = given.service(session)
    row = "2026-07-01,3,3,3,4,3,3,4,3,4,"
    short, longer = (
        csv_of(row, row, "2026-07-02,4,4,4,4,4,4,4,4,4,"),
        csv_of(row, row, row, "2026-07-02,4,4,4,4,4,4,4,4,4,"),
    )
    new = [
        import_reviews(session, service, read_sheet("a.csv", content, today=TODAY).rows, by=None, at=NOW)
        for content in (short, short, longer, longer)
    ]
    assert new == [3, 0, 1, 0]
    assert session.query(Review).count() == 4
    assert not any(review.is_verified or review.officer_id for review in session.query(Review))


def test_an_imported_survey_meets_the_vector(session) -> None:
    service = given.service(session)
    rows = (
        "3,3,3,4,3,3,4,3,4",
        "4,3,3,4,3,4,4,3,4",
        "3,3,2,4,3,3,3,2,3",
        "4,4,3,4,4,4,4,3,4",
        "3,2,2,4,3,3,3,3,3",
    )
    content = csv_of(*(f"2026-07-0{number},{row}," for number, row in enumerate(rows, start=1)))
    import_reviews(session, service, read_sheet("a.csv", content, today=TODAY).rows, by=None, at=NOW)
    assert figure_of(session, service.id, parse_period("2026-07")).index == Decimal("82.14")
