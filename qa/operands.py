"""The questions that a computation needs answered first: phrases of a question → whole questions of one figure each.

In come pieces of a question that compares or computes (甲园2024年的出口额 | 进口额); out go questions that stand on
their own (甲园2024年的出口额是多少？ 甲园2024年的进口额是多少？). What a piece leaves out is taken from its neighbour
in the way that a follow-up takes it from the question before.
"""

import re
from dataclasses import dataclass

from index.periods import find_periods
from index.quantities import find_quantities
from index.types import Kind, Period
from index.words import tagged
from qa.phrases import parse
from qa.question import QUANTITY_NOUN

_JOINERS = frozenset(("和", "与", "跟", "及", "以及", "、", "加上", "加", "同"))
_ALL_OF_THEM = re.compile(
    r"(?:这|那|上述)?(?:[两俩二三四五六七八九十]|(?<!\d)\d{1,2})"
    r"(?:者|方|园区?|城市?|市|省|国|(?:个|家|项|类|种|大|座|所)(?:[一-鿿]{2})?)(?=的|之|$)"
)
_LATIN_NAME = re.compile(r"[A-Z][A-Za-z&+-]*[\u3400-\u9fff]{0,4}$")
_OF_THEM = re.compile(r"(?:以?及|和|与|跟|、)其中的?")  # 从业人员总数及其中研发人员数量
_EDGES = " ，,、的：:"
_SCALE = re.compile(r"(?:\d|[一二三四五六七八九十百千])(?P<scale>万亿|亿|万)")
_PRECEDING = re.compile(r"(?:上|去|上一|前一|头一)年(?:度|同期|末|底)?|同期")


@dataclass(frozen=True, slots=True)
class Asked:
    """What stands after 多少 or 几: the unit as written (万元, 家) and the thing that is counted (高新技术企业)."""

    unit: str = ""
    thing: str = ""


def asked_after(text: str) -> Asked:
    """Read the unit and the thing behind the asking word."""
    text = text.strip(_EDGES + "？?了")
    if text in ("钱", "金额"):
        return Asked()
    for quantity in find_quantities("10" + text):
        if quantity.start == 0:
            unit = quantity.surface[2:]
            if quantity.kind is Kind.COUNT and len(quantity.unit) > 1 and quantity.unit[-1] != "次":
                return Asked("", text)  # 多少企业: what is counted is no unit
            return Asked(unit, text[len(unit) :].strip(_EDGES))
    return Asked("", text)


def scale_of(surface: str) -> str:
    """Return the power that a figure or unit is written in: 万亿, 亿, 万 or ""."""
    found = _SCALE.search("1" + surface if not surface[:1].isdigit() else surface)
    return found["scale"] if found else ""


def amount(what: str, asked: Asked = Asked()) -> str:
    """Return the question for one amount: 甲园有多少家企业？ 甲园的收入是多少亿元？"""
    what = what.strip(_EDGES)
    if asked.unit and (named := re.sub(r"的?(?:[家个件项]数|数量)$", "", what)):
        what = named  # 园区家数有多少家 is how nobody writes
    # 新增多少家企业: a verb takes the place of 有
    doing = bool(what) and (what.endswith(("了", "有", "达", "占")) or (asked.thing and tagged(what)[-1][1] == "v"))
    if asked.thing or doing:
        return f"{what}{'' if doing else '有'}多少{asked.unit}{asked.thing}？"
    counted = find_quantities("10" + asked.unit) if asked.unit else []
    if counted and counted[0].kind is Kind.COUNT and not what.endswith(("数", "量", "总数", "数量")):
        return f"{what}有多少{asked.unit}？"
    return f"{what}是多少{asked.unit}？"


def twin(question: str, other: str, asked: Asked = Asked()) -> str:
    """Return the same question of something else: of another body, another period, or another measure."""
    year = _year_of(question)
    if year and _PRECEDING.fullmatch(other):
        edge = other[-1] if other[-1] in "末底" else ""
        return question.replace(f"{year}年{edge}", f"{year - 1}年{edge}", 1)
    from qa.conversation import standalone  # only a question that computes needs its patterns

    whole = standalone(f"那{other}呢？", [{"role": "user", "content": question}])
    if whole.startswith("那"):
        whole = amount(other, asked)
    if asked.unit and whole.endswith("有多少？"):
        whole = f"{whole[:-1]}{asked.unit}？"
    return whole if whole.endswith("？") else whole + "？"


def _year_of(text: str) -> int | None:
    found = re.search(r"((?:19|20)\d\d)年", text)
    return int(found[1]) if found else None


def preceding(text: str) -> bool:
    """Whether a phrase means the year before: 上年, 去年同期."""
    return _PRECEDING.fullmatch(text.strip(_EDGES)) is not None


