"""Follow-ups about answers already given: is it right, whose word is it, is there more, what was it before; and several
answers taken together.

A fragment and the questions before it come in; out goes a whole question, or nothing where the fragment asks on.
"""

import re
from collections.abc import Sequence

from index.quantities import find_quantities
from qa.operands import conjuncts
from qa.phrases import Parts, parse
from qa.slots import NOW, edited, statement

SOURCE_ASKED = "出处是哪里"
_SOURCE = re.compile(
    r"出处|来源|原文|原话|依据|引自|哪[一]?[篇份段页句本]|哪个(?:文件|文档|材料|报告|文章|资料)|(?:哪里|哪儿|在哪|谁|什么时候|何时|哪天)(?:说|讲|提|写|公布|发布|披露|透露|介绍|宣布)"
    r"|^(?:具体|这)?是?(?:哪一?年|什么时候|截[至止].{0,3}(?:时候|哪[年天])|何时)的(?:数据|数字|数)?$|文件名|什么文[件档]|怎么(?:知道|得出|算出?)|(?:确定|真的|可靠|准确|对)吗|是真的|你确定"
)
_ANYTHING = re.compile(r"的(?:数字|数据|数值|数|情况|结果|呢)$")
_N = "两二三四五六七八"
_PAIR = (
    rf"(?:(?:这|那|上面|以上|前面)?这?(?P<n>[{_N}])(?:者|个|家|项|年|笔|样|种|届|期|季度|个月|个季度)?(?:数字?|园区?|企业|公司|地方)?"
    r"|它们|他们|(?:这|上面这?)些)(?:里面?|当中|之中|中|之间)?"
)
_SUM = r"(?:一共|总共|合计|加起来|加在一起|加总|之和|的?总和|总计)"
_OF_SEVERAL = (
    (re.compile(rf"(?:把|将)?(?:{_PAIR})?{_SUM}(?:一共)?(?:是|有)?(?:多少|几)(?P<unit>.{{0,3}})"), "一共是多少"),
    (re.compile(rf"(?:把|将)?{_PAIR}{_SUM}"), "一共是多少"),
    (re.compile(rf"(?:{_PAIR})?(?:之间)?(?:相差|差距|差额|差)(?:了)?(?:是|有)?(?:多少|多大|几)?(?P<unit>.{{0,3}})"), "相差多少"),
    (re.compile(rf"(?:{_PAIR})?(?:相比|比较)?[，,]?(?:哪个|哪家|哪一[个家]|哪年|谁)的?(?:(?:更|比较)[高低多少大小快慢强]|[高低大小快慢强])"), ""),
    (re.compile(rf"(?:{_PAIR})?(?:相比|比较)?[，,]?(?:哪个|哪家|哪一[个家]|哪年|谁)(?P<most>最[高低多少大小快慢强])"), "谁"),
    (re.compile(rf"(?:{_PAIR})?(?P<most>最[高低多少大小快慢强])的?是?(?:哪个|哪家|哪一[个家]|哪年|谁)"), "谁"),
)  # fmt: skip
_DOUBT = re.compile(
    r"(?:你|您)?(?:真的?)?(?:确定|肯定|没(?:有)?(?:搞|弄|算|看)?错|对|准确|可靠|可信|是真的?|真的)(?:吗|吧|么)"
    r"|(?:是不是)?(?:你|您)?(?:搞|弄|算|看|说)?错了?(?:吧|吗)?|不对吧?|不会吧|真的假的"
)
_TELLS = r"(?:说|讲|提|写|公布|发布|披露|透露|介绍|宣布|统计)"
_WHEN_TOLD = re.compile(
    rf"^(?:这|这个|它|那)?(?:数字?|数据|说法|结果)?(?:是|在)?(?:谁|什么时候|何时|哪[一]?[天年])(?:的)?(?:{_TELLS}(?:到|出来)?的?(?:数据|数字|数)?|(?:数据|数字|数))$"
    r"|^(?:具体|这)?是?(?:截[至止].{0,3}(?:时候|哪[年天]))的(?:数据|数字|数)?$"
    r"|^(?:这|这个|它)?(?:数字?|数据)?(?:是|用的|按)?(?:的)?(?:什么|哪[种个]|啥|哪一种)(?:统计)?口径(?:的|算的|统计的)?$|^(?:统计)?口径(?:是什么|是啥)?$"
)
_OTHERS = re.compile(
    r"^(?:还有|有没有|有)?(?:没有)?(?:别的|其[他它]|另一个|另外的|不同的|另一种)(?:说法|口径|版本|来源)"
    r"|^哪一?[个种篇份](?:说法|口径|数字|数据)?(?:更|最|比较)(?:新|近|准确?|可靠|权威|可信)"
)
_MORE = re.compile(
    r"(?:那|然后|除此之外|除了这些|此外|另外)?[，,]?(?:还有(?:呢|吗|没有|别的|其[他它]的?|哪些|什么)*|(?:其[他它]|别|另外|剩下|其余)的(?:呢|是哪些|有哪些|还有)*|就这些|只有这些|没有?了)(?:吗|呢)?"
)
_OTHER_SAID = "还有别的说法吗"
_OTHER_ONE = re.compile(r"另外?一(?:[个家笔只份项座所位款种支]|(?=[\u3400-\u9fff]))")
_EACH = re.compile(r"(?:各自?|分别)(?:是|有|为)?(?:多少|几).{0,3}$")
_MORE_OR_LESS = re.compile(r"(?:一共|总共|又)?[多少]了?(?:多少|几).{0,3}")
_ONE_OF_TWO = re.compile(r"(?P<which>[前后])者")
_FORMER = re.compile(
    r"(?:(?P<did>[^\d一二三四五六七八九十几年月日天的是，,\s]{2,4})(?:之|以)?(?P<way>[前后])|之前|以前)(?:的|那?[个家]?数)?(?P<ask>(?:又|则)?(?:是|有|为)?(?:多少|几).{0,3})?"
    r"|(?P<once>此前|原来|原先|过去|先前|早先)(?:的|那?[个家]?数)?(?P<asked>(?:又|则)?(?:是|有|为)?(?:多少|几).{0,3})?"
)
_BECAME = re.compile(
    r"(?:(?:由.{1,8})?(?:降低?|升高?|增加?|增长|减少?|上涨|涨|提高|提升|缩短|压缩|扩大|下降|上升|更正|调整|改)?(?:[到至成]|为))?了?$"
)
_WHETHER = re.compile(r"(?:能不能|会不会|能够?|会|可以|已经?|是否|有没有)[^，的]{1,4}了?(?:吗|么)?")
_LISTING = re.compile(r"^(?:什么|啥|谁|哪(?![年天月里儿]))")


