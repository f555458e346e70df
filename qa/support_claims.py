"""What a text says of each of its figures: the words beside it, and what it leaves out and takes over from before.

A text comes in; for each figure a `Claim` comes out: its own words, those it may share with the figure beside it, and
the words that an elliptical clause (，增长9.8%) takes over from the clause or the figure before. `agree` compares the
claims of two texts about one figure.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from index.glosses import glosses
from index.periods import find_periods
from index.phrases import is_link
from index.quantities import find_quantities, normalize_unit
from index.types import Kind, Quantity
from index.words import fold, tagged
from qa.question import function_words
from qa.support_words import AROUND, is_generic, is_thing, undated

_SHORT_NAME = 4
_SENTENCE = re.compile(r"[^。！？!?\n]+")
CLAUSE = re.compile(r"[^，,；;、（）()：:]+")
_COLON = re.compile(r"[：:]\s*")
_PART = re.compile(r"其中|当中|里面|包括|包含|另有|还有|此外|另外")
_NOMINAL = ("n", "j", "l", "b", "i", "s", "eng", "vn")
_UP = "增长|提高|增加|上升|上涨|提升|增收|升高|攀升|扩大|增|升|涨"
_DOWN = "下降|减少|降低|回落|下滑|下跌|缩减|缩短|缩小|压缩|压减|减|降|跌"
_TO = r"(?:了)?(?:到|至|为|成)(?!了?负)"
_TO_LEVEL = re.compile(_TO)
_LEVEL = re.compile(rf"(?:{_UP}|{_DOWN}|净增|新增){_TO}")
_IS = re.compile(rf"(?P<change>{_UP}|{_DOWN})为")
_NEW = re.compile(r"新增|净增")
_MADE = re.compile(r"(?<!高)新(?=[增开建签设获登批入引成落注])|净增")
_RISE = re.compile(rf"(?:增长率|增幅|增速|涨幅|升幅|{_UP})")
_FALL = re.compile(rf"(?:下降率|降幅|跌幅|减幅|{_DOWN})")
_ROSE = re.compile(r"\b(?:grew|grow\w*|rose|ris(?:e|en|ing)|increas\w+|up)\b(?! to\b)", re.IGNORECASE)
_FELL = re.compile(r"\b(?:fell|fall\w*|declin\w+|decreas\w+|drop\w*|down|reduc\w+)\b(?! to\b)", re.IGNORECASE)
_LOWER = re.compile(r"(?<![A-Za-z])(?:[a-z][a-z'’-]*|In|The|Of|By|At|It|And|As)(?![A-Za-z])")
_MORE = re.compile(
    r"(?:比|较)[^，]*?(?P<more>[多高大快])|(?:比|较)[^，]*?(?P<less>[少低小慢])|(?P<faster>快于|高于|[多高大快长]了)|(?P<slower>慢于|低于|[少低小慢短]了)"
)
_NOUNS_OF_CHANGE = re.compile(
    r"起降|升降|涨跌|增减|增加值|增值|增资|增量|减税|减排|降水|上升期|增材|升级|提升工程|涨停|跌停|减灾|增设|扩大会议|降解|降本|增效"
)
# They point at somebody or say what the unit says; 同比 and 环比 are told apart by themselves.
POINTS = frozenset(
    re.split(
        " ",
        "公司 集团 单位 机构 本区 全园 阶段 领域 金额 时间 比重 比例 占比 同比 环比 持平 同期 位列 位居 名列 可比 区内 园内 校内 辖区",
    )
)
AHEAD = re.compile(r"目标|计划|预计|预期|力争|有望|规划|预测|估计|估算|将要|拟定|拟")
_APART = re.compile(r"(?P<parts>[^，,；;。：:]+?)(?P<verb>(?:各自)?分别[^\d，；。]{0,6})")
_CLAUSE_END = re.compile(r"[，,；;、。：:（）()]")
_THAN = re.compile(r"(?:比|较|与|同)[^，]*$")
_KIND = re.compile(r"\s*(?:及?以[上下内外]|级)?的?[\u3400-\u9fff]{2}")
_KINDS = re.compile(r"\s*(?:及?以[上下内外]|级)?的(?:[有为是共达])?\s*")  # 过亿元的有5000多家
_TO_NEXT = re.compile(r"[到至为成]\s*$")  # 由3亿元增长到5亿元
_AMONG = re.compile(r"[中里内][，,]?(?:[共现]?有)?$")  # 23家园区中有40家企业: of the 23, not of a kind
_BARE = re.compile(r"[达到为是有约近超过大后\s]*")
_YEAR_LONG = re.compile(r"[前早晚满近过用期隔每迟推]$")
_CLASS_OF = re.compile(r"(?:19|20)\d\d[届级]|[一二三四五六七八九十][类级期等档]")  # 2024届, 三类: which, not how many
BODY = (
    "园区|园|开发区|新区|区|市|县|省|镇|港|城|谷|湾|岛|集团|公司|大学|学院|学校|医院|银行|研究院|研究所|实验室|基金|协会|中心|平台|基地|"
    "村|州|号线|大桥|机场|车站|馆|局|委|部|厅|厂|院|所|校"
)
_LEADING = re.compile(rf"(?:(?:[^\W和与及的个家有为是至到在了达a-z]{{1,10}}?)(?:{BODY})(?![域际间])){{1,3}}")
_OPENS = re.compile(r"[开闭建进入出到离在返上][馆园校院港厂市区城站]")  # 开馆以来: no name, though it ends as one
_JUST = re.compile(r"\s*(?:为|是|达|达到|有|：|:)?\s*(?=[约近超]?\d)")
_AND = re.compile(r"、|以及|和|与|及")

# Verbs that only carry a figure, by what the dictionary says of them: to obtain, to possess, to reach …
_CARRIES = frozenset(
    [
        "obtain",
        "receiv",
        "posses",
        "acquir",
        "reach",
        "achiev",
        "attain",
        "complet",
        "accomplish",
        "realiz",
        "gath",
        "assembl",
        "altogeth",
        "settl",
        "born",
        "cov",
        "hom",
        "up",
        "locat",
        "situat",
        "tot",
        "sum",
        "add",
        "in",
        "cumulativ",
        "runn",
        "calculat",
        "amount",
        "what",
        "figur",
        "consid",
    ]
)


@dataclass(frozen=True, slots=True)
class Claim:
    """The words about one figure: sure ones (`left`, `right`), those it may share, those taken over, and the frame.

    `frame` is what clauses without figures before it say in its sentence, `whole` that which it is part of (其中).
    """

    left: str
    before: str
    right: str
    after: str
    taken: str
    frame: str
    whole: str

    @property
    def own(self) -> str:
        """The words that are surely the figure's."""
        return f"{self.left} {self.right}"

    @property
    def all(self) -> str:
        """The words that may be the figure's."""
        return f"{self.left} {self.before} {self.right} {self.after} {self.taken}"


