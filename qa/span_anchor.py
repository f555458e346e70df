"""Answers that the make of a sentence gives away: who does what is asked about, the other side of a pair, a field.

In come a question around its gap and a sentence; out goes the place of the answer, None when the sentence is not made
so. A sentence that says 由…主持 to a question for 由谁主持 answers it however few words the two share besides, so
these answers need less support by other words than those that a fitted model picks out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.glosses import glosses
from index.words import fold, tagged
from qa.span_body import (
    BODY_NAME,
    CLAUSE_END,
    COPULA,
    STOP,
    Place,
    asks_body,
    asks_holder,
    asks_post,
    behind_post,
    in_name,
)
from qa.span_question import Asked
from qa.span_scene import Scene, scene
from qa.whose import countries

_ROLE = re.compile(r"(?P<verb>[\u4e00-\u9fff]{2})(?:方|人|者|商|单位|机构|公司|企业)$")
_HERE = re.compile(r"这里|此处|此地|(?:该|这个|这座|此)[园区院厂馆楼城]")
_CONCRETE = re.compile(r"[厅馆楼室层厂校市省县镇村路街站港桥园]$|城市|园区")
_AREA = re.compile(r"(?:[国省市县镇村州]|(?<!园)区|城市|地区)$")
_DONE = re.compile(r"(?P<verb>[\u4e00-\u9fff]{2})的(?:人|单位|机构|公司|企业)?$")
_HELPS = frozenset(("来", "去", "负责", "亲自", "一起", "共同", "联合", "正式", "现场", "首次", "最早", "当场", "最先"))
_BY = re.compile(r"(?:由|被)(?P<who>[^由被]+)$")
_FOR = re.compile(r"(?:为|给|对|向|替|请|把|将|让|在|对于|关于)[^,]*$")
_FIELD = re.compile(r"^[\s\u3000]*(?P<label>[\u4e00-\u9fff]{2,6})[:：][ \u3000]*(?P<value>\S[^\n]{0,60}?)[\s\u3000]*$")
_LABELS = {
    "where": re.compile(r"(?:地点|地址|会场|场地|位置)$"),
    "when": re.compile(r"(?:时间|日期)$"),
}
_EVENT = re.compile(r"会|论坛|仪式|培训|比赛|活动|沙龙|讲座|圆桌|典礼|展览")
_HELD = re.compile(r"(?:举[行办]|召开|进行|[开办])[的了]?")
_BETWEEN = re.compile(r"[与和同跟]|[—－-]{1,2}|↔")
_SIDE = re.compile(
    r"(?:(?P<foreign>外方|国外|外国|境外|海外)|中方|我方|国内)的?[\u4e00-\u9fff]{0,4}?(?:、[\u4e00-\u9fff]{2,4})?(?:都|各|分别|全)*(?:是|有)?$"
)
_NOT_A_NAME = "曾将已还也就又再并均都正便才仍刚"
_ADVERB_TAGS = ("d", "p", "ad")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two things that a list sets side by side (A与B、C与D): the places of both."""

    first: Place
    second: Place


def describes(gap: Asked) -> bool:
    """Whether the kind of a thing is asked for, not its name: 干什么的工厂."""
    return gap.text[gap.word_end : gap.word_end + 1] == "的" or gap.text[gap.start : gap.word_end + 1].endswith("的")


# Who does it


def doer(gap: Asked, sentence: str) -> Place | None:
    """Return the place of whoever does what the question's verb says: 由…主持, …主办, 宣读…的是…."""
    verb = _verb(gap) if gap.type in ("who", "list") or asks_body(gap) or asks_holder(gap) else ""
    if not verb or (gap.type == "list" and not _ROLE.search(COPULA.sub("", gap.text[: gap.start]))):
        return None
    seen = scene(sentence)
    for found in re.finditer(re.escape(verb), seen.text):
        place = _of_verb(gap, seen, found.start(), found.end())
        if place is not None and seen.text[slice(*place)] not in gap.text:
            return place
    return None


def _verb(gap: Asked) -> str:
    """Return the verb whose doer is asked for, "" when there is none of two characters or more."""
    left = COPULA.sub("", gap.text[: gap.start])
    if not gap.text[gap.end :] or CLAUSE_END.match(gap.text, gap.end):
        known = _ROLE.search(left) or _DONE.search(left)
        return known["verb"] if known else ""
    single = ""
    for word, tag in tagged(gap.text[gap.end :]):
        if word in _HELPS:
            continue
        if single:
            return single + word if len(word) == 1 else ""
        if tag.startswith("v") and len(word) > 1:
            return word
        if not tag.startswith("v"):
            return ""
        single = word
    return ""


