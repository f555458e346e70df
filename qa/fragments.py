"""Fragments that say how to look at what was asked: another count (按登记数算), another of its kind (首届, 一期多少), who
of them is most, why.

A fragment and the parts of the question before it come in; out goes a whole question, or "" where the fragment is of
none of these kinds. Nothing here needs to know more than that question.
"""

import re

from qa.phrases import ASK, Parts, parse, tokens
from qa.second_looks import SOURCE_ASKED, group_of
from qa.slots import NOW, edited, fill, is_place, is_shape, neighbour, statement

_BASIS = re.compile(
    r"(?:如果|要是)?(?:按照?|依照?|从|以|用)(?P<on>[^多少几]{2,12}?)(?:来|的?(?:口径|标准|角度))*(?:算|看|计|计算|统计|口径|来说|而言)(?:的话)?"
)
_WHICH = r"(?:哪一?[家个座年届项]|谁)"
_MOST = r"最[高低多少大小长短快慢强早晚好]"
_SUPERLATIVE = (
    re.compile(rf"(?P<of>.{{0,12}}?)(?:里面?|中|当中|之中)?(?P<asks>(?:是)?{_WHICH}(?:的)?{_MOST})"),
    re.compile(rf"(?P<of>.{{0,12}}?)(?:里面?|中|当中|之中)?(?P<asks>{_MOST}的(?:一[家个座])?是?{_WHICH})"),
)
_MOST_OF_KIND = re.compile(rf"(?:那么?)?(?P<which>哪一?[个家座](?P<kind>[^，的最]{{2,6}}))(?P<most>{_MOST})的?")
_SOME_OF = re.compile(
    r"[^，的]{1,8}的(?:[那一两三几][家个位项座]?)?(?:又|都|分别)?(?:是|有|叫)(?:谁|哪.{0,2}|什么.{0,2})"
)
_BARE = re.compile(
    r"(?:是|在|有|又是)?(?P<ask>谁|哪[年天月里儿]|哪一[年天]|何[时地]|什么(?:时候|时间|地方)|多久|在哪[里儿]?|几[月号])(?:的)?(?:呢)?"
)
_WHY = re.compile(
    r"(?P<why>为什么|为何|为啥|怎么|怎样|如何)(?:会|要|就|又|能)?(?P<did>[^，的多少]{1,6}?)(?P<end>了|的)?"
)
_ASPECT = re.compile(r"(?P<of>.*?)的?(?P<aspect>原?(?:预计|预期|计划|定)|实际)(?:上|的|值|数)*")
_ASPECTS = re.compile(r"原?(?:预计|预期|计划)|原定|实际")
_MONEY = re.compile(
    r"(?:这些|他们|它们)?(?:一共|总共|合计|共计|共|总的?)?(?:是|有|要|花了?|发了?|给了?|涉及)?(?:多少钱|多大金额|多少资金|金额(?:是|有)?多[少大]|多少(?:万|亿)?元)"
)


def looked_at(fragment: str, before: Parts) -> str:
    """Return the whole question for a fragment of these kinds, "" for any other."""
    for read in (_on_another_basis, _another_of_its_kind, _with_aspect, _most, _some_of, _bare, _why, _money):
        if found := read(fragment, before):
            return found
    return ""


def _on_another_basis(fragment: str, before: Parts) -> str:
    """按登记数算: put before the question itself."""
    return f"{fragment}，{before.text}" if _BASIS.fullmatch(fragment) and before.ask else ""


def _another_of_its_kind(fragment: str, before: Parts) -> str:
    """一期多少, 首届什么时候: the same question, or another one, of the next of its kind."""
    asked = ASK.search(fragment)
    head = re.sub(r"(?:是|有|为|又|的)+$", "", fragment[: asked.start()]) if asked else ""
    if asked is None or not is_shape(neighbour(head, before.text)):
        return ""
    whole = fill(head, parse(head), before) or ""
    other = parse(fragment)
    if not whole or group_of(other) == group_of(before):
        return whole
    base = parse(whole)
    return f"{base.of(base.subject)}{fragment[asked.start() :]}" if base.subject else ""


def _with_aspect(fragment: str, before: Parts) -> str:
    """第二届预计, 2025年实际: the same of another time or edition, as planned or as it came out."""
    match = _ASPECT.fullmatch(fragment)
    if match is None or not before.tail:
        return ""
    said = parse(match["of"])
    if not match["of"]:
        return _planned(before.text, before, match["aspect"])
    if not (is_shape(neighbour(match["of"], before.text)) or (said.period and not said.measure and not said.subject)):
        return ""
    whole = fill(match["of"], said, before)
    if whole is None:
        return ""
    return _planned(whole, parse(whole), match["aspect"])


