"""A real language model with random weights, made here: protocol, streaming, stopping, and garbage that is not shown.

It is served twice: by our own loopback server around `generate`, and by transformers' own server in another process.
"""

import importlib.util
import os
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from qa import Assistant, Status
from qa.llm_model import LanguageModelSettings
from tests.conftest import REPORT_2023, REPORT_2024
from tests.qa.llm_server import Act, serving

pytest.importorskip("langchain_openai")

QUESTION = "云湖科技园2024年营业总收入是多少？"
RIGHT = "468.9亿元"
SERVER = Path(__file__).with_name("tiny_server.py")


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Llama of one layer with random weights, and a byte-level tokenizer trained on one sentence."""
    import torch
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    folder = tmp_path_factory.mktemp("tiny") / "model"
    raw = Tokenizer(models.BPE())
    raw.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    raw.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(vocab_size=500, special_tokens=["<s>", "</s>"], initial_alphabet=alphabet)
    raw.train_from_iterator([f"云湖科技园实现营业总收入{RIGHT}[1]。"] * 3, trainer)
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=raw, bos_token="<s>", eos_token="</s>", pad_token="</s>")
    tokenizer.chat_template = "{% for m in messages %}{{ m['role'] }}: {{ m['content'] }}\n{% endfor %}assistant:"
    torch.manual_seed(0)
    size = {"hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 1}
    heads = {"num_attention_heads": 2, "num_key_value_heads": 2, "max_position_embeddings": 16384}
    model = LlamaForCausalLM(LlamaConfig(vocab_size=len(tokenizer), bos_token_id=0, eos_token_id=1, **size, **heads))
    model.generation_config.eos_token_id = None  # it stops at the length asked for
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tiny-store")
    (folder / "docs").mkdir()
    for name, text in (("2023.txt", REPORT_2023), ("2024.txt", REPORT_2024)):
        (folder / "docs" / name).write_text(text, encoding="utf-8")
    Assistant.from_documents([folder / "docs"], folder / "store")
    return folder / "store"


class Tiny:
    """The model behind a script: what it generates streams as it goes and stops with its listener."""

    def __init__(self, folder: Path) -> None:
        from transformers import AutoModelForCausalLM, AutoTokenizer

        self._tokenizer: Any = AutoTokenizer.from_pretrained(folder)
        self._model: Any = AutoModelForCausalLM.from_pretrained(folder)
        self.made = 0

    def __call__(self, request: dict[str, Any]) -> Act:
        return Act(pieces=self._generate(request), finish="length")

    def _generate(self, request: dict[str, Any]) -> Iterator[str]:
        from transformers import StoppingCriteriaList, TextIteratorStreamer

        prompt = self._tokenizer.apply_chat_template(request["messages"], tokenize=False)
        given = self._tokenizer(prompt, return_tensors="pt")
        streamer = TextIteratorStreamer(self._tokenizer, skip_prompt=True, timeout=120)
        left = threading.Event()

        def stops(*_: object, **__: object) -> bool:
            self.made += 1
            return left.is_set()

        options = {
            "max_new_tokens": request.get("max_tokens") or request.get("max_completion_tokens") or 200,
            "do_sample": False,
            "eos_token_id": None,
            "streamer": streamer,
            "stopping_criteria": StoppingCriteriaList([stops]),
        }
        thread = threading.Thread(target=self._model.generate, kwargs={**given, **options})
        thread.start()
        try:
            yield from streamer
        finally:
            left.set()
            thread.join()


def test_garbage_is_not_shown(weights: Path, store: Path) -> None:
    with serving(Tiny(weights)) as server:
        settings = LanguageModelSettings("openai:tiny", server.url, "k", 120.0, max_tokens=60)
        answer = Assistant.open(store, llm=settings).ask(QUESTION)
    plain = Assistant.open(store).ask(QUESTION)
    assert server.requests
    assert answer.status is Status.ANSWERED
    assert answer.value == plain.value == RIGHT
    assert answer.text.startswith(plain.text)
    assert "说明：语言模型" in answer.text
    assert float(answer.trace["llm_tokens_out"]) > 0
    assert float(answer.trace["llm_first_token"]) > 0


def test_who_stops_listening_stops_the_generation(weights: Path) -> None:
    from langchain_core.messages import HumanMessage

    from qa.llm_call import Call, stream
    from qa.llm_model import open_model

    tiny = Tiny(weights)
    with serving(tiny) as server:
        settings = LanguageModelSettings("openai:tiny", server.url, "k", 120.0, max_tokens=8000)
        pieces = stream(open_model(settings), [HumanMessage("你好")], Call(settings))
        assert isinstance(next(pieces), str)
        pieces.close()
        until = time.monotonic() + 60
        while not server.left_early and time.monotonic() < until:
            time.sleep(0.05)
    assert server.left_early == 1
    assert tiny.made < 8000


@dataclass(frozen=True)
class OwnServer:
    """transformers' own server in a process of its own: its base URL, and where it notes each run of the model."""

    url: str
    notes: Path

    @property
    def runs(self) -> int:
        """How many times the model was run, once for each token that it makes."""
        return int((self.notes.read_text() if self.notes.exists() else "") or 0)


