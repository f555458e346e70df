"""Questions for the difference of two amounts, of one amount at two times, or of two dates → plans.

Each function takes the question's text without its mark and returns a plan, None when the question is not of its kind.
"""

import re

from index.periods import find_periods
from index.quantities import find_quantities
from index.words import tagged
from qa.operands import (
    Asked,
    amount,
    asked_after,
    joint,
    measure_in,
    only_period,
    period_in,
    preceding,
    subject_in,
    twin,
    without_figure,
)
from qa.plans import Operand, Operation, Plan

LATEST = "目前"
FILLER = r"(?:要|又|还|会|足足|总共|一共|共|大约|约|大概|究竟|到底|实际|同比|累计|总计|净|差不多)*"
HOW_MANY = r"(?P<ask>百分之(?:多少|几)|多少个?百分点|几个?百分点|多少倍|几倍|几成|多少|几)(?P<rest>.*)"
# A word for more and the word for less that goes with it; the first entry of a word decides.
_PAIRS = (
    "多 少|高 低|大 小|长 短|贵 便宜|重 轻|远 近|快 慢|增加 减少|增长 下降|提高 降低|提升 下降|上升 下降|上升 回落|"
    "扩大 缩小|增长 下滑|增加 缩减|延长 缩短|延长 压缩|上涨 下跌|涨 跌|升 降|增 减|领先 落后|高出 低|多出 少|超出 少|"
    "超过 少|超 少|净增 减少|新增 减少|添 减|增添 减少|增多 减少|上调 下调|压 缩|涨价 降价|增加 砍|增加 压减|增加 缩"
)
WORDS: dict[str, tuple[str, str]] = {}
for _pair in _PAIRS.split("|"):
    _more, _, _less = _pair.partition(" ")
    for _word in (_more, _less):
        WORDS.setdefault(_word, (_more, _less))
# As a whole sentence says it: 增加41家 where the question says 净增几家.
_FULLER = {
    "净增": "增加",
    "新增": "增加",
    "增": "增加",
    "减": "减少",
    "超": "超出",
    "超过": "超出",
    "升": "上升",
    "降": "下降",
    "砍": "减少",
    "压减": "减少",
    "缩": "减少",
    "添": "增加",
    "增添": "增加",
}
VERBS = "|".join(sorted(WORDS, key=len, reverse=True))
VERB = rf"(?P<verb>{VERBS})(?:了|出|过|掉)*(?:大约|大概|约)?"
# Verbs of change over time, which ask for a rate where no unit follows.
CHANGING = frozenset(
    [
        "增加",
        "减少",
        "增长",
        "下降",
        "提高",
        "降低",
        "提升",
        "上升",
        "回落",
        "扩大",
        "缩小",
        "下滑",
        "缩减",
        "延长",
        "缩短",
        "压缩",
        "上涨",
        "下跌",
        "净增",
        "新增",
        "增添",
        "增多",
        "上调",
        "下调",
    ]
)
_THAN = r"(?<![同环占对相百分])(?:比(?![例重如较赛率值对分])|较(?![为多少高大强好]))(?:于|起)?"
_AMOUNT = f"{FILLER}{VERB}{HOW_MANY}$"
_AGAINST = (
    re.compile(
        r"(?:与|和|跟|同|相较于?|较之?|比起)(?P<b>[^，,]+?)(?:相?比(?:较|起来)?|而言)?[，,](?P<a>.+?)" + _AMOUNT
    ),
    re.compile(r"(?P<a>.+?)[，,]?(?:与|和|跟|同)(?P<b>[^，,和与]+?)相?比(?:较|起来)?[，,]?" + _AMOUNT),
    re.compile(rf"(?P<a>.+?)[，,]?{FILLER}{_THAN}(?P<b>.+?)[，,]?" + _AMOUNT),
)


# Two amounts apart


def words_for(verb: str) -> tuple[str, str]:
    """Return the words for more and for less that go with a verb."""
    more, less = WORDS[verb]
    return _FULLER.get(more, more), _FULLER.get(less, less)


