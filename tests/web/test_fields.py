from decimal import Decimal

import pytest

from portal.web.fields import parse_amount


@pytest.mark.parametrize(
    ("typed", "locale", "expected"),
    [
        ("1.234,5", "id", "1234.5"),
        ("1.234", "id", "1234"),
        ("1.234.567", "id", "1234567"),
        ("12.5", "id", "12.5"),
        ("12,5", "id", "12.5"),
        ("1,234.5", "id", "1234.5"),
        ("0,125", "id", "0.125"),
        ("1,234", "id", "1.234"),
        ("1,234", "en", "1234"),
        ("1.234", "en", "1.234"),
        ("1 234,5", "id", "1234.5"),
        ("-3", "id", "-3"),
        ("007", "id", "7"),
    ],
)
def test_numbers_as_people_type_them(typed, locale, expected):
    assert parse_amount(typed, locale) == Decimal(expected)


@pytest.mark.parametrize(
    "typed", ["", "seratus", "1e5", "NaN", "Infinity", "1.2.3", "1,2,3", "12a", "9" * 41, "٣", "--1"]
)
def test_what_is_no_number(typed):
    assert parse_amount(typed) is None
