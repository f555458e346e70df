"""Sentence → the words in it that answer: a date, a name, a place, a list, or the clause that says it.

Every run of words of the sentence is scored by a fitted model (`qa/span_model.py`) that compares its surroundings with
those of the question word. What is asked for then rules some runs out: a list is taken whole, a date is not cut, a
question of yes or no is answered by the clause that says it.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from index.words import fold
from qa.evidence import Candidate
from qa.question import Question, Want
from qa.span_anchor import describes
from qa.span_body import BODY, asks_body, asks_holder, name_start
from qa.span_features import Spans, spans
from qa.span_lead import SAME_LEAD, led_alike, led_in
from qa.span_list import asked_count
from qa.span_model import score
from qa.span_question import Asked, asked, asks_statement
from qa.span_risk import LED_BY_CAUSE, asks_what_happened, safest
from qa.span_scene import Scene
from qa.span_sentence import FILLED, SCORE, standing, with_aspect
from qa.span_time import TIME, own_times, side_by_side, tells, tied_to_event, time_alone
from qa.span_whole import all_items, cause_alone, whole_place

_CLAUSE = re.compile(r"[，,；;。！？!?]")
_END = re.compile(r"[。；;！!？?]")
_CLAUSE_MARKS = ",;:。!?"
_WRONG_KIND, _PART, _CUT_LEFT, _CUT_RIGHT = 4.0, 3.0, 1.0, 1.5
_NO_PERSON, _CAUSE_GIVEN = 2.0, 4.0
_CAUSES = frozenset(("因", "因为", "由于", "鉴于", "缘于", "源于", "在于", "出于", "原因是", "为了", "是因为"))
_NAMING = ("who", "where", "which")
_NO_PART_OF_A_NAME = ("v", "d", "p", "c")
_ONE_OF = re.compile("一[位名个家所座]")
_CAUSE = re.compile("因|由于|鉴于|源于|出于|为了|所以|导致|使得|从而|原因")
Place = tuple[int, int]
SENTENCES = 4
"""Sentences of the evidence that are read."""
_TIED = 4.0
_UNLIKELY = -3.0
"""Logarithm of the least share that the spans of an enumeration have of all of its sentence."""
_BODY = re.compile(
    r"[司企院校学所园区厂店行社局部省市县国城村镇厅馆]$|[^大]家$|机构|中心|集团|团队|品牌|单位|地方|组织|平台$"
)
_GRADE = ("级别", "等级")
_SOURCE = re.compile(r"[\s“]*(?:据|根据|按照?|依据)[^，,。；;]{1,20}[，,]")  # by whom a sentence is told
_AREA = "区所校地"
"""Second characters of nouns whose first one may end the names of their kind: 园 for 园区, 学 for 学校."""
_ENDING, _NAMED_BY_DASH, _DESCRIBED = 1.5, 3.0, 3.0
_NOUNS = 6  # words that a noun phrase is made of at most
_COMMON = ("n", "vn", "v", "a", "u", "r", "m", "q", "c", "d", "p", "f", "s", "t", "b", "i")
_KIND = re.compile("企业|机构|单位|组织|品牌|团队|平台|地方|项目|产品")
"""Nouns that names of their kind seldom end in."""
LEADS = frozenset(
    ("是", "有", "为", "包括", "包含", "含", "如", "像", "即", "叫", "分别是", "分别为", ":", "了", "起", "出")
)
_ALL_OF_THEM = re.compile(r"(?<=..)(?:[一二三四五六七八九十两几\d]+(?:大|[个类种家项方款座所名位条件])|在内|分别|这)")
_AND_OTHERS = re.compile(r"(?<=..)等(?![于级])(?:等|地区?|[国人职省处])?")
_AND_LAST = re.compile(r"[,](?:以及|还有|和|及)([^,。;:!?、\n]{2,30})(?=[。;!?\n]|$)")
_ITEM_MARK = re.compile(r"、")
_ONE = re.compile(r"哪一?[个家位所座项款部]")
_AND_THEN = re.compile(
    r"(?:以及|和|及|与)([^,，。;:!?、\n和与及]{2,24}?)"
    r"(?=[一二三四五六七八九十两几\d]+(?:大|[个类种家项方款座所名位条])|等|[,。;!?\n]|$)"
)
_TIMES_ASKED = re.compile("哪[几些两二三四五六七八九十]{1,2}个?[年月天日]")
_COUNTED = re.compile(
    r"[二三四五六七八九十两几数多各]大?[家个所座条种项款部类份批方面位名级院支层点]|[二三四五六七八九十]大|分别|都有|各是"
)


def answer_span(question: Question, candidate: Candidate) -> tuple[int, int]:
    """Return (start, end) of the answer inside the candidate's sentence; all of it when nothing narrower fits."""
    return best_span(question, [candidate])[1]


