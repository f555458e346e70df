"""The parts of a Chinese question: its period, of whom it asks, what it asks for, and the words that ask.

A question comes in, character spans come out. Nothing here knows any topic: the parts are told apart by the periods,
the dictionary's part of speech, the ending of a name (园, 区, 大学 …), and where the asking words stand.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

from index.everyday import groups
from index.periods import find_periods
from index.quantities import find_quantities
from index.types import Kind
from index.words import tagged

Span = tuple[int, int]

ASK = re.compile(
    r"百分之(?:多少|几)|多少|第几[名位个]?|(?<![好十])几(?![乎何次三番])|多(?:大|高|长|久|远|深|宽|重|快)(?!的?[学会])"
    r"|(?:什么|啥)(?:时候|时间|地方|人|样|原因)?|何[时地人年]|为何|为什么|为啥|谁|哪(?:[几一两二三四五六七八九十]{0,2}[位家个年天月]|[里儿些])?|怎么样?|怎样|如何|是不是|是否|有没有|吗$"
)
"""The words that ask. 吗 and 呢 only mark a question."""

TITLE = (
    r"(?:副?(?:[局处科部院校所会市县区厅站厂行社队]|董事|理事|秘书)长|副?主任|副?教授|副?总(?:经理|裁|监|工程师)?|经理|博士|书记|主席|记者"
    r"|老师|院士|代表|[大老][姐哥爷娘]|阿姨|先生|女士|师傅)"
)
"""How somebody is called behind a name."""

QUANTITY = re.compile(r"多少|几|多(?:大|高|长|久|远|深|宽|重|快)")
_COPULA = re.compile(
    r"(?:[，,\s]|是|为|有|约|共|总共|一共|共有|大概|大约|到底|究竟|达到?|占|分别|目前|现在|各|又|都|具体)*$"
)
_RANKED = re.compile(r"(?:在|是)?(?:排名?在?|位[居列])?(?:在?(?:全[球国省市]|世界|国内)(?:排名?)?)?$")
_VERB_BE = frozenset(("有", "是", "为", "占", "达", "达到", "共有", "拥有", "叫", "属于", "包括", "包含", "在", "位于"))

PLACE_ENDING = re.compile(
    r"(?:园区?|[^地片分社景市城小]区|[新城社]区|[^长]城|谷|港|镇|[^农]村|[市省县州国]|[^社机学都]院|大学|学校|中心|研究所|[^公]厂|协会|联盟|论坛"
    r"|[大峰年]会|[大竞比]赛|博览会|会议|银行|医院|基地|实验室|小镇|基金会|大厦|街道|[车电]站|[图展博]馆|委员会|管委会|事务所|[^政]局|校区|走廊|湾|岛)$"
)
"""How names of places and institutions end; the last word of a name alone decides."""

_POINTING = re.compile("[这那][个家座所]")

NOT_NAMES = frozenset(("上市", "嘉宾", "全国", "全省", "全市", "中国"))
"""Words that the dictionary tags as places and that stand for none, or for the whole."""
WHOLE = frozenset(("全国", "全省", "全市", "全区", "全球", "世界", "我国", "中国", "全园", "全县", "全州", "国内"))
"""Words for a whole: a subject of their own."""
_CLASS_WORDS = "企业 公司 机构 人员 人才 项目 产业 技术 装备 设备 产品 材料 空间 专利 基金 行业 领域 工程 系统 服务"
CLASSES = frozenset(_CLASS_WORDS.split())
"""Heads of classes of things: what stands before them describes, it is no name."""
_MEASURE_LETTERS = frozenset(("gdp", "pct", "ai", "ipo", "esg", "rd", "pe", "vc", "r", "d", "it", "r&d"))
_OPENINGS = frozenset(("截至", "截止", "根据", "据", "按", "请", "查", "问", "说", "想"))
_MODAL = frozenset("要会能可得应须想没不")
_FUNCTION_TAGS = ("u", "p", "c", "d", "r", "y", "x", "w", "e", "o")
_OPEN = frozenset("nvgabjtz")
_GRAMMAR = frozenset("rupcdye")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, where it stands, and its part of speech."""

    start: int
    end: int
    text: str
    tag: str


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of one question as spans of `text`; None where it has none.

    `subject` is of whom it asks, `measure` what is asked for, `ask` the asking words with their unit, `tail` the same
    with the copula before them, `rest` what follows them. `proper` is set when the subject is a name and not a class
    of things. `unit` is the unit after 多少 or 几.
    """

    text: str
    period: Span | None = None
    subject: Span | None = None
    measure: Span | None = None
    ask: Span | None = None
    tail: Span | None = None
    rest: Span | None = None
    unit: str = ""
    proper: bool = False

    def of(self, span: Span | None) -> str:
        """Return the words of a span, "" for None."""
        return "" if span is None else self.text[span[0] : span[1]]


def tokens(text: str, masked: Span | None = None) -> list[Token]:
    """Return the words of `text`; those inside the `masked` span are left out, and no word crosses its borders."""
    result: list[Token] = []
    known = groups()
    pieces = [(0, len(text))] if masked is None else [(0, masked[0]), (masked[1], len(text))]
    for first, last in pieces:
        at = first
        for word, tag in tagged(text[first:last]):
            stem = word[:-1]
            inside = tag == "s" and word[-1] in "里内中" and PLACE_ENDING.search(stem)
            for piece, kind in (
                ((stem, "n"), (word[-1], "f")) if inside else ((word, tag),)
            ):  # 园里: the place, and in it
                last = result[-1] if result and at > first else None
                signs = last is not None and len(last.text) == len(piece) == 1 and not {last.tag[0], kind[0]} & _GRAMMAR
                if last and signs and last.text + piece in known:
                    result[-1] = Token(last.start, at + 1, last.text + piece, "n")  # 营 收
                else:
                    result.append(Token(at, at + len(piece), piece, kind))
                at += len(piece)
    return result


def is_content(token: Token) -> bool:
    """Say whether a word carries meaning of its own."""
    if not re.search(r"\w", token.text) or token.text in _VERB_BE or ASK.search(token.text):
        return False
    return (not token.tag.startswith(_FUNCTION_TAGS) and token.tag not in ("zg", "m", "q", "f")) or (
        token.tag in ("x", "eng") and token.text.isalnum()
    )


def period_of(text: str) -> Span | None:
    """Return the span of the first period that is not what something is compared with."""
    found = find_periods(text)
    for i, period in enumerate(found):
        if re.search(r"(?:[比较和跟与同]|相比)于?$", text[: period.start]):
            continue
        end = period.end
        for following in found[i + 1 :]:
            if re.fullmatch(r"[到至和与、~～—-]+", text[end : following.start]):
                end = following.end
        if text[end : end + 1] == "度" and text[end - 1] == "年":
            end += 1
        return period.start, end
    return None


def ends_as_name(run: list[Token], i: int) -> bool:
    """Say whether the words up to `run[i]` can be the name of a place or an institution."""
    token = run[i]
    if token.tag == "eng":
        return token.text.lower() not in _MEASURE_LETTERS and len(token.text) > 1
    if token.text in WHOLE:
        return True
    if token.text in NOT_NAMES:
        return False
    if token.text.endswith(("公司", "集团", "股份")):
        return is_proper(run[: i + 1])
    if token.tag in ("ns", "nt", "nr", "nrt"):
        return len(token.text) > 1 or i > 0
    text = "".join(t.text for t in run[max(0, i - 1) : i + 1])
    return bool(PLACE_ENDING.search(text)) and (len(token.text) > 1 or i > 0)


def without_pointing(text: str) -> str:
    """Return a text without 那个 and the like inside of a name (河口风电那个基地): who knows a place points at it so."""
    if not _POINTING.search(text):
        return text
    words = tagged(text)
    kept = [
        word
        for at, (word, _) in enumerate(words)
        if not (
            _POINTING.fullmatch(word)
            and 0 < at < len(words) - 1
            and words[at - 1][1].startswith("n")
            and words[at + 1][1].startswith("n")
            and PLACE_ENDING.search(words[at + 1][0])
        )
    ]
    return "".join(kept)


def is_proper(run: list[Token]) -> bool:
    """Say whether a noun phrase holds a name and not only words of its class (张江科学城, not 产业园)."""
    for i, token in enumerate(run):
        if token.text in WHOLE or (token.tag == "eng" and ends_as_name(run, i)):
            return True
        named = token.tag in ("ns", "nt", "nr", "nrt") and token.text not in NOT_NAMES
        if named and token.text.endswith("公司") and len(token.text) <= 4:
            continue  # 上市公司, 跨国公司: a class
        if named and not (PLACE_ENDING.search(token.text) and token.tag.startswith("nr")):
            return True
        if (
            run[-1].text not in CLASSES
            and i
            and all(
                len(t.text) == 1 and t.tag[0] in _OPEN and t.text >= "\u4e00" and t.text not in _MODAL
                for t in run[i - 1 : i + 1]
            )
        ):
            return True  # two single characters side by side: a word the dictionary does not have, most often a name
    return False


def parse(text: str) -> Parts:
    """Split one question into its parts; any text gives one."""
    text = text.strip().rstrip("？?。.！!，,；; 　")
    text = re.sub(r"(?:呢|呀|啊|嘛|吧|来着)+$", "", text)
    period = period_of(text)
    ask, tail, rest, unit = _asking(text, period)
    end = tail[0] if tail else len(text)
    head = [t for t in tokens(text, period) if t.end <= end]
    subject, proper, after = _subject(head, period, bool(rest))
    if subject is None and rest is not None and not any(is_content(t) for t in head):
        behind = [Token(t.start + rest[0], t.end + rest[0], t.text, t.tag) for t in tokens(text[rest[0] : rest[1]])]
        named, name, _ = _subject(behind, None, False)
        if named and name and named[1] - named[0] > 2:  # 谁是甲园的主任: the subject stands behind the asking words
            subject, proper = named, True
    rest_noun = rest is not None and _is_noun_phrase(text[rest[0] : rest[1]])
    measure = rest if rest_noun else _measure(head, after, text, period)
    return Parts(text, period, subject, measure, ask, tail, rest, unit, proper)


def is_fragment(text: str) -> bool:
    """Say whether a text says neither of whom nor of what it asks: 多少亿？ 还有呢？ 那2023年呢？"""
    parts = parse(text)
    asked, period = parts.ask or (0, 0), parts.period or (0, 0)
    said = [t for t in tokens(parts.text) if not any(a <= t.start < b for a, b in (asked, period))]
    told = any((t.tag[0] in "njlivsa" and is_content(t)) or t.tag == "eng" or is_proper([t]) for t in said)
    return bool(re.search(r"[\u3400-\u9fff]", text)) and not told


def _asking(text: str, period: Span | None) -> tuple[Span | None, Span | None, Span | None, str]:
    """Return the spans of the asking words, of them with their copula, and of what follows; and the unit."""
    for match in ASK.finditer(text):
        if period and match.start() < period[1] and match.end() > period[0]:
            continue
        start, end, unit = match.start(), match.end(), ""
        if match.group() in ("多少", "几"):
            trial = text[:start] + "10" + text[end:]
            for quantity in find_quantities(trial):
                if quantity.start <= start < quantity.end:
                    # A thing right after the number (多少员工) is what is counted, not its unit.
                    counted = quantity.kind is Kind.COUNT and len(quantity.unit) > 1 and quantity.unit[-1] != "次"
                    unit = "" if counted else trial[start + 2 : quantity.end]
        end += len(unit)
        if match.group() == "多少" and text.startswith("钱", end):
            end, unit = end + 1, unit or "元"  # 多少钱: money is the unit, nothing that is counted
        before = (_RANKED if match.group().startswith("第几") else _COPULA).search(text[:start])
        tail = (before.start() if before else start, end)
        rest_text = text[end:]
        rest = (end, len(text)) if rest_text.strip() else None
        return (start, end), tail, rest, unit
    return None, None, None, ""


def _is_noun_phrase(text: str) -> bool:
    """Say whether what follows the asking words is a thing (多少家｜科技企业) and not a predicate (何时｜开工)."""
    found = tokens(text)
    if any(t.text in ("了", "过", "着") and before.tag[0] == "v" for before, t in pairwise(found)):
        return False
    return (
        bool(found)
        and found[-1].text not in ("的", "了")
        and (found[-1].tag[0] in "njlsie" or PLACE_ENDING.search(text) is not None)
    )


def _subject(head: list[Token], period: Span | None, counted: bool) -> tuple[Span | None, bool, int]:
    """Return the span of whom is asked, whether it is a name, and the index in `head` after it."""
    first = 0
    while first < len(head) and _opens_nothing(head[first]):
        first += 1
    stop, last = first, -1
    while stop < len(head):
        token = head[stop]
        if stop > first and period and head[stop - 1].end <= period[0] <= token.start:
            break
        if (
            token.text == "的"
            or token.text in _VERB_BE
            or (stop > first and token.text in ("做", "从事", "搞", "开展"))
            or (token.tag[0] in "pudcy" and token.tag != "u" and token.text not in "与和及、")
        ):
            break
        if token.tag == "v" and stop + 1 < len(head) and head[stop + 1].text in ("了", "过", "着", "出", "到", "完"):
            break
        if ends_as_name(head[first : stop + 1], stop - first):
            last = stop
        stop += 1
    run = head[first:stop]
    if not run:
        return None, False, first
    if (
        stop < len(head)
        and head[stop].text == "的"
        and (run[-1].tag in ("v", "m") or run[0].tag == "v" or run[-1].text in ("完", "过", "出"))
        and last < 0
        and not is_proper(run)
    ):
        return None, False, first  # 盘点完的专利: a clause that describes, not of whom
    if last >= 0 and last + 1 < len(head) and head[last + 1].text in ("上", "时"):
        return None, False, first  # 大会上公布的: where it was said
    if last >= 0:
        name = _without_lead(head[first : last + 1])
        return (name[0].start, name[-1].end), is_proper(name), last + 1
    before_period = period is not None and run[-1].end <= period[0] and stop < len(head)
    before_de = stop < len(head) and head[stop].text == "的" and stop + 1 < len(head)
    if (
        is_proper(run)
        or before_period
        or before_de
        or (counted and stop < len(head) and head[stop].text not in ("有", "是"))
    ):
        cut = len(run)
        if is_proper(run) and not before_period and not before_de and not counted and stop == len(head):
            cut = _after_name(run)
        return (run[0].start, run[cut - 1].end), is_proper(run), first + cut
    return None, False, first


def _without_lead(name: list[Token]) -> list[Token]:
    """Return a name without the words before it that are none of it: 算下来 中关村, 平均 中关村, 论经济体量，匈牙利."""
    for i in range(len(name) - 1, 0, -1):
        if name[i - 1].text in ("，", ",") and name[0].tag[0] in "pvz" and not is_proper(name[:i]):
            return name[i:]
    at = next((i for i, token in enumerate(name) if token.tag in ("ns", "nt", "nr", "nrt")), 0)
    said = name[at - 1] if at else None
    return name[at:] if said and len(said.text) > 1 and said.tag[0] in "lda" else name


def _opens_nothing(token: Token) -> bool:
    """Say whether a word before the subject is none of it (截至, 在, 有, 请)."""
    if token.text in WHOLE or token.tag == "eng":
        return False
    return token.text in _VERB_BE or token.text in _OPENINGS or token.tag[0] in "updcryxweo"


def _after_name(run: list[Token]) -> int:
    """Return where the unknown name at the head of a noun phrase ends: before its last noun, if that is a word."""
    if len(run[-1].text) == 1 and run[-1].tag[0] in "gx":
        return len(run)
    return max(1, len(run) - 1)


def _measure(head: list[Token], after: int, text: str, period: Span | None) -> Span | None:
    """Return the span of what is asked for: the words of the head behind the subject."""
    left = head[after:]
    while left and (left[0].text in ("的", "在", "有", "中", "里", "内", "，", ",") or left[0].tag == "x"):
        left = left[1:]
    while (
        left
        and (left[-1].text in ("有", "是", "的") or left[-1].tag in ("x", "d", "p"))
        and left[-1].text not in ("占",)
        and not (len(left) > 1 and left[-2].text + left[-1].text == "占比")
    ):
        left = left[:-1]
    for i, token in enumerate(left[:-1]):
        if token.tag == "f" and token.text in ("里", "中", "内", "里面", "当中", "其中") and i:
            left = left[i + 1 :]  # 员工里男性: the part is asked for, not the whole
            break
    if not any(is_content(t) or t.tag[0] in "vn" for t in left):
        return None
    start, end = left[0].start, left[-1].end
    if period and start < period[0] < end:  # a period in the middle belongs to neither side
        if text[:start].strip() == "":
            end = period[0]
        else:
            start = period[1]
    return (start, end) if start < end else None