def against(text: str) -> Plan | None:
    """A比B多多少; 与B相比，A多多少."""
    found = next((found for pattern in _AGAINST if (found := pattern.match(text))), None)
    if not found or not _stands_alone(text, found.end("a"), found.start("b")):
        return None
    a, b, verb = found["a"].strip("，, 的"), found["b"].strip("，, 的"), found["verb"]
    rate = found["ask"].startswith(("百分之", "几成")) or "百分点" in found["ask"] or "倍" in found["ask"]
    asked = Asked() if rate else asked_after(found["rest"])
    if preceding(b) and not re.search(r"(?:19|20)\d\d年", a):
        if rate or not (asked.unit or asked.thing):
            return None  # without a year the year before is none: the growth is stated or not
        # 吞吐量比上年多了多少万箱: both may stand side by side
        words = words_for(verb)
        now, then = Operand(amount(a, asked), a), Operand(amount(f"{b}{a}", asked), b)
        said = words[WORDS[verb].index(verb)]
        return Plan(Operation.DIFFERENCE, (now, then), asked.unit, words, verb=said, fallback=True, tentative=True)
    if only_period(a) and not only_period(b) and period_in(b) and b.startswith(period_in(b)):
        # 2024年比2022年甲园的高企多多少: what is counted stands behind the second period
        a, b = a + b.removeprefix(period_in(b)), period_in(b)
    if not measure_in(a) and measure_in(b) and subject_in(b):
        # 乙园比甲园的收入高多少
        a, b = f"{a}的{measure_in(b)}", subject_in(b)
    b, stated = without_figure(b)
    a, known = without_figure(a)
    generic = re.fullmatch(r"(?P<of>.+?)的?(?:数|数字|数据|家数|数量|那个数|数目|数值)", b)
    if generic and not find_periods(generic["of"])[1:] and not measure_in(generic["of"]).endswith("数"):
        b = f"{generic['of']}的{measure_in(a) or a}"
    first = amount(a, asked)
    second = twin(first, b, asked)
    growth = verb in CHANGING and not asked.unit and "百分点" not in found["ask"]
    operation = Operation.GROWTH if growth or (rate and "百分点" not in found["ask"]) else Operation.DIFFERENCE
    one, other = Operand(first, a, stated=known), Operand(second, b, stated=stated)
    # A growth rate over one year, or since a time named alone, is as a rule stated; one over several years, or a
    # difference, seldom.
    next_year = preceding(b) or _consecutive(first, second) or (only_period(b) and not period_in(a))
    words = words_for(verb)
    operands = (other, one) if operation is Operation.GROWTH else (one, other)
    unit = _unit(found["ask"], asked)
    said = words[WORDS[verb].index(verb)]
    # Since a month's or a quarter's end a difference is stated, too (较6月末上升113亿元).
    since = verb in CHANGING and only_period(b) and not period_in(a) and not re.search(r"\d{4}年|[前去今上]年", b)
    fallback = since or (next_year and operation is Operation.GROWTH)
    return Plan(operation, operands, unit, words, verb=said, fallback=fallback)


