"""An OpenAI-compatible chat server on loopback that says what a script tells it to; real sockets, real streaming.

A script takes a request (the JSON body) and returns an `Act`: the reply's text with how it is sent, an HTTP error, or
a misbehaviour. What the server was asked, and whether its client left early, can be looked at afterwards.
"""

import json
import re
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Act:
    """One response: its text in pieces of `size` characters, `pause` seconds apart, cut off after `dies_after` pieces.

    `pieces` is given instead of a text by what makes them as it goes.
    """

    text: str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    size: int = 7
    pause: float = 0.0
    finish: str = "stop"
    dies_after: int | None = None
    waits: float = 0.0
    raw: bytes | None = None
    pieces: Iterable[str] | None = None


Script = Callable[[dict[str, Any]], "Act | str"]


@dataclass
class ModelServer:
    """A running server: its base URL, the requests it got, and how many clients left before the end."""

    url: str
    requests: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    left_early: int = 0


@contextmanager
def serving(script: Script, port: int = 0) -> Iterator[ModelServer]:
    """Serve a script until the block ends, on any free port unless one is given."""
    told = ModelServer("")

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            pass

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            told.requests.append(body)
            told.keys.append(self.headers.get("Authorization", ""))
            act = script(body)
            act = Act(act) if isinstance(act, str) else act
            try:
                self._send(act, body)
            except (BrokenPipeError, ConnectionResetError):
                told.left_early += 1
            self.close_connection = True

        def _send(self, act: Act, body: dict[str, Any]) -> None:
            time.sleep(act.waits)
            if act.raw is not None:
                self.wfile.write(act.raw)
                return
            if act.status != 200:
                error = json.dumps({"error": {"message": "scripted", "type": "scripted", "code": act.status}}).encode()
                self.send_response(act.status)
                for name, value in act.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(error)))
                self.end_headers()
                self.wfile.write(error)
                return
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Connection", "close")
            self.end_headers()
            sliced = (act.text[n : n + act.size] for n in range(0, len(act.text), act.size))
            number = 0
            for number, piece in enumerate(sliced if act.pieces is None else act.pieces):
                if act.dies_after is not None and number >= act.dies_after:
                    self.connection.shutdown(2)
                    return
                self._event({"choices": [{"index": 0, "delta": {"role": "assistant", "content": piece}}]})
                time.sleep(act.pause)
            self._event({"choices": [{"index": 0, "delta": {}, "finish_reason": act.finish}]})
            spent = {"prompt_tokens": 100, "completion_tokens": number + 1, "total_tokens": 101 + number}
            if (body.get("stream_options") or {}).get("include_usage"):
                self._event({"choices": [], "usage": spent})
            self.wfile.write(b"data: [DONE]\n\n")
            self.wfile.flush()

        def _event(self, event: dict[str, Any]) -> None:
            whole = {"id": "x", "object": "chat.completion.chunk", "created": 0, "model": "scripted"} | event
            self.wfile.write(f"data: {json.dumps(whole)}\n\n".encode())
            self.wfile.flush()

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 64  # a busy machine is slow to accept

    server = Server(("127.0.0.1", port), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    told.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    try:
        yield told
    finally:
        server.shutdown()
        server.server_close()


def prompt_of(request: dict[str, Any]) -> str:
    """The last thing the model was asked."""
    return str(request["messages"][-1]["content"])


def evidence_of(request: dict[str, Any]) -> dict[int, str]:
    """The numbered passages of a prompt as a model sees them: number → text without marks."""
    asked = next(str(m["content"]) for m in request["messages"] if m["role"] == "user")
    mark = re.search(r"（([0-9a-f]{8}) 开始）|\(begin ([0-9a-f]{8})\)", asked)
    assert mark, asked[:200]
    token = mark[1] or mark[2]
    inside = asked[mark.end() : asked.rindex(f"{token} 结束" if mark[1] else f"end {token}")]
    found: dict[int, list[str]] = {}
    number = 0
    for line in inside.splitlines():
        line = line.removeprefix(f"{token}｜")
        if head := re.match(r"\[(\d+)\] 文件：", line):
            number = int(head[1])
        elif number and line.strip():
            found.setdefault(number, []).append(line)
    return {n: "\n".join(lines) for n, lines in found.items()}


def question_of(request: dict[str, Any]) -> str:
    """The question of a prompt."""
    asked = next(str(m["content"]) for m in request["messages"] if m["role"] == "user")
    return re.split(r"问题：|Question: ", asked)[-1].strip()


def copying(request: dict[str, Any]) -> str:
    """A faithful script: the sentence of the evidence that shares most with the question, word for word."""
    asked = question_of(request)
    pairs = {asked[n : n + 2] for n in range(len(asked) - 1)}
    lines = [(n, line) for n, text in evidence_of(request).items() for line in text.splitlines()]
    best = max(lines, key=lambda pair: sum(p in pair[1] for p in pairs), default=None)
    return f"{best[1].rstrip('。')}[{best[0]}]。" if best else "资料没有说明"
