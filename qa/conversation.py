"""Follow-ups made self-contained without a model, and small talk answered without a search.

In comes a question with the conversation before it; out goes the same question when it is complete, else one that says
what the user left out. A follow-up is compared with the question before it: what it leaves out (of whom, of what, of
when, in which unit) is taken over, what it says replaces the part of the same kind. Every user turn is resolved against
the one before, so the third can lean on the second. A question with its own subject and measure takes nothing over.
"""

import re
from collections.abc import Callable, Mapping, Sequence

from index.quantities import find_quantities
from qa.english import is_english
from qa.fragments import looked_at
from qa.named import asked_of_another
from qa.operands import conjuncts
from qa.phrases import (
    ASK,
    Parts,
    is_content,
    parse,
    tokens,
)
from qa.pointing import ANSWERED, ONE, REQUEST, antecedent, compared, inherited, part_of, periods_resolved, pronoun
from qa.second_looks import (
    SOURCE_ASKED,
    about_the_answer,
    between_years,
    former,
    group_of,
    more,
    of_several,
    other_one,
    the_one_of_two,
    without_placeholder,
)
from qa.slots import edited, fill, is_count, is_place, is_same_word, is_sum, of_measure, statement
from qa.smalltalk import small_talk
from qa.summary import SUMMARIZE, introduced, topic_of

__all__ = ["small_talk", "standalone"]

_TURNS = 20
_LENGTH = 500
_HAN = re.compile(r"[\u3400-\u9fff]")
_ENGLISH_YEAR = re.compile(r"(?:(?:and|then|what about|how about|in|for)\s+)*((?:19|20)\d\d)", re.IGNORECASE)
_EACH = re.compile(
    r"(?P<names>[^，,。？?]{2,24}?)(?:各自?|分别)(?P<ask>(?:占|是|有|为|大约|约)*(?:多少|几[成家个名位]?|百分之几)[^，,。？?]{0,6})"
)
_TO_ASK = re.compile(r"(?:占比?|的?比[例重]|的?数量|有|是|为|达到?|大约|约)*$")
_LETTERS = re.compile(r"[A-Za-z][A-Za-z\d+.-]*")
_LETTERS_ALONE = re.compile(rf"({_LETTERS.pattern})呢?")
_MISTAKE = re.compile(
    r"(?:^|[？?…。，,、；;！!\s.—]+)(?:(?:哦|噢|啊|呃|唉|等等)?[，,\s]*(?:不对|说错了?|搞错了?|弄错了?|打错了?|错了|更正一?下?(?=[，,：:。！!\s])|我是说|我的意思是|我指的?是"
    r"|(?:不是|应该是)(?=[，,：:]))[，,。：:！!\s]*)+"
)
_LEAD = re.compile(
    r"^(?:(?:那么|那(?!边|里|儿|天|个|些|[一几两]?年|[一几两]?[家次届批]|时|座|所|位)|然后|另外|此外|还有(?!其[他它]|哪|什么|别|没|更|吗)|以及|再(?:问|查|看|说)(?:问|查|看|说)?(?:一下|下|个)?|顺便(?:问|说)?(?:一下|下)?"
    r"|我(?:想)?(?:问|说|要|指)的是|(?:只|仅|光|单)(?:算|看|说|论)|请问一?下?|请|我?想(?:问|知道|了解|看)一?下?|麻烦|帮(?:我|忙)(?:查|看|找|算)?一?下?|接着|继续|对了|如果是|要是|假如是|换成|换做|换|改成|改为|至于"
    r"|(?:嗯|哦|好|好的|行|谢谢|多谢|你好|您好)(?=[，,。！!\s]))[，,。！!\s]*)+"
)
_ANOTHER = re.compile(
    r"^(?:(?:嗯|哦|好|好的|行)[，,。\s]*)?(?:那?(?:我们)?换一?个(?:话题|问题|事儿?)|另外?一个问题|不说这个了?|[说问]点别的)(?:[吧了说问]|一下)*[，,。：:！!\s]*"
)
_CLOSE = re.compile(r"[\s　？?。.！!，,；;～~…]+$")
_COLUMN = re.compile(
    r"(?<=[\u3400-\u9fff])[那这]一?[栏项列行格](?=呢?[？?]?$)"
)  # 上市公司那一栏呢: of a table to be filled in
_PARTICLE = re.compile(r"(?:呢|呀|啊|嘛|吧|来着)+$")
_HOW_ABOUT = re.compile(
    r"(?:那边|方面|的情况|情况|表现)?(?:又|则)?(?:是|会)?(?:如何|怎么?样|咋样|什么情况|怎么说)(?:了|呢)?$"
)
_UNIT = re.compile(
    r"(?:(?:请|能不能|能|可以|麻烦)?(?:把?(?:它|这个|结果|单位|数字)?)?(?:换算?|折算?|折合|转换?|改)(?:成|为|到|算成|合)|单位(?:用|换成|改成|是)?|[以用按](?=.{1,6}(?:表示|计|计算|为单位|说|来算)))"
    r"(?P<unit>[^，。？?\s]{1,8}?)(?:表示|计算?|为单位|来?说|来算|是多少|的?话|多少)?(?:吗|呢|吧|好吗)?$"
)
_UNIT_ASKED = re.compile(r"^(?:是|合|等于|相当于|折合|那是|也就是)?(?:多少|几)(?P<unit>[^，。？?\s家个人件项]{1,6})$")
_WHOLE_FIGURE = re.compile(r"(?:这|该|那)一?(?:个|项)?(?:数据|数字|数值|数|指标|比例|金额|规模|结果)")
_NEXT_ONE = re.compile(
    r"(?P<rank>(?:倒数)?第[一二三四五六七八九十\d]+|次)(?P<way>[高低大小多少快慢长短])的?(?:是(?:谁|哪[家个座]?))?"
)
_AGAINST = re.compile(r"(?:和|跟|与|同)[^，]{2,12}比(?:较|起来)?|相?比[^，]{2,12}")
_WHICH_ONES = re.compile(r"(?:具体|分别|各自?)+(?P<ask>(?:是|有|叫)?哪(?:些|几[\u3400-\u9fff]?))")
_ENGLISH_SOURCE = re.compile(
    r"(?:and\s+)?(?:where (?:does|do|did|is) (?:that|this|it|the (?:figure|number))s?(?: \w+)? (?:come )?from"
    r"|(?:what|which)(?:'s| is)? (?:is )?(?:the|your) source|which (?:document|report|file|page)\b.*|(?:the )?source|says who)",
    re.IGNORECASE,
)
_AT_THAT_TIME = re.compile(r"(?<=[年月日底末初])的?(?:时候?|那时候?|那会儿|当时)(?=$|[是有为多几呢])")
_ADDED_UP = re.compile(r"(?:一共|总共|合计|总计|共计|加起来)(?:是|有)?(?:多少)?$")
_AWAY = re.compile(r"(?:离|距离?)[^，。有多的]{1,8}(?=有?多[远少])")
_HOW_LONG = re.compile(r"多久|多长时间|怎么[走去到]|几个?[小分]")
_DEFINITION = re.compile(r"^什么(?:是|叫)|是什么意思|指(?:的是)?什么|(?:的)?定义")


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
                whole = introduced(whole) or whole
                # 你确定吗, 为什么: the question itself is still the one before.
                if not asked or not whole.startswith(f"{asked[-1].text.rstrip('？?')}，"):
                    asked.append(parse(whole))
                reply = ""
        elif turn.get("role") == "assistant":
            reply = content
    if not asked or len(question) > _LENGTH or small_talk(question) is not None:
        return question
    return _resolve(question, asked, reply, chinese)


