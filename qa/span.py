"""Sentence → the words in it that answer: a date, a name, a place, a list, or the clause that says it."""

import re

from index.periods import find_periods
from index.words import fold, tagged
from qa.evidence import Candidate
from qa.question import Question, Want

_TAGS = {Want.PERSON: ("nr",), Want.PLACE: ("ns", "nt")}
_CLAUSE = re.compile(r"[，,；;。！？!?]")


def answer_span(question: Question, candidate: Candidate) -> tuple[int, int]:
    """Return (start, end) of the answer inside the candidate's sentence; all of it when nothing narrower fits."""
    sentence = candidate.sentence
    if question.want is Want.DATE:
        periods = find_periods(sentence)
        if periods:
            best = max(periods, key=lambda p: _nearness(question, sentence, p.start, p.end))
            return best.start, best.end
    if question.want in _TAGS:
        named = _tagged_spans(sentence, _TAGS[question.want], question)
        if named:
            return max(named, key=lambda span: _nearness(question, sentence, *span))
    return _clauses(question, sentence)


def _tagged_spans(sentence: str, tags: tuple[str, ...], question: Question) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    position = 0
    for word, tag in tagged(sentence):
        if tag.startswith(tags) and len(word) > 1 and fold(word) not in question.terms:
            spans.append((position, position + len(word)))
        position += len(word)
    return spans


def _nearness(question: Question, sentence: str, start: int, end: int) -> float:
    """Return how many words of the question stand near a span, each divided by its distance."""
    folded = fold(sentence)
    total = 0.0
    for term in question.terms:
        position = folded.find(term)
        if position >= 0 and not start <= position < end:
            total += len(term) / (4 + min(abs(position - end), abs(start - position - len(term))))
    return total


def _clauses(question: Question, sentence: str) -> tuple[int, int]:
    """Return the run of clauses that holds every word of the question that the sentence holds, and what it leads to."""
    folded = fold(sentence)
    borders = [0, *(m.end() for m in _CLAUSE.finditer(sentence)), len(sentence)]
    hits = [
        n
        for n in range(len(borders) - 1)
        if any(term in folded[borders[n] : borders[n + 1]] for term in question.terms)
    ]
    if not hits or question.want in (Want.LIST, Want.REASON):
        return 0, len(sentence)
    start, end = borders[hits[0]], borders[min(hits[-1] + 1, len(borders) - 1)]
    return start, end if end - start > 6 else len(sentence)
