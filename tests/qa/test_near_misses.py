"""Figures that fit the words of a question but are of another body, account, time or count: no answers."""

from dataclasses import replace

import pytest

from index.quantities import find_quantities
from index.types import Basis, FigureRow, Statement
from qa.fits import (
    counts_other,
    is_count_for_money,
    is_not_so_narrow,
    is_of_other_account,
    is_of_other_label,
    is_only_planned,
    is_rank_for_amount,
    is_ratio_for_amount,
)
from qa.question import understand
from qa.told_as import is_all_for_each, is_each_for_all, is_in_passing, is_level_for_change, is_rate_for_share
from qa.whose import Whose, counted
from tests.conftest import Over


def row(text: str, measure: str) -> FigureRow:
    return FigureRow("d", find_quantities(text)[0], 0, len(text), measure, "", "", None, None, Basis.STATED)


def test_other_account() -> None:
    income = row("营业收入48.8亿元", "营业收入")
    assert is_of_other_account(understand("远山机械去年净利润有多少？"), income, "营业收入")
    assert not is_of_other_account(understand("远山机械去年营收有多少？"), income, "营业收入")
    assert not is_of_other_account(understand("远山机械的利润占营业收入多少？"), income, "营业收入")
    assert not is_of_other_account(understand("去年净利润有多少？"), income, "扣除成本后净利润即营业收入")
    share = row("营业收入增长12%", "营业收入增长")
    assert is_of_other_account(understand("净利润增长多少？"), share, "营业收入")
    assert not is_of_other_account(understand("营收增长多少？"), share, "营业收入")


def test_count_rank_or_share_for_an_amount() -> None:
    pairs = row("首批7对园区签约", "园区签约")
    assert is_count_for_money(understand("河湾产业园的总投资额是多少？"), pairs)
    assert not is_count_for_money(understand("河湾产业园签约的投资企业是多少？"), pairs)
    assert not is_count_for_money(understand("总投资额是多少？"), row("总投资7亿元", "总投资"))
    place = row("GDP排名第47名", "GDP排名")
    assert is_rank_for_amount(understand("河湾的GDP总量有多大？"), place)
    assert not is_rank_for_amount(understand("河湾的GDP排名是多少？"), place)
    rate = row("进口环节增值税13%", "进口环节增值税")
    assert is_ratio_for_amount(understand("去年进出口额多少？"), rate)
    assert not is_ratio_for_amount(understand("河湾在全国的份额多少？"), rate)
    share = row("备案数量占全国近三成", "备案数量")
    assert is_ratio_for_amount(understand("备案的大模型有多少个？"), share)
    assert not is_ratio_for_amount(understand("备案的大模型占全国多少？"), share)


def test_part_alone() -> None:
    told = "河湾转让和许可专利1200次，其中转让占六成。"
    assert is_not_so_narrow(understand("河湾单独许可专利多少次？"), told)
    assert is_not_so_narrow(understand("河湾许可专利多少次（不含转让）？"), told)
    assert not is_not_so_narrow(understand("河湾转让和许可专利多少次？"), told)
    assert not is_not_so_narrow(understand("河湾许可专利多少次（不含转让）？"), f"{told}不含转让的有480次。")


def test_all_is_not_what_comes_to_each() -> None:
    asked = understand("河湾卖出的机床平均一台多少钱？")
    assert is_all_for_each(asked, row("销售额5亿元", "销售额"), "河湾机床销售额")
    assert not is_all_for_each(asked, row("售价30万元", "售价"), "河湾机床每台售价")
    assert not is_all_for_each(asked, row("价格30万元/台", "价格"), "河湾机床价格")
    assert not is_all_for_each(understand("河湾卖出的机床一共多少钱？"), row("销售额5亿元", "销售额"), "河湾机床销售额")


def test_level_that_a_change_starts_from_or_ends_at_is_no_change() -> None:
    asked = understand("河湾的办理时限缩短了几天？")
    told = "办理时限从200天压缩到60天"
    for level in ("200天", "60天"):
        assert is_level_for_change(asked, row(f"时限{level}", "时限"), told[: told.index(level)])
    assert not is_level_for_change(asked, row("时限140天", "时限"), "办理时限缩短了")
    assert not is_level_for_change(
        understand("河湾的收入增长了百分之几？"), row("增速5%", "增速"), "河湾收入同比增速为"
    )
    assert not is_level_for_change(
        understand("河湾的办理时限是几天？"), row("时限60天", "时限"), "办理时限从200天压缩到"
    )


