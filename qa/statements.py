"""Figure rows and sentences → the words that show them: of whom, what and of when, as far as the quote says so."""

import re
from collections.abc import Container, Iterator

from index.glosses import glosses, names_something
from index.phrases import NOMINAL_VERBS
from index.quantities import find_quantities
from index.types import Basis, FigureRow, Kind
from index.words import fold, tagged
from qa.dates import as_of, day
from qa.draft import Quote, text_of
from qa.support_claims import goes_on, is_change
from qa.support_modifiers import dropped
from qa.verify import states
from qa.whose import is_body

_BORDER = re.compile(r"[；;：:。！？，]|,(?!\d)")
_BEHIND = re.compile(r"\d\s*[\u3400-\u9fff]{0,2}$")
_FROM = re.compile(r"由|从")
_TO = re.compile(r"[^，。；]{0,8}?[到至为成]")
_SIGN = re.compile("[、\u3400-\u9fff]")
_FELL = re.compile(r"(?:负增长|(?:净|同比|环比)?(?:下降|减少|降低|回落|下滑|下跌|缩减|萎缩))(?:了|约|近|超过?|达)*\s*$")
_GREW = re.compile(r"(?:净|同比|环比)?(?:增长|增加|提高|上升|上涨|扩大)(?:了|约|近|超过?|达)*\s*$")
_ASKS_FALL = re.compile("下降|减|降|回落|下滑|跌|缩|[少低]了")
_ASKS_GROWTH = re.compile("增|升|涨|提高|扩大|[多高]了")
_ATTRIBUTE = re.compile(r"\s*(?:及?以[上下内])?的")
_IN_NUMBER = re.compile(
    r"[\d.,一二三四五六七八九十百千万亿两几余多][\d.,一二三四五六七八九十百千万亿%％元个家项件人多余]"
)


def as_told(row: FigureRow, quote: Quote, asked: str) -> str:
    """Return a figure as its quote tells it: with the way it went, where the question does not say so itself.

    下降15.7% where 增速 is asked for: 15.7% alone would say that it grew.
    """
    lead = text_of(quote)[: max(row.quantity.start - quote.start, 0)]
    falls = _ASKS_FALL.search(asked) is not None
    way = _GREW.search(lead) if falls and not _ASKS_GROWTH.search(asked) else None if falls else _FELL.search(lead)
    return (lead[way.start() :] if way else "") + row.quantity.surface


def statement(row: FigureRow, marker: int, quote: Quote, asked: str = "") -> str:
    """Say of whom and what a figure is, as far as its quote supports it, and of when."""
    label = _label(row, quote)
    when = f"（{_as_of(row, quote)}）" if _as_of(row, quote) else ""
    return f"{label}{as_told(row, quote, asked)}{when}[{marker}]"


def also(row: FigureRow, marker: int, quote: Quote, said: Container[str], whose: str) -> str:
    """Say a further figure; of whom and what only where that is not what was said of the first.

    Args:
        row: the figure's.
        marker: of its quote.
        quote: where it stands.
        said: what those said before it measure.
        whose: the question and of whom they are.
    """
    label = "" if row.measure in said else _label(row, quote)
    told = is_body(row.subject) and row.subject in text_of(quote)  # 市区, 园区: whichever
    other = told and fold(row.subject) not in whose and row.subject not in label + row.measure
    scope = "，".join(filter(None, (row.subject if other else "", _as_of(row, quote))))
    return f"{label}{row.quantity.surface}{f'（{scope}）' if scope else ''}[{marker}]"


def _label(row: FigureRow, quote: Quote) -> str:
    return next((label for label in _labels(row, quote) if states(text_of(quote), label + row.quantity.surface)), "")


