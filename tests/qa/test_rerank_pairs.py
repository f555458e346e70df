"""What the reranker sees of a question's character pairs: names that documents begin with, rare runs, telling sentences."""

from pathlib import Path

import pytest

from qa import Assistant
from qa.pool import Weights, gather, read
from qa.rerank_features import FEATURES, table
from qa.search import SearchConfig, search

DOCUMENTS = {
    "石鹭": "石鹭，又称灰颈鹭，是一种水鸟。分布于沿海滩涂、河口和盐田。体长约65厘米，颈部灰色。每窝产卵三至五枚。",
    "小石鹭": "小石鹭，俗名海婆子，体长约40厘米，颈部棕色。分布于内陆湖泊和水库。每窝产卵两枚，常与石鹭认错。",
    "水鸟": "鸟类调查队在滩涂记录到水鸟二十七种。调查显示，水鸟的分布与潮位有关。队员把体长、产卵数一一记下。",
    "顾望舒": "顾望舒，安徽宣城人，口腔科医生。1987年毕业，同年分到青阳县医院。2003年任主任。退休后返聘三年。",
    "医院": "滨州路医院现有床位820张。院里的顾医生和望江的舒医生都是口腔科医生，毕业后分到县医院，现任主任。",
    "仓库": "旧仓库于1931年建成。仓库共有六层。货物的名目很多。",
    "码头": "码头边有六层的办公楼，前年起归港务集团经营和修理。货轮的名目很多。仓库在1978年改作他用。",
}


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("birds")
    for name, text in DOCUMENTS.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return Assistant.from_documents([folder], store=folder / "store")


def _seen(assistant: Assistant, question: str) -> dict[str, dict[str, float]]:
    """Return the features of each document's passage, by the document's name."""
    store = assistant.store
    pool = gather(store, read(store, question), depth=20, size=20, weights=Weights())
    assert pool is not None
    names = {document.id: Path(document.name).stem for document in store.documents()}
    rows = table(store, pool).tolist()
    return {
        names[passage.document_id]: dict(zip(FEATURES, row, strict=True))
        for passage, row in zip(pool.passages, rows, strict=True)
    }


@pytest.mark.parametrize("question", ["石鹭的体长是多少？", "石鹭分布在哪些地方？", "石鹭每窝产卵多少枚？"])
def test_the_document_of_that_name_comes_before_that_of_a_longer_one(assistant: Assistant, question: str) -> None:
    assert assistant.as_retriever(k=1).invoke(question)[0].metadata["document"] == "石鹭.txt"


def test_a_document_is_about_what_it_begins_with(assistant: Assistant) -> None:
    seen = _seen(assistant, "石鹭的体长是多少？")
    assert seen["石鹭"]["subject"] > 0
    assert seen["石鹭"]["subject_behind"] == 0
    assert seen["小石鹭"]["subject"] == 0
    assert seen["小石鹭"]["subject_behind"] < 0


def test_marks_before_the_first_name_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("《渡口》是一部1992年的故事片，讲摆渡人的三十年。", encoding="utf-8")
    (tmp_path / "b.txt").write_text("影片《渡口》的配乐用了一把二胡。", encoding="utf-8")
    seen = _seen(Assistant.from_documents([tmp_path], store=tmp_path / "store"), "《渡口》的配乐是什么？")
    assert seen["a"]["subject"] > 0
    assert seen["b"]["subject"] == 0


def test_a_name_cut_into_words_counts_where_it_stands_whole(assistant: Assistant) -> None:
    seen = _seen(assistant, "顾望舒哪年毕业？")
    assert seen["顾望舒"]["run_behind"] == 0
    assert seen["医院"]["run_behind"] < -0.2


def test_one_sentence_that_tells_the_question_is_seen(assistant: Assistant) -> None:
    seen = _seen(assistant, "仓库共有几层？")
    assert seen["仓库"]["sentence"] > seen["码头"]["sentence"]
    assert seen["仓库"]["sentence_unit"] == 1  # 六层 stands in that sentence; in the other document beside the office
    assert seen["码头"]["unit"] == 1
    assert seen["码头"]["sentence_unit"] == 0


def test_the_sentence_asked_has_the_time_asked(assistant: Assistant) -> None:
    seen = _seen(assistant, "旧仓库什么时候建成？")
    assert seen["仓库"]["sentence_times"] == 1
    assert _seen(assistant, "旧仓库是谁建成的？")["仓库"]["sentence_times"] == 0  # no time is asked for


def test_pairs_of_one_passage_alone_count_for_more(assistant: Assistant) -> None:
    seen = _seen(assistant, "水鸟的体长和俗名是什么？")
    assert seen["小石鹭"]["alone"] > seen["石鹭"]["alone"]  # only one has 俗名


def test_texts_that_end_within_a_sentence_do_not_run_over(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("仓库", encoding="utf-8")
    (tmp_path / "b.txt").write_text("共有六层", encoding="utf-8")
    seen = _seen(Assistant.from_documents([tmp_path], store=tmp_path / "store"), "仓库共有几层？")
    assert all(0 < row["sentence"] < 0.7 for row in seen.values())


def test_an_english_question_is_ordered_by_the_words_alone(assistant: Assistant) -> None:
    def order(question: str, *, finding: bool) -> list[float]:
        return [hit.score for hit in search(assistant.store, question, config=SearchConfig(finding=finding))]

    english = "How many floors does the warehouse have?"
    assert order(english, finding=True) == order(english, finding=False)
    assert order("仓库有几层？", finding=True) != order("仓库有几层？", finding=False)
