"""What documents with every kind of noise say is found whole, under its headline, from its speaker, and without the noise."""

from dataclasses import dataclass

import pytest

from index.load import document_from_text
from index.passages import passages
from tests.index.noise import Noisy, document


def solid(text: str) -> str:
    return "".join(text.split())


@dataclass(slots=True)
class Found:
    """What of a noisy document was lost, or should have gone."""

    broken: list[str]
    left: list[str]
    untitled: list[str]
    undated: list[str]
    unheaded: list[str]
    speakers: list[str]


def lost(noisy: Noisy) -> Found:
    """Read a noisy document and compare it with what it says."""
    read = document_from_text("a", noisy.text)
    found = passages(read)
    texts = [solid(passage.text) for passage in found]
    dates = {section.title: section.published for section in read.sections}
    dates = {read.title: read.published} | {title: day or read.published for title, day in dates.items()}
    stated = dict(zip(noisy.titles, noisy.dates, strict=False))
    return Found(
        [sentence for sentence in noisy.sentences if not any(solid(sentence) in text for text in texts)],
        [mark for mark in noisy.noise if any(mark in passage.text for passage in found)],
        [title for title in noisy.titles if title not in dates],
        [title for title, day in stated.items() if title in dates and dates[title] != day],
        [heading for heading in noisy.headings if not any((s.title or "").endswith(heading) for s in read.sections)],
        [turn.speaker for turn in read.turns],
    )


@pytest.mark.parametrize("seed", range(40))
def test_a_noisy_document_is_read_as_it_was_written(seed: int) -> None:
    noisy = document(seed)
    found = lost(noisy)
    assert noisy.sentences
    assert found == Found([], [], [], [], [], noisy.speakers)


def test_hundreds_of_noisy_documents() -> None:
    """The rate, over more documents than the rules were ever looked at with."""
    sentences = titles = headings = talks = broken = untitled = unheaded = misheard = 0
    for seed in range(10_000, 10_200):
        noisy = document(seed)
        found = lost(noisy)
        assert found.left == []
        sentences, broken = sentences + len(noisy.sentences), broken + len(found.broken)
        titles, untitled = titles + len(noisy.titles), untitled + len(found.untitled) + len(found.undated)
        headings, unheaded = headings + len(noisy.headings), unheaded + len(found.unheaded)
        talks, misheard = talks + bool(noisy.speakers), misheard + (found.speakers != noisy.speakers)
    print(
        f"{sentences - broken} of {sentences} sentences whole, {titles - untitled} of {titles} titles with their dates,"
    )
    print(f"{headings - unheaded} of {headings} headings, {talks - misheard} of {talks} conversations")
    assert broken <= 0.003 * sentences
    assert untitled <= 0.02 * titles
    assert unheaded <= 0.02 * headings
    assert misheard <= 0.02 * talks
