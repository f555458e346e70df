"""Which model, where and with which key: what cannot work is said before anything is asked, with what to do about it."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from qa import Assistant
from qa.llm_model import LanguageModelError, LanguageModelSettings, open_model
from tests.conftest import REPORT_2024
from tests.qa.llm_server import evidence_of

QUESTION, RIGHT = "云湖科技园2024年营业总收入是多少？", "468.9亿元"


def test_white_space_around_key_and_address_is_nobodys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YUANWEN_LLM_KEY", " sk-abc\r\n")
    monkeypatch.setenv("YUANWEN_LLM_URL", " http://127.0.0.1:9/v1 ")
    settings = LanguageModelSettings.from_environment("openai:x")
    assert (settings.api_key, settings.base_url) == ("sk-abc", "http://127.0.0.1:9/v1")


@pytest.mark.parametrize("key", ["“sk-secret”", "sk secret", "密钥secret"])
def test_a_key_that_no_server_could_get_is_told_of_and_not_shown(monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    monkeypatch.setenv("YUANWEN_LLM_KEY", key)
    with pytest.raises(LanguageModelError, match="YUANWEN_LLM_KEY") as told:
        LanguageModelSettings.from_environment("openai:x")
    assert "secret" not in str(told.value)


@pytest.mark.parametrize("model", ["qwen3:4b", "dashscope:qwen-plus"])
def test_who_is_no_provider_is_named_with_what_to_write_instead(model: str) -> None:
    with pytest.raises(LanguageModelError, match=f"没有 {model.partition(':')[0]} 这个") as told:
        open_model(LanguageModelSettings(model))
    assert "openai:" in str(told.value)
    assert "ollama:" in str(told.value)


@pytest.mark.parametrize("provider", ["google_genai", "mistralai", "xai"])
def test_the_package_that_is_missing_is_the_one_to_install(provider: str) -> None:
    wanted = f"langchain-{provider.replace('_', '-')}"
    try:
        __import__(wanted.replace("-", "_"))
    except ImportError:
        with pytest.raises(LanguageModelError, match=f"pip install {wanted}$"):
            open_model(LanguageModelSettings(f"{provider}:x", None, "k"))


@pytest.fixture
def ollama() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """A server that speaks Ollama's own protocol: its address, and what it was asked."""
    asked: list[dict[str, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

        def do_POST(self) -> None:
            asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            n = next(n for n, text in evidence_of(asked[-1]).items() if RIGHT in text)
            said = f"简答：{RIGHT}\n2024年，云湖科技园实现营业总收入{RIGHT}[{n}]。"
            self.send_response(200)
            self.send_header("Content-Type", "application/x-ndjson")
            self.end_headers()
            for piece in (said[:20], said[20:]):
                self._line({"message": {"role": "assistant", "content": piece}, "done": False})
            end = {"done": True, "done_reason": "stop", "prompt_eval_count": 321, "eval_count": 22}
            self._line({"message": {"role": "assistant", "content": ""}, **end})

        def _line(self, told: dict[str, Any]) -> None:
            self.wfile.write(json.dumps({"model": "q"} | told).encode() + b"\n")

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}", asked
    server.shutdown()
    server.server_close()


def test_ollama_reads_the_whole_prompt_and_does_not_think_aloud(
    tmp_path: Path, ollama: tuple[str, list[dict[str, Any]]]
) -> None:
    pytest.importorskip("langchain_ollama")
    url, asked = ollama
    (tmp_path / "2024.txt").write_text(REPORT_2024, encoding="utf-8")
    settings = LanguageModelSettings("ollama:qwen3:4b", url)
    answer = Assistant.from_documents([tmp_path / "2024.txt"], tmp_path / "store", llm=settings).ask(QUESTION)
    assert (answer.value, answer.trace["llm_outcome"]) == (RIGHT, "answered")
    assert (answer.trace["llm_tokens_in"], answer.trace["llm_tokens_out"]) == (321, 22)
    # A Chinese character is up to one and a half tokens for these models.
    assert asked[0]["options"]["num_ctx"] >= 1.5 * settings.characters + settings.max_tokens
    assert asked[0]["think"] is False
