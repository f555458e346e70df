"""Of which span of time a number is told or asked: 每天, 日均 and 一天 are one, 每年 is another."""

import re

_ASKS = re.compile("多少|几")
RATES = tuple(
    re.compile(pattern)
    for pattern in (
        r"每一?[天日]|[日天]均|(?<![第前后近头当这那同有半十百两])一天(?!到晚)|单日",
        r"每一?个?星期|每一?周|周均|(?<![第前后近头这那同])一周(?!年)",
        r"每一?个?月|月均|(?<![第前后近头这那十])一个月",
        r"每一?年|[^\d]年均|^年均|(?<![第前后近头去今当上这那十同年])一年(?![前后级多来间期])|年度(?!报|计|总|考|目)",
    )
)


_SAID = ("平均每天", "平均每周", "平均每月", "平均每年")


def with_rate(text: str) -> str:
    """Return a question with what documents call the span of time that it asks a number of: 一天 is told as 平均每天."""
    asked = rate_of(text) if _ASKS.search(text) else None
    return text if asked is None or _SAID[asked][-2:] in text else f"{text} {_SAID[asked]}"


def rate_of(text: str) -> int | None:
    """Return of which span of time a text tells a number (每天, 一年), shorter ones first, None where it tells of none."""
    return next((number for number, rate in enumerate(RATES) if rate.search(text)), None)
