"""What a fragment points back to: a period (前一年), a body (它, 那里), a part of a whole (其中), a figure to compare with.

A fragment and the parts of the question before it come in; out goes the fragment with what it points to written out, or
None where it points to nothing.
"""

import re

from index.periods import find_periods
from qa.phrases import ASK, QUANTITY, Parts, is_content, is_proper, parse, period_of, tokens
from qa.ranked import asked_rank
from qa.second_looks import group_of
from qa.slots import NOW, RELATION, edited, fill, is_count, is_place, of_measure, statement

_MARK = re.compile(r"[\[【（(]\d{1,2}[\]】）)]")
_HEAD = re.compile(r"[，,。；;：:（(\n]")
_TIMES = re.compile(r"(?:大概|大约|约)?(?:是|为|相当于).{1,12}?的?(?:几|多少)倍$")
_COMPARED = re.compile(r"^(?:占(?!地)|比|较|相比|同比|环比|和.{1,12}?比|跟.{1,12}?比|与.{1,12}?比)")
_CHANGED = re.compile(
    r"^(?:一共|总共|又|还)?(?:增长|增加|增|涨|上升|提高|提升|下降|降|减少|减|变化|变|翻|多|少|高|低|快|慢|差)(?:了|出|到)?(?:$|多少|百分之|几|吗|没有)"
)
_COMPARISON = re.compile(
    r"(?:比|较|相比|同比|环比)[^，]*$|(?:增长|增加|上升|提高|下降|减少|涨|降|翻)了?$|的?(?:同比|环比)?(?:增速|增长率|增幅|涨幅|降幅|占比|比重|比例|份额|排名|名次)$"
)
_RATED = re.compile(r"(?:率|强度|比重|比例|占比|增速|幅|[价房]?价格?|温度?|密度|水平)$|均")
_THAT_TIME = re.compile(r"(?:那|这|同|当)一?(?:年|个月|季度|时)(?!度|底|初|末)|同期")
_MANY_OF_THEM = re.compile(
    r"它们|他们|她们|(?:这|那)(?:些|几[家个位]|[0-9]+[家个位件])(?:企业|公司|机构|园区|项目|人|单位)?"
)
ONE = re.compile(
    r"(?:这|那|该)(?:一)?(?:家|个|座|所)?(?:企业|公司|机构|园区?|产业园|科技园|区|城市|城|学校|大学|单位|集团|地方|国家|市|省|医院|项目|平台)"
    r"|^(?:公司|企业|园区|集团|学校|医院)(?=有|的|里|现|共|总|去年|今年|目前|(?:19|20)\d\d)|(?:这|那)(?:边|里|儿)|它|(?<!其)他|她|(?<![尤与极何])其(?![中他余实次间])|该(?=[园区院校市省县])|(?:前|后)者"
)
_RANKED_FIRST = re.compile(r"([^，,。；;：:\n]{2,24}?)(?:最|更|第[二三四五六七八九])?[高低多少大小长短快慢]：(?=\d)")
ANSWERED = re.compile(r"哪(?!年|天|[一]?[年月日天]|些|几)|谁|什么(?:公司|企业|园区|人|地方)")
_YEAR_BEFORE = re.compile(r"(?:再?前|上)一?年(?:度|同期)?|再往前一年|头一年")
_YEAR_AFTER = re.compile(r"(?:再?往?后|下|次|翌|第二|再下)一?年")
_SAID = re.compile(r"([^，的在]{2,4}?)(?:在.{1,12})?(?:提到|说|讲|介绍|认为|表示|指出|强调|透露|称)")
_WHOLE_YEAR = re.compile(r"^(?:全年|整年|一整年|年度|全年度)(?:的|呢)?$")
_A_YEAR = r"(?:(?:19|20)\d\d年|今年|去年|前年|上年|上一年|明年)"
REQUEST = re.compile(r"(?:请|再|简单|详细|具体|展开)*(?:地)?(?:说|讲|介绍|解释|总结|概括|列|分析|谈|展开|详细)")
_TIMELESS = re.compile(
    r"占地|成立|位于|地址|电话|在哪|创办|建成|开园|历年|累计|目前|现在|最新|至今|什么时候|何时|哪一?年|哪天|谁|为什么|怎么"
)
_LEVEL = re.compile(r"([特一二三四五六]级)的?(?=$|有|是|占)")
_INSIDE = re.compile(
    r"^(?:在)?(?:这?其中|这里面|那里面|里面|当中|这当中|之中|这里头|里头|(?:这|那)些(?:里面?|中|当中))[，,]?(?:的|有)?"
)