@lru_cache(maxsize=1024)
def claims_of(text: str) -> tuple[tuple[Quantity, Claim], ...]:
    """Return each figure of a text with what is said of it, in order."""
    bare = undated(text)
    figures = [q for q in find_quantities(bare) if not _CLASS_OF.fullmatch(q.surface) and not _is_that_year(bare, q)]
    starts = {figure.start for figure in figures}
    # 收入：5亿元 is one clause, whatever else a colon leads to is another.
    bare = _COLON.sub(lambda m: " " * len(m.group()) if m.end() in starts else m.group(), bare)
    found: list[tuple[Quantity, Claim]] = []
    for sentence in _SENTENCE.finditer(bare):
        frame: list[str] = []
        first = len(found)
        pending = ""  # the clause before, when it has no figure
        for clause in CLAUSE.finditer(bare, sentence.start(), sentence.end()):
            inside = [q for q in figures if clause.start() <= q.start < clause.end()]
            if not inside:
                pending = clause.group() if tells(clause.group()) else pending
                frame.append(clause.group())
                continue
            for number, figure in enumerate(inside):
                claim = _claim(bare, clause.span(), inside, number)
                last = found[-1][1] if len(found) > first else None
                if last and _PART.match(claim.left.lstrip()):
                    claim = replace(claim, whole=f"{last.own}，{last.taken} {last.frame} {last.whole}")
                elif last and number:
                    claim = replace(claim, whole=last.whole)
                if not speaks(claim.own):
                    own = number or leading(claim.own)
                    ahead = pending if pending and not own else _taken_over(figure, claim, found[first:])
                    claim = replace(claim, taken=ahead)
                found.append((figure, replace(claim, frame="，".join(frame))))
            pending = ""
    return tuple(found)


