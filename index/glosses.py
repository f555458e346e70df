"""A Chinese word → what the dictionary CC-CEDICT says it means, for telling words with one meaning from siblings.

The installed package's file is read as it is at the first look-up (about a tenth of a second), and an index of its lines
made with array operations, because a dict of its 120,000 words would take longer and ten times the memory.
"""

import gzip
import mmap
import re
import tempfile
from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate
from pathlib import Path
from struct import Struct

import numpy as np
import numpy.typing as npt

from index.cache import cache_folder
from index.cedict import dictionary_file

Bytes = npt.NDArray[np.uint8]

_WIDTH = 24  # bytes of a word that count: eight characters
_THREE = Struct("<3Q")
_SKIPPED = re.compile(
    r"variant of|\bpr\.|as written|\(written|surname|archaic|\(old\)|classical|^cl:|^ *abbr\. for|used in|radical in"
)
_DIVIDED = re.compile("[/;]")
_BRACKET = re.compile(r"\([^()]*\)|\[[^\]]*\]")
_SHORT = re.compile(r"abbr\. for (?:[^|\[/ ]+\|)?([\u3400-\u9fff]+)")
_LETTERS = re.compile(r"[a-z]+")
_LETTERS_FROM = re.compile(rb"[a-z]+")
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
    meanings: dict[frozenset[str], None] = {}
    full: list[str] = []
    common = listed = False
    for line in _entries(word):
        sound, _, said = line.decode().partition("] /")
        listed = True
        common = common or not sound[1:2].isupper()
        full += _SHORT.findall(said)
        for gloss in _DIVIDED.split(said.lower()):
            if not _SKIPPED.search(gloss) and (stems := _stems(gloss)):
                meanings[stems] = None
    return Glosses(tuple(meanings), frozenset(s for m in meanings for s in m), tuple(full), common, listed)


@lru_cache(maxsize=20_000)
def names_something(word: str) -> bool:
    """Return whether the dictionary gives a word a meaning that is no verb's ("to …"): 收入 is income too."""
    meanings = [m.strip() for m in _DIVIDED.split(_said(word).decode())]
    return any(m and not m.startswith(("to ", "(", "cl:", "be ")) for m in meanings)


def may_mention(words: Sequence[str], texts: Collection[str]) -> list[bool]:
    """Return which words' entries hold one of some stems or Chinese texts: a superset of those that mean it.

    Looking so costs a fifth of reading an entry, and few words of a text share a meaning with those of a question.
    """
    said = [_said(word) for word in words]
    ends = list(accumulate(len(entry) + 1 for entry in said))
    joined = b"\n".join(said) + b"\n"
    found = [False] * len(words)
    for text in texts:
        sought = text.encode()
        at = joined.find(sought)
        while at >= 0:
            further = at + 1
            word = _LETTERS_FROM.match(joined, at)
            if word is None or (not joined[at - 1 : at].isalpha() and _stem(word.group().decode()) == text):
                place = bisect_right(ends, at)
                found[place] = True
                further = ends[place]
            at = joined.find(sought, further)
    return found


@lru_cache(maxsize=60_000)
def _said(word: str) -> bytes:
    """Return all glosses of a word as they stand, in lower case."""
    return b"/".join([line.partition(b"] /")[2] for line in _entries(word)]).lower()


def _entries(word: str) -> list[bytes]:
    """Return the dictionary's lines on a word, from its sound on."""
    lines, keys, places = _index()
    own = word.encode()
    key = np.uint64(_key(own))
    found: list[bytes] = []
    for number in range(int(keys.searchsorted(key)), len(keys)):
        if keys[number] != key:
            break
        place = int(places[number])
        parts = lines[place : lines.find(b"\n", place)].split(b" ", 2)
        if len(parts) == 3 and parts[1] == own:
            found.append(parts[2])
    return found


def _stems(gloss: str) -> frozenset[str]:
    """Return the content words of an English gloss without their endings."""
    plain = gloss
    while ("(" in plain or "[" in plain) and (shorter := _BRACKET.sub(" ", plain)) != plain:
        plain = shorter
    return frozenset([_stem(word) for word in _LETTERS.findall(plain) if word not in _EMPTY])


@lru_cache(maxsize=1 << 14)
def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4 - (len(ending) < 3):
            return word[: -len(ending)]
    return word


@cache
def _index() -> tuple[mmap.mmap | bytes, npt.NDArray[np.uint64], npt.NDArray[np.int64]]:
    """Return the dictionary's lines, the sorted keys of its words, and where the line of each begins.

    Made once and kept in the user's cache folder, where the next start maps it in a hundredth of the time. A cache that
    cannot be written or read is done without.
    """
    path = dictionary_file()
    if path is None:
        return _made(b"")
    stamp = path.stat()
    folder = cache_folder() / f"glosses-{stamp.st_size}-{stamp.st_mtime_ns}"
    try:
        return _mapped(folder)
    except (OSError, ValueError):
        made = _made(gzip.decompress(path.read_bytes()))
        _keep(folder, *made)
        return made


def _mapped(folder: Path) -> tuple[mmap.mmap, npt.NDArray[np.uint64], npt.NDArray[np.int64]]:
    # As plain arrays: indexing a `memmap` takes several times as long.
    keys: npt.NDArray[np.uint64] = np.asarray(np.load(folder / "keys.npy", mmap_mode="r", allow_pickle=False))
    places: npt.NDArray[np.int64] = np.asarray(np.load(folder / "places.npy", mmap_mode="r", allow_pickle=False))
    with (folder / "lines").open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ), keys, places


def _keep(folder: Path, text: bytes, keys: npt.NDArray[np.uint64], places: npt.NDArray[np.int64]) -> None:
    """Write the index beside its place, then put it there in one step."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
            fresh = Path(scratch) / "index"
            fresh.mkdir()
            np.save(fresh / "keys.npy", keys, allow_pickle=False)
            np.save(fresh / "places.npy", places, allow_pickle=False)
            (fresh / "lines").write_bytes(text)
            fresh.rename(folder)
    except OSError:
        return


def _made(lines: bytes) -> tuple[bytes, npt.NDArray[np.uint64], npt.NDArray[np.int64]]:
    text = b"\n" + lines + b"\n" * _WIDTH
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


_FACTORS = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9)


def _keys(grid: Bytes) -> npt.NDArray[np.uint64]:
    """Return one number per row of bytes; different words may share one, so readers compare the words too."""
    parts = np.ascontiguousarray(grid).view(np.uint64) * np.array(_FACTORS, dtype=np.uint64)
    return parts[:, 0] ^ parts[:, 1] ^ parts[:, 2]


def _key(word: bytes) -> int:
    """Return the same for one word."""
    a, b, c = _THREE.unpack(word[:_WIDTH].ljust(_WIDTH, b"\0"))
    return (a * _FACTORS[0] ^ b * _FACTORS[1] ^ c * _FACTORS[2]) & 0xFFFFFFFFFFFFFFFF