def _of_verb(gap: Asked, seen: Scene, start: int, end: int) -> Place | None:
    """Return the doer of the verb at a place, None when the sentence does not say."""
    text = seen.text
    behind = re.match(r"[^,。;:!?]{0,24}?的(?:单位|机构|企业|人)?(?:是|为)|(?:方|人|者|商|单位)?(?:是|为)", text[end:])
    if behind:
        stop = STOP.search(text, end + behind.end())
        return _fitting(gap, seen, end + behind.end(), stop.start() if stop else len(text))
    # 我是电视台主持人江晚: who does it stands behind the name of the doer.
    if named := [place for place in seen.people if text[end : place[0]].strip() in ("人", "者")]:
        return None if _wants_body(gap) else named[0]
    opened = max((m.end() for m in STOP.finditer(text, 0, start)), default=0)
    if start - opened > 1 and text[start - 1] == "所":
        start -= 1  # 由…所创作
    clause = text[opened:start]
    by = _BY.search(clause)
    low = opened + (by.start("who") if by else 0)
    high = _without_adverbs(seen, low, start)
    if by:
        return _fitting(gap, seen, low, high)
    if people := [place for place in seen.people if low <= place[0] and place[1] <= high]:
        own = [p for p in people if not re.search(r"[为给对向替请与和同跟]$", text[low : p[0]])]
        if own and not _wants_body(gap):
            return behind_post(text, own[0])
    if _FOR.search(text[low:high]) or high - low < 3:
        return None
    inside = [n for n, (a, b) in enumerate(zip(seen.starts, seen.ends, strict=True)) if low <= a and b <= high]
    named = bool(inside) and all(in_name(seen, n) or seen.words[n] == "、" for n in inside)
    return (low, high) if named and BODY_NAME.search(text[low:high]) else None


def _wants_body(gap: Asked) -> bool:
    return asks_body(gap) or gap.type == "list"


def _without_adverbs(seen: Scene, low: int, high: int) -> int:
    """Return the end of a stretch without the adverbs that stand before its verb."""
    for a, b, word, tag in reversed(list(zip(seen.starts, seen.ends, seen.words, seen.tags, strict=True))):
        if low < a and b == high and (tag in _ADVERB_TAGS or word in _HELPS):
            high = a
    return high


def _fitting(gap: Asked, seen: Scene, low: int, high: int) -> Place | None:
    """Return a stretch that names the doer: only its person, when it holds one and no body is asked for."""
    while low < high and seen.text[low] in ' “"':
        low += 1
    people = [place for place in seen.people if low <= place[0] and place[1] <= high]
    if people and not _wants_body(gap):
        first, last = people[-1]
        # What stands alone between a name and its verb is the end of the name (由段清和主持).
        cut = high - last == 1 and high < len(seen.text) and seen.text[last] not in _NOT_A_NAME
        return (first, high) if cut else (first, last)
    named = BODY_NAME.search(seen.text[low:high]) and not _FOR.search(seen.text[low:high])
    return (low, high) if named and 1 < high - low <= 40 else None


# Pairs


def partner(gap: Asked, sentence: str) -> list[Place]:
    """Return the other side of the pair that a question names a side of, or every side of the kind that it asks for."""
    found = [] if asks_holder(gap) or asks_post(gap.text) else pairs(sentence)
    if len(found) < 2:
        return []
    text = fold(sentence)
    asked = gap.text
    named = [(_overlap(text[slice(*side)], asked), other) for p in found for side, other in _sides(p)]
    best = max(named, key=lambda item: item[0])
    if (
        best[0] >= 3
        and sum(size == best[0] for size, _ in named) == 1
        and gap.type in ("which", "who", "what", "define")
    ):
        return [best[1]]
    if gap.type == "list" or re.search("都|各|分别|全", asked):
        side = _SIDE.search(asked[: gap.start])
        if side:
            return [p.second if side["foreign"] else p.first for p in found]
        # 中关村的园区是哪几家: the side whose names say 中关村, when the other does not.
        for size in range(6, 2, -1):
            held = [
                sum(any(text[a:b].startswith(asked[i : i + size]) for i in range(gap.start)) for a, b in own)
                for own in ([p.first for p in found], [p.second for p in found])
            ]
            if max(held) > len(found) / 2 and not min(held):
                return [p.first if held[0] else p.second for p in found]
    return []


def _sides(pair: Pair) -> Iterator[tuple[Place, Place]]:
    yield pair.first, pair.second
    yield pair.second, pair.first


def _overlap(side: str, asked: str) -> int:
    """Return how many characters of a side's name the question says: all of it, or its end or beginning."""
    for size in range(len(side), 2, -1):
        if side[-size:] in asked or (side[:size] in asked and size > 0.6 * len(side)):
            return size
    return 0


