"""Measures how well the loader tells encodings apart: `python -m eval.encodings TEXT [--snippets N] [--seed N]`.

In: a text file of plain Chinese, a document a line (also compressed as .xz). Out: for each encoding the share of
snippets of 20 to 400 characters that are read as they were written; the share of lines in files of mixed encodings;
how often right text is called garbled, and wrongly decoded text is. Exit status 1 if a promise is not kept.
"""

import argparse
import lzma
import random
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from opencc import OpenCC

from index.load.decode import decode, is_garbled

READ = 0.999  # of the snippets of each encoding
MIXED = 0.99  # of the lines in files of mixed encodings
_SHORTEST, _LONGEST = 20, 400
_LINES = 10  # of a mixed file
_ENCODINGS = {  # name: (codec, mark before the text, whether the text is in traditional characters)
    "UTF-8": ("utf-8", b"", False),
    "UTF-8 BOM": ("utf-8", b"\xef\xbb\xbf", False),
    "GBK": ("gbk", b"", False),
    "GB18030": ("gb18030", b"", False),
    "Big5": ("big5", b"", True),
    "Big5-HKSCS": ("big5hkscs", b"", True),
    "UTF-16 LE BOM": ("utf-16-le", b"\xff\xfe", False),
    "UTF-16 BE BOM": ("utf-16-be", b"\xfe\xff", False),
    "UTF-16 LE": ("utf-16-le", b"", False),
    "UTF-16 BE": ("utf-16-be", b"", False),
}
_MISREADINGS = (
    ("utf-8", "gb18030"),
    ("gb18030", "latin-1"),
    ("utf-8", "latin-1"),
    ("utf-8", "cp1252"),
    ("gb18030", "utf-8"),
    ("gb18030", "big5hkscs"),
    ("big5hkscs", "gb18030"),
)


@dataclass(frozen=True, slots=True)
class Rate:
    """So many right of so many tried; `needed` is the promise, None where there is none."""

    name: str
    right: int
    tried: int
    needed: float | None = None

    @property
    def kept(self) -> bool:
        return self.needed is None or self.right >= self.needed * self.tried

    def __str__(self) -> str:
        share = self.right / self.tried if self.tried else 0.0
        return f"{self.name:<32}{self.right:>7}/{self.tried:<7}{share:>9.2%}{'' if self.kept else '  FAILED'}"


def documents(path: Path, most: int) -> list[str]:
    """Return the first lines of the file that hold at least `_LONGEST` characters."""
    found: list[str] = []
    with lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8") as file:
        for line in file:
            if len(line) > _LONGEST:
                found.append(line.rstrip("\n"))
            if len(found) == most:
                break
    return found


def snippets(texts: list[str], count: int, chance: random.Random) -> Iterator[str]:
    """Yield stretches of the texts, of all lengths."""
    while count:
        text = chance.choice(texts)
        length = chance.randint(_SHORTEST, _LONGEST)
        start = chance.randrange(len(text) - length + 1) if len(text) >= length else 0
        piece = text[start : start + length]
        if not piece.isascii():
            count -= 1
            yield piece


def _written(text: str, codec: str) -> str:
    """What of the text the codec can write."""
    return text.encode(codec, "ignore").decode(codec)


def measure(texts: list[str], count: int, seed: int = 1) -> Iterator[Rate]:
    """Yield the rates, encoding by encoding."""
    chance = random.Random(seed)  # noqa: S311 - a trial, no secret
    traditional = cast(Callable[[str], str], OpenCC("s2tw").convert)
    pieces = list(snippets(texts, count, chance))
    alarms = 0
    for name, (codec, mark, converted) in _ENCODINGS.items():
        right = 0
        for piece in pieces:
            text = _written(traditional(piece) if converted else piece, codec)
            found = decode(mark + text.encode(codec))
            right += found == text
            alarms += is_garbled(found)
        yield Rate(name, right, len(pieces), READ)
    for name, codecs in (("lines of UTF-8, GB18030", 2), ("lines of UTF-8, GB18030, Big5", 3)):
        right = tried = 0
        for start in range(0, len(pieces), _LINES):
            chosen = [chance.choice(("utf-8", "gb18030", "big5hkscs")[:codecs]) for _ in range(_LINES)]
            lines = [
                _written(traditional(p) if codec == "big5hkscs" else p, codec)
                for p, codec in zip(pieces[start : start + _LINES], chosen, strict=False)
            ]
            data = b"\n".join(line.encode(codec) for line, codec in zip(lines, chosen, strict=False))
            right += sum(a == b for a, b in zip(lines, decode(data).split("\n"), strict=True))
            tried += len(lines)
        yield Rate(name, right, tried, MIXED)
    tried = len(pieces) * len(_ENCODINGS)
    yield Rate("right text not called garbled", tried - alarms, tried, 1.0)
    for written, misread in _MISREADINGS:
        told = 0
        for piece in pieces:
            text = traditional(piece) if written == "big5hkscs" else piece
            told += is_garbled(text.encode(written, "ignore").decode(misread, "replace"))
        yield Rate(f"told: {written} read as {misread}", told, len(pieces))


def main() -> int:
    """Print the rates; the exit status says whether the promises are kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("text", type=Path)
    parser.add_argument("--snippets", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    rates = list(measure(documents(options.text, 10_000), options.snippets, options.seed))
    print("\n".join(map(str, rates)))
    return 0 if all(rate.kept for rate in rates) else 1


if __name__ == "__main__":
    sys.exit(main())
