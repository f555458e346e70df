"""Which of several is most, or second most, where the question names none of them → the figures of all that one text lists.

In come a question (哪个港区的吞吐量最高) and, in a second step, the evidence for the amount that it ranks by; out goes a
comparison of one figure for each body, all of one document, one measure, one unit and one period. A text that itself
says who is first is left to the reader.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from index.numerals import read_number
from index.types import FigureRow, Kind
from qa.differences import words_for
from qa.evidence import Candidate
from qa.phrases import tokens
from qa.plans import Operand, Operation, Plan
from qa.question import Question

_WAY = "[高低多少大小长短快慢]"
_PLACE = rf"(?:最|(?P<from>倒数)?(?:第(?P<nth>[一二三四五六七八九\d])|(?P<next>次)))(?P<way>{_WAY})"
_WHICH = r"(?:哪(?:一?[个家座所条项])?|谁)"
_SHAPES = (
    re.compile(rf"(?P<head>.*?)(?:是|中|里|，)?{_WHICH}(?P<what>[^，]*?)(?:排名?)?{_PLACE}的?"),
    re.compile(rf"(?P<head>.*?)(?P<what>[^，的]+?){_PLACE}的?(?P<kind>[^，]{{0,6}}?)是?{_WHICH}(?P<sort>[^，]{{0,6}})"),
)
_SURE = re.compile(r"最(?![高低多少]\d)|第[一二三](?=[名位大高多，,。；;]|$)|首位|居首|排名|位列|之首|名列|领先")
_PERIOD = re.compile(r"(?:19|20)\d\d年.*$|[，,；;：:、\s].*$")
_WHOLE = re.compile(r"[全各本该每其]|合计|总计|小计|平均")
_CLAUSE = re.compile(r"[；;。]")
_LONGEST = 14
_MOST = 12


@dataclass(frozen=True, slots=True)
class Ranked:
    """What a question ranks by: the words before and behind 哪个, the place counted from the top, and more or less."""

    head: str
    what: str
    kind: str
    place: int
    way: str

    @property
    def question(self) -> str:
        """The whole question for the amount, of nobody in particular."""
        return f"{self.head}{self.what}是多少？"


def asked_rank(text: str) -> Ranked | None:
    """Return what a self-contained question ranks bodies by, None where it asks something else."""
    bare = re.sub(r"[？?呢啊呀的\s]+$", "", text)
    for shape in _SHAPES:
        if found := shape.fullmatch(bare):
            said = found.groupdict()
            place = 2 if said["next"] else read_number(said["nth"]) if said["nth"] else 1
            what = (said["what"] or "").strip("的")
            if not what or not place or place > _MOST:
                continue
            way = said["way"]
            if said["from"]:  # the second from the end for the highest is the second lowest
                way = words_for(way)[1 if way == words_for(way)[0] else 0]
            kind = said.get("kind") or said.get("sort") or ""
            return Ranked(found["head"], what, kind.strip("的"), int(place), way)
    return None


def listed(asked: Ranked, question: Question, evidence: Sequence[Candidate]) -> tuple[Plan, list[Candidate]] | None:
    """Return the comparison of the bodies that one document gives the figure of, None where it lists fewer than two.

    Args:
        asked: what the question ranks by.
        question: the question for the amount, as understood.
        evidence: what was found for it.
    """
    groups: dict[tuple[str, str, date | None], dict[str, Candidate]] = {}
    doubled: set[tuple[str, str, date | None]] = set()
    for candidate in evidence:
        row = candidate.row
        if row is None or row.comparison or row.quantity.kind in (Kind.MULTIPLE, Kind.RANK):
            continue
        kind = _kind_of(asked, row)
        body = _body(candidate, row, kind) if kind is not None and _is_of(question, row) else ""
        if not body or body in asked.head:
            continue
        if _SURE.search(candidate.sentence):
            return None
        group = (row.document_id, row.quantity.unit, row.last)
        same = groups.setdefault(group, {}).setdefault(body, candidate)
        if same.row and same.row.quantity.value != row.quantity.value:
            doubled.add(group)
    whole = [g for g, bodies in groups.items() if g not in doubled and 2 <= len(bodies) <= _MOST]
    if not whole:
        return None
    best = max(whole, key=lambda g: (g[2] or date.min, len(groups[g])))
    bodies = groups[best]
    if len(bodies) < asked.place or any(g != best and g[2] == best[2] and len(groups[g]) > 1 for g in groups):
        return None
    operands = tuple(Operand(f"{asked.head}{body}的{asked.what}是多少？", body) for body in bodies)
    return (
        Plan(Operation.COMPARISON, operands, words=words_for(asked.way), label=asked.way, place=asked.place),
        list(bodies.values()),
    )


def ranks(candidate: Candidate, asked: Ranked) -> bool:
    """Whether a sentence itself says who is first in what is asked for."""
    words = [t.text for t in tokens(asked.what) if t.tag[0] in "nv" and len(t.text) > 1]
    told = _SURE.search(candidate.sentence)
    return told is not None and bool(words) and words[-1] in candidate.sentence


def _kind_of(asked: Ranked, row: FigureRow) -> str | None:
    """Return the word for what is ranked (港区 of 港区的货物吞吐量), "" for any, None where a row measures something else."""
    for at in range(len(asked.what)):
        rest = asked.what[at:]
        if len(rest) < 2 or not row.measure.endswith(rest):
            continue
        kind = asked.kind or asked.what[:at].strip("的")
        # What a row's measure says beyond it is whose it is (甲港区吞吐量), not another measure (集装箱吞吐量).
        whose = row.measure.removesuffix(rest)
        return kind if not whose or (kind and whose.endswith(_ending(kind))) else None
    return None


def _ending(kind: str) -> str:
    """Return the last noun of the words for what is ranked: 图书馆 of 图书馆接待."""
    run = tokens(kind)
    return next((t.text for t in reversed(run) if t.tag[0] in "nj"), run[-1].text if run else "")


def _is_of(question: Question, row: FigureRow) -> bool:
    """Whether a row is of the period that is asked about."""
    spans = [(p.first, p.last) for p in question.periods]
    return not spans or any(row.first == first and row.last == last for first, last in spans)


def _body(candidate: Candidate, row: FigureRow, kind: str) -> str:
    """Return of whom a figure is: its subject, else the name that its clause or its sentence begins with, of that kind."""
    lead = candidate.sentence[: max(row.quantity.start - candidate.start, 0)]
    ending = _ending(kind)
    clause = _CLAUSE.split(lead)[-1]
    for said in (row.subject, clause):
        name = _PERIOD.sub("", said)
        if kind and ending in name:
            name = name[: name.find(ending) + len(ending)]
        elif kind or said != row.subject:
            continue
        if ending != name and 1 < len(name) <= _LONGEST and not _WHOLE.search(name):
            return name
    return ""
