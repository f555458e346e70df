"""The texts of a pool → arrays of character codes, so that all of them are looked through at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from index.words import fold

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Signs = NDArray[np.uint32]

_PLANE = 0x10000  # characters beyond the basic plane count as its last, which is none


@dataclass(frozen=True, slots=True)
class Texts:
    """The folded texts of a pool behind each other, each followed by a mark, as character codes; `basic` within a plane."""

    texts: tuple[str, ...]
    codes: Signs
    basic: Signs
    starts: Ints
    owner: Ints

    @classmethod
    def of(cls, texts: Sequence[str]) -> "Texts":
        joined = "\n".join(texts) + "\n"
        lengths = np.array([len(text) + 1 for text in texts], dtype=np.int64)
        codes = codes_of(joined)
        return cls(
            tuple(texts),
            codes,
            np.minimum(codes, np.uint32(_PLANE - 1)),
            np.concatenate(([0], np.cumsum(lengths)[:-1])),
            np.repeat(np.arange(len(texts)), lengths),
        )


def codes_of(text: str) -> Signs:
    """Return the codes of a text's characters."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def most(values: Floats, starts: Ints) -> Floats:
    """Return the greatest of each stretch of values."""
    return np.maximum.reduceat(values, starts)


def among(signs: str) -> NDArray[np.bool_]:
    """Return of each character of the basic plane whether it is one of `signs`."""
    table = np.zeros(_PLANE, dtype=bool)
    table[[min(ord(sign), _PLANE - 1) for sign in signs]] = True
    return table


@cache
def _folding() -> Signs:
    """Return what `fold` makes of each character of the basic plane, as codes."""
    plain = "".join(map(chr, range(0x10000)))
    return codes_of(fold(plain))


def folded(texts: Sequence[str]) -> list[str]:
    """Fold many texts at once, five times as fast as one by one."""
    joined = "\x00".join(text.replace("\x00", " ") for text in texts)
    codes = codes_of(joined)
    table = _folding()
    codes = np.where(codes < len(table), table[np.minimum(codes, len(table) - 1)], codes)
    return codes.tobytes().decode("utf-32-le", "surrogatepass").split("\x00")


def rarity(frequency: Sequence[int], total: int) -> Floats:
    """Return BM25's inverse frequency of terms found in so many of `total` passages."""
    held = np.array(frequency, dtype=np.float64)
    return np.log1p((total - held + 0.5).clip(0.5) / (held + 0.5)) + 0.1
