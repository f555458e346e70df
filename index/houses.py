"""A transcript's speaker → the house that he speaks for: 纪某 of 甲集团总经理纪某, 何某（乙公司副总经理）.

In come the document and the speaker's name; out comes the name of the body that his office is named with, "" when the
text names none. What he says of 我们 is of that body.
"""

import re
from functools import lru_cache

from index.types import Document
from index.words import tagged

_OFFICE = (
    r"(?:党[委组工]\w{0,3}?|管委会|董事会)?(?:执行|常务|名誉|全球|国际)?(?:副?(?:董事长|总经理|总裁|行长|院长|校长|书记|局长|处长|部长|市长|区长|县长|镇长|会长|秘书长"
    r"|主席|所长|馆长|理事长|主任|总监|总工程师|经理|负责人|教授|研究员)|首席\w{2,4}?|创始人|合伙人|CEO|发言人|董事会秘书)"
)
_HOUSE = r"[\u3400-\u9fffA-Za-z]{2,20}?"
_BODY = re.compile(
    r"(?:集团|公司|银行|[农工交建商]行|大学|学院|医院|研究[院所]|中心|地铁|局|委|厅|园区?|协会|商会|学会|基金|科技城?|[^城]市|区|县|港|厂|实验室|平台|所)$"
)


_OUR_HOUSE = re.compile(
    r"[我咱]们(?P<house>[\u3400-\u9fff]{2,8}?(?:高新区|开发区|新区|示范区|产业园|科技园|园区|科技[城谷]|集团|公司|大学|学院|医院|银行|协会))"
)  # a county or a town may be that of all who speak


_OURS = re.compile("[我咱]们|我[行司校院区园市县局馆厂港]")


@lru_cache(maxsize=256)
def _named(text: str, speaker: str) -> str:
    name = re.escape(speaker)
    for form in (
        rf"{name}\s?[（(](?P<house>{_HOUSE}){_OFFICE}[^（）()]{{0,12}}[）)]",
        rf"(?P<house>{_HOUSE}){_OFFICE}(?:兼\w{{2,8}}?)?[ \u3000]?{name}",
    ):
        for match in re.finditer(form, text):
            led = _LED.match(match["house"])
            house = match["house"][led.end() :] if led else match["house"]
            # Nobody knows whether 产业与创新协会 is one name or two.
            if len(house) > 1 and _BODY.search(house) and not (led and led[0][-1] in "和与、"):
                return house
    return ""


_LED = re.compile(r"^.*(?:请[到来]?|来自|欢迎|感谢|谢谢|由|到|是|和|与|、)")


def house_of(document: Document, speaker: str | None) -> str:
    """Return the body that a speaker stands for, "" for none or for a text without speakers.

    Nobody may introduce him; then it is the one place or firm that he calls ours by name.
    """
    if not speaker or len(speaker) < 2:
        return ""
    turns = tuple((turn.start, turn.end) for turn in document.turns if turn.speaker == speaker)
    return _named(document.text, speaker) or _called_ours(document.text, turns)


@lru_cache(maxsize=256)
def _called_ours(text: str, turns: tuple[tuple[int, int], ...]) -> str:
    """Return the one named house that a speaker says 我们 before (我们宁海高新区), "" for none or several."""
    said = (found["house"] for turn in turns for found in _OUR_HOUSE.finditer(text, *turn))
    named = {house for house in said if next(iter(tagged(house)))[1].startswith(("ns", "nt", "nz"))}
    return named.pop() if len(named) == 1 else ""


def own_house(before: str, house: str) -> str:
    """Return the speaker's house where he says 我们 of it, and names no place behind that (我们…，西安的大巴有4700辆)."""
    ours = max((found.end() for found in _OURS.finditer(before)), default=0)
    named = any(tag.startswith(("ns", "nt")) for _, tag in tagged(before[ours:])) if ours and house else True
    return "" if named else house
