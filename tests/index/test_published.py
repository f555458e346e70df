"""The day of publication: fifty ways in which documents state it, and dates that look like it and are not.

Every document is invented. What is not stated stays unknown: a wrong date would make every 去年 in a text wrong.
"""

import lzma
import random
import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.clean import clean
from index.datelines import Elsewhere, report_day
from index.dates import first_day
from index.load import document_from_text
from index.load.lines import BadLine, read_line
from index.named import named_year
from index.published import credited_day, read_date, why_no_date
from index.structure import structure
from index.types import Document
from tests.conftest import ROOT
from tests.index import heads

BODY = (
    "海棠港一季度完成货物吞吐量1286万吨，比上年同期增长7.3%，其中集装箱吞吐量41.2万标准箱，外贸货物占四成以上。",
    "码头公司负责人赵青介绍，两条新航线开通以后，装卸一艘船平均只要十九个小时，比原来少了将近五个小时。",
    "下一步，港口还要改造六个泊位，铺设一条疏港铁路，让更多货物从公路转到铁路上来，减少城区的拥堵。",
)
DAY = date(2024, 3, 5)


def document(head: str, tail: str = "", *, name: str = "a.txt") -> Document:
    return document_from_text(name, "\n".join([*([head] if head else []), *BODY, *([tail] if tail else [])]))