def about_the_answer(fragment: str, before: Parts) -> str | None:
    """Return the question before with what is asked about its answer, None when the fragment asks something else."""
    if _DOUBT.fullmatch(fragment) or _WHEN_TOLD.match(fragment):
        return f"{before.text}，{SOURCE_ASKED}"  # the source says of when and from whom it is
    if _WHETHER.fullmatch(fragment):
        return f"{statement(before)}{fragment}"
    if _OTHERS.match(fragment):
        return f"{before.text}，{fragment}"
    if _SOURCE.search(fragment) and not parse(fragment).proper and len(fragment) <= 20:
        return f"{before.text}，{SOURCE_ASKED}"
    return None


def more(fragment: str, before: Parts) -> str:
    """Return a question for what else there is (还有呢, 其他的呢), "" when the fragment asks something else."""
    if not _MORE.fullmatch(fragment):
        return ""
    if before.ask and _LISTING.match(before.of(before.ask)) and before.rest in (None, before.measure):
        return f"{statement(before)}还有哪些"
    return f"{before.text}，{_OTHER_SAID}"


def former(fragment: str, before: Parts) -> str:
    """Return a question for what it was before a change (更正前是多少, 之前呢), "" when the fragment asks something else."""
    found = _FORMER.fullmatch(fragment)
    if found is None or group_of(before) != "amount" or not before.tail:
        return ""
    year = re.fullmatch(r"((?:19|20)\d\d)年度?", before.of(before.period))
    if year and not found["did"] and not found["once"] and before.period:  # 2024年的收入, then 之前呢: the year before
        return edited(before.text, [(before.period, f"{int(year[1]) - 1}年")])
    marked = f"{found['did']}{found['way']}" if found["did"] else "原来"
    asked = NOW.sub("", before.text[before.tail[0] :])
    stated = _BECAME.sub("", NOW.sub("", before.text[: before.tail[0]])).rstrip("的")
    return f"{stated}{marked}{asked}"


def other_one(fragment: str, before: Parts, reply: str) -> str:
    """Return a question for the other of two (另一笔基金呢, 另一个榜单推介了几个), without the figure told of the first, or ""."""
    found = _OTHER_ONE.match(fragment)
    told = [q for q in find_quantities(reply) if q.unit] if found else []
    if found is None or not told:
        return ""
    first = next((q for q in told if q.unit == before.unit), told[0])
    rest = parse(fragment[found.end() :])
    asked = fragment if rest.ask and (rest.measure or rest.rest or rest.subject) else before.text
    return f"除{first.surface}外，{asked}"


