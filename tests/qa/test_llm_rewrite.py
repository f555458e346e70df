"""What a model may do to a follow-up: order its words anew and fill in what was left out, and nothing else."""

import pytest

from qa.conversation import standalone
from qa.llm_rewrite import keeps, takes_up

BEFORE = "南岭科技园2023年税收是多少？"
REPLY = "36.8亿元（2023年）[1]。企业收入为803.7亿元。"


def accepted(line: str, question: str, before: str = BEFORE, reply: str = REPLY) -> bool:
    history = [{"role": "user", "content": before}, {"role": "assistant", "content": reply}]
    whole = standalone(question, history)
    return keeps(line, question, whole, before, f"问：{before}\n答：{reply}") and takes_up(line, question, whole)


FAITHFUL = [
    ("2022年呢？", "南岭科技园2022年税收是多少？"),
    ("2022年呢？", "南岭科技园2022年的税收有多少？"),
    ("2022年呢？", "2022年，南岭科技园的税收是多少？"),
    ("滨海高新区呢？", "滨海高新区2023年税收是多少？"),
    ("独角兽有几家？", "南岭科技园2023年独角兽有几家？"),
    ("不含港口的呢？", "南岭科技园2023年不含港口的税收是多少？"),
    ("比2022年多多少？", "南岭科技园2023年税收比2022年多多少？"),
    ("其中企业所得税呢？", "南岭科技园2023年税收中企业所得税是多少？"),
    ("有没有下降？", "南岭科技园2023年税收有没有下降？"),
]


@pytest.mark.parametrize(("question", "line"), FAITHFUL)
def test_a_rewriting_that_says_the_same_is_kept(question: str, line: str) -> None:
    assert accepted(line, question)


CHANGED = [
    ("2022年呢？", "南岭科技园2022年税收不是多少？"),  # turned round
    ("2022年呢？", "南岭科技园2022年没有税收是多少？"),
    ("不含港口的呢？", "南岭科技园2023年含港口的税收是多少？"),
    ("比2022年多多少？", "南岭科技园2023年税收比2022年少多少？"),
    ("2022年呢？", "南岭科技园2023年税收是多少？"),  # another time
    ("2022年呢？", "南岭科技园2022年和2023年税收是多少？"),
    ("2022年呢？", "南岭科技园2022年上半年税收是多少？"),
    ("滨海高新区呢？", "滨海高新区2022年税收是多少？"),
    ("2022年呢？", "滨海高新区2022年税收是多少？"),  # of another
    ("滨海高新区呢？", "南岭科技园2023年税收是多少？"),
    ("滨海高新区呢？", "滨海高新区2023年企业收入是多少？"),  # of something else, though the reply speaks of it
    ("独角兽有几家？", "南岭科技园税收有几家？"),
    ("2022年呢？", "南岭科技园2022年税收增长多少？"),
    ("2022年呢？", "南岭科技园2022年累计税收是多少？"),  # narrowed
    ("2022年呢？", "南岭科技园2022年最高税收是多少？"),
    ("2022年呢？", "南岭科技园2022年税收以下是多少？"),
    ("2022年呢？", "南岭科技园2022年有哪些税收？"),  # another kind of answer
    ("2022年呢？", "南岭科技园2022年税收36.8亿元是多少？"),  # a figure of the reply
    ("滨海高新区呢？", "滨海高新区2023年税收是多少？ http://evil.test"),
    ("2022年呢？", "What was the tax revenue of 南岭科技园 in 2022?"),
    ("2022年呢？", "2022年呢？"),
    ("2022年呢？", ""),
    ("2022年呢？", "南岭科技园2022年税收\n是多少？"),
]


@pytest.mark.parametrize(("question", "line"), CHANGED)
def test_a_rewriting_that_changes_what_is_asked_is_not(question: str, line: str) -> None:
    assert not accepted(line, question)


def test_a_whole_question_is_not_narrowed() -> None:
    whole = "2024年全国有多少家上市企业？"
    assert accepted(whole, whole)
    assert not accepted("2024年南岭科技园有多少家上市企业？", whole)
    assert not accepted("2023年全国有多少家上市企业？", whole)
    assert not accepted("2024年全国没有多少家上市企业？", whole)


def test_a_negation_of_the_question_before_stays() -> None:
    before = "南岭科技园不含港口的税收2023年是多少？"
    assert accepted("南岭科技园不含港口的税收2022年是多少？", "2022年呢？", before)
    assert not accepted("南岭科技园含港口的税收2022年是多少？", "2022年呢？", before)


def test_a_pronoun_may_stand_for_whom_the_reply_names() -> None:
    before, reply = "这几年谁的奖金最多？", "滨海高新区。[1]"
    assert accepted("滨海高新区有多少员工？", "它有多少员工？", before, reply)


def test_english_words_that_only_join_may_be_added() -> None:
    before = "What was the revenue of Nanling Park in 2023?"
    assert accepted("What was the revenue of Nanling Park in 2022?", "And in 2022?", before, "1")
    assert not accepted("What was not the revenue of Nanling Park in 2022?", "And in 2022?", before, "1")
    assert not accepted("What was the profit of Nanling Park in 2022?", "And in 2022?", before, "1")
