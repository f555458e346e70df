"""Figures that differ: sources set against each other, what a question says of it, and changes from one to another."""

import pytest

from qa import Assistant, Status
from qa.ends import asks_both_ends
from qa.sources import without_dispute
from tests.conftest import Over

TALK = """溪口镇渔业座谈会实录

时间：2025年6月3日

主持人：先请渔业站站长阮长青介绍。

阮长青：好。全镇现有渔船312艘，去年渔民人均收入5.8万元。休渔期从两个月延长到四个月。

主持人：渔业合作社的理事长裴小满怎么看？

裴小满：阮站长说渔船312艘，真正出海的渔船就247艘。鱼苗的成活率原来只有四成，换了网箱以后提高到六成五。

主持人：海洋大学的苏若水教授做过调查。

苏若水：渔民人均收入没有5.8万元那么多，我们问下来是4.3万元。

主持人：谢谢各位。
"""
MORNING = """溪口早报 2025年5月6日 星期二 第2版

本报讯 2024年，溪口镇水产品产量1.36万吨，同比增长4.1%。全镇养殖面积2.4万亩，其中深水网箱3200亩。

水产研究所所长汤屿舟在溪口镇开幕的渔业节上致辞。
"""
EVENING = """溪口晚报 2025年5月9日 星期五 第3版

本报讯 记者从镇统计站获悉，2024年溪口镇水产品产量1.29万吨。镇里用卫星影像量了一遍，全镇现有养殖面积2.1万亩。

渔业局局长汤屿舟在码头验收了新渔船。
"""
YEARBOOK = """溪口渔业年鉴

编印日期：2023年7月1日

2022年，全镇养殖面积1.9万亩，渔船335艘。
"""


@pytest.fixture(scope="module")
def assistant(over: Over) -> Assistant:
    return over(座谈会实录=TALK, 溪口早报_2025年5月6日=MORNING, 溪口晚报_2025年5月9日=EVENING, 渔业年鉴=YEARBOOK)


def _figures(assistant: Assistant, question: str) -> set[str]:
    answer = assistant.ask(question)
    for cited in answer.citations:
        assert assistant.document(cited.document_id).text[cited.start : cited.end] == cited.quote
    return set((answer.value or "").split("；"))


@pytest.mark.parametrize(
    "question",
    [
        "阮长青和裴小满说的渔船数对不上，各是多少艘？",
        "渔船有多少艘，阮站长说多少，裴小满又说多少？",
        "全镇渔船到底多少艘？我看站长阮长青6月讲的和理事长裴小满讲的不一样。",
    ],
)
def test_speakers_set_against_each_other_are_asked_one_by_one(assistant: Assistant, question: str) -> None:
    assert _figures(assistant, question) == {"312艘", "247艘"}


def test_a_figure_that_a_speaker_denies_is_not_that_speakers(assistant: Assistant) -> None:
    assert _figures(assistant, "渔民人均收入，阮长青说多少，苏若水教授又说多少？") == {"5.8万元", "4.3万元"}


@pytest.mark.parametrize(
    "question",
    ["2024年水产品产量，早报和晚报报的各是多少？", "早报上的2024年水产品产量是多少，晚报上的又是多少？"],
)
def test_documents_set_against_each_other_are_asked_one_by_one(assistant: Assistant, question: str) -> None:
    assert _figures(assistant, question) == {"1.36万吨", "1.29万吨"}


def test_a_source_that_does_not_tell_is_named_missing(assistant: Assistant) -> None:
    answer = assistant.ask("2024年水产品产量同比增长多少？早报和晚报说的各是多少？")
    assert answer.status is Status.ANSWERED
    assert answer.value == "4.1%"
    assert "没有说明：晚报说的" in answer.text


@pytest.mark.parametrize(
    "question",
    ["全镇养殖面积到底是多少？几家说法不一", "全镇养殖面积有多大，一会儿一个数，请把两个都说清楚"],
)
def test_figures_said_to_differ_are_all_given_without_parts_and_old_ones(assistant: Assistant, question: str) -> None:
    assert _figures(assistant, question) == {"2.4万亩", "2.1万亩"}