# Periods


def periods_resolved(fragment: str, before: Parts) -> str:
    """Return the fragment with the periods that lean on the question before it written out."""
    then = before.of(before.period)
    if not then:
        return fragment
    year = re.fullmatch(r"((?:19|20)\d\d)年?度?.*", then)
    if within := re.match(r"(?:19|20)\d\d年", then):  # 2025年前三季度的收入, then 全年目标
        fragment = re.sub(r"^(?:全年|整年|年度)的?(?=目标|预期|计划|预算)", within.group(), fragment)
    if year:
        fragment = _WHOLE_YEAR.sub(f"{year[1]}年", fragment)
        if not _COMPARED.match(fragment):
            for pattern, step in ((_YEAR_BEFORE, -1), (_YEAR_AFTER, 1)):
                fragment = pattern.sub(f"{int(year[1]) + step}年", fragment, count=1)
        found = find_periods(fragment)
        if found and re.match(
            r"(?:第?[一二三四1-4]季度?|前[一二两三1-3]个?季度?|前[\d一二三四五六七八九十]{1,2}个月|[上下]半年|\d{1,2}月|[一二三四五六七八九十]{1,2}月|年[底初末中])",
            found[0].surface,
        ):
            fragment = f"{fragment[: found[0].start]}{year[1]}年{fragment[found[0].start :].removeprefix('年')}"
    same_part = re.search(rf"({_A_YEAR})同期", fragment)
    if same_part and year and re.match(r"去年|上一?年", same_part[1]):  # the year before what was asked about
        return fragment.replace(same_part.group(), re.sub(r"^\d{4}", str(int(year[1]) - 1), then), 1)
    if same_part:
        return fragment.replace(same_part.group(), same_part[1] + re.sub(rf"^{_A_YEAR}", "", then), 1)
    return _THAT_TIME.sub(then, fragment, count=1)


def inherited(fragment: str, parts: Parts, before: Parts) -> str:
    """Return the period that a fragment with its own question takes over, "" for none."""
    if parts.period or not before.period or _TIMELESS.search(fragment):
        return ""
    asks_amount = parts.ask is None or QUANTITY.search(parts.of(parts.ask)) is not None
    period = before.of(before.period)
    return period if asks_amount and not NOW.fullmatch(period) else ""


# Pronouns and parts of a whole


def antecedent(before: Parts, reply: str, *, person: bool = False) -> str:
    """Return whom 它 stands for: the answer to a 哪家 or 谁, else the person or the subject before it."""
    if before.ask and ANSWERED.search(before.of(before.ask)):
        said = _MARK.sub("", reply).strip(" 。.！!\n")
        if first := _RANKED_FIRST.match(said):  # our own reply to who is most
            return first[1]
        # Our own reply goes on behind the name: 青峦高新区（58.7亿元，2024年）…
        for named in (said.rpartition("是")[2], *(_HEAD.split(said)[:1])):
            if 1 < len(named) <= 24 and not re.search(r"[，,。；;：:\n]|没有|未", named) and is_proper(tokens(named)):
                return named
        if "谁" in before.of(before.ask) and person:
            return statement(before)
    if person:
        people = [
            t.text for t in tokens(before.text) if t.tag == "nr" and 2 <= len(t.text) <= 4 and not is_place(t.text)
        ]
        said = _SAID.match(before.text)
        if people or said:
            return said[1] if said else people[0]
    if before.subject:
        dated = (
            before.period
            and before.measure
            and before.subject[1] == before.period[0]
            and is_place(before.of(before.measure))
        )
        if dated and before.period and before.measure and before.period[1] == before.measure[0]:
            return before.text[before.subject[0] : before.measure[1]]  # IASP2025年世界大会
        return before.of(before.subject)
    if "谁" in before.of(before.ask) and (whose := before.of(before.measure).rpartition("的")[0]):
        return whose  # 甲公司的创始人是谁, then 这家公司
    if before.tail and before.rest and before.measure == before.rest:
        return re.sub(r"有$", "", before.text[: before.tail[0]]) or before.of(before.measure)  # 甲公司有多少员工
    return before.of(before.measure)