def _is_that_year(text: str, figure: Quantity) -> bool:
    """Whether 一年 says only that something is of a whole year: 去年一年, 头一年, 一年净增."""
    return figure.surface == "一年" and not _YEAR_LONG.search(text[: figure.start])


def _taken_over(figure: Quantity, claim: Claim, before: Sequence[tuple[Quantity, Claim]]) -> str:
    """Return the words that a figure takes over from one before it in its sentence: for a change, one of its unit."""
    fitting: list[Claim] = []
    if changes(claim.own):
        fitting = [c for q, c in before if _changes_as(q, figure)]
    else:
        fitting = [c for q, c in before if normalize_unit(q.unit) == normalize_unit(figure.unit)]
    fitting = fitting or [c for _, c in before]
    if not fitting:
        return ""
    last = fitting[-1]
    left = last.left
    if leading(claim.own):  # somebody else's, of whom the same is told
        left = left.strip()[len(leading(left)) :]
    return f"{last.taken} {last.before} {left} {last.right}"


def counted_from(claims: Sequence[tuple[Quantity, "Claim"]], number: int) -> Quantity | None:
    """Return the figure that a relative one (增长9.8%, 是上年的2倍) says something of: the nearest before it that it can.

    What something is only compared with (比2023年的3亿元) is none.
    """
    figure = claims[number][0]
    if figure.kind not in (Kind.PERCENT, Kind.PERCENTAGE_POINT, Kind.MULTIPLE):
        return None
    before = (q for q, claim in reversed(claims[:number]) if not _THAN.search(claim.left))
    return next((q for q in before if _changes_as(q, figure)), None)


def _changes_as(level: Quantity, change: Quantity) -> bool:
    """Whether a figure may be what another is a change of: a sum of a percentage, a share of percentage points."""
    if change.kind in (Kind.PERCENT, Kind.MULTIPLE):
        return level.kind not in (Kind.PERCENTAGE_POINT, Kind.MULTIPLE, change.kind)
    if change.kind is Kind.PERCENTAGE_POINT:
        return level.kind is Kind.PERCENT
    return normalize_unit(level.unit) == normalize_unit(change.unit)


def without_english(text: str) -> str:
    """Return an English sentence with its English words blanked out, but those that tell a change; names stay."""
    return _LOWER.sub(
        lambda m: m.group() if _ROSE.match(m.group()) or _FELL.match(m.group()) else " " * len(m.group()), text
    )


def spread(text: str) -> str:
    """Return a sentence that gives several things several figures as one clause for each: 甲、乙分别为3家、5家."""
    text = _topped(text)
    match = _APART.search(text)
    if match is None:
        return text
    end = re.search(r"[，,；;。]|$", text[match.end() :])
    stop = match.end() + (end.start() if end else 0)
    figures = [q for q in find_quantities(undated(text)) if match.end() <= q.start + 1 and q.end <= stop]
    parts = [part for part in _AND.split(match["parts"]) if part.strip()]
    if len(figures) < 2 or len(parts) != len(figures) or figures[0].start > match.end():
        return text
    names, common = _shared_end(parts)
    verb = match["verb"].replace("各自", "").replace("分别", "")
    clauses = [f"{name}{common}{verb}{figure.surface}" for name, figure in zip(names, figures, strict=True)]
    return f"{text[: match.start()]}{'，'.join(clauses)}{text[figures[-1].end :]}"


def _topped(text: str) -> str:
    """Return a sentence that names its topic first, then a figure for each time, with the topic in every clause.

    甲区的税收，2022年为3亿元，2023年为5亿元 says 2022年甲区的税收为3亿元，2023年甲区的税收为5亿元.
    """
    topic, *rest = re.split(r"[，：:]|,(?!\d{3})", text)
    if not rest or find_quantities(undated(topic)) or find_periods(topic):
        return text
    clauses: list[str] = []
    for clause in rest:
        period = next(iter(find_periods(clause)), None)
        if period is None or clause[: period.start].strip() or not _JUST.match(clause[period.end :]):
            return text
        clauses.append(f"{period.surface}{topic}{clause[period.end :]}")
    return "，".join(clauses)


def _shared_end(parts: Sequence[str]) -> tuple[list[str], str]:
    """Return the parts of a list and what the last one says of all: 东区、西区新登记企业 → 东区, 西区 | 新登记企业."""
    *first, last = parts
    sign = first[0][-1]
    if all(part.endswith(sign) for part in first) and sign in last[1:]:
        place = last.index(sign, 1) + 1
        return [*first, last[:place]], last[place:]
    return [*parts], ""


