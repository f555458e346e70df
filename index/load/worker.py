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

from index.load.raw import Raw, Unreadable
from index.load.sandbox import ADDRESS_SPACE, OUTPUT

_MODULES = {kind: f"index.load.{kind}" for kind in ("pdf", "docx", "xlsx", "pptx", "html")}


def main() -> None:
    """Serve until the input ends."""
    _limit_memory()
    channel = sys.stdout.buffer
    sys.stdout = sys.stderr  # a library that prints must not speak on the channel
    for line in sys.stdin.buffer:
        request = json.loads(line)
        _limit_time(request["seconds"])
        answer = _answer(Path(request["path"]), request["kind"])
        body = json.dumps(answer).encode("ascii")
        channel.write(len(body).to_bytes(8, "big") + body)
        channel.flush()
        if answer.get("last"):
            return


def _answer(path: Path, kind: str) -> dict[str, Any]:
    try:
        raw: Raw = importlib.import_module(_MODULES[kind]).read(path)
        if len(raw.text) > OUTPUT:
            return {"reason": f"文字超过 {OUTPUT >> 20} 兆字；请拆成几份"}
        return {"raw": asdict(raw)}
    except Unreadable as error:
        return {"reason": str(error)}
    except MemoryError:
        return {"reason": "文件展开后太大，内存不够；请拆成几份或另存为其他格式", "last": True}
    except RecursionError:
        return {"reason": "文件嵌套太深；请另存为其他格式", "last": True}
    except OSError as error:
        return {"reason": f"打不开文件：{error.strerror or error}"}
    except ImportError as error:
        return {"reason": f"程序缺少组件 {error.name or error}，文件没有问题；请按 README 重新安装后再建库"}
    except Exception as error:
        return {"reason": f"文件内容有错（{type(error).__name__}）；请重新保存或另存为其他格式"}


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