def _planned(whole: str, parts: Parts, aspect: str) -> str:
    if _ASPECTS.search(whole):
        return _ASPECTS.sub(aspect, whole, count=1)
    return edited(whole, [((parts.tail[0], parts.tail[0]), aspect)]) if parts.tail else whole


def _most(fragment: str, before: Parts) -> str:
    """哪家最高, 最高的是谁: of the measure before, among those named or all that have it."""
    of_kind = _MOST_OF_KIND.fullmatch(fragment)
    if (
        of_kind
        and group_of(before) == "amount"
        and before.measure
        and (is_place(of_kind["kind"]) or before.of(before.subject).endswith(of_kind["kind"]))
    ):
        return f"{before.of(before.period)}{of_kind['which']}的{before.of(before.measure)}{of_kind['most']}"
    match = next((m for pattern in _SUPERLATIVE if (m := pattern.fullmatch(fragment))), None)
    if match is None or group_of(before) != "amount" or not before.measure:
        return ""
    among, whose = match["of"], before.of(before.subject)
    if among and parse(f"{among}是多少").measure:
        return ""  # 税收哪家最高: it names a measure of its own
    if whose and not before.proper and among in ("", whose):
        return ""  # 产业园平均规模, then 最大的是哪个: of the things themselves
    stated = statement(before)
    if not among and re.search(r"[、和与及]", whose):
        return f"{stated}{match['asks']}"
    of = fragment[: match.start("asks")]
    measure = stated.replace(whose, of, 1) if whose else f"{of}{stated}"
    return f"{re.sub(r'^的', '', measure)}{match['asks']}"


def _some_of(fragment: str, before: Parts) -> str:
    """新晋的是哪两家, 最新的一家是谁: of those that were counted or listed."""
    listed = group_of(before).startswith(("谁", "哪", "什么")) and before.measure
    counted = group_of(before) == "amount" and before.measure is not None and before.measure == before.rest
    if not (listed or counted) or not _SOME_OF.fullmatch(fragment):
        return ""
    return f"{statement(before)}中{fragment}"


def _bare(fragment: str, before: Parts) -> str:
    """哪天, 是谁: in the place of the asking words before, or whose word a figure is."""
    match = _BARE.fullmatch(fragment)
    if match is None or not before.tail or not before.ask:
        return ""
    if group_of(before) == "amount":
        told = group_of(parse(fragment)) == "time" or match["ask"] == "谁"
        return f"{before.text}，{SOURCE_ASKED}" if told else ""
    if re.search(r"[里儿]|地", match["ask"]) or group_of(parse(fragment)) != group_of(before):
        time = group_of(parse(fragment)) == "time"
        place = "在" if re.match(r"哪[里儿]|什么地方|何地", match["ask"]) else ""
        at = len(before.text[: before.tail[0]].removesuffix("在")) if time or place else before.tail[0]
        return edited(before.text, [((at, before.tail[1]), place + match["ask"])])
    return ""


def _why(fragment: str, before: Parts) -> str:
    """为什么更正: of what was asked about, not of its subject alone."""
    match = _WHY.fullmatch(fragment)
    if match is None or not before.measure or not before.ask or group_of(before) != "amount":
        return ""
    if len(tokens(match["did"])) > 1:
        return ""  # 为什么适合投资: more than what was done to the figure
    stated = re.sub(rf"(?:{re.escape(match['did'])})?了?$", "", NOW.sub("", statement(before)))
    return f"{stated}{fragment}"


def _money(fragment: str, before: Parts) -> str:
    """一共多少钱: of what was counted, or of what the counted things were part of."""
    counted = before.measure is not None and before.measure == before.rest
    if not counted or not before.tail or not _MONEY.fullmatch(fragment):
        return ""
    lead = tokens(before.text[: before.tail[0]])
    while lead and (lead[-1].tag[0] == "v" or lead[-1].text in ("了", "过", "的")):
        lead = lead[:-1]
    told = (
        "".join(t.text for t in lead)
        if any(t.tag[0] == "n" and not is_place(t.text) for t in lead)
        else statement(before)
    )
    return f"{told}{fragment}"