def _of_each(fragment: str, earlier: Sequence[Parts], reply: str, chinese: Callable[[str], str]) -> str:
    """Return a follow-up that asks of each of several (食堂和宽带各占多少) in full, "" for any other."""
    match = _EACH.fullmatch(_LEAD.sub("", fragment))
    members = conjuncts(match["names"]) if match else []
    if not match or not members:
        return ""
    # What the first of them would be asked as is asked of all.
    whole = _resolve(f"那{members[0]}呢？", earlier, reply, chinese)
    at = whole.find(members[0])
    ask = next((found for found in ASK.finditer(whole) if found.start() >= at + len(members[0])), None)
    if at < 0 or ask is None:
        return ""
    rest = _TO_ASK.sub("", whole[at + len(members[0]) : ask.start()])
    tail = whole[ask.end() :].rstrip("？?") if match["ask"].endswith(("多少", "几")) else ""
    return f"{whole[:at]}{match['names']}{rest}各{match['ask']}{tail}？"


def _of_other_letters(fragment: str, before: str) -> str:
    """Return the question before with its one name in letters replaced (IT占多少 → BT呢), "" where there is no such."""
    named = _LETTERS_ALONE.fullmatch(_LEAD.sub("", fragment))
    names = set(_LETTERS.findall(before))
    alone = named and len(names) == 1 and named[1] not in names
    return f"{before.rstrip('？?').replace(names.pop(), named[1])}？" if named and alone else ""


