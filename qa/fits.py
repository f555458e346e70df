"""Whether a figure or a sentence is of the sort asked for: unit, kind of quantity, period, date or person or list."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache

from index.quantities import normalize_unit
from index.types import Basis, FigureRow, Kind, Period, Statement
from index.words import fold
from qa.question import Question, Want

_LOOSE = {Kind.PERCENT: Kind.RATIO, Kind.RATIO: Kind.PERCENT, Kind.PERCENTAGE_POINT: Kind.PERCENT}
_PART = re.compile(r"[上下]半年|季度?$|[一二三四1-4]季")
_WHOLE_YEAR = re.compile("全年|整年")
_QUARTER = re.compile(r"上半年|下半年|(?<!前)(?<!前第)(?:第)?[一二三四1-4]季度?$")
_MONTH = re.compile(r"^(\d{1,2})月(?!.*月)")
_MONTHS = {"上半年": (1, 6), "下半年": (7, 12), "1季": (1, 3), "2季": (4, 6), "3季": (7, 9), "4季": (10, 12)}
_DIGITS = str.maketrans("一二三四", "1234")
_YEARS = {"前年": -2, "去年": -1, "上年": -1, "今年": 0, "本年": 0, "本年度": 0, "明年": 1}
_DAYS_OF_MONTH = 27
_AS_TOLD = 0.85
_PART_DAYS = 280  # the first three quarters are 273
_WANTED = {
    Want.REASON: re.compile(r"因为|由于|因此|为了|以便|之所以|原因|所以|是因|使得|导致|受.{1,12}影响"),
    Want.LIST: re.compile(r"、|以及|和|[一二三]是|包括|分别"),
    Want.PERSON: re.compile(r"先生|女士|主持|部长|主任|总经理|董事长|教授|主席|书记|校长|院长|记者|摄|说|表示"),
    Want.PLACE: re.compile(r"在|位于|地处|坐落|来自|落户"),
}


def unit_fit(question: Question, row: FigureRow) -> float:
    if not question.units:
        return 0.0
    return _unit_fit(question.units, question.kinds, row.quantity.unit, row.quantity.kind)


@lru_cache(maxsize=4096)
def _unit_fit(units: tuple[str, ...], kinds: frozenset[Kind], told: str, kind: Kind) -> float:
    unit = normalize_unit(told)
    asked = {normalize_unit(u) for u in units}
    if unit in asked:
        return 1.0
    # 亿元 or 元, money of any size fits; 家 for 个 is loose talk, and 次 is short for 人次.
    if kind not in kinds:
        return -1.0
    if kind is not Kind.COUNT or "个" in (unit, *asked) or any(unit.endswith(u) for u in asked):
        return 0.5
    if any(unit in sort and not asked.isdisjoint(sort) for sort in _SORTS):
        return 0.5
    return -0.5


_RATIOS = (Kind.PERCENT, Kind.RATIO, Kind.PERCENTAGE_POINT, Kind.MULTIPLE)
_AMOUNT = re.compile(
    r"(?:收入|营收|利润|税收|成本|产值|总值|产出|(?<!份)额|投资|资金|面积|人口|[人家个次]数|里程|价格?|工资|数量|总量)"
    r"(?:合计|总共|一?共|大概|大约|到底|究竟|分别|各?是|有|为|达到?|约)*(?:多少|多大|几)"
)
_RATIO = re.compile(r"[增涨降升占比率倍]|[几两一二三四五六七八九十\d]成|同比|环比|百分|分之|变化|目标")

_NARROWED = re.compile(r"不(?:包?含|包括|计)(?=[^，,。]{2})|单独|纯(?![利净度属熟洁粹正真])(?=[\u3400-\u9fff]{2})")
_STATISTIC = re.compile("中位数|中值|众数|标准差|方差|四分位|峰值")
_COUNTS = frozenset({Kind.COUNT})
_MEASURED = (Kind.COUNT, Kind.DURATION, Kind.AREA, Kind.LENGTH, Kind.MASS)
_VERY_PLACE = re.compile("(?:具体|确切|准确|精确)[^，。；？?]{0,6}第几|第几[^，。；？?]{0,6}(?:具体|确切|准确)")
_RANK = re.compile("第|排|[名位]次?|榜")
_BEFORE = 6  # signs before an amount in which a word of growth or share makes it one: 增值业务的收入 is an amount
_DIMENSION_ASKED = re.compile(r"多([长宽高深厚远重])(?!时间)|([长宽高深厚])度|(?<=[体净自载身])([重高])|(重)量")
_LINK = r"(?:度|量)?(?:大约|大概|最[长宽高深厚远重]|[约近仅只有可达到为是超过至：:\s])*"
_DIMENSION_BEFORE = re.compile(rf"(?<![增延提加升拉市])([长宽高深厚远重]){_LINK}$")
_DIMENSION_BEHIND = re.compile(r"\s?([长宽高深厚远重])(?:$|[的，。、；,.;）)])")

_NUMBER = re.compile(r"多少|几")
_ANYTHING = frozenset(("个", "家"))  # measure words of things of every sort
_LEAST_LABEL, _SHORT_LABEL = 2, 3  # signs
_LEADING = re.compile("[了约达到是为有]+$")
_COUNTED = re.compile(r"(?:多少|几)[个家]([\u3400-\u9fff]{2})")


# Measure words that count things of one sort, and never those of another.
_SORTS = (
    frozenset("名位人"),
    frozenset("家户"),
    frozenset("台辆架艘"),
    frozenset("座栋幢"),
    frozenset("场届"),
    frozenset("本册"),
    frozenset("张"),
    frozenset("股"),
    frozenset("对双"),
)


_TIMES_ASKED = re.compile("(?:多少|几)[万亿]?人?次|次数")
_THINGS = frozenset("件家户名位人台辆架艘座栋幢本册张股")


def counts_other(question: Question, row: FigureRow) -> bool:
    """Whether a row counts things of another sort than those asked for: 家 where 多少名工人 is asked, 件 where 多少次 is."""
    if normalize_unit(row.quantity.unit) in _THINGS and _TIMES_ASKED.search(question.text):
        return not any(unit in question.units for unit in _THINGS)
    asked = {sort for sort in _SORTS for unit in question.units if normalize_unit(unit) in sort}
    unit = normalize_unit(row.quantity.unit)
    told = {sort for sort in _SORTS if unit in sort}
    if asked and len(unit) > 1 and unit.endswith("次"):  # 人次 are visits, no things; 家次 are some 家
        return not any(unit[0] in sort for sort in asked)
    return bool(asked) and bool(told) and asked.isdisjoint(told)


def is_ratio_for_amount(question: Question, row: FigureRow) -> bool:
    """Whether an amount or a number of things is asked for (营业收入是多少, 有多少个) and a row is a share or a growth."""
    if question.kinds == _COUNTS and row.quantity.kind in _RATIOS and not _RATIO.search(question.text):
        return True
    amount = None
    if row.quantity.kind in _RATIOS and question.kinds.isdisjoint(_RATIOS):
        amount = _AMOUNT.search(question.text)
    return amount is not None and not _RATIO.search(question.text, max(0, amount.start() - _BEFORE))


def is_rank_for_amount(question: Question, row: FigureRow) -> bool:
    """Whether a row is a place in a ranking (第47名) and none is asked for, or 前十 where the very place is (具体第几)."""
    if row.quantity.kind is Kind.RANK and row.quantity.surface.startswith("前") and _VERY_PLACE.search(question.text):
        return True
    return row.quantity.kind is Kind.RANK and Kind.RANK not in question.kinds and not _RANK.search(question.text)


def is_count_for_money(question: Question, row: FigureRow) -> bool:
    """Whether an item of the accounts is asked for (总投资额是多少) and a row counts or measures something (7对)."""
    if question.units or question.kinds or not question.head or question.head[-1].endswith("量"):
        return False  # 出口量: how many there are
    counts = row.quantity.kind in _MEASURED and bool(row.quantity.unit)
    return counts and any(item.search(question.head[-1]) for item in _ACCOUNTS)


def asks_dimension(question: Question) -> bool:
    """Whether a question asks how long, high, deep … something is."""
    return _DIMENSION_ASKED.search(question.text) is not None


def dimension_fit(question: Question, row: FigureRow, sentence: str, start: int) -> float:
    """Return 1 when a figure is said to be long, high, deep … as the question asks (长702米 for 多长), -1 when it is
    said to be another of these (深80米), 0 when nothing of the kind is asked or said.

    Args:
        start: where the sentence begins in the document's text.
    """
    asked = _DIMENSION_ASKED.search(question.text)
    if asked is None or row.quantity.kind not in (Kind.LENGTH, Kind.MASS):
        return 0.0
    before, behind = sentence[: row.quantity.start - start], sentence[row.quantity.end - start :]
    told = _DIMENSION_BEFORE.search(before) or _DIMENSION_BEHIND.match(behind)
    sign = next(filter(None, asked.groups()))
    if told is None or told[1] == sign:
        return float(told is not None)
    return 0.0 if sign == "远" else -1.0  # how far it is from here to there may be told as how long the way is


def counts_as_asked(question: Question, row: FigureRow) -> bool:
    """Whether a row counts in the very measure word that alone is asked for: 户.

    个 and 家 are said of anything: there what is counted must be told in the words of the question, too (1700家高校).
    """
    if len(question.units) != 1 or row.quantity.kind is not Kind.COUNT or len(_NUMBER.findall(question.text)) != 1:
        return False
    unit = normalize_unit(row.quantity.unit)
    if unit != normalize_unit(question.units[0]):
        return False
    counted = _COUNTED.search(question.text)
    return unit not in _ANYTHING or bool(counted and counted[1] in row.measure)


def counts_besides(question: Question, row: FigureRow) -> bool:
    """Whether a row is in another measure word than the one asked for, 个 and 家 alike where one of them is asked for."""
    unit, asked = normalize_unit(row.quantity.unit), {normalize_unit(u) for u in question.units}
    return unit not in asked and not (asked & _ANYTHING and unit in _ANYTHING)


def is_of_other_label(question: Question, row: FigureRow, labels: Sequence[str]) -> bool:
    """Whether the question names what another figure of the same unit and sentence is of, and nothing of what this is of.

    减免关税6%、消费税11%: each figure has its own label, however well the words that both share fit.

    Args:
        labels: what the other figures are of.
    """
    own, asked = fold(row.measure), fold(question.text)
    if len(own) < _LEAST_LABEL:
        return False
    others = [label for label in map(fold, labels) if len(label) >= _LEAST_LABEL and label in asked]
    if any(own[n : n + 2] in asked for n in range(len(own) - 1)):
        # 进口水果的货值同比增长了多少: of both, yet asked of one
        number = _NUMBER.search(asked)
        before = _LEADING.sub("", asked[: number.start()]) if number else ""
        last = [label for label in others if len(label) > _SHORT_LABEL and before.endswith(label)]
        return own not in asked and any(label[:_LEAST_LABEL] not in own for label in last)
    return bool(others)


# What accounts tell apart: a figure of one is none of another, however alike the rest of what is said.
_ACCOUNTS = tuple(
    re.compile(item)
    for item in (
        r"收入|营收|销售额|营业额|进账",
        r"利润|净利|盈利|净[赚落亏钱挣]|亏损",
        r"税[收额款金]|[纳缴]税",
        r"产值|产出",
        r"成本|费用|经费|[开花]支|花费|支出|投[资入]|花[了掉]",
        r"净资产|所有者权益",
        r"(?<!净)资产",
        r"负债|债务|欠债",
        r"融资|募集|募资|[圈筹]了?多?少?钱",
        r"市值|估值",
        r"价(?![值款])|卖多少钱|多少钱[一每][台件套个张份斤米辆只支盒瓶间]|[一每][台件套个张份斤米辆只支盒瓶间](?:要|得|卖)?多少钱",
        r"进出口|外贸",
        r"(?<!进)出口",
        r"进口",
    )
)
_AREAS = tuple(
    re.compile(item)
    for item in (
        r"建筑(?:总|使用)?面积|建筑规模|建面",
        r"占地|用地|土地面积",
        r"(?<!建筑)(?:使用|营业|经营|办公|租赁|出租)面积",
        r"绿[化地]",
        r"展[览出示]面积|展区",
        r"[播栽养]种|种植|养殖|耕地|林地|水域",
    )
)
_TAXES = tuple(
    re.compile(item)
    for item in (
        r"增值税",
        r"消费税",
        r"关税",
        r"个人所得税|个税",
        r"(?:企业|公司|法人)(?:所得)?税",
        r"印花税",
        r"契税",
        r"房产税",
        r"营业税",
        r"资源税",
    )
)
_FLOWS = tuple(
    re.compile(item)
    for item in (r"产量|生产", r"销量|销售量|[卖销售]出", r"(?<!进)出口", r"进口", r"保有", r"订单|订[购货]", r"库存")
)
_GROWING = tuple(
    item for item in _ACCOUNTS if item.pattern.startswith(("收入", "利润", "进出口", "(?<!进)出口", "进口"))
)
_APART = {
    Kind.MONEY: _ACCOUNTS,
    Kind.AREA: _AREAS,
    Kind.PERCENT: (*_TAXES, *_GROWING),
    Kind.COUNT: _FLOWS,
    Kind.MASS: _FLOWS,
}
_STAGES = (re.compile(r"总投资|投资总[额量规]"), re.compile(r"完成(?:了|的)?投资|投资完成|累计完成|已投资"))
_TAIL = 6  # signs right before a figure


def is_of_other_account(question: Question, row: FigureRow, clause: str) -> bool:
    """Whether one item of the accounts (利润), one area (建筑面积) or one tax is asked for and a row states another.

    Args:
        clause: the words before the figure, where the item asked for may stand, too.
    """
    return any(
        _is_of_other_item(items, question.text, row, clause)
        for items in (_APART.get(row.quantity.kind, ()), _STAGES if row.quantity.kind is Kind.MONEY else ())
    )


def _is_of_other_item(items: Sequence[re.Pattern[str]], text: str, row: FigureRow, clause: str) -> bool:
    asked = {item for item in items if item.search(text)}
    label = f"{row.measure} {clause[-_TAIL:]}"  # of 第一家年产值过亿元的企业落户 the measure is 企业
    told = {item for item in items if item.search(label)} if asked else set[re.Pattern[str]]()
    return bool(told) and asked.isdisjoint(told) and not any(item.search(clause) for item in asked)


_REACHED = re.compile(r"已经?(?!知)|实际|去年|上年")
_DONE = re.compile(r"[\u3400-\u9fff](?<![定出划为花用过])了(?:多少|几)")


def is_not_so_narrow(question: Question, passage: str) -> bool:
    """Whether a part alone is asked for (不含转让, 河北单独, 纯研发中心) or a statistic (中位数), and a passage tells of none such."""
    text, told = fold(question.text), fold(passage)
    statistic = _STATISTIC.search(text)
    narrowed = _NARROWED.search(text) is not None and _NARROWED.search(told) is None
    return narrowed or (statistic is not None and statistic[0] not in told)


def is_only_planned(question: Question, row: FigureRow) -> bool:
    """Whether it is asked what has been reached by now (目前, 实际) and a row is a plan or a target."""
    if question.future or row.statement is Statement.RESULT:
        return False
    if question.latest or _REACHED.search(question.text):
        return True
    # 咨询量增长了多少: of a holiday to come it has grown already
    return row.statement is Statement.PLAN and _DONE.search(question.text) is not None


def kind_fit(question: Question, row: FigureRow) -> float:
    if not question.kinds:
        return 0.0
    kind = row.quantity.kind
    if kind in question.kinds:
        return 1.0
    return 0.5 if _LOOSE.get(kind) in question.kinds else -1.0


def is_dated(question: Question) -> float:
    return float(any(p.first or p.last for p in question.periods))


def period_fit(asked: Sequence[Period], first: date | None, last: date | None, basis: str) -> float:
    """Return 1 when a row's period is the one asked for, -1 when it is another, 0 when nothing is asked or known.

    A day or month inside the asked year is nearly as good (a count at its end); a quarter or half of it is not: it holds
    another sum. A document's date only hints at the period of what it says.
    """
    dated = [p for p in asked if p.first or p.last]
    if not dated:
        return 0.0
    if first is None and last is None:
        return -0.3 if basis == "unknown" else -0.6  # 今年 of a text without a date may be any year
    return max(_overlap(p.first, p.last, first, last) for p in dated) * (0.4 if basis == "document" else 1.0)


def period_features(
    asked: Sequence[Period], row: FigureRow, published: date | None, told: date | None = None
) -> tuple[float, float]:
    """Return how well a row's period fits, and whether it is surely another.

    A period that was only inherited from an earlier sentence may not reach so far; then the document's date may hold for
    how many there are, not for what a year brought.
    `told` is the day of the document when the question may ask by that (2024年4月的报道).
    """
    if not asked:
        return 0.0, 0.0
    if (
        _whole_year_for_part(asked, row)
        or _part_for_whole_year(asked, row)
        or _other_word(asked, row)
        or _only_begun(asked, row)
        or _other_part(asked, row)
    ):
        return -1.0, 1.0
    if any(not (p.first or p.last) and p.surface == row.period for p in asked):
        return 1.0, 0.0  # 三年前, as the text says
    fit = period_fit(asked, row.first, row.last, row.basis.value)
    if not fit and row.period and any(p.surface == row.period and not (p.first or p.last) for p in asked):
        return _AS_TOLD, 0.0  # 去年 of a question is 去年 of the text, whatever year that was
    if told and (by_telling := 0.9 * period_fit(asked, told, told, "stated")) > max(fit, 0):
        return by_telling, 0.0
    if row.basis is Basis.INHERITED and published and _stands(row):
        other = period_fit(asked, published, published, "document")
        fit = max(fit, other) if other > 0 else fit
    return fit, float(fit <= -0.9)


def _stands(row: FigureRow) -> bool:
    """Whether a figure says how many there are, not what a time brought: 300人, no amount and no 人次."""
    return row.quantity.kind is Kind.COUNT and not row.quantity.unit.endswith(("次", "件"))


def _whole_year_for_part(asked: Sequence[Period], row: FigureRow) -> bool:
    """Whether a part of a year is asked for (上半年, 一季度) and a row is of a whole one."""
    if row.first is None or row.last is None or (row.last - row.first).days <= _PART_DAYS:
        return False
    return any(
        _PART.search(p.surface)
        and (not (p.first or p.last) or (p.first and p.last and row.first <= p.first and p.last <= row.last))
        for p in asked
    )


def _part_for_whole_year(asked: Sequence[Period], row: FigureRow) -> bool:
    """Whether 全年 is asked for and a row sums up a part of a year: 1至5月."""
    if not any(_WHOLE_YEAR.search(p.surface) for p in asked) or not row.first or not row.last:
        return False
    if row.first == row.last and row.period.endswith(("日", "号")):
        return True  # what one day brought is not the year's
    return _DAYS_OF_MONTH < (row.last - row.first).days < _PART_DAYS


def _other_word(asked: Sequence[Period], row: FigureRow) -> bool:
    """Whether 去年 is asked for and a text without a date says 今年 of a row: which years they are, nobody knows."""
    if row.first or row.last or row.period not in _YEARS:
        return False
    return any(
        p.surface in _YEARS and not (p.first or p.last) and _YEARS[p.surface] != _YEARS[row.period] for p in asked
    )


def is_of_other_month(asked: Sequence[Period], row: FigureRow, sentence: str) -> bool:
    """Whether months of no known year are asked for (7月) and a row's own sentence says that it is of another: 2023年底."""
    months = {int(month[1]) for p in asked if not (p.first or p.last) and (month := _MONTH.search(p.surface))}
    if not months or len(months) < len(asked) or not row.first or not row.last or row.period not in sentence:
        return False
    short = (row.last - row.first).days <= _DAYS_OF_MONTH + 3
    return short and bool(row.period) and months.isdisjoint((row.first.month, row.last.month))