def pairs(sentence: str) -> list[Pair]:
    """Return the pairs of a list whose every item is two names with one word between them."""
    text = fold(sentence)
    hidden = re.sub(r"[（(][^()（）]*[)）]|“[^”]*”", lambda m: "〇" * len(m.group()), text)
    for run in re.finditer(r"[^,;:。!?\n]+", hidden):
        places = list(re.finditer(r"[^、]+", run.group()))
        split = [_split(run.start() + m.start(), m.group()) for m in places]
        # Before the first pair stands what leads in to the list; behind the last what is said of all.
        kept = [pair for pair in split if pair]
        if len(places) > 1 and len(kept) == len(places):
            last = kept[-1]
            kept[-1] = Pair(last.first, (last.second[0], _name_end(sentence, last.second)))
            return kept
    return []


def _split(base: int, item: str) -> Pair | None:
    marks = list(_BETWEEN.finditer(item))
    marks = [m for m in marks if m.group() not in ("-",)]
    if len(marks) != 1 or not marks[0].start() or marks[0].end() == len(item):
        return None
    return Pair((base, base + marks[0].start()), (base + marks[0].end(), base + len(item)))


def _name_end(sentence: str, place: Place) -> int:
    """Return where the last name of a list ends and the sentence goes on: 清迈医学中心｜分别结成对子."""
    seen = scene(sentence)
    for start, word, tag in zip(seen.starts, seen.words, seen.tags, strict=True):
        if place[0] < start < place[1] and (
            tag in ("d", "p", "r") or word in ("分别", "等", "之间", "共同", "签约", "签署")
        ):
            return start
    return place[1]


# Fields and posts


def field(gap: Asked, sentence: str) -> Place | None:
    """Return the value of a line such as 地点：…, when its label is what the question asks for."""
    found = _FIELD.match(sentence)
    if not found or found["value"].endswith(("。", "！", "？")) or not (gap.type == "who" or _EVENT.search(gap.text)):
        return None
    label = found["label"]
    wanted = _LABELS.get(_sort(gap))
    verb = _verb(gap) if gap.type == "who" else ""
    alone = bool(scene(found["value"]).people) and not re.search("[，,。！]", found["value"])
    named = bool(verb) and label.startswith(verb) and alone
    return found.span("value") if named or (wanted and wanted.search(label)) else None


def _sort(gap: Asked) -> str:
    return "where" if gap.type == "which" and re.search(r"[厅馆楼室]$|会场|场地|地点", gap.head) else gap.type


def told_of(gap: Asked, text: str) -> float:
    """Return the share of a question's words, as pairs of characters, that a text holds; dates and the gap aside."""
    left = re.sub("[在于是由]+$", "", gap.text[: gap.start])
    behind = _HELD.sub("", gap.text[gap.end :], count=1)  # where and when something was held says its field anyhow
    asked = re.sub(r"[那这该本此]一?[场次届家座](?!所)|[呀啊呢]$|[\d年月日号的是\W]", " ", f"{left} {behind}")
    pairs_asked = {word[i : i + 2] for word in asked.split() for i in range(len(word) - 1)}
    words = {term.word for term in gap.terms if term.side and len(term.word) > 1 and term.word in asked}
    shares = [sum(piece in text for piece in pieces) / len(pieces) for pieces in (pairs_asked, words) if pieces]
    return max(shares, default=0.0)


def points(sentence: str) -> bool:
    """Whether a sentence says 这里 or 该园 for a place that is named before it."""
    return _HERE.search(fold(sentence)) is not None


def ends_as_asked(gap: Asked, value: str) -> bool:
    """Whether an answer can be of the kind that one concrete noun asks for: a hall, a factory, a city."""
    if gap.type != "which" or not gap.behind or not _CONCRETE.search(gap.head) or describes(gap):
        return True
    seen = scene(value)
    signs = {gap.head[-1], gap.head[0] if gap.head[-1] == "区" else gap.head[-1]}
    if _AREA.search(gap.head):  # 上市 and 市场 are no 市
        words = [(w, t) for w, t in zip(seen.words, seen.tags, strict=True) if not (len(w) > 1 and glosses(w).common)]
        if not gap.head.endswith(("国", "国家", "地区")):
            words = [(w, t) for w, t in words if w not in countries(w)]
        return any(w[-1] in signs or t.startswith(("nz", "nr", "ns", "latin")) for w, t in words)
    tags = ("nz", "n1", "nr", "nt", "latin")
    return any(sign in seen.text for sign in signs) or any(tag.startswith(tags) for tag in seen.tags)
