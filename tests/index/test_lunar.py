"""Lunar days: festivals whose dates are known, leap months, and what holds for every year."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.lunar import lunar_day, lunar_month, sun_day


@pytest.mark.parametrize(
    ("year", "month", "day", "expected"),
    [
        (1949, 8, 15, "1949-10-06"),
        (1985, 1, 1, "1985-02-20"),
        (1997, 1, 1, "1997-02-07"),
        (2008, 5, 5, "2008-06-08"),
        (2017, 8, 15, "2017-10-04"),
        (2020, 1, 1, "2020-01-25"),
        (2023, 1, 1, "2023-01-22"),
        (2024, 9, 9, "2024-10-11"),
        (2025, 12, 8, "2026-01-26"),
        (2034, 1, 1, "2034-02-19"),
    ],
)
def test_known_days(year: int, month: int, day: int, expected: str) -> None:
    assert lunar_day(year, month, day) == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("year", "month"), [(2004, 2), (2006, 7), (2012, 4), (2017, 6), (2020, 4), (2025, 6), (2033, 11)]
)
def test_leap_months(year: int, month: int) -> None:
    first, last = lunar_month(year, month, leap=True)
    assert first == lunar_month(year, month)[1] + timedelta(days=1)
    assert 29 <= (last - first).days + 1 <= 30


@pytest.mark.parametrize(("year", "expected"), [(2017, 4), (2020, 4), (2022, 5), (2023, 5), (2024, 4), (2025, 4)])
def test_clear_and_bright(year: int, expected: int) -> None:
    assert sun_day(year, 15) == date(year, 4, expected)


@given(st.integers(min_value=1901, max_value=2099))
def test_years_follow_each_other(year: int) -> None:
    first = lunar_day(year, 1, 1)
    assert date(year, 1, 20) <= first <= date(year, 2, 21)
    assert lunar_month(year, 12)[1] + timedelta(days=1) == lunar_day(year + 1, 1, 1)
    for month in range(1, 12):
        assert lunar_day(year, month, 29) < lunar_day(year, month + 1, 1)


@pytest.mark.parametrize(("year", "month", "day"), [(2024, 13, 1), (2024, 1, 31), (2024, 1, 0), (1800, 1, 1)])
def test_refuses_days_that_do_not_exist(year: int, month: int, day: int) -> None:
    with pytest.raises(ValueError, match="no lunar"):
        lunar_day(year, month, day)