def only_period(text: str) -> bool:
    """Whether a phrase is a period and nothing else."""
    found = find_periods(text)
    return bool(found) and not _outside(text, found[0]).strip(_EDGES + "在截至到末底")


def without_period(text: str) -> str:
    """Return a phrase without its first period."""
    found = find_periods(text)
    return _outside(text, found[0]).strip(_EDGES) if found else text.strip(_EDGES)


def without_figure(phrase: str) -> tuple[str, str]:
    """Return a phrase without the figure that it gives, and that figure: 去年的18.6亿元 → (去年, 18.6亿元).

    A figure is given at the end, or before the things that it counts (23家园区), alone too.
    """
    periods = find_periods(phrase)
    for quantity in find_quantities(phrase):
        if any(p.start <= quantity.start < p.end for p in periods) or quantity.kind in (Kind.MULTIPLE, Kind.RANK):
            continue
        if not phrase[quantity.end :].strip(_EDGES):
            return phrase[: quantity.start].strip("，, 的是为有"), quantity.surface
        counts = quantity.kind is Kind.COUNT and quantity.surface[-1:].isalpha()
        if counts and (not quantity.start or find_periods(phrase[: quantity.start])):
            return phrase[: quantity.start] + phrase[quantity.end :].strip(_EDGES), quantity.surface
    return phrase, ""


def figure_of(phrase: str) -> tuple[str, str]:
    """Return a phrase without the one figure that it gives of itself, and that figure: 3%左右的目标, 甲园640名员工."""
    rest, given = without_figure(phrase)
    told = [q for q in find_quantities(phrase) if not any(p.start <= q.start < p.end for p in find_periods(phrase))]
    if given or len(told) != 1 or told[0].kind in (Kind.MULTIPLE, Kind.RANK):
        return rest, given
    behind = phrase[told[0].end :]
    of_itself = behind.startswith("的") or told[0].kind is Kind.COUNT
    if not of_itself or "的" in behind[1:]:
        return phrase, ""
    return f"{phrase[: told[0].start]}{behind.removeprefix('的')}", told[0].surface


def period_first(text: str) -> str:
    """Return a phrase with its one period before all else: 技术合同里2024年 → 2024年技术合同里."""
    found = find_periods(text)
    if len(found) != 1 or not found[0].start:
        return text
    return found[0].surface + _outside(text, found[0])


def period_in(text: str) -> str:
    """Return the first period of a phrase as written, "" for none."""
    found = find_periods(text)
    return found[0].surface if found else ""


def _outside(text: str, period: Period) -> str:
    return text[: period.start] + text[period.end :]


def measure_in(text: str) -> str:
    """Return what a phrase measures, "" when it is a bare name: 营业收入 in 甲园的营业收入."""
    bare = without_period(text)
    parts = parse(bare + "是多少？")
    return parts.of(parts.measure)


def subject_in(text: str) -> str:
    """Return the name of the body that a phrase speaks of, "" for none."""
    parts = parse(without_period(text) + "是多少？")
    return parts.of(parts.subject) if parts.subject and parts.proper else ""


def conjuncts(text: str, *, summed_up: bool = True) -> list[str]:
    """Return the members of an enumeration, the common words still on the first and the last of them.

    With `summed_up` what counts them at the end (三个园区) is taken off. Where 、 parts measures, 和 within one of them
    joins what is counted: 研发中心和分支机构总数、国家和地区数.
    """
    text = _OF_THEM.sub("、", text)
    for loose, close in (("、", "[和与及]"), ("以?及", "[和与、]")):
        measures = re.split(loose, text)
        if len(measures) > 1 and all(map(QUANTITY_NOUN.search, measures)):
            inner = [word for part in measures for word in re.split(close, part)[:-1]]
            if inner and not any(map(QUANTITY_NOUN.search, inner)):
                return measures
    pieces: list[str] = []
    piece = ""
    for word, _ in tagged(text):
        if word in _JOINERS and (piece.strip(_EDGES) or pieces):
            pieces.append(piece.strip(_EDGES))
            piece = ""
        else:
            piece += word
    pieces.append((_ALL_OF_THEM.sub("", piece, count=1) if summed_up else piece).strip(_EDGES))
    return pieces if len(pieces) > 1 and all(pieces[:-1]) else []


_GROUP = re.compile(
    r"[，,]?(?:这|那)?(?:[两俩二三四五六七八九十]|\d)(?:大?[块类项样种方边头处]|部分|者|个|大|家)(?:领域|行业|产业|企业|业务|板块|方面)?$"
)


def ungrouped(text: str) -> str:
    """Return an enumeration without the words that sum it up: A、B、C三类 → A、B、C."""
    return _GROUP.sub("", text).strip(_EDGES) or text


