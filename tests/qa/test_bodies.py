"""Companies are 公司 to one who asks and 企业 to one who writes."""

import pytest

from qa import Assistant
from qa.bodies import with_like_bodies
from qa.question import understand
from tests.conftest import Over

TEXTS = {
    "示范区年报": "白鹭湖示范区2024年年报\n\n2024年，白鹭湖拥有上市企业87家，跨国公司总部16家。\n",
    "早报": "白鹭湖早报 2025年3月2日\n\n目前，白鹭湖集聚了上市企业87家，平均每天诞生科技型企业近3家。\n",
    "特色园简报": "白鹭湖特色园简报\n\n白鹭湖以特色园为载体打造产业集群，聚集600余家科技企业，其中上市公司超12家。\n",
}


@pytest.fixture(scope="module")
def assistant(over: Over) -> Assistant:
    return over(**TEXTS)


def test_the_other_word_for_companies_is_met_as_the_same(assistant: Assistant) -> None:
    assert assistant.ask("How many listed companies are there in 白鹭湖?").value == "87家"


def test_a_question_is_put_in_the_word_that_the_passages_have(assistant: Assistant) -> None:
    other = with_like_bodies(understand("白鹭湖有多少家上市公司？"), assistant.passages())
    assert other is not None
    assert other.text == "白鹭湖有多少家上市企业？"
    assert with_like_bodies(understand("白鹭湖有多少家初创公司？"), assistant.passages()) is None
    assert with_like_bodies(understand("白鹭湖有多少家公司？"), assistant.passages()) is None
