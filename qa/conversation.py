"""Follow-ups made self-contained without a model, and small talk answered without a search.

In comes a question with the conversation before it; out goes the same question when it is complete, else one that says
what the user left out. A follow-up is compared with the question before it: what it leaves out (of whom, of what, of
when, in which unit) is taken over, what it says replaces the part of the same kind. Every user turn is resolved against
the one before, so the third can lean on the second. A question with its own subject and measure takes nothing over.
"""

import re
from collections.abc import Callable, Mapping, Sequence

from index.periods import find_periods
from index.quantities import find_quantities
from qa.english import is_english
from qa.fragments import looked_at
from qa.phrases import (
    ASK,
    QUANTITY,
    Parts,
    is_content,
    is_proper,
    parse,
    period_of,
    tokens,
)
from qa.second_looks import about_the_answer, former, group_of, more, of_several, without_placeholder
from qa.slots import NOW, RELATION, edited, fill, is_count, is_place, is_same_word, is_sum, of_measure, statement
from qa.smalltalk import small_talk
from qa.summary import SUMMARIZE, topic_of

__all__ = ["small_talk", "standalone"]

_TURNS = 20
_LENGTH = 500
_HAN = re.compile(r"[\u3400-\u9fff]")
_ENGLISH_YEAR = re.compile(r"(?:(?:and|then|what about|how about|in|for)\s+)*((?:19|20)\d\d)", re.IGNORECASE)
_MARK = re.compile(r"[\[【（(]\d{1,2}[\]】）)]")
_MISTAKE = re.compile(
    r"(?:^|[？?…。，,、；;！!\s.—]+)(?:(?:哦|噢|啊|呃|唉|等等)?[，,\s]*(?:不对|说错了?|搞错了?|弄错了?|打错了?|错了|更正一?下?(?=[，,：:。！!\s])|我是说|我的意思是|我指的?是"
    r"|(?:不是|应该是)(?=[，,：:]))[，,。：:！!\s]*)+"
)
_LEAD = re.compile(
    r"^(?:(?:那么|那(?!边|里|儿|天|个|些|[一几两]?年|[一几两]?[家次届批]|时|座|所|位)|然后|另外|此外|还有(?!其[他它]|哪|什么|别|没|更|吗)|以及|再(?:问|查|看|说)(?:问|查|看|说)?(?:一下|下|个)?|顺便(?:问|说)?(?:一下|下)?"
    r"|我(?:想)?(?:问|说|要|指)的是|请问一?下?|请|我?想(?:问|知道|了解|看)一?下?|麻烦|帮(?:我|忙)(?:查|看|找|算)?一?下?|接着|继续|对了|如果是|要是|假如是|换成|换做|换|改成|改为|至于"
    r"|(?:嗯|哦|好|好的|行|谢谢|多谢|你好|您好)(?=[，,。！!\s]))[，,。！!\s]*)+"
)
_ANOTHER = re.compile(
    r"^(?:(?:嗯|哦|好|好的|行)[，,。\s]*)?(?:那?(?:我们)?换一?个(?:话题|问题|事儿?)|另外?一个问题|不说这个了?|[说问]点别的)(?:[吧了说问]|一下)*[，,。：:！!\s]*"
)
_CLOSE = re.compile(r"[\s　？?。.！!，,；;～~…]+$")
_PARTICLE = re.compile(r"(?:呢|呀|啊|嘛|吧|来着)+$")
_HOW_ABOUT = re.compile(
    r"(?:那边|方面|的情况|情况|表现)?(?:又|则)?(?:是|会)?(?:如何|怎么?样|咋样|什么情况|怎么说)(?:了|呢)?$"
)
_UNIT = re.compile(
    r"(?:(?:请|能不能|能|可以|麻烦)?(?:把?(?:它|这个|结果|单位|数字)?)?(?:换算?|折算?|折合|转换?|改)(?:成|为|到|算成|合)|单位(?:用|换成|改成|是)?|[以用按](?=.{1,6}(?:表示|计|计算|为单位|说|来算)))"
    r"(?P<unit>[^，。？?\s]{1,8}?)(?:表示|计算?|为单位|来?说|来算|是多少|的?话|多少)?(?:吗|呢|吧|好吗)?$"
)
_UNIT_ASKED = re.compile(r"^(?:是|合|等于|相当于|折合|那是|也就是)?(?:多少|几)(?P<unit>[^，。？?\s家个人件项]{1,6})$")
_INSIDE = re.compile(
    r"^(?:在)?(?:这?其中|这里面|那里面|里面|当中|这当中|之中|这里头|里头|(?:这|那)些(?:里面?|中|当中))[，,]?(?:的|有)?"
)
_TIMES = re.compile(r"(?:大概|大约|约)?(?:是|为|相当于).{1,12}?的?(?:几|多少)倍$")
_COMPARED = re.compile(r"^(?:占(?!地)|比|较|相比|同比|环比|和.{1,12}?比|跟.{1,12}?比|与.{1,12}?比)")
_CHANGED = re.compile(
    r"^(?:一共|总共|又|还)?(?:增长|增加|增|涨|上升|提高|提升|下降|降|减少|减|变化|变|翻|多|少|高|低|快|慢|差)(?:了|出|到)?(?:$|多少|百分之|几|吗|没有)"
)
_COMPARISON = re.compile(
    r"(?:比|较|相比|同比|环比)[^，]*$|(?:增长|增加|上升|提高|下降|减少|涨|降|翻)了?$|的?(?:同比|环比)?(?:增速|增长率|增幅|涨幅|降幅|占比|比重|比例|份额|排名|名次)$"
)
_RATED = re.compile(r"(?:率|强度|比重|比例|占比|增速|幅|[价房]?价格?|温度?|密度|水平)$|均")
_WHOLE_FIGURE = re.compile(r"(?:这|该|那)一?(?:个|项)?(?:数据|数字|数值|数|指标|比例|金额|规模|结果)")
_THAT_TIME = re.compile(r"(?:那|这|同|当)一?(?:年|个月|季度|时)(?!度|底|初|末)|同期")
_MANY_OF_THEM = re.compile(
    r"它们|他们|她们|(?:这|那)(?:些|几[家个位]|[0-9]+[家个位件])(?:企业|公司|机构|园区|项目|人|单位)?"
)
_ONE = re.compile(
    r"(?:这|那|该)(?:一)?(?:家|个|座|所)?(?:企业|公司|机构|园区?|产业园|科技园|区|城市|城|学校|大学|单位|集团|地方|国家|市|省|医院|项目|平台)"
    r"|(?:这|那)(?:边|里|儿)|它|(?<!其)他|她|(?<![尤与极何])其(?![中他余实次间])|该(?=[园区院校市省县])|(?:前|后)者"
)
_ANSWERED = re.compile(r"哪(?!年|天|[一]?[年月日天]|些|几)|谁|什么(?:公司|企业|园区|人|地方)")
_YEAR_BEFORE = re.compile(r"(?:再?前|上)一?年(?:度|同期)?|再往前一年|头一年")
_YEAR_AFTER = re.compile(r"(?:后|下|次|翌|第二|再下)一?年")
_AWAY = re.compile(r"(?:离|距离?)[^，。有多的]{1,8}(?=有?多[远少])")
_HOW_LONG = re.compile(r"多久|多长时间|怎么[走去到]|几个?[小分]")
_SAID = re.compile(r"([^，的在]{2,4}?)(?:在.{1,12})?(?:提到|说|讲|介绍|认为|表示|指出|强调|透露|称)")
_WHOLE_YEAR = re.compile(r"^(?:全年|整年|一整年|年度|全年度)(?:的|呢)?$")
_A_YEAR = r"(?:(?:19|20)\d\d年|今年|去年|前年|上年|上一年|明年)"
_REQUEST = re.compile(r"(?:请|再|简单|详细|具体|展开)*(?:地)?(?:说|讲|介绍|解释|总结|概括|列|分析|谈|展开|详细)")
_DEFINITION = re.compile(r"^什么(?:是|叫)|是什么意思|指(?:的是)?什么|(?:的)?定义")
_TIMELESS = re.compile(
    r"占地|成立|位于|地址|电话|在哪|创办|建成|开园|历年|累计|目前|现在|最新|至今|什么时候|何时|哪一?年|哪天|谁|为什么|怎么"
)