def test_rate_is_no_share() -> None:
    grown = row("收入增速28%", "收入增速")
    asked = understand("河湾软件园的收入是全市收入的百分之几？")
    assert is_rate_for_share(asked, grown, "河湾软件园收入增速")
    assert not is_rate_for_share(asked, row("收入占全市28%", "收入占全市"), "河湾软件园收入占全市")
    assert not is_rate_for_share(understand("河湾软件园的收入增速是百分之几？"), grown, "河湾软件园收入增速")


def test_what_something_was_done_with_is_not_how_many_there_are() -> None:
    told = row("走访200家企业", "企业")
    lead, behind = "河湾软件园在走访", "企业基础上，建成三个平台"
    assert is_in_passing(understand("河湾软件园有多少家企业？"), told, lead, behind)
    assert not is_in_passing(understand("河湾软件园走访了多少家企业？"), told, lead, behind)
    assert not is_in_passing(understand("河湾软件园有多少家企业？"), told, "河湾软件园在集聚", behind)
    assert not is_in_passing(understand("河湾软件园有多少家企业？"), told, "河湾软件园在园", "企业，建成三个平台")


def test_whom_something_was_done_with_is_not_how_many_there_are() -> None:
    told = row("30家芯片企业", "芯片企业")
    lead, behind = "入驻河湾软件园的甲公司已与", "芯片企业签订协议，金额上亿元"
    assert is_in_passing(understand("河湾软件园里面有多少家企业？"), told, lead, behind)
    assert not is_in_passing(understand("甲公司签订协议的企业有多少家？"), told, lead, behind)
    assert not is_in_passing(understand("有多少病人用上了新药？"), row("31名患者", "患者"), "已给", "患者用过药")
    assert not is_in_passing(understand("河湾软件园里面有多少家企业？"), told, "河湾软件园现有", behind)


def test_each_of_many_is_not_all() -> None:
    told = "河湾每万名从业人员发明专利授权量"
    assert is_each_for_all(understand("河湾从业人员总数是多少？"), told)
    assert is_each_for_all(understand("河湾从业人员总数是多少万人？"), told)
    assert not is_each_for_all(understand("河湾平均一万个人有多少件发明专利？"), told)
    assert not is_each_for_all(understand("河湾每万名从业人员有几件专利？"), told)
    assert not is_each_for_all(understand("河湾从业人员总数是多少？"), "平均每天诞生科技型企业")
    each = "河湾股份决定中期派息每股"
    assert is_each_for_all(understand("河湾股份中期派息的总额是多少元？"), each)
    assert not is_each_for_all(understand("河湾股份每股派息金额是多少元？"), each)
    assert not is_each_for_all(understand("河湾股份中期派息多少元？"), each)


def test_how_many_there_will_be_is_not_how_many_more() -> None:
    told = row("岗位将从3.1万个增加到4.6万个", "岗位")
    asked = understand("到2030年预计新增多少个岗位？")
    assert is_level_for_change(asked, told, "岗位将从3.1万个增加到")
    assert not is_level_for_change(asked, told, "岗位将新增")
    assert not is_level_for_change(understand("到2030年预计有多少个岗位？"), told, "岗位将从3.1万个增加到")


def test_of_two_labels_that_are_asked_of_the_last_is_meant() -> None:
    question = understand("河湾口岸进口水果的货值同比增长了多少倍？")
    fruit, worth = row("同比增长6.6倍", "进口水果同比增长"), row("同比增长19倍", "货值同比增长")
    labels = [fruit.measure, worth.measure]
    assert is_of_other_label(question, fruit, labels)
    assert not is_of_other_label(question, worth, labels)
    open_share = row("完全开工的企业占43.75%", "完全开工的企业占")
    asked = understand("7月份完全开工的占多少？")
    assert not is_of_other_label(asked, open_share, [open_share.measure, "开工的占"])


def test_things_of_another_sort() -> None:
    assert counts_other(understand("去年发了多少张居住卡？"), row("研发中心332家", "研发中心"))
    assert not counts_other(understand("去年发了多少张居住卡？"), row("居住卡332张", "居住卡"))


