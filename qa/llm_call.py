"""One call of a language model: messages in, pieces of text out as they come, within a deadline, or a plain failure.

The model runs in a thread of its own, so that no server, however it misbehaves, can hold an answer longer than its
time. Whoever stops listening stops the model too: the connection is closed at the next piece.
"""

import contextvars
import logging
import queue
import re
import threading
import time
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, cast

from qa.llm_model import LanguageModelSettings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage

log = logging.getLogger("yuanwen.llm")

_TRANSIENT = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
_STEP = 0.05
_LONGEST_REPLY = 20_000  # characters; beyond that a model only repeats itself


class ModelFailure(Exception):
    """The model gave nothing that could be used; `kind` says why and is a key of `qa.texts.LLM_REASONS`."""

    def __init__(self, kind: str, *, retry: bool = False, wait: float = 0.0) -> None:
        super().__init__(kind)
        self.kind = kind
        self.retry = retry
        self.wait = wait


@dataclass(slots=True)
class Call:
    """The calls made for one answer: when they must end, and what they took.

    `spent` are the seconds of the answer's time that are gone already.
    """

    settings: LanguageModelSettings
    spent: float = 0.0
    until: float = 0.0
    calls: int = 0
    first_token_ms: float = 0.0
    tokens_in: int = 0
    tokens_out: int = 0
    finish: str = ""
    prompts: list[str] = field(default_factory=list[str])

    def __post_init__(self) -> None:
        self.until = time.monotonic() + self.settings.timeout - self.spent

    @property
    def left(self) -> float:
        """Seconds left."""
        return self.until - time.monotonic()

    @property
    def cut(self) -> bool:
        """Whether the last reply was cut off: at its longest, or by an end without the word that it is the end."""
        return self.finish in ("", "length", "max_tokens")

    def trace(self) -> dict[str, float | str]:
        """Return what the calls took, for the answer's trace."""
        return {
            "llm_model": self.settings.model,
            "llm_prompt": " ".join(dict.fromkeys(self.prompts)),
            "llm_calls": self.calls,
            "llm_first_token": round(self.first_token_ms, 3),
            "llm_tokens_in": self.tokens_in,
            "llm_tokens_out": self.tokens_out,
        }

    def rewriting(self) -> dict[str, float | str]:
        """Return what the calls took that made a question self-contained, under names of their own."""
        took = {f"llm_rewrite_{name.removeprefix('llm_')}": told for name, told in self.trace().items()}
        del took["llm_rewrite_model"], took["llm_rewrite_first_token"]
        return took | {"llm_rewrite": round((self.settings.timeout - self.left) * 1000, 3)}


def stream(model: "BaseChatModel", messages: Sequence["BaseMessage"], call: Call) -> Generator[str]:
    """Yield a reply piece by piece; a failure before the first piece is tried again as long as that may help.

    Raises:
        ModelFailure: no reply, or none that ended, within the time of `call`.
    """
    for attempt in range(call.settings.retries + 1):
        begun = False
        try:
            for piece in _once(model, messages, call):
                begun = True
                yield piece
            return
        except ModelFailure as failure:
            pause = max(failure.wait, call.settings.backoff * 2**attempt)
            if begun and failure.kind not in ("timeout", "garbage", "endless"):
                raise ModelFailure("broken") from failure
            last = attempt == call.settings.retries or pause >= call.left
            if begun or not failure.retry or last:
                raise
            log.info("language model: %s, trying again in %.1f s", failure.kind, pause)
            time.sleep(pause)


def _once(model: "BaseChatModel", messages: Sequence["BaseMessage"], call: Call) -> Generator[str]:
    if call.left <= 0:
        raise ModelFailure("timeout")
    pieces: queue.SimpleQueue[Any] = queue.SimpleQueue()
    stopped = threading.Event()
    began = time.monotonic()
    call.calls += 1
    # The caller's context holds the callbacks of the chain that this call is part of.
    context = contextvars.copy_context()
    thread = threading.Thread(
        target=context.run, args=(_produce, model, list(messages), pieces, stopped), name="yuanwen-llm", daemon=True
    )
    thread.start()
    length = 0
    try:
        while True:
            try:
                item = pieces.get(timeout=max(call.left, 0.0) if call.left > _STEP else _STEP)
            except queue.Empty:
                raise ModelFailure("timeout") from None
            if item is None:
                return
            if isinstance(item, BaseException):
                log.debug("language model failed", exc_info=item)
                raise failure_of(item)
            text = _note(item, call)
            if text:
                if not call.first_token_ms:
                    call.first_token_ms = (time.monotonic() - began) * 1000
                length += len(text)
                if length > _LONGEST_REPLY:
                    raise ModelFailure("endless")
                yield text
            if call.left <= 0:
                raise ModelFailure("timeout")
    finally:
        stopped.set()


