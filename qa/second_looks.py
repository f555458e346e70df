"""Follow-ups about the answer itself: is it right, whose word is it, is there another; and two answers taken together.

A fragment and the questions before it come in; out goes a whole question, or nothing where the fragment asks on.
"""

import re

from qa.phrases import Parts, parse
from qa.slots import statement

_SOURCE = re.compile(
    r"出处|来源|原文|原话|依据|引自|哪[一]?[篇份段页句本]|哪个(?:文件|文档|材料|报告|文章|资料)|(?:哪里|哪儿|在哪|谁|什么时候|何时|哪天)(?:说|讲|提|写|公布|发布|披露|透露|介绍|宣布)"
    r"|^(?:具体|这)?是?(?:哪一?年|什么时候|截[至止].{0,3}(?:时候|哪[年天])|何时)的(?:数据|数字|数)?$|文件名|什么文[件档]|怎么(?:知道|得出|算出?)|(?:确定|真的|可靠|准确|对)吗|是真的|你确定"
)
_ANYTHING = re.compile(r"的(?:数字|数据|数值|数|情况|结果|呢)$")
_PAIR = r"(?:这|那)?(?:两|二)(?:者|个|家|项|年|笔|样|种)?(?:数字?|园区?|企业|公司)?|它们|他们|上面这?两个"
_OF_BOTH = (
    (re.compile(rf"(?:把|将)?(?:{_PAIR})?(?:一共|总共|合计|加起来|加在一起|加总|之和|的?总和)(?:一共)?(?:是|有)?(?:多少|几).{{0,3}}"
                rf"|(?:把|将)?(?:{_PAIR})(?:一共|总共|合计|加起来|加在一起|加总|之和|的?总和)"), "一共是多少"),
    (re.compile(rf"(?:{_PAIR})?(?:之间)?(?:相差|差|差距|差额)(?:了)?(?:是|有)?(?:多少|多大|几)?.{{0,2}}"), "相差多少"),
    (re.compile(rf"(?:{_PAIR})?(?:相比|比较)?[，,]?(?:哪个|哪家|哪一个|谁)(?:更|比较|的?更)?[高低多少大小快慢强]"), ""),
)  # fmt: skip
_DOUBT = re.compile(
    r"(?:你|您)?(?:真的?)?(?:确定|肯定|没(?:有)?(?:搞|弄|算|看)?错|对|准确|可靠|可信|是真的?|真的)(?:吗|吧|么)"
    r"|(?:是不是)?(?:你|您)?(?:搞|弄|算|看|说)?错了?(?:吧|吗)?|不对吧?|不会吧|真的假的"
)
_WHEN_TOLD = re.compile(
    r"^(?:这|这个|它|那)?(?:数字?|数据|说法|结果)?(?:是|在)?(?:谁|什么时候|何时|哪[一]?[天年])(?:的)?(?:说|讲|提|写|公布|发布|披露|透露|介绍|宣布|统计)?(?:到|出来)?的?(?:数据|数字|数)?$"
    r"|^(?:具体|这)?是?(?:截[至止].{0,3}(?:时候|哪[年天]))的(?:数据|数字|数)?$"
)
_OTHERS = re.compile(
    r"^(?:还有|有没有|有)?(?:没有)?(?:别的|其[他它]|另一个|另外的|不同的|另一种)(?:说法|口径|版本|来源)"
    r"|^哪一?[个种篇份](?:说法|口径|数字|数据)?(?:更|最|比较)(?:新|近|准确?|可靠|权威|可信)"
)
_WHETHER = re.compile(r"(?:能不能|会不会|能够?|会|可以|已经?|是否|有没有)[^，的]{1,4}了?(?:吗|么)?")


def about_the_answer(fragment: str, before: Parts) -> str | None:
    """Return the question before with what is asked about its answer, None when the fragment asks something else."""
    if _DOUBT.fullmatch(fragment) or _WHEN_TOLD.match(fragment):
        return f"{before.text}，出处是哪里"  # the source says of when and from whom it is
    if _WHETHER.fullmatch(fragment):
        return f"{statement(before)}{fragment}"
    if _OTHERS.match(fragment) or (_SOURCE.search(fragment) and not parse(fragment).proper and len(fragment) <= 20):
        return f"{before.text}，{fragment}"
    return None


def without_placeholder(fragment: str) -> str:
    """Return a fragment without a noun that stands for whatever was asked: 2024年的数字, 南边那个园的情况."""
    match = _ANYTHING.search(fragment)
    if match is None or not match.start():
        return fragment
    return fragment[: match.start()]


def of_both(fragment: str, before: Parts, earlier: Parts | None) -> str:
    """Return a question for the last two that were asked, taken together (两个加起来, 相差多少, 哪个更高), or ""."""
    if earlier is None:
        return ""
    for pattern, asks in _OF_BOTH:
        if pattern.fullmatch(fragment):
            one, other = statement(earlier), statement(before)
            alike = one and other and one != other and group_of(earlier) == group_of(before) == "amount"
            return f"{one}和{other}{asks or fragment}" if alike else ""
    return ""


def group_of(parts: Parts) -> str:
    """Return what kind of answer the asking words want, coarsely."""
    asked = parts.of(parts.ask)
    if asked.startswith(("多少", "几", "百分之")):
        return "amount"
    return "time" if re.search(r"时|哪一?[年天月]|何年", asked) else asked