def _claim(text: str, span: tuple[int, int], inside: Sequence[Quantity], number: int) -> Claim:
    """Return the words beside one figure of a clause."""
    figure = inside[number]
    left, before = text[span[0] : figure.start], ""
    if number:
        mine, shared = _between(text[inside[number - 1].end : figure.start])[1:]
        left, before = mine, shared
    right, after = text[figure.end : span[1]], ""
    if number + 1 < len(inside):
        mine, _, shared = _between(text[figure.end : inside[number + 1].start])
        right, after = mine, shared
    return Claim(left, before, right, after, "", "", "")


def _between(text: str) -> tuple[str, str, str]:
    """Return what of the words between two figures of a clause is the first's, what the second's, and what either's."""
    if part := _PART.search(text):
        return text[: part.start()], text[part.start() :], ""
    place = 0
    for word, tag in tagged(text):
        if tag.startswith("c") and word in ("和", "及", "与", "以及", "并", "而", "且"):
            own, rest = text[:place], text[place + len(word) :]
            # 40个国家和地区征集项目6000个: what 和 joins to the first's noun is not surely the second's.
            return (own, "", rest) if own.strip() and tells(rest) and len(word) == 1 else (own, rest, "")
        place += len(word)
    return "", "", text


@lru_cache(maxsize=4096)
def tells(text: str) -> tuple[str, ...]:
    """Return the words that say what is measured: no names, changes, times, or what a writer puts around a statement."""
    words = [(fold(word), tag) for word, tag in tagged(plain(text)) if len(word) > 1]
    # A verb just ahead of a figure is a noun as often as not (收入, 产能, 注销).
    heads = [word for word, tag in words if tag[0] not in "xupcdym" and not is_link(word) and word not in AROUND]
    return tuple(
        word
        for word, tag in words
        if _is_telling(word)
        and (tag.startswith(_NOMINAL) or is_thing(word, tag) or (tag == "v" and word == heads[-1]))
        and not tag.startswith(("nr", "ns"))
    )


def _is_telling(word: str) -> bool:
    around = word in AROUND or word in function_words() or is_link(word) or word in POINTS or AHEAD.fullmatch(word)
    around = around or _PART.fullmatch(word)
    around = around or bool(_ROSE.fullmatch(word) or _FELL.fullmatch(word))
    return not around and not _RISE.fullmatch(word) and not _FALL.fullmatch(word)


def plain(text: str) -> str:
    """Return a text with changes that only lead to a level taken out (降到, 提高至)."""
    return _LEVEL.sub(" ", undated(text))


def changes(text: str) -> frozenset[str]:
    """Return which way words beside a figure say that something went: up, down, new."""
    bare = _NOUNS_OF_CHANGE.sub(" ", plain(text))
    found = {"new"} if _NEW.search(bare) else set[str]()
    bare = _NEW.sub(" ", bare)
    found |= ({"up"} if _RISE.search(bare) else set[str]()) | ({"down"} if _FALL.search(bare) else set[str]())
    found |= {"up"} if _ROSE.search(bare) else set[str]()
    found |= {"down"} if _FELL.search(bare) else set[str]()
    for match in _MORE.finditer(_compared(bare)):
        found.add("up" if match["more"] or match["faster"] else "down")
    return frozenset(found)


def _compared(text: str) -> str:
    """Return a text with the words blanked out that hold 比 or 较 without comparing: 占比, 比亚迪."""
    if not re.search("[比较]", text):
        return text
    text = text.replace("占比", "占  ")
    return "".join(
        " " * len(w)
        if len(w) > 1 and not tag.startswith(("p", "d")) and re.search("[比较]", w) and not _MORE.search(w)
        else w
        for w, tag in tagged(text)
    )


def changes_said(claim: Claim, figure: Quantity, *, role: str) -> set[frozenset[str]]:
    """Return which way a figure went, by either reading of 增长为18.2%: it grew by so much, or to it."""
    found = {change_of(claim, role=role, kind=figure.kind)}
    if figure.kind in (Kind.PERCENT, Kind.RATIO) and _IS.search(f"{claim.left} {claim.before}"):
        left, before = (_IS.sub(r"\g<change>", words) for words in (claim.left, claim.before))
        found.add(change_of(replace(claim, left=left, before=before), role=role))
    return found


