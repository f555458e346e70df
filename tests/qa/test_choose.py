"""Which figure may answer, which does, and what stands beside it: on small invented corpora."""

from dataclasses import replace
from datetime import date

import pytest

from index.quantities import find_quantities
from index.types import Basis, Document, FigureRow, Passage, Statement
from qa import Status, same
from qa.choose import choose, support
from qa.evidence import FEATURES, Candidate
from qa.fits import dimension_fit, is_count_for_money, is_ratio_for_amount
from qa.question import Want, understand
from qa.several import parts_of
from qa.span_question import asked
from qa.whose import Whose, ordinals
from tests.conftest import Over


def test_a_figure_of_the_whole_is_no_answer_for_a_part(over: Over) -> None:
    assistant = over(a="2024年，望川市企业总收入达到3200亿元，比上年增长一成。", b="望川软件园坐落在河东，绿树成荫。")
    assert assistant.ask("望川市2024年的企业总收入是多少？").value == "3200亿元"
    assert assistant.ask("望川软件园2024年的企业总收入是多少？").status is Status.NO_EVIDENCE


def test_a_figure_of_another_of_the_series_is_no_answer(over: Over) -> None:
    assistant = over(a="首届望川科技周于去年10月举办，现场签约27项、金额31.5亿元。第二届望川科技周将在今年秋天举办。")
    assert assistant.ask("首届望川科技周现场签约金额是多少？").value == "31.5亿元"
    assert assistant.ask("第二届望川科技周现场签约金额是多少？").status is Status.NO_EVIDENCE


def test_the_figure_that_a_question_states_does_not_answer_it(over: Over) -> None:
    assistant = over(a="望川市设立了8只产业基金，专门投向早期项目。")
    assert assistant.ask("望川市设立了几只产业基金？").value == "8只"
    assert assistant.ask("望川市8只产业基金的总规模有多大？").status is Status.NO_EVIDENCE


def test_three_years_ago_is_meant_as_the_text_says_it(over: Over) -> None:
    assistant = over(a="望川港2025年3月12日讯 报关时间现在平均1.2小时，三年前要5小时。")
    assert assistant.ask("三年前报关要多长时间？").value == "5小时"


def test_a_measure_said_in_full_is_not_ambiguous(over: Over) -> None:
    assistant = over(a="2024年，望川港完成货物吞吐量3.1亿吨，集装箱吞吐量103万标箱。")
    assert "可能指" not in assistant.ask("2019年集装箱吞吐量是多少？").text


def test_a_question_may_ask_by_the_day_of_the_telling(over: Over) -> None:
    assistant = over(
        a="本报4月12日讯 2021年，望川市开始布局特色园区，目前已建成特色园区23家。\n发布时间：2024-04-12",
        b="发布时间：2025-06-01\n望川市的特色园区已有40家。",
    )
    assert assistant.ask("按2024年4月的报道，望川市的特色园区有多少家？").value == "23家"


def test_all_values_of_a_measure_in_the_order_of_time(over: Over) -> None:
    assistant = over(
        a="2022年，望川高新区营业收入达到510亿元。",
        b="2024年，望川高新区营业收入达到730亿元。",
        c="2023年，望川高新区营业收入达到640亿元。",
    )
    answer = assistant.ask("望川高新区历年的营业收入分别是多少？")
    assert answer.value == "510亿元；640亿元；730亿元"


def test_a_question_with_two_asking_clauses_is_answered_in_both(over: Over) -> None:
    assistant = over(a="望川高新区占地36平方公里，入驻企业1420家。")
    answer = assistant.ask("望川高新区入驻企业有多少家，占地是多少平方公里？")
    assert answer.value is not None
    assert {"1420家", "36平方公里"} <= set(answer.value.split("；"))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("2024年营业收入是多少，2023年是多少？", ["2024年营业收入是多少？", "2023年营业收入是多少？"]),
        ("望川软件园有多少家企业，其中上市公司有几家？", ["望川软件园有多少家企业？", "望川软件园上市公司有几家？"]),
        ("望川软件园有多少家企业？", []),
        ("河湾园设立的基金有几只、总盘子多大？", ["河湾园设立的基金有几只？", "河湾园设立的基金总盘子多大？"]),
        ("河湾园卖出了多少件专利，比上年多了多少？", ["河湾园卖出了多少件专利？", "河湾园卖出的专利比上年多了多少？"]),
        ("河湾园有多少家企业，总收入多少？", ["河湾园有多少家企业？", "河湾园总收入多少？"]),
        (
            "河湾园研发中心和分支机构总数、覆盖国家和地区数各是多少？",
            ["河湾园研发中心和分支机构总数是多少？", "河湾园研发中心覆盖国家和地区数是多少？"],
        ),
        (
            "河湾园卖技术签了多少份合同，总共值多少钱？",
            ["河湾园卖技术签了多少份合同？", "河湾园卖技术签了合同总共值多少钱？"],
        ),
        (
            "她估计河湾园去年的收入能超过多少，涨了百分之几？",
            ["她估计河湾园去年的收入能超过多少？", "她估计河湾园去年的收入涨了百分之几？"],
        ),
        (
            "年营收过十亿的河湾园企业是几家，入选榜单的又有几家？",
            ["年营收过十亿的河湾园企业是几家？", "入选榜单的河湾园企业有多少家？"],
        ),
    ],
)
def test_later_clauses_take_over_what_they_leave_out(text: str, parts: list[str]) -> None:
    assert parts_of(text) == parts


