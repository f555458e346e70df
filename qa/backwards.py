"""Questions that go back from what is told to what it came from → plans.

照2024年的收入和增速倒推2023年的收入, 由2024年的专利及它是2020年的倍数算2020年的. Each function takes the question's text
without its mark and returns a plan, None when the question is not of its kind.
"""

import re

from index.periods import find_periods
from index.quantities import find_quantities
from index.types import Kind
from qa.differences import HOW_MANY
from qa.operands import (
    Asked,
    amount,
    asked_after,
    measure_in,
    only_period,
    period_first,
    period_in,
    subject_in,
    without_figure,
    without_period,
)
from qa.plans import Needs, Operand, Operation, Plan

_ROUGH = re.compile(r"大约|大概|约(?!束|定|谈|会)|左右|估算|推算|估计|折合|算下来")


_BY = r"(?:按照?|照着?|由|根据|依据|依|以|用|从|拿)"
_BACK = r"(?:往回|往前|回|倒|反|逆)(?:着)?(?:推算?|算)|推算|折算|推出|推得|(?<=来)计?算|(?:折|推|倒)回|(?<=[数幅率速])推(?![算进动广出得移迟])"
_TOLD_BACK = re.compile(
    rf"[（(]?(?:{_BY}(?P<cue>[^，,。？?（）()]*?(?:(?:倍数?|[增涨降]幅|增[速长]|增长率|占比|比例|比重)[，,])?)|(?:^|(?<=[，,。？?])|(?=[倒反逆]推|倒着算)))"
    rf"(?:来|进行|去|可以?|能)*(?:{_BACK})(?:回去|回来|过去|去|一下)?[）)]?[，,]?"
)
# The amount and what ties it to another time, without a word for going back: 由2024年的专利及它是2020年的倍数，…
_TIE = r"增[幅速]|增长(?:率|幅度)|[涨降]幅|同比(?:增长)?|倍数?"
_TOLD = re.compile(
    rf"^{_BY}(?P<cue>[^，,。？?（）()]*?(?:{_TIE}))(?:来|去|为|作|依据|基础|算|看|推|下来|起来|一下?)*[，,]"
)
# 甲园一季度9亿元、同比增长8%，…: both are given, and no word says that they are what to go by.
_GIVEN = re.compile(
    r"^(?P<cue>[^？?。；;]*?\d[^，,？?。；;]*[，,、]?(?:同比|[比较](?:上年|去年))(?:增长|提高|下降|减少)了?[\d.]+%)[，,]"
)
_RATE = re.compile(
    r"(?:[，,]|以?及|和|与|、|跟)?(?:其|它的?|对应的?|相应的?)*的?(?:同比|较?上年)?的?"
    r"(?:增[幅速]|增长(?:率|幅度)?|[涨降]幅|同比)(?!.*倍).*$"
)
_MULTIPLE = re.compile(
    r"(?:[，,]|以?及|和|与|、)?(?:其|它的?)?(?:(?:所?[是为]|相当于|对|与|较|比|增长).*)?(?:几|的|\d[\d.]*)?倍数?.*$"
)
# 2023年的收入和涨幅材料里都有，那你帮我倒推一下: what to go by, said to be there.
_THERE = re.compile(
    rf"^(?P<cue>[^，,。？?]*?(?:{_TIE}))(?:[^，,。？?]{{0,4}}[里中上]面?)?(?:都|全|也)?(?:有|给出?|写|说|列|知道)了?[，,]"
    r"[^，,。？?]{0,8}?(?=(?:往回|往前|[倒反逆]着?|回)(?:推|算))"
)
_BACK_AGAIN = re.compile(rf"^(?:{_BACK})(?:回去|回来|过去|一下)?[，,]?|^[倒反逆]过来(?:推|算|看)?(?:一下)?[，,]?")
_YEAR_BEFORE = re.compile(r"(?:上|前|头)一?年(?:度|同期)?|去年(?:同期)?|同期")