def ways_to(text: str) -> frozenset[str]:
    """Return which way words say that something came to a level: 降到, 增加至."""
    bare = _NOUNS_OF_CHANGE.sub(" ", text)
    return frozenset(
        way
        for way, verbs in (("up", _UP), ("down", _DOWN))
        for m in re.finditer(verbs, bare)
        if _TO_LEVEL.match(bare, m.end())
    )


def makes_new(text: str) -> bool:
    """Whether words say that something is new without saying that it is more: 新签约, not 高新技术."""
    return _MADE.search(text) is not None


def change_of(claim: Claim, *, role: str, kind: Kind | None = None) -> frozenset[str]:
    """Return which way a figure went, by the words before it or just behind it; a 由…增至… takes it from its lead."""
    behind = re.match(r"\s*的?(?:同比|年均)?\S{0,4}", claim.right)
    said = changes(f"{claim.left} {claim.before}") | changes(behind.group() if behind else "")
    bare = kind in (Kind.PERCENT, Kind.PERCENTAGE_POINT) and _BARE.fullmatch(claim.left)  # 增长最快，达到19.4%
    return said or (changes(claim.taken) if role == "to" or bare else frozenset())


@lru_cache(maxsize=4096)
def leading(text: str) -> str:
    """Return the parks, firms and the like that the words beside a figure begin with: 海陵新区地铁4号线 |全长."""
    text = fold(text.strip())
    ends: dict[int, str] = {}
    place = 0
    for word, tag in tagged(text):
        place += len(word)
        ends[place] = tag
    match = _LEADING.match(text)
    while match and ends.get(match.end(), "v").startswith(("v", "nt")):
        match = _LEADING.fullmatch(text, 0, match.end() - 1)
    return match.group() if match and not _PART.match(text) and not _OPENS.fullmatch(match.group()) else ""


def speaks(text: str) -> bool:
    """Whether words beside a figure say by themselves what it is; somebody's name does not."""
    named = leading(text)
    text = text.strip()
    # 专业技术服务平台 ends as a name and is what is counted.
    text = text if len(named) > _SHORT_NAME and is_generic(named) else text[len(named) :]
    words = tagged(plain(text))
    lone = (n for n, (word, tag) in enumerate(words) if tag[0] in "nj" and len(word) == 1)
    return bool(tells(text)) or any(not n or not words[n - 1][1].startswith(("ns", "nr", "nt")) for n in lone)


def is_kind(text: str, number: int) -> bool:
    """Whether a figure only tells what kind of thing the next one counts: 四级手术4.3万台, 10亿元以上项目12个."""
    claims = claims_of(text)
    if number + 1 >= len(claims):
        return False
    between = text[claims[number][0].end : claims[number + 1][0].start]
    shared = bool(_between(between)[2]) and not _CLAUSE_END.search(between) and not _TO_NEXT.search(between)
    shared = shared and claims[number][0].kind is not Kind.DURATION and not _AMONG.search(between)
    shared = shared and not any(tag == "v" and (is_change(word) or carries(word)) for word, tag in tagged(between))
    return shared and (bool(_KIND.match(between) and tells(between)) or _KINDS.fullmatch(between) is not None)


def is_change(word: str) -> bool:
    word = word.removeprefix("同比").removeprefix("环比")
    return bool(_RISE.fullmatch(word) or _FALL.fullmatch(word) or _NEW.fullmatch(word))


@lru_cache(maxsize=4096)
def carries(word: str) -> bool:
    """Whether a verb says only that there is what it carries: 获得, 拥有, 拿到."""
    said = glosses(word)
    return bool(said.meanings) and all(meaning <= _CARRIES for meaning in said.meanings)


@lru_cache(maxsize=4096)
def goes_on(text: str) -> bool:
    """Whether a clause begins with a verb that says something of what was named before it: 实现…, 占…, 增长…."""
    for word, tag in tagged(text):
        if word == "为":
            return True
        if tag[0] in "dmtxpcy" or not word.strip():
            continue
        goes = (
            word in "占达超增降为是"
            or text.strip().endswith(word)
            or is_link(word)
            or is_change(word)
            or word in AROUND
            or AHEAD.fullmatch(word)
            or carries(word)
        )
        return tag == "v" and bool(goes)
    return False