def best_span(question: Question, evidence: Sequence[Candidate]) -> tuple[Candidate, tuple[int, int]]:
    """Return which of the first few sentences answers, and the answer's place in it; the whole sentence if need be.

    Args:
        evidence: ranked, best first; must not be empty. How a sentence ranks says how well it fits the question as a
            whole, its spans' scores whether something in it fills the gap.
    """
    gap = asked(question.text)
    best = evidence[0]
    if gap.type == "whether":
        return best, _clauses(question, best.sentence)
    read = [(c, found) for c in with_aspect(gap, evidence, SENTENCES) if (found := spans(gap, c.sentence)) is not None]
    if not read:
        return best, (0, len(best.sentence))
    scores = score(gap, [found for _, found in read])
    fitting = [own + _fit(gap, found) for own, (_, found) in zip(scores, read, strict=True)]
    totals = [
        SCORE * c.score + FILLED * float(np.logaddexp.reduce(own)) + standing(gap, c, best)
        for own, (c, _) in zip(fitting, read, strict=True)
    ]
    chosen = max(range(len(read)), key=lambda n: (totals[n], -n))
    best, found = read[chosen]
    return best, _place(question, gap, best.sentence, found, scores[chosen], fitting[chosen] + led_in(gap, found))


def _place(
    question: Question,
    gap: Asked,
    sentence: str,
    found: Spans,
    scores: NDArray[np.float64],
    fitting: NDArray[np.float64],
) -> tuple[int, int]:
    """Return the place of the answer in its sentence."""
    if lists(question, gap):
        listed = _list_span(gap, found, scores)
        if listed is not None:
            return listed
    best = safest(gap, found, fitting)
    first = _whole(gap, found, best)
    if describes(gap) and first and found.scene.tags[first - 1] == "v":
        first -= 1
    if gap.type == "why" and first and found.scene.words[first - 1] in LED_BY_CAUSE:
        first -= 1
    first = _behind_what_is_asked(gap, found.scene, name_start(found.scene, first), int(found.last[best]))
    start, end = found.scene.starts[first], found.scene.ends[int(found.last[best])]
    if gap.type == "which" and not _ONE.search(gap.text[gap.start : gap.end]):
        start = _with_parallels(found.scene, start, end)
    if gap.type == "why" and not _CAUSE.search(found.scene.text):
        # Nothing says where the reason ends: it goes on to the end of the statement.
        stop = _END.search(sentence, end)
        end = stop.start() if stop else len(sentence)
    if gap.type == "when":
        start, end = time_alone(gap, found.scene, start, end)
    if gap.type == "why":
        start, end = cause_alone(gap, found.scene, (start, end))
    if gap.type in ("define", "what", "which"):
        start, end = all_items(gap, found.scene, (start, end))
    if gap.type == "where":
        start, end = whole_place(gap, found.scene, (start, end))
    return _trimmed(sentence, start, end)


def _behind_what_is_asked(gap: Asked, seen: Scene, first: int, last: int) -> int:
    """Return the first word of a span without the words before the gap (得到 of 得到高丽 for 得到谁的支援), nor 一位."""
    if gap.type not in _NAMING:
        return first
    for at in range(min(first + 2, last), first, -1):
        if gap.left.endswith(seen.text[seen.starts[first] : seen.starts[at]]):
            return at
    if gap.type == "who":
        named = next((n for n in range(first, last + 1) if seen.starts[n] in dict(seen.people)), first)
        if all(tag in _NO_PART_OF_A_NAME for tag in seen.tags[first:named]):
            return named
    named = first < last and seen.tags[first + 1].startswith(("nr", "ns", "nz"))
    return first + 1 if named and _ONE_OF.fullmatch(seen.words[first]) else first


