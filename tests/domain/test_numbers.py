"""Numbers come back alike from both databases."""

from decimal import Decimal

from sqlalchemy import BigInteger, Numeric, func, literal, select


def test_sums_of_whole_numbers_are_whole_numbers(session):
    counted = session.scalar(select(func.sum(literal(2**40, BigInteger))))
    assert (type(counted), counted) == (int, 2**40)
    assert session.scalar(select(func.sum(literal(1, BigInteger)) + 0.5)) == Decimal("1.5")


def test_exact_numbers_stay_exact(session):
    exact = session.scalar(select(literal(Decimal("12.50"), Numeric(12, 4))))
    assert (type(exact), exact) == (Decimal, Decimal("12.5"))