def standalone(question: str, history: Sequence[Mapping[str, str]], *, chinese: Callable[[str], str] = str) -> str:
    """Return `question` as it would be asked without the conversation before it.

    Args:
        question: The user's words.
        history: The turns before it, oldest first, each with `role` ("user" or "assistant") and `content`.
        chinese: Turns an English question into a Chinese one, for a Chinese question that leans on it.

    Returns:
        The question itself when it is complete, or when nothing before it helps; else a whole question in Chinese.
    """
    asked: list[Parts] = []
    reply = ""
    for turn in list(history)[-2 * _TURNS :]:
        content = str(turn.get("content") or "")[:_LENGTH]
        if turn.get("role") == "user":
            if small_talk(content) is None:
                whole = _resolve(content, asked, reply, chinese)
                # 你确定吗, 为什么: the question itself is still the one before.
                if not asked or not whole.startswith(f"{asked[-1].text.rstrip('？?')}，"):
                    asked.append(parse(whole))
                reply = ""
        elif turn.get("role") == "assistant":
            reply = content
    if not asked or len(question) > _LENGTH or small_talk(question) is not None:
        return question
    return _resolve(question, asked, reply, chinese)


def _resolve(question: str, earlier: Sequence[Parts], reply: str, chinese: Callable[[str], str]) -> str:
    """Return one user turn in full, given the (full) questions before it and what was replied to the last."""
    asked = question.strip()
    said = [part for part in _MISTAKE.split(asked) if part.strip(" ，,。…")]
    asked = said[-1] if said else asked
    fragment = _CLOSE.sub("", asked)
    if not earlier or not earlier[-1].text or not fragment:
        return asked if len(said) > 1 else question
    before = earlier[-1]
    if not _HAN.search(fragment) or is_english(fragment):
        chinese = _HAN.search(before.text) is not None and not is_english(before.text)
        year = _ENGLISH_YEAR.fullmatch(fragment) if chinese else None
        if year is None:
            from qa.english_follow import in_english  # only for the few that ask in English

            return in_english(fragment, before.text, before if chinese else None) or question
        fragment = f"{year[1]}年"
    elif is_english(before.text):
        earlier = [parse(chinese(parts.text)) if is_english(parts.text) else parts for parts in earlier]
        before = earlier[-1]
    leaning = ASK.search(fragment) or re.match(r"(?:那|那么)?(?:它们?|其)的?[^呢]{2,}", fragment)
    topic = topic_of(before.text)
    if leaning and topic:  # 总结一下甲园, then 它有多少人: no summary again
        before = parse(f"{topic}的情况是多少")
    elif topic:
        only = _HOW_ABOUT.sub("", _PARTICLE.sub("", _LEAD.sub("", fragment))).strip("的")
        about = parse(f"{topic}的情况")
        if about.subject is None and _only_whom_or_when(only) and not parse(only).period:
            return SUMMARIZE.format(topic=only)
        other = _whole(_PARTICLE.sub("", _LEAD.sub("", fragment)).strip("的"), about, reply, leans=True)
        return SUMMARIZE.format(topic=other) if other else question
    unit = _unit(fragment)
    if unit:
        return _ending(_in_unit(before, unit))
    if (another := _ANOTHER.match(fragment)) and fragment[another.end() :]:
        return _ending(fragment[another.end() :])
    if further := more(fragment, before):
        return _ending(further)
    led = _LEAD.sub("", fragment)
    bare = _PARTICLE.sub("", led).strip() or led
    leans = led != fragment or bare != led
    bare = without_placeholder(bare)
    if not bare.strip("的"):
        return question
    if several := of_several(bare, earlier):
        return _ending(several)
    # 更正前是多少 after 为什么更正: before which change the last figure was.
    if once := former(bare, next((parts for parts in reversed(earlier) if group_of(parts) == "amount"), before)):
        return _ending(once)
    how = _HOW_ABOUT.sub("", bare)
    if how != bare and group_of(before) in ("amount", "time") and ("又" in bare[len(how) :] or _only_whom_or_when(how)):
        bare, leans = how, True
    whole = _whole(bare, before, reply, leans=leans)
    if whole is None:
        return question if len(said) < 2 else asked
    return _ending(whole)


