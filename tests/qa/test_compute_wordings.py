"""Computed questions in the words that staff use: what each is planned as, and what comes of it over a small corpus."""

import pytest

from qa import Assistant, Status
from qa.compute import Operation, plan
from qa.plans import Needs
from tests.conftest import Over

PLANNED: list[tuple[str, Operation, list[tuple[str, str]]]] = [
    (
        "东港园从40家发展到现在的数，增加了几家？",
        Operation.DIFFERENCE,
        [("目前东港园有多少家？", ""), ("东港园有多少家？", "40家")],
    ),
    (
        "在册企业从2021年的1860家到2024年底，一共添了多少家？",
        Operation.DIFFERENCE,
        [("2024年底在册企业有多少家？", ""), ("2021年在册企业有多少家？", "1860家")],
    ),
    (
        "平均住院日从2019年到2023年缩短了几天？",
        Operation.DIFFERENCE,
        [("平均住院日2023年是多少天？", ""), ("平均住院日2019年是多少天？", "")],
    ),
    (
        "每台成本从2021年到去年降了多少元？",
        Operation.DIFFERENCE,
        [("每台成本去年是多少元？", ""), ("每台成本2021年是多少元？", "")],
    ),
    (
        "登记专利扣掉发明专利还剩多少件",
        Operation.REST,
        [("登记专利有多少件？", ""), ("发明专利登记专利有多少件？", "")],
    ),
    (
        "审批时限前后一比缩短了多少天？",
        Operation.DIFFERENCE,
        [("审批时限缩短到多少天？", ""), ("审批时限原来是多少天？", "")],
    ),
    (
        "护士离职率降了多少个百分点",
        Operation.DIFFERENCE,
        [("护士离职率降到多少？", ""), ("护士离职率原来是多少？", "")],
    ),
    (
        "外籍人才离目标还差多少人？",
        Operation.DIFFERENCE,
        [("外籍人才的目标有多少人？", ""), ("外籍人才实际有多少人？", "")],
    ),
    (
        "独角兽企业115家跟93家这两个说法相差多少家",
        Operation.DIFFERENCE,
        [("独角兽企业有多少家？", "115家"), ("独角兽企业有多少家？", "93家")],
    ),
    (
        "东港园和西岭园哪个税收高，高多少？",
        Operation.DIFFERENCE,
        [("东港园的税收是多少？", ""), ("西岭园的税收是多少？", "")],
    ),
    (
        "东港园先成立，西岭园后升级，两个年份差几年？",
        Operation.YEARS,
        [("东港园成立是什么时候？", ""), ("西岭园升级是什么时候？", "")],
    ),
    (
        "医师和护士加起来2023年潞河医院有多少人？",
        Operation.SUM,
        [("2023年潞河医院医师有多少人？", ""), ("2023年潞河医院护士有多少人？", "")],
    ),
    (
        "东港科技谷IT、BT、CT三块加起来占多少",
        Operation.SUM,
        [("东港科技谷IT占多少？", ""), ("东港科技谷BT占多少？", ""), ("东港科技谷CT占多少？", "")],
    ),
    (
        "入驻企业里，IT、BT两类之外的还剩百分之几？",
        Operation.COMPLEMENT,
        [("入驻企业中IT占百分之几？", ""), ("入驻企业中BT占百分之几？", "")],
    ),
    (
        "技术合同里2024年没卖到省外的有多少亿元？",
        Operation.REST,
        [("2024年技术合同是多少亿元？", ""), ("2024年技术合同中卖到省外是多少亿元？", "")],
    ),
    (
        "存量专利盘点过但还没入库的还剩多少件",
        Operation.REST,
        [("存量专利盘点过有多少件？", ""), ("存量专利入库有多少件？", "")],
    ),
    (
        "东港园不出口的企业有多少家？",
        Operation.REST,
        [("东港园企业有多少家？", ""), ("东港园出口的企业有多少家？", "")],
    ),
    (
        "四级手术折算下来有多少台？",
        Operation.PRODUCT,
        [("四级手术有多少台？", ""), ("四级手术占百分之几？", "")],
    ),
    (
        "技术合同平均一项多少万元（成交额除以项数）",
        Operation.MEAN,
        [("技术合同成交额是多少万元？", ""), ("技术合同成交额有多少项？", "")],
    ),
    (
        "23家园区平均每家入驻多少家企业？",
        Operation.MEAN,
        [("园区入驻多少家企业？", ""), ("园区有多少家？", "23家")],
    ),
    (
        "青石学校平均每个班多少学生？",
        Operation.MEAN,
        [("青石学校有多少学生？", ""), ("青石学校有多少个班？", "")],
    ),
    (
        "夏粮平均亩产多少公斤？",
        Operation.MEAN,
        [("夏粮产量是多少公斤？", ""), ("夏粮面积是多少亩？", "")],
    ),
    (
        "东院区有多少张床位？（全院减去本部）",
        Operation.DIFFERENCE,
        [("全院有多少张床位？", ""), ("本部有多少张床位？", "")],
    ),
    (
        "按增长8%倒推，企业总收入上一年大概多少亿",
        Operation.UNGROWN,
        [("企业总收入是多少亿？", ""), ("企业总收入增长了百分之几？", "8%")],
    ),
    (
        "西岭园的研发投入强度大约是多少？按东港园12%、2.4倍推算",
        Operation.UNMULTIPLIED,
        [("东港园的研发投入强度是多少？", "12%"), ("东港园的研发投入强度是西岭园的几倍？", "2.4倍")],
    ),
    (
        "高新技术企业占在册企业的百分之几，2024年",
        Operation.SHARE,
        [("2024年高新技术企业是多少？", ""), ("2024年在册企业是多少？", "")],
    ),
    (
        "How many more beds did East Hospital have at the end of 2024 than at the end of 2023?",
        Operation.DIFFERENCE,
        [
            ("How many beds did East Hospital have at the end of 2024?", ""),
            ("How many beds did East Hospital have at the end of 2023?", ""),
        ],
    ),
    (
        "How many of East Hospital's staff are not nurses?",
        Operation.REST,
        [("How many staff does East Hospital have?", ""), ("How many of East Hospital's staff are nurses?", "")],
    ),
    (
        "How many years after the school was founded did it move?",
        Operation.YEARS,
        [("When did it move?", ""), ("When was school founded?", "")],
    ),
    (
        "What was the revenue per employee of East Port in 2024?",
        Operation.MEAN,
        [("What was the revenue of East Port in 2024?", ""), ("How many employees did East Port have in 2024?", "")],
    ),
]