def _with_parallels(seen: Scene, start: int, end: int) -> int:
    """Return where the enumeration begins that a span is the end of, its noun being that of all: 获取难、获取贵的问题."""
    if seen.text[start - 1 : start] != "、" or "的" not in seen.text[start:end]:
        return start
    low = max((m.end() for m in re.finditer("[,;:。!?\n]", seen.text[:start])), default=0)
    return items_alone(seen, low, end)[0]


def lists(question: Question, gap: Asked) -> bool:
    """Whether several things are asked for: 哪些, 哪几家, 四大…是什么."""
    if asks_statement(gap) and (gap.behind or gap.right) and not asked_count(gap.text):
        return False
    if gap.type == "list" or question.want is Want.LIST:
        return True
    said = gap.text[: gap.end] if gap.type == "who" else gap.text  # 谁提出五个方面 asks for one
    return gap.type in ("what", "define", "who", "other", "which") and bool(_COUNTED.search(said) or asked_count(said))


def _fit(gap: Asked, found: Spans) -> NDArray[np.float64]:
    """Return what a span loses for being of another kind than the one asked for, or a part of it only."""
    seen = found.scene
    a, b = _places(found)
    loss = np.zeros(len(found.first))
    if source := _SOURCE.match(seen.text):
        loss += _WRONG_KIND * (b <= source.end())
    if gap.type == "when":
        times = own_times(seen) or tuple(m.span() for m in TIME.finditer(seen.text))
        times = [place for place in times if tells(gap, seen.text[slice(*place)])] or times
        loss += _WRONG_KIND * ~_holding(times, a, b)
        tied = tied_to_event(gap, seen, times)
        for place, share in tied:
            loss -= _TIED * share * _holding([place], a, b)
    if gap.type == "who" or asks_holder(gap):
        loss += _NO_PERSON * ~_holding(seen.people, a, b)
    body = asks_body(gap)
    if body or (gap.type == "which" and _BODY.search(gap.head)):
        for work in re.finditer("《[^》]*》?", seen.text):
            loss += 2 * _PART * ((a < work.end()) & (b > work.start()))
    if body:
        loss += _PART * (_common(found) | _said_before(gap, found) | _over_marks(found))
    if body or gap.type == "who":
        loss -= _NAMED_BY_DASH * np.array([seen.text[max(x - 2, 0) : x] == "——" for x in a.tolist()])
    if describes(gap) and gap.head:
        loss -= _DESCRIBED * np.array([seen.text[:y].endswith("的" + gap.head) for y in b.tolist()])
    elif gap.type == "which" and gap.behind and not _KIND.search(gap.head):
        loss -= _ENDING * _ends_alike(gap, seen.text, b)
    if gap.type in ("who", "which", "what", "define", "other"):
        loss -= SAME_LEAD * led_alike(gap, seen, a)
    if gap.type in ("why", "how") or asks_what_happened(gap):
        after = [*seen.words[1:], "。"]
        ends = np.array([word[0] in _CLAUSE_MARKS for word in after])
        loss += _PART * ~(ends[found.last] & (b - a >= 5))
    if asks_what_happened(gap):
        opens = np.array([word[0] in _CLAUSE_MARKS for word in ("。", *seen.words[:-1])])
        loss += _CUT_LEFT * ~opens[found.first]
    if gap.type == "why":
        before = ["。", *seen.words[:-1]]
        loss -= _CAUSE_GIVEN * np.array([word in _CAUSES for word in before])[found.first]
    if gap.type in ("which", "where", "who"):
        told = {*seen.quantities, *seen.periods}
        loss += _PART * np.array([place in told for place in zip(a.tolist(), b.tolist(), strict=True)])
    if gap.type in ("which", "where"):
        nominal = np.array([_nominal(tag) for tag in seen.tags])
        padded = np.concatenate(([False], nominal, [False]))
        loss += _CUT_LEFT * (padded[found.first] & nominal[found.first])
        loss += _CUT_RIGHT * (padded[found.last + 2] & nominal[found.last])
    return -loss


