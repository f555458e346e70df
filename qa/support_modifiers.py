"""What narrows a figure without naming anything: of what each, on average, at most, in all, of a size, with or without.

A text comes in; out go the modifiers in it, each in one form (日均 and 每天 are both per day). `differing` compares those
that a sentence gives a figure with those that its source gives it. The classes are closed: grammar, not vocabulary.
"""

import re
from functools import lru_cache

_TIMES = {
    "天": "日",
    "日": "日",
    "月": "月",
    "年": "年",
    "周": "周",
    "季度": "季",
    "季": "季",
    "小时": "小时",
    "分钟": "分钟",
}
_HEADS = {"名": "人", "位": "人", "员工": "人", "家": "个", "户": "户", "个": "个", "项": "个", "笔": "个"}
_POWER = r"[一1]?[十百千万亿]*"
_EACH = re.compile(
    rf"(?:每|单(?=[个家位名台套只次项笔户亩件车日月年季周]))(?P<many>{_POWER})(?P<unit>平方公里|平方千米|平方米|公顷|千瓦时|千瓦|公斤|千克|公里|小时|分钟|季度|航次|[\u3400-\u9fff])"
)
_MEAN = re.compile(r"(?:(?P<unit>[人户亩地店车日月年周季])均(?![匀衡价值])|(?P<time>[日月年周季])平均)")
_RATE = re.compile(r"/(?P<unit>[\u3400-\u9fff]+)(?:[·.](?P<time>[\u3400-\u9fff]))?")
_SHORT_RATE = re.compile(  # 日加氢能力, 年产能, 月租: so much a day
    r"(?<![\d一二三四五六七八九十末初底中同近往当去今明前后每本上下逐生节假整全半几多])(?P<unit>[年月日])(?![度末初底内中间来前后龄轻代会报货终份期常本益照程用式语])(?=[\u3400-\u9fff]{1,})"
)
_BARE_MEAN = re.compile(r"平均|均值|均价")
_EXTREME = re.compile(r"最(?:[高低大小多少快慢长短早晚强弱重轻远深浅贵])")
_ATTRIBUTE = re.compile(r"最[高低大小多少快慢长短强弱](?=[\u3400-\u9fff]{2,})(?![，,为是达有])")
_SIZED = re.compile(r"(?P<kind>规模|限额)?(?P<side>以[上下])(?=[\u3400-\u9fff])|规(?P<short>[上下])(?=[\u3400-\u9fff])")
_SCOPE = re.compile(r"全[国球省市区县镇园域行]|核心区|区外")
_NET = re.compile(r"净(?=增|减|流)")
_TOTAL = re.compile(r"合计|总计|总共|共计|总和")
_SUMMED = re.compile(r"总|合计|共(?![同享建])|两|加|及|与|和")
_IN_ALL = re.compile(r"累计|累积")
_PLAIN_SUMS = ("共", "共计", "总计")
_SEVERAL = re.compile(r"[和与及、两三四五几各加]|新增|其中")
_SUM = re.compile(r"总|累计|累积|共|总计|合计|总数|总共|以来|至今|截至|截止|为止|迄今")
_APART = re.compile(r"各自?(?=[为有是达\d约奖获占])|分别|每[只家个轮次届步]")
_EVERY = re.compile(r"都(?!市|会)|均(?=[为是由在已能可未达超做来])|全部|全都|一律|唯一|清一色|无一")
_WITH = re.compile(r"(?<!不)(?:包含|包括|含(?!量|义|有)|计入)|加上|算上")
_WITHOUT = re.compile(r"不(?:包含|包括|含|计)|剔除|扣除|除去|除开|排除|除(?=[^，]{1,12}[外,，])")
_LESS_THAN_FULL = re.compile(
    r"潜在|待(?=认定|批)|拟(?=上市|建|入|设)|准(?=独角兽|上市)|候选|后备|非(?!常|凡|但|得|要|洲)(?=[\u3400-\u9fff]{2})"
)
_AGAIN = re.compile(r"重新|再次|又一次")
_BESIDES = re.compile(r"另有|另外|此外|除此之外")
_NTH = re.compile(
    r"第(?P<n>[一二三四五六七八九十百\d]+)(?P<what>[届次轮期批个名年步天]|季度)|(?P<first>首|头一)(?P<of>[届次轮期批])|(?P<kind>[一二三四五六])等奖|(?P<rel>[上本下])届"
)
_THAN = re.compile(r"[比较]$")
_DIGITS = dict(zip("一二三四五六七八九", "123456789", strict=True))
_MONTHLY = re.compile(r"环比|(?:比|较)[^，]{0,4}上(?:月|个月|季)")
_YEARLY = re.compile(r"同比|(?:比|较)(?:上|去)一?年")


@lru_cache(maxsize=4096)
def per(text: str) -> frozenset[str]:
    """Return of what each a figure is, by the words beside it: 每万名从业人员 → 万人, 日均 → 日, 元/平方米·月 → 平方米 and 月."""
    found = {f"{_power(m['many'])}{_unit(m['unit'])}" for m in _EACH.finditer(text)}
    found |= {_unit(m["unit"] or m["time"]) for m in _MEAN.finditer(text)}
    for match in _RATE.finditer(text):
        found |= {_unit(match["unit"]), *([_unit(match["time"])] if match["time"] else [])}
    return frozenset(found)


def _power(many: str) -> str:
    return many.lstrip("一1")


def _unit(unit: str) -> str:
    return _TIMES.get(unit) or _HEADS.get(unit) or unit.replace("千克", "公斤").replace("千米", "公里")


