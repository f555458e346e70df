"""JSON Lines → records, one a line, read as a stream.

A line holds an object with `text`, and optionally `id` (the document's name), `title`, `published` (an ISO date)
and `source`.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, cast

from index.clean import one_line
from index.load.decode import decode, is_garbled, two_byte_encoding
from index.published import read_date, why_no_date

HEAD = 4096  # bytes that tell the encoding
LONGEST = 32 << 20  # bytes of one line


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


def raw_lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """Yield the number, from 1, and the bytes of each line that is not blank; one that is too long is cut off."""
    with path.open("rb", buffering=1 << 20) as file:
        if wide := two_byte_encoding(file.read(HEAD)):
            yield from _wide_lines(path, wide)
            return
        file.seek(0)
        number = 0
        while line := file.readline(LONGEST + 1):
            number += 1
            if len(line) > LONGEST:
                rest = line
                while rest and not rest.endswith(b"\n"):
                    rest = file.readline(LONGEST)
            if number == 1:
                line = line.removeprefix(b"\xef\xbb\xbf")
            if not line.isspace():
                yield number, line


def _wide_lines(path: Path, encoding: str) -> Iterator[tuple[int, bytes]]:
    """The lines of a file whose characters have two bytes or four, as UTF-8."""
    with path.open(encoding=encoding, errors="replace", newline="\n") as file:
        number = 0
        while line := file.readline(LONGEST):
            number += 1
            if not line.isspace():
                yield number, line.removeprefix("\ufeff").encode("utf-8", "replace")


def read_line(line: bytes, number: int, name: str) -> Record | BadLine:
    """Read what one line of the file called `name` holds."""
    if len(line) > LONGEST:
        return BadLine(number, f"这一行超过 {LONGEST >> 20} MB")
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
    if isinstance(identity, int) and not isinstance(identity, bool):
        identity = str(identity)
    elif identity is not None and not isinstance(identity, str):
        return BadLine(number, "id 应是文字")
    identity = one_line(identity or "") or f"{name}:第{number}行"
    stated = fields.get("published")
    published = None
    if stated not in (None, ""):
        published = read_date(stated) if isinstance(stated, str) else None
        if published is None:
            reason = why_no_date(stated) if isinstance(stated, str) else "不是日期"
            return BadLine(number, f"published {reason}（应写成 2025-03-28）")
    return Record(identity, text, _string(fields.get("title")), published, _string(fields.get("source")))


def _string(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None