def _common(found: Spans) -> NDArray[np.bool_]:
    """Return which spans hold common words alone (公司, 工作人员) or are the name of a country, and so name no body."""
    tags = found.scene.tags
    common = np.array([tag == "n" for tag in tags])
    place = np.array([tag == "ns" for tag in tags])
    one = found.first == found.last
    own = np.cumsum([0, *(tag not in _COMMON and tag[0].isalpha() for tag in tags)])
    bodies = np.array([bool(BODY.search(word)) for word in found.scene.words])
    nameless = (own[found.last + 1] == own[found.first]) & ~(bodies[found.last] & (found.last - found.first > 1))
    return (one & (common[found.first] | place[found.first])) | nameless


def _said_before(gap: Asked, found: Spans) -> NDArray[np.bool_]:
    """Return which spans end in words of the question: 企业海珀特 where the partner of 海珀特 is asked for."""
    text = found.scene.text
    _, ends = _places(found)
    return np.array([text[max(end - 3, 0) : end] in gap.text for end in ends.tolist()])


def _over_marks(found: Spans) -> NDArray[np.bool_]:
    """Return which spans go over a mark that ends a clause."""
    marks = np.cumsum([0, *(word in ",;:。!?" for word in found.scene.words)])
    return marks[found.last + 1] > marks[found.first]


