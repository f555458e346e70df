"""Texts → what can be compared: plain characters with their places, figures without dates, where a figure stands."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from index import units
from index.periods import find_periods
from index.quantities import find_quantities, same_value
from index.types import Quantity

TOLERANCE = Decimal("0.005")
"""How far a computed figure may lie from the expected one, relative to it: rounding differs between honest answers."""

MARKER = re.compile(r"\[\d+\]")
_NUMBER_ENDS = frozenset("0123456789.%‰万亿千百十兆")
_EQUALS = re.compile(r"[=≈≒]")
_THOUSANDS = re.compile(r"(?<!\d)(?<!\d[,，.])\d{1,3}(?:[,，]\d{3})+(?!\d)")
_CLAUSE_ENDS = re.compile(r"[。；;！？!?\n：:，]")
_DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")
_MINUS = "-－−–— "
_YEARS = range(1900, 2101)


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """A text without white space, punctuation, width and case; see `_plain_with_places`."""
    return _plain_with_places(text)[0]


@lru_cache(maxsize=256)
def _plain_with_places(text: str) -> tuple[str, list[int]]:
    """The characters that count (NFKC, lower case) and where each comes from.

    Between two digits a decimal point stays, a thousands comma goes, and anything else becomes one `|`: numbers that
    stand apart never run together.
    """
    letters: list[str] = []
    places: list[int] = []
    gap = ""
    thousands = {m.start() + i for m in _THOUSANDS.finditer(text) for i, letter in enumerate(m[0]) if letter in ",，"}
    for place, source in enumerate(text):
        for letter in unicodedata.normalize("NFKC", source).casefold():
            if unicodedata.category(letter)[0] in "PZCS" and letter not in "%‰+<>=°~":
                gap += letter
                continue
            if gap and letters and letters[-1].isdigit() and letter.isdigit():
                kept = "." if gap == "." else "" if place - 1 in thousands else "|"
                if kept:
                    letters.append(kept)
                    places.append(place - 1)
            gap = ""
            letters.append(letter)
            places.append(place)
    return "".join(letters), places


def contains(text: str, wanted: str) -> bool:
    """Whether a text holds another, white space, punctuation and width aside; a number never inside a longer one."""
    return next(_plain_spans(plain(text), plain(wanted)), None) is not None


def places_of(text: str, wanted: str) -> list[tuple[int, int]]:
    """Where a text holds the wanted one in the sense of `contains`, as half-open offsets into the text."""
    letters, places = _plain_with_places(text)
    return [(places[a], places[b - 1] + 1) for a, b in _plain_spans(letters, plain(wanted))]


def plain_with_places(text: str) -> tuple[str, tuple[int, ...]]:
    """The characters of `plain` and where in the text each of them stands."""
    letters, places = _plain_with_places(text)
    return letters, tuple(places)


def _plain_spans(text: str, wanted: str) -> Iterator[tuple[int, int]]:
    start = text.find(wanted) if wanted else -1
    while start >= 0:
        end = start + len(wanted)
        before, after = text[start - 1 : start], text[end : end + 1]
        cut_before = wanted[0].isdigit() and (before.isdigit() or before == ".")
        cut_after = wanted[-1] in _NUMBER_ENDS and after in _NUMBER_ENDS and after != ""
        if not (cut_before or cut_after):
            yield start, end
        start = text.find(wanted, start + 1)


@lru_cache(maxsize=4096)
def quantities(text: str) -> tuple[Quantity, ...]:
    """All quantities of a text, citation markers aside."""
    return tuple(find_quantities(MARKER.sub(_blank, text)))


@lru_cache(maxsize=4096)
def figures(text: str) -> tuple[Quantity, ...]:
    """The quantities of a text that are not part of a date or period: 2024年 and 近两年 say when, not how much."""
    masked = [(period.start, period.end) for period in find_periods(MARKER.sub(_blank, text))]
    return tuple(q for q in quantities(text) if not any(q.start < end and start < q.end for start, end in masked))


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


@lru_cache(maxsize=4096)
def read_figure(surface: str) -> Quantity | None:
    """The quantity that a question set writes as `surface`; None when it is not a quantity (a year, a rank, a name)."""
    found = quantities(surface)
    covering = [q for q in found if sum(c.isdigit() for c in q.surface) == sum(c.isdigit() for c in surface)]
    return max(covering, key=lambda q: q.end - q.start, default=None)


def same_figure(given: Quantity, expected: Quantity, *, tolerance: Decimal = Decimal(0)) -> bool:
    """Whether two quantities say the same amount of the same unit; computed ones may differ by a relative tolerance."""
    if same_value(given, expected):
        return True
    return (
        bool(tolerance)
        and same_unit(given, expected)
        and abs(given.value - expected.value) <= tolerance * abs(expected.value)
    )


def same_number(given: Quantity, expected: Quantity) -> bool:
    """Whether two quantities are written with one number, whatever is counted by it: 64家 and 64亿元, not 64亿元 and
    64万元, where 亿 and 万 are part of the number."""
    if given.value == expected.value:
        return True
    return same_digits(given, expected) and not same_unit(given, expected)


def same_digits(given: Quantity, expected: Quantity) -> bool:
    """Whether two quantities are written with the same digits, whatever follows them."""
    return _written(given) == _written(expected) != ""


def _written(quantity: Quantity) -> str:
    """The digits of a quantity as written, "" when it is written in words."""
    found = _DIGITS.search(unicodedata.normalize("NFKC", quantity.surface))
    return found[0].replace(",", "") if found else ""


def same_unit(given: Quantity, expected: Quantity) -> bool:
    """Whether two quantities count the same unit or units of one dimension (公里 and 米), or money of one currency."""
    if given.currency or expected.currency:
        return given.currency == expected.currency
    return given.kind == expected.kind and units.same_unit(given.unit, expected.unit)


def figure_stands(surface: str, text: str, *, tolerance: Decimal = Decimal(0)) -> bool:
    """Whether a text states a figure, value and unit."""
    wanted = read_figure(surface)
    if wanted is not None and any(same_figure(q, wanted, tolerance=tolerance) for q in quantities(text)):
        return True
    return contains(text, surface)


def figure_places(surface: str, text: str) -> list[tuple[int, int]]:
    """Where a text states a figure, in the sense of `figure_stands`, as half-open offsets."""
    wanted = read_figure(surface)
    read = [(q.start, q.end) for q in quantities(text) if same_figure(q, wanted)] if wanted is not None else []
    return read or places_of(text, surface)


def wrong_figures(text: str, expected: Sequence[str], *, tolerance: Decimal = Decimal(0)) -> list[Quantity]:
    """The figures of a text, dates aside, that are none of the expected ones."""
    wanted = [q for q in map(read_figure, expected) if q is not None]
    others = [surface for surface in expected if read_figure(surface) is None]
    return [
        q
        for q in figures(text)
        if not any(same_figure(q, w, tolerance=tolerance) for w in wanted)
        and not any(contains(surface, q.surface) for surface in others)
    ]


def unsupported_figures(
    text: str, quotes: Sequence[str], *, names: Sequence[str] = (), known: Sequence[str] = (), formula: str = ""
) -> list[str]:
    """The figures of a text that stand in none of its quotes, as written.

    Dates are aside, and so is what a shown formula yields (the first figure after its equals sign, wherever the text
    repeats it); the operands of a formula must stand in the quotes, except years and the constants 1 and 100.

    Args:
        text: what a person reads, with [n] markers.
        quotes: the quoted passages.
        names: titles and file names of the cited documents, which may hold digits and claim nothing.
        known: texts whose figures may be repeated, such as the question in a refusal.
        formula: how a computed figure was computed, where the answer gives it apart from its text.
    """
    for name in sorted({name for name in names if len(name) > 3}, key=len, reverse=True):
        text = text.replace(name, " " * len(name))
    formulas = _formulas(text)
    results = [q for _, _, result in formulas for q in quantities(result)[:1]]
    results += [q for _, _, result in _formulas(formula) for q in quantities(result)[:1]]
    missing: list[str] = []
    for figure in figures(text):
        in_formula = any(start <= figure.start < end for start, end, _ in formulas)
        constant = (figure.unit in ("", "%") and figure.value in (1, 100)) or (
            not figure.unit and figure.value in _YEARS
        )
        if in_formula and constant:
            continue
        if in_formula and figure.value < 0:  # a minus between operands, not a sign
            figure = replace(figure, value=-figure.value, surface=figure.surface.lstrip(_MINUS))
        if any(same_figure(figure, q) for quote in quotes for q in quantities(quote)):
            continue
        if any(same_figure(figure, q) for q in results) or any(
            same_figure(figure, q) for source in known for q in quantities(source)
        ):
            continue
        number = figure.surface.removeprefix(figure.qualifier_surface)
        if not any(contains(quote, number) for quote in quotes):
            missing.append(figure.surface)
    return missing


def _formulas(text: str) -> list[tuple[int, int, str]]:
    """Start, end and right-hand side of every clause with an equals sign."""
    found: list[tuple[int, int, str]] = []
    start = 0
    for end in [*(m.start() for m in _CLAUSE_ENDS.finditer(text)), len(text)]:
        clause = text[start:end]
        signs = list(_EQUALS.finditer(unicodedata.normalize("NFKC", clause)))
        if signs and len(unicodedata.normalize("NFKC", clause)) == len(clause):
            found.append((start, end, clause[signs[-1].end() :]))
        start = end + 1
    return found