@pytest.mark.parametrize(("text", "operation", "operands"), PLANNED)
def test_wordings_are_planned(text: str, operation: Operation, operands: list[tuple[str, str]]) -> None:
    found = plan(text)
    assert found is not None
    assert found.operation is operation
    assert [(operand.question, operand.stated) for operand in found.operands] == operands


@pytest.mark.parametrize(
    "text",
    [
        "东港园未来五年要建多少座厂房？",  # 未来 denies nothing
        "注册资本不低于多少万元？",
        "非公企业税收是多少亿元？",
        "不动产登记有多少件？",
        "从签约到拿到执照最快几天？",
        "折合人民币多少亿元？",
        "东港园2024年营业收入是多少亿元？",
        "一年内新增了多少家企业？",
        "比重是多少？",
    ],
)
def test_a_plain_question_is_answered_plainly(text: str) -> None:
    """It has no plan, or one that gives way to a stated figure."""
    found = plan(text)
    assert found is None or found.fallback


def test_a_share_stands_in_for_a_part() -> None:
    found = plan("运营人员里没有专业背景的有多少人？")
    assert found is not None
    assert found.instead is not None
    assert [operand.needs for operand in found.instead.operands] == [Needs.BASE, Needs.RATE]
    assert found.instead.operands[1].question == "运营人员中有专业背景占百分之几？"