def _ends_alike(gap: Asked, text: str, ends: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Return which spans end as the noun asked for does: 听涛厅 for 哪个厅, 产业园 for 哪个园区."""
    signs = {gap.head[-1]} | ({gap.head[0]} if len(gap.head) == 2 and gap.head[-1] in _AREA else set[str]())
    signs |= {"级"} if gap.head.endswith(_GRADE) else set()
    return np.array([text[end - 1] in signs for end in ends.tolist()])


def _holding(places: Sequence[tuple[int, int]], a: NDArray[np.intp], b: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Return which spans hold at least one of the places whole."""
    held = np.zeros(len(a), dtype=bool)
    for x, y in places:
        held |= (a <= x) & (b >= y)
    return held


def _whole(gap: Asked, found: Spans, best: int) -> int:
    """Return the first word of the noun phrase that a span cuts, as far as 的 shows where it begins (的通用|研究院)."""
    seen, first = found.scene, int(found.first[best])
    if not gap.head or not seen.words[int(found.last[best])].endswith(gap.head):
        return first
    for start in range(first - 1, max(first - 3, 0), -1):
        if seen.tags[start - 1] == "uj":
            return start
        if not seen.tags[start].startswith(("n", "v", "b", "a", "j", "l")):
            break
    return _from_verb(gap, seen, first)


def _from_verb(gap: Asked, seen: Scene, first: int) -> int:
    """Return the first word of the nouns side by side that a span cuts (公共算|力服务平台), as far as the verb or the word of
    the question before them."""
    start = first
    while start and start > first - _NOUNS:
        word, tag = seen.words[start - 1], seen.tags[start - 1]
        lone = len(word) == len(seen.words[start]) == 1 and tag[0] in "vanbjz"  # 算|力: no word of the dictionary's
        if (len(word) > 1 and word in gap.text) or not (lone or tag in ("n", "n1", "b", "nz", "j", "latin")):
            break
        start -= 1
    led = start == 0 or seen.tags[start - 1] in ("v", "vn", "ul", ",", "p") or seen.words[start - 1] in gap.text
    return start if led else first


def _nominal(tag: str) -> bool:
    return tag[0] in "njb" or tag in ("vn", "latin")


def _places(found: Spans) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    return np.array(found.scene.starts)[found.first], np.array(found.scene.ends)[found.last]


def _list_span(gap: Asked, found: Spans, scores: NDArray[np.float64]) -> tuple[int, int] | None:
    """Return the best span that holds a whole enumeration, None when the sentence has none.

    Enumerations are the runs of 、 within a stretch without other marks; the one that the best spans of the sentence lie in
    is taken. Where years or days are asked for, it must hold such.
    """
    text = found.scene.text
    times = own_times(found.scene) if _TIMES_ASKED.search(gap.text, gap.start) else ()
    if times and len(run := max(side_by_side(text, times), key=len)) > 1:
        return run[0][0], run[-1][1]
    a, b = _places(found)
    best: tuple[float, int] | None = None
    for low, high in _enumerations(text):
        marks = [m.start() for m in _ITEM_MARK.finditer(text, low, high)]
        inside = (a >= low) & (b <= high)
        holds = inside & (a < marks[0]) & (b > marks[-1] + 1)
        if not holds.any():
            continue
        # How likely the answer lies in this run at all, and, within it, which borders are best.
        mass = float(np.logaddexp.reduce(scores[inside]))
        index = int(np.flatnonzero(holds)[int(np.argmax(scores[holds]))])
        if best is None or mass > best[0]:
            best = mass, index
    counted = asked_count(gap.text) is not None
    if best is None or (not counted and best[0] - float(np.logaddexp.reduce(scores)) < _UNLIKELY):
        return None
    return items_alone(found.scene, int(a[best[1]]), int(b[best[1]]))


def items_alone(seen: Scene, start: int, end: int) -> tuple[int, int]:
    """Return an enumeration without the verb that leads it in and the number that sums it up: 加强|甲、乙|两大基地."""
    inside = [n for n, (a, b) in enumerate(zip(seen.starts, seen.ends, strict=True)) if start <= a and b <= end]
    mark = next((i for i, n in enumerate(inside) if seen.words[n] == "、"), 0)
    following = seen.tags[inside[mark + 1]] if mark and mark + 1 < len(inside) else ""
    for i in range(mark - 1):
        n, then = inside[i], seen.words[inside[i + 1]]
        verb = seen.tags[n] in ("v", "p") and i == 0 and following not in ("v", "p") and then != "的"
        verb = verb and not _ends_them_all(seen.text[start:end], seen.starts[inside[i + 1]] - start)
        if seen.tags[inside[i + 1]] == "p":
            continue  # 分布在…: without its verb a preposition says nothing
        if (seen.words[n] in LEADS or verb) and not (then in LEADS and i + 2 < mark):
            start = seen.starts[inside[i + 1]]
    if joined := _AND_THEN.match(seen.text, end):
        end = joined.end(1)
    tail = max(seen.text.rfind("、", start, end), seen.text.rfind("和", start, end), start)
    closing = _ALL_OF_THEM.search(seen.text, tail + 1, end)
    if closing and closing.start() > tail + 2:
        end = closing.start()
    if more := _AND_OTHERS.search(seen.text, tail + 1, end):
        end = more.end()
    more = _AND_LAST.match(seen.text, end)
    return start, more.end(1) if more else end


def _ends_them_all(items: str, noun: int) -> bool:
    """Whether what is left of the first item without its first word is how every other one ends: 创新|服务、产业服务."""
    first, *others = items.split("、")
    return bool(first[noun:]) and sum(other.endswith(first[noun:]) for other in others) > len(others) / 2


def _enumerations(text: str) -> list[tuple[int, int]]:
    """Return the stretches between marks other than 、 that hold at least one 、."""
    borders = [0, *(m.end() for m in re.finditer("[,;:。!?\n]", text)), len(text)]
    return [(low, high) for low, high in pairwise(borders) if "、" in text[low : high - 1]]


def _trimmed(sentence: str, start: int, end: int) -> tuple[int, int]:
    while start < end and sentence[start] in " ,，、；;：:。":
        start += 1
    while start < end and sentence[end - 1] in " ,，、；;：:。":
        end -= 1
    return (start, end) if start < end else (0, len(sentence))


def _clauses(question: Question, sentence: str) -> tuple[int, int]:
    """Return the run of clauses that holds every word of the question that the sentence holds, and what it leads to."""
    folded = fold(sentence)
    borders = [0, *(m.end() for m in _CLAUSE.finditer(sentence)), len(sentence)]
    hits = [
        n
        for n in range(len(borders) - 1)
        if any(term in folded[borders[n] : borders[n + 1]] for term in question.terms)
    ]
    if not hits:
        return 0, len(sentence)
    start, end = borders[hits[0]], borders[min(hits[-1] + 1, len(borders) - 1)]
    return _trimmed(sentence, start, end) if end - start > 6 else (0, len(sentence))
