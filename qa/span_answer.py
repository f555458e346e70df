"""Ranked sentences → the answer of a question that asks for no figure: its words, and the places that are quoted.

As a rule the answer is a span of one sentence (`qa/span.py`). Some stand beside it: the items that a lead announces, the
speaker whom the next sentence names, the name that 该中心 stands for, the reason before 所以. Then the quote holds both.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from index.periods import find_periods
from index.quantities import find_quantities, same_value
from index.types import Passage
from index.words import fold, tagged
from qa.draft import Quote
from qa.evidence import Candidate
from qa.phrases import NOT_NAMES
from qa.question import Question, Want
from qa.span import best_span, lists
from qa.span_anchor import doer, ends_as_asked, field, partner, told_of
from qa.span_around import place_meant, told_before
from qa.span_beside import Found, beside
from qa.span_body import asks_holder, asks_post, behind_post, holds_other_post, is_post, post, whose_post
from qa.span_career import earlier, whose_past
from qa.span_counted import counted_run
from qa.span_guests import guests
from qa.span_list import Item, asked_count, enumeration, leads
from qa.span_question import Asked, asked
from qa.span_scene import scene
from qa.span_sentence import defines
from qa.span_time import tells
from qa.span_told import (
    brings_name,
    counts_as_asked,
    fills_gap,
    gives_its_cause,
    is_now,
    is_time,
    lists_all,
    may_tell,
    names_as_asked,
    points_only,
    ranks_as_asked,
    tells_event,
    tells_what_happened,
)
from qa.span_whole import all_people
from qa.statements import text_of

_LED, _LED_MARGIN, _COUNTED = 8, 4.0, 3.0
_UNCOUNTED_MARGIN = 1.0
_ANCHOR_MARGIN = 2.5
_LINE, _MOSTLY_TOLD = 80, 0.6
_TITLED = re.compile("《[^》]+》|[（(][^）)]+[）)]")
_DEFINING = 24  # sentences that are looked through for one that says what a thing is
_PLACE = re.compile(
    r"[省市县区镇乡村街路道楼层室厅馆园院校城港湾岛山江河湖海洋洲州国站场所处地部内外上下中东西南北侧边旁岸口家店厂房间桥寺庙宫库基带]|里"
)
_STOP = re.compile("[。；;\n]")
_CLAUSE = re.compile("[^，,。；;\n]+")
_DAY_ASKED = re.compile(r"几[月日号]|哪一?[天日月]|哪个?月|何月")
_DAY = re.compile(r"[月日号]")


def respond(question: Question, evidence: Sequence[Candidate]) -> Found | None:
    """Return the answer that the first few sentences give, None when none of them holds the kind of thing asked for.

    Args:
        evidence: ranked, best first; must not be empty.
    """
    gap = asked(question.text)
    found = _respond(question, gap, evidence)
    if found is None or not _is_answer(gap, found.value):
        return None
    sentence, passage = "".join(map(text_of, found.quotes)), "".join(quote.passage.text for quote in found.quotes)
    if not lists_all(gap, found.value, sentence, sum(c.probability for c in evidence[:2])):
        return None
    if not ranks_as_asked(gap, sentence):
        return None
    if gap.type == "why":
        sure = sum(c.probability for c in evidence[:2])
        return found if tells_what_happened(gap, sentence, passage) or gives_its_cause(gap, sentence, sure) else None
    return found if found.anchored or tells_event(gap, passage) else None


def _is_answer(gap: Asked, value: str) -> bool:
    """Whether words are of the sort and number asked for."""
    if gap.type == "when" and is_now(value):
        return False
    return counts_as_asked(gap, value) and names_as_asked(gap, value) and not points_only(gap, value)


def _respond(question: Question, gap: Asked, evidence: Sequence[Candidate]) -> Found | None:
    if whose_past(gap):
        return earlier(gap, evidence)
    anchored = _anchored(question, gap, evidence)
    if anchored and not _of_another_year(question, _quoted_first(anchored, evidence)):
        return anchored
    if lists(question, gap) and (counted := _counted(gap, evidence)):
        return counted
    if lists(question, gap) and (listed := _listed(question, gap, evidence)):
        return listed
    defining = [c for c in evidence[:_DEFINING] if defines(gap, c.sentence)]
    telling = defining or _telling(gap, evidence)
    if not telling:
        return None
    best, place = best_span(question, telling)
    near = None if lists(question, gap) else beside(gap, best, evidence)
    if near is not None:
        return near
    if asks_holder(gap):
        place = _holder(best.sentence, place)
        if not _names_somebody(best.sentence, place):
            return None
        place = all_people(gap, scene(best.sentence), place)
    elif gap.type == "who":
        place = all_people(gap, scene(best.sentence), _name_alone(best.sentence, place))
    if gap.type == "when":
        place = _of_that_event(gap, best.sentence, place)
    value = best.sentence[slice(*place)]
    filled = fills_gap(gap, best.sentence, place)
    if not (filled or (_of_kind(gap, value) and brings_name(gap, value))) or not _speaks_of(gap, best):
        return None
    if holds_other_post(gap, best.sentence, value) or _of_another_year(question, best):
        return None
    quote = Quote(best.passage, best.start, best.end)
    if gap.type == "who" and asks_post(gap.right) and (held := post(value, best.sentence)):
        return Found(
            f"{value}；{best.sentence[slice(*held)]}", (quote,), (min(held[0], place[0]), max(held[1], place[1]))
        )
    return Found(value, (quote,), place, anchored=filled or bool(defining))


def _of_that_event(gap: Asked, sentence: str, place: tuple[int, int]) -> tuple[int, int]:
    """Return the one time in a sentence that is told as exactly as asked for (几月: 今年1月, not 2024年度), or in the clause
    that alone has the way or the last word that is asked of (初步建成, 授牌); the place itself where there is none."""
    named = [m.span() for m in _TITLED.finditer(sentence)]  # 《方案（2024—2027年）》
    told = [p for p in find_periods(sentence) if not any(a <= p.start < b for a, b in named)]
    own = [p for p in told if p.start < place[1] and place[0] < p.end]
    if len(told) < 2 or not own:
        return place
    if _DAY_ASKED.search(gap.text, gap.start, gap.end):
        exact = [p for p in told if _DAY.search(p.surface)]
        if len(exact) == 1 and exact[0] not in own:
            return exact[0].start, exact[0].end
    text = fold(sentence)
    words = [term.word for term in gap.terms if term.side]
    verbs = {word for word, tag in tagged(text) if tag.startswith("v") and text.count(word) > 1}
    ways = [a + b for a, b in pairwise(words) if b in verbs and a + b in gap.text]  # 初步建成, not 全面建成
    alone = any(m.span() == (p.start, p.end) for p in own for m in _CLAUSE.finditer(sentence))  # of what follows
    for said in (*ways, *(term.word for term in gap.terms[-1:] if term.side > 0)):
        clauses = [m.span() for m in _CLAUSE.finditer(text) if said in m.group()]
        here = [p for p in told if clauses and clauses[0][0] <= p.start < clauses[0][1]]
        if len(clauses) == 1 and len(here) == 1:
            return place if alone or here[0] in own else (here[0].start, here[0].end)
    return place


def _telling(gap: Asked, evidence: Sequence[Candidate]) -> list[Candidate]:
    """Return those of the sentences, about as likely as the first, that can hold the answer.

    One that only comes in for the first tells of the same event, so it must be of the same person, whom another
    sentence of its passage may have named.
    """
    people = [gap.text[a:b] for a, b in scene(gap.text).people]
    return [
        c
        for number, c in enumerate(evidence)
        if evidence[0].score - c.score <= _ANCHOR_MARGIN
        and may_tell(gap, c.sentence)
        and (not number or all(person in fold(_told_with(c, evidence[0])) for person in people))
    ]


def _told_with(candidate: Candidate, first: Candidate) -> str:
    """Return the words that tell whom a sentence is of: those of its passage where the first stands there, too."""
    return candidate.passage.text if candidate.passage.id == first.passage.id else candidate.sentence


def _holder(sentence: str, place: tuple[int, int]) -> tuple[int, int]:
    """Return the last name within a place in a sentence, behind the post; the place itself when it holds none."""
    named = [(a, b) for a, b in scene(sentence).people if place[0] <= a and b <= place[1]]
    return named[-1] if named else place


def _name_alone(sentence: str, place: tuple[int, int]) -> tuple[int, int]:
    """Return the one name that a place in a sentence ends in, behind a post that it may have cut; else the place."""
    named = [(a, b) for a, b in scene(sentence).people if a < place[1] and place[0] < b]
    if len(named) != 1:
        return place
    ends = named[0][1] == place[1] and is_post(sentence[place[0] : named[0][0]].rstrip())
    return named[0] if ends else behind_post(sentence, place)


def _names_somebody(sentence: str, place: tuple[int, int]) -> bool:
    """Whether a place in a sentence holds, or lies in, the name of a person."""
    return any(a < place[1] and place[0] < b for a, b in scene(sentence).people)


def _quoted_first(found: Found, evidence: Sequence[Candidate]) -> Candidate:
    """Return the sentence that an answer quotes first."""
    quote = found.quotes[0]
    return next((c for c in evidence if c.passage.id == quote.passage.id and c.start == quote.start), evidence[0])


def _anchored(question: Question, gap: Asked, evidence: Sequence[Candidate]) -> Found | None:
    """Return the answer that the make of one of the first few sentences gives away, and the post asked for besides."""
    if filled := _filled_in(gap, evidence):
        return filled
    if said := told_before(gap, evidence) or place_meant(gap, evidence):
        return said
    made: list[tuple[bool, float, Candidate, list[tuple[int, int]]]] = []
    head = next((term.word for term in reversed(gap.terms) if term.side < 0), "")
    for number, candidate in enumerate(evidence):
        near = evidence[0].score - candidate.score <= _ANCHOR_MARGIN and number < _LED
        if places := _anchors(gap, candidate, near):
            told_there = head in fold(candidate.passage.text)
            made.append((told_there, told_of(gap, fold(candidate.sentence)), candidate, places))
    if not made:
        return None
    # Of several hosts that of the meeting asked for: where it is spoken of, and most of the question; the first of equals.
    _, share, candidate, places = (
        max(made, key=lambda one: one[:2]) if all(len(one[3]) == 1 for one in made) else made[0]
    )
    if asks_post(question.text[gap.end :]):
        told = post(candidate.sentence[slice(*places[0])], candidate.sentence)
        places += [told] if told else []
    values = [candidate.sentence[a:b] for a, b in places]
    focus = min(a for a, _ in places), max(b for _, b in places)
    quote = Quote(candidate.passage, candidate.start, candidate.end)
    sure = bool(whose_post(gap)) or share >= _MOSTLY_TOLD
    return Found("；".join(dict.fromkeys(values)), (quote,), focus, listed=len(places) > 2, anchored=True, told=sure)


def _filled_in(gap: Asked, evidence: Sequence[Candidate]) -> Found | None:
    """Return the field (地点：…) at the head of the document that the question is about."""
    best: tuple[float, Candidate, tuple[int, int]] | None = None
    for candidate in evidence:
        spoken = candidate.passage.speaker is not None  # 主持人：… begins a speech, it names nobody
        place = field(gap, candidate.sentence) if len(candidate.sentence) < _LINE and not spoken else None
        if place is None:
            continue
        share = told_of(gap, fold(candidate.passage.text))
        if best is None or share > best[0]:
            best = share, candidate, place
    if best is None:
        return None
    _, line, place = best
    quote = Quote(line.passage, line.start, line.end)
    return Found(line.sentence[slice(*place)], (quote,), place, anchored=True)


def _anchors(gap: Asked, candidate: Candidate, near: bool) -> list[tuple[int, int]]:
    if near and (sides := partner(gap, candidate.sentence)):
        return sides
    if name := whose_post(gap):
        told = post(name, candidate.sentence)
        return [told] if told else []
    if not near:
        return []
    place = doer(gap, candidate.sentence)
    return [all_people(gap, scene(candidate.sentence), place)] if place else []


def _speaks_of(gap: Asked, best: Candidate) -> bool:
    """Whether a passage that is to give a reason speaks of what it is asked for: any sign of the words behind 为什么."""
    words = [term.word for term in gap.terms if term.side > 0]
    if gap.type != "why" or not words or re.search("[不没未无]", gap.right):
        return True  # what did not come about need not be spoken of
    text = fold(best.passage.text)
    figures = [figure for figure in find_quantities(gap.right) if figure.surface[0].isdigit()]
    told = find_quantities(text) if figures else []
    return any(sign in text for word in words for sign in word) and all(
        any(same_value(figure, other) for other in told) for figure in figures
    )


def _of_kind(gap: Asked, value: str) -> bool:
    """Whether an answer can be a time or a place at all, when that is what is asked for."""
    if gap.type == "when":
        return tells(gap, value) and bool(is_time(value) or find_periods(value))
    if gap.type == "where":
        seen = scene(value)
        return bool(_PLACE.search(value)) or any(
            tag.startswith(("n1", "nr", "ns", "nt", "nz", "latin")) and word not in NOT_NAMES
            for word, tag in zip(seen.words, seen.tags, strict=True)
        )
    if asks_holder(gap):
        return bool(scene(value).people)
    return ends_as_asked(gap, value)


def _of_another_year(question: Question, best: Candidate) -> bool:
    """Whether a year is asked about that nothing around the sentence speaks of, in a document of another year."""
    years = {p.first.year for p in question.periods if p.first and p.last and p.first.year == p.last.year}
    told = best.passage.published
    # A report of a year comes out in the next one.
    near = told is not None and any(told.year - 1 <= year <= told.year for year in years)
    if not years or told is None or near or any(p.relative for p in question.periods):
        return False
    around = best.passage.text + (best.passage.section or "")
    own = find_periods(best.sentence, reference=told)
    spoken = {year for p in own if p.first and p.last for year in range(p.first.year, p.last.year + 1)}
    return not any(str(year) in around or year in spoken for year in years)


def _listed(question: Question, gap: Asked, evidence: Sequence[Candidate]) -> Found | None:
    """Return the enumeration that a sentence of the first few leads in: as many items as asked for, or the best one's."""
    wanted = asked_count(gap.text)
    best: tuple[float, Found] | None = None
    for number, candidate in enumerate(evidence[:_LED]):
        behind = evidence[0].score - candidate.score
        announced = _announces(gap, candidate.sentence)
        if behind > (_LED_MARGIN if wanted or announced else _UNCOUNTED_MARGIN):
            continue
        if wanted is None and number and not leads(candidate.sentence):
            continue
        text, base, passages = _stretch(candidate, evidence)
        items = enumeration(text, candidate.start - base, candidate.end - base, wanted)
        inside = items and items[-1].end <= candidate.end - base
        if not items or (wanted is None and not inside and not leads(candidate.sentence)):
            continue
        total = candidate.score + (_COUNTED if wanted == len(items) or announced else 0.0)
        if best is None or total > best[0]:
            found = _of_items(question, candidate, items, text, base, passages)
            best = total, replace(found, anchored=announced)
    return best[1] if best else None


