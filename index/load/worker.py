"""The worker process: reads one file after another, each within limits. Spoken to by `sandbox` only.

In, a line of JSON a file: `path`, `kind`, `seconds`. Out: eight bytes of length, then JSON: `raw` (the fields
of `Raw`), or `reason`; `last` says that the process ends after it.
"""

import contextlib
import importlib
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from index.load.raw import Raw, Unreadable, why_closed
from index.load.sandbox import ADDRESS_SPACE, OUTPUT

_READERS = {kind: (f"index.load.{kind}", "read") for kind in ("csv", "pdf", "docx", "xlsx", "pptx", "html")} | {
    "text": ("index.load.plain", "read_text"),
    "markdown": ("index.load.plain", "read_markdown"),
}
_ENOUGH = ADDRESS_SPACE // 2


def main() -> None:
    """Serve until the input ends."""
    _limit_memory()
    at_start = _memory_used()  # on some systems that of the parent is counted in
    channel = sys.stdout.buffer
    sys.stdout = sys.stderr  # a library that prints must not speak on the channel
    for line in sys.stdin.buffer:
        request = json.loads(line)
        _limit_time(request["seconds"])
        answer = _served(request, at_start)
        body = json.dumps(answer).encode("ascii")
        channel.write(len(body).to_bytes(8, "big") + body)
        channel.flush()
        if answer.get("last"):
            return


def _served(request: dict[str, Any], at_start: int = 0) -> dict[str, Any]:
    answer = _answer(Path(request["path"]), request["kind"])
    if _memory_used() > max(_ENOUGH, at_start):
        answer["last"] = True  # what a large file left behind must not make the next one fail
    return answer


def _answer(path: Path, kind: str) -> dict[str, Any]:
    try:
        module, function = _READERS[kind]
        raw: Raw = getattr(importlib.import_module(module), function)(path)
        if len(raw.text) > OUTPUT:
            return {"reason": f"文字超过 {OUTPUT // 10_000} 万字；请拆成几份"}
        return {"raw": asdict(raw)}
    except Unreadable as error:
        return {"reason": str(error)}
    except MemoryError:
        return {"reason": "文件展开后太大，内存不够；请拆成几份或另存为其他格式", "last": True}
    except RecursionError:
        return {"reason": "文件嵌套太深；请另存为其他格式", "last": True}
    except OSError as error:
        return {"reason": why_closed(error)}
    except ImportError as error:
        return {"reason": f"程序缺少组件 {error.name or error}，文件没有问题；请按 README 重新安装后再建库"}
    except Exception as error:
        return {"reason": f"文件内容有错（{type(error).__name__}）；请重新保存或另存为其他格式"}


def _memory_used() -> int:
    """The most bytes of memory that the process has used."""
    with contextlib.suppress(ImportError, OSError):
        import resource

        unit = 1 if sys.platform == "darwin" else 1024
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
    return 0


def _limit_memory() -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_time(seconds: int) -> None:
    """Allow so many seconds more than were used so far; the system ends the process when they are over."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        usage = resource.getrusage(resource.RUSAGE_SELF)
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (int(usage.ru_utime + usage.ru_stime) + seconds + 1, hard))


if __name__ == "__main__":
    main()
