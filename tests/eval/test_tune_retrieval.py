"""The reranker's fitting: it learns what tells right from wrong, and leaves unsettled passages out."""

import numpy as np

from eval.external_sets import Asked
from eval.retrieval_cases import Case, cases, worn
from eval.tune_retrieval import fitted, report
from qa import Assistant
from qa.rerank_features import FEATURES


def _cases(count: int, *, sign: float, seed: int) -> list[Case]:
    """Pools of ten whose right passage has the most of one feature, or the least."""
    random = np.random.default_rng(seed)
    made: list[Case] = []
    for _ in range(count):
        features = random.normal(size=(10, len(FEATURES))).astype(np.float32)
        right = np.arange(10) == np.argmax(sign * features[:, FEATURES.index("held")])
        made.append(Case("drcd", features, right, np.zeros(10, dtype=bool), right))
    return made


def test_the_net_learns_what_tells_right_from_wrong() -> None:
    for sign in (1.0, -1.0):
        net = fitted(_cases(1500, sign=sign, seed=1))
        held = _cases(100, sign=sign, seed=2)
        places = [int(np.argmax(net.scores(case.features.astype(np.float64)))) for case in held]
        assert np.mean([case.right[place] for case, place in zip(held, places, strict=True)]) > 0.8
        assert "(100)" in report("held", held, net)


def test_the_same_cases_give_the_same_net() -> None:
    first, second = (fitted(_cases(60, sign=1.0, seed=3)).to_table(FEATURES) for _ in range(2))
    assert first == second


def test_cases_know_right_passages_and_leave_doubtful_ones_out(assistant: Assistant) -> None:
    asked = Asked("云湖科技园2024年营业总收入是多少？", ("468.9亿元",), frozenset({"2024.txt"}), numeric=True)
    (case,) = cases("own", assistant.store, [asked])
    assert case.right.sum() == 1
    assert case.documents[case.right].all()
    assert not (case.right & case.unsettled).any()


def test_worn_questions_keep_what_has_no_like() -> None:
    asked = Asked("园区的厂商在2024年有多少家？", ("9家",), frozenset({"a"}), numeric=True)
    found = [item.question for seed in range(20) for item in worn([asked], seed=seed)]
    assert all("2024" in question for question in found)
    assert any("厂商" not in question for question in found)
    assert [q.question for q in worn([asked], seed=5)] == [q.question for q in worn([asked], seed=5)]
