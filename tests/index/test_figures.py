"""Figure rows: what each figure of a sentence measures, of whom, of when, and what kind of statement it is."""

from datetime import date

import pytest

from index.figures import figure_rows
from index.types import Basis, Document, FigureRow, Passage, Statement


def rows(text: str, *, published: date | None = date(2025, 8, 20), title: str | None = None) -> list[FigureRow]:
    document = Document(id="d", name="d", text=text, title=title, published=published)
    passage = Passage(id=0, document_id="d", start=0, end=len(text), text=text, published=published)
    return [row for _, row in figure_rows(document, [passage])]


def row(text: str, surface: str, *, published: date | None = date(2025, 8, 20)) -> FigureRow:
    return next(r for r in rows(text, published=published) if r.quantity.surface == surface)


@pytest.mark.parametrize(
    ("text", "surface", "measure"),
    [
        ("青山港货物吞吐量达到3.2亿吨。", "3.2亿吨", "青山港货物吞吐量"),
        ("全市建成泊位18个。", "18个", "泊位"),
        ("港区入驻60家航运企业。", "60家", "航运企业"),
        ("30家试点港口集聚物流企业900余家。", "30家", "试点港口"),
        ("实现营业额120亿元，同比下降4.5%。", "4.5%", "营业额同比下降"),
        ("港口吞吐量86万吨，较3月末减少2万吨。", "2万吨", "港口吞吐量减少"),
        ("研发投入强度7%，是全省平均水平的2.5倍。", "2.5倍", "研发投入强度"),
        ("货运量480万吨，占全省的12%。", "12%", "货运量占全省"),
        ("投资额30亿美元，约合215亿元。", "215亿元", "投资额"),
        ("煤炭、粮食吞吐量分别为50万吨和20万吨。", "20万吨", "粮食吞吐量"),
        ("该港出口水果11.2万吨、货值8.9亿元，同比分别增长6.6倍、19倍。", "19倍", "货值同比增长"),
        ("甲园和乙园的研发投入强度分别为3.9%和8.6%。", "8.6%", "研发投入强度"),
        ("客运量和货运量的增速分别为3.9%和8.6%。", "8.6%", "货运量增速"),
        ("今年上半年，全港实现营业收入46亿元，其中一季度21亿元，二季度25亿元。", "25亿元", "营业收入"),
        ("停车费由每小时6元调整为4元。", "4元", "停车费"),
        ("超过40%的用户来自县城。", "超过40%", "用户"),
        ("新增5家亿元企业。", "5家", "亿元企业"),
    ],
)
def test_measure(text: str, surface: str, measure: str) -> None:
    assert row(text, surface).measure == measure


@pytest.mark.parametrize(
    ("text", "surface", "subject"),
    [
        ("其中，青山港拥有泊位80个，仓库25座。", "25座", "青山港"),
        ("青山港拥有泊位80个。其中，万吨级泊位12个。", "12个", "青山港"),
        ("同比增长5%，占全省的12%。", "12%", ""),
        ("数据显示，吞吐量达到86万吨。", "86万吨", ""),
        ("结案率达到98%，调解43件。", "43件", ""),
    ],
)
def test_subject_is_shared_by_what_follows(text: str, surface: str, subject: str) -> None:
    assert row(text, surface).subject == subject


@pytest.mark.parametrize(
    ("text", "surface", "first", "last", "basis"),
    [
        ("2024年，青山港吞吐量为3亿吨。", "3亿吨", "2024-01-01", "2024-12-31", Basis.INHERITED),
        ("青山港2024年吞吐量为3亿吨。", "3亿吨", "2024-01-01", "2024-12-31", Basis.STATED),
        ("去年，集团新增客户300家，年末在册客户2800家。", "2800家", "2024-12-01", "2024-12-31", Basis.STATED),
        ("一季度吞吐量下降8%，全年转正，达到3.1亿吨。", "3.1亿吨", "2025-01-01", "2025-12-31", Basis.INHERITED),
        ("2022年和2024年的产值分别为5亿元和9亿元。", "5亿元", "2022-01-01", "2022-12-31", Basis.STATED),
        ("2022年和2024年的产值分别为5亿元和9亿元。", "9亿元", "2024-01-01", "2024-12-31", Basis.STATED),
        ("2023年收入8亿元，比2022年的6亿元增长33.3%。", "6亿元", "2022-01-01", "2022-12-31", Basis.STATED),
        ("协会成立于1996年，现有会员410家。", "410家", "2025-08-20", "2025-08-20", Basis.DOCUMENT),
        ("比2022年增长18%。", "18%", "2025-08-20", "2025-08-20", Basis.DOCUMENT),
    ],
)
def test_period(text: str, surface: str, first: str, last: str, basis: Basis) -> None:
    found = row(text, surface)
    assert (found.first, found.last) == (date.fromisoformat(first), date.fromisoformat(last))
    assert found.basis is basis


@pytest.mark.parametrize(
    ("text", "surface", "comparison"),
    [
        ("强度为7%，是全省平均水平的2.5倍。", "2.5倍", "全省平均水平"),
        ("收入46亿元，同比增长9%。", "9%", "同比"),
        ("收入46亿元，比上年同期增长9%。", "9%", "上年同期"),
        ("收入由45亿元更正为46亿元。", "45亿元", "更正为"),
        ("收入46亿元。", "46亿元", ""),
    ],
)
def test_comparison(text: str, surface: str, comparison: str) -> None:
    assert row(text, surface).comparison == comparison


@pytest.mark.parametrize(
    ("text", "surface", "statement"),
    [
        ("去年收入46亿元。", "46亿元", Statement.RESULT),
        ("预计全年收入46亿元。", "46亿元", Statement.ESTIMATE),
        ("力争收入达到60亿元。", "60亿元", Statement.PLAN),
        ("到2027年，收入达到60亿元，企业达到900家。", "900家", Statement.PLAN),
        ("到2023年，企业已达到700家。", "700家", Statement.RESULT),
    ],
)
def test_statement(text: str, surface: str, statement: Statement) -> None:
    assert row(text, surface).statement is statement


def test_an_article_is_no_figure() -> None:
    assert rows("我们和一家企业合作，建了一个平台。") == []
    assert [r.quantity.surface for r in rows("建了一个平台、两个中心。")] == ["一个", "两个"]


def test_a_list_of_names_with_one_figure_stays_whole() -> None:
    assert row("本次展会展出食品、纺织、机械等产品1200种。", "1200种").subject != "机械等产品"