@pytest.mark.parametrize(
    ("one", "two", "agree"),
    [
        ("6465亿元", "6465.3亿元", True),
        ("1.2万亿元", "1.24万亿元", False),  # two digits agree by chance
        ("6465亿元", "6466.3亿元", False),
        ("6465亿元", "6465.3亿美元", False),
        ("64家", "64家", True),
    ],
)
def test_a_figure_and_the_same_one_rounded_agree(one: str, two: str, agree: bool) -> None:
    assert same.agree(_row(one), _row(two)) is agree


def _row(text: str) -> FigureRow:
    return FigureRow("d", find_quantities(text)[0], 0, len(text), "", "", "", None, None, Basis.UNKNOWN)


def test_short_and_long_forms_name_the_same_body() -> None:
    whose = Whose(understand("望川特色园的收入是多少？"))
    assert whose.share("望川特色产业园去年收入很高") > 0.8
    assert whose.share("望川软件园去年收入很高，产业也有特色") < 0.6


def test_ordinals_are_read_in_either_writing() -> None:
    assert ordinals("第三届、第3届和首届") == {("届", "3"), ("届", "1")}


def test_the_year_of_an_event_tells_which_one_it_is(over: Over) -> None:
    assert ordinals("ABC 2024世界茶叶大会") == {("世界茶叶大会", "2024")}
    assistant = over(a="ABC2025年世界茶叶大会在望川市召开，签约31项。")
    assert assistant.ask("ABC2025年世界茶叶大会签约多少项？").value == "31项"
    assert assistant.ask("ABC2024年世界茶叶大会在哪个城市召开？").status is Status.NO_EVIDENCE


def test_what_holds_now_in_a_text_without_a_date_is_of_no_earlier_year(over: Over) -> None:
    assistant = over(a="目前，望川软件园运营人员900人。\n\n2024年4月，望川软件园开办了夜校。")
    assert assistant.ask("望川软件园运营人员有多少人？").value == "900人"
    assert assistant.ask("2024年望川软件园运营人员有多少人？").value == "900人"
    assert assistant.ask("2022年望川软件园运营人员有多少人？").status is Status.NO_EVIDENCE


def test_a_goal_for_what_is_measured_is_asked_for_as_a_figure(over: Over) -> None:
    assert understand("2030年望川软件园的总收入目标").want is Want.NUMBER
    assistant = over(a="望川软件园提出，到2030年总收入达到900亿元。2024年总收入512亿元。")
    assert assistant.ask("2030年望川软件园的总收入目标").value == "900亿元"


def test_a_share_is_no_count_and_a_part_of_the_year_no_whole_one(over: Over) -> None:
    assistant = over(a="2024年，望川市新建学校4所，营业收入达到730亿元。")
    assert assistant.ask("望川市的绿化率是多少？").status is Status.NO_EVIDENCE
    assert assistant.ask("望川市上半年营业收入是多少？").status is Status.NO_EVIDENCE


def test_a_citation_tells_the_page_of_its_own_place() -> None:
    document = Document("d", "a.pdf", "0123456789", pages=(0, 6))
    assert [document.page_at(place) for place in (0, 5, 6, 9)] == [1, 1, 2, 2]
    assert Document("d", "a.txt", "0123456789").page_at(3) is None


def test_names_of_one_sign_are_told_apart(over: Over) -> None:
    assistant = over(a="2024年，甲园有高新技术企业41家。", b="乙园在河东，绿树成荫。")
    assert assistant.ask("甲园2024年有多少高新技术企业？").value == "41家"
    assert assistant.ask("乙园2024年有多少高新技术企业？").status is Status.NO_EVIDENCE