def _other_part(asked: Sequence[Period], row: FigureRow) -> bool:
    """Whether a quarter or half of no known year is asked for and a row is of another one: 二季度 for 一季度."""
    parts = [_part_of(p.surface) for p in asked if not (p.first or p.last)]
    if not any(parts) or row.basis not in (Basis.STATED, Basis.INHERITED):
        return False
    told = _part_of(row.period)
    if told is None and row.first and row.last:
        told = row.first.month, row.last.month
        if row.first.day != 1 or (row.last + timedelta(days=1)).day != 1 or told not in _MONTHS.values():
            return False
    return told is not None and told not in parts


def _part_of(surface: str) -> tuple[int, int] | None:
    """Return the first and last month of a quarter or half, None for anything else."""
    found = _QUARTER.search(surface)
    return _MONTHS[found[0].translate(_DIGITS).removeprefix("第").removesuffix("度")] if found else None


def _only_begun(asked: Sequence[Period], row: FigureRow) -> bool:
    """Whether a row sums up the first months alone of each period that is asked for: 1—5月 of 上半年."""
    dated = [p for p in asked if p.first and p.last]
    if not dated or not row.first or not row.last or row.first == row.last:
        return False
    return all(
        p.first == row.first and p.last and (row.last - row.first).days > _DAYS_OF_MONTH < (p.last - row.last).days
        for p in dated
    )


def _overlap(low: date | None, high: date | None, first: date | None, last: date | None) -> float:
    low, high = low or high or date.min, high or date.max
    end = last or date.max
    start = first or last or date.min
    if (start, end) == (low, high):
        return 1.0
    if low <= start and end <= high:
        return 0.85 if (end - start).days < 32 else 0.2
    return 0.2 if start <= high and low <= end else -1.0


def wanted(question: Question, sentence: str, *, dated: bool) -> float:
    """Return whether a sentence holds the kind of thing asked for: a date, a reason, a list …"""
    if question.want is Want.DATE:
        return float(dated)
    pattern = _WANTED.get(question.want)
    return float(bool(pattern.search(sentence))) if pattern else 0.0
