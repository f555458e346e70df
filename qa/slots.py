"""What a short follow-up puts in place of what: the slots of the question before it.

In come a fragment without asking words of its own (那利润呢, 上海的呢) and the parts of the question before; out goes
that question with the fragment's words in the place of the part of the same kind: the same head word first (瞪羚企业
for 独角兽企业), then the same ending (女性 for 男性), then a name for the subject and all else for the measure.
"""

import re

from index.glosses import glosses
from index.quantities import find_quantities
from index.types import Kind
from qa.phrases import (
    CLASSES,
    PLACE_ENDING,
    WHOLE,
    Parts,
    Span,
    Token,
    ends_as_name,
    is_content,
    is_proper,
    parse,
    tokens,
)
from qa.question import QUANTITY_NOUN

RELATION = re.compile(
    r"(?:同比|环比)?(?:增速|增长率|增幅|涨幅|降幅|增长(?=$|了?(?:多少|百分之|几))|占比|比重|比例|份额|排名|名次|变化)|同比|环比"
)
_LEANING = re.compile(r"(?:的)?(?:全年|年度|总)?的?(?:目标|预期|预算|计划|预测)(?:值|数)?")
"""Nouns that say nothing without what they are of."""
_DESCRIBED = re.compile(r"(?P<clause>.{2,})的(?P<thing>[^的]+)")
_ACTOR = re.compile(r"(?:企业|公司|机构|单位|园区?|学校|人员|员工|人才|[个]?人|团队|项目|平台|器)$")
_MEAN = re.compile(r"(?:的)?(?:平均|均值)(?:水平|值|数)?$")
_ORDER = r"(?:届|次|期|批|季|版|轮|章|条)"
_SHAPES = (
    re.compile(rf"(?:第[零一二三四五六七八九十百\d]{{1,5}}|首){_ORDER}"),
    re.compile(r"[特一二三四五六]等(?:奖|功)?"),
    re.compile(r"[一二三四五六七八九首]期(?:工程|项目)?"),
    re.compile(r"最[高低大小多少长短早晚快慢新老]"),
    re.compile(r"[特一二三四五六]级"),
)
NOW = re.compile(r"目前|现在|当前|如今|现如今|眼下|最新|迄今为止|迄今")
_PAST = re.compile(r"[去前上]一?年")
_FORESEEN = re.compile(r"预计|预期|有望|估计")
_NEIGHBOUR = re.compile(rf"(?P<way>上|前|下|后)一?(?P<order>{_ORDER})")
_PART_OF_PLACE = re.compile(r"(?:核心|起步|启动|拓展|先导|主体)区")
_WHOLE_OF_IT = frozenset(("全园", "全区", "全市", "全县", "全镇", "全部企业", "全口径"))
_CLASS_OF_FIRMS = re.compile(
    r"(?:规模以[上下]|规[上下]|限额以[上下])(?:[\u3400-\u9fff]{0,3}企业)?的?(?=[\u3400-\u9fff]{2})"
)
_HOLDS = re.compile(r"[园区城谷港镇市省县州湾岛]$")
"""Ends of places that things are in: 产业园有多少家, then 上市公司, asks for those in them."""
_EACH = re.compile(r"(?:(?:按|算)?(?:[人户亩店校厂园地站单]均|每[人户家亩年月天])|平均)(?:的|来?算|水平|值|数)?")
"""What makes a mean of the sum before: 那人均呢."""
_LONGEST_NAME = 8  # signs of a name before the word for its class
_DIGITS = "零一二三四五六七八九十"
_AMOUNT = re.compile(r"(?:收入|利润|产值|投入|投资|税收|融资|资金|金额|额|费用?|成本|支出|营收|经费|资产|工资|薪酬)$")


def statement(before: Parts, *, period: bool = True) -> str:
    """Return the question before as a noun phrase: without its asking words."""
    text, tail, rest = before.text, before.tail, before.rest
    if not tail:
        result = text
    elif rest and before.measure == rest:
        lead = re.sub(r"(?:了|过)$", "", text[: tail[0]])
        joined = lead and not lead.endswith("的") and not _period_ends(lead, before)
        result = f"{lead}{'的' if joined else ''}{before.of(rest)}"
    elif rest:
        result = text[: tail[0]] + re.sub(r"^是", "", before.of(rest))
    else:
        result = re.sub(r"的$", "", text[: tail[0]])
    if not period and before.period:
        result = result.replace(before.of(before.period), "", 1)
        result = re.sub(r"^(?:截至|截止|在|到)?[，,的]?", "", result)
    return result.strip("，, ")


def _period_ends(lead: str, before: Parts) -> bool:
    """Say whether a lead ends with the question's period (甲园2024年｜独角兽企业)."""
    return bool(before.period) and lead.endswith(before.of(before.period))