def joint(text: str, asked: Asked = Asked(), ending: str = "") -> list[tuple[str, str]]:
    """Return (name, question) of each member of an enumeration, [] when the text is none.

    What stands before the first member or behind the last one goes to all of them: 甲园2022年和2024年的收入,
    甲园和乙园的收入, 甲园的进口额和出口额.
    """
    pieces = conjuncts(text)
    if not pieces:
        return _years(text, asked)
    if any(word in ("把", "被") for word, _ in tagged(pieces[-1])):
        return []  # 大学和研究所把专利卖掉: done by both
    if any(tag == "v" for _, tag in tagged(pieces[-1].rpartition("的")[0])):
        return []  # 甲和乙签的合同: one thing of both
    border = _border(pieces[0])
    if border and "的" not in "".join(pieces[1:]) and not period_in(pieces[-1]):
        # 中关村的上市公司和独角兽企业, 企业中IT、BT: what stands before the first member stands before all
        names = [pieces[0][border:], *pieces[1:]]
        return [(name, amount(f"{pieces[0][:border]}{name}{ending}", asked)) for name in names if name]
    first, last = pieces[0], pieces[-1]
    if before := _frame(first, pieces[1:]):
        # 2023年甲医院医师和护士: the body before the first member is that of all
        names = [first[before:], *pieces[1:]]
        return [(name, amount(f"{first[:before]}{name}{ending}", asked)) for name in names]
    told = find_periods(first)
    if told and told[-1].end == len(first) and (not last or last.startswith(period_in(last) or "?")):
        # 2025年上半年的一季度: the part is of that year
        within = len(told) > 1 and first[told[-2].end : told[-1].start] in ("的", "里", "中", "内", "")
        before = first[: told[-2 if within else -1].start]
        behind = last.removeprefix(period_in(last))
        names = [told[-1].surface, *(period_in(p) for p in pieces[1:] if p)]
        year = re.match(r"(?:19|20)\d\d年", told[-2].surface if within else names[0])
        # 2023年第一季度和第二季度: the year is said once
        names = [f"{year[0]}{n}" if year and not re.search(r"\d{4}|年", n) else n for n in names]
        return [(name, amount(f"{before}{name}{behind}", asked)) for name in names if name]
    if not last:
        return []
    bare = not measure_in(first)
    suffix = last.partition("的")[2] if "的" in last and "的" not in first else ""
    period = period_in(first) or period_in(last)
    if not asked.thing and (suffix or (bare and measure_in(last))):
        question = amount(f"{period}{without_period(last)}", asked)
        names = [without_period(first), *pieces[1:-1]]
        if suffix and not (bare and subject_in(last)):
            names.append(without_period(last.partition("的")[0]))
            return [(n, amount(f"{period}{n}的{suffix}", asked)) for n in names]
        whose = subject_in(last) or without_period(last)
        return [*((n, twin(question, n, asked)) for n in names), (whose, question)]
    if ending:  # 食堂和停车加起来占…: each has a share of its own
        return [(piece, amount(f"{piece}{ending}", asked)) for piece in pieces]
    question = amount(first, asked)
    return [(first, question), *((piece, twin(question, piece, asked)) for piece in pieces[1:])]


def _frame(first: str, others: list[str]) -> int:
    """Return where behind a period and the name of a body the first member begins, 0 when it has no such name or is one."""
    latin = _LATIN_NAME.search(first)
    if latin and latin.start() and all(_LATIN_NAME.fullmatch(piece) for piece in others):
        return latin.start()
    subject = subject_in(first)
    end = first.find(subject) + len(subject) if subject else 0
    alone = any(subject_in(piece) or period_in(piece) or "的" in piece for piece in others)
    return end if 0 < end < len(first) and not alone and not measure_in(first[end:]) else 0


def _border(piece: str) -> int:
    """Return where behind 的, 里 or 中 the first member itself begins, 0 when it has nothing before it."""
    at = border = 0
    for word, _ in tagged(piece):
        at += len(word)
        if word in ("的", "里", "里面", "中", "当中", "其中", "内") and 0 < at < len(piece):
            border = at
    return border


def _years(text: str, asked: Asked) -> list[tuple[str, str]]:
    """Return the question for each year of 2022到2024三年."""
    span = re.search(
        r"(?:从)?((?:19|20)\d\d)年?(?:到|至|[-—–~～])((?:19|20)\d\d)年?(?:这?[一-十\d]+年)?(?:间|期间)?", text
    )
    if not span or not 0 < int(span[2]) - int(span[1]) < 10:
        return []
    years = [f"{year}年" for year in range(int(span[1]), int(span[2]) + 1)]
    return [(year, amount(text[: span.start()] + year + text[span.end() :].lstrip(_EDGES), asked)) for year in years]