def _only_whom_or_when(fragment: str) -> bool:
    """Say whether a fragment names a subject or a period and nothing else (望屿湾, 2022年)."""
    parts = parse(fragment)
    return bool(fragment) and parts.measure is None and parts.ask is None and (parts.proper or parts.period is not None)


def _whole(fragment: str, before: Parts, reply: str, *, leans: bool) -> str | None:
    """Return the full question without its mark, None when the fragment is one already."""
    if _DEFINITION.search(fragment):
        return None
    if _REQUEST.match(fragment) and (len(fragment) <= 6 or not parse(fragment).proper) and not _ONE.search(fragment):
        return f"{before.text}，{fragment}"
    if (asked := about_the_answer(fragment, before)) is not None:
        return asked
    if asked := looked_at(fragment, before):
        return asked
    fragment = _periods_resolved(fragment, before)
    if _WHOLE_FIGURE.search(fragment):
        return _WHOLE_FIGURE.sub(lambda _: statement(before), fragment, count=1)
    inside = _INSIDE.match(fragment)
    if inside and inside.end() < len(fragment):
        return _inside(fragment, inside, before)
    pointed = _pronoun(fragment, before, reply)
    if pointed is not None:
        return pointed
    compared = _compared(fragment, before)
    if compared is not None:
        return compared
    parts = parse(fragment)
    return fill(fragment, parts, before) if parts.ask is None else _ask(fragment, parts, before, reply, leans=leans)


