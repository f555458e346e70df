"""A request without a question word → the question that it stands for: 五项服务列一下 → 五项服务有哪些.

Who looks something up writes as for a clerk (材料列一下, 董事长名字). In comes a self-contained question; out comes the
same asked in full, or as it was where it asks already or where what it asks for is measured (2024年营业收入).
"""

import re

from index.units import UNITS
from qa.operands import conjuncts, only_period, subject_in
from qa.phrases import ASK, PLACE_ENDING
from qa.question import QUANTITY_NOUN
from qa.span_list import asked_count

_POLITE = (
    r"(?:请|帮[我忙]|麻烦你?|给我|能不能|可以|都|全部?|分别|完整地?|详细地?|逐[一个条项]地?|一一|依次|挨个|，|,|\s)*"
)
_ONES = r"(?:的?(?:名字|名称|名单|清单))?"
_DONE = r"(?:一?下|一?遍|一列|出来|出|全|齐|清楚|给我(?:看看?)?|成?(?:一个|个|一份)?清单)"
_LISTING = r"(?:罗列|列举|列|写|念|报|数|举|点)"
_TELLING = r"(?:说|讲|介绍|告诉我?|给)"
_BEHIND = re.compile(rf"^(?P<what>.{{2,}}?){_POLITE}(?P<verb>{_LISTING}|{_TELLING}){_DONE}+{_ONES}[吧啊呀]?$")
_BEFORE = re.compile(rf"^{_POLITE}(?P<verb>{_LISTING}|{_TELLING}){_DONE}+(?P<what>.{{2,}}?){_ONES}$")
_ROLL = re.compile(
    rf"^{_POLITE}(?P<what>.{{2,}}?)的?(?:名单|清单|一览表?)(?:{_POLITE}(?:发|给|列|报|传)(?:我|一下|出来)+)?$"
)
_NAME = re.compile(r"^(?P<what>.{2,}?)的?(?:名字|姓名|全名)$")
_MEASURE = re.compile(rf"(?:{QUANTITY_NOUN.pattern})$")
_ALL_WANTED = re.compile(
    r"[，,\s]*请?(?:把?这?[两三四几]个?(?:数字?|指标|项)?)?(?:都|一起|一并|分别)(?:要|给|说|列|报)(?:我|出来|一下|出)?$"
)
_SHARED = re.compile(r"^(?:数量|个数|人数|家数|数字?|规模|占比|金额|总数)$")
# 员工规模分别为何: what they are, not why
_WHAT_EACH = re.compile(r"(?P<each>分别|各自|各|依次)(?:都?[是为](?:何|什么|啥)|[是为]?怎么?样)(?P<end>[？?。\s]*)$")
_FORMAL = re.compile(
    rf"^{_POLITE}(?:提供|列出|列明|列示|给出|告知|说明|写明|注明|查询|汇报|统计|查|报)(?:一?下|出|给我)*(?P<what>.{{4,}})$"
)
# 保留一位小数, 单位万元: in which form the result is wanted
_ROUNDING = re.compile(
    r"[，,（(\s]*(?:(?:用|以|按|写成|换成|给)?百分[数比](?:表示|形式)?[，,]?)?(?:结果|答案)?(?:请|都)?"
    r"(?:保留|精确到|取|算到)?[^，,（）()\d]{0,2}[一二两三四\d]位小数[)）]?|[，,（(](?:保留整数|取整|四舍五入)[)）]?"
)
_IN_UNIT = re.compile(r"[，,（(]\s*单位(?:是|为|用|[:：])?(?P<unit>[\u3400-\u9fff%]{1,6})[)）]?$")
_HEADED_IN = re.compile(r"\s*[（(](?P<unit>[\u3400-\u9fff%％]{1,6})[)）]$")  # 技术合同（万项）: the head of a column
_SCALE = "十百千万亿"
_RECKON = re.compile(r"[，,]?(?:请|帮我|麻烦)?(?:算|求|计算|估算)(?:一?下|一算|出来|个数)[吧啊]?$")
_RECKONED = re.compile(
    r"(?:合计|总计|共计|总和|之和|加起来|相加|之差|相差|差[额值距]|占比|比[例重值]|倍数|均值|平均[值数]|增[加长]?[额量]|人均|户均|亩均)$"
)
# 最新口径下 says of when, not by which reckoning
_NEWEST = re.compile(
    r"(?:按照?|以|用)?最新的?(?:口径|说法|数据|统计)(?:下|来看|来说|显示|里|中|上)?[，,]?(?=[\u3400-\u9fff]{2,}[多几])"
)
# 件数请给我, 总额发我一下: a measure to be handed over
_HANDED = re.compile(r"[，,\s]*(?:请|麻烦你?|劳烦|帮忙)?(?:给|发|报|提供|告诉)(?:给?我|一?下|过来)+[吧啊呀]?$")
# 合格率 百分比: in what form a rate is told is no other measure
_SHARE_OF = re.compile(r"(?<=[度率比重例])的?[\s，,]*百分[比数]$")
_ASIDE = re.compile(r"[（(][^（）()]*[)）]")
_MOST = 4
_CLOSE = re.compile(r"(?:[？?。.！!；;\s]|呢|呀|啊|吗)+$")
_OPENING = re.compile(rf"^{_POLITE}(?:把|将)?")
_ENDING = re.compile(r"[，,：:\s的]+$")
_LATIN_ONLY = re.compile(r"^[^\u3400-\u9fff]*$")


