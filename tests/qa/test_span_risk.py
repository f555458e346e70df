"""Of spans that are about as likely the one is told that agrees with most of them; names stay as they are."""

import numpy as np
import pytest

from index.types import Passage
from qa.evidence import Candidate
from qa.question import understand
from qa.span import answer_span
from qa.span_features import Spans, spans
from qa.span_question import asked
from qa.span_risk import safest
from qa.span_told import lists_all

STORM = "受台风影响,三号吊机倒在堆场上,码头停运三天,货轮改去北港。"
MUSEUM = "新馆的外墙用的是青灰色陶板,屋顶铺铜瓦,由本地匠人烧制。"


def told(question: str, sentence: str, likely: dict[str, float]) -> str:
    """Return the words that are chosen where the given ones have the given scores and all others none to speak of."""
    gap = asked(question)
    found = spans(gap, sentence)
    assert found is not None
    best = safest(gap, found, scores(found, likely))
    return found.scene.text[found.scene.starts[found.first[best]] : found.scene.ends[found.last[best]]]


def answer(question: str, sentence: str) -> str:
    passage = Passage(0, "d", 0, len(sentence), sentence)
    start, end = answer_span(understand(question), Candidate(passage, None, 0, len(sentence), sentence, ()))
    return sentence[start:end]


def scores(found: Spans, likely: dict[str, float]) -> np.ndarray:
    seen = found.scene
    words = [
        seen.text[seen.starts[a] : seen.ends[b]] for a, b in zip(found.first.tolist(), found.last.tolist(), strict=True)
    ]
    assert set(likely) <= set(words)
    return np.array([likely.get(word, -60.0) for word in words])


def test_what_happened_is_told_with_the_clause_that_is_as_likely() -> None:
    likely = {
        "三号吊机倒在堆场上": 9.0,
        "码头停运三天": 8.9,
        "三号吊机倒在堆场上,码头停运三天": 8.0,
        "三号吊机倒在堆场上,码头": 8.5,
    }
    assert told("台风造成了什么后果？", STORM, likely) == "三号吊机倒在堆场上,码头停运三天"


def test_a_clear_favourite_stays() -> None:
    likely = {"码头停运三天": 30.0, "三号吊机倒在堆场上": 8.0, "三号吊机倒在堆场上,码头停运三天": 8.0}
    assert told("台风造成了什么后果？", STORM, likely) == "码头停运三天"


def test_a_thing_grows_within_its_clause_alone() -> None:
    likely = {
        "陶板": 9.0,
        "青灰色陶板": 8.9,
        "青灰色": 8.8,
        "青灰色陶板,屋顶铺铜瓦": 8.9,
        "青灰色陶板,屋顶铺铜瓦,由本地匠人烧制": 8.9,
    }
    assert told("新馆的外墙用的是什么材料？", MUSEUM, likely) == "青灰色陶板"


@pytest.mark.parametrize(
    "question", ["外墙用的是哪种材料？", "屋顶铺的东西叫什么？", "外墙用的材料是？", "外墙用的是木料和什么？"]
)
def test_one_of_several_and_what_a_thing_is_called_stay_as_they_are(question: str) -> None:
    assert told(question, MUSEUM, {"陶板": 9.0, "青灰色陶板": 8.9, "青灰色": 8.8}) == "陶板"


def test_a_thing_takes_in_nothing_said_of_it() -> None:
    likely = {"石斛": 9.0, "石斛是附生兰": 8.9, "把石斛": 8.9, "把石斛是附生兰": 8.9}
    assert told("展柜里放着什么植物？", "展柜里把石斛是附生兰写在牌上。", likely) == "石斛"


def test_a_reason_begins_where_the_sentence_says_that_it_does() -> None:
    sentence = "他十岁入馆学艺,后来因摔坏铜镜离开了馆里。"
    likely = {
        "摔坏铜镜": 9.0,
        "他十岁入馆学艺,后来因摔坏铜镜": 8.9,
        "他十岁入馆学艺,后来因摔坏铜镜离开了馆里": 8.9,
        "摔坏铜镜离开了馆里": 8.0,
    }
    assert told("他为什么离开了馆里？", sentence, likely).startswith("摔坏铜镜")


def test_who_it_is_stays_as_it_is() -> None:
    sentence = "开馆那天由馆长周维岳致辞。"
    assert told("开馆那天谁致辞？", sentence, {"周维岳": 9.0, "馆长周维岳": 8.9, "馆长": 8.8}) == "周维岳"


def test_an_enumeration_of_something_else_is_not_what_a_thing_is_good_for() -> None:
    assert "把谷物碾成细粉" in answer("石磨有什么作用？", "石磨，别名石碾、石臼、石转，能把谷物碾成细粉，供人做饼。")
    assert "叶片薄而坚韧" in answer("石耳有什么特点？", "石耳，又名岩菇、石衣、石花，叶片薄而坚韧，背面密生黑毛。")


def test_what_a_thing_is_like_may_be_one_statement() -> None:
    sentence = "种子宽卵形，顶端生有白色的绢毛，随风飘散。"
    for question in ("白藤的种子有什么特点？", "白藤的种子有哪些特征？"):
        assert lists_all(asked(question), sentence[:-1], sentence, 0.4)
    assert not lists_all(asked("白藤的种子有哪些买家？"), sentence[:-1], sentence, 0.4)
    assert not lists_all(asked("白藤的叶柄与树皮有什么特点？"), sentence[:-1], sentence, 0.4)