def of_measure(text: str, before: Parts) -> str:
    """Return a question for a target or a budget with what it is of (它的目标 → 它的收入目标)."""
    measure = before.of(before.measure)
    match = re.search(r"(?:的|年|^)(?P<of>(?:目标|预期|预算|计划|预测)(?:值|数)?)(?=是|为|多少|定|$)", text)
    if not match or not measure or measure in text:
        return text
    return f"{text[: match.start('of')]}{measure}{text[match.start('of') :]}"


def with_period(text: str, span: Span | None, period: str) -> str:
    """Return `text` with the period at `span` replaced, or put in front where it has none."""
    if span:
        return text[: span[0]] + period + text[span[1] :]
    return period + NOW.sub("", text)


# Slots


def fill(fragment: str, parts: Parts, before: Parts) -> str | None:
    """Return the question before with the parts that a bare fragment names put in place of its own."""
    text = before.text
    edits: list[tuple[Span, str]] = []
    said = fragment
    alike = _alike(fragment, text)
    if alike:
        return edited(text, [alike])
    if parts.period:
        said = (fragment[: parts.period[0]] + fragment[parts.period[1] :]).strip("，, ")
        said = re.sub(r"^(?:截至|截止|在|到|的)+", "", said)
    noun = re.sub(r"(?:方面|这块|的话|情况)$", "", said)
    if _EACH.fullmatch(noun) and before.measure:
        noun = re.sub(r"^[按算]|(?:的|来?算|水平|值|数)$", "", noun) + before.of(before.measure)
        return edited(text, [(before.measure, noun), *_period_edit(parts, before)])
    loose = noun.endswith(("的", "以上", "以下", "以内"))
    noun = noun.rstrip("的")
    if RELATION.fullmatch(noun) and before.of(before.measure).endswith(noun):
        noun = ""  # 2022年的比重 after 2023年研发投入占收入的比重: only the year is another
    if noun:
        named = parse(noun)
        if (sibling := _sibling(noun, before)) and not loose:
            return edited(text, [(sibling, noun), *_period_edit(parts, before)])
        if named.subject and named.measure and named.proper and before.subject and not loose and _apart(named):
            slots = [(before.subject, named.of(named.subject)), (before.measure, named.of(named.measure))]
        else:
            slots = [_slot(noun, before, loose=loose)]
        for span, words in slots:
            if span is None:
                return _beside(noun, parts, before)
            if span == before.rest and words == noun and QUANTITY_NOUN.search(noun):
                return _beside(noun, parts, before)  # 有多少家企业, then 面积: nothing that is counted
            edits.append((span, words))
            if span == before.measure and before.ask and not _same_kind(words, before.of(span)):
                whole = span[1] < before.ask[0] and text[before.ask[0] - 1] == "的"  # 增速是全区的几倍, then 产出呢
                edits.append(((before.ask[0] - whole, before.ask[1]), "是多少" if whole else _without_unit(before)))
    edits += _period_edit(parts, before)
    result = edited(text, edits)
    if parts.period and _PAST.match(parts.of(parts.period)) and not noun:
        result = _FORESEEN.sub("", result)
    if parts.period and not before.period:
        result = with_period(result, None, parts.of(parts.period))
    return result if result != text else None


def _sibling(noun: str, before: Parts) -> Span | None:
    """Return the span of the whole name that another of its class takes the place of: 东湖区图书馆 for 西岭区图书馆."""
    ending = tokens(noun)[-1].text
    if not before.subject or len(ending) < 2 or len(noun) <= len(ending) or ending in CLASSES:
        return None
    start = before.subject[0]
    last = before.period[0] if before.period and before.period[0] > start else len(before.text)
    at = before.text.find(ending, start + 1, last)
    name = before.text[start : at + len(ending)]
    if at < 0 or at - start > _LONGEST_NAME or name == noun or re.search(r"[的，,、和与及有是]", name):
        return None
    return start, at + len(ending)


def _period_edit(parts: Parts, before: Parts) -> list[tuple[Span, str]]:
    if not parts.period or not before.period:
        return []
    period = parts.of(parts.period)
    bare = re.fullmatch(r"(?:19|20)\d\d", period) and before.of(before.period).endswith("年")
    return [(before.period, f"{period}年" if bare else period)]


def _alike(fragment: str, text: str) -> tuple[Span, str] | None:
    """Return the ordinal or superlative of `text` that a fragment of the same shape replaces (第三届 for 第四届)."""
    said = neighbour(fragment.rstrip("的"), text)
    for pattern in _SHAPES:
        if pattern.fullmatch(said):
            for old in pattern.finditer(text):
                return old.span(), said
    if re.fullmatch(r"第[一二三四五六七八九十\d]{1,3}(?:名|位)?", said):
        highest = re.search(r"(?:最|第[一二三四五六七八九十]{1,2})(?P<how>[高多大长快强好])(?=的|$)", text)
        return ((highest.start(), highest.start("how")), "第" + said[1:].rstrip("名位")) if highest else None
    return None