def test_one_sentence_of_several_bodies_gives_each_its_own(over: Over) -> None:
    assistant = over(a="2024年研发投入强度，望川科技园为8.6%，青石高新区为3.9%，白沙科技城为5.2%。")
    assert assistant.ask("白沙科技城2024年研发投入强度是多少？").value == "5.2%"
    assert assistant.ask("青石高新区2024年研发投入强度是多少？").value == "3.9%"


def test_a_prize_is_that_of_its_own_class(over: Over) -> None:
    assistant = over(a="望川创新赛揭晓：一等奖1个，奖金50万元；二等奖2个，奖金各20万元。")
    assert assistant.ask("望川创新赛二等奖的奖金是多少？").value == "20万元"
    assert assistant.ask("望川创新赛特等奖的奖金是多少？").status is Status.NO_EVIDENCE


def test_whom_somebody_is_compared_with_has_no_figure_there(over: Over) -> None:
    assistant = over(a="2024年望川软件园研发投入强度12%，是望川示范区的2.4倍。")
    assert assistant.ask("望川软件园研发投入强度是多少？").value == "12%"
    assert assistant.ask("望川示范区研发投入强度是多少？").status is Status.NO_EVIDENCE


def test_people_are_not_counted_as_firms_are(over: Over) -> None:
    assistant = over(a="望川老厂区曾有毛纺厂等工厂40多家。")
    assert assistant.ask("望川老厂区有多少家工厂？").value == "40多家"
    assert assistant.ask("望川老厂区的工厂有多少名工人？").status is Status.NO_EVIDENCE


def test_what_holds_now_is_the_latest(over: Over) -> None:
    assistant = over(
        a="发布时间：2024-01-10\n望川高新区共有独角兽企业4家，名单已经公布。",
        b="发布时间：2025-09-30\n9月末在册企业3124家，独角兽企业7家，望川高新区管委会通报。",
    )
    assert assistant.ask("望川高新区目前有多少家独角兽企业？").value == "7家"


def test_figures_of_two_bodies_make_no_difference_in_time(over: Over) -> None:
    assistant = over(a="2023年，临江高新区实现企业总收入562亿元。", b="2024年，临江市实现企业总收入9800亿元。")
    assert assistant.ask("2024年企业总收入比2023年多多少？").status is Status.NO_EVIDENCE


def test_a_time_is_as_fine_as_asked_for(over: Over) -> None:
    assistant = over(a="发布时间：2025-03-28\n昨天，获奖者薛望川在会上发言，讲了他的研究。")
    assert assistant.ask("薛望川是哪一年发言的？").value != "昨天"


def test_a_phrase_of_plain_speech_is_met_by_the_official_one(over: Over) -> None:
    assistant = over(a="调查显示，68%的园区认为资金短缺是首要挑战。园区里绿化率达到41%。")
    assert assistant.ask("觉得没钱是头号难题的园区占多大比例？").value == "68%"


def test_whom_a_corpus_is_about_is_not_meant_in_a_report_on_another(over: Over) -> None:
    own = {
        f"n{n}": f"临江高新区{year}年工作要点\n临江高新区{year}年继续办好服务大厅。"
        for n, year in enumerate(range(2015, 2025))
    }
    other = "青岛高新区2024年经济运行情况\n全区进出口总额215.3亿元，其中出口168.9亿元。"
    assistant = over(**own, other=other)
    assert assistant.ask("青岛高新区2024年出口是多少？").value == "168.9亿元"
    assert assistant.ask("临江高新区2024年出口是多少？").status is Status.NO_EVIDENCE


def test_a_corrected_figure_takes_the_place_of_the_old_one(over: Over) -> None:
    assistant = over(
        a="发布时间：2025-03-10\n临江高新区2024年营业总收入921.5亿元，比上年增长14.7%。",
        b="发布时间：2025-04-22\n更正公告\n临江高新区2024年营业总收入由921.5亿元更正为927.3亿元，增速由14.7%更正为15.4%。",
    )
    answer = assistant.ask("临江高新区2024年营业总收入是多少？")
    assert answer.value == "927.3亿元"
    assert "921.5亿元" in answer.text


def test_what_was_aimed_at_does_not_bear_out_what_was_reached(over: Over) -> None:
    assistant = over(
        a="2024年临江高新区的目标是收入90亿元、新开工项目35个。",
        b="2024年临江高新区力争新开工项目35个。",
        c="2024年临江高新区新开工项目37个。",
    )
    assert assistant.ask("2024年临江高新区新开工项目多少个？").value == "37个"