def test_a_plain_question_keeps_one_answer(assistant: Assistant) -> None:
    assert len(_figures(assistant, "全镇养殖面积是多少？")) == 1


@pytest.mark.parametrize(
    ("question", "ends"),
    [
        ("休渔期从几个月延长到了几个月？", {"两个月", "四个月"}),
        ("鱼苗的成活率原来多少，现在多少？", {"四成", "六成五"}),
    ],
)
def test_from_what_to_what_gives_both_ends(assistant: Assistant, question: str, ends: set[str]) -> None:
    assert _figures(assistant, question) == ends


@pytest.mark.parametrize(
    ("question", "both"),
    [
        ("停车费从几元降到了几元？", True),
        ("更正前和更正后的产量分别是多少？", True),
        ("原来是多少，现在又是多少？", True),
        ("原来得两个月，现在几天就行？", False),
        ("从市区到园区要多少分钟？", False),
        ("现在有多少家企业？", False),
    ],
)
def test_what_asks_for_both_ends(question: str, both: bool) -> None:
    assert asks_both_ends(question) is both


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("渔船究竟多少艘？我看到的两个数不一样，都给我列一下", "渔船多少艘？"),
        ("渔船有几艘，几份材料各怎么写的", "渔船有几艘？"),
        ("全镇渔船数，年鉴和座谈会上写的对不上，分别是多少？", "全镇渔船数是多少？"),
    ],
)
def test_what_is_said_of_the_telling_is_left_out(question: str, left: str) -> None:
    assert without_dispute(question) == (left, True)


def test_two_quantities_are_not_two_figures_that_differ() -> None:
    asked = "渔船和养殖户，两个数量分别是多少？"
    assert without_dispute(asked) == (asked, False)


@pytest.mark.parametrize(
    "question",
    ["渔船究竟有多少艘？", "产量有1.36万吨和1.29万吨两种说法，分别是什么口径？", "今年和去年的产量各是多少？"],
)
def test_what_sets_nothing_against_each_other_stays_whole(question: str) -> None:
    assert without_dispute(question) == (question, False)


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("汤屿舟的职务，两份稿子写的一样吗？分别是什么", "汤屿舟的职务是什么？"),
        ("渔业站的站长到底是谁？早报和年鉴写的不是同一个人吧", "渔业站的站长是谁？"),
        ("“三网”指哪几类？两位站长讲的有没有出入", "“三网”指哪几类？"),
    ],
)
def test_what_is_asked_for_in_words_is_not_asked_as_a_figure(question: str, left: str) -> None:
    assert without_dispute(question) == (left, True)


@pytest.mark.parametrize("question", ["合作社有哪几家？请都列出来", "渔业节的头奖都给了哪些渔船？"])
def test_a_list_of_all_sets_nothing_against_each_other(question: str) -> None:
    assert without_dispute(question) == (question, False)


def test_documents_that_differ_in_words_are_both_given(assistant: Assistant) -> None:
    answer = assistant.ask("汤屿舟是什么职务？两份报纸写的不一样")
    assert answer.value is not None
    assert {part[-2:] for part in answer.value.split("；")} >= {"所长", "局长"}
    assert len({citation.document for citation in answer.citations}) == 2


def test_what_neither_speaker_says_is_refused_though_a_newspaper_says_it(assistant: Assistant) -> None:
    assert assistant.ask("全镇养殖面积是多少？").status is Status.ANSWERED
    assert assistant.ask("全镇养殖面积，阮长青说多少，裴小满又说多少？").status is Status.NO_EVIDENCE


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("全镇养殖面积有多大，早报上怎么写的？", "2.4万亩"),
        ("晚报上说全镇养殖面积是多少？", "2.1万亩"),
        ("2023年7月的年鉴里，全镇养殖面积有多大？", "1.9万亩"),
        ("渔船有多少艘，裴理事长怎么讲的？", "247艘"),
        ("按阮站长的说法，渔船有多少艘？", "312艘"),
        ("座谈会实录里，渔船有多少艘？裴理事长说的", "247艘"),
    ],
)
def test_the_one_source_that_a_question_names_is_the_one_that_answers(
    assistant: Assistant, question: str, figure: str
) -> None:
    assert _figures(assistant, question) == {figure}