def is_shape(said: str) -> bool:
    """Say whether words are an ordinal or a stage and nothing else (第三届, 一等奖, 一期)."""
    return any(pattern.fullmatch(said) for pattern in _SHAPES[:3])


def neighbour(said: str, text: str) -> str:
    """Return 下一届 as the 第五届 that it is after 第四届, other words as they are."""
    match = _NEIGHBOUR.fullmatch(said)
    before = re.search(rf"(?:第([零一二三四五六七八九十\d]{{1,3}})|首){match['order']}", text) if match else None
    if match is None or before is None:
        return said
    told = before[1] or "一"
    number = int(told) if told.isdigit() else _DIGITS.find(told)
    number += 1 if match["way"] in "下后" else -1
    if not 0 < number <= 10 and not told.isdigit():
        return said
    return f"第{number if told.isdigit() else _DIGITS[number]}{match['order']}"


def _describes(run: list[Token]) -> bool:
    """Say whether words before 的 tell of what kind things are (涉海的, 出口的) though the word list has them as a place."""
    rare = len(run) == 1 and run[0].tag == "ns" and not is_place(run[0].text) and not glosses(run[0].text).listed
    return run[0].tag[0] == "v" or rare


def _place_before_class(before: Parts) -> Span | None:
    """Return the span of the place in front of a class of things that is itself counted (北京｜大学科技园有多少家)."""
    if before.measure or not before.subject:
        return None
    run = tokens(before.of(before.subject))
    if len(run) > 1 and (run[0].tag == "ns" or run[0].text in WHOLE) and run[1].tag != "ns":
        return before.subject[0], before.subject[0] + run[0].end
    return None


def _apart(named: Parts) -> bool:
    """Say whether subject and measure are surely two (甲园的利润), and not the halves of one unknown word."""
    subject, measure = named.of(named.subject), tokens(named.of(named.measure))
    run = tokens(subject)
    if all(len(t.text) == 1 for t in measure):
        return False  # 纽约硅巷: the rest of a name
    if ends_as_name(measure, len(measure) - 1) or _MEAN.fullmatch(named.of(named.measure)):
        return False
    return ends_as_name(run, len(run) - 1) or named.text[len(subject) :].startswith("的")


def _slot(noun: str, before: Parts, *, loose: bool) -> tuple[Span | None, str]:
    """Return which span of the question before a noun phrase takes the place of, and with what words."""
    mean = _MEAN.search(noun)
    run = tokens(noun[: mean.start()] if mean and mean.start() else noun)
    name = ends_as_name(run, len(run) - 1)
    head = run[-1].text
    if before.subject and _SHAPES[2].fullmatch(noun):  # 一期 of what was asked about
        return before.subject, before.of(before.subject) + noun
    if before.subject and before.proper and _PART_OF_PLACE.fullmatch(noun):  # 核心区 of the park asked about
        return before.subject, _PART_OF_PLACE.sub("", before.of(before.subject)) + noun
    if before.subject and before.measure and noun in _WHOLE_OF_IT:
        of_class = _CLASS_OF_FIRMS.match(before.of(before.measure))
        if of_class:  # 甲园规上企业营业收入, then 全园
            return (before.measure[0], before.measure[0] + of_class.end()), noun
    place = _place_before_class(before)
    if place and all(t.tag == "ns" or t.text in WHOLE for t in run):
        return place, noun  # 上海 for 北京 in 北京大学科技园有多少家
    # A word that the dictionary lacks may be a firm or a term of art: it takes the place of another firm only.
    whom = tokens(before.of(before.subject)) if before.subject else []
    firm = before.proper and bool(whom) and whom[-1].tag != "ns" and not is_place(before.of(before.subject))
    strange = is_proper(run) or (any(t.tag == "nz" for t in run) and firm)
    # A place that the dictionary lacks falls apart into one and single characters.
    described = loose and before.measure is not None and before.measure == before.rest and _describes(run)
    strange, name = strange and not described, name and not described
    unknown = (
        not described
        and len(run) > 1
        and run[0].tag == "ns"
        and all(len(t.text) == 1 and t.tag[0] in "gxz" for t in run[1:])
    )
    if before.subject and ((strange and (name or firm)) or (unknown and before.measure)):
        return before.subject, noun
    if _LEANING.fullmatch(noun) and before.measure:
        return before.measure, before.of(before.measure) + noun
    measure = before.measure
    kept = re.search(r"(?:同比|环比)?(?:增速|增长率|增幅|涨幅|降幅|占比|比重|比例|份额|排名|名次)$", before.of(measure))
    if measure and kept and kept.start() and not RELATION.search(noun):
        measure = measure[0], measure[0] + kept.start()  # 投入增速 + 产值: the rate is still meant
    for same in (is_same_word, _ends_alike):
        for slot in (measure, before.subject):
            if slot is None:
                continue
            if same is _ends_alike and slot == measure and name and not is_place(before.of(slot)):
                continue
            for token in _inside_slot(before, slot):
                if same(head, token.text):
                    return (slot[0], token.end), noun
    if name and before.subject:
        return before.subject, noun
    if before.measure is None:
        if before.rest:
            return before.rest, noun + ("的" if before.of(before.rest).endswith("的") else "")
        counted = before.subject and not before.proper and before.unit and is_count(before.unit)
        if counted and not _HOLDS.search(before.of(before.subject)) and not QUANTITY_NOUN.search(noun):
            return before.subject, noun  # 研发中心有多少家, then 国际组织: another thing is counted
        return None, noun
    clause = _DESCRIBED.fullmatch(before.of(before.measure))
    if clause and not loose and not name and not _ACTOR.search(noun):
        words = tokens(clause["clause"])
        at = len(words)
        while at > 1 and words[at - 1].tag[0] in "nlj":
            at -= 1
        if at < len(words) and words[at - 1].tag == "v":  # 做甲技术的企业 + 乙技术
            kept = "".join(t.text for t in words[:at])
            return before.measure, f"{kept}{noun}的{clause['thing']}"
    if loose and not name:
        return before.measure, _modified(run, noun, before)
    return (None if name else measure), noun