def _produce(
    model: "BaseChatModel", messages: list["BaseMessage"], pieces: "queue.SimpleQueue[Any]", stopped: threading.Event
) -> None:
    begun = False
    try:
        reply = model.stream(messages)
        try:
            for chunk in reply:
                if stopped.is_set():
                    return
                begun = True
                pieces.put(chunk)
        finally:
            close = getattr(reply, "close", None)
            if close is not None:
                close()
        pieces.put(None)
    except BaseException as error:
        if begun or stopped.is_set() or failure_of(error).kind != "garbage":
            pieces.put(error)
        else:
            _produce_whole(model, messages, pieces)


def _produce_whole(model: "BaseChatModel", messages: list["BaseMessage"], pieces: "queue.SimpleQueue[Any]") -> None:
    """Ask for the reply in one piece, of a server that was asked to stream and cannot."""
    try:
        pieces.put(model.invoke(messages))
        pieces.put(None)
    except BaseException as error:
        pieces.put(error)


def _note(chunk: Any, call: Call) -> str:
    """Return the text of a piece; what it says of tokens and of the reply's end is noted."""
    usage = cast("dict[str, Any]", getattr(chunk, "usage_metadata", None) or {})
    call.tokens_in += int(usage.get("input_tokens") or 0)
    call.tokens_out += int(usage.get("output_tokens") or 0)
    told = cast("dict[str, Any]", getattr(chunk, "response_metadata", None) or {})
    call.finish = str(told.get("finish_reason") or told.get("done_reason") or call.finish)
    content = getattr(chunk, "content", "")
    if isinstance(content, str):
        return content
    parts = cast("list[Any]", content) if isinstance(content, list) else []
    texts = [part if isinstance(part, str) else cast("dict[str, Any]", part).get("text", "") for part in parts]
    return "".join(text for text in texts if isinstance(text, str))


def failure_of(error: BaseException) -> ModelFailure:
    """Return what a provider's error means to the user, and whether trying again may help."""
    for cause in _causes(error):
        code = getattr(cause, "status_code", None) or getattr(cause, "code", None)
        if isinstance(code, int):
            if code in (401, 403):
                return ModelFailure("key")
            if code in (404, 405):
                return ModelFailure("missing")
            if code == 402 or getattr(cause, "code", None) == "insufficient_quota":
                return ModelFailure("balance")
            if code == 429:
                return ModelFailure("limit", retry=True, wait=_wait(cause))
            if code in _TRANSIENT:
                return ModelFailure("server", retry=True, wait=_wait(cause))
            if 400 <= code < 600:
                return ModelFailure("request" if code < 500 else "server")
    names = " ".join(type(cause).__name__ for cause in _causes(error))
    if "Timeout" in names:
        return ModelFailure("timeout", retry=True)
    if any(word in names for word in ("Connect", "Network", "Protocol", "ReadError", "OSError", "Socket")):
        return ModelFailure("down", retry=True)
    return ModelFailure("garbage", retry=True)


def _causes(error: BaseException) -> Iterator[BaseException]:
    seen: list[BaseException] = []
    cause: BaseException | None = error
    while cause is not None and cause not in seen:
        seen.append(cause)
        yield cause
        cause = cause.__cause__ or cause.__context__


def _wait(error: BaseException) -> float:
    """Return the seconds that a server asks to wait, by their number or until a day and time."""
    headers: Any = getattr(getattr(error, "response", None), "headers", None)
    asked = str(headers.get("retry-after") or "") if headers else ""
    try:
        if re.fullmatch(r"[\d.]+", asked):
            seconds = float(asked)
        else:
            seconds = (parsedate_to_datetime(asked) - datetime.now(UTC)).total_seconds() if asked else 0.0
    except (TypeError, ValueError):
        return 0.0
    return min(max(seconds, 0.0), 3600.0)
