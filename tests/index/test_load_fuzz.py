"""Damaged copies of good files: whatever is flipped, cut or repeated, each is read or refused, and the parent lives on.

`YUANWEN_FUZZ` multiplies the number of mutations (10: 500 each of pdf and docx, 1,000 each of html and text).
"""

import os
import random
from pathlib import Path

import pytest

from index.load import Refused, SourceFile, load
from index.types import Document
from tests.index import load_files as make

MULTIPLIER = int(os.environ.get("YUANWEN_FUZZ", "1"))
PAGE = (
    f"<html><head><title>题</title></head><body><h1>题</h1><p>{make.SENTENCE}</p><table><tr><td>甲<td>乙</table></body>"
)
GOOD = {
    "a.pdf": (make.pdf([list(make.PARAGRAPHS)] * 2), 50),
    "a.docx": (make.word(table=[["甲", "乙"], ["1", "2"]]), 50),
    "a.html": (PAGE.encode(), 100),
    "a.txt": ("\n".join(make.PARAGRAPHS).encode("gb18030"), 100),
    "a.xlsx": (make.sheet([["甲", "乙"], ["1", 2]]), 20),
    "a.pptx": (make.slides([("题", make.SENTENCE)]), 10),
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


@pytest.mark.parametrize("name", GOOD)
def test_damaged_files_are_read_or_refused(name: str, tmp_path: Path) -> None:
    data, count = GOOD[name]
    chance = random.Random(name)
    path = tmp_path / name
    for _ in range(count * MULTIPLIER):
        path.write_bytes(mutated(data, chance))
        results = list(load(SourceFile(path, name)))
        assert results
        assert all(isinstance(result, Document | Refused) for result in results)
    path.write_bytes(data)
    (result,) = load(SourceFile(path, name))
    assert isinstance(result, Document)