def _labels(row: FigureRow, quote: Quote) -> Iterator[str]:
    """Yield who and what in the document's own words, fullest first.

    Of whom is said only when the figure's own clause says it before the measure: a subject carried on from elsewhere may
    be somebody else by now.
    """
    text = text_of(quote)
    measure = row.measure if row.measure in text else ""
    left = _BORDER.split(text[: row.quantity.start - quote.start])[-1]
    before = 0 <= left.find(row.subject) < left.find(measure) if measure and row.subject else False
    if (
        not measure
        or measure == quote.passage.speaker
        or not _can_stand(measure, left, row, text[row.quantity.end - quote.start :])
    ):
        return
    if before and row.subject not in measure and not find_quantities(row.subject) and not _BEHIND.search(left):
        yield f"{row.subject}，{measure}："
    yield f"{measure}："


def _can_stand(measure: str, left: str, row: FigureRow, behind: str) -> bool:
    """Whether a measure says by itself what a figure is: a noun, of this figure, with nothing left out that narrows it.

    Args:
        measure: the measure as its row has it.
        left: the clause up to the figure.
        row: the row.
        behind: the text behind the figure.
    """
    tokens = [(word, tag) for word, tag in tagged(measure) if word.strip()]
    if is_change(measure) or any(f"{mark}{measure}" in left for mark in "和与及、"):
        return False  # 增长 alone, and the last of several
    if not tokens or not _is_noun(*tokens[-1]):
        return False
    if len(tokens) > 1 and not any(tag[0] in "njlb" or tag == "vn" for _, tag in tokens[:-1]):
        return False
    if measure in left:
        own = left[left.rfind(measure) + len(measure) :]
        relative = row.quantity.kind in (Kind.PERCENT, Kind.MULTIPLE)
        counted = relative and own.strip() == "的"  # 研发费用的6% is no 研发费用
        changed = bool(_FROM.search(left)) and bool(_TO.match(behind))  # 由8元降为5元: 8元 is what was
        return not counted and not changed and not dropped(measure, left) and not goes_on(left)
    # 6家企业停了炉: of these 6 more is said than that they are 企业.
    rest = behind.lstrip()
    goes_on_so = rest.startswith(measure) and _SIGN.match(rest, len(measure))
    return not _ATTRIBUTE.match(behind) and not goes_on_so


def _is_noun(word: str, tag: str) -> bool:
    """Whether a word may end the name of a measure: a noun, or a verb that the dictionary has as a noun too (收入)."""
    if tag[0] in "njlv":
        return names_something(word) or word in NOMINAL_VERBS or not glosses(word).listed
    return False


def _as_of(row: FigureRow, quote: Quote) -> str:
    if row.basis is Basis.DOCUMENT or not row.period:
        published = quote.passage.published
        return f"{day(published)}文档" if published else ""
    return as_of(row)


def shorten(sentence: str, focus: tuple[int, int], limit: int = 110) -> str:
    """Return the clauses around `focus` that fit into `limit` characters, cut on clause borders, … where cut."""
    if len(sentence) <= limit:
        return sentence
    start, end = focus
    end = min(end, start + limit)
    # A comma inside 1,389 is no border.
    borders = [0, *(m.end() for m in _BORDER.finditer(sentence)), len(sentence)]
    left = max((b for b in borders if b <= start), default=0)
    right = min((b for b in borders if b >= end), default=len(sentence))
    if right - left > limit:
        left, right = max(left, end - limit), max(end, min(right, left + limit))
        while left > 0 and _IN_NUMBER.match(sentence[left - 1 : left + 1]):
            left -= 1
        while right < len(sentence) and _IN_NUMBER.match(sentence[right - 1 : right + 1]):
            right += 1
    while True:
        further = [b for b in borders if b > right][:1]
        nearer = [b for b in borders if b < left][-1:]
        if nearer and right - nearer[0] <= limit:
            left = nearer[0]
        elif further and further[0] - left <= limit:
            right = further[0]
        else:
            break
    return ("…" if left else "") + sentence[left:right] + ("…" if right < len(sentence) else "")