def _counted(gap: Asked, evidence: Sequence[Candidate]) -> Found | None:
    """Return the items that one of the first few sentences calls by their number as the question does, or its people."""
    for candidate in evidence[:_LED]:
        near = evidence[0].score - candidate.score <= _LED_MARGIN
        if near and (place := counted_run(gap, candidate.sentence) or guests(gap, candidate.sentence)):
            quote = Quote(candidate.passage, candidate.start, candidate.end)
            return Found(candidate.sentence[slice(*place)], (quote,), place, anchored=True)
    return None


def _announces(gap: Asked, sentence: str) -> bool:
    """Whether a sentence leads in to just what is asked for: 对话嘉宾分别是： for 哪几位嘉宾."""
    lead = re.split(r"[，,；;。]", sentence.rstrip("：: \n"))
    named = len(gap.head) > 1 and any(gap.head in fold(part) for part in lead[-2:])
    return named and sentence.rstrip().endswith(("：", ":"))


def _stretch(candidate: Candidate, evidence: Sequence[Candidate]) -> tuple[str, int, list[Passage]]:
    """Return a passage with the two that follow it, as far as they were found, its place, and the passages."""
    known = {c.passage.start: c.passage for c in evidence if c.passage.document_id == candidate.passage.document_id}
    passages = [candidate.passage]
    text = candidate.passage.text
    for _ in range(2):
        last = passages[-1]
        following = next((p for start, p in sorted(known.items()) if start >= last.end), None)
        if following is None or following.start - last.end > 4:
            break
        # Between passages there is white space alone.
        text += "\n" * (following.start - last.end) + following.text
        passages.append(following)
    return text, candidate.passage.start, passages