HEADS = [
    "海棠晨报\n2024年3月5日  A03版  民生",
    "海棠晨报\n2024年3月5日 第B02版：港航",
    "海棠港航论坛嘉宾发言实录\n2024年3月5日  海棠港会展中心",
    "海棠港发布一季度成绩单\n发布时间：2024-03-05 09:30",
    "海棠港发布一季度成绩单\n2024-03-05 09:30:12 来源：海棠日报",
    "海棠港发布一季度成绩单\n2024-03-05 09:30 来源：海棠日报 作者：何敏 阅读：1280",
    "海棠港发布一季度成绩单\n来源：海棠日报 2024-03-05 09:30",
    "海棠港发布一季度成绩单\n来源：海棠日报  发布时间：2024-03-05  浏览次数：218次",
    "海棠港发布一季度成绩单\n时间：2024-03-05 来源：港务局 字号：大 中 小",
    "海棠港发布一季度成绩单\n2024年3月5日 09:30",
    "海棠港发布一季度成绩单\n2024年03月05日09:30  来源：海棠新闻网",
    "海棠港发布一季度成绩单\n编辑日期：2024年3月5日",
    "海棠港发布一季度成绩单\n日期：2024.03.05",
    "海棠港发布一季度成绩单\n发文日期：2024年3月5日",
    "海棠港发布一季度成绩单\n发布于 2024-03-05 09:30・来自海棠",
    "海棠港发布一季度成绩单\n发表于2024年3月5日",
    "海棠港发布一季度成绩单\n更新时间：2024/3/5 10:00:00",
    "海棠港发布一季度成绩单\n信息发布日期: 2024 年 3 月 5 日   信息来源: 市港务局",
    "海棠港发布一季度成绩单\n（2024年3月5日）",
    "海棠港发布一季度成绩单\n【2024-03-05】",
    "海棠港发布一季度成绩单\n2024年3月5日  星期二",
    "海棠港发布一季度成绩单\n海棠日报 | 2024-03-05",
    "海棠港发布一季度成绩单\n2024-03-05 | 海棠港集团",
    "海棠港发布一季度成绩单\n原创 港务集团 海棠港发布 2024-03-05 18:20 海棠",
    "海棠港发布一季度成绩单\n海棠日报/2024年/3月/5日/第002版",
    "海棠日报 2024年3月5日 星期二 第4版\n海棠港发布一季度成绩单",
    "海棠市港务局工作简报\n第7期\n海棠市港务局办公室编  2024年3月5日",
    "海棠市港务局文件\n海港发〔2024〕5号\n成文日期：2024年3月5日\n关于一季度生产情况的报告",
    "索引号：A1208-2024  主题分类：交通  发文机关：海棠市港务局\n发布日期：2024-03-05\n一季度生产情况的报告",
    "海棠港务局负责人谈一季度生产\n访谈时间：2024年3月5日\n嘉宾：赵青",
    "在全市港口工作会议上的讲话\n（2024年3月5日）\n赵青",
    "政府工作报告\n——2024年3月5日在海棠市第九届人民代表大会第三次会议上",
    "政府工作报告\n——2024年3月5日在海棠市第九届人民代表大会第三次会议上　市长 何敏",
    "海棠港务业绩说明会实录\n时间：2024年3月5日 15:00—16:30\n主持人：何敏",
    "海棠市港口条例\n（2024年3月5日海棠市人民政府令第12号公布 自2024年7月1日起施行）",
    "Haitang Port Reports a Strong Quarter\nMarch 5, 2024",
    "Haitang Port Reports a Strong Quarter\n5 Mar 2024",
    "Haitang Port Reports a Strong Quarter\nPublished on 2024/03/05",
    "Haitang Port Reports a Strong Quarter\nPublished: Tuesday, 5 March 2024",
    "Haitang Port Reports a Strong Quarter\nUpdated: March 5th, 2024",
    "Haitang Port Reports a Strong Quarter\nBy He Min | Mar. 5, 2024 | 3 min read",
    "Haitang Port Reports a Strong Quarter\nPosted on March 5, 2024 by admin\nUpdated: April 2, 2024",
    "2024年3月5日，记者从海棠市港务局获悉，一季度港口生产开局良好。",
    "记者2024年3月5日从海棠市港务局获悉，一季度港口生产开局良好。",
    "2024年3月5日下午，海棠市港务局召开一季度生产分析会，通报了有关情况。（通讯员 何敏）",
    "新华社海棠2024年3月5日电 海棠市港务局今天公布了一季度生产情况。",
    "本报讯（记者 何敏） 2024年3月5日，海棠市港务局公布了一季度生产情况。",
    "本报讯（记者 何敏） 3月5日，2024海棠港口物流大会在国际会议中心开幕，三百多家企业参加。",
    "本报海棠3月5日电（记者 何敏） 海棠市港务局公布了生产情况，截至2024年3月5日零时，港口作业正常。",
    "海棠日报讯（记者 何敏）今天（2024年3月5日），海棠市港务局公布了一季度生产情况。",
]
TAILS = [
    "海棠市港务局\n2024年3月5日",
    "海棠市港务局\n二〇二四年三月五日",
    "海棠市港务局办公室 2024年3月5日印发",
    "（海棠日报 2024年3月5日 第3版）",
    "责任编辑：何敏\n编辑日期：2024年3月5日",
]


@pytest.mark.parametrize("head", HEADS)
def test_a_head_that_states_the_day(head: str) -> None:
    assert document(head).published == DAY


@pytest.mark.parametrize("tail", TAILS)
def test_an_end_that_states_the_day(tail: str) -> None:
    assert document("海棠港发布一季度成绩单", tail).published == DAY


def test_there_are_fifty_five_that_state_it() -> None:
    assert len(HEADS) + len(TAILS) == len({*HEADS, *TAILS}) == 55


