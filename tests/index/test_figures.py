"""Figure rows: what each figure of a sentence measures, of whom, of when, and what kind of statement it is."""

from datetime import date

import pytest

from index.figures import figure_rows
from index.types import Basis, Document, FigureRow, Passage, Statement, Turn


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
        ("对新评定的国家级、省级渔港，分别给予80万元、35万元资助。", "35万元", "省级渔港资助"),
        ("对新评定的国家级、省级渔港，分别给予80万元、35万元资助。", "80万元", "国家级渔港资助"),
        ("对新来的船长、水手、厨师，分别给予每月900元、600元、300元的住房补贴。", "600元", "水手住房补贴"),
        ("对营业额首次突破3亿元、9亿元的货主，分别给予6万元、20万元奖励。", "20万元", "营业额首次突破9亿元的货主奖励"),
        ("税费12亿元，同口径增长4%，其中港口费9亿元，占75%。", "75%", "港口费占比"),
        ("税费12亿元，同口径增长4%，其中港口费9亿元，占75%。", "4%", "税费同口径增长"),
        ("营业额3亿元，完成全年预算的24%，同比增长7%。", "7%", "营业额同比增长"),
        ("今年上半年，全港实现营业收入46亿元，其中一季度21亿元，二季度25亿元。", "25亿元", "营业收入"),
        ("停车费由每小时6元调整为4元。", "4元", "停车费"),
        ("超过40%的用户来自县城。", "超过40%", "用户"),
        ("新增5家亿元企业。", "5家", "亿元企业"),
        ("拥有8家收入超百亿元的企业、近千家十亿企业。", "8家", "收入超百亿元的企业"),
        ("建成30个设备新、秩序好、服务优的示范泊位。", "30个", "示范泊位"),
        ("其中有6家是国家级的示范港。", "6家", "国家级的示范港"),
        ("海关退回25件不合格产品。", "25件", "不合格产品"),
        ("水果出口（含转口）12万吨，同比增长6%。", "12万吨", "水果出口"),
        ("水果出口（含转口）12万吨，同比增长6%。", "6%", "水果出口同比增长"),
        ("受访船员中38.5%（77人）有大学文凭。", "77人", "船员"),
        ("占比从2020年的32%提升到2024年的45%。", "45%", "占比"),
        ("港区总收入平均增速28%，是全省的4倍；地均产出86亿元/平方公里，是全省的6倍。", "4倍", "港区总收入平均增速"),
        ("港区总收入平均增速28%，是全省的4倍；地均产出86亿元/平方公里，是全省的6倍。", "6倍", "地均产出"),
        ("门诊次均费用286元。", "286元", "门诊次均费用"),
        ("港区总投资9.8亿元，占地86亩。", "86亩", "占地"),
        ("箱损占比降到2.7%，比上年低0.6个百分点。", "2.7%", "箱损占比"),
        ("箱损占比降到2.7%，比上年低0.6个百分点。", "0.6个百分点", "箱损占比低"),
        ("会议决定在青山港、白沙港试点，两港分别安排资金1200万元和900万元。", "900万元", "资金"),
        ("公司去年销售额是多少？我们做了3.2亿。", "3.2亿", "销售额"),
        ("公司去年销售额是多少？员工有260多人。", "260多人", "员工"),
        ("普通高中4所，在校学生9860人。", "4所", "普通高中"),
        ("普通高中4所，在校学生9860人。", "9860人", "在校学生"),
        ("货船平均在港停时由26.4小时压缩至19.7小时。", "19.7小时", "港停时"),
        ("平均报关时间现在是1.2小时。", "1.2小时", "平均报关时间"),
        ("预计海铁联运量将达90万标箱。", "90万标箱", "海铁联运量"),
        ("作业比例提高到65%，碳排放强度再降12%。", "12%", "碳排放强度降"),
        ("营业收入也增长了12%。", "12%", "营业收入增长"),
        ("全员劳动生产率人均87.6万元。", "87.6万元", "全员劳动生产率人均"),
        ("其中5万吨级以上船舶318艘次。", "318艘次", "5万吨级以上船舶"),
        ("新建4个10万吨级泊位。", "4个", "10万吨级泊位"),
        ("箱量首次突破百万标箱，达103万TEU。", "103万TEU", "箱量"),
        ("全年箱量下降9%，为43万标箱。", "43万标箱", "箱量"),
        ("来访客商149人，其中15人签约。", "15人", "客商"),
        ("能耗降到2.3吨标准煤/万吨。", "2.3吨标准煤/万吨", "能耗"),
        ("航运公司从业人员4.6万人。", "4.6万人", "航运公司从业人员"),
        ("对外贸易额达83亿元。", "83亿元", "对外贸易额"),
        ("实现归母净利润3.3亿元。", "3.3亿元", "归母净利润"),
        ("“小而精”航线收入2.2亿元。", "2.2亿元", "“小而精”航线收入"),
        ("全港客运量600万人次，节假日日均3.1万人次。", "3.1万人次", "节假日日均客运量"),
        ("派发中期股息，每10股派现2.3元。", "2.3元", "派发中期股息每10股派现"),
        ("从货损率看，青山港、白沙港分别为1.1%和1.4%。", "1.4%", "白沙港货损率"),
        ("泊位利用率方面，青山港为61%，白沙港为58%。", "58%", "白沙港泊位利用率"),
        ("目前5座泊位完成改造，明年要达到9座。", "9座", "泊位"),
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
        ("会议决定在青山港、白沙港试点，两港分别安排资金1200万元和900万元。", "1200万元", "青山港"),
        ("青山公司和白沙公司分别进口货物500万元、700万元。", "700万元", "白沙公司"),
        ("普通高中4所，在校学生9860人；初中12所，在校学生1.54万人。", "1.54万人", "初中"),
        ("普通高中4所，在校学生9860人；初中12所，在校学生1.54万人。", "9860人", "普通高中"),
    ],
)
def test_subject_is_shared_by_what_follows(text: str, surface: str, subject: str) -> None:
    assert row(text, surface).subject == subject