def _inside_slot(before: Parts, slot: Span) -> list[Token]:
    found = [t for t in tokens(before.text, before.period) if slot[0] <= t.start and t.end <= slot[1]]
    return [t for t in reversed(found) if is_content(t)]


def is_same_word(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) > 1 and (one.endswith(other) or other.endswith(one)))


def _ends_alike(one: str, other: str) -> bool:
    return len(one) > 1 and len(other) > 1 and one[-1] == other[-1]


def is_sum(measure: str) -> bool:
    """Say whether a measure is an amount of money."""
    return _AMOUNT.search(measure) is not None


def is_count(unit: str) -> bool:
    """Say whether a unit counts things (家, 个)."""
    found = find_quantities("10" + unit)
    return bool(found) and found[0].kind is Kind.COUNT


def is_place(text: str) -> bool:
    return PLACE_ENDING.search(text) is not None


def _modified(run: list[Token], noun: str, before: Parts) -> str:
    """Return the measure before with another description (国家级的 for 市级孵化器)."""
    measure = before.of(before.measure)
    if "的" in measure:
        clause, _, thing = measure.rpartition("的")
        bound = find_quantities(clause)
        if bound and find_quantities(noun):  # 收入超过1亿元的企业 + 10亿元以上的
            kept = re.sub(r"(?:超过?|大于|达到?|不足|低于|少于|突破|高于|至少|在|过)*$", "", clause[: bound[0].start])
            return f"{kept}{noun}的{thing}"
        at = clause.find(run[0].text)
        return f"{clause[:at] if at > 0 else ''}{noun}的{thing}"
    words = tokens(measure)
    verbal = any(t.tag[0] in "vdp" for t in run) and len(noun) > 2
    return f"{noun}{'的' if verbal else ''}{words[-1].text}"


def _same_kind(new: str, old: str) -> bool:
    """Say whether the unit asked before fits the new measure too."""
    both = _AMOUNT.search(new) and _AMOUNT.search(old)
    return bool(both) or (len(new) > 1 and len(old) > 1 and new[-1] == old[-1])


def _without_unit(before: Parts) -> str:
    asked = before.of(before.ask)
    if before.unit and asked.startswith(("多少", "几")):
        return "多少"
    return "是多少" if re.match(r"多(?!少)", asked) else asked


def _beside(noun: str, parts: Parts, before: Parts) -> str:
    """Return a question for a new measure of the subject before, where that had none to replace."""
    period = parts.of(parts.period) or before.of(before.period)
    run = tokens(noun)
    if ends_as_name(run, len(run) - 1) and before.subject is None:
        text = with_period(before.text, before.period, period) if period else before.text
        return f"{noun}{'的' if parts.text.endswith('的') and not re.match('有|在', text) else ''}{text}"
    return f"{before.of(before.subject)}{period}{noun}是多少"


def edited(text: str, edits: list[tuple[Span, str]]) -> str:
    for (start, end), words in sorted(edits, key=lambda edit: edit[0], reverse=True):
        text = text[:start] + words + text[end:]
    return text