def test_what_is_told_of_a_time_to_come_bears_out_the_same() -> None:
    question = understand("到2030年北港会缺多少名护理员？")
    ahead = {"first": date(2030, 1, 1), "last": date(2030, 12, 31), "statement": Statement.ESTIMATE}
    one = told("到2030年护理员可能缺18万名", "护理员可能缺", 0.3, "a")
    both = [told(f"预计2030年护理员缺口50万名{mark}", "护理员缺口", 0.2, mark) for mark in "bc"]
    evidence = [
        replace(c, row=replace(c.row, **ahead), passage=replace(c.passage, published=date(2025, 8, 1)))
        for c in (one, *both)
        if c.row
    ]
    assert choose(question, evidence)[0][0] is evidence[1]
    over_by_now = [replace(c, passage=replace(c.passage, published=date(2031, 2, 1))) for c in evidence]
    assert choose(question, over_by_now)[0][0] is over_by_now[0]


def test_when_things_were_made_dates_no_figure() -> None:
    question = understand("远山汽车召回了多少辆电动版环卫车？")
    day, made = (
        date(2023, 8, 18),
        {"first": date(2021, 3, 1), "last": date(2022, 4, 30), "period": "2021年3月至2022年4月"},
    )
    vans = told("召回2021年3月至2022年4月期间的部分电动版环卫车，共计4120辆", "电动版环卫车", 0.3, "a")
    every = told("召回环卫车超过2万辆", "召回环卫车", 0.2, "b")
    assert vans.row is not None
    assert every.row is not None
    vans = replace(vans, row=replace(vans.row, **made, quantity=find_quantities(vans.sentence)[-1]))
    every = replace(every, row=replace(every.row, first=day, last=day))
    evidence = [replace(c, passage=replace(c.passage, published=day)) for c in (vans, every)]
    assert choose(question, evidence)[0][0] is evidence[0]


def test_a_group_counted_otherwise_is_another_group(over: Over) -> None:
    assistant = over(
        a="望川市首批23家特色园区入驻企业5000家，其中上市企业160家。",
        b="望川市的40家特色园区里，企业9000家，上市企业210家。",
    )
    assert assistant.ask("望川市40家特色园区里有多少上市企业？").value == "210家"
    assert assistant.ask("望川市最早的23家特色园区里有多少上市企业？").value == "160家"


def test_this_year_of_a_text_without_a_date_is_not_last_year(over: Over) -> None:
    assistant = over(a="远帆仪器公司发展很快，预计今年产值将达3000万元。")
    assert assistant.ask("远帆仪器公司今年的产值预计是多少？").value == "3000万元"
    assert assistant.ask("远帆仪器公司去年的产值是多少？").status is Status.NO_EVIDENCE


def test_two_provinces_may_be_told_of_in_two_signs(over: Over) -> None:
    assistant = over(a="望川企业在津冀设立分支机构800家，在海外设立分支机构90家。")
    assert assistant.ask("望川企业在天津和河北设了多少家分支机构？").value == "800家"


def test_an_amount_is_no_share(over: Over) -> None:
    assistant = over(a="望川港2024年营业收入增长22.8%，其中约9个百分点来自新航线。")
    assert assistant.ask("望川港2024年营业收入是多少？").status is Status.NO_EVIDENCE
    assert assistant.ask("望川港2024年营业收入增长了多少？").value == "22.8%"


def test_the_whole_kind_is_meant_before_one_of_its_sorts(over: Over) -> None:
    assistant = over(a="望川共设职业学校31所，另一口径下9所是省级的职业学校。")
    assert assistant.ask("望川的职业学校有几所？").value == "31所"
    assert assistant.ask("望川省级的职业学校有几所？").value == "9所"


@pytest.mark.parametrize(
    ("text", "units"), [("谷里上班的有多少号人？", ("人",)), ("一年帮了多少回？", ("次",)), ("有几号楼？", ())]
)
def test_units_of_plain_speech(text: str, units: tuple[str, ...]) -> None:
    assert understand(text).units == units


def test_growth_in_points_may_be_told_in_per_cent() -> None:
    assert {kind.value for kind in understand("同比涨了几个点？").kinds} == {"percent", "percentage_point"}


def test_what_was_reached_comes_before_what_is_aimed_at(over: Over) -> None:
    assistant = over(
        a="望川县2024年统计公报\n2024年，望川县规模以上工业企业187家，净增14家。",
        b="望川县县长在2025年1月8日会上说，今年的主要预期目标是：新增规上工业企业15家以上，城镇新增就业4200人。",
    )
    assert assistant.ask("望川县规上工业企业有多少家？").value == "187家"
    assert assistant.ask("望川县今年计划新增多少家规上工业企业？").value == "15家以上"


