"""Figures that a speaker denies (没有2300元那么多，是1650元; 是927.3亿元，不是921.5亿元) or has from another (局长说186家，我看
是130家) → what that speaker says instead.

Candidates come in and go out: the denied one goes, and what stands in its place answers as well as it would have.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from index.quantities import normalize_unit
from qa.evidence import Candidate

_NOT = re.compile(r"(?:并?不是|并非|而非|不叫|哪有|哪里有)[^，,。；;]{0,12}$")
_HARDLY = re.compile(r"(?:没有?|不到|不止|哪有)[^，,。；;\d]{0,4}$")
_ANOTHERS = re.compile(
    r"(?:^|[，,。；;：:])(?!我|咱|本)[^，,。；;：:\d]{1,8}?(?<![可以该如是来据])(?:说|讲|提到|报)的?[^，,。；;\d]{0,12}$"
)
_SO_MUCH = re.compile(r"^[那这]么[多高大快长少低]")


def undenied(evidence: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Return candidates without those that are denied, best first again."""
    instead: dict[int, Candidate] = {}
    denied: set[int] = set()
    for number, candidate in enumerate(evidence):
        if not _is_denied(candidate):
            continue
        denied.add(number)
        found = _instead(candidate, evidence)
        if found is not None and candidate.probability > instead.get(found, evidence[found]).probability:
            instead[found] = replace(evidence[found], score=candidate.score, probability=candidate.probability)
    left = [instead.get(number, c) for number, c in enumerate(evidence) if number not in denied]
    return tuple(sorted(left, key=lambda c: -c.score)) if denied else tuple(evidence)


def _is_denied(candidate: Candidate) -> bool:
    row = candidate.row
    if row is None:
        return False
    before = candidate.sentence[: max(row.quantity.start - candidate.start, 0)]
    behind = candidate.sentence[row.quantity.end - candidate.start :]
    another = candidate.passage.speaker is not None and _ANOTHERS.search(before)
    return bool(another or _NOT.search(before) or (_HARDLY.search(before) and _SO_MUCH.match(behind)))


def _instead(denied: Candidate, evidence: Sequence[Candidate]) -> int | None:
    """Return the place of the figure of the same unit that stands nearest in the sentence and is not denied."""
    if denied.row is None:
        return None
    at, unit = denied.row.quantity.start, normalize_unit(denied.row.quantity.unit)
    places = [
        (abs(c.row.quantity.start - at), number)
        for number, c in enumerate(evidence)
        if c.row
        and (c.passage.id, c.start) == (denied.passage.id, denied.start)
        and normalize_unit(c.row.quantity.unit) == unit
        and not _is_denied(c)
    ]
    return min(places)[1] if places else None