@pytest.mark.parametrize(
    ("text", "surface", "first", "last", "basis"),
    [
        ("2024年，青山港吞吐量为3亿吨。", "3亿吨", "2024-01-01", "2024-12-31", Basis.INHERITED),
        ("青山港2024年吞吐量为3亿吨。", "3亿吨", "2024-01-01", "2024-12-31", Basis.STATED),
        ("2015年扩建的港区现有船员约1200人（2023年）。", "约1200人", "2023-01-01", "2023-12-31", Basis.STATED),
        ("泊位80个（2022年），较2020年的60个（含在建）多20个。", "80个", "2022-01-01", "2022-12-31", Basis.STATED),
        ("去年，集团新增客户300家，年末在册客户2800家。", "2800家", "2024-12-01", "2024-12-31", Basis.STATED),
        ("一季度吞吐量下降8%，全年转正，达到3.1亿吨。", "3.1亿吨", "2025-01-01", "2025-12-31", Basis.INHERITED),
        ("占比从2020年的32%提升到2024年的45%。", "32%", "2020-01-01", "2020-12-31", Basis.STATED),
        ("2022年和2024年的产值分别为5亿元和9亿元。", "5亿元", "2022-01-01", "2022-12-31", Basis.STATED),
        ("2022年和2024年的产值分别为5亿元和9亿元。", "9亿元", "2024-01-01", "2024-12-31", Basis.STATED),
        ("2023年收入8亿元，比2022年的6亿元增长33.3%。", "6亿元", "2022-01-01", "2022-12-31", Basis.STATED),
        (
            "去年，平均等泊时间由2019年的9.2天缩短到6.8天，准班率92%。",
            "9.2天",
            "2019-01-01",
            "2019-12-31",
            Basis.STATED,
        ),
        (
            "去年，平均等泊时间由2019年的9.2天缩短到6.8天，准班率92%。",
            "6.8天",
            "2024-01-01",
            "2024-12-31",
            Basis.INHERITED,
        ),
        (
            "去年，平均等泊时间由2019年的9.2天缩短到6.8天，准班率92%。",
            "92%",
            "2024-01-01",
            "2024-12-31",
            Basis.INHERITED,
        ),
        ("计划明年扩建。夜间作业占了吞吐量的四成。", "四成", "2025-08-20", "2025-08-20", Basis.DOCUMENT),
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
        ("收入预期从45亿元上调至46亿元。", "45亿元", "上调至"),
        ("收入预期从45亿元上调至46亿元。", "46亿元", ""),
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


def test_whoever_says_it_is_not_of_whom_it_is_said() -> None:
    told = rows("副局长林若谷表示，作业比例要达到65%。去年箱量412万标箱。")
    assert [r.subject for r in told] == ["", ""]


def test_what_is_only_wanted_is_a_plan() -> None:
    text = "我们能做的是把预约兑现率做到98%，现在是95.4%。"
    assert [r.statement for r in rows(text)] == [Statement.PLAN, Statement.RESULT]


def test_a_period_in_brackets_is_of_nothing_that_follows() -> None:
    text = "2023年，研发投入强度达到8.0%（2021年为6.8%，2022年为7.3%），高于全市。技术合同成交额52.4亿元。"
    (told,) = (r for r in rows(text) if r.quantity.surface == "52.4亿元")
    assert told.first == date(2023, 1, 1)


def test_figures_are_of_the_body_that_their_part_of_the_sentence_names() -> None:
    text = "青山港资产总额42亿元，员工786人；白沙港资产总额19亿元，泊位16个。"
    whose = {r.quantity.surface: r.subject for r in rows(text)}
    assert whose == {"42亿元": "青山港", "786人": "青山港", "19亿元": "白沙港", "16个": "白沙港"}
    assert row("2号线客运量7亿人次，占三成；1号线6亿人次。", "6亿人次").measure == "1号线客运量"
    assert row("2号线客运量7亿人次，占三成；1号线6亿人次。", "6亿人次").subject == "1号线"


def test_a_figure_that_is_taken_back_says_so() -> None:
    text = "公告中的“受理诉求15.3万件”应为“受理诉求13.5万件”。"
    assert row(text, "15.3万件").comparison == "应为"
    assert row(text, "13.5万件").comparison == ""
    assert row("2024年末余额原披露为52亿元，现更正为53亿元。", "52亿元").comparison == "现更正为"


def test_what_each_share_gets_counts_no_shares() -> None:
    assert [r.quantity.surface for r in rows("每10股派现2.3元，每15分钟发船。")] == ["2.3元", "15分钟"]


def test_a_part_of_the_time_told_of_lasts_only_where_it_opens_the_sentence() -> None:
    text = "2024年客运量3亿人次。最高值出现在12月31日，达到120万人次。平均满载率61%。"
    found = {r.quantity.surface: (r.first, r.last) for r in rows(text, published=date(2025, 2, 20))}
    assert found["120万人次"] == (date(2024, 12, 31), date(2024, 12, 31))
    assert found["61%"] == (date(2024, 1, 1), date(2024, 12, 31))
    opened = rows("2024年客运量3亿人次。四季度，运价上涨。收入2亿元。")
    assert opened[-1].first == date(2024, 10, 1)


def test_what_is_still_to_come_is_of_its_own_clause() -> None:
    found = rows("目前开通航线27条，明年要达到40条。自营航线2条。")
    assert found[-1].first == date(2025, 8, 20)


def test_the_title_of_a_half_year_report_says_of_when_it_tells() -> None:
    (found,) = rows("各项存款余额89亿元。", title="青山银行2025年半年度报告")
    assert (found.first, found.last) == (date(2025, 1, 1), date(2025, 6, 30))


@pytest.mark.parametrize(
    ("text", "house"),
    [
        ("主持人：请宁海高新区上台。\n杨小宁：我们宁海高新区起步晚。去年我们的收入是9亿元。", "宁海高新区"),
        ("主持人：有请云州未来科技城管委会执行主任 杨小宁。\n杨小宁：去年我们的收入是9亿元。", "云州未来科技城"),
        ("主持人：请讲。\n杨小宁：我们国家高新区起步晚。去年我们的收入是9亿元。", ""),
        ("主持人：请讲。\n杨小宁：我们宁海高新区和我们云州高新区起步晚。去年我们的收入是9亿元。", ""),
    ],
)
def test_whose_we_is_that_nobody_introduced_in_full(text: str, house: str) -> None:
    start = text.index("杨小宁：")
    document = Document(
        id="d", name="d", text=text, turns=(Turn(0, start - 1, "主持人"), Turn(start, len(text), "杨小宁"))
    )
    passage = Passage(id=0, document_id="d", start=start, end=len(text), text=text[start:], speaker="杨小宁")
    assert [r.subject for _, r in figure_rows(document, [passage]) if r.quantity.surface == "9亿元"] == [house]


def test_a_speaker_tells_of_his_own_house() -> None:
    text = "主持人：有请青山港集团总经理何敏。\n何敏：去年我们的收入是9亿元。我们去过云州，云州有船600艘。"
    turns = (Turn(0, 18, "主持人"), Turn(19, len(text), "何敏"))
    document = Document(id="d", name="d", text=text, turns=turns)
    passage = Passage(id=0, document_id="d", start=19, end=len(text), text=text[19:], speaker="何敏")
    found = {r.quantity.surface: r.subject for _, r in figure_rows(document, [passage])}
    assert found["9亿元"] == "青山港集团"
    assert found["600艘"] != "青山港集团"


def test_an_article_is_no_figure() -> None:
    assert rows("我们和一家企业合作，建了一个平台。") == []
    assert [r.quantity.surface for r in rows("建了一个平台、两个中心。")] == ["一个", "两个"]


def test_a_list_of_names_with_one_figure_stays_whole() -> None:
    assert row("本次展会展出食品、纺织、机械等产品1200种。", "1200种").subject != "机械等产品"


def test_items_of_a_list_are_of_the_period_and_the_aim_that_lead_it_in() -> None:
    found = rows("2026年的主要目标如下：\n- 货运完成85万吨，其中水运不低于55万吨；\n- 新增泊位4个。\n已完成3项任务。")
    dated = {r.quantity.surface: (r.first, r.statement) for r in found}
    aim = (date(2026, 1, 1), Statement.PLAN)
    assert dated["85万吨"] == dated["不低于55万吨"] == dated["4个"] == aim
    assert dated["3项"] == (date(2025, 8, 20), Statement.RESULT)


def test_whoever_must_do_something_is_the_subject() -> None:
    text = "青山集团须立即清退3517辆不合规车辆，顺风货运聚合平台要清退40辆不合规车辆。"
    assert [r.subject for r in rows(text)] == ["青山集团", "顺风货运聚合平台"]


def test_last_year_counts_from_the_day_of_writing_not_from_the_year_of_the_title() -> None:
    written = date(2025, 1, 20)
    title = "青山港2024年运行情况"
    told = rows("全年吞吐量3.2亿吨。去年货值8.9亿元，今年目标9亿元。", published=written, title=title)
    assert [row.first.year for row in told if row.first] == [2024, 2024, 2025]


def test_the_year_that_something_is_a_multiple_of_is_left_behind() -> None:
    told = rows("2024年吞吐量174万吨，相当于2020年的1.8倍；出口7.6万吨。")
    assert [row.first.year for row in told if row.first] == [2024, 2024, 2024]


def test_what_a_figure_is_of_where_a_name_in_quotation_marks_stands_between() -> None:
    read = row("青山港发展呈现“四个提升”：从业人员3.1万人，通航率达到97%。", "97%")
    assert (read.measure, read.subject) == ("通航率", "青山港")


def test_who_is_counted_is_nobody_s_own_figure() -> None:
    read = rows("青山港发展呈现好势头。30家青山港集聚物流企业900余家。")
    assert (read[0].quantity.surface, read[0].subject) == ("30家", "")


def test_a_share_of_the_years_plan_is_of_the_quarter() -> None:
    found = rows("一季度营业额3亿元，完成全年预算的24%；利润1亿元。")
    assert [r.last for r in found] == [date(2025, 3, 31)] * 3
