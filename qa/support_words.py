"""The words of a sentence that tell something: names, names of parks and firms, content, and what a figure is said to be.

A text comes in, folded words come out; grammatical words, words that only link, and what a writer puts around a
statement are left out.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from index.glosses import glosses
from index.periods import find_periods
from index.phrases import is_link
from index.words import bigrams, fold, tagged
from qa.question import function_words, understand

_CLAUSE = re.compile(r"[^，,；;。！？!?\n、（）()：:]+")
_MEASURED = re.compile(r"(.{2,}?)(?:总?额|面积|总?数量?|总?量|人数)")
_SPOKEN = re.compile(r"同比|环比|增[加长]|[减降]")  # what the dictionary takes for a name with it (同比增加) is none
_HAN = re.compile(r"[\u3400-\u9fff]")
_SIDE = re.compile(r"[馆院校园厂店港站局社行企]方")  # who speaks for a body of whom something else is told
# What a writer puts around a statement; it says nothing of the world.
_AROUND_WORDS = (
    "数量 总数 总量 规模 水平 情况 方面 数据 资料 文档 文件 报告 文章 报道 统计 显示 指出 提到 表示 介绍 记载 公布 披露 说明 写明 根据 依据 "
    "其中 目前 截至 截止 共计 总计 合计 分别 相关 拥有 设有 属于 位于 包括 主要 同时 此外 另外 另有 另据 以及 而且 并且 因此 所以 年度 全年 当年 "
    "达到 实现 完成 为止 之间 期间 其他 上述 以上 以下 这里 该年 该园 称为 具体 取得 录得 园区 答案 回答 如下 一个 来自 出自 所述 内容 "
    "相比 相较 信息 不同 说法 另一 用于 口径"
)
AROUND = frozenset(_AROUND_WORDS.split())


@lru_cache(maxsize=2048)
def names_of(text: str) -> frozenset[str]:
    """Return the words that name somebody or some place, folded; other proper nouns of the dictionary (联合体) do not."""
    bare = undated(text)
    common = {fold(word) for word, tag in tagged(bare) if len(word) > 1 and (tag == "nz" or _is_common(word, tag))}
    names = (name for name in understand(bare).names if name not in AROUND and name not in common)
    names = (name for name in names if len(name) < 3 or is_place(name) or not is_generic(name))
    names = (name for name in names if not _COMMON.fullmatch(name) and not _SIDE.fullmatch(name))
    return frozenset(name for name in names if len(name) > 1 and not _SPOKEN.search(name))


def _is_common(word: str, tag: str) -> bool:
    """Whether a word is a verb or the like of the dictionary, which names nobody (高于)."""
    return tag.startswith(("v", "d", "p", "c")) and glosses(fold(word)).common


_NAMED_BODY = re.compile(
    r"[\u3400-\u9fff\d]{2,12}?(?:园区?|[新特开]发?区|示范区|科学城|科技城|未来城|新城|谷|集团|公司|大学|学院|研究院|中心|基地|协会|银行|医院|实验室)"
)
_WHOLE = re.compile(r"[全本各该整]")
_PLACES = tuple("园区谷城湾港")
_COMMON = re.compile(
    r"[在于对从由与和及的是有个家该本其各全这那些所]|产业|科技|特色|工业|高新|企业|开发|示范|自主|创新|经济|技术|国家级?|市级|省级|区级|大学|"
    r"研发|孵化|上市|科学|重点|整个|多个|\d+|[园区谷城院校]"
)
_PLACED = frozenset(["district", "cit", "municipalit", "provinc", "prefectur", "town"])


@lru_cache(maxsize=4096)
def is_generic(name: str) -> bool:
    """Whether what looks like a name is made of common words alone: 上市公司, 国家级高新区, not 云湖科技园 or 朝阳园区."""
    if not name:
        return True
    return any(
        (_COMMON.fullmatch(name[:cut]) or _is_plain(name[:cut])) and is_generic(name[cut:])
        for cut in range(len(name), 0, -1)
    )


def is_place(name: str) -> bool:
    """Whether a name ends as those of parks and places do: 高新区 is one, 上市公司 is none."""
    return name[-1:] in _PLACES


def _is_plain(word: str) -> bool:
    """Whether the dictionary has a word, and as no place or firm."""
    said = glosses(word) if len(word) > 1 else None
    return said is not None and said.common and not any(meaning & _PLACED for meaning in said.meanings)


def bodies(text: str) -> Iterator[str]:
    """Yield the names of parks, firms and the like, from their own first word on: 云湖科技园, 中心 alone is none."""
    for clause in _CLAUSE.findall(undated(text)):
        words = tagged(clause)
        for n, (word, _) in enumerate(words):
            if _NAMED_BODY.fullmatch(word) or (n and len(word) > 1 and _NAMED_BODY.fullmatch(words[n - 1][0] + word)):
                if _WHOLE.match(word) or (n and words[n - 1][1] == "m"):
                    continue
                before = words[n - 1][0] if n and words[n - 1][1].startswith(("n", "j", "x", "b")) else ""
                name = fold(before + word).strip()
                if not is_generic(name):
                    yield name


def undated(text: str) -> str:
    """Return a text with its dates and periods blanked out."""
    for period in find_periods(text):
        text = text[: period.start] + " " * (period.end - period.start) + text[period.end :]
    return text


def is_paired(word: str, seen: str) -> bool:
    """Whether a long word stands in a text by its pairs, with something between them."""
    pairs = bigrams(word)
    return len(word) > 2 and bool(pairs) and all(pair in seen for pair in pairs)


def is_told(word: str, seen: str) -> bool:
    """Whether a word stands in a text, whole, by its pairs, or without an ending that the unit says (出口额, 占地面积)."""
    return (
        word in seen
        or is_paired(word, seen)
        or stem_of(word) in seen
        or _in_halves(word, seen)
        or _is_short(word, seen)
    )


def _is_short(word: str, seen: str) -> bool:
    """Whether a word is one of a text with a character left out before its last (停车费: 停车收费)."""
    return len(word) == 3 and re.search(rf"{re.escape(word[:2])}[\u3400-\u9fff]{re.escape(word[2])}", seen) is not None


def _in_halves(word: str, seen: str) -> bool:
    """Whether the two words that a long one is made of stand in a text apart (综合排名: 综合评价中的排名)."""
    return len(word) == 4 and word[2:] in seen and (word[:2] in seen or word[:2] in function_words())


def is_straddling(word: str, text: str, seen: str) -> bool:
    """Whether a word is only the end of one and the beginning of another that both stand in a text (4号|线总|投资)."""
    folded = fold(text)
    place = folded.find(word)
    if place < 1 or word in seen:
        return False
    before, behind = folded[place - 1], folded[place + len(word) : place + len(word) + 1]
    behind = behind if _HAN.match(behind) and behind != "第" else ""
    return any(
        _stands_with(before, word[:cut], seen)
        and (word[cut:] + behind in seen or (len(word) - cut > 1 and word[cut:] in seen))
        for cut in range(1, len(word))
    )


def _stands_with(before: str, part: str, seen: str) -> bool:
    return (bool(_HAN.match(before)) and before + part in seen) or (len(part) > 1 and part in seen)


def stem_of(word: str) -> str:
    """Return a word without an ending that the unit says: 出口额 is 出口 in 亿元."""
    match = _MEASURED.fullmatch(word)
    return match[1] if match else word


def is_thing(word: str, tag: str) -> bool:
    """Whether the dictionary takes a noun that begins with a numeral for a number (零部件)."""
    return tag == "mq" and len(word) > 2


@lru_cache(maxsize=4096)
def label_of(text: str) -> tuple[str, ...]:
    """Return the words of what a figure is said to be, of whatever part of speech, folded."""
    return tuple(
        fold(word)
        for word, tag in tagged(text)
        if (tag[0] not in "mxwupcdyrf" or is_thing(word, tag))
        and len(word) > 1
        and word[0] != "每"
        and not is_link(word)
        and word not in function_words()
        and word not in AROUND
    )


def singles(text: str) -> list[str]:
    """Return the words of one character that may tell something."""
    found = ((fold(word), tag) for word, tag in tagged(text))
    return [w for w, tag in found if len(w) == 1 and tag[0] in "nvabjstz" and _HAN.match(w) and not _is_empty(w)]


def _is_empty(word: str) -> bool:
    return word in function_words() or is_link(word)


@lru_cache(maxsize=4096)
def content_of(text: str) -> tuple[str, ...]:
    """Return the words that name or tell something, folded."""
    return tuple(
        fold(word)
        for word, tag in tagged(text)
        if tag.startswith(("n", "j", "l", "v", "eng", "i", "b", "s"))
        and len(word) > 1
        and word[0] != "每"
        and not is_link(word)
        and word not in function_words()
        and word not in AROUND
    )