# Units


def _unit(fragment: str) -> str:
    """Return the unit that the fragment wants the figure in, "" when it is about something else."""
    bare = re.sub(r"^(?:那么?|请|那就)", "", _PARTICLE.sub("", fragment))
    match = _UNIT.fullmatch(bare) or _UNIT_ASKED.fullmatch(bare)
    if match is None:
        return ""
    unit = match["unit"]
    if re.match(r"\d", unit):
        return ""
    found = find_quantities("10" + unit)
    return unit if found and found[0].start == 0 and found[0].end == 2 + len(unit) else ""


def _in_unit(before: Parts, unit: str) -> str:
    if before.ask and before.of(before.ask).startswith(("多少", "几")):
        return edited(before.text, [(before.ask, "多少" + unit)])
    return f"{before.text}，换算成{unit}是多少"


# Periods


def _periods_resolved(fragment: str, before: Parts) -> str:
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
    if same_part:
        return fragment.replace(same_part.group(), same_part[1] + re.sub(rf"^{_A_YEAR}", "", then), 1)
    return _THAT_TIME.sub(then, fragment, count=1)


def _inherited(fragment: str, parts: Parts, before: Parts) -> str:
    """Return the period that a fragment with its own question takes over, "" for none."""
    if parts.period or not before.period or _TIMELESS.search(fragment):
        return ""
    asks_amount = parts.ask is None or QUANTITY.search(parts.of(parts.ask)) is not None
    period = before.of(before.period)
    return period if asks_amount and not NOW.fullmatch(period) else ""


# Pronouns and parts of a whole


def _antecedent(before: Parts, reply: str, *, person: bool = False) -> str:
    """Return whom 它 stands for: the answer to a 哪家 or 谁, else the person or the subject before it."""
    if before.ask and _ANSWERED.search(before.of(before.ask)):
        named = _MARK.sub("", reply).strip(" 。.！!\n")
        named = named.rpartition("是")[2]
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