def backwards(text: str) -> Plan | None:
    """按2024年的收入和增速倒推，2023年收入是多少."""
    text = _THERE.sub(r"按\g<cue>", text)
    found = _TOLD_BACK.search(text) or _TOLD.search(text) or _GIVEN.search(text)
    if not found:
        return None
    cue, target = found["cue"] or "", (text[: found.start()] + text[found.end() :]).strip("，,？? ")
    target = re.sub(r"^(?:一下|回去|回来|过去|(?:推|计)?算出|推出)[，,]?", "", target)
    ask = re.search(r"(?:大约|约|大概)?(?:是|为|有)*(?:大约|约|大概)?(?:多少|几)(?P<rest>.*)$", target)
    if not ask:
        return None
    asked, what = asked_after(ask["rest"].strip("？?，, ")), target[: ask.start()].strip("，, 的")
    if plan := _earlier(cue, what, asked):
        return plan
    told = find_quantities(cue)
    multiple = next((q.surface for q in told if q.kind is Kind.MULTIPLE), "")
    if multiple and (given := next((q.surface for q in told if q.kind is not Kind.MULTIPLE), "")):
        return _unmultiplied(
            cue.replace(multiple, "").replace(given, "").strip("，,、的 "), what, given, multiple, asked
        )
    if "倍" in cue:
        base = _MULTIPLE.sub("", cue).strip("的，, ")
        measure = measure_in(base)
        apart = (period_in(base) and period_in(what)) or (measure in what and subject_in(base) != subject_in(what))
        if found.re is not _TOLD_BACK and not (measure and apart):
            return None
        tie = Operand(f"{base}是{subject_in(what) or what}的几倍？", "倍数", Needs.MULTIPLE, stated=multiple)
        return Plan(Operation.UNMULTIPLIED, (Operand(amount(base, asked), base), tie), asked.unit, label=what)
    if found.re is not _TOLD_BACK:
        return None
    if re.search(r"占比|比例|比重|份额|百分比", cue):
        part = re.sub(r"(?:总共|全部|一共|总计|总)(?=有|是|$)", "", what).strip("，, 的")
        share = Operand(f"{part}{asked.thing}占百分之几？", "占比", Needs.RATE)
        whole = part != what
        total = Operand(amount(part, asked), part)
        return Plan(Operation.WHOLE, (share, total), asked.unit, label=what) if whole else None
    rate = next((q.surface for q in told if q.kind is Kind.PERCENT), "")
    if not cue and (before := re.search(r"前年|去年", what)):
        # 前年营业收入倒推回去: from what is said to be so much more than it
        later = what.replace(before[0], _NEXT_YEAR[before[0]], 1)
        tie = Operand(f"{later}是{before[0]}的多少倍？", "变化", Needs.CHANGE)
        return Plan(
            Operation.UNGROWN, (Operand(amount(later, asked), later), tie), asked.unit, label=what, base=before[0]
        )
    if rate and (before := re.search(r"(?:上|前)一?年|去年|前年", what)):
        # 按增长8%倒推，上一年收入多少: of the year whose growth that is
        later = what.replace(before[0], "").strip("，, 的")
        change = Operand(f"{later}增长了百分之几？", "增速", Needs.CHANGE, stated=rate)
        return Plan(Operation.UNGROWN, (Operand(amount(later, asked), later), change), asked.unit, label=what)
    then, now = re.search(r"((?:19|20)\d\d)年", what), re.search(r"((?:19|20)\d\d)年", cue)
    if not then:
        return None
    later = what.replace(then[0], now[0] if now else f"{int(then[1]) + 1}年", 1)
    rate = Operand(f"{later}增长了百分之几？", "增速", Needs.CHANGE)
    return Plan(Operation.UNGROWN, (Operand(amount(later, asked), later), rate), asked.unit, label=what)


def _earlier(cue: str, what: str, asked: Asked) -> Plan | None:
    """软件园2023年的总收入和增幅, 2022年: the amount of the later time, by what its own sentence ties it to the asked one."""
    tie = _MULTIPLE if "倍" in cue else _RATE
    told = re.sub(r"(?<=[年度月])的?(?:数|数字|数据)$", "", tie.sub("", cue).strip("的，, "))
    later, given = without_figure(told)
    asked_for, now = find_periods(what), find_periods(later)
    if (
        told == cue.strip("的，, ")
        or not (given or measure_in(later) or only_period(later))
        or len(now) != 1
        or len(asked_for) > 1
    ):
        return None
    then, when = asked_for[0] if asked_for and asked_for[0].first else None, now[0]
    year = when.first and when.last and when.first.year == when.last.year and when.last.year
    rest = without_period(what)
    if then and then.first and when.last and then.first < when.last:
        # Of the year before, the growth may be told elsewhere; of any other, only what names it ties the two.
        base = "" if tie is _RATE and year == then.first.year + 1 else then.surface
    elif not then and tie is _RATE and (named := _YEAR_BEFORE.match(what)):
        base, rest = "", what[named.end() :]
    else:
        return None
    whole = len(rest.strip("的年均度")) > len(without_period(later))
    # 按2024年的收入和增速, 甲园2023年的收入: whose it is stands there
    later = what.replace(then.surface, when.surface, 1) if whole and then else period_first(later)
    rate = next((q.surface for q in find_quantities(cue) if q.kind in (Kind.PERCENT, Kind.MULTIPLE)), "")
    tied = f"{without_period(later)}是以前的多少倍？" if base else f"{later}增长了百分之几？"
    change = Operand(tied, "变化" if base else "增速", Needs.CHANGE, stated=rate)
    label = what if measure_in(what) else f"{what}{without_period(later)}"
    operands = Operand(amount(later, asked), later, stated=given), change
    return Plan(Operation.UNGROWN, operands, asked.unit, label=label, base=base)


