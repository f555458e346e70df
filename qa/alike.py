"""Words of a question → words of like meaning in sentences, with their places: 员工 for 从业人员."""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import numpy as np

from index.synonyms import best_similarities, comparable

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
    unique = list(dict.fromkeys([word for words in sentences for word, _ in words]))
    compared = [unique[place] for place in comparable(terms, unique, _LEAST)]
    similar = best_similarities(terms, compared)
    strong: dict[str, list[tuple[int, float]]] = {}
    pairs: list[list[int]] = np.argwhere(similar >= _LEAST).tolist()
    for term, place in pairs:
        strong.setdefault(compared[place], []).append((term, float(similar[term, place])))
    for spans, words in zip(found, sentences, strict=True):
        for word, start in words:
            if word in strong:
                for term, strength in strong[word]:
                    spans[term].append((start, start + len(word), strength))
    return found