def in_question(text: str) -> str:
    """Return a request to list or to name something as a question; every other text as it is."""
    if _LATIN_ONLY.match(text):
        return text
    text = _NEWEST.sub("目前最新的", text)
    bare = _CLOSE.sub("", text.strip())
    bare = _RECKON.sub("", _ROUNDING.sub("", bare))
    unit = _IN_UNIT.search(bare) or _HEADED_IN.search(bare)
    known = unit is not None and unit["unit"].lstrip(_SCALE) in UNITS
    bare = bare[: unit.start()] if unit and (known or unit.re is _IN_UNIT) else bare
    if not ASK.search(bare) and (known or _RECKONED.search(bare)):
        return f"{bare}是多少{unit['unit'] if unit else ''}？"
    if not ASK.search(bare):
        if share := _SHARE_OF.search(bare):
            return f"{bare[: share.start()]}是多少？"
        if (handed := _HANDED.search(bare)) and _MEASURE.search(measured := bare[: handed.start()]):
            return measured
    if (what := _WHAT_EACH.search(text)) and QUANTITY_NOUN.search(text[: what.start()]):
        return f"{text[: what.start()]}{what['each']}是多少{what['end']}"
    if (asked := _FORMAL.match(bare)) and not ASK.search(text) and QUANTITY_NOUN.search(asked["what"]):
        return asked["what"]
    if ASK.search(text):
        # 四院指哪四院 列一下: the question is there already
        match = _BEHIND.match(bare)
        return f"{_ENDING.sub('', match['what'])}？" if match and not re.match(_TELLING, match["verb"]) else text
    match = _ROLL.match(bare) or _BEHIND.match(bare) or _BEFORE.match(bare)
    if match is None:
        named = _NAME.match(bare)
        return f"{named['what']}叫什么名字？" if named else text
    what = _OPENING.sub("", _ENDING.sub("", match["what"]))
    told = match.re is not _ROLL and re.match(_TELLING, match["verb"])
    if QUANTITY_NOUN.search(what) or (told and asked_count(what) is None):
        return text  # 收入列一下 asks for figures, 介绍一下这个园区 for whatever there is
    return f"{what}有哪些？"


def places_asked(text: str) -> int | None:
    """Return how many decimals a question wants, None where it does not say."""
    if found := re.search(r"([一二两三四\d])位小数", text):
        return max("零一二三四".find(found[1]), 2 * (found[1] == "两")) if not found[1].isdigit() else int(found[1])
    return 0 if re.search(r"保留整数|取整", text) else None


def measures_named(text: str) -> str:
    """Return a request that only names several measures as a question for each (收入 增幅 → 收入和增幅各是多少？), or ""."""
    bare = _ALL_WANTED.sub("", _CLOSE.sub("", _ASIDE.sub("", text).strip()))
    if ASK.search(text) or text.rstrip("？? ").endswith(("呢", "吗", "是", "为")) or _LATIN_ONLY.match(text):
        return ""
    pieces = [piece for piece in re.split(r"[\s，,]+", bare) if piece]
    if len(pieces) < 2:
        return f"{bare}各是多少？" if len(conjuncts(bare)) > 1 else ""
    stem = ""
    while len(pieces) > 2 and only_period(pieces[-1]):
        stem += pieces.pop()
    shared = pieces.pop() if len(pieces) > 2 and _SHARED.match(pieces[-1]) else ""
    while pieces and (PLACE_ENDING.search(pieces[0]) or _is_bare(pieces[0])):
        stem += pieces.pop(0)
    members = [piece.removeprefix("其中") for piece in pieces]
    if not 2 <= len(members) <= _MOST or not (shared or all(map(_MEASURE.search, members[-1:]))):
        return ""
    if any(only_period(member) for member in members):
        return ""
    return f"{stem}{'和'.join(members)}{shared}各是多少？"


def _is_bare(piece: str) -> bool:
    """Whether a piece is a period or a name and measures nothing."""
    return only_period(piece) or subject_in(piece) == piece
