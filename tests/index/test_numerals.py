"""Numerals: tables of written forms, and generated numbers read back from every way of writing them."""

from decimal import Decimal

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.numerals import read_bounds, read_number


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("7", "7"),
        ("1,234,567.5", "1234567.5"),
        ("0.30", "0.3"),
        ("六", "6"),
        ("十", "10"),
        ("十八", "18"),
        ("两百零七", "207"),
        ("四百六", "460"),
        ("三千八", "3800"),
        ("二千零六十", "2060"),
        ("一万二", "12000"),
        ("九万零七", "90007"),
        ("二十三万四千", "234000"),
        ("六亿零五百万", "605000000"),
        ("七万亿", "7000000000000"),
        ("五千万亿", "5000000000000000"),
        ("三万万", "300000000"),
        ("二〇三一", "2031"),
        ("一九八四", "1984"),
        ("零点二五", "0.25"),
        ("十七点六亿", "1760000000"),
        ("4亿3000万", "430000000"),
        ("6万5千", "65000"),
        ("8.2万亿", "8200000000000"),
        ("伍仟陆佰", "5600"),
        ("贰拾万零叁", "200003"),
        ("千亿", "100000000000"),
    ],
)
def test_reads_value(numeral: str, value: str) -> None:
    assert read_number(numeral) == Decimal(value)


@pytest.mark.parametrize(
    "numeral", ["", "万一", "百五", "十百", "一千万千", "百百", "个", "1,23", "一二三百", "万一" * 30]
)
def test_refuses_what_is_no_number(numeral: str) -> None:
    assert read_number(numeral) is None


@pytest.mark.parametrize(
    ("numeral", "low", "high"),
    [
        ("数十", 20, 90),
        ("几百万", 2_000_000, 9_000_000),
        ("十几", 11, 19),
        ("四十几万", 410_000, 490_000),
        ("两三百", 200, 300),
        ("六七十", 60, 70),
        ("十四五", 14, 15),
        ("三五", 3, 5),
        ("几", 2, 9),
    ],
)
def test_reads_bounds(numeral: str, low: int, high: int) -> None:
    assert read_bounds(numeral) == (low, high)


@pytest.mark.parametrize("numeral", ["三千二百", "四二", "二十三", "一二三", "九"])
def test_exact_numerals_have_no_bounds(numeral: str) -> None:
    assert read_bounds(numeral) is None


@given(st.integers(min_value=0, max_value=10**16 - 1))
def test_reads_back_every_written_integer(number: int) -> None:
    value = Decimal(number)
    assert read_number(str(number)) == value
    assert read_number(f"{number:,}") == value
    assert read_number(cn2an.an2cn(number, "low")) == value
    assert read_number(cn2an.an2cn(number, "up")) == value


@given(st.decimals(min_value=0, max_value=10**6, places=3, allow_nan=False, allow_infinity=False))
def test_reads_back_every_written_decimal(number: Decimal) -> None:
    assert read_number(f"{number:f}") == number
    assert read_number(f"{number:f}万") == number * 10**4
    assert read_number(cn2an.an2cn(f"{number:f}", "low")) == number


@given(st.text(alphabet="零〇一二两三九十百千万亿点几数0123456789.,壹拾佰", max_size=45))
def test_never_raises(numeral: str) -> None:
    read_number(numeral)
    bounds = read_bounds(numeral)
    assert bounds is None or bounds[0] < bounds[1]