def test_a_sentence_that_counts_in_the_word_asked_for_counts_nothing_else(over: Over) -> None:
    assistant = over(a="望川县去年改造老旧小区31个，惠及居民5800户。")
    assert assistant.ask("望川县老旧小区改造惠及多少户？").value == "5800户"
    assert assistant.ask("望川县去年改造了多少个老旧小区？").value == "31个"


def test_a_number_of_people_is_no_share(over: Over) -> None:
    assistant = over(a="望川茶业现有研发人员32人，专利15件。")
    assert assistant.ask("望川茶业有多少研发人员？").value == "32人"
    assert assistant.ask("望川茶业研发人员的占比是多少？").status is Status.NO_EVIDENCE


def test_how_much_there_is_is_not_by_how_much_it_changed(over: Over) -> None:
    assistant = over(a="望川医院2024年设备支出1390万元，药品支出2105万元，比上年增加285万元。")
    assert assistant.ask("望川医院2024年药品支出增加了多少？").value == "285万元"
    assert assistant.ask("望川医院2024年设备支出增加了多少？").value != "1390万元"


def test_an_abbreviation_of_everyday_speech_is_no_name(over: Over) -> None:
    assistant = over(a="望川县2024年统计公报\n全年实现地区生产总值286.4亿元，比上年增长5.8%。")
    assert assistant.ask("望川县2024年GDP是多少？").value == "286.4亿元"


def test_a_share_that_names_its_owner_is_of_no_other(over: Over) -> None:
    assistant = over(a="望川医院2024年总收入13.6亿元，其中医疗收入11.9亿元；药占比降到24.7%。")
    assert assistant.ask("望川医院2024年医疗收入占总收入的比重是多少？").value == "87.5%"


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("白石沟有多长？", "702米"),
        ("白石沟有多深？", "80米"),
        ("白石沟的深度是多少？", "80米"),
        ("白石沟的长度是多少？", "702米"),
        ("白石塔有多高？", "可达55米"),
        ("白石塔有多重？", "约9吨"),
    ],
)
def test_a_figure_said_to_be_deep_does_not_say_how_long(over: Over, question: str, value: str) -> None:
    assistant = over(a="白石沟是一座长702米，深80米的峡谷，在望川市。\n白石塔塔高可达55米，约9吨重，底座宽12米。")
    answer = assistant.ask(question).value
    assert answer is not None
    assert answer.removeprefix("可达") == value.removeprefix("可达")


def test_what_is_said_to_be_another_dimension_is_no_answer(over: Over) -> None:
    assistant = over(a="白石沟是一座深80米的峡谷，在望川市。道路里程增长5公里。")
    assert assistant.ask("白石沟有多宽？").status is Status.NO_EVIDENCE
    asked = understand("望川市的道路有多长？")
    text = "道路里程增长5公里"
    row = replace(_row("5公里"), quantity=find_quantities(text)[0])
    assert dimension_fit(asked, row, text, 0) == 0  # 增长 is no length
    told = replace(row, quantity=find_quantities("道路长5公里")[0])
    assert dimension_fit(asked, told, "道路长5公里", 0) == 1
    assert dimension_fit(understand("道路离市区有多远？"), told, "道路长5公里", 0) == 0


def test_what_points_back_is_of_the_body_named_before(over: Over) -> None:
    filler = "这里的街道由石板铺成，两旁是百年前留下的旧屋，每到春天开满了花。" * 8
    assistant = over(a=f"望川第四区在望川市的河边。{filler}该区土地面积1.6平方公里，望川市里它排第三。")
    assert assistant.ask("望川第四区的土地面积是多少？").value == "1.6平方公里"


def test_a_word_of_growth_in_a_name_does_not_ask_for_growth() -> None:
    share = _row("4%")
    assert is_ratio_for_amount(understand("望川网二季度增值服务业务的收入是多少？"), share)
    assert not is_ratio_for_amount(understand("望川网收入的增长额是多少？"), share)


def test_another_quarter_of_no_known_year_is_no_answer(over: Over) -> None:
    assistant = over(a="望川高新区一季度产值增长4.5%，二季度增长6.3%。", b="白石高新区上半年产值增长5%。")
    assert assistant.ask("望川高新区一季度产值增长了多少？").value == "4.5%"
    assert assistant.ask("望川高新区二季度产值增长了多少？").value == "6.3%"
    assert assistant.ask("望川高新区三季度产值增长了多少？").status is Status.NO_EVIDENCE
    assert assistant.ask("白石高新区下半年产值增长了多少？").status is Status.NO_EVIDENCE