def _pronoun(fragment: str, before: Parts, reply: str) -> str | None:
    """Return the fragment with its pronoun replaced, None when it has none."""
    for pattern, many in ((_MANY_OF_THEM, True), (_ONE, False)):
        match = pattern.search(fragment)
        if match is None:
            continue
        behind = fragment[match.end() :]
        measured = before.measure is not None and group_of(before) == "amount"
        if measured and not many and match.group() == "它" and (_COMPARED.match(behind) or _CHANGED.match(behind)):
            return _compared(behind, before)  # 它占全园多少: not of whom, of what was asked
        things = measured and not is_sum(before.of(before.measure)) if before.subject else True
        named = (
            statement(before, period=False)
            if many and before.measure and things
            else _antecedent(before, reply, person=match.group() in "他她")
        )
        if not named:
            return None
        possessive = "的" if match.group() == "其" and not behind.startswith("的") else ""
        text = of_measure(fragment[: match.start()] + named + possessive + behind, before)
        parts = parse(text)
        if parts.ask is None and not parts.measure and not many:  # 那它呢
            return None if named in before.text else fill(named, parse(named), before)
        if parts.ask is None and not _REQUEST.match(fragment) and before.tail:
            text += "是多少" if QUANTITY.search(before.of(before.ask)) else before.of(before.tail)
            parts = parse(text)
        period = _inherited(text, parts, before)
        if not period or period in text:
            return text
        return text.replace(named, named + period, 1) if match.start() == 0 else period + text
    return None


def _inside(fragment: str, inside: re.Match[str], before: Parts) -> str:
    """Return a question for a part of what was counted (其中国家级的几家)."""
    of = statement(before)
    behind = fragment[inside.end() :]
    if parse(fragment).ask is None:
        behind += f"有多少{before.unit}" if before.unit and not RELATION.search(behind) else "是多少"
    if before.rest and not _counted(before):
        return f"{of}，其中{behind}"
    return f"{of}中{behind}"


def _counted(before: Parts) -> bool:
    return before.rest is None or before.measure == before.rest


# Comparisons


def _compared(fragment: str, before: Parts) -> str | None:
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
    told = re.search(r"(?:比|较)[^，]*?(?=多|少|高|低|增|涨|降|减|提|上升|下降)", before.text)
    if not asks and told and fragment.startswith(("比", "较")):
        return before.text[: told.start()] + fragment + before.text[told.end() :]
    if not asks:
        against = re.fullmatch(
            r"(?:和|跟|与|同|比起?|较)(?P<what>[^比，]{2,}?)(?:的)?(?:相?比(?:较|起来)?|来?说)?", fragment
        )
        if against:
            return f"{stated}比{against['what']}{'高' if _RATED.search(before.of(before.measure)) else '多'}多少"
        fragment += "增长多少" if fragment in ("同比", "环比") else "是多少" if RELATION.search(fragment) else "多少"
    joint = "的" if RELATION.match(fragment) and not fragment.startswith(("同比", "环比", "增长")) else ""
    return f"{stated}{joint}{fragment}"


# Fragments that ask


