"""Where a period begins, and which form it has.

In comes text folded with `index/period_forms.py`'s `FOLD` and a position; out comes the first form there with its
match. Trying every form at every character would cost more than all other reading of figures: the
text is first searched for the characters that can begin a form, with what may follow them, and only the forms that
begin with that character are tried. The tests hold this to the same forms as trying all.
"""

import re
from collections.abc import Callable, Iterable
from functools import cache

from index.holidays import HOLIDAY_NAMES
from index.period_forms import FOLDABLE, FORMS, SOURCES

_DIGITS = "0123456789"
_NUMERALS = "零〇一二三四五六七八九十两百几数半"
_YEAR_WORDS = "今本去前上下大明后同次翌这当"
_YEAR = f"{_DIGITS}零〇一二两五六七八九{_YEAR_WORDS}"
_MONTH = f"{_DIGITS}一二三四五六七八九十"
_COUNT = f"{_MONTH}两百几数半"
_SHIFT = "上下本这"
_HOLIDAYS = "元春端七中重清除圣国五十寒暑双情妇植愚劳青儿建教母父感"

# Form → the characters it may begin with; one too many costs time, one too few loses periods.
_FIRST = {
    "month_span": "12",
    "compact": "2",
    "spaced": "12",
    "iso": "12",
    "year_range": "12",
    "month_range": _YEAR + _MONTH,
    "day_range": _YEAR + _MONTH,
    "quarter_range": _YEAR + "三四第",
    "week_of_month": _YEAR + _MONTH,
    "weekday": _YEAR + _MONTH,
    "lunar": _YEAR + _MONTH + "农旧阴闰正腊冬",
    "new_year": "大",
    "holiday": f'{_YEAR}{_HOLIDAYS}“"',
    "date": _YEAR,
    "month": _MONTH,
    "part": "1234QqHh一二三四上下前头第首",
    "year_edge": "年",
    "month_word": "本当同这上下次月",
    "week": "上下本这今周星礼",
    "day_word": "今昨前大明后",
    "quarter_word": _SHIFT,
    "two_years": "今",
    "span": "最过近未今接此前后上下这",
    "since": _COUNT,
    "away": _COUNT,
    "vague": "近日多长一最",
    "season": "今去明",
    "event": "党十二改新建",
    "now": "现如当目眼迄",
    "plan": '“"「一二三四五六七八九十',
    "five_year": "第",
    "republic": "民",
    "decade": _MONTH + "上本",
    "century": _MONTH + "上本新",
    "day": _DIGITS,
    "bare_year": "12",
}
_RARE = ("weekday", "week_of_month", "lunar", "new_year", "holiday")
_WEEK = "个?(?:周|星期|礼拜)"
_RARE_SIGNS = (
    *(f"第[一二三四五1-5]{_WEEK}", f"最后一{_WEEK}", *(f"{era}历" for era in "农旧阴")),
    *(*(f"{month}月" for month in "正腊冬"), "闰", "大年[初三]", *HOLIDAY_NAMES.split("|")),
)
RARE = re.compile("|".join(_RARE_SIGNS))  # each begins with a sign of its own, which `re` looks for fast
"""Every text with a form of `_RARE` matches this; most texts do not, and are searched for the others alone."""

# What may follow the first character of a form, by what that is; 2024 and 20240805 need nothing behind them.
_AFTER_NUMBER = r"\s?(?:多?余?\s?个?多?[年月周天星礼]|[-－—–~～‐‑−至到\s度份日号季世财上下前第、和一二三四])"
_AFTER_DIGIT = rf"[0-9]{{0,3}}(?:{_AFTER_NUMBER}|[QqHh])|(?<=[12])[0-9]{{3}}"
_AFTER_NUMERAL = rf"[{_NUMERALS}○千]{{0,6}}(?:{_AFTER_NUMBER}|[直大五”\"规时期计开收以末初])"
_AFTER_WORD = (
    "年月周星礼季天日期半个世春夏秋冬晨早晚夜初伊底末尾终中内前后今明上下些的国去往近来阶在如拜革党"
    rf"0-9\s{_NUMERALS}"
)


