"""JSON Lines → documents, one a line, read as a stream.

A line holds an object with `text`, and optionally `id` (the document's name), `title`, `published` (an ISO date)
and `source`.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, cast

from index.load.decode import decode, is_garbled
from index.published import read_date

LONGEST = 64 << 20  # bytes of one line


@dataclass(frozen=True, slots=True)
class Record:
    """One line of a JSON Lines file that can be read."""

    name: str
    text: str
    title: str | None
    published: date | None
    source: str | None


@dataclass(frozen=True, slots=True)
class BadLine:
    """One line that cannot be read: its number, from 1, and why."""

    number: int
    reason: str


def read_lines(path: Path, name: str) -> Iterator[Record | BadLine]:
    """Yield what each line of the file holds; blank lines are skipped."""
    with path.open("rb", buffering=1 << 20) as file:
        number = 0
        while line := file.readline(LONGEST + 1):
            number += 1
            if len(line) > LONGEST:
                while line and not line.endswith(b"\n"):
                    line = file.readline(LONGEST)
                yield BadLine(number, f"这一行超过 {LONGEST >> 20} MB")
                continue
            if number == 1:
                line = line.removeprefix(b"\xef\xbb\xbf")
            if line.isspace():
                continue
            yield _record(line, number, name)


def _record(line: bytes, number: int, name: str) -> Record | BadLine:
    try:
        value: Any = json.loads(line)
    except UnicodeDecodeError:
        try:
            text = decode(line)
            if is_garbled(text):
                return BadLine(number, "文字是乱码，认不出编码")
            value = json.loads(text)
        except (ValueError, RecursionError):
            return BadLine(number, "不是有效的 JSON")
    except (ValueError, RecursionError):
        return BadLine(number, "不是有效的 JSON")
    if not isinstance(value, dict):
        return BadLine(number, "不是 JSON 对象")
    fields = cast(dict[str, Any], value)
    text = fields.get("text")
    if not isinstance(text, str):
        return BadLine(number, "缺少文字字段 text")
    if not text.strip():
        return BadLine(number, "text 是空的")
    identity = fields.get("id")
    if identity is None or identity == "":
        identity = f"{name}:第{number}行"
    elif isinstance(identity, int) and not isinstance(identity, bool):
        identity = str(identity)
    elif not isinstance(identity, str):
        return BadLine(number, "id 应是文字")
    stated = fields.get("published")
    published = None
    if stated not in (None, ""):
        published = read_date(stated) if isinstance(stated, str) else None
        if published is None:
            return BadLine(number, "published 不是日期（应写成 2025-03-28）")
    return Record(identity, text, _string(fields.get("title")), published, _string(fields.get("source")))


def _string(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None