def without_placeholder(fragment: str) -> str:
    """Return a fragment without a noun that stands for whatever was asked: 2024年的数字, 南边那个园的情况."""
    match = _ANYTHING.search(fragment)
    if match is None or not match.start():
        return fragment
    return fragment[: match.start()]


def of_several(fragment: str, asked: Sequence[Parts]) -> str:
    """Return a question for the last ones that were asked, taken together (两个加起来, 相差多少, 三家里谁最高), or ""."""
    for pattern, asks in _OF_SEVERAL:
        match = pattern.fullmatch(fragment)
        if match is None:
            continue
        said = match.groupdict()
        count = max(2, _N.index(said["n"]) + 1) if said.get("n") else 0
        taken = _alike(asked, count or (len(asked) if said.get("most") else 2))
        if len(taken) < max(2, count):
            return _dealt_out(asked[-1], asks) if asked and count in (0, 2) else ""
        if said.get("most"):
            apart = _one_slot(taken)
            years = apart is not None and apart[1] == [parts.of(parts.period) for parts in taken]
            asks = f"{'哪年' if years else '谁'}{said['most']}"
        return f"{_joined(taken)}{asks or fragment}{said.get('unit') or ''}"
    return ""


def _dealt_out(before: Parts, asks: str) -> str:
    """Return a question for the sum or the difference of what one question asked of each (甲和乙各是多少), or ""."""
    stated = _EACH.sub("", before.text.rstrip("？?"))
    return f"{stated}{asks}" if stated != before.text.rstrip("？?") and asks.endswith("多少") else ""


def between_years(fragment: str, asked: Sequence[Parts]) -> str:
    """Return a question for by how much the last two that were asked differ in time (多了几个 after 2024年 and 2023年), or ""."""
    apart = _one_slot(asked[-2:]) if len(asked) > 1 and _MORE_OR_LESS.fullmatch(fragment) else None
    years = [parts.of(parts.period) for parts in asked[-2:]]
    if apart is None or apart[1] != years or any(group_of(parts) != "amount" for parts in asked[-2:]):
        return ""
    then, now = sorted(years)
    return f"{apart[0].replace(chr(0), now)}比{then}{fragment}"


def the_one_of_two(fragment: str, before: Parts) -> tuple[str, str]:
    """Return the question for 前者 or 后者 of two that were asked of, and what else the fragment says; "" for none."""
    match = _ONE_OF_TWO.search(fragment)
    for span in (before.subject, before.measure) if match else ():
        members = conjuncts(before.of(span))
        if span and match and len(members) == 2:
            whole = edited(before.text, [(span, members["前后".index(match["which"])])])
            rest = fragment[: match.start()] + fragment[match.end() :]
            rest = re.sub(r"呢(?=[，,]|$)", "", rest).strip("，,的 ")
            return re.sub(r"分别|各自?", "", whole), re.sub(r"(?:又|则)?(?:是|有|为)?多少$", "", rest)
    return "", ""


def _alike(asked: Sequence[Parts], most: int) -> list[Parts]:
    """Return the last questions for amounts that differ, the earliest first; of more than two, those of one kind."""
    found: list[Parts] = []
    for parts in reversed(asked):
        if group_of(parts) != "amount" or len(found) == most:
            break
        if not statement(parts) or any(statement(parts) == statement(other) for other in found):
            continue
        if len(found) > 1 and not _one_slot([parts, *found]):
            break
        found.insert(0, parts)
    return found


def _one_slot(several: Sequence[Parts]) -> tuple[str, list[str]] | None:
    """Return the common statement with a gap, and what fills the gap, where questions differ in one part alone."""
    for slot in ("period", "subject", "measure"):
        names = [parts.of(getattr(parts, slot)) for parts in several]
        if not all(names) or len(set(names)) < len(names):
            continue
        around = {statement(parts).replace(name, "\0", 1) for parts, name in zip(several, names, strict=True)}
        if len(around) == 1 and "\0" in (gap := around.pop()):
            return gap, names
    return None


def _joined(several: Sequence[Parts]) -> str:
    """Return one noun phrase for what several questions ask: 甲园2022年和2023年的税收."""
    apart = _one_slot(several)
    gap, names = apart or ("\0", [statement(parts) for parts in several])
    if apart and gap == statement(several[0]).replace(several[0].of(several[0].period) or "\0", "\0", 1):
        names = sorted(names)  # years in their order, in whichever they were asked
    return gap.replace("\0", f"{'、'.join(names[:-1])}和{names[-1]}")


def group_of(parts: Parts) -> str:
    """Return what kind of answer the asking words want, coarsely."""
    asked = parts.of(parts.ask)
    if asked.startswith(("多少", "几", "百分之")):
        return "amount"
    return "time" if re.search(r"时|哪一?[年天月]|何年", asked) else asked