DOCUMENTS = {
    "一": """沙河医院2023年工作总结
2024年1月18日

2023年，沙河医院全年门急诊量182.6万人次，比上年增长14.5%；出院病人6.8万人次。年末开放床位1250张。职工2180人，其中医师720人，护士1040人。
全年完成手术3.1万台，其中四级手术占22%。发表论文460篇，其中被SCI收录的有215篇。
平均住院日由2019年的9.2天缩短到6.8天。
""",
    "二": """沙河医院2024年工作总结
2025年1月20日

2024年，沙河医院全年门急诊量198.2万人次。年末开放床位1400张，分设本部和东院区，其中本部980张。
全年医疗收入23.9亿元，医疗支出23.1亿元。护士离职率由7.2%降到5.4%。外来投诉共312件，其中与候诊时间有关的占45%。
人才引进的目标是450人，年末实有412人。
""",
    "三": """青石乡中心学校工作简报
2025年9月12日

本学期，全校在校学生1680人，其中住宿生504人。教学班42个，专任教师120人。
学校建于1958年，2012年迁入新址。兴趣小组里，音乐占35%，美术占25%，体育占20%。
""",
}


@pytest.fixture(scope="module")
def assistant(over: Over) -> Assistant:
    return over(**DOCUMENTS)


@pytest.mark.parametrize(
    ("question", "value", "formula"),
    [
        ("医师和护士加起来2023年沙河医院有多少人？", "1760人", "720人 + 1040人 = 1760人"),
        ("沙河医院平均住院日从2019年到2023年缩短了几天？", "2.4天", "9.2天 − 6.8天 = 2.4天"),
        ("沙河医院护士离职率降了多少个百分点", "1.8个百分点", "7.2% − 5.4% = 1.8个百分点"),
        ("沙河医院2023年没有被SCI收录的论文有几篇", "245篇", "460篇 − 215篇 = 245篇"),
        ("沙河医院2023年的四级手术折算下来有多少台？", "6820台", "3.1万台 × 22% = 6820台"),
        ("沙河医院2024年结余多少亿元（医疗收入减医疗支出）？", "0.8亿元", "23.9亿元 − 23.1亿元 = 0.8亿元"),
        ("倒推一下，沙河医院2022年的门急诊量大概是多少", "约159.48万人次", "182.6万人次 ÷ (1 + 14.5%) ≈ 159.48万人次"),
        ("沙河医院人才引进离目标差多少人？", "38人", "目标是450人 − 412人 = 38人"),
        ("青石乡中心学校平均每个班多少学生？", "40人", "1680人 ÷ 42个 = 每个40人"),
        ("青石乡中心学校兴趣小组里，音乐、美术、体育三类之外的占百分之几？", "20%", "100% − 35% − 25% − 20% = 20%"),
        ("青石乡中心学校不住宿的学生有多少人？", "1176人", "1680人 − 504人 = 1176人"),
        ("沙河医院2023年的四级手术，折成台数是多少？", "6820台", "3.1万台 × 22% = 6820台"),
        ("沙河医院2023年的四级手术占22%，折合多少台？", "6820台", "3.1万台 × 22% = 6820台"),
        ("青石乡中心学校兴趣小组音乐、美术、体育三类占比合计多少？", "80%", "35% + 25% + 20% = 80%"),
        ("沙河医院2023年职工里医师和护士合计多少人？", "1760人", "720人 + 1040人 = 1760人"),
        ("青石乡中心学校学生除去住宿生还有多少人？", "1176人", "1680人 − 504人 = 1176人"),
    ],
)
def test_wordings_are_computed(assistant: Assistant, question: str, value: str, formula: str) -> None:
    answer = assistant.ask(question)
    assert answer.status is Status.ANSWERED
    assert (answer.value, answer.formula) == (value, formula)
    for citation in answer.citations:
        assert assistant.document(citation.document_id).text[citation.start : citation.end] == citation.quote


@pytest.mark.parametrize(
    "question",
    [
        "青石乡中心学校男生比女生多多少人？",
        "沙河医院2021年的门急诊量比2020年少多少万人次？",
        "沙河医院2024年的医疗收入比2021年多多少亿元？",
        "沙河医院的药师比护士少多少人？",
    ],
)
def test_a_missing_operand_is_no_reason_to_compute_with_another(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.status is Status.NO_EVIDENCE
    assert answer.value is None
    assert answer.formula is None


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("沙河医院2023年末开放床位多少张？", "1250张"),
        ("青石乡中心学校有多少专任教师？", "120人"),
        ("沙河医院2024年护士离职率是多少？", "5.4%"),
    ],
)
def test_a_plain_question_is_not_computed(assistant: Assistant, question: str, value: str) -> None:
    answer = assistant.ask(question)
    assert answer.formula is None
    assert answer.value == value