def test_what_it_was_before_is_not_what_it_came_to(over: Over) -> None:
    told = "将全市经济增长预期从2.8%上调至3.1%。"
    assistant = over(a=f"报告称，{told}望川研究院更新了展望报告，{told}")
    assert assistant.ask("望川研究院将全市经济增长预期上调至多少？").value == "3.1%"


def test_a_conversion_in_brackets_stands_behind_what_it_converts(over: Over) -> None:
    assistant = over(
        a="据统计部门的数据，去年望川与白石货物和服务贸易总额为1110亿英镑(约合1.13万亿元人民币)，比前年增长了18.3%。"
    )
    assert assistant.ask("去年望川与白石之间的货物和服务贸易总额是多少？").value == "1110亿英镑"
    assert assistant.ask("去年望川与白石之间的货物和服务贸易总额是多少元人民币？").value == "1.13万亿元人民币"


def test_numbers_that_name_things_are_told_apart(over: Over) -> None:
    assistant = over(a="望川新城的1号楼有企业35家，2号楼有企业48家，3号楼建筑面积2万平方米。8月3号，望川新城开业。")
    assert assistant.ask("望川新城2号楼有多少家企业？").value == "48家"
    assert assistant.ask("望川新城1号楼有多少家企业？").value == "35家"
    assert assistant.ask("望川新城3号楼有多少家企业？").status is Status.NO_EVIDENCE
    assert ordinals("8月3号开业的12号线") == frozenset({("号", "12")})


def test_how_long_something_takes_is_no_date() -> None:
    assert understand("科考的持续时间是多久？").want is Want.NUMBER
    assert understand("科考的开始时间是哪天？").want is Want.DATE


@pytest.mark.parametrize(
    "question", ["《河湾人口比例图》里的圆有何意义？", "多伦多大学的主要校区是哪个校区？", "雨林的何种功能能减少雨量？"]
)
def test_a_title_or_a_name_asks_for_no_number(question: str) -> None:
    assert understand(question).want is Want.TEXT


@pytest.mark.parametrize("question", ["石桥是西元几年建成的？", "石桥于民国几年时重修？"])
def test_which_year_of_an_era_is_a_date(question: str) -> None:
    assert understand(question).want is Want.DATE
    assert asked(question).type == "when"


def test_an_age_is_told_in_years_of_age(over: Over) -> None:
    assert understand("石桥的建造者享年几岁？").units == ("岁",)
    assistant = over(a="蒋白石曾带队7次登山，同行3人，享年60岁。")
    assert assistant.ask("蒋白石享年几岁？").value == "60岁"


def test_each_figure_of_a_sentence_has_its_own_label(over: Over) -> None:
    assistant = over(
        a="2025-05-12\n记者从滨海综保区获悉，区内企业享受研发设备免税政策，平均可以减免关税6%、进口环节消费税11%。"
    )
    asked = "企业进入滨海综保区后，{}平均可以减免百分之几？"
    assert assistant.ask(asked.format("进口环节消费税")).value == "11%"
    assert assistant.ask("滨海综保区企业平均减免的关税是百分之几？").value == "6%"


def test_what_a_question_counts_in_家_is_told_in_家(over: Over) -> None:
    assistant = over(a="2025-02-20\n截至目前，全国860多家图书馆和博物馆完成43.7万册古籍普查。")
    assert assistant.ask("古籍普查开展以来，已有多少家图书馆和博物馆完成了普查？").value == "860多家"
    assert assistant.ask("完成古籍普查多少册？").value == "43.7万册"


def test_who_speaks_of_one_country_speaks_of_no_other(over: Over) -> None:
    assistant = over(
        a="2025-03-28\n波兰对于投资者非常友好。波兰的研发人员有16万人。我们的增值税税率在全欧盟居中，为23%。\n"
        "德国的创新券计划覆盖2万家企业。"
    )
    assert assistant.ask("波兰的增值税税率是多少？").value == "23%"
    for question in ("德国的增值税税率是百分之几？", "德国的研发人员有多少？"):
        assert assistant.ask(question).status is Status.NO_EVIDENCE, question


def test_this_time_is_no_other_year(over: Over) -> None:
    assistant = over(a="发布时间：2025-03-28\n这次论坛我们有45场平行论坛，参会嘉宾超过3000人。")
    assert assistant.ask("2025科创论坛有几场平行论坛？").value == "45场"
    assert assistant.ask("2024科创论坛一共办了几场平行论坛？").status is Status.NO_EVIDENCE


