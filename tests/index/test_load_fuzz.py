"""Damaged copies of good files: whatever is flipped, cut or repeated, each is read or refused, and the parent lives on.

500 each of pdf and docx, 2,000 each of html and text, 250 of the others; `YUANWEN_FUZZ=10` makes ten times as many, of
other random numbers. Of zipped files every other copy is a sound archive with one damaged part, so that the damage
reaches the readers behind the archive; of pdf every other copy has its pages uncompressed.
"""

import io
import os
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from index.load import Refused, SourceFile, load
from index.types import Document
from tests.index import load_files as make

MULTIPLIER = int(os.environ.get("YUANWEN_FUZZ", "1"))
PAGE = (
    f"<html><head><title>题</title></head><body><h1>题</h1><p>{make.SENTENCE}</p>"
    "<table><caption>表</caption><tr><th rowspan=2>甲<th colspan=2>收入（亿元）<tr><td>1<td>2</table></body>"
)
ROWS: list[list[str]] = [["园区", "2023年", "2024年"], ["营业收入（亿元）", "1.5", "2"], ["企业（家）", "3", ""]]
CSV = "\n".join(",".join(row) for row in ROWS * 5)
LINES = "\n".join(f'{{"id": "{n}", "text": "{make.SENTENCE}", "published": "2025-03-01"}}' for n in range(4))
GOOD: dict[str, tuple[tuple[bytes, ...], int]] = {
    "a.pdf": ((make.pdf([list(make.PARAGRAPHS)] * 2, table=ROWS), make.plain_pdf(make.PARAGRAPHS)), 500),
    "a.docx": ((make.word(table=ROWS),), 500),
    "a.html": ((PAGE.encode(), PAGE.encode("utf-16")), 2000),
    "a.txt": (("\n".join(make.PARAGRAPHS).encode("gb18030"), "\n".join(make.PARAGRAPHS).encode()), 2000),
    "a.xlsx": ((make.sheet([list[object](row) for row in ROWS]),), 250),
    "a.pptx": ((make.slides([("题", make.SENTENCE)]),), 250),
    "a.csv": ((CSV.encode(), CSV.encode("utf-16-le")), 250),
    "a.md": ((f"# 题\n\n{make.SENTENCE}\n\n|甲|乙|\n|-|-|\n|1|2|\n".encode(),), 250),
    "a.jsonl": ((LINES.encode(), LINES.encode("utf-16")), 250),
}


def mutated(data: bytes, chance: random.Random) -> bytes:
    """A copy with a few bytes changed, or a piece lost, repeated, moved or replaced by noise."""
    copy = bytearray(data)
    for _ in range(chance.choice([1, 1, 3, 10])):
        start = chance.randrange(len(copy))
        piece = slice(start, start + chance.choice([1, 4, 50, 400]))
        match chance.randrange(5):
            case 0:
                copy[start] ^= 1 << chance.randrange(8)
            case 1:
                del copy[piece]
            case 2:
                copy[start:start] = copy[piece]
            case 3:
                copy[piece] = chance.randbytes(len(copy[piece]))
            case _:
                copy[start:start] = chance.choice([b"\0", b"<", b"]]>", b"99999999", b"<<", b"\xff\xfe", b"%PDF-"])
        if not copy:
            return b"x"
    return bytes(copy)


def mutated_inside(data: bytes, chance: random.Random) -> bytes:
    """A sound archive one part of which is damaged; tags and attributes are exchanged as often as bytes."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [name for name in archive.namelist() if name.endswith((".xml", ".rels"))]
        name = chance.choice(names)
        part = archive.read(name)
    how: Callable[[bytes, random.Random], bytes] = chance.choice([mutated, _exchanged])
    return make.repacked(data, {name: how(part, chance)})


def _exchanged(part: bytes, chance: random.Random) -> bytes:
    """The XML stays well-formed: two pieces between tags, or the values of two attributes, change places."""
    mark = chance.choice([b'"', b">"])
    pieces = part.split(mark)
    a, b = (chance.randrange(len(pieces)) for _ in range(2))
    pieces[a], pieces[b] = pieces[b], pieces[a]
    return mark.join(pieces)


@pytest.mark.parametrize("name", GOOD)
def test_damaged_files_are_read_or_refused(name: str, tmp_path: Path) -> None:
    originals, count = GOOD[name]
    chance = random.Random(f"{name} {MULTIPLIER}")
    path = tmp_path / name
    read = 0
    for number in range(count * MULTIPLIER):
        data = originals[number % len(originals)]
        inside = data.startswith(b"PK") and number % 2
        path.write_bytes(mutated_inside(data, chance) if inside else mutated(data, chance))
        results = list(load(SourceFile(path, name)))
        assert results or name == "a.jsonl"
        assert all(isinstance(result, Document | Refused) for result in results)
        assert all(result.reason for result in results if isinstance(result, Refused))
        read += any(isinstance(result, Document) for result in results)
    assert read > count * MULTIPLIER / 10  # the damage goes beyond the first look at the file
    path.write_bytes(originals[0])
    assert all(isinstance(result, Document) for result in load(SourceFile(path, name)))