def _places(names: Iterable[str], after_numeral: str, after_word: str, also: str = "") -> re.Pattern[str]:
    """Build the pattern of the characters that may begin a form; it begins with a class, which `re` looks for fast."""
    begin = "".join(sorted(set("".join(_FIRST[name] for name in names))))
    return re.compile(
        f"[{begin}{also}](?:(?<=[0-9])(?={_AFTER_DIGIT})|(?<=[{_NUMERALS}])(?={after_numeral})"
        f"|(?<![0-9{_NUMERALS}])(?=[{after_word}])" + (f"|(?<=[{also}]))" if also else ")")
    )


PLACES = _places([name for name in SOURCES if name not in _RARE], _AFTER_NUMERAL, _AFTER_WORD)
_RARE_AFTER_NUMERAL = rf"{_AFTER_NUMERAL}|[{_NUMERALS}]{{0,2}}[夕节国假小长黄]"
_RARE_AFTER_WORD = _AFTER_WORD + _HOLIDAYS + "历正腊" + "".join(sorted({n[1] for n in HOLIDAY_NAMES.split("|")}))
PLACES_WITH_RARE = _places(SOURCES, _RARE_AFTER_NUMERAL, _RARE_AFTER_WORD)
WORTH_READING = _places(SOURCES, _RARE_AFTER_NUMERAL, _RARE_AFTER_WORD, FOLDABLE.pattern[1:-1])
"""A text without a match, folded or not, names no period; most clauses are such."""


# Form → the characters that may stand behind the digits it begins with, one space left out; of other forms any.
_TO = "-－—–~～‐‑−至到"
_BEHIND_YEAR = "财年上下前一二三四"
_BEHIND_DIGITS = {
    "month_span": "./",
    "iso": "-/.QqHh",
    "year_range": f"年度/{_TO}",
    "month_range": f"{_BEHIND_YEAR}月份、{_TO}",
    "day_range": f"{_BEHIND_YEAR}月日号、和{_TO}",
    "quarter_range": f"{_BEHIND_YEAR}季度、{_TO}",
    "week_of_month": f"{_BEHIND_YEAR}月",
    "weekday": f"{_BEHIND_YEAR}月",
    "date": _BEHIND_YEAR,
    "month": "月",
    "part": "季",
    "since": "多余个年月周天",
    "away": "多个年月周星礼天",
    "decade": "世年",
    "century": "世",
    "day": "日",
}
_TELLING = set("".join(_BEHIND_DIGITS.values()))
_DIGITS_ON = re.compile(r"[0-9]+\s?")


def head_at(folded: str, position: int, *, rare: bool) -> tuple[str, re.Match[str]] | None:
    """Match the first form that begins at a position, and name it; the rare ones only if asked for."""
    first, behind = folded[position : position + 1], " "
    if "0" <= first <= "9" and (digits := _DIGITS_ON.match(folded, position)):
        behind = folded[digits.end() : digits.end() + 1]
        if behind not in _TELLING and not behind.isspace():
            behind = ""
    for name, match in _forms_of(first, behind, rare):
        if found := match(folded, position):
            return name, found
    return None


@cache
def _forms_of(first: str, behind: str, rare: bool) -> list[tuple[str, Callable[[str, int], re.Match[str] | None]]]:
    """The forms that may begin with a character; if it is a digit those that may go on so, a space for anything."""
    return [
        (name, FORMS[name].match)
        for name in SOURCES
        if first and first in _FIRST[name] and (rare or name not in _RARE)
        if behind.isspace() or name not in _BEHIND_DIGITS or (behind and behind in _BEHIND_DIGITS[name])
    ]
