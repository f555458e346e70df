"""Periods: days of absolute and relative ones, what opens them, what is left alone, and what holds for any text."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.periods import find_periods, parse_period
from index.types import Period

SEEDS = Path(__file__).resolve().parents[2].parent / "shared" / "seeds"
REFERENCE = date(2023, 8, 16)  # a Wednesday


def only(text: str, reference: date | None = REFERENCE) -> Period:
    found = find_periods(text, reference=reference)
    assert len(found) == 1, found
    return found[0]


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize(
    ("text", "surface", "first", "last"),
    [
        ("在2021年实现", "2021年", "2021-01-01", "2021-12-31"),
        ("２０２１年度报告", "２０２１年度", "2021-01-01", "2021-12-31"),
        ("二〇一九年", "二〇一九年", "2019-01-01", "2019-12-31"),
        ("一九七八年底", "一九七八年底", "1978-12-01", "1978-12-31"),
        ("2022年2月", "2022年2月", "2022-02-01", "2022-02-28"),
        ("2022 年 2 月", "2022 年 2 月", "2022-02-01", "2022-02-28"),
        ("2020年2月29日，", "2020年2月29日", "2020-02-29", "2020-02-29"),
        ("二〇二〇年十月二十一日", "二〇二〇年十月二十一日", "2020-10-21", "2020-10-21"),
        ("2022-11-05 10:20", "2022-11-05", "2022-11-05", "2022-11-05"),
        ("2022/11/5", "2022/11/5", "2022-11-05", "2022-11-05"),
        ("2022.11.05", "2022.11.05", "2022-11-05", "2022-11-05"),
        ("2022年一季度", "2022年一季度", "2022-01-01", "2022-03-31"),
        ("2022年第四季度", "2022年第四季度", "2022-10-01", "2022-12-31"),
        ("2022Q3财报", "2022Q3", "2022-07-01", "2022-09-30"),
        ("2022年上半年", "2022年上半年", "2022-01-01", "2022-06-30"),
        ("2022年下半年", "2022年下半年", "2022-07-01", "2022-12-31"),
        ("2022年前三季度", "2022年前三季度", "2022-01-01", "2022-09-30"),
        ("2022年前8个月", "2022年前8个月", "2022-01-01", "2022-08-31"),
        ("2022年1-10月", "2022年1-10月", "2022-01-01", "2022-10-31"),
        ("2022年1月至10月", "2022年1月至10月", "2022-01-01", "2022-10-31"),
        ("2022年一至三季度", "2022年一至三季度", "2022-01-01", "2022-09-30"),
        ("2022年年初", "2022年年初", "2022-01-01", "2022-01-31"),
        ("2022年春天", "2022年春天", "2022-03-01", "2022-05-31"),
        ("2022年11月底", "2022年11月底", "2022-11-21", "2022-11-30"),
        ("2022年11月上旬", "2022年11月上旬", "2022-11-01", "2022-11-10"),
        ("2016-2023年", "2016-2023年", "2016-01-01", "2023-12-31"),
        ("2016年—2023年", "2016年—2023年", "2016-01-01", "2023-12-31"),
        ("2016至2023年间", "2016至2023年", "2016-01-01", "2023-12-31"),
        ("2022年9月至2023年3月", "2022年9月至2023年3月", "2022-09-01", "2023-03-31"),
        ("2022年9月15日至17日", "2022年9月15日至17日", "2022-09-15", "2022-09-17"),
        ("2022年12月30日至2023年1月2日", "2022年12月30日至2023年1月2日", "2022-12-30", "2023-01-02"),
        ("“十四五”时期", "“十四五”时期", "2021-01-01", "2025-12-31"),
        ("十三五末，", "十三五", "2016-01-01", "2020-12-31"),
        ("十五五规划", "十五五规划", "2026-01-01", "2030-12-31"),
        ("“七五”计划", "“七五”计划", "1986-01-01", "1990-12-31"),
        ("第一个五年计划", "第一个五年计划", "1953-01-01", "1957-12-31"),
        ("第二十个五年规划", "第二十个五年规划", "2051-01-01", "2055-12-31"),
        ("上世纪90年代", "上世纪90年代", "1990-01-01", "1999-12-31"),
        ("20世纪八十年代初", "20世纪八十年代初", "1980-01-01", "1982-12-31"),
        ("21世纪", "21世纪", "2001-01-01", "2100-12-31"),
        ("2022科技论坛", "2022", "2022-01-01", "2022-12-31"),
        ("19年6月", "19年6月", "2019-06-01", "2019-06-30"),
        ("截至2022年6月", "截至2022年6月", "", "2022-06-30"),
        ("截止到2022年底", "截止到2022年底", "", "2022-12-31"),
        ("自2012年起", "自2012年起", "2012-01-01", ""),
        ("2012年创建以来", "2012年创建以来", "2012-01-01", ""),
        ("2015年11月至今", "2015年11月至今", "2015-11-01", ""),
        ("“十四五”以来", "“十四五”以来", "2021-01-01", ""),
        ("2030年前实现", "2030年前", "", "2029-12-31"),
        ("2025年底前建成", "2025年底前", "", "2025-12-31"),
        ("2020年以后", "2020年以后", "2021-01-01", ""),
    ],
)
def test_absolute(text: str, surface: str, first: str, last: str) -> None:
    for reference in (None, REFERENCE):
        found = only(text, reference)
        assert (found.surface, found.first, found.last, found.relative) == (surface, day(first), day(last), False)


@pytest.mark.parametrize(
    ("text", "surface", "first", "last"),
    [
        ("去年增长", "去年", "2022-01-01", "2022-12-31"),
        ("今年1月", "今年1月", "2023-01-01", "2023-01-31"),
        ("今年 3月底", "今年 3月底", "2023-03-21", "2023-03-31"),
        ("去年底", "去年底", "2022-12-01", "2022-12-31"),
        ("去年同期", "去年同期", "2022-01-01", "2022-12-31"),
        ("明年上半年", "明年上半年", "2024-01-01", "2024-06-30"),
        ("今年前7个月", "今年前7个月", "2023-01-01", "2023-07-31"),
        ("3月底", "3月底", "2023-03-21", "2023-03-31"),
        ("4月27-29日", "4月27-29日", "2023-04-27", "2023-04-29"),
        ("4月27日至5月3日", "4月27日至5月3日", "2023-04-27", "2023-05-03"),
        ("5月6日", "5月6日", "2023-05-06", "2023-05-06"),
        ("十二月", "十二月", "2023-12-01", "2023-12-31"),
        ("10日上午", "10日", "2023-08-10", "2023-08-10"),
        ("28日，", "28日", "2023-07-28", "2023-07-28"),
        ("一季度", "一季度", "2023-01-01", "2023-03-31"),
        ("上半年", "上半年", "2023-01-01", "2023-06-30"),
        ("1至7月", "1至7月", "2023-01-01", "2023-07-31"),
        ("年底", "年底", "2023-12-01", "2023-12-31"),
        ("本月底", "本月底", "2023-08-21", "2023-08-31"),
        ("上个月", "上个月", "2023-07-01", "2023-07-31"),
        ("上周五", "上周五", "2023-08-11", "2023-08-11"),
        ("下周", "下周", "2023-08-21", "2023-08-27"),
        ("昨天", "昨天", "2023-08-15", "2023-08-15"),
        ("近两年来", "近两年来", "2021-08-16", "2023-08-16"),
        ("过去十年", "过去十年", "2013-08-16", "2023-08-16"),
        ("一年多来", "一年多来", "2022-08-16", "2023-08-16"),
        ("15年来", "15年来", "2008-08-16", "2023-08-16"),
        ("近三个月", "近三个月", "2023-05-16", "2023-08-16"),
        ("未来五年", "未来五年", "2023-08-17", "2028-08-16"),
        ("三年前", "三年前", "2020-01-01", "2020-12-31"),
        ("今年以来", "今年以来", "2023-01-01", "2023-08-16"),
        ("自去年9月以来", "自去年9月以来", "2022-09-01", "2023-08-16"),
        ("去年11月至今年3月", "去年11月至今年3月", "2022-11-01", "2023-03-31"),
        ("截至6月末", "截至6月末", "", "2023-06-30"),
        ("截至目前", "截至目前", "", "2023-08-16"),
        ("目前", "目前", "2023-08-16", "2023-08-16"),
        ("近年来", "近年来", "", "2023-08-16"),
        ("去年前三季度", "去年前三季度", "2022-01-01", "2022-09-30"),
    ],
)
def test_relative(text: str, surface: str, first: str, last: str) -> None:
    found = only(text)
    assert (found.surface, found.first, found.last, found.relative) == (surface, day(first), day(last), True)
    without = only(text, None)
    assert (without.surface, without.first, without.last, without.relative) == (surface, None, None, True)


def test_month_far_ahead_is_last_years() -> None:
    assert only("12月", date(2024, 1, 5)).first == date(2023, 12, 1)
    assert only("9月", date(2024, 4, 5)).first == date(2024, 9, 1)


def test_end_of_february_and_of_years() -> None:
    assert only("近一年", date(2024, 2, 29)).first == date(2023, 2, 28)
    assert only("上个月", date(2024, 1, 31)).last == date(2023, 12, 31)
    assert only("上季度", date(2024, 1, 31)).first == date(2023, 10, 1)


@pytest.mark.parametrize(
    ("text", "surfaces"),
    [
        ("2019年、2021年和2023年", ["2019年", "2021年", "2023年"]),
        ("2020、2021和2022年", ["2020", "2021", "2022年"]),
        ("2024年增长，2023年下降", ["2024年", "2023年"]),
        ("比2022年增长18%", ["2022年"]),
        ("2027年初步建成", ["2027年"]),
        ("从2021年到2024年", ["从2021年到2024年"]),
        ("2019年与2021年之间", ["2019年与2021年之间"]),
        ("2010年之后2018年之前", ["2010年之后2018年之前"]),
        ("2022/2023学年", ["2022/2023学年"]),
        ("过去十年中国发展", ["过去十年"]),
    ],
)
def test_surfaces(text: str, surfaces: list[str]) -> None:
    assert [p.surface for p in find_periods(text, reference=REFERENCE)] == surfaces


@pytest.mark.parametrize(
    "text",
    [
        "入驻2000家企业，投入2024万元，2023.5吨",
        "编号2024001，电话2024-5566，比分20:24",
        "3个月，5年，24小时，三年行动计划",
        "2月30日，13月，45日",
        "20日元，3日内，一日游，2天",
        "十五家，二十五个，三五成群",
        "第一批，百年老店，年会，月球",
        "IASP2024，G2023，A2022B",
        "5—10年的时间",
        "",
    ],
)
def test_leaves_alone(text: str) -> None:
    assert find_periods(text, reference=REFERENCE) == []


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024", "2024-01-01", "2024-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2025-03-28", "2025-03-28", "2025-03-28"),
        ("2024-Q1", "2024-01-01", "2024-03-31"),
        ("2024-Q4", "2024-10-01", "2024-12-31"),
        ("2024-H1", "2024-01-01", "2024-06-30"),
        ("2024-H2", "2024-07-01", "2024-12-31"),
        ("2015/2024", "2015-01-01", "2024-12-31"),
        ("2015-06/2024-Q1", "2015-06-01", "2024-03-31"),
        ("2015/", "2015-01-01", ""),
        ("/2024-08", "", "2024-08-31"),
    ],
)
def test_parse_period(text: str, first: str, last: str) -> None:
    assert parse_period(text) == (day(first), day(last))


@pytest.mark.parametrize("text", ["", "/", "24", "2024年", "2024-13", "2024-02-30", "2024-Q5", "去年", "0000"])
def test_parse_period_refuses(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_period(text)


DATES = st.dates(min_value=date(1950, 1, 1), max_value=date(2098, 12, 31))


@given(DATES, st.sampled_from(["{0.year}年{0.month}月{0.day}日", "{0:%Y-%m-%d}", "{0.year}/{0.month}/{0.day}"]))
def test_reads_back_every_day(when: date, form: str) -> None:
    found = only(f"于{form.format(when)}召开", None)
    assert (found.first, found.last) == (when, when)


@given(DATES, st.integers(min_value=1, max_value=500))
def test_reads_back_every_span(first: date, days: int) -> None:
    last = first + timedelta(days=days)
    found = only(f"{first.year}年{first.month}月{first.day}日至{last.year}年{last.month}月{last.day}日", None)
    assert (found.first, found.last) == (first, last)


@given(DATES)
def test_relative_words_follow_the_reference(reference: date) -> None:
    assert only("去年", reference).first == date(reference.year - 1, 1, 1)
    assert only("昨天", reference).last == reference - timedelta(days=1)
    assert only("近五年", reference).last == reference


ANY = st.one_of(
    st.text(),
    st.text(
        alphabet="零〇一二三四五十0123456789年月日号季度上下半去今明本周近未来过至到-—/.、截自起以后底初末世代Q个 \n“”"
    ),
)


@given(ANY, st.one_of(st.none(), st.dates()))
def test_holds_for_any_text(text: str, reference: date | None) -> None:
    end = 0
    for p in find_periods(text, reference=reference):
        assert end <= p.start < p.end <= len(text)
        assert text[p.start : p.end] == p.surface
        assert p.first is None or p.last is None or p.first <= p.last
        assert p.relative or p.first is not None or p.last is not None
        assert reference is not None or not p.relative or (p.first is None and p.last is None)
        end = p.end


@pytest.mark.parametrize("unit", ["1", "一", "1月", "1-", "2024年", "2010年成", "近", "十", "上", "1至", "年", " "])
def test_long_runs_are_read_in_linear_time(unit: str) -> None:
    assert find_periods(unit * (100_000 // len(unit)), reference=REFERENCE) is not None  # quadratic would not end


@pytest.mark.seeds
@pytest.mark.skipif(not SEEDS.is_dir(), reason="no seeds here")
def test_periods_of_the_seeds() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("*.txt")))
    found = {(p.first, p.last) for p in find_periods(text, reference=date(2025, 9, 20))}
    assert (date(2025, 3, 28), date(2025, 3, 28)) in found
    assert (date(2010, 1, 1), None) in found
    assert (None, date(2024, 8, 31)) in found
    assert (date(2021, 1, 1), date(2025, 12, 31)) in found
