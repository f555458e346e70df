"""Answer and expected answers → how far they agree, by the rules of the reading-comprehension sets and by value and unit.

The rules are those of CMRC 2018's evaluation (Cui et al., EMNLP 2019): case and punctuation do not count, a Chinese
character is a unit and so is a Latin word or number, and F1 is taken over the longest common run of units.
"""

import re
import unicodedata
from collections.abc import Sequence

from eval.reading import contains, figures, plain, read_figure, same_figure

_UNIT = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003134f]|[^\W_\u3400-\u9fff\uf900-\ufaff]+")
_JOINER = re.compile(r"(?<=\d)[.,](?=\d)")


def units(text: str) -> list[str]:
    """The characters and Latin words of a text, punctuation left out."""
    return _UNIT.findall(_JOINER.sub("", unicodedata.normalize("NFKC", text).lower()))


def exact(given: str, expected: Sequence[str]) -> float:
    """1 when the answer is one of the expected ones, punctuation and case aside, else 0."""
    return float(any("".join(units(given)) == "".join(units(answer)) for answer in expected))


def overlap(given: str, expected: Sequence[str]) -> float:
    """The best F1 of the answer with one of the expected ones."""
    return max((_f1(units(given), units(answer)) for answer in expected), default=0.0)


def _f1(given: Sequence[str], expected: Sequence[str]) -> float:
    common = _longest_run(given, expected)
    if not common:
        return 0.0
    precision, recall = common / len(given), common / len(expected)
    return 2 * precision * recall / (precision + recall)


def _longest_run(a: Sequence[str], b: Sequence[str]) -> int:
    best = 0
    lengths = [0] * (len(b) + 1)
    for unit in a:
        for j in range(len(b), 0, -1):
            lengths[j] = lengths[j - 1] + 1 if unit == b[j - 1] else 0
            best = max(best, lengths[j])
    return best


def right_figure(given: str, expected: Sequence[str]) -> float:
    """1 when the first figure of the answer has value and unit of an expected one, else 0.

    Expected answers that are no quantity (a score of 2:1, a year) count as words that the answer must hold. One that
    states no unit (the question has it: 多少公里) is compared by its value.
    """
    said = figures(given)
    for answer in expected:
        wanted = read_figure(answer)
        if wanted is None:
            if contains(given, answer):
                return 1.0
        elif said and (same_figure(said[0], wanted) or (not wanted.unit and said[0].value == wanted.value)):
            return 1.0
        elif not said and plain(given) == plain(answer):
            return 1.0  # a period: what counts as a figure leaves dates aside
    return 0.0


def stands_in(text: str, expected: Sequence[str], limit: int) -> float:
    """1 when a text of at most `limit` characters holds an expected answer, else 0."""
    return float(len(text) <= limit and any(contains(text, answer) for answer in expected))