def pronoun(fragment: str, before: Parts, reply: str) -> str | None:
    """Return the fragment with its pronoun replaced, None when it has none."""
    for pattern, many in ((_MANY_OF_THEM, True), (ONE, False)):
        match = pattern.search(fragment)
        if match is None:
            continue
        behind = fragment[match.end() :]
        measured = before.measure is not None and group_of(before) == "amount"
        if measured and not many and match.group() == "它" and (_COMPARED.match(behind) or _CHANGED.match(behind)):
            return compared(behind, before)  # 它占全园多少: not of whom, of what was asked
        counted = before.measure == before.rest or (before.unit != "" and is_count(before.unit))
        things = (measured and counted) or before.subject is None
        named = (
            statement(before, period=False)
            if many and before.measure and things
            else antecedent(before, reply, person=match.group() in "他她")
        )
        if not named:
            return None
        ranked = asked_rank(before.text) if behind.startswith("占") else None
        if ranked and not many:  # 哪个分园收入最高, then 它占全园多少: what it was ranked by
            by = parse(f"{named}{ranked.what}是多少")
            by_what = by.of(by.measure).rpartition("的")[2] or ranked.what
            whole = before.of(before.subject) or "全部"
            behind = re.sub(r"全[园区市县校港省]|整[个体][\u3400-\u9fff]{0,2}", whole, behind)
            return f"{before.of(before.period)}{named}{by_what}{behind}"
        possessive = "的" if match.group() == "其" and not behind.startswith("的") else ""
        text = of_measure(fragment[: match.start()] + named + possessive + behind, before)
        parts = parse(text)
        if parts.ask is None and not parts.measure and not many:  # 那它呢
            return None if named in before.text else fill(named, parse(named), before)
        if parts.ask is None and not REQUEST.match(fragment) and before.tail:
            text += "是多少" if QUANTITY.search(before.of(before.ask)) else before.of(before.tail)
            parts = parse(text)
        period = inherited(text, parts, before)
        if not period or period in text:
            return text
        return text.replace(named, named + period, 1) if match.start() == 0 else period + text
    return None


def part_of(fragment: str, before: Parts) -> str | None:
    """Return a question for a part of what was counted (其中国家级的几家), None when the fragment names no such part."""
    match = _INSIDE.match(fragment)
    if match is None or match.end() == len(fragment):
        return None
    of = re.sub(r"[了过]$", "", statement(before))
    behind = fragment[match.end() :]
    counted = before.of(before.measure)
    if (level := _LEVEL.match(behind)) and counted:  # 一级的 of the 馆藏文物: of what is counted, in its own word
        graded = level[1] + tokens(counted)[-1].text
        if before.measure and not level.string[level.end() :]:
            return edited(before.text, [(before.measure, graded)])
        behind = graded + behind[level.end() :]
    if parse(fragment).ask is None:
        behind += f"有多少{before.unit}" if before.unit and not RELATION.search(behind) else "是多少"
    if before.rest and not _counted(before):
        return f"{of}，其中{behind}"
    return f"{of}中{behind}"


def _counted(before: Parts) -> bool:
    return before.rest is None or before.measure == before.rest


# Comparisons


def compared(fragment: str, before: Parts) -> str | None:
    """Return a question for how what was asked changed or compares, None when the fragment asks something else."""
    if _TIMES.match(fragment) and before.measure:
        return f"{statement(before)}{fragment}"
    match = _COMPARED.match(fragment) or _CHANGED.match(fragment) or RELATION.match(fragment)
    if match is None or not (before.measure or before.subject) or re.match(r"占[^比]*(?:面积|用地)", fragment):
        return None
    nouns = [t for t in tokens(fragment, period_of(fragment)) if t.tag[0] in "nlj" and is_content(t)]
    own = [t for t in nouns if t.text not in before.text and not RELATION.search(t.text)]
    if own and not re.match(r"[和跟与比占]", fragment):
        return None
    stated = _COMPARISON.sub("", statement(before)) or statement(before)
    asks = ASK.search(fragment) is not None
    if not asks:
        against = re.fullmatch(
            r"(?:和|跟|与|同|比起?|较)(?P<what>[^比，]{2,}?)(?:的)?(?:相?比(?:较|起来)?|来?说)?", fragment
        )
        if against:
            return f"{stated}比{against['what']}{'高' if _RATED.search(before.of(before.measure)) else '多'}多少"
        fragment += "增长多少" if fragment in ("同比", "环比") else "是多少" if RELATION.search(fragment) else "多少"
    joint = "的" if RELATION.match(fragment) and not fragment.startswith(("同比", "环比", "增长")) else ""
    return f"{stated}{joint}{fragment}"
