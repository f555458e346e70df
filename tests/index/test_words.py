"""Folding keeps offsets; rjieba and jieba give the same words; bigrams keep numbers whole."""

import jieba
from hypothesis import given
from hypothesis import strategies as st

from index.words import add_words, bigrams, fold, words

SAMPLES = [
    "2024年云湖科技园实现营业总收入468.9亿元，同比增长13.6%。",
    "国家高新技术企业1800多家，独角兽企业50多家。",
    "他来到了网易杭研大厦，研究生命的起源。",
    "IC PARK与5G基站共同建设，面积约2405平方米",
]


@given(st.text())
def test_fold_keeps_length(text: str) -> None:
    assert len(fold(text)) == len(text)


def test_fold_unifies_width_case_and_script() -> None:
    assert fold("２０２４年ＡＢＣ營業總收入　％") == "2024年abc营业总收入 %"


def test_same_words_as_jieba() -> None:
    for text in SAMPLES:
        folded = fold(text)
        expected = [w for w in jieba.cut(folded, HMM=False) if any(c.isalnum() for c in w)]
        # Only decimals differ: jieba keeps 468.9 whole. As terms both find the same passages.
        split = [part for w in expected for part in (w.split(".") if w[0].isdigit() else [w])]
        assert words(text) == split


def test_bigrams() -> None:
    assert bigrams("云湖园收入5625.5亿元 IC") == ["云湖", "湖园", "园收", "收入", "5625.5", "亿元", "ic"]
    assert bigrams("，。 ") == []


def test_own_words_stay_whole() -> None:
    assert "星图云台" not in words("我们在星图云台办公")
    add_words(["星图云台"])
    assert "星图云台" in words("我们在星图云台办公")


@given(st.text())
def test_any_text_gives_terms(text: str) -> None:
    assert all(term.strip() == term and term for term in words(text) + bigrams(text))