@pytest.fixture(scope="module")
def own_server(weights: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OwnServer]:
    for needed in ("accelerate", "fastapi", "openai", "uvicorn"):
        if importlib.util.find_spec(needed) is None:
            pytest.skip(f"transformers' own server needs {needed}")
    folder = tmp_path_factory.mktemp("own-server")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, str(SERVER), str(weights), str(port), str(folder / "runs")]
    with (folder / "log").open("w") as log:
        offline = os.environ | {"HF_HUB_OFFLINE": "1"}
        process = subprocess.Popen(command, env=offline, stdout=log, stderr=subprocess.STDOUT)
    try:
        until = time.monotonic() + 300
        while not _healthy(port):
            alive = process.poll() is None and time.monotonic() < until
            assert alive, (folder / "log").read_text()[-4000:]
            time.sleep(0.2)
        yield OwnServer(f"http://127.0.0.1:{port}/v1", folder / "runs")
    finally:
        process.kill()
        process.wait()


def _healthy(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5):
            return True
    except OSError:
        return False


def test_the_garbage_of_transformers_own_server_is_not_shown(own_server: OwnServer, weights: Path, store: Path) -> None:
    settings = LanguageModelSettings(f"openai:{weights}", own_server.url, "k", 120.0, max_tokens=40)
    before = own_server.runs
    events = list(Assistant.open(store, llm=settings).stream(QUESTION))
    answer, plain = events[-1], Assistant.open(store).ask(QUESTION)
    assert own_server.runs - before >= 80  # the first reply and the one asked for in its place
    assert all(answer.text.startswith(event.text) for event in events)  # nothing of it, not even for a moment
    assert answer.value == plain.value == RIGHT
    assert answer.text.startswith(plain.text)
    assert "说明：语言模型" in answer.text
    assert answer.trace["llm_outcome"] in ("cut", "unsupported")
    assert answer.trace["llm_calls"] == 2
    assert float(answer.trace["llm_first_token"]) > 0
    assert float(answer.trace["llm_tokens_out"]) == 80


def test_transformers_own_server_streams_and_stops_with_its_listener(own_server: OwnServer, weights: Path) -> None:
    from langchain_core.messages import HumanMessage

    from qa.llm_call import Call, stream
    from qa.llm_model import open_model

    settings = LanguageModelSettings(f"openai:{weights}", own_server.url, "k", 300.0, max_tokens=8000)
    before = own_server.runs
    pieces = stream(open_model(settings), [HumanMessage("你好")], Call(settings))
    said = [next(pieces) for _ in range(3)]
    assert all(said)
    assert own_server.runs - before < 8000  # they come while the model is still at work
    pieces.close()
    seen = [own_server.runs]
    while len(seen) < 2 or seen[-1] != seen[-2]:
        time.sleep(1.0)
        seen.append(own_server.runs)
    assert seen[-1] - before < 8000


def test_transformers_own_server_without_the_model_named(own_server: OwnServer, store: Path) -> None:
    settings = LanguageModelSettings("openai:no-such-model", own_server.url, "k", 120.0, backoff=0.01)
    answer = Assistant.open(store, llm=settings).ask(QUESTION)
    assert answer.value == RIGHT
    assert "说明：语言模型服务" in answer.text