MISLEADING = [
    "海棠港开港七十周年\n海棠港于1954年3月5日开港，当时只有一座木码头和九名工人。",
    "1954年3月5日，海棠港举行开港典礼，第一艘货轮靠上了木码头。1978年，港口迁到新址。",
    "2019年3月5日上午10:00，海棠博物馆开馆，第一天接待了2600人。",
    "2022年3月5日，一艘渔船在海棠港外沉没，事故原因直到去年才查清。",
    "关于召开港口工作会议的通知\n会议时间：2024年3月5日上午9:00\n会议地点：港务大厦",
    "关于召开港口工作会议的通知\n时间：2024年3月5日\n地点：港务大厦",
    "海棠马拉松报名公告\n报名截止日期：2024年3月5日",
    "海棠港口物流论坛邀请函\n日期：2024年3月5日\n地点：国际会议中心",
    "海棠博物馆特展预告\n展期：2024年3月5日至5月5日",
    "海棠市港口条例\n（2023年12月1日海棠市第九届人民代表大会常务委员会第四次会议通过 自2024年3月5日起施行）",
    "海棠市港口管理办法\n本办法自2024年3月5日起施行。",
    "海棠市港口收费标准\n有效期至：2024年3月5日",
    "关于2024年3月5日停止供水的通知\n因管道检修，港区部分路段停止供水。",
    "设备租赁合同\n租赁期限：2024年3月5日至2026年3月4日",
    "疏港铁路项目简介\n开工日期：2024年3月5日\n竣工日期：2026年3月5日",
    "港务局职工登记表\n姓名：赵青\n出生日期：1974年3月5日",
    "海棠港务集团简介\n成立时间：2009年3月5日\n注册资本：12亿元",
    "病案首页\n入院日期：2024年3月5日\n科室：心内科",
    "冷链货物说明\n生产日期：2024-03-05\n保质期：十二个月",
    "海棠港大事记\n2009年3月5日\n港务集团成立。\n2015年9月1日\n新航道开通。\n2020年1月1日\n自动化码头投用。",
    "2024年3月5日，海棠港将举行开放日活动，市民可以预约登船。",
    "定于2024年3月5日召开港口工作会议，请各单位派一名负责人参加。",
    "据海棠气象台2024年3月5日消息，冷空气将影响港区。",
    "新华社海棠3月5日电 海棠市港务局公布了生产情况，到2035年港口吞吐量要翻一番。",
    "3月5日，海棠市港务局公布了一季度生产情况，与2021年相比有明显好转。",
    "The museum opened on March 5, 2024 and has had many visitors since.",
    "Call for papers\nDeadline: March 5, 2024",
    "Port tariff\nEffective date: 5 March 2024",
    "Haitang Marathon\nEvent date: March 5, 2024",
    "港口统计资料（检索日期：2024年3月5日）\n访问日期：2024-03-05",
]


@pytest.mark.parametrize("head", MISLEADING)
def test_a_date_of_something_else_is_no_publication(head: str) -> None:
    assert document(head).published is None


def test_there_are_thirty_that_mislead() -> None:
    assert len(set(MISLEADING)) == 30


OTHER_BODY = "\n".join(
    (
        "市第二人民医院去年接诊门急诊病人186万人次，开展手术3.2万台，平均住院日降到6.1天。",
        "院长林远说，新的门诊楼投入使用以后，病人从挂号到取药平均只要五十八分钟。",
        "今年医院还要建立三个专科联盟，派出医生到十二个乡镇卫生院坐诊。",
    )
)


@pytest.mark.parametrize("head", heads.STATED)
def test_other_heads_that_state_the_day(head: str) -> None:
    assert document_from_text("a.txt", f"{head}\n{OTHER_BODY}").published == date(2024, 2, 18)


@pytest.mark.parametrize("tail", heads.SIGNED)
def test_other_ends_that_state_the_day(tail: str) -> None:
    assert document_from_text("a.txt", f"医院开放新门诊楼\n{OTHER_BODY}\n{tail}").published == date(2024, 2, 18)


@pytest.mark.parametrize("head", heads.MISLEADING)
def test_other_dates_are_no_publication(head: str) -> None:
    assert document_from_text("a.txt", f"{head}\n{OTHER_BODY}").published is None


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ("本报北京3月5日电（记者 何敏） 海棠市港务局公布了生产情况。", "海棠日报/2024/要闻.txt"),
        ("（3月5日讯）海棠市港务局公布了生产情况。", "2024年/要闻.txt"),
        ("海棠新闻网3月5日讯（记者 何敏）海棠市港务局公布了生产情况。", "20240306_要闻摘录汇编.txt"),
    ],
)
def test_the_year_of_a_dateline_may_be_known_from_elsewhere(head: str, name: str) -> None:
    assert document(head, name=name).published == DAY
    assert document(head).published is None


