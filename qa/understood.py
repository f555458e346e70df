"""The text of a question in either language → the question, an English one by the Chinese words of the documents."""

import re
from dataclasses import replace

from index.store import Store
from index.words import fold, words
from qa.english import is_english, translate
from qa.latin_names import named_in
from qa.question import Question, understand
from qa.search import SearchConfig, search

_GAP = re.compile(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])")
_LATIN = re.compile(r"[A-Z][a-z]{3,}")
_NEAREST = 5  # passages that settle which Chinese word an English one is


def understood(store: Store, text: str, config: SearchConfig) -> Question:
    """Read a self-contained question."""
    if not is_english(text):
        return understand(text)
    question = understand(in_chinese(store, text, config))
    # The documents may well have an English name in Chinese characters, so that it is missing says little.
    unknown = {name for name in question.names if name.isascii() and not store.frequency(name)}
    return replace(question, names=question.names - unknown, lesser=question.lesser | unknown)


def in_chinese(store: Store, text: str, config: SearchConfig) -> str:
    """Return an English question in Chinese words, as far as there are any.

    Of several words for the same that one is taken which the passages found with all of them have.
    """
    found = search(store, text, k=_NEAREST, config=config)
    texts = [f" {' '.join(words(hit.passage.text))} " for hit in found]

    def known(word: str) -> float:
        whole = f" {' '.join(words(word))} "
        place = next((n for n, passage in enumerate(texts) if whole in passage), _NEAREST)
        return float(store.holds(word)) and 1 + (_NEAREST - place) / _NEAREST

    chinese = translate(text, known=known)
    if any(not store.frequency(fold(name)) for name in _LATIN.findall(chinese)):
        chinese = named_in([hit.passage.text for hit in found], chinese)
    return _GAP.sub("", chinese) or text