def _resolve(question: str, earlier: Sequence[Parts], reply: str, chinese: Callable[[str], str]) -> str:
    """Return one user turn in full, given the (full) questions before it and what was replied to the last."""
    asked = _COLUMN.sub("", question.strip())
    said = [part for part in _MISTAKE.split(asked) if part.strip(" ，,。…")]
    asked = said[-1] if said else asked
    fragment = _CLOSE.sub("", asked)
    if not earlier or not earlier[-1].text or not fragment:
        return asked if len(said) > 1 else question
    before = earlier[-1]
    if not _HAN.search(fragment) or is_english(fragment):
        in_chinese = _HAN.search(before.text) is not None and not is_english(before.text)
        if _ENGLISH_SOURCE.fullmatch(fragment):
            return f"{before.text if in_chinese else chinese(before.text)}，{SOURCE_ASKED}？"
        year = _ENGLISH_YEAR.fullmatch(fragment) if in_chinese else None
        if year is None:
            from qa.english_follow import in_english  # only for the few that ask in English

            return in_english(fragment, before.text, before if in_chinese else None) or question
        fragment = f"{year[1]}年"
    elif is_english(before.text):
        earlier = [parse(chinese(parts.text)) if is_english(parts.text) else parts for parts in earlier]
        before = earlier[-1]
    if whole := _of_each(fragment, earlier, reply, chinese) or _of_other_letters(fragment, before.text):
        return whole
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
    bare = _AT_THAT_TIME.sub("", without_placeholder(bare))
    if (added := _ADDED_UP.search(bare)) and _only_whom_or_when(bare[: added.start()]):
        bare = bare[: added.start()]  # 上半年合计呢
    if not bare.strip("的"):
        return question
    if (next_one := _NEXT_ONE.fullmatch(bare)) and f"最{next_one['way']}" in before.text:
        return _ending(before.text.replace(f"最{next_one['way']}", f"{next_one['rank']}{next_one['way']}", 1))
    one, rest = the_one_of_two(bare, before)
    if one:
        return _ending((rest and _whole(rest, parse(one), reply, leans=True)) or one)
    if several := of_several(bare, earlier) or between_years(bare, earlier):
        return _ending(several)
    # 更正前是多少 after 为什么更正: before which change the last figure was.
    if once := former(bare, next((parts for parts in reversed(earlier) if group_of(parts) == "amount"), before)):
        return _ending(once)
    if other := other_one(bare, before, reply):
        return _ending(other)
    how = _HOW_ABOUT.sub("", bare)
    if (
        how != bare
        and group_of(before) in ("amount", "time")
        and ("又" in bare[len(how) :] or _only_whom_or_when(how) or _AGAINST.fullmatch(how))
    ):
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
    if REQUEST.match(fragment) and (len(fragment) <= 6 or not parse(fragment).proper) and not ONE.search(fragment):
        return f"{before.text}，{fragment}"
    if (asked := about_the_answer(fragment, before)) is not None:
        return asked
    counted = before.measure is not None and before.measure == before.rest
    if counted and (ones := _WHICH_ONES.fullmatch(fragment)):
        return f"{statement(before)}{ones['ask']}"  # 新开了几条航线, then 具体是哪几条
    if asked := asked_of_another(fragment, before.text):
        return asked
    if asked := looked_at(fragment, before):
        return asked
    fragment = periods_resolved(fragment, before)
    if _WHOLE_FIGURE.search(fragment):
        return _WHOLE_FIGURE.sub(lambda _: statement(before), fragment, count=1)
    if (part := part_of(fragment, before)) is not None:
        return part
    pointed = pronoun(fragment, before, reply)
    if pointed is not None:
        return pointed
    if (other := compared(fragment, before)) is not None:
        return other
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
            period = inherited(fragment, parts, before)
            return f"{period}{fragment}" if period else None
        return fill(f"{parts.of(parts.period)}{subject}", parse(f"{parts.of(parts.period)}{subject}"), before)
    if re.match(r"[在从向对于]", fragment) and parts.subject and before.subject:
        return _of_subject(fragment, parts, before, reply)  # 在西安产了多少: where, not of whom
    own_name = parts.proper or (parts.subject is not None and is_place(subject))
    if parts.subject and own_name:
        period = inherited(fragment, parts, before) if leans else ""
        return f"{period}{fragment}" if period or leans else None
    if parts.measure or predicate:
        headless = re.search(r"的$", fragment[: parts.tail[0]]) if parts.tail and not predicate else None
        if headless and parts.tail and group_of(parts) != "amount":
            counted = before.unit or before.rest
            whom = statement(before) if counted or parts.proper else before.of(before.subject) or statement(before)
            return f"{whom}{fragment}"  # 最大的是哪个
        if headless and parts.tail:
            tail = fragment[parts.tail[0] :]
            if tail.startswith("占"):  # 硕士以上的占多少: of those counted
                return f"{statement(before, period=parts.period is None)}中{fragment}"
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
        antecedent(before, reply) if before.subject or (before.ask and ANSWERED.search(before.of(before.ask))) else ""
    )
    period = inherited(fragment, parts, before)
    fragment = of_measure(fragment, before)
    nouns = any(t.tag[0] in "nlj" and is_content(t) for t in tokens(fragment))
    fragment = f"{'' if nouns else _doer(before)}{fragment}"
    if (way := _AWAY.search(before.text)) and _HOW_LONG.search(fragment):
        fragment = way.group() + fragment  # 甲园离市区多远, then 开车要多久
    if not named and before.measure and not _shares_head(parts, before):
        named = before.of(before.measure) + ("的" if tokens(fragment)[0].tag[0] in "nljabm" else "")
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
