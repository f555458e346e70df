"""Whether a follow-up that a model rewrote still asks what the user asked.

The rewritten line comes in with the user's words, the same question made whole without a model, and the conversation;
out goes yes or no. A rewriting may order the words anew and fill in what was left out. It may not lose a word of the
user's, add one that was not said, or turn the question round: a negation, a period, a name and what is asked for must
be those of the question made whole without a model, where that found what was left out.
"""

import re
from collections import Counter
from collections.abc import Iterator

from index.periods import find_periods
from index.words import fold, tagged
from qa.question import Want, understand
from qa.support_words import content_of, names_of, undated

_LONGEST = 200
_HAN = re.compile(r"[\u3400-\u9fff]")
_EXACT = re.compile(r"\d+(?:\.\d+)?")
_NEGATION = re.compile(
    r"[不没未非无莫](?![同少断错管论妨])|除(?=[了去开外]|.{1,12}[外其])|\b(?:not|no|non|never|without|except)\b|n't\b"
)
_WHETHER = re.compile(r"(.)[不没]\1|有没有|(?:了|过)没有?$|不?对吗?$|不呢?$")
_POINTING = re.compile(r"它|他|她|[这那该](?!么)|其(?![他它余实])|\b(?:it|its|they|their|them|there|that|this|those)\b")
# What joins the words of a question and says nothing of the world: 不, 最, 以下, 累计, more are none of it.
_JOINING_WORDS = (
    "的 是 有 了 在 为 于 从 由 到 对 和 与 及 之 其 里 中 其中 里面 当中 吗 呢 呀 啊 吧 么 嘛 请 请问 问 一下 多少 几 哪 哪个 哪些 哪家 谁 什么 何 "
    "何时 什么时候 怎么样 怎样 如何 怎么 情况 家 个 件 项 年 月 日 共 一共 总共 约 大约 分别 各 达 达到 会 那 这 那么 它 他 她 它们 他们 她们 "
    "这个 那个 这些 那些 该 还 又 则 再 换 换成 改成 来 说 看 另外 然后 哦 嗯 好 好的 谢谢 话 的话 "
    "a an the is are was were be am do does did has have had will of in at by for from to and on as it its they their them "
    "there this that these those what which who when where how many much please about s"
)
_JOINING = frozenset(_JOINING_WORDS.split())


def keeps(line: str, question: str, whole: str, last: str, told: str) -> bool:
    """Whether a rewritten question asks what the user asked.

    Args:
        line: the rewritten question.
        question: the user's words.
        whole: the question made self-contained without a model; `question` itself where that found nothing left out.
        last: the user's question before it.
        told: the whole conversation; whom a pronoun stands for may come from it.
    """
    if not line or len(line) > _LONGEST or "\n" in line or bool(_HAN.search(line)) < bool(_HAN.search(question)):
        return False
    found = fold(whole) != fold(question)
    kept = whole if found else question
    further = "" if found else last
    pointed = told if _POINTING.search(fold(question)) and not found else further
    return (
        _times_stand(line, question, kept, further)
        and _negations(kept) <= _negations(line) <= _negations(kept) + _negations(further)
        and all(name in fold(line) for name in names_of(kept))
        and all(
            name in fold(f"{kept}\n{'' if names_of(question) and pointed is last else pointed}")
            for name in names_of(line)
        )
        and _words_stand(line, question, f"{question}\n{whole}\n{last}\n{pointed}")
        and _asks_the_same(line, kept, found=found)
    )


def takes_up(line: str, question: str, whole: str) -> bool:
    """Whether a rewritten question has most of what the program took up from before: an echo of 那2022年呢 says nothing."""
    added = [word for word in content_of(whole) if word not in fold(question)]
    return 2 * sum(word in fold(line) for word in added) >= len(added)


def _times_stand(line: str, question: str, kept: str, further: str) -> bool:
    """Whether the periods are those of the question, and where it has none at most those of the one before it."""
    said, own = _periods(line), _periods(kept)
    more = set[str]() if _periods(question) else _periods(further)
    return own <= said <= own | more


def _periods(text: str) -> set[str]:
    return {re.sub(r"[\s度的]", "", fold(period.surface)) for period in find_periods(text)}


def _negations(text: str) -> Counter[str]:
    return Counter(_NEGATION.findall(_WHETHER.sub("", fold(text).rstrip("？?。. "))))


def _words_stand(line: str, question: str, sources: str) -> bool:
    """Whether every word was said, and every word of the user's is kept."""
    said, seen, after = set(_words(sources)), fold(sources), fold(line)
    if not all(word in said or (len(word) > 1 and word in seen) for word in _words(undated(line))):
        return False
    if not set(_EXACT.findall(after)) <= set(_EXACT.findall(seen)):
        return False
    return all(word in after for word in _words(undated(question)))


def _words(text: str) -> Iterator[str]:
    """Yield the words that tell something, of however few characters."""
    for word, _ in tagged(fold(text)):
        for piece in word.split():
            if piece[0].isalnum() and piece not in _JOINING:
                yield piece


def _asks_the_same(line: str, kept: str, *, found: bool) -> bool:
    """Whether the answer is to be of the same kind, in the same unit, and of the same thing."""
    after, before = understand(line), understand(kept)
    if not found and before.want is Want.TEXT:
        return True
    same = after.want is before.want and set(before.units) <= set(after.units)
    return same and all(word in fold(line) for word in before.head if found)
