"""Follow-ups against the questions they lean on: our own table, chains of turns, and what must stay untouched."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.quantities import find_quantities
from qa import Answer, Assistant, Status
from qa.conversation import small_talk, standalone
from qa.smalltalk import UNCLEAR
from qa.summary import introduced, topic_of
from qa.texts import TOPIC_MISSING


def talk(*turns: str) -> list[dict[str, str]]:
    """Questions and replies in turn; a lone question gets a reply that names nothing."""
    roles = ("user", "assistant")
    return [{"role": roles[i % 2], "content": turn} for i, turn in enumerate(turns)]


REVENUE = "南岭科技园2023年的营业收入是多少？"
FIRMS = "南岭科技园有多少家瞪羚企业？"
SPEND = "2022年滨海高新区研发经费支出多少亿元？"

# (the question before, the follow-up, the whole question)
CASES = [
    # one of two, a level, another of the same class, of which they are, set against a year
    ("南岭科技园2024年的净利润和研发投入分别是多少？", "前者2023年是多少？", "南岭科技园2023年的净利润是多少？"),
    ("南岭科技园2024年的净利润和研发投入分别是多少？", "后者呢，2023年的", "南岭科技园2023年的研发投入是多少？"),
    ("石鼓馆有多少件一级文物？", "二级呢？", "石鼓馆有多少件二级文物？"),
    ("西岭区图书馆2024年有多少员工？", "东湖区图书馆呢？", "东湖区图书馆2024年有多少员工？"),
    ("2024年东澳港新开了几条外贸航线？", "具体是哪几条？", "2024年东澳港新开的外贸航线是哪几条？"),
    ("东澳港2024年货物吞吐量多少？", "和2023年比怎么样？", "东澳港2024年货物吞吐量比2023年多多少？"),
    ("东澳港2024年有多少泊位？", "Where does that come from?", "东澳港2024年有多少泊位，出处是哪里？"),
    ("滨海园的购书费和维修费各是多少？", "加起来多少？", "滨海园的购书费和维修费一共是多少？"),
    # a new period
    (REVENUE, "那2024年呢？", "南岭科技园2024年的营业收入是多少？"),
    ("澄江科技园2025年一季度税收多少？", "比去年同期多了多少？", "澄江科技园2025年一季度税收比2024年一季度多了多少？"),
    # another thing counted, a part of the place, all of it
    ("外资研发中心有多少家？", "国际组织呢？", "国际组织有多少家？"),
    ("滨海高新区2024年税收多少？", "只算核心区呢？", "滨海高新区核心区2024年税收多少？"),
    ("2024年滨海高新区规上企业营业收入多少？", "全园的呢？", "2024年滨海高新区全园营业收入多少？"),
    (REVENUE, "2021年的呢", "南岭科技园2021年的营业收入是多少？"),
    (REVENUE, "前一年呢？", "南岭科技园2022年的营业收入是多少？"),
    (REVENUE, "第二年呢？", "南岭科技园2024年的营业收入是多少？"),
    (REVENUE, "换成2020年", "南岭科技园2020年的营业收入是多少？"),
    (REVENUE, "2022年是多少", "南岭科技园2022年的营业收入是多少？"),
    (REVENUE, "2021年时是多少？", "南岭科技园2021年的营业收入是多少？"),
    (REVENUE, "再往后一年呢？", "南岭科技园2024年的营业收入是多少？"),
    (REVENUE, "上半年合计呢？", "南岭科技园2023年上半年的营业收入是多少？"),
    ("三个园区里2024年税收最高的是哪家？", "第二高的呢？", "三个园区里2024年税收第二高的是哪家？"),
    (REVENUE, "上半年呢", "南岭科技园2023年上半年的营业收入是多少？"),
    (REVENUE, "去年呢？", "南岭科技园去年的营业收入是多少？"),
    (FIRMS, "2019年呢？", "2019年南岭科技园有多少家瞪羚企业？"),
    ("2024年一季度全市进出口总额多少？", "二季度呢？", "2024年二季度全市进出口总额多少？"),
    ("南岭科技园2024年上半年税收多少？", "2025年同期呢？", "南岭科技园2025年上半年税收多少？"),
    ("2024年3月园区新签约项目几个？", "4月呢", "2024年4月园区新签约项目几个？"),
    # a new measure
    (REVENUE, "利润呢？", "南岭科技园2023年的利润是多少？"),
    (REVENUE, "那上缴税金呢", "南岭科技园2023年的上缴税金是多少？"),
    (FIRMS, "独角兽企业呢？", "南岭科技园有多少家独角兽企业？"),
    (FIRMS, "上市公司呢", "南岭科技园有多少上市公司？"),
    (FIRMS, "员工呢？", "南岭科技园有多少员工？"),
    (FIRMS, "孵化器呢？", "南岭科技园有多少孵化器？"),
    ("滨海高新区2022年博士有多少人？", "硕士呢？", "滨海高新区2022年硕士有多少人？"),
    ("职工中男性占多少？", "女性呢", "职工中女性占多少？"),
    ("区级重点实验室有几家？", "国家级的呢？", "国家级重点实验室有几家？"),
    ("澄江大学城的校长是谁？", "副校长呢？", "澄江大学城的副校长是谁？"),
    (SPEND, "政府补助呢", "2022年滨海高新区政府补助多少？"),
    (SPEND, "总收入呢", "2022年滨海高新区总收入多少亿元？"),
    ("滨海高新区2022年研发投入增速是多少？", "总产值呢", "滨海高新区2022年总产值增速是多少？"),
    ("收入超百亿的企业有几家？", "超五十亿的呢？", "收入超五十亿的企业有几家？"),
    # a new subject
    (REVENUE, "整个滨海高新区的呢？", "整个滨海高新区2023年的营业收入是多少？"),
    (REVENUE, "全国呢", "全国2023年的营业收入是多少？"),
    (REVENUE, "上海的呢？", "上海2023年的营业收入是多少？"),
    (REVENUE, "那苏州工业园区呢？", "苏州工业园区2023年的营业收入是多少？"),
    (FIRMS, "滨海高新区有多少？", "滨海高新区有多少家瞪羚企业？"),
    ("民营企业的专利有多少件？", "国有企业呢？", "国有企业的专利有多少件？"),
    ("华为2023年研发投入多少？", "腾讯呢", "腾讯2023年研发投入多少？"),
    ("ASML去年卖了多少台光刻机？", "TSMC呢", "TSMC去年卖了多少台光刻机？"),
    # two at once
    (REVENUE, "上海2022年的呢？", "上海2022年的营业收入是多少？"),
    (REVENUE, "2021年的利润呢？", "南岭科技园2021年的利润是多少？"),
    (REVENUE, "上海的利润呢？", "上海2023年的利润是多少？"),
    # pronouns
    (FIRMS, "它里面年轻人占多少？", "南岭科技园里面年轻人占多少？"),
    (FIRMS, "那里有几条地铁？", "南岭科技园有几条地铁？"),
    (FIRMS, "该园区占地多少公顷？", "南岭科技园占地多少公顷？"),
    (FIRMS, "它是哪年成立的？", "南岭科技园是哪年成立的？"),
    (FIRMS, "其主导产业有哪些？", "南岭科技园的主导产业有哪些？"),
    (FIRMS, "它们的总估值是多少？", "南岭科技园的瞪羚企业的总估值是多少？"),
    (REVENUE, "它有多少员工？", "南岭科技园2023年有多少员工？"),
    (REVENUE, "这个数字比全市平均高多少？", "南岭科技园2023年的营业收入比全市平均高多少？"),
    (REVENUE, "那一年新增企业几家？", "南岭科技园2023年新增企业几家？"),
    ("澄江大学城的校长是谁？", "他什么时候上任的？", "澄江大学城的校长什么时候上任的？"),
    # a part of what was counted
    (FIRMS, "其中生物医药的呢？", "南岭科技园的瞪羚企业中生物医药的有多少家？"),
    (FIRMS, "其中上市的有几家？", "南岭科技园的瞪羚企业中上市的有几家？"),
    ("去年评审的项目有多少通过了验收？", "其中优秀的有几个？", "去年评审的项目通过了验收，其中优秀的有几个？"),
    # comparisons and growth
    (REVENUE, "比前一年多多少？", "南岭科技园2023年的营业收入比前一年多多少？"),
    (REVENUE, "和2022年比呢？", "南岭科技园2023年的营业收入比2022年多多少？"),
    (REVENUE, "同比增长多少？", "南岭科技园2023年的营业收入同比增长多少？"),
    (REVENUE, "增速呢？", "南岭科技园2023年的营业收入的增速是多少？"),
    (REVENUE, "占全市的比重呢", "南岭科技园2023年的营业收入占全市的比重是多少？"),
    (REVENUE, "下降了吗？", "南岭科技园2023年的营业收入下降了吗？"),
    # its own measure, the same subject
    (FIRMS, "入驻企业总数是多少？", "南岭科技园入驻企业总数是多少？"),
    (FIRMS, "什么时候开园的？", "南岭科技园什么时候开园的？"),
    (FIRMS, "负责人是谁", "南岭科技园负责人是谁？"),
    (FIRMS, "有多少院士？", "南岭科技园有多少院士？"),
    (REVENUE, "走访企业多少家", "南岭科技园2023年走访企业多少家？"),
    ("独角兽企业2024年有多少家？", "瞪羚企业有多少家？", "2024年瞪羚企业有多少家？"),
    (FIRMS, "都有哪些？", "南岭科技园的瞪羚企业都有哪些？"),
    (FIRMS, "论坛实录里怎么说的？", "南岭科技园有多少家瞪羚企业，论坛实录里怎么说的？"),
    (FIRMS, "2024年4月那版报纸上是多少", "南岭科技园有多少家瞪羚企业，2024年4月那版报纸里怎么说的？"),
    ("报纸上说瞪羚企业有几家？", "那论坛实录里呢", "瞪羚企业有几家，论坛实录里怎么说的？"),
    ("40家特色园里上市公司几家", "产业基金总规模多大", "40家特色园产业基金总规模多大？"),
    ("南岭科技园里独角兽企业有几家", "营收增速多少", "南岭科技园营收增速多少？"),
    (FIRMS, "年报上公布的是多少？", "年报上公布的南岭科技园的瞪羚企业有多少家？"),
    ("启明光电2024年营业收入多少？", "它今年的目标是多少？", "启明光电今年的营业收入目标是多少？"),
    # the source, the unit
    (REVENUE, "出处是哪篇？", "南岭科技园2023年的营业收入是多少，出处是哪里？"),
    (REVENUE, "这是谁说的？", "南岭科技园2023年的营业收入是多少，出处是哪里？"),
    (REVENUE, "这是哪天公布的？", "南岭科技园2023年的营业收入是多少，出处是哪里？"),
    (REVENUE, "你确定吗？", "南岭科技园2023年的营业收入是多少，出处是哪里？"),
    (REVENUE, "算错了吧", "南岭科技园2023年的营业收入是多少，出处是哪里？"),
    (REVENUE, "有没有别的口径？", "南岭科技园2023年的营业收入是多少，有没有别的口径？"),
    (REVENUE, "2024年的数字呢？", "南岭科技园2024年的营业收入是多少？"),
    (REVENUE, "那滨海高新区的情况呢？", "滨海高新区2023年的营业收入是多少？"),
    (REVENUE, "能翻一番吗？", "南岭科技园2023年的营业收入能翻一番吗？"),
    ("南岭科技园2024年前三季度税收多少？", "全年呢？", "南岭科技园2024年税收多少？"),
    (
        "南岭科技园2023年研发投入占收入的比重是多少？",
        "2022年的比重呢？",
        "南岭科技园2022年研发投入占收入的比重是多少？",
    ),
    (REVENUE, "好的，换个话题，滨海高新区的出口是多少？", "滨海高新区的出口是多少？"),
    ("启明光电的创始人是谁？", "这家公司有多少员工？", "启明光电有多少员工？"),
    ("停车月卡多少？", "从什么时候开始？", "停车月卡从什么时候开始？"),
    ("总结一下南岭科技园2024年的情况", "它的研发投入呢？", "南岭科技园2024年的研发投入是多少？"),
    ("总结一下南岭科技园2024年的情况", "滨海高新区呢？", "总结一下滨海高新区2024年的情况"),
    (REVENUE, "换成万元", "南岭科技园2023年的营业收入是多少万元？"),
    (REVENUE, "能换算成美元吗？", "南岭科技园2023年的营业收入是多少美元？"),
    (SPEND, "是多少万元？", "2022年滨海高新区研发经费支出多少万元？"),
    (SPEND, "以元为单位呢", "2022年滨海高新区研发经费支出多少元？"),
    # ordinals, superlatives, averages, parts of a class
    ("第四届低空经济论坛什么时候举办？", "第三届呢？", "第三届低空经济论坛什么时候举办？"),
    ("哪个园区的产值最高？", "最低的呢？", "哪个园区的产值最低？"),
    ("哪个园区的产值最高？", "第二呢？", "哪个园区的产值第二高？"),
    ("2023年每万人发明专利拥有量是多少件？", "上海呢", "上海2023年每万人发明专利拥有量是多少件？"),
    ("上海特色产业园有多少家？", "深圳呢？", "深圳特色产业园有多少家？"),
    ("产业园平均规模是多少？", "最大的是哪个？", "产业园最大的是哪个？"),
    ("研发投入超过1亿元的企业有多少家？", "5亿元以上的呢？", "研发投入5亿元以上的企业有多少家？"),
    ("做人工智能的企业有多少家？", "新材料呢？", "做新材料的企业有多少家？"),
    ("滨海高新区今年一季度工业增加值增长了多少？", "去年同期呢？", "滨海高新区去年一季度工业增加值增长了多少？"),
    ("上海的独角兽企业数量排全球第几？", "深圳呢？", "深圳的独角兽企业数量排全球第几？"),
    (REVENUE, "为什么？", "南岭科技园2023年的营业收入是多少，为什么？"),
    (REVENUE, "具体是哪一年的？", "南岭科技园2023年的营业收入是多少，出处是哪里？"),
    (REVENUE, "详细说说", "南岭科技园2023年的营业收入是多少，详细说说？"),
    (REVENUE, "还有其他数据吗？", "南岭科技园还有其他数据吗？"),
    (REVENUE, "在海外挣了多少？", "南岭科技园2023年在海外挣了多少？"),
    # another prize, stage, part of the year; an unknown place; a count beside a sum
    ("滨海创新大赛一等奖奖金多少？", "二等奖呢？", "滨海创新大赛二等奖奖金多少？"),
    ("远洋储能装备基地总投资多少？", "一期呢？", "远洋储能装备基地一期总投资多少？"),
    ("南岭科技园2025年上半年营业收入多少？", "前三季度呢？", "南岭科技园2025年前三季度营业收入多少？"),
    (REVENUE, "青峦呢？", "青峦2023年的营业收入是多少？"),
    (REVENUE, "有多少家？", "南岭科技园2023年有多少家？"),
    ("总结一下南岭科技园的情况", "它什么时候成立的？", "南岭科技园什么时候成立的？"),
    # what it was before, on another basis, of another edition; what is said of the figure and not of the body
    (REVENUE, "滨海高新区又如何？", "滨海高新区2023年的营业收入是多少？"),
    (REVENUE, "之前呢？", "南岭科技园2022年的营业收入是多少？"),
    ("班车票现在多少钱？", "之前呢？", "班车票原来多少钱？"),
    (REVENUE, "更正前是多少？", "南岭科技园2023年的营业收入更正前是多少？"),
    (REVENUE, "那人均呢？", "南岭科技园2023年的人均营业收入是多少？"),
    (REVENUE, "按并表口径算呢？", "按并表口径算，南岭科技园2023年的营业收入是多少？"),
    (REVENUE, "为什么下降？", "南岭科技园2023年的营业收入为什么下降？"),
    (REVENUE, "是全市的几倍？", "南岭科技园2023年的营业收入是全市的几倍？"),
    (REVENUE, "它占全市多少？", "南岭科技园2023年的营业收入占全市多少？"),
    (REVENUE, "三个园区里哪家最高？", "三个园区里2023年的营业收入哪家最高？"),
    (REVENUE, "还有呢？", "南岭科技园2023年的营业收入是多少，还有别的说法吗？"),
    ("南岭科技园的独角兽企业有哪些？", "还有呢？", "南岭科技园的独角兽企业还有哪些？"),
    (FIRMS, "新晋的是哪两家？", "南岭科技园的瞪羚企业中新晋的是哪两家？"),
    (FIRMS, "涉海的呢？", "南岭科技园有多少家涉海企业？"),
    (FIRMS, "占地面积呢？", "南岭科技园占地面积是多少？"),
    ("首届科创周实际到会多少人？", "第二届预计呢？", "第二届科创周预计到会多少人？"),
    ("第四届低空经济论坛来了多少人？", "下一届呢？", "第五届低空经济论坛来了多少人？"),
    ("低空经济论坛在哪开的？", "哪天？", "低空经济论坛哪天开的？"),
    ("远洋储能基地什么时候投产？", "原计划呢？", "远洋储能基地原计划什么时候投产？"),
    ("南岭科技园2025年上半年税收多少？", "全年目标是多少？", "南岭科技园2025年税收目标是多少？"),
    ("南岭科技园离市区多远？", "开车要多久？", "南岭科技园离市区开车要多久？"),
    ("南岭科技园2023年服务大厅受理了多少件事项？", "平均要办多久？", "南岭科技园2023年服务大厅平均要办多久？"),
    ("介绍一下南岭科技园", "它2023年有多少员工？", "南岭科技园2023年有多少员工？"),
    # said wrong, said politely
    (REVENUE, "不对，我是说利润呢？", "南岭科技园2023年的利润是多少？"),
    (REVENUE, "那2024年…不对，2022年呢？", "南岭科技园2022年的营业收入是多少？"),
    (REVENUE, "利润呢？说错了，税收呢？", "南岭科技园2023年的税收是多少？"),
    (REVENUE, "谢谢，那滨海高新区呢？", "滨海高新区2023年的营业收入是多少？"),
    (REVENUE, "请问一下2021年呢", "南岭科技园2021年的营业收入是多少？"),
]


@pytest.mark.parametrize(("before", "question", "whole"), CASES)
def test_a_follow_up_becomes_a_whole_question(before: str, question: str, whole: str) -> None:
    assert standalone(question, talk(before, "见下文。[1]")) == whole


@pytest.mark.parametrize("question", ["多少亿？", "那2023年呢？", "为什么？", "有多少家？", "比去年多多少？", "谁？"])
def test_what_says_neither_whose_nor_what_is_asked_back(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.status is Status.NO_EVIDENCE
    assert answer.text == UNCLEAR
    assert not answer.citations


# Two questions before are taken together.
PAIRS = [
    (
        ("南岭科技园2024年出口多少？", "那进口呢？"),
        "两者一共是多少？",
        "南岭科技园2024年出口和进口一共是多少？",
    ),
    (
        ("南岭科技园有多少家上市公司？", "独角兽呢？"),
        "两个加起来",
        "南岭科技园的上市公司和独角兽一共是多少？",
    ),
    ((REVENUE, "滨海高新区呢？"), "谁更高？", "南岭科技园和滨海高新区2023年的营业收入谁更高？"),
    ((REVENUE, "滨海高新区呢？"), "相差多少？", "南岭科技园和滨海高新区2023年的营业收入相差多少？"),
    (
        (REVENUE, "滨海高新区呢？", "你确定吗？"),
        "差距多大",
        "南岭科技园和滨海高新区2023年的营业收入相差多少？",
    ),
    ((REVENUE, "出处是哪篇？"), "那2024年呢？", "南岭科技园2024年的营业收入是多少？"),
    (
        (REVENUE, "2022年呢？", "2021年呢？"),
        "三年合计多少？",
        "南岭科技园2021年、2022年和2023年的营业收入一共是多少？",
    ),
    (
        (REVENUE, "滨海高新区呢？", "上海呢？"),
        "三家里最高的是哪个？",
        "南岭科技园、滨海高新区和上海2023年的营业收入谁最高？",
    ),
    ((REVENUE, "为什么更正？"), "更正前是多少？", "南岭科技园2023年的营业收入更正前是多少？"),
    ((REVENUE, "2022年呢？"), "三年合计多少？", "南岭科技园2022年三年合计多少？"),
]


@pytest.mark.parametrize(("before", "question", "whole"), PAIRS)
def test_two_questions_before_are_taken_together(before: tuple[str, ...], question: str, whole: str) -> None:
    assert standalone(question, talk(*(turn for asked in before for turn in (asked, "见下文。[1]")))) == whole


# A change of subject: everything needed is said, so nothing is taken over.
COMPLETE = [
    "滨海高新区2021年研发投入是多少？",
    "北京有多少所高校？",
    "谁是滨海高新区的主任？",
    "什么是瞪羚企业？",
    "苏州工业园区什么时候成立的？",
    "2020年全国有多少家国家级高新区？",
    "硅谷在哪里？",
    "张江科学城的出处是哪篇报道？",
    "上海2022年的利润比2021年多多少？",
    "瞪羚企业是什么意思？",
]


@pytest.mark.parametrize("question", COMPLETE)
@pytest.mark.parametrize("before", [REVENUE, FIRMS, SPEND])
def test_a_whole_question_takes_nothing_over(before: str, question: str) -> None:
    assert standalone(question, talk(before, "见下文。[1]")) == question


CHAINS = [
    ((REVENUE, "1亿元。", "2022年呢？", "2亿元。"), "利润呢？", "南岭科技园2022年的利润是多少？"),
    ((REVENUE, "1亿元。", "滨海高新区的呢？", "2亿元。"), "前一年呢", "滨海高新区2022年的营业收入是多少？"),
    ((REVENUE, "1亿元。", "2022年呢？", "2亿元。"), "比前一年多多少？", "南岭科技园2022年的营业收入比前一年多多少？"),
    (
        (FIRMS, "9家。", "独角兽呢？", "2家。", "滨海高新区呢？", "5家。"),
        "2021年呢？",
        "2021年滨海高新区有多少独角兽？",
    ),
    ((REVENUE, "1亿元。", "谢谢", "不客气！"), "2022年呢？", "南岭科技园2022年的营业收入是多少？"),
    ((REVENUE, "1亿元。", "北京有多少所高校？", "92所。"), "上海呢？", "上海有多少所高校？"),
    (("产值最高的园区是哪家？", "南岭科技园。[1]"), "它有多少员工？", "南岭科技园有多少员工？"),
    (("产值最高的园区是哪家？", "南岭科技园。[1]"), "占地多少公顷？", "南岭科技园占地多少公顷？"),
    (("澄江大学城的校长是谁？", "周望。[1]"), "他什么时候上任的？", "周望什么时候上任的？"),
]


@pytest.mark.parametrize(("turns", "question", "whole"), CHAINS)
def test_a_follow_up_leans_on_the_follow_up_before(turns: tuple[str, ...], question: str, whole: str) -> None:
    assert standalone(question, talk(*turns)) == whole


def test_without_a_conversation_nothing_changes() -> None:
    for _, question, _ in CASES:
        assert standalone(question, []) == question
        assert standalone(question, talk("你好", "您好！")) == question


@pytest.mark.parametrize("noun", ["今天天气", "股价", "空气质量"])
def test_what_a_noun_is_like_is_not_what_a_source_says_of_the_question_before(noun: str) -> None:
    assert "瞪羚" not in standalone(f"{noun}怎么样？", [{"role": "user", "content": FIRMS}])


def test_a_whole_question_that_was_built_is_whole() -> None:
    for before, _, whole in CASES:
        if "它" not in whole and "中" not in whole and "，" not in whole:
            again = standalone(whole, talk(before, "见下文。"))
            assert again == whole or whole.rstrip("？") in again


@given(st.text(max_size=60), st.lists(st.text(max_size=60), max_size=5))
@settings(max_examples=150, deadline=None)
def test_any_text_is_answered_with_text(question: str, turns: list[str]) -> None:
    history = talk(*turns)
    assert isinstance(standalone(question, history), str)
    assert standalone(question, history) == standalone(question, history)
    small_talk(question)


@given(
    st.lists(
        st.sampled_from(
            ["那", "2023年", "它", "其中", "的", "多少", "呢", "比", "上海", "收入", "家", "哪", "换成", "万元", "？"]
        ),
        max_size=8,
    )
)
@settings(max_examples=300, deadline=None)
def test_any_mix_of_the_words_that_matter_is_survived(pieces: list[str]) -> None:
    question = "".join(pieces)
    whole = standalone(question, talk(REVENUE, "1亿元。"))
    assert whole.strip() or not question.strip()


def test_english_follow_ups_exchange_the_year() -> None:
    assert standalone("What about 2022?", talk("What was the revenue of the park in 2023?", "1")) == (
        "What was the revenue of the park in 2022?"
    )
    assert standalone("and in 2022?", talk(REVENUE, "1亿元。")) == "南岭科技园2022年的营业收入是多少？"
    assert standalone("How large is the park?", talk(REVENUE, "1亿元。")) == "How large is the park?"


def test_english_follow_ups_exchange_what_is_named() -> None:
    before = talk("How many unicorn companies does Nanling Park have?", "1")
    assert standalone("What about listed companies?", before) == "How many listed companies does Nanling Park have?"
    assert standalone("And what about Binhai Zone?", before) == "How many unicorn companies does Binhai Zone have?"


ENGLISH = "How many listed companies did Nanling Park have in 2022?"


@pytest.mark.parametrize(
    ("before", "question", "whole"),
    [
        (ENGLISH, "And in 2023?", "How many listed companies did Nanling Park have in 2023?"),
        (ENGLISH, "What about unicorns?", "How many unicorns did Nanling Park have in 2022?"),
        (ENGLISH, "And revenue?", "What was the revenue of Nanling Park in 2022?"),
        (ENGLISH, "How many employees did it have?", "How many employees did Nanling Park have in 2022?"),
        (ENGLISH, "What was its revenue in 2021?", "What was Nanling Park's revenue in 2021?"),
        (ENGLISH, "What about revenue in 2021?", "What was the revenue of Nanling Park in 2021?"),
        (REVENUE, "What about profit?", "What was the profit of 南岭科技园 in 2023?"),
        (ENGLISH, "Where is Binhai Zone?", "Where is Binhai Zone?"),
    ],
)
def test_english_follow_ups_take_over_whom_and_when(before: str, question: str, whole: str) -> None:
    assert standalone(question, talk(before, "1")) == whole


def test_a_chinese_question_leans_on_the_chinese_of_an_english_one() -> None:
    before = talk(ENGLISH, "1")
    told = {ENGLISH.rstrip("?"): "2022年南岭科技园有多少家上市公司？"}
    assert standalone("那独角兽呢？", before, chinese=lambda text: told[text]) == "2022年南岭科技园有多少独角兽？"


def test_long_and_odd_histories() -> None:
    assert standalone("2022年呢？", talk(*[REVENUE, "好。"] * 500)) == "南岭科技园2022年的营业收入是多少？"
    assert standalone("2022年呢？", [{"role": "system", "content": "x"}, {"role": "user"}]) == "2022年呢？"
    assert standalone("多少" * 5000, talk(REVENUE)) == "多少" * 5000


SMALL_TALK = (
    "你好|您好！|hi|Hello|早上好|在吗？|谢谢|非常感谢你！|谢谢，再见|好的|知道了，谢谢|"
    "ok|你能做什么|你会什么？|你能帮我做什么呢？|怎么用|帮助|help|你是谁？|介绍一下你自己|"
    "你有什么功能|嗯嗯|哈哈哈|？？？|。|……|！！|啊啊啊啊|1|你好，你能做什么？|bye|辛苦了|"
    "嗯嗯好的谢谢|谢谢啦，帮大忙了|你是ChatGPT吗|你可以帮我干嘛|你会不会写诗|给我讲个笑话|你会出错吗|你联网吗|你真聪明|"
    "你的数据来源是什么|库里有什么资料|怎么上传文档|能举个例子吗|你准不准|没听懂|答得不对|帮我查个数|我想问个问题|hello there"
)
REAL = (
    "你好，去年收入多少|谢谢，那2022年呢？|收入|独角兽|2023年呢|为什么|"
    "帮助企业融资的政策有哪些|你知道南岭科技园有多少家企业吗|怎么使用专项资金|什么是独角兽|"
    "好未来有多少员工|在哪里|谁|多少|IASP|GDP|总结一下|介绍一下南岭科技园|有什么优惠政策|"
    "能做什么检测|你能查2023年的收入吗|出处是哪篇？|2023|什么功能区最大|哈啰单车投放了多少辆|"
    "how many parks|换成万元|对企业有哪些补贴|测试平台有几个|它呢|你确定吗|你看错了吧|你会算增长率吗|你知道园区有几家吗|"
    "你能总结一下吗|请教一下税收|我有一个问题，税收多少|怎么上传申报材料|怎么添加企业信息|不明白为什么下降|不清楚口径|给个税收的例子"
)


@pytest.mark.parametrize("text", [*SMALL_TALK.split("|"), "", "   ", "\n", "🙂"])
def test_small_talk_is_answered(text: str) -> None:
    reply = small_talk(text)
    assert reply
    assert len(reply) < 80
    assert standalone(text, talk(REVENUE, "1亿元。")) == text


@pytest.mark.parametrize("text", REAL.split("|"))
def test_a_real_question_is_never_taken_for_small_talk(text: str) -> None:
    assert small_talk(text) is None


# What a conversation ends in: the source, another unit, a summary, a question that could mean several things


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = Path(__file__).resolve().parents[2] / "eval" / "corpus"
    return Assistant.from_documents([folder], tmp_path_factory.mktemp("conversation") / "store")


TOTAL = "云湖科技园2023年营业总收入是多少？"


def _after(assistant: Assistant, question: str, before: str = TOTAL) -> Answer:
    return assistant.ask(question, talk(before, assistant.ask(before).text))


@pytest.mark.parametrize("question", ["出处是哪篇？", "来源是什么？", "这个数据出自哪个文件？", "哪份材料说的？"])
def test_the_source_is_named(corpus: Assistant, question: str) -> None:
    plain, answer = corpus.ask(TOTAL), _after(corpus, question)
    assert answer.value == plain.value == "803.7亿元"
    assert answer.text.startswith(plain.text)
    assert answer.citations[0].document in answer.text.removeprefix(plain.text)
    assert answer.citations[0].document not in plain.text


@pytest.mark.parametrize(
    ("question", "value"),
    [("换成万元", "8037000万元"), ("是多少万元？", "8037000万元"), ("换算成亿元", "803.7亿元")],
)
def test_another_unit_is_computed_and_shown_to_be(corpus: Assistant, question: str, value: str) -> None:
    answer = _after(corpus, question)
    assert answer.value == value
    assert "803.7亿元" in answer.citations[0].quote
    if value != "803.7亿元":
        assert answer.formula == f"803.7亿元 = {value}"
        assert answer.formula in answer.text
    assert answer.figures[0].surface == "803.7亿元"


def test_dollars_are_not_yuan(corpus: Assistant) -> None:
    answer = _after(corpus, "能换算成美元吗？")
    assert answer.status is Status.NO_EVIDENCE
    assert answer.value is None


@pytest.mark.parametrize("question", ["收入是多少？", "专利有多少？"])
def test_an_ambiguous_question_names_what_it_could_mean(corpus: Assistant, question: str) -> None:
    answer = corpus.ask(question)
    assert answer.status is Status.NO_EVIDENCE
    named = answer.text.split("可能指：")[1].split("。")[0].split("、")
    assert len(named) > 1
    measures = [row.measure for row in corpus.figures()]
    for name in named:
        assert any(name.endswith(measure) for measure in measures if measure), name
    assert not find_quantities(answer.text)
    assert not answer.citations


def test_a_short_question_is_answered_where_it_is_clear(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("2024年，云湖科技园实现营业收入468.9亿元。园区有企业402家。", encoding="utf-8")
    assistant = Assistant.from_documents([tmp_path / "a.txt"], tmp_path / "store")
    assert assistant.ask("营业收入是多少？").value == "468.9亿元"
    assert assistant.ask("有多少家企业？").value == "402家"


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("总结一下云湖科技园2023年的情况", "云湖科技园2023年"),
        ("请帮我概括一下停车问题", "停车问题"),
        ("归纳关于独角兽企业的要点", "独角兽企业"),
        ("云湖科技园2023年营业总收入是多少，总结一下？", "云湖科技园2023年营业总收入"),
        ("Please summarize the park's revenue", "the park's revenue"),
        ("总结报告有几份？", ""),
        ("年度总结会什么时候开？", ""),
        ("概括性描述有哪些", ""),
        ("总结一下", ""),
        ("云湖科技园有多少家企业？", ""),
    ],
)
def test_what_is_to_be_summed_up(text: str, topic: str) -> None:
    assert topic_of(text) == topic


def test_a_summary_is_figures_and_sentences_each_cited(corpus: Assistant) -> None:
    for answer in (corpus.summary("望屿湾科技城"), corpus.ask("总结一下望屿湾科技城的情况")):
        assert answer.status is Status.ANSWERED
        assert answer.value is None
        lines = answer.text.split("\n")
        assert len(lines) >= 4
        assert all(re.search(r"\[\d+\]", line) for line in lines)
        assert len(answer.figures) >= 3
        for citation in answer.citations:
            assert corpus.document(citation.document_id).text[citation.start : citation.end] == citation.quote
    assert corpus.summary("火星移民").status is Status.NO_EVIDENCE
    assert corpus.summary("").status is Status.NO_EVIDENCE


@pytest.mark.parametrize("topic", ["停车问题", "启帆氢能", "独角兽企业", "云湖科技园2024年"])
def test_a_summary_says_nothing_twice(corpus: Assistant, topic: str) -> None:
    answer = corpus.summary(topic)
    lines = [re.sub(r"\[\d+\]", "", line) for line in answer.text.split("\n")]
    assert len(lines) == len(set(lines)) >= 3
    quotes = [citation.quote for citation in answer.citations]
    assert len(quotes) == len(set(quotes))
    for one in lines:  # no line is but a part of another
        assert not any(one != other and one.strip("原文：“”。") in other for other in lines)


def test_a_summary_keeps_to_its_topic_and_time(corpus: Assistant) -> None:
    for line in corpus.summary("停车问题").text.split("\n"):
        assert re.search(r"停车|车位|停放", line), line
    for figure in corpus.summary("云湖科技园2023年").figures:
        assert figure.first is None or figure.first.year <= 2023 <= (figure.last or figure.first).year


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("介绍一下望屿湾科技城", "望屿湾科技城"),
        ("云湖科技园怎么样？", "云湖科技园"),
        ("青峦高新区的基本情况", "青峦高新区"),
        ("列出云湖科技园2024年的主要指标", "云湖科技园2024年"),
        ("云湖科技园", "云湖科技园"),
        ("云湖科技园有多少家企业？", ""),
        ("云湖科技园的孵化器有哪些？", ""),
        ("陆文澜是谁？", ""),
        ("企业情况", ""),
        ("What is Yunhu Science Park?", ""),
    ],
)
def test_whoever_is_named_alone_is_introduced(text: str, name: str) -> None:
    assert introduced(text) == name


@pytest.mark.parametrize("question", ["总结一下", "总结一下所有文档", "概括全文"])
def test_a_summary_without_a_topic_asks_for_one(corpus: Assistant, question: str) -> None:
    answer = corpus.ask(question)
    assert answer.text == TOPIC_MISSING
    assert not answer.citations


@pytest.mark.parametrize("question", ["企业", "园区情况"])
def test_a_bare_word_is_asked_back_without_noise(corpus: Assistant, question: str) -> None:
    answer = corpus.ask(question)
    assert answer.text == UNCLEAR
    assert not answer.citations


def test_the_one_with_the_most_of_three_that_were_asked(corpus: Assistant) -> None:
    history: list[dict[str, str]] = []
    for question in ("云湖科技园2024年税收是多少？", "青峦高新区呢？", "望屿湾科技城又如何？"):
        history += talk(question, corpus.ask(question, history).text)
    answer = corpus.ask("三家里最高的是哪个？", history)
    assert answer.value == "青峦高新区"
    assert answer.formula == "58.7亿元 > 41.5亿元，58.7亿元 > 12.9亿元"
    assert corpus.ask("三家一共是多少？", history).value == "113.1亿元"


def test_a_follow_up_is_summed_up(corpus: Assistant) -> None:
    answer = _after(corpus, "总结一下")
    assert answer.standalone == "总结一下云湖科技园2023年营业总收入"
    assert "803.7亿元" in answer.text


@pytest.mark.parametrize(
    ("before", "then", "whole"),
    [
        ("谷里入驻企业里IT占比多少？", "BT和CT各占多少", "谷里入驻企业里BT和CT各占多少？"),
        ("留言里停车占多少？", "食堂和宽带各占多少", "留言里食堂和宽带各占多少？"),
        ("云岭科技园有多少员工？", "2023年和2024年各是多少", "2023年和2024年云岭科技园各是多少员工？"),
    ],
)
def test_what_is_asked_of_each_is_asked_as_of_one(before: str, then: str, whole: str) -> None:
    told = [{"role": "user", "content": before}, {"role": "assistant", "content": "65%。"}]
    assert standalone(then, told) == whole