def _unit(ask: str, asked: Asked) -> str:
    """Return the unit that the asking words want."""
    if "百分点" in ask:
        return "个百分点"
    if "倍" in ask:
        return "倍"
    return "%" if ask.startswith(("百分之", "几成")) else asked.unit


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether no word of the text reaches over both sides of what stands between: not the 比 of a name."""
    at = 0
    for word, _ in tagged(text):
        if start <= at < end and "比" in word and at + len(word) > end:
            return False
        at += len(word)
    return True


def only_figure(phrase: str) -> str:
    """Return a phrase that is a figure and nothing else, "" for any other."""
    found = find_quantities(phrase.strip("，, 的"))
    return found[0].surface if len(found) == 1 and found[0].surface == phrase.strip("，, 的") else ""


def _consecutive(one: str, other: str) -> bool:
    years = [re.search(r"((?:19|20)\d\d)年", text) for text in (one, other)]
    return all(years) and abs(int(years[0][1]) - int(years[1][1])) == 1  # type: ignore[index]


def between(text: str) -> Plan | None:
    """A和B相差多少."""
    found = re.match(
        rf"(?P<head>.+?)(?:之间|两者|二者)?的?(?:相差|差距|差额|差值|之差|差)(?:是|为|有|了|大约|约|大概)*{HOW_MANY}$",
        text,
    )
    if not found:
        return None
    asked = Asked() if "百分" in found["ask"] else asked_after(found["rest"])
    head = re.sub(r"[，,]?(?:这|那)?[两二](?:个|种|者)?(?:说法|数字|数据|数|口径|版本)$", "", found["head"])
    if given := _both_given(head, asked):
        return Plan(Operation.DIFFERENCE, given, asked.unit)
    pairs = joint(re.sub("之间的?|[两二]者的?", "的", head), asked)
    if len(pairs) != 2 or asked.unit in ("年", "天", "个月"):
        return None
    unit = "个百分点" if "百分点" in found["ask"] else asked.unit
    return Plan(Operation.DIFFERENCE, operands_of(pairs), unit)


def _both_given(head: str, asked: Asked) -> tuple[Operand, ...]:
    """Return the operands of 独角兽115家跟93家: one measure, and both its figures as the question gives them."""
    found = re.match(r"(?P<a>.+?)(?:和|跟|与|同|、)(?P<b>[^和跟与同、]+)$", head)
    if not found:
        return ()
    what, first = without_figure(found["a"].strip("，, "))
    other, second = without_figure(found["b"].strip("，, "))
    if not (first and second and what):
        return ()
    questions = amount(what, asked), amount(other or what, asked)
    labels = f"{what}{first}", f"{other}{second}"
    return tuple(Operand(q, n, stated=s) for q, n, s in zip(questions, labels, (first, second), strict=True))


def operands_of(pairs: list[tuple[str, str]]) -> tuple[Operand, ...]:
    return tuple(Operand(question, label) for label, question in pairs)


_MOST = 6


def larger(text: str) -> Plan | None:
    """A和B哪个收入高; A、B和C谁的收入最高."""
    found = re.match(
        r"(?P<head>.+?)[，,]?(?:相比|比较|相比较)?[，,]?(?:谁|哪一?[个家边座方年])(?:的)?(?P<what>[^，,]*?)"
        rf"(?:更|最|比较|较)?(?P<verb>{VERBS})(?:一些|一点|些)?$",
        text,
    )
    if not found:
        return None
    what = found["what"].strip("的")
    verb = found["verb"]
    counted = what and verb in ("多", "少") and not what.endswith(("额", "量", "数", "收入", "税收"))
    head = f"{found['head']}的{what}" if what and not counted else found["head"]
    pairs = joint(head, Asked(thing=what if counted else ""))
    words = words_for(verb)
    if not 2 <= len(pairs) <= _MOST:
        return None
    return Plan(Operation.COMPARISON, operands_of(pairs), words=words, label=verb)


def larger_by(text: str) -> Plan | None:
    """A和B哪个收入高，高多少."""
    found = re.match(rf"(?P<which>.+?)[，,](?:又|要|能|会|分别)*(?:{VERBS}|相差|差)(?:了|出)*{HOW_MANY}$", text)
    plan = larger(found["which"]) if found else None
    if not found or not plan or "百分之" in found["ask"] or "倍" in found["ask"]:
        return None
    unit = "个百分点" if "百分点" in found["ask"] else asked_after(found["rest"]).unit
    return Plan(Operation.DIFFERENCE, plan.operands, unit, plan.words, label=plan.label)


def since_given(now: str, then: str, given: str, asked: Asked, verb: str, reached: str = "") -> Plan:
    """Return the plan for the difference of an amount from the figure that the question gives for it earlier."""
    words = words_for(verb)
    operands = Operand(amount(now, asked), now, stated=reached), Operand(amount(then, asked), then, stated=given)
    return Plan(Operation.DIFFERENCE, operands, asked.unit, words, verb=words[WORDS[verb].index(verb)])
