"""Where periods begin: looking at likely places alone finds the same forms as trying every form at every character."""

import re

from hypothesis import example, given
from hypothesis import strategies as st

from index.holidays import HOLIDAY_NAMES
from index.period_forms import DAYS, MONTHS, SOURCES, YEARS
from index.period_heads import PLACES, PLACES_WITH_RARE, RARE, head_at

_WORDS = [*YEARS, *MONTHS, *DAYS, *HOLIDAY_NAMES.split("|")]
_PARTS = [
    *"0123456789一二三四五六七八九十百两几数半零〇○年月日号天周个多余来前后内底末初上下大今明去同次",
    *'中世纪财度季、和至到—-/.,，。 “”"「第农旧阴历正腊冬闰廿的公元在于期间假本这近最过未此接如现目眼迄首新党改建民国',
    *(
        "2024",
        "1998",
        "20240805",
        "2024 08 05",
        "Q3",
        "H1",
        "——",
        "星期",
        "礼拜",
        "以来",
        "季度",
        "半年",
        "上旬",
        "年代",
    ),
    *(
        "规划",
        "时期",
        "五年计划",
        "改革开放",
        "党的",
        "一直以来",
        "两千零",
        "农历",
        "大年",
        "全年",
        "期间",
        "长期",
        "家",
        "元",
    ),
]


def _every(names: list[str]) -> re.Pattern[str]:
    anonymous = {n: re.sub(r"\(\?P<[a-z0-9_]+>", "(?:", SOURCES[n]) for n in names}
    # A space before the first character belongs to no form.
    return re.compile(r"(?!\s)(?:" + "|".join(f"(?P<{n}>{source})" for n, source in anonymous.items()) + ")")


_EVERY = _every(list(SOURCES))
_USUAL = _every([name for name in SOURCES if name not in ("weekday", "week_of_month", "lunar", "new_year", "holiday")])


@given(st.lists(st.sampled_from(_PARTS) | st.sampled_from([*_PARTS, *_WORDS]), min_size=1, max_size=12).map("".join))
@example("一直以来，十四五规划、十八大以来，双十一期间、五一劳动节")
@example("公元800年在120世纪，12024年5月的第2周，八九十年代，两千零二十四年三月")
@example("上上个月、上一个季度末、这一年、近些年来、过去的3个月、“十五五”")
def test_likely_places_hold_every_form(text: str) -> None:
    rare = RARE.search(text) is not None
    places = {match.start() for match in (PLACES_WITH_RARE if rare else PLACES).finditer(text)}
    for position in range(len(text)):
        expected = (_EVERY if rare else _USUAL).match(text, position)
        found = head_at(text, position, rare=rare) if position in places else None
        seen = (found[0], found[1].end()) if found else None
        assert seen == ((expected.lastgroup, expected.end()) if expected else None), (text, position)
