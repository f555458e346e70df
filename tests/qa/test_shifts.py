"""What a change came to, in words of saving and difference, with its rate, backwards and without its parts, over a small corpus."""

import pytest

from qa import Assistant, Status
from qa.compute import Operation, plan
from tests.conftest import Over

DOCUMENTS = {
    "港": """东篱港务局2024年工作总结
2025年1月16日

2024年，东篱港全年货物吞吐量3260万吨，比上年增长8.5%；集装箱吞吐量148万标箱，是2019年的1.6倍。港口现有泊位42个，其中万吨级泊位18个。
通关提速成效明显，进口货物整体通关时间由36小时压缩到9小时，船舶平均在港停时从52小时缩短至39小时，引航等待时间缩短了2.5小时。
港区企业中，物流占48%，船舶修造占21%，贸易占17%。拖车司机人均月收入从6800元提高到8500元。
岸电使用率12%，是全省港口平均水平的2.4倍。
""",
    "馆": """云岭博物馆2023年度报告
2024年2月3日

2023年，云岭博物馆接待观众96万人次，比2022年增长60%。馆藏文物11.2万件，已完成数字化4.7万件。
讲解员由25人增加到40人。临时展览的筹备周期从180天缩短到120天，文物修复排队时间由14个月减至8个月。
观众里，学生占34%，本地居民占29%，外地游客占22%。文创收入1860万元，较上年增长24%。
""",
    "站": """青岚客运站2024年运行情况
2025年1月8日

2024年，青岚客运站发送旅客410万人次，同比下降6%。安检通道由4条增加到6条，旅客平均候车时间从48分钟压缩到30分钟，检票用时由12分钟缩短为5分钟。
退票手续费从20元降到5元。
""",
}


@pytest.fixture(scope="module")
def assistant(over: Over) -> Assistant:
    return over(**DOCUMENTS)


@pytest.mark.parametrize(
    ("question", "value", "formula"),
    [
        ("进口货物整体通关时间前后相差多少小时？", "27小时", "36小时 − 9小时 = 27小时"),
        ("东篱港船舶在港停时省下来多少小时？", "13小时", "52小时 − 39小时 = 13小时"),
        ("进口货物通关我们办得比以前快多了，前后一比，省出来多少小时？", "27小时", "36小时 − 9小时 = 27小时"),
        ("拖车司机月收入前后差了多少元？", "1700元", "8500元 − 6800元 = 1700元"),
        (
            "进口货物通关时间压缩了多少小时，压缩幅度是多少？",
            "27小时；75%",
            "36小时 − 9小时 = 27小时，27小时 ÷ 36小时 = 75%",
        ),
        (
            "云岭博物馆讲解员增加了多少人，增幅百分之几？",
            "15人；60%",
            "40人 − 25人 = 15人，15人 ÷ 25人 = 60%",
        ),
        (
            "展览筹备周期省下多少天，文物修复排队又省下多少个月？",
            "60天；6个月",
            "180天 − 120天 = 60天，14个月 − 8个月 = 6个月",
        ),
        (
            "候车时间压缩了多少分钟？",
            "18分钟",
            "48分钟 − 30分钟 = 18分钟",
        ),
        ("青岚客运站检票省出来多少分钟？", "7分钟", "12分钟 − 5分钟 = 7分钟"),
        (
            "船舶在港停时和进口货物整体通关时间各缩短了多少小时？",
            "13小时；27小时",
            "52小时 − 39小时 = 13小时，36小时 − 9小时 = 27小时",
        ),
        ("讲解员从25人扩到40人，人数增加了百分之几？", "60%", "40人 − 25人 = 15人，15人 ÷ 25人 = 60%"),
        ("港区企业里，把做物流的、船舶修造的、贸易的都去掉，剩下别的行当还占百分之几？", "14%", "100% − 48% − 21% − 17% = 14%"),
        ("东篱港2019年集装箱吞吐量是多少（用2024年的数和倍数推）？", "92.5万标箱", "148万标箱 ÷ 1.6倍 = 92.5万标箱"),
        ("岸电使用率说是全省港口的两倍多，那倒过来推，全省港口是百分之几？", "5%", "12% ÷ 2.4倍 = 5%"),
        (
            "云岭博物馆2023年的文创收入和涨幅材料里都有，帮我倒推一下，2022年是多少万元？",
            "1500万元",
            "1860万元 ÷ (1 + 24%) = 1500万元",
        ),
    ],
)  # fmt: skip
def test_it_is_computed(assistant: Assistant, question: str, value: str, formula: str) -> None:
    answer = assistant.ask(question)
    assert answer.status is Status.ANSWERED
    assert (answer.value, answer.formula) == (value, formula)
    for citation in answer.citations:
        assert assistant.document(citation.document_id).text[citation.start : citation.end] == citation.quote


@pytest.mark.parametrize(
    "question",
    [
        "出口货物整体通关时间前后相差多少小时？",  # 进口 is told
        "锚地等泊时间压缩了多少小时，降幅百分之几？",
        "修船工月收入前后差了多少元？",
        "行李托运时间省出来多少分钟？",  # another change of that sentence
        "改签手续费省了多少元？",
        "保安从25人扩到42人，人数增加了百分之几？",
        "东篱港2018年集装箱吞吐量是多少（用2024年的数和倍数推）？",
        "讲解员和保安各增加了多少人？",
    ],
)
def test_what_is_not_told_is_not_computed(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert (answer.status, answer.value) == (Status.NO_EVIDENCE, None)


@pytest.mark.parametrize(
    "question",
    [
        "云岭博物馆文创收入和增速报告里都有，倒推一下上年是多少万元？",
        "港区企业扣掉物流和报关，剩下的还占百分之几？",
        "泊位数上，港务局和海事局两家说法之间差了多少个？",
        "仓库盘点省下多少小时？",
    ],
)
def test_no_operand_is_given_for_what_is_to_be_reckoned(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.value is None or answer.formula is not None


def test_what_was_saved_may_be_stated(assistant: Assistant) -> None:
    answer = assistant.ask("引航等待时间省下多少小时？")
    assert (answer.value, answer.formula) == ("2.5小时", None)


@pytest.mark.parametrize(
    "text", ["从甲地到乙地快多少分钟", "高铁和动车相差多少元", "甲园2024年和2023年前后相差多少家", "省内有多少家企业"]
)
def test_two_things_or_times_are_no_change_of_one(text: str) -> None:
    found = plan(text)
    assert found is None or found.operation is not Operation.GROWTH
    assert found is None or found.operands[0].label != "现在"
