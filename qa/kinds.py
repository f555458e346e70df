"""Of what kind a figure must surely be to answer a question: money for 多少钱, a share for 几成, a span of time for 多久.

In comes a question, out goes whether a figure can be what it asks for at all. The learned weights count a figure of another
kind as less likely only; where few words agree it still came first: a number of things for what something cost.
"""

import re
from functools import lru_cache

from index.quantities import normalize_unit
from index.types import FigureRow, Kind
from qa.question import Question

_LINK = r"(?:一共|总共|总计|合计|大概|大约|到底|究竟|[是有为达到约占])*"
_SHARES = frozenset({Kind.PERCENT, Kind.RATIO, Kind.PERCENTAGE_POINT, Kind.MULTIPLE})
_COUNTED = frozenset({Kind.COUNT})
_AMOUNTS = frozenset({Kind.MONEY, Kind.DURATION, Kind.AREA, Kind.LENGTH, Kind.MASS, Kind.TEMPERATURE})
_ASKED: tuple[tuple[re.Pattern[str], frozenset[Kind]], ...] = (
    (
        re.compile(r"(?<![长高低少贵加减涨降])(?:多少|几|好多)(?:块|文)?(?:钱|银子|票子|钞票)(?!的)"),
        frozenset({Kind.MONEY}),
    ),
    (
        re.compile(
            r"(?:挣|赚|花|掏|砸|倒?贴|赔|亏|欠)(?:了|掉|出去?|下|着|进去?)*(?:多少|几多)(?=[了呢啊呀]?(?:$|[？?，,。；;]))"
        ),
        frozenset({Kind.MONEY}),
    ),
    (re.compile(r"多久(?!一|[才就]?[一1]次)|多[长少]时间"), frozenset({Kind.DURATION})),
    (
        re.compile(
            rf"占(?![地用])[^，,。；;？?多几地用]{{0,12}}多少(?=[呢啊呀]?(?:$|[？?，,。；;]))|几成|百分之(?:多少|几)|几分之几|多大(?:的?(?:比[例重]|份额)|一?个?头)|(?:占比|比[例重]){_LINK}(?:多少|几何|多[大高])"
        ),
        _SHARES,
    ),
    (re.compile(r"投入强度[是为有达到约]*多少"), _SHARES),
    (
        re.compile(
            r"多少[万亿][\u3400-\u9fff]{0,4}(?:人员?|职工|员工|居民|游客|学生|企业|[户辆台件])(?=[呢啊呀]?(?:$|[？?，,。；;]))"
        ),
        _COUNTED,
    ),
    (
        re.compile(r"排[名位行在到]*(?:第?几[名位]?)(?=[呢啊呀]?(?:$|[？?，,。；;]))"),
        frozenset({Kind.RANK, Kind.OTHER}),
    ),
)
_GROWN = re.compile("[增涨减降升缩扩翻快慢]|同比|环比|比[^例重率]|[多少大小高低]了|[多少高低]出")
_OF_WHOLE = re.compile("占|比[例重]|份额|有(?:几成|百分之几|多大比例)的|里[面头]|当中|其中")
_ALL_MEASURES = re.compile("多少|(?<![好十哪无])几|多[久长大高远深宽重快]")
_PEOPLE = frozenset("名位")
_GREW = re.compile(
    r"(?:[增涨减降升]|增[长加速幅]|下[降滑]|减少|上[升涨]|提[高升]|回落)(?:了|约|近|达到?|超过?|为|是)*$"
)


_FOR_ONE = re.compile(
    r"[每一](?:袋|张|瓶|盒|公?斤|吨|方|立方米?|度|杯|碗|份|本|册|只|支|双|升|次|平米?|平方米)(?!之)[\u3400-\u9fff]{0,12}多少钱"
    r"|(?:每|一)个?[月天日][\u3400-\u9fff]{0,4}(?:拿|挣|领|发|开|赚|得)[\u3400-\u9fff]{0,3}多少(?:钱|工资|工钱|薪水)?|多少(?:钱|块)[每一](?:袋|张|瓶|盒|公?斤|吨|方|度|杯|碗|份|本|册|只|支|双|升|次|平)"
)
_FOR_MANY = 10_000_000  # of money: no price of one bag or ticket, and nobody's pay


_PER_ONE = re.compile(r"每(?:千瓦时|度电?|吨|公斤|立方米|平方公里|平方米|公里|亩|公顷|万元|亿元)$")
_BY_ONE = re.compile("[每均各]|单位|强度|密度|浓度|[一1](?:千瓦时|度|吨|公斤|立?方|平|公里|亩|公顷|万元)|耗|价|率")


def is_of_other_kind(question: Question, row: FigureRow, clause: str) -> bool:
    """Whether a row is of a kind that what is asked for can never be of.

    Args:
        clause: the words before the figure.
    """
    quantity = row.quantity
    unit = normalize_unit(quantity.unit)
    if not unit and quantity.kind in (Kind.OTHER, Kind.COUNT):
        return False  # 14.5亿 is of whatever it is said of
    units = tuple(normalize_unit(asked) for asked in question.units)
    if quantity.kind is Kind.MONEY and quantity.value >= _FOR_MANY and _FOR_ONE.search(question.text):
        return True
    if units and _PER_ONE.search(clause) and not _BY_ONE.search(question.text):
        return True
    kinds = _surely(question.text, units, question.kinds)
    if (
        kinds == _SHARES
        and _OF_WHOLE.search(question.text)
        and not _GROWN.search(question.text)
        and _GREW.search(clause)
    ):
        return True  # what something grew by is no share of it
    if unit in units:
        return False
    if units and _PEOPLE.issuperset(units) and unit == "人次":
        return True  # who came several times is counted as often
    if not kinds:
        return False
    if not kinds.isdisjoint(_SHARES) and _GROWN.search(question.text):
        return False  # by how much is reckoned from what there was and is
    if kinds == _COUNTED:
        return quantity.kind in _AMOUNTS or (quantity.kind is Kind.MULTIPLE and not _GROWN.search(question.text))
    return quantity.kind not in kinds


@lru_cache(maxsize=256)
def _surely(text: str, units: tuple[str, ...], kinds: frozenset[Kind]) -> frozenset[Kind]:
    """Return the kinds one of which a figure must be of; none where the question leaves that open."""
    found = [(match, of) for pattern, of in _ASKED for match in pattern.finditer(text)]
    if len(_ALL_MEASURES.findall(text)) > max(1, len(found)):
        return frozenset()  # it asks for something else besides
    if found:
        return frozenset(kind for _, of in found for kind in of)
    if not units or Kind.OTHER in kinds or _GROWN.search(text):
        return frozenset()
    return kinds | _SHARES if kinds & _SHARES else kinds
