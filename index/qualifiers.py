"""Qualifiers: the words beside a number that say how exactly it is meant.

In comes folded text and the place of a number; out comes what stands before it (超过, 约, 预计) and after it (左右,
以上). The words are a closed class; where they are part of others (签约, 附近, 打破) what precedes them keeps them out.
"""

import re

from index.types import Qualifier

_WORDS = {
    Qualifier.ABOUT: "约 大约 大概 大致 差不多 约莫 about around approximately roughly",
    Qualifier.OVER: "超 超过 超出 突破 破 逾 多于 大于 高于 不止 不只 over exceeding exceeded|more than",
    Qualifier.UNDER: "不足 不到 未满 少于 低于 小于 不满 未达 未到 under below|less than|fewer than",
    Qualifier.NEARLY: "近 将近 接近 逼近 nearly almost",
    Qualifier.AT_LEAST: "至少 最少 不少于 不低于 不小于 起码 不下 大于等于 大于或等于 |at least",
    Qualifier.AT_MOST: "至多 最多 不超过 不高于 不多于 不大于 最高 顶多 不超 小于等于 小于或等于 |at most|up to",
    Qualifier.ESTIMATED: "预计 预期 预估 估计 有望 估算 |estimated|expected",
    Qualifier.PLANNED: "计划 拟 力争 争取 目标 |planned",
}
QUALIFIERS = {
    word: qualifier
    for qualifier, words in _WORDS.items()
    for word in (*words.partition("|")[0].split(), *filter(None, words.partition("|")[2].split("|")))
}
_LINK = r"(?:了|为|有|占|达到?|到|在|至|是)?\s?$"
_LONG = "|".join(sorted((w for w in QUALIFIERS if len(w) > 1), key=len, reverse=True))
_BEFORE = re.compile(  # every choice begins with a sign of its own: `re` looks for those fast
    rf"({_LONG}|约(?<![合节签预条履制特邀违续集简纽公]约)|近(?<![附最邻靠亲贴临远就]近)(?=\s?$)|超(?<![反高赶]超)(?=\s?$)"
    rf"|破(?<![突打冲侦爆]破)(?=\s?$)|逾|拟(?<![比虚模草]拟)(?=\s?$)){_LINK}"
)
_LAST = frozenset(w[-1] for w in QUALIFIERS) | frozenset("了为有占达到在至是")
_REACHES = re.compile(r"(?<![以及千百])上$|(?<![超经])过$")  # 上百家, 过万人: only before a bare 百, 千, 万, 亿
_AFTER = re.compile(
    r"(?:[（(]含[）)])?\s?(?:(?P<about>左右|上下)|(?P<at_least>及?以上|之上|或以上|或者以上)|(?P<at_most>及?以下|之下|以内|之内)"
    r"|(?P<over>多(?=[，。、；的）\s来以高长宽深重远大厚]|$)|有余|开外|之多))"
)
_AFTER_FIRST = frozenset("（(左上及或以之下多有开")
_WINDOW = 16  # the longest qualifier with its link and a space


def qualifier_after(folded: str, end: int) -> tuple[Qualifier, str, int] | None:
    """Read a qualifier that follows a number's unit: its meaning, its words, where it ends."""
    follower = folded[end : end + 1]
    if follower not in _AFTER_FIRST and not follower.isspace():
        return None
    after = _AFTER.match(folded, end)
    return (Qualifier(after.lastgroup or "over"), after[0].strip(), after.end()) if after else None


def qualifier_before(folded: str, start: int, *, duration: bool, bare: bool) -> tuple[Qualifier, str, int] | None:
    """Read a qualifier that precedes a number.

    Args:
        folded: The text with half-width and simplified forms.
        start: Where the number begins.
        duration: The number counts time; 近三年 then is the last three years and not "nearly".
        bare: The number is a lone 百, 千, 万 or 亿 power, before which 上 and 过 are qualifiers too.

    Returns:
        Its meaning, its words, and where it begins; None if there is none.
    """
    last = folded[start - 1 : start] if start else ""
    if last.isspace():
        last = folded[start - 2 : start - 1] if start > 1 else ""
    if not last or (last not in _LAST and last not in "上过"):
        return None
    before = _BEFORE.search(folded, max(0, start - _WINDOW), start)
    if before:
        word = before[1]
        if word != "近" or not duration:
            return QUALIFIERS[word], word, before.start()
    if bare and last in "上过" and _REACHES.search(folded, max(0, start - 3), start):
        return (Qualifier.AT_LEAST if last == "上" else Qualifier.OVER), last, start - 1
    return None