def test_which_of_two_figures_is_right_gives_both_though_asked_without_a_unit(assistant: Assistant) -> None:
    assert _figures(assistant, "渔船到底312还是247？给个说法") == {"312艘", "247艘"}


REPORT = """鹿鸣农科园2022年工作总结

2022年，鹿鸣农科园支持建设17家特色农庄，特色农庄接待游客9万人次。
"""
BULLETIN = """鹿鸣农科园快讯

2024年12月30日

2024年，鹿鸣农科园技术合同成交额3164.7万元。鹿鸣农科园农户总收入近12亿元。鹿鸣农科园已有31家特色农庄。
特色农庄总收入平均增速是全县的5倍。
"""
REVIEW = """鹿鸣农科园五年回顾

鹿鸣农科园有52家特色农庄。2024年，技术合同成交额达到3165万元。预计2024年规模以上农户的总收入超过10.8亿元。2024年，鹿鸣农科园农户总收入近12亿元。
52家特色农庄接待游客超过30万人次，经营收入增速是全县平均增速的4倍。
"""


@pytest.mark.parametrize(
    ("question", "figures"),
    [
        ("特色农庄的家数各份材料写得不一致，有哪几个数？", {"17家", "31家", "52家"}),
        ("2024年技术合同成交额，两处材料写法略有出入，各是多少？", {"3164.7万元", "3165万元"}),
        ("2024年农户总收入有哪些不同的说法？", {"近12亿元", "超过10.8亿元"}),
        ("特色农庄的收入增速是全县的几倍？不同材料怎么说？", {"5倍", "4倍"}),
    ],
)
def test_what_is_said_to_differ_is_given_whenever_and_however_it_is_told(
    over: Over, question: str, figures: set[str]
) -> None:
    assert _figures(over(总结=REPORT, 快讯=BULLETIN, 回顾=REVIEW), question) == figures


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("养殖面积，一处写两万多，一处写不到三万，具体各是多少亩？", "养殖面积，具体是多少亩？"),
        ("2024年的渔业产值有哪些不同的说法？", "2024年的渔业产值是多少？"),
        ("全镇渔船有多少艘，有没有别的说法？", "全镇渔船有多少艘？"),
        ("全镇渔船有多少艘，各份材料口径统一吗？", "全镇渔船有多少艘？"),
        ("全镇渔船到底多少艘，会上几个人报的数都列一下", "全镇渔船多少艘？"),
    ],
)
def test_figures_given_in_words_and_sayings_tell_of_a_dispute(question: str, left: str) -> None:
    assert without_dispute(question) == (left, True)


def test_sayings_about_what_nobody_measures_are_asked_for_in_words() -> None:
    assert without_dispute("渔业节的来历有哪些不同的说法？")[0] != "渔业节的来历是多少？"


def test_whoever_speaks_for_a_house_may_be_asked_about_by_name(over: Over) -> None:
    told = "主持人：有请云州未来科技城管委会主任 杨小宁。\n\n杨小宁：去年，我们走访企业2077家次，解决诉求1100余件。"
    assert _figures(over(实录=told), "杨小宁他们去年走访企业跑了多少趟？") == {"2077家次"}


def test_whoever_tells_of_several_tells_of_each_its_own(over: Over) -> None:
    told = "杨小宁：西湾谷里三分之一以上的人来自国外，剑桥科技园里60%以上是跨国公司。"
    asked = "杨小宁举国外例子时，剑桥科技园里跨国公司占多大比重？"
    assert _figures(over(实录=f"主持人：有请云州未来科技城管委会主任 杨小宁。\n\n{told}"), asked) == {"60%以上"}


def test_what_a_change_cut_off_is_no_level(over: Over) -> None:
    told = "云州把药品补充申请的审批时限从200天压缩到60天。"
    assert _figures(over(通报=told), "云州药品补充申请的审批时限一共砍掉了多少天？") == {"140天"}


def test_two_figures_that_a_question_gives_differ_by_so_many(over: Over) -> None:
    told = "论坛上说，云州已有40家特色园。五年总结写道，云州有64家特色园。"
    assert _figures(over(通报=told), "从论坛时的40家到五年总结里的64家，云州特色园净增几家？") == {"24家"}
