"""Words of a question → words of like meaning in sentences, with their places: 员工 for 从业人员."""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import numpy as np

from index.synonyms import best_similarities

_LEAST = 0.3

Span = tuple[int, int, float]
"""Where a word starts and ends, and how surely it stands for the one looked for."""


@cache
def _known() -> bool:
    return (files("index") / "model" / "synonyms.npz").is_file()


def alike(terms: Sequence[str], sentences: Sequence[Sequence[tuple[str, int]]]) -> list[list[list[Span]]]:
    """Return for each sentence and each term the (start, end, similarity) of the words that may stand for it.

    Args:
        terms: the words of a question.
        sentences: of each, its content words with their places.
    """
    found: list[list[list[Span]]] = [[[] for _ in terms] for _ in sentences]
    if not _known():
        return found
    unique = {word: n for n, word in enumerate(dict.fromkeys(word for words in sentences for word, _ in words))}
    similar = best_similarities(terms, list(unique))
    strong: dict[int, list[tuple[int, float]]] = {}
    for term, number in zip(*(axis.tolist() for axis in np.nonzero(similar >= _LEAST)), strict=True):
        strong.setdefault(number, []).append((term, float(similar[term, number])))
    for spans, words in zip(found, sentences, strict=True):
        for word, start in words:
            for term, strength in strong.get(unique[word], ()):
                spans[term].append((start, start + len(word), strength))
    return found