def test_plan_is_nothing_reached() -> None:
    reached = row("中试平台14个", "中试平台")
    planned = replace(reached, statement=next(s for s in Statement if s is not Statement.RESULT))
    asked = understand("目前已经建成的中试平台有多少个？")
    assert is_only_planned(asked, planned)
    assert not is_only_planned(asked, reached)
    assert not is_only_planned(understand("计划建多少个中试平台？"), planned)
    assert not is_only_planned(understand("中试平台有多少个？"), planned)


def test_body_of_the_same_sort() -> None:
    whose = Whose(understand("集成电路设计园2023年总收入有多少亿元？"))
    told = "河湾软件园2023年实现企业总收入56亿元。"
    assert whose.is_other("河湾软件园", told, told, told)
    told = "集成电路设计园和河湾软件园2023年实现企业总收入56亿元。"
    assert not whose.is_other("河湾软件园", told, told, told)


def test_speaker_from_another_place_who_only_says_we() -> None:
    whose = Whose(understand("深圳高新区2024年的营业收入是多少？"))
    told = "我们蝉联高新区评价第一，总收入超过9万亿元。"
    assert whose.is_other("杭州", told, told, told)
    assert not whose.is_other("杭州", told, told, f"深圳高新区的同行也来了。{told}")
    assert not whose.is_other("深圳", told, told, told)


def test_a_number_of_bodies_names_none_and_no_name_is_compared_by_its_first_sign() -> None:
    told = "40家望川特色产业园聚力前行，营业总收入突破万亿元。"
    assert not Whose(understand("40家特色园的营业总收入是多少？")).is_other("望川特色产业园", told, told, told)
    told = "比蒙迪现在在整个高新区有2万人的研发人员。"
    assert not Whose(understand("比蒙迪的研发人员有多少？")).is_other("比蒙迪", told, told, told)


def test_body_whose_name_the_dictionary_does_not_know() -> None:
    told = "大兴国际氢能示范区目前已集聚企业超过200家。"
    for subject in ("亦庄国际机器人产业园", "中关村（亦庄）国际机器人产业园"):
        assert Whose(understand(f"{subject}有多少家企业？")).is_other("大兴国际氢能示范区", told, told, told)
    assert not Whose(understand("大兴国际氢能示范区有多少家企业？")).is_other("大兴国际氢能示范区", told, told, told)


def test_one_of_several_that_bear_a_number() -> None:
    whose = Whose(understand("第二河湾科技谷占地多少平方米？"))
    assert whose.is_another_of_series("河湾科技谷占地167万平方米。")
    assert not whose.is_another_of_series("第二河湾科技谷占地167万平方米。")
    assert not whose.is_another_of_series("那里占地167万平方米。")


def test_group_of_another_count() -> None:
    assert counted("40 家中部特色产业园集聚企业") == (("40", "园"),)
    whose = Whose(understand("23家特色产业园的产业基金总规模是多少？"))
    assert whose.is_of_other_count("产业基金总规模900亿元。", "40 家中部特色产业园集聚企业5000家。")
    assert not whose.is_of_other_count("产业基金总规模900亿元。", "23家特色产业园集聚企业5000家。")


HOSPITALS = """松岭市卫生健康事业统计公报

2024年3月18日

2023年，全市医疗机构诊疗总人次达到812.6万，比上年增长7.4%。其中第一医院门诊量203.5万人次，第二医院门诊量151.2万人次，中医院业务收入4.6亿元，妇幼保健院门诊量68.9万人次。
第二医院全年收入9.3亿元，同比增长5.1%。全市每千人口床位数7.2张，执业医师6840人。
"""


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("2023年第二医院门诊量是多少？", "151.2万人次"),
        ("第二医院全年收入多少？", "9.3亿元"),
        ("2023年中医院门诊量是多少？", None),  # another hospital's stands beside its income
        ("2024年第二医院门诊量是多少？", None),  # what a bulletin tells of the year before
        ("2024年第二医院收入是多少？", None),  # no text of March tells of the whole year
        ("全市有多少家医院？", None),  # visits are no hospitals
    ],
)
def test_a_bulletin_tells_of_each_its_own_year_and_things(over: Over, question: str, value: str | None) -> None:
    assert over(公报=HOSPITALS).ask(question).value == value
