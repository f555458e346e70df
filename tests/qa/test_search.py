"""Search: what comes first and why, whatever the size of the store and the range of the model's scores."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from index.build import build
from index.embed import StaticEmbedder, Vectors, load_embedder
from index.store import Store
from qa import Assistant
from qa.aliases import aliases, is_short_form
from qa.expansions import expansions
from qa.net import Net
from qa.pool import Asking, Weights, gather, read, vectors_of
from qa.rerank import FINDING, READING
from qa.rerank_features import FEATURES, READ, table
from qa.search import SearchConfig, search


class Faint(StaticEmbedder):
    """The shipped model with vectors a tenth as long: its scores lie in another range, their order is the same."""

    def __init__(self) -> None:
        super().__init__()
        self.shipped = False

    @property
    def fingerprint(self) -> str:
        return "faint"

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return super().encode_queries(texts) / np.float32(10)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        return super().encode_passages(texts) / np.float32(10)


QUESTIONS = ("云湖科技园2024年营业总收入是多少？", "青松产业园占地面积", "陈立国说了什么", "上市公司有几家", "新材料")


def test_the_passage_that_answers_comes_first(assistant: Assistant) -> None:
    names = {document.id: document.name for document in assistant.documents()}
    for question, name in zip(QUESTIONS[:3], ("2024.txt", "青松.md", "2024.txt"), strict=True):
        hits = search(assistant.store, question)
        assert names[hits[0].passage.document_id] == name
        scores = [hit.score for hit in hits]
        assert scores == sorted(scores, reverse=True)
        assert all(0 < score <= 1 for score in scores)


def test_another_range_of_scores_gives_the_same_order(documents: Path, tmp_path: Path, assistant: Assistant) -> None:
    faint = Faint()
    build([documents], tmp_path / "faint", embedder=faint)
    store = Store.open(tmp_path / "faint", embedding=faint)
    for question in QUESTIONS:
        one, two = search(assistant.store, question), search(store, question)
        assert [hit.passage.text for hit in one] == [hit.passage.text for hit in two]
        assert [hit.score for hit in one] == pytest.approx([hit.score for hit in two], abs=0.02)


def test_features_stay_in_bounds(assistant: Assistant) -> None:
    for question in (*QUESTIONS, "a", "？！", "多少", "\x00", "𠀀𠀁", "how many companies are there", "9" * 300):
        pool = gather(assistant.store, read(assistant.store, question), depth=20, size=10, weights=Weights())
        if pool is not None:
            found = table(assistant.store, pool)
            assert found.shape == (len(pool.passages), len(FEATURES))
            assert np.isfinite(found).all()
            assert np.abs(found).max() <= 10


def test_a_further_passage_of_one_document_steps_back(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    long = "\n".join(
        f"第{n}段：镜湖的银鱼每年都要统计，第{n}次统计由渔政站负责，结果按规定公布。" * 8 for n in range(4)
    )
    (docs / "长.txt").write_text(long, encoding="utf-8")
    (docs / "短.txt").write_text("镜湖的银鱼去年统计过一次。", encoding="utf-8")
    store = Assistant.from_documents([docs], store=tmp_path / "store").store
    close, far = (search(store, "镜湖银鱼统计", config=SearchConfig(again=loss)) for loss in (0.0, 1e6))
    assert {hit.passage.id for hit in close} == {hit.passage.id for hit in far}
    assert len({hit.passage.document_id for hit in far[:2]}) == 2
    assert len({hit.passage.document_id for hit in close}) == 2


def test_nothing_to_search(assistant: Assistant, tmp_path: Path) -> None:
    assert search(assistant.store, "") == []
    assert search(assistant.store, "收入", k=0) == []
    assert search(assistant.store, "🦄") == []


def test_without_vectors_words_still_find(assistant: Assistant) -> None:
    found = assistant.as_retriever(k=2).without_dense().invoke("青松产业园占地面积")
    assert found[0].metadata["document"] == "青松.md"


def test_traditional_characters_and_english_find_the_same(assistant: Assistant) -> None:
    for question in ("青松產業園佔地面積", "How large is the area of the Qingsong industrial park?"):
        assert assistant.as_retriever(k=1).invoke(question)[0].metadata["document"] == "青松.md"


@pytest.mark.parametrize(("path", "features"), [(READING, READ), (FINDING, FEATURES)])
def test_weights_of_other_features_are_refused(path: Path, features: tuple[str, ...]) -> None:
    record = json.loads(path.read_text(encoding="utf-8"))
    assert path.stat().st_size < 2_000_000
    Net.from_table(record, features, made_by="…")
    with pytest.raises(ValueError, match="fit them again: …"):
        Net.from_table(record | {"features": record["features"][1:]}, features, made_by="…")


def test_what_stands_for_what() -> None:
    assert is_short_form("工信部", "工业和信息化部")
    assert not is_short_form("工业", "工业和信息化部")
    assert not is_short_form("信工部", "工业和信息化部")
    assert ("发改委", "国家发展和改革委员会") in aliases("发改委说了什么", ["发改委", "说"])
    assert any("上交所" in group for group in aliases("上海证券交易所的规则", ["上海", "证券", "交易所"]))
    assert "厂家" in dict(expansions("厂商"))
    assert expansions("没有这个词的") == []


def test_a_long_form_finds_the_short_one(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "一.txt").write_text("昨天上交所公布了新的交易规则。", encoding="utf-8")
    (docs / "二.txt").write_text("昨天渔政站公布了新的捕捞规则。", encoding="utf-8")
    retriever = Assistant.from_documents([docs], store=tmp_path / "store").as_retriever(k=1)
    assert retriever.invoke("上海证券交易所公布了什么规则")[0].metadata["document"] == "一.txt"


def test_a_copy_of_a_file_takes_no_part(tmp_path: Path) -> None:
    texts = {
        f"{n}.txt": f"港区{n}号泊位简介\n{n}号泊位由{name}负责，2021年建成。\n" for n, name in enumerate("张王李赵", 1)
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    alone = Assistant.from_documents([tmp_path], store=tmp_path.with_name("alone"))
    (tmp_path / "另存.txt").write_text(texts["2.txt"], encoding="utf-8")
    twice = Assistant.from_documents([tmp_path], store=tmp_path.with_name("twice"))
    for question in ("2号泊位由谁负责？", "2号泊位哪年建成？"):
        one, two = alone.ask(question), twice.ask(question)
        assert (one.status, one.value) == (two.status, two.value)
        found = [hit.passage.text for hit in search(twice.store, question)]
        assert len(found) == len(set(found))


def test_a_question_comes_nearer_with_the_words_that_its_own_may_stand_for() -> None:
    embedder = load_embedder()
    text = "招揽了几位拿到最高学位的学者"
    asking = Asking(text, (("学位",), ("学者",)), ((("博士", 0.7),), (("人才", 0.6), ("沙发", 0.1))))
    alone, more = vectors_of(embedder, text, asking)
    told = embedder.encode_passages(["全年引进博士人才213人。"])[0]
    assert float(more @ told) > float(alone @ told)
    assert np.linalg.norm(more) == pytest.approx(1.0, abs=1e-5)
    assert alone == pytest.approx(embedder.encode_queries([text])[0])
    none = vectors_of(embedder, text, Asking(text, (("学位",),), ((),)))
    assert none[1] is none[0]
    plain = vectors_of(embedder, text, asking, meant=False)
    assert plain[1] is plain[0]  # looked for once