def test_a_file_made_soon_after_a_dateline_tells_its_year() -> None:
    text = f"本报海棠3月5日电 海棠市港务局公布了生产情况，2023年港口吞吐量创新高。\n{BODY[0]}\n{BODY[1]}"
    assert structure(clean(text), created=date(2024, 3, 9)).published == DAY
    assert structure(clean(text), created=date(2024, 12, 9)).published != DAY


def test_the_days_of_the_articles_of_a_page() -> None:
    page = ["海棠日报 2024年3月6日 星期三 第2版", "海棠港生产开门红", f"本报讯（记者 何敏）3月5日，港务局通报情况。{BODY[0]}",
            "海棠医院启用新楼", f"本报讯（记者 林远）海棠医院启用新楼。{BODY[1]}"]  # fmt: skip
    found = document_from_text("page.txt", "\n".join(page))
    assert found.published == date(2024, 3, 6)
    assert [s.published for s in found.sections if s.title] == [DAY, None]


def test_articles_with_credits_of_their_own_have_days_of_their_own() -> None:
    page = ["海棠港生产开门红", "2024-03-05 09:30 来源：海棠日报", BODY[0], BODY[1],
            "海棠医院启用新楼", "2024-04-12 10:00 来源：海棠晚报", BODY[2], BODY[0]]  # fmt: skip
    found = document_from_text("page.txt", "\n".join(page))
    assert [(s.title, s.published) for s in found.sections] == [
        ("海棠港生产开门红", DAY),
        ("海棠医院启用新楼", date(2024, 4, 12)),
    ]
    assert found.published is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("March 5, 2024", DAY),
        ("Sept. 30th, 2024", date(2024, 9, 30)),
        ("5 Mar 2024", DAY),
        ("5th of March 2024", DAY),
        ("05-Mar-2024", DAY),
        ("2024年/3月/5日", DAY),
        ("February 30, 2024", None),
        ("March 2024", None),
        ("Chapter 5, 2024", None),
        ("the 5 marches of 2024", None),
    ],
)
def test_full_dates_of_other_forms(text: str, day: date | None) -> None:
    found = first_day(text)
    assert (found and found[0]) == day
    assert read_date(text) == day


@pytest.mark.parametrize(
    ("name", "year"),
    [
        ("海棠日报/2024/要闻.txt", 2024),
        ("2024年3月/要闻.txt", 2024),
        ("2023/2024/要闻.txt", None),
        ("2024年工作总结/要闻.txt", None),
        ("2024年工作总结.txt", None),
    ],
)
def test_a_folder_named_after_a_year(name: str, year: int | None) -> None:
    assert named_year(name) == year


def test_what_a_report_tells_of_other_years_dates_nothing() -> None:
    lead = "本报海棠7月25日电 海棠港公布了生产情况"
    assert report_day(f"{lead}，2024年上半年吞吐量增长。", f"{lead}，2024年上半年吞吐量增长。") == date(2024, 7, 25)
    for rest in (
        "，比2022年上半年增长。2023年又有增长。",
        "，预计2024年上半年建成铁路。",
        "，7月25日是开港两周年，2022年7月25日开港。",
    ):
        assert report_day(lead + rest, lead + rest) is None
    assert report_day(f"{lead}。", f"{lead}。", Elsewhere(year=2024)) == date(2024, 7, 25)
    assert report_day(f"{lead}。", f"{lead}。", Elsewhere(near=date(2024, 8, 1))) == date(2024, 7, 25)
    assert report_day(f"{lead}。", f"{lead}。", Elsewhere(near=date(2024, 7, 1))) is None