def test_things_of_another_kind_are_no_answer(over: Over) -> None:
    assistant = over(a="2025-06-01\n云台物流园十年来年均增长17%，园内企业5000多家。")
    assert assistant.ask("云台物流园有多少家企业？").value == "5000多家"
    assert assistant.ask("云台物流园有多少家律师事务所？").status is Status.NO_EVIDENCE


def test_of_differing_figures_of_a_period_the_one_borne_out_comes_first(over: Over) -> None:
    assistant = over(
        a="发布时间：2025-08-02\n2025年7月，望川市零售汽车1734辆。",
        b="发布时间：2025-08-03\n另据协会统计，2025年7月，望川市零售汽车1734辆。",
        c="发布时间：2025-08-05\n2025年7月，望川市零售汽车1734辆，创下新高。",
        d="发布时间：2025-08-06\n2025年7月，望川市零售汽车1770辆。",
    )
    value = assistant.ask("2025年7月望川市零售汽车多少辆？").value
    assert value is not None
    assert value.startswith("1734辆")


def told(text: str, measure: str, probability: float, document: str = "d") -> Candidate:
    row = FigureRow(document, find_quantities(text)[0], 0, len(text), measure, "", "", None, None, Basis.STATED)
    passage = Passage(f"{document}-{measure}", document, 0, len(text), text)
    return Candidate(passage, row, 0, len(text), text, (0.0,) * len(FEATURES), probability=probability)


def test_a_rounded_figure_bears_out_the_exact_one() -> None:
    question = understand("临江软件2025年第二季度总营收达到多少亿元？")
    another = told("望湖站总营收53.04亿元", "望湖站总营收", 0.34, "a")
    exact = told("营收1492.08亿元", "营收", 0.23, "b")
    rounded = told("营收为1492亿元", "营收", 0.22, "c")
    assert choose(question, [another, exact, rounded])[0][0] is exact


def test_a_class_that_nobody_asked_for_is_not_meant() -> None:
    question = understand("临江股份的户均持股市值是多少万元？")
    of_class = told("行业公司户均持股市值为42.75万元", "行业公司户均持股市值", 0.5)
    own = told("户均持股市值为16.18万元", "户均持股市值", 0.4)
    assert choose(question, [of_class, own])[0][0] is own
    assert choose(question, [of_class, replace(own, probability=0.2)])[0][0] is of_class
    asked_for = understand("行业公司的户均持股市值是多少万元？")
    assert choose(asked_for, [of_class, own])[0][0] is of_class


def test_a_plan_for_years_to_come_dates_no_document(over: Over) -> None:
    assistant = over(
        a="发布时间：2025-06-02\n望川市登记的小微企业共有5766家。",
        b="发布时间：2025-06-03\n截至目前，望川市登记的小微企业共有5766家。",
        c="扶持办法执行到2029年12月31日。望川市登记的小微企业共有450家。",
    )
    assert assistant.ask("望川市登记的小微企业共有多少家？").value == "5766家"


def test_the_label_before_the_question_word_is_what_is_asked(over: Over) -> None:
    assistant = over(a="上半年，望川口岸进口水果11万吨、货值9亿元，同比分别增长6倍、19倍。")
    assert assistant.ask("上半年望川口岸进口水果的货值同比增长了多少倍？").value == "19倍"


def test_a_kind_of_them_is_not_all_of_them(over: Over) -> None:
    assistant = over(a="截至2024年8月，望川软件园外籍从业人员超过1万人，与60个国家有往来。")
    assert assistant.ask("望川软件园外籍从业人员有多少人？").value == "超过1万人"
    assert assistant.ask("望川软件园从业人员总数是多少？").status is Status.NO_EVIDENCE


def test_what_is_told_for_each_answers_a_question_for_each(over: Over) -> None:
    assistant = over(a="望川县的企业作为主要起草单位，制订、修订标准总计4万个，户均超过3个。")
    assert assistant.ask("望川县企业户均制订、修订标准超过几个？").value == "超过3个"
    assert assistant.ask("望川县企业制订、修订标准总计多少个？").value == "4万个"


def test_a_headline_bears_out_what_its_text_says_in_full() -> None:
    question = understand("航运园的营业收入是多少？")
    headline = told("营业收入首次突破1000亿元", "营业收入", 0.2, "a")
    text = told("去年航运园营业总收入首次突破1000亿元", "营业总收入", 0.15, "a")
    assert text.row is not None
    assert headline.row is not None
    text = replace(text, row=replace(text.row, subject="航运园"))
    headline = replace(headline, row=replace(headline.row, basis=Basis.UNKNOWN))
    other = told("航运园总收入突破1200亿元", "航运园总收入", 0.05, "b")
    evidence = [headline, text, other]
    answers, others = choose(question, evidence)
    assert {c.row.quantity.surface for c in (*answers, *others) if c.row} == {"突破1000亿元", "突破1200亿元"}
    assert support(question, other, evidence, evidence) == pytest.approx(0.4)


