"""One order for a statement about a figure: of when and whom, then what, then how much.

A sentence comes in, the same statement in the order in which documents put it comes out: 5亿元是甲区2023年的税收,
税收方面，甲区2023年为5亿元, 甲区的税收（2023年）：5亿元 and 甲区的税收为5亿元，统计期为2023年 all say what
2023年甲区的税收为5亿元 says. What is in no such order stays as it is. Nothing is left out.
"""

import re
from functools import lru_cache

from index.periods import find_periods
from index.quantities import find_quantities
from qa.support_words import undated

_AS_FOR = re.compile(r"^\s*(?:就|从|对于?|关于)(?P<what>[^，,。：:]{2,30}?)(?:而言|来说|来讲|来看)[，,]")
_AS_OF = re.compile(r"^\s*截[至止]到?(?=\d)")
_SIDE = re.compile(r"^\s*(?:在)?(?P<what>[^，,。：:\d]{2,30}?)方面[，,：:]\s*(?=\S)")
_IS = r"(?:为|是|有|共|共有|达|达到|约为|合计|共计|总计)"
_INVERTED = re.compile(
    r"\s*(?:便是|就是|即是|是|为)(?P<what>(?:截[至止][^，,；;。：:]{2,20}[，,])?[^，,；;。：:]{2,60})$"
)
# 5亿元，这是甲区的税收，同比增长3%
_THAT = re.compile(r"\s*[，,]\s*(?:这|此|即|也)?(?:便是|就是|即是|是)(?P<what>[^，,；;。：:]{2,60})(?=[，,]|$)")
_CELLS = re.compile(r"[，,：:]\s*")
_ASIDE = re.compile(r"[（(](?P<told>[^（）()]{2,20})[）)]")
_BEHIND = re.compile(r"[，,（(]\s*(?P<told>[^，,（）()]{2,24})[）)]?$")
_OF_TIME = re.compile(
    r"(?:(?:这|该|此|上述|以上)一?[项个组]?)?(?:数据|指标|数字|数值|统计)?(?:所?对应|所?属|统计|采集)?的?(?:统计)?"
    r"(?:期间?|时间|时点|年份|年度|日期|截[至止])?[为是：:]?"
)
_ABOUT = re.compile(r"(?P<about>大约|约|大概|接近|将近|近|超过)(?P<is>为|是|有|达到|达)\s*(?=\d)")
_NOTED = re.compile(r"\s*[（(](?P<what>[^（）()]{2,60})[）)]$")
_FROM_TO = re.compile(
    r"^从?(?P<times>[^，,]{4,20}?[到至][^，,]{2,12}?)[，,](?P<what>[^，,；;]{2,40}?)[从由](?P<one>[^，,；;从由]{2,16}?)"
    r"(?P<way>[\u3400-\u9fff]{1,3}[到至为])(?=\d)"
)
_UNTIL = re.compile(r"[到至]")
_HALF = re.compile(r"[：:]\s*$")


@lru_cache(maxsize=4096)
def in_order(text: str) -> str:
    """Return a sentence with its period first and its figure last, where it tells of one figure in another order."""
    text = _AS_FOR.sub(lambda m: m["what"].strip(), text.strip(" 。.；;，,"), count=1)
    text = _each_dated(text)
    text = about_next(text)
    text = _AS_OF.sub("", text) if len(find_periods(text)) == 1 else text
    figures = find_quantities(undated(text))
    if figures and figures[0].start == 0 and (that := _THAT.match(text, figures[0].end)):
        text = f"{that['what']}为{figures[0].surface}{text[that.end() :]}"
        figures = find_quantities(undated(text))
    if len(figures) != 1:
        return text
    figure = figures[0]
    cells = _CELLS.split(text[: figure.start].rstrip())
    if figure.end == len(text) and len(cells) > 2 and not cells[-1] and all(len(cell) < 24 for cell in cells):
        return _dated_first(f"{''.join(cells)}为{figure.surface}")  # 甲区：2024年，税收，5亿元, of a table
    if figure.start == 0 and (rest := _INVERTED.match(text, figure.end)):
        return _dated_first(f"{rest['what'].strip()}为{figure.surface}")
    if figure.start == 0 and (rest := _NOTED.fullmatch(text, figure.end)):
        return _dated_first(f"{re.sub('[，,]', '', rest['what'])}为{figure.surface}")
    before, behind = text[: figure.start], text[figure.end :]
    if (side := _SIDE.match(before)) and (
        rest := re.fullmatch(rf"(?P<who>[^，,。：:]*?)(?P<is>{_IS})", before[side.end() :])
    ):
        before = f"{rest['who']}{side['what']}{rest['is']}"
    if _HALF.search(before) and not re.search(r"[，,；;。：:]", _HALF.sub("", before)):
        before = _HALF.sub("为", before)
    return _dated_first(f"{before}{figure.surface}{behind}")


def about_next(text: str) -> str:
    """Return a sentence with what qualifies a figure next to it: 为约5亿元 for 约为5亿元."""
    return _ABOUT.sub(r"\g<is>\g<about>", text)


def _each_dated(text: str) -> str:
    """Return 从2022年到2023年，收入从3亿元增长到5亿元 with each figure of its own year: 收入由2022年的3亿元增长到2023年的5亿元."""
    match = _FROM_TO.match(text)
    times = find_periods(match["times"]) if match else []
    if not match or find_quantities(undated(match["what"])):
        return text
    if len(times) == 1 and (parts := _UNTIL.split(match["times"].removesuffix("期间"))) and len(parts) == 2:
        times = [*find_periods(parts[0]), *find_periods(parts[1])]
        parts = [part.strip() for part in parts]
    else:
        parts = [time.surface for time in times]
    if len(times) != 2 or len(parts) != 2:
        return text
    return f"{match['what']}由{parts[0]}的{match['one']}{match['way']}{parts[1]}的{text[match.end() :]}"


def _dated_first(text: str) -> str:
    """Return a sentence with its one period ahead where it stands in brackets or by itself at the end."""
    figures = find_quantities(undated(text))
    if len(figures) != 1:
        return text  # put in order, the figure may read as part of a date
    figure = figures[0]
    for match in (_ASIDE.search(text, 0, figure.start), _BEHIND.search(text, figure.end)):
        told = find_periods(match["told"]) if match else []
        if match and len(told) == len(find_periods(text)) == 1:
            period = told[0].surface.removeprefix("截至")
            if _OF_TIME.fullmatch(match["told"].replace(period, "", 1)):
                return f"{period}{text[: match.start()]}{text[match.end() :]}"
    return text