def test_a_sentence_is_no_line_of_credits() -> None:
    assert credited_day("海棠港于2024年3月5日发布新规，来源单位为港务局。") is None
    assert credited_day("海棠港2024年3月5日开港") is None


def test_days_of_news_articles_without_their_header() -> None:
    """Most articles do not say of when they are; of the days that are found nearly all are right."""
    path = ROOT.parent / "shared" / "data" / "news.txt.xz"
    if not path.is_file():
        pytest.skip("the news articles are not beside this checkout")
    header = re.compile(r"\s*\[?\s*((?:19|20)\d\d-\d\d-\d\d)[\s\d:]*\]?\s*[，,]\s*正文[：:]\s*")
    with lzma.open(path, "rt", encoding="utf-8") as file:
        articles = [(match.group(1), line[match.end() :]) for line in file if (match := header.match(line))]
    given = year = near = exact = 0
    chosen = random.Random(7).sample(articles, 10_000)
    for stripped, text in chosen:
        stated, found = date.fromisoformat(stripped), document_from_text("a", text).published
        if found is not None:
            given += 1
            year += found.year == stated.year
            near += 0 <= (stated - found).days <= 3
            exact += found == stated
    print(f"{given} of {len(chosen)} dated: {year} in the right year, {near} within three days, {exact} on the day")
    assert given >= 50
    assert year >= 0.97 * given
    assert near >= 0.93 * given


BITS = st.sampled_from(
    ["2024年3月5日", "2024-03-05", "March 5, 2024", "31", "2月30日", "3月5日", "讯", "电", "本报", "记者", "从港务局获悉",
     "，", "。", "：", "（", "）", "发布时间", "Published", "来源", " ", "09:30", "T", "2024年上半年", "99999", "二〇二四年",
     "今天（", "——", "在会议上", "\n", "海棠日报", "Jan 99, 2024"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(BITS, max_size=30).map("".join), st.sampled_from(["a.txt", "2024/a.txt", "20240306_要闻.txt"]))
def test_any_mixture_of_dates_is_read(text: str, name: str) -> None:
    found = document_from_text(name, text).published
    assert found is None or 1900 <= found.year <= 2199


@pytest.mark.parametrize(
    ("stated", "day"),
    [
        ("2024年3月", date(2024, 3, 1)),
        ("2024-03", date(2024, 3, 1)),
        ("2024/3", date(2024, 3, 1)),
        ("2024.03", date(2024, 3, 1)),
        ("二〇二四年三月", date(2024, 3, 1)),
        ("2024年3月5日", date(2024, 3, 5)),
        ("1900-01-01", date(1900, 1, 1)),
        ("2024年3月起", None),
        ("2024年", None),
        ("2024年一季度", None),
        ("2024-13", None),
        ("2024-02-30", None),
    ],
)
def test_a_stated_month_is_its_first_day(stated: str, day: date | None) -> None:
    assert read_date(stated) == day
    assert why_no_date(stated) == "不是日期" or day is not None


@pytest.mark.parametrize("stated", ["2999-01-01", "1899-12-31", "2999年3月", "0001-01-01"])
def test_a_year_that_no_document_is_of_is_refused_with_the_reason(stated: str) -> None:
    assert read_date(stated) is None
    assert "年份不对" in why_no_date(stated)
    bad = read_line(f'{{"text": "{BODY[0]}", "published": "{stated}"}}'.encode(), 3, "a.jsonl")
    assert isinstance(bad, BadLine)
    assert "年份不对" in bad.reason


def test_the_day_may_be_next_years_but_no_later() -> None:
    year = date.today().year
    assert read_date(f"{year + 1}-01-05") == date(year + 1, 1, 5)
    assert read_date(f"{year + 2}-01-05") is None
    text = f"海棠湾开园\n发布时间：{{}}年1月5日\n{BODY[0]}\n"
    assert document_from_text("a", text.format(year)).published == date(year, 1, 5)
    assert document_from_text("a", text.format(year + 9)).published is None