def _of_items(
    question: Question,
    lead: Candidate,
    items: Sequence[Item],
    text: str,
    base: int,
    passages: Sequence[Passage],
) -> Found:
    names = [_name(question, text, item) for item in items]
    quotes: list[Quote] = []
    for passage in passages:
        own = [(a, b, i) for (a, b), i in zip(names, items, strict=True) if passage.start <= base + a < passage.end]
        if own:
            first = lead.start if passage is passages[0] else base + own[0][2].start
            last = min(max(base + own[-1][1], base + own[-1][2].end), passage.end)
            quotes.append(Quote(passage, max(first, passage.start), last))
    value = "；".join(dict.fromkeys(text[a:b] for a, b in names))
    return Found(value, tuple(quotes), (0, quotes[0].end - quotes[0].start), listed=True)


def _name(question: Question, text: str, item: Item) -> tuple[int, int]:
    """Return the place of the words that name an item: where people are asked for, the last name in them."""
    place = item.name_start, item.name_end
    if question.want is not Want.PERSON and asked(question.text).type != "who":
        return place
    stop = _STOP.search(text, item.name_start, item.end)
    named = scene(text[item.name_start : stop.start() if stop else item.end]).people
    return (place[0] + named[-1][0], place[0] + named[-1][1]) if named else place
