"""The periods of a sentence → those that its figures may be of, and the one that lasts to the next sentence.

In come the text of a sentence and its periods; what something is compared with, changed from or founded in dates no
figure.
"""

import re
from collections.abc import Sequence
from datetime import date

from index.types import Period

_COMPARED = re.compile(r"(?:比(?<!占比)(?![重例率值])|较|相比|高于|低于|相较于?)[^，,；;。]{0,14}$")
_COMPARED_REACH = 20  # the longest match of `_COMPARED`, and some
_FROM_THEN = re.compile(r"[由从]\s?$")
_SINCE_THEN = re.compile(
    r"的[^，,；;。\d]{0,8}[\d一二三四五六七八九十百两][^，,；;。]{0,16}[至到为成]"
)  # 由2023年的6.9天缩短至6.3天
_FOUNDED = re.compile(r"(?:成立|创办|创建|创立|始建|建立|诞生|出生|生|组建|设立)于$")
_FOUNDING = re.compile(r"(?:由[^，。]{1,12})?(?:成立|创办|创建|创立|诞生|出生|始建|毕业)(?!以来)")
_TIMES_OF = re.compile(r"\s?的\s?[近约超过]*[0-9.一二两三四五六七八九十]+[多余]?倍")
OPENING, CLOSING = ("（", "("), ("）", ")")


def is_founding(text: str, period: Period) -> bool:
    """Whether a period only says when somebody began: what is told of them is of later."""
    return (
        _FOUNDED.search(text, max(0, period.start - 4), period.start) is not None
        or _FOUNDING.match(text, period.end) is not None
    )


def told_in(text: str, periods: Sequence[Period]) -> list[Period]:
    """Return the periods that figures may be of: not those that something is compared with or changed from."""
    return [
        p
        for p in periods
        if not changed_from(text, p)  # 由2023年的6.9天缩短至6.3天
        and not _COMPARED.search(text, max(0, p.start - _COMPARED_REACH), p.start)
        and not (text[p.end : p.end + 1] == "的" and text[max(0, p.start - 1) : p.start] in ("是", "为"))
        and not _TIMES_OF.match(text, p.end)  # 相当于2020年的1.8倍
        and not (p.relative and p.surface[-1] == "后")  # 三年后 of whatever was told
    ]


def changed_from(text: str, period: Period) -> bool:
    """Whether a period is only of the figure that another one came from: 由2023年的6.9天缩短至6.3天."""
    before = _FROM_THEN.search(text, max(0, period.start - 2), period.start)
    return before is not None and _SINCE_THEN.match(text, period.end) is not None


def lasting(text: str, told: Sequence[Period], day: date | None) -> Period | None:
    """Return the period of a sentence that the next one may be of, too: the last one that is no part of another.

    What is still to come is of its own clause alone where the sentence tells of the present, too (明年要达到80座).
    """
    staying = [p for p in told if not is_founding(text, p) and not _is_aside(text, p)]
    reached = [p for p in staying if day is None or p.first is None or p.first <= day] or staying
    return next((p for p in reversed(reached) if not any(is_within(text, p, q) for q in reached if q is not p)), None)


def is_within(text: str, period: Period, whole: Period) -> bool:
    """Whether a period is but a part of one told of before; one that opens its sentence is what that is about."""
    if not (period.first and period.last and whole.first and whole.last) or not text[: period.start].strip(" 　\n"):
        return False
    return (
        whole.first <= period.first
        and period.last <= whole.last
        and (whole.first, whole.last)
        != (
            period.first,
            period.last,
        )
    )


def _is_aside(text: str, period: Period) -> bool:
    """Whether a period stands in brackets, as that of what is only put beside: 达到8.0%（2021年为6.8%）."""
    opened = max(text.rfind(mark, 0, period.start) for mark in OPENING)
    return opened > max(text.rfind(mark, 0, period.start) for mark in CLOSING)
