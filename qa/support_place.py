"""Where a figure stands in its source: the words beside it, those that it takes over, and those of its rivals.

A text and the number of one of its figures come in, a `Place` comes out.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.quantities import normalize_unit
from index.types import Kind, Quantity
from index.words import tagged
from qa.support_claims import Claim, claims_of, goes_on, plain
from qa.support_said import CLAUSE

_SENTENCE_END = re.compile(r"[。！？!?\n]")
SEGMENT_END = re.compile(r"[。！？!?\n；;]")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a figure stands in its source.

    `own` are the words beside it, `carried` those of the clause that its own goes on from, `framed` the clauses
    without figures before it, `near` what else it takes over;
    `segment` is its sentence up to it from the last semicolon on; `rivals` the words of other figures, `free` of none.
    """

    own: str
    carried: str
    framed: str
    near: str
    segment: str
    rivals: str
    free: str


@lru_cache(maxsize=4096)
def place_of(source: str, place: int) -> Place:
    """Return what a text says around one of its figures.

    A clause that begins with a verb says something of what the clause before it named (企业318家，实现收入…).
    """
    claims = claims_of(source)
    figure, claim = claims[place]
    own = plain(f"{claim.left} {claim.before} {claim.right} {claim.after}")
    carried = ""
    number = place
    while number and goes_on(claims[number][1].left):
        before, last = claims[number - 1]
        if SEGMENT_END.search(source, before.end, figure.start):
            break
        carried += f" {last.own} {last.before}"
        number -= 1
    near = f"{figure.qualifier_surface} {carried} {claim.taken} {claim.whole or _part_of(source, claims, place)}"
    start = max((m.end() for m in _SENTENCE_END.finditer(source, 0, figure.start)), default=0)
    cut = max((m.end() for m in SEGMENT_END.finditer(source, 0, figure.start)), default=start)
    starts = [q.start for q, _ in claims if q.kind is not Kind.DURATION]
    every = list(CLAUSE.finditer(source))
    holds = [any(m.start() <= s < m.end() for s in starts) for m in every]
    framed = [
        m.group() for m, holding in zip(every, holds, strict=True) if not holding and cut <= m.start() < figure.start
    ]
    head = next((m.group() for m, holding in zip(every, holds, strict=True) if m.start() >= start and not holding), "")
    opening = [head] if head and not framed and source[start:].lstrip().startswith(head.strip()) else []
    near += f" {'，'.join((*opening, *framed))}"
    free: list[str] = []
    framing: list[str] = []
    for n, (clause, holding) in enumerate(zip(every, holds, strict=True)):
        # What stands before a figure of its part of a sentence leads to that figure, through other words or names.
        behind = next((m for m, holding in zip(every[n + 1 :], holds[n + 1 :], strict=True) if holding), None)
        led_to = behind is not None and not SEGMENT_END.search(source, clause.end(), behind.start())
        mine = behind is not None and behind.start() <= figure.start < behind.end()
        if not holding:
            (framing if led_to and not mine else free).append(clause.group())
    first = next((n for n, (q, _) in enumerate(claims) if q.start >= cut), place)
    if first < place and not _topic(claim.left).strip():
        near += f" {_topic(claims[first][1].left)}"
    segment = "，".join((*opening, source[cut : figure.start]))
    rivals = "，".join(
        [
            *framing,
            *(
                f"{c.own} {c.before} {c.after}"
                for n, (q, c) in enumerate(claims)
                if n != place and q.kind is not Kind.DURATION
            ),
        ]
    )
    return Place(own, plain(carried), "，".join((*opening, *framed)), plain(near), segment, rivals, "，".join(free))


def _part_of(source: str, claims: Sequence[tuple[Quantity, Claim]], place: int) -> str:
    """Return the whole that the figures of a list behind 其中 are parts of."""
    for before, claim in reversed(claims[:place]):
        if normalize_unit(before.unit) != normalize_unit(claims[place][0].unit):
            return ""  # 通航城市168个，其中国际城市27个，航空公司52家: the last are no cities
        if SEGMENT_END.search(source, before.end, claims[place][0].start):
            break
        if claim.whole:
            return claim.whole
    return ""


@lru_cache(maxsize=4096)
def _topic(text: str) -> str:
    """Return what a clause speaks of: the words before its verb, "" where it has none."""
    topic = ""
    for word, tag in tagged(text):
        if tag == "v" and topic.strip():
            return topic
        topic += word
    return ""
