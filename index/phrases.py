"""The noun phrases around a figure: what it measures, and of whom; read off part-of-speech tags, in the text's own words."""

import re

from index.periods import find_periods
from index.types import Kind, Quantity
from index.words import tagged

# Words that stand between a measure and its figure; they belong to neither.
_LINK = re.compile(
    r"(?:达到|高达|已达|达|突破|超过|超出|超|接近|近|约为|约占|占比|约|为|是|有|共有|共计|总计|合计|累计|共|已|仅|只有|仅有|首次|"
    r"实现|完成|增至|升至|降至|增长到|提高到|提升至|提升到|提高至|扩大到|压缩至|压缩到|上升到|下降到|下降至|增加到|增加至|"
    r"不到|不足|至少|最多|大约|大概|了|到|至|在|由|从|均|都|也|又|还|就|更是|更|大幅|稳步|进一步|其中|则|将|预计|有望|力争|平均|"
    r"每年|年均|，|：|:)+$"
)
_LEAD = re.compile(
    r"^(?:其中|目前|同时|此外|另外|并且|而且|以及|还有|并|且|而|又|也|和|与|及|、|，|在|对|从|由|据|将|使|让|的|了|是|有|到|全年)+"
)
_EDGES = " ，,、。“”\"'；：（）()《》|"
_NOMINAL = ("n", "j", "l", "b", "i", "s", "f", "eng")
_CHANGE = re.compile(r"(?:增加|增长|下降|减少|提高|上升|扩大|压缩|达到|突破)+$")
_COUNTED = (Kind.COUNT, Kind.MONEY, Kind.LENGTH, Kind.AREA, Kind.OTHER, Kind.MASS)
_AFTER_COUNT = re.compile(r"(?:左右|以上|以下|多)?的?")
_LONGEST = 24


def subject_of(clause: str) -> str:
    """Return the noun phrase before the main verb of a clause, "" when it has none."""
    tokens = tagged(_without_periods(clause))
    phrase = ""
    noun = False
    for number, (word, tag) in enumerate(tokens):
        if not phrase and tag == "p":
            return ""  # 以…, 在…: an adverbial, nobody's statement
        if not phrase and (tag[0] in "xtdcrumfq" or not word.strip()):
            continue
        if tag == "m" and any(c.isdigit() for c in word):
            return ""  # 进出口总额215亿元: a measure with its figure
        if tag == "x":
            return ""
        if _is_verb(tokens, number) or tag in ("d", "p", "ul"):
            break
        noun = noun or (tag.startswith(("n", "j", "eng", "l")) and len(word) > 1)
        phrase += word
    else:
        return ""  # no verb: the clause is a measure, not a statement about somebody
    phrase = _CHANGE.sub("", trim(phrase))
    return phrase if noun and len(phrase) > 1 else ""


def measure_of(left: str, right: str, quantity: Quantity) -> str:
    """Return what a figure measures: for counts the noun on its right (20家企业), else the phrase on its left.

    Args:
        left: the clause before the figure, from its start or the figure before.
        right: the clause behind it, up to its end or the next figure.
        quantity: the figure.
    """
    if quantity.kind in _COUNTED:
        noun = _phrase_right(right)
        if noun:
            return noun
    return phrase_left(left)


def phrase_left(left: str) -> str:
    """Return the noun phrase that a clause ends in, linking words and periods left out."""
    phrase = _without_periods(left).rstrip(_EDGES)
    while (cut := _LINK.sub("", phrase).rstrip(_EDGES)) != phrase:
        phrase = cut
    phrase = re.split(r"\s", phrase)[-1] if phrase.strip() else ""
    tokens = tagged(phrase)
    start = 0
    for number, (_, tag) in enumerate(tokens[:-1]):
        following = tokens[number + 1][1]
        if tag in ("ul", "p", "c", "d") or (tag == "v" and following.startswith(("n", "j", "b", "l"))):
            start = number + 1
    return trim("".join(word for word, _ in tokens[start:]))[-_LONGEST:]


def _phrase_right(right: str) -> str:
    head = _AFTER_COUNT.match(right)
    tokens = tagged(right[head.end() :] if head else right)
    phrase = ""
    for number, (word, tag) in enumerate(tokens):
        following = tokens[number + 1][1] if number + 1 < len(tokens) else "x"
        nominal = tag.startswith(_NOMINAL) or tag in ("a", "an", "vn", "q", "k", "zg", "uj")
        if not nominal and not (tag.startswith("v") and following.startswith("n")):
            break
        if tag == "uj" and number and tokens[number - 1][1].startswith("n") and len(phrase) > 2:
            break  # 40家产业园的收入 counts parks
        phrase += word
    return trim(phrase).removesuffix("的")[:_LONGEST]


def is_link(word: str) -> bool:
    """Whether a word only links a measure with its figure: 达到, 突破, 共有."""
    return _LINK.fullmatch(word) is not None


def _is_verb(tokens: list[tuple[str, str]], number: int) -> bool:
    """Whether a word is a verb with something after it; at the end of a phrase the same word is as a rule a noun (投入)."""
    tag = tokens[number][1]
    following = tokens[number + 1][1] if number + 1 < len(tokens) else "x"
    if tag == "vn" and following == "ul":
        return True  # 突破了
    return (
        tag.startswith("v")
        and tag != "vn"
        and following.startswith(("n", "r", "s", "j", "b", "u", "l", "m", "eng", "x"))
    )


def _without_periods(text: str) -> str:
    for period in find_periods(text):
        text = text[: period.start] + " " * (period.end - period.start) + text[period.end :]
    return text


def trim(phrase: str) -> str:
    """Return a phrase without the function words and marks at its ends."""
    return _LEAD.sub("", phrase.strip(_EDGES)).strip(_EDGES)