def _ask(fragment: str, parts: Parts, before: Parts, reply: str, *, leans: bool) -> str | None:
    """Return the full question for a fragment with asking words of its own."""
    predicate = parts.rest is not None
    subject = parts.of(parts.subject)
    if parts.subject and not parts.measure and not predicate:
        if not parts.proper and parts.unit:
            return None  # 产业园有多少家: counts itself
        if group_of(parts) != group_of(before):
            return None
        if not (before.measure or before.rest):
            period = _inherited(fragment, parts, before)
            return f"{period}{fragment}" if period else None
        return fill(f"{parts.of(parts.period)}{subject}", parse(f"{parts.of(parts.period)}{subject}"), before)
    if re.match(r"[在从向对于]", fragment) and parts.subject and before.subject:
        return _of_subject(fragment, parts, before, reply)  # 在西安产了多少: where, not of whom
    own_name = parts.proper or (parts.subject is not None and is_place(subject))
    if parts.subject and own_name:
        period = _inherited(fragment, parts, before) if leans else ""
        return f"{period}{fragment}" if period or leans else None
    if parts.measure or predicate:
        headless = re.search(r"的$", fragment[: parts.tail[0]]) if parts.tail and not predicate else None
        if headless and parts.tail and group_of(parts) != "amount":
            counted = before.unit or before.rest
            whom = statement(before) if counted or parts.proper else before.of(before.subject) or statement(before)
            return f"{whom}{fragment}"  # 最大的是哪个
        if headless and parts.tail:
            tail = fragment[parts.tail[0] :]
            tail = f"有多少{before.unit}" if before.unit and tail == "是多少" else tail
            return f"{fragment[: parts.tail[0]]}{statement(before, period=parts.period is None)}{tail}"
        return _of_subject(fragment, parts, before, reply)
    if parts.period:
        return fill(parts.of(parts.period), parse(parts.of(parts.period)), before)
    if group_of(parts) == "amount" and before.tail and group_of(before) == "amount":
        if parts.unit and is_sum(before.of(before.measure)) and is_count(parts.unit) and before.subject:
            return f"{before.of(before.subject)}{before.of(before.period)}{fragment}"  # the sum is not what is counted
        return edited(before.text, [(before.tail, fragment)]) if parts.unit else None
    if re.match(r"(?:都|分别|具体)?(?:有|是|叫)?(?:哪些|哪几|谁|什么)", fragment):
        return f"{statement(before)}{'' if fragment[0] in '都有是分具叫' else '是'}{fragment}"
    return f"{before.text}，{fragment}"


def _of_subject(fragment: str, parts: Parts, before: Parts, reply: str) -> str | None:
    """Return a fragment with its own measure, of the subject and the period before."""
    named = (
        _antecedent(before, reply) if before.subject or (before.ask and _ANSWERED.search(before.of(before.ask))) else ""
    )
    period = _inherited(fragment, parts, before)
    fragment = of_measure(fragment, before)
    nouns = any(t.tag[0] in "nlj" and is_content(t) for t in tokens(fragment))
    fragment = f"{'' if nouns else _doer(before)}{fragment}"
    if (way := _AWAY.search(before.text)) and _HOW_LONG.search(fragment):
        fragment = way.group() + fragment  # 甲园离市区多远, then 开车要多久
    if not named and before.measure and not _shares_head(parts, before):
        named = before.of(before.measure) + "的"
    if named and named.rstrip("的") in fragment:
        named = ""
    if not named and not period:
        asked = parts.ask or (0, 0)
        own = [t for t in tokens(fragment) if t.tag[0] in "njl" and not asked[0] <= t.start < asked[1]]
        return None if own else f"{statement(before)}{fragment}"  # 从什么时候开始
    return f"{named}{period}{fragment}" if named else f"{period}{fragment}"


def _doer(before: Parts) -> str:
    """Return who did what was counted where it is not the subject itself (甲园2024年｜服务大厅｜受理了多少件事项)."""
    if not before.rest or before.measure != before.rest or not before.tail:
        return ""
    at = max(span[1] for span in (before.subject, before.period, (0, 0)) if span)
    words = ""
    for token in tokens(before.text):
        if at <= token.start < before.tail[0]:
            if token.tag == "v" or token.tag[0] not in "nljbv":
                return words if token.tag == "v" else ""
            words += token.text
    return ""


def _shares_head(parts: Parts, before: Parts) -> bool:
    one, other = parts.of(parts.measure), before.of(before.measure)
    return not one or any(is_same_word(a.text, b.text) for a in tokens(one)[-1:] for b in tokens(other)[-1:])


def _ending(text: str) -> str:
    """Return a question with one mark at its end and no doubled particles."""
    text = re.sub(r"的的+", "的", text).strip("，, ")
    return text + "？"
