"""Questions that ask to compare or compute → what to look up and what to do with it.

A self-contained question comes in; out goes a `Plan`: the operation and one whole question for each figure that it
needs, or None when a single stated figure answers (营业总收入增长了多少, 一共有多少家企业). `qa.arithmetic` does the
sum on the figures found. Patterns are tried from the most to the least particular; the first that fits decides.
"""

import re
from collections.abc import Callable
from dataclasses import replace

from index.quantities import find_quantities
from qa.backwards import backwards, derived, derived_mean, premised
from qa.changes import changed, over_time, since, to_target, years_between
from qa.differences import VERBS, against, between, larger, larger_by
from qa.english import is_english
from qa.english_plans import english_plan
from qa.operands import only_period, period_in, subject_in, without_period
from qa.plans import Needs, Operand, Operation, Plan
from qa.portions import beyond, converted, negated, portion
from qa.quotients import mean, share_of, times_of, together
from qa.shifts import moved, split_rate, with_rate
from qa.spelled import spelled

__all__ = ["Needs", "Operand", "Operation", "Plan", "plan"]

_POLITE = re.compile(
    r"^(?:请问|请|麻烦|帮(?:我|忙)?|我?想(?:知道|问|了解)|算一?算|算一下|计算一?下?|一下|看看|你?知道|[，, ])+"
)
_DEMAND = re.compile(
    r"[，,。？?（(]?(?:请|帮我|麻烦)?(?:算一?算|算一?下|计算一?下?|估算一?下?)(?:看|吧|出来)?[）)]?(?=$|[，,。？?])"
)
_DEMAND_FIRST = re.compile(r"(?:请|帮我?|麻烦|你)*(?:计算|估算|算)")
_CLOSE = re.compile(r"(?:[？?。.！!\s]|呢|呀|啊|吗|来着)+$")
# Said of a comparison as such; what is compared stands elsewhere.
_IDLE = re.compile(
    r"[，,]?(?:前后|两相|两下|这样|前前后后)(?:一|相)?(?:比|对比|比较)(?:一下|起来|下来|来看)?[，,]?|[，,]?(?:比|对比)(?:下来|一下)[，,]?"
    r"|(?<=[，,])(?:前后|两者)(?=[^，,]{0,4}(?:多少|几))"
)
# 从40家扩到64家，数量增加了…: what is counted is said by its figures.
_COUNTED_AGAIN = re.compile(
    rf"(?<=[家个人项件座所只名户条台亩辆])[，,](?:总|园区|企业)?(?:[家个件项人户]数|数量|总数|数目|规模)(?={VERBS})"
)
_HOW = re.compile(
    r"[，。？?](?:请|就)?(?:用|按照?|根据|依据?|拿)(?P<given>[^，。？?]{2,40}?)(?:这两个数|来)?(?:计?算|推算|折算|相除)(?:一下|得出)?$"
)
_COMMA = re.compile(r"(?<!\d),\s*|,(?!\d)\s*")
_EACH_OF = re.compile(r"分别|各(?:是|有|自|为|占|[\u3400-\u9fff]{2}了(?:多少|几))|哪些")
_ROUGH = re.compile(r"大约|大概|约(?!束|定|谈|会)|左右|差不多")

Recogniser = Callable[[str], Plan | None]
_RECOGNISERS: tuple[Recogniser, ...] = (
    spelled,
    backwards,
    premised,
    larger_by,
    years_between,
    over_time,
    since,
    to_target,
    against,
    between,
    together,
    times_of,
    beyond,
    share_of,
    derived_mean,
    mean,
    portion,
    negated,
    converted,
    larger,
    moved,
    changed,
    derived,
)


def _of_whom_and_when(given: str, asked: str) -> str:
    """Return what the figures to compute with are said to be of, as far as the question itself does not say."""
    when, whom = period_in(given), subject_in(given)
    return f"{'' if period_in(asked) else when}{'' if whom in asked else whom}"


def plan(text: str) -> Plan | None:
    """Return what a self-contained question asks to compute, None when a stated figure answers it."""
    if len(text) > 200 or _EACH_OF.search(text):
        return None
    if is_english(text):
        return english_plan(text)
    asked = _CLOSE.sub("", _COMMA.sub("，", " ".join(text.split())))
    demanded = bool(_DEMAND.search(asked) or _DEMAND_FIRST.match(asked))
    asked = _IDLE.sub("", _POLITE.sub("", _CLOSE.sub("", _DEMAND.sub("", asked))))
    how = _HOW.search(asked)  # 平均一项多少钱？用2024年甲园的项数和金额算
    if how and not find_quantities(without_period(how["given"])):  # the figures themselves are read by `backwards`
        asked = f"{_of_whom_and_when(how['given'], asked[: how.start()])}{asked[: how.start()]}"
    main, _, behind = asked.rpartition("，")
    if main and only_period(behind) and not period_in(main):
        asked = f"{behind}{main}"  # 高企占全部企业的百分之几，2024年
    asked = _COUNTED_AGAIN.sub("，", asked)
    if (change := split_rate(asked)) and (both := with_rate(plan(change))):
        return both
    for recognise in _RECOGNISERS:
        found = recognise(asked)
        if found and (
            found.operands[0].needs is Needs.EACH
            or len({(o.question, o.stated) for o in found.operands}) == len(found.operands)
        ):
            rough = bool(_ROUGH.search(asked))
            return replace(found, fallback=found.fallback and not demanded, rough=rough)
    return None