def test_of_the_figures_of_a_table_row_that_of_the_body_named_answers(over: Over) -> None:
    assistant = over(a="指标（2024年）：营业收入，云岭科技园：927亿元，青峦高新区：1524亿元，望屿科技城：268亿元。")
    assert assistant.ask("2024年青峦营业收入是多少？").value == "1524亿元"
    assert assistant.ask("云岭2024年营业收入是多少？").value == "927亿元"


def test_another_place_in_a_comparison_abroad_is_not_the_one_asked_about(over: Over) -> None:
    text = "北京科技园从业人员2.1万人。比如美国长滩谷从业人员中超过三分之一来自国外，园区要向其看齐。"
    assert over(a=text).ask("外籍员工占北京全部从业人员的比例是多少？").status is Status.NO_EVIDENCE


def test_a_figure_of_all_is_none_of_a_group_of_parks(over: Over) -> None:
    assistant = over(a="全市共有高新技术企业2万家。\n\n12家精品产业园里有上市公司21家。")
    assert assistant.ask("12家精品产业园里的高新技术企业有几家？").status is Status.NO_EVIDENCE
    assert assistant.ask("12家精品产业园里的上市公司有几家？").value == "21家"


def test_a_price_is_no_output_and_a_day_no_total(over: Over) -> None:
    assistant = over(a="望川的机器狗很受欢迎，预计今年产品产值达3000万元。\n\n望川全市现有科技企业5000家。")
    assert assistant.ask("望川的机器狗卖多少钱一台？").status is Status.NO_EVIDENCE
    assert assistant.ask("望川一天新增多少家科技企业？").status is Status.NO_EVIDENCE


def test_of_a_figure_and_the_same_one_rounded_all_digits_are_given(over: Over) -> None:
    rounded = "2024年，望川技术合同成交额达到了6465亿元。"
    assistant = over(a=rounded, b="2024年望川技术合同成交额6465.3亿元，再创新高。")
    assert assistant.ask("2024年望川技术合同成交额是多少？").value == "6465.3亿元"


def test_a_kind_of_no_known_time_is_not_the_whole_of_a_year(over: Over) -> None:
    assistant = over(
        a="望川壹号运营不到五年，培育和集聚近10家硬科技独角兽企业。",
        b="发布时间：2025-09-17\n目前，望川集聚了独角兽企业93家。",
    )
    assert assistant.ask("望川2022年独角兽企业有多少家？").status is Status.NO_EVIDENCE
    assert assistant.ask("望川壹号有多少家硬科技独角兽企业？").value == "近10家"


def test_a_statistic_must_be_told(over: Over) -> None:
    assistant = over(a="2024年，望川企业总收入8200亿元。")
    assert assistant.ask("2024年望川企业总收入的中位数是多少？").status is Status.NO_EVIDENCE
    assert assistant.ask("2024年望川企业总收入是多少？").value == "8200亿元"


def test_a_figure_of_another_month_is_no_answer_for_one_of_no_known_year(over: Over) -> None:
    assistant = over(
        a="发布时间：2025-08-08\n海州话剧团7月演出了6场大型话剧，预计到2025年底还将上演17场大型话剧。",
    )
    assert assistant.ask("海州话剧团7月演了几场大型话剧？").value == "6场"
    assert assistant.ask("海州话剧团10月演了几场大型话剧？").status is Status.NO_EVIDENCE


def test_we_are_the_country_that_is_asked_about(over: Over) -> None:
    assistant = over(
        a="发布时间：2025-08-21\n2025年7月我国挖掘机产量8.3万台。",
        b="发布时间：2025-08-21\n2025年7月越南挖掘机产量0.4万台。",
        c="发布时间：2025-08-20\n中国茶叶学会在青岛开会，讨论白茶的标准。",
    )
    assert assistant.ask("2025年7月中国挖掘机产量是多少？").value == "8.3万台"


def test_how_much_goes_abroad_is_no_amount_of_money() -> None:
    exported = told("7月挖掘机出口8.3万台", "挖掘机出口", 0.5).row
    assert exported is not None
    assert not is_count_for_money(understand("7月挖掘机出口量是多少？"), exported)
    assert is_count_for_money(understand("7月挖掘机出口额是多少？"), exported)