def _rates(text: str) -> set[str]:
    return {_unit(m["unit"]) for m in _SHORT_RATE.finditer(text)}


@lru_cache(maxsize=4096)
def numbered(text: str) -> dict[str, str]:
    """Return the numbers by which a text tells one of a row from another, the last of each row: 第二届, 首次, 一等奖.

    What something is compared with (比上届) tells none, and 本届 is another row than 第三届.
    """
    found: dict[str, str] = {}
    for m in _NTH.finditer(text):
        if m["rel"] and _THAN.search(text[: m.start()]):
            continue
        what = "等奖" if m["kind"] else "本届" if m["rel"] else m["of"] or m["what"]
        number = m["kind"] or m["n"] or m["rel"] or "一"
        found[what] = _DIGITS.get(number, number)
    return found


def is_numbered(word: str) -> bool:
    """Whether a word only says which of a row is meant: 一等奖."""
    return _NTH.fullmatch(word) is not None


def _sizes(text: str) -> set[str]:
    """Return the classes of size: 规模以上, 规上, 十亿元以上."""
    return {f"以{m['short']}" if m["short"] else m["side"] for m in _SIZED.finditer(text)}


def modifiers(text: str) -> frozenset[str]:
    """Return what narrows anything in a text: each one, on average, at most, in all, of a size, with or without."""
    patterns = (_IN_ALL, _NET, _APART, _EVERY, _WITH, _WITHOUT, _LESS_THAN_FULL, _AGAIN, _BESIDES, _MONTHLY, _BARE_MEAN)
    found = {str(n) for n, pattern in enumerate(patterns) if pattern.search(text)}
    return frozenset(
        found
        | per(text)
        | _sizes(text)
        | {*_EXTREME.findall(text), *_SCOPE.findall(text)}
        | {f"{n}{what}" for what, n in numbered(text).items()}
    )


def differing(mine: str, line: str, theirs: str, around: str, beside: str, segment: str) -> str:
    """Return a modifier that a sentence adds to a figure or takes from it, "" when there is none.

    Args:
        mine: what the sentence says of the figure.
        line: the whole sentence.
        theirs: what the source says of it, beside it.
        around: what the source says it of, with its headings.
        beside: the same without what it takes over from another figure.
        segment: the source's words up to the figure, from the last semicolon on.
    """
    if (word := _LESS_THAN_FULL.search(segment)) and not _LESS_THAN_FULL.search(line):
        return word.group()
    if _AGAIN.search(line) and not _AGAIN.search(f"{segment} {around}"):
        return "重新"
    return _added(mine, around, beside) or dropped(line, theirs)


def emphasis(line: str, held: str) -> str:
    """Return a superlative or a word for all or none that a sentence has and no quote has."""
    extremes = {*_EXTREME.findall(line)} - {*_EXTREME.findall(held)}
    every = _EVERY.search(line)
    return "".join(sorted(extremes)) or (every.group() if every and not _EVERY.search(held) else "")


def _added(mine: str, around: str, beside: str) -> str:
    seen = per(around)
    known = seen | _rates(around)
    more = per(mine) - known or _rates(mine) - known
    if more:
        return f"每{'、'.join(sorted(more))}"
    if _BARE_MEAN.search(mine) and not _BARE_MEAN.search(around) and not seen:
        return "平均"
    if extremes := {*_EXTREME.findall(mine)} - {*_EXTREME.findall(around)}:
        return "".join(sorted(extremes))
    if _sizes(mine) - _sizes(around):
        return "以上"
    if (scope := {*_SCOPE.findall(mine)} - {*_SCOPE.findall(around)}) and _SCOPE.search(around):
        return "".join(sorted(scope))
    pairs = (
        (_IN_ALL, _SUM), (_TOTAL, _SUM), (_NET, _NET), (_APART, _APART), (_EVERY, _EVERY), (_WITH, _WITH), (_WITHOUT, _WITHOUT),
        (_LESS_THAN_FULL, _LESS_THAN_FULL), (_BESIDES, _BESIDES),
    )  # fmt: skip
    for pattern, bearing in pairs:
        if (word := pattern.search(mine)) and not bearing.search(beside):
            if bearing is _SUM and word.group() in _PLAIN_SUMS and not _SEVERAL.search(mine):
                continue  # one thing's own figure is all of it, however it is put
            return word.group()
    if (_MONTHLY.search(mine) and not _MONTHLY.search(around)) or (_YEARLY.search(mine) and _MONTHLY.search(around)):
        return "环比"
    return ""


def dropped(line: str, theirs: str) -> str:
    """Return a modifier that words have in a source and a line that says them again does not."""
    if less := per(theirs) - per(line) - _rates(line):
        return f"每{'、'.join(sorted(less))}"
    if _BARE_MEAN.search(theirs) and not _BARE_MEAN.search(line) and not per(line):
        return "平均"
    if (word := _ATTRIBUTE.search(theirs)) and word.group() not in line:
        return word.group()
    if _sizes(theirs) - _sizes(line):
        return "以上"
    for pattern, bearing in (
        (_IN_ALL, _SUM),
        (_TOTAL, _SUMMED),
        (_WITHOUT, _WITHOUT),
        (_LESS_THAN_FULL, _LESS_THAN_FULL),
    ):
        if (word := pattern.search(theirs)) and not bearing.search(line):
            return word.group()
    if _MONTHLY.search(theirs) and not _MONTHLY.search(line):
        return "环比"
    return ""