_NEXT_YEAR = {"前年": "去年", "去年": "今年"}


def _unmultiplied(base: str, what: str, given: str, multiple: str, asked: Asked) -> Plan:
    """The base's figure and the multiple are both given: 按甲园12%、2.4倍推算，乙园的强度是多少."""
    measure, whose = measure_in(what), subject_in(what) or what
    later = base if measure_in(base) or not measure else f"{base}的{measure}"
    operands = (
        Operand(amount(later, asked), later, stated=given),
        Operand(f"{later}是{whose}的几倍？", "倍数", Needs.MULTIPLE, stated=multiple),
    )
    return Plan(Operation.UNMULTIPLIED, operands, asked.unit, label=what)


def derived_mean(text: str) -> Plan | None:
    """2020年每万人专利大约多少件: an established mean, which is related to other years rather than computed."""
    established = re.search(r"每[百千万]|年均|平均每年", text)
    explicit = re.search(r"(?:19|20)\d\d年?(?:到|至|[-—–~～])", text)
    return derived(text) if established and not explicit else None


def derived(text: str) -> Plan | None:
    """2020年的专利大约多少件: stated, or from a later figure that is said to be so many times as large."""
    found = re.match(
        rf"(?P<what>[^，,]{{4,}}?)(?:大约|约|大概|估计|估算|折合|算下来|推算|[，,])*(?:是|为|有|达)*{HOW_MANY}$", text
    )
    periods = find_periods(text)
    if not found or not _ROUGH.search(text) or len(periods) != 1 or not periods[0].first or not periods[0].last:
        return None
    if periods[0].relative or (periods[0].last - periods[0].first).days < 360:
        return None
    asked = asked_after(found["rest"])
    what = _ROUGH.sub("", found["what"]).strip("，, 的")
    later = without_period(what)
    if "百分" in found["ask"] or "倍" in found["ask"] or not later:
        return None
    base = periods[0].surface
    tie = Operand(f"{later}是以前的多少倍？", "变化", Needs.CHANGE)
    operands = Operand(amount(later, asked), later), tie
    return Plan(Operation.UNGROWN, operands, asked.unit, label=what, base=base, fallback=True)


def premised(text: str) -> Plan | None:
    """A是B的6倍，那B是多少; B是多少？A24件是它的4倍."""
    behind = re.match(
        r"(?P<what>.+?)(?:大约|约|大概)?(?:是|为|有)*(?:大约|约|大概)?(?:多少|几)(?P<rest>[^，,？?]*)[，,？?](?P<base>.+?)"
        r"(?:是|为|相当于)(?:它|其|前者|那)的(?P<n>[\d.一二三四五六七八九十两]+倍)$",
        text,
    )
    if behind and (base := without_figure(behind["base"])) and base[1]:
        asked = asked_after(behind["rest"])
        return _unmultiplied(base[0].strip("，,的 "), behind["what"].strip("，, 的"), base[1], behind["n"], asked)
    found = re.match(
        r"(?P<a>.+?)(?:是|为|相当于|等于)(?P<b>[^，,]+?)的(?P<n>[\d.一二三四五六七八九十两]+倍)(?P<rough>多|左右|出头|不到)?[，,](?:那么?|则)?(?P<target>.+)$",
        text,
    )
    ask = (
        re.search(r"(?:大约|约|大概)?(?:是|为|有)*(?:大约|约|大概)?(?:多少|几)(?P<rest>.*)$", found["target"])
        if found
        else None
    )
    if not found or not ask:
        return None
    (a, known), b = without_figure(re.sub("(?:据?说|讲|写)(?:的|了)?$", "", found["a"])), found["b"]
    target = _BACK_AGAIN.sub("", found["target"][: ask.start()])
    asked, label = asked_after(ask["rest"]), target.strip("，, 的")
    # 两倍多 is rough: the documents say how much exactly.
    multiple = Operand(f"{a}是{b}的几倍？", "倍数", Needs.MULTIPLE, stated="" if found["rough"] else found["n"])
    return Plan(Operation.UNMULTIPLIED, (Operand(amount(a, asked), a, stated=known), multiple), asked.unit, label=label)
