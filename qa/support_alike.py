"""Whether a word of a sentence says what a word of its source says: the same, one that means it, or the unit alone.

Words, or names of parks and firms, come in; out goes whether a careful reader takes one for the other.
"""

import re
from collections.abc import Sequence

from index.glosses import glosses
from index.synonyms import best_similarities
from index.types import Kind, Quantity
from index.words import fold, tagged
from qa.support_claims import AHEAD, BODY, POINTS, is_change, leading
from qa.support_said import CLAUSE
from qa.support_words import is_told, label_of, names_of, singles

_ALIKE = 0.55  # from here on a careful reader takes one word for the other
_THIS = "该本此"
POINTED = re.compile(
    r"(?<!应)[该此](?:次|项|个|家|款|种|类|批)?[\u3400-\u9fff]{2}(?=[^\u3400-\u9fff]|[的总共年有现已为是在]|$)|这[次项个家款种类批些]?[\u3400-\u9fff]{2}(?=[^\u3400-\u9fff]|[的总共年有现已为是在]|$)"
)
LIGHT = frozenset("占设有达为获搞做可能得需要人量额数")
GENERIC = re.compile(rf"(?:[在对]?(?:该|本|全|各|整个|这个|我|学|医|港|地|新|老|城|市|省|国)?(?:{BODY}|口|国|球))+")
_OF_TIME = re.compile(r"^(?:全年|当年|年末|目前)")
_OF_KIND = {
    Kind.AREA: "面积 空间", Kind.DURATION: "时间 时长 天数 年限 期限", Kind.MONEY: "金额 资金 数额 款项",
    Kind.RANK: "排名 名次 位次", Kind.PERCENT: "比例 占比 比重 比率 百分比", Kind.LENGTH: "长度 距离 里程", Kind.MASS: "重量 质量",
}  # fmt: skip
_OF_UNIT = {
    "家": "企业 公司 机构 单位 家数", "人": "人员 人数 人口 员工", "名": "人员 人数 员工", "次": "次数", "人次": "人次", "套": "套数",
    "件": "件数", "个": "个数", "项": "项目 项数", "平方米": "面积", "只": "只数", "辆": "车辆", "台": "台数",
}  # fmt: skip


def is_of_unit(word: str, figure: Quantity) -> bool:
    """Whether a word says no more than a figure's unit: 面积 of 平方米, 企业 of 家."""
    if "/" in figure.surface and word in ("价格", "单价"):
        return True
    return word in _OF_KIND.get(figure.kind, "").split() or word in _OF_UNIT.get(figure.unit, "").split()


def is_topic(topic: str, ahead: str) -> bool:
    """Whether a text speaks of somebody last, before it comes to a figure."""
    place = fold(ahead).rfind(topic)
    if not topic or place < 0:
        return False
    clauses = [clause.group() for clause in CLAUSE.finditer(ahead, place + len(topic))]
    later = [name for clause in clauses for name in (leading(clause), *names_of(clause)) if name]
    return all(name in topic or GENERIC.fullmatch(name) for name in later)


def may_be_one(mine: str, theirs: str) -> bool:
    """Whether two names of parks, firms and the like may be one: 园区, 全市建成区 and 云州市建成区, 特色园 and 特色产业园."""
    if mine in theirs or theirs in mine:
        return True
    short, long = sorted((mine, theirs), key=len)
    if re.fullmatch(".*".join(map(re.escape, short)), long):
        return True
    alike = 0
    while alike < len(short) and mine[-1 - alike] == theirs[-1 - alike]:
        alike += 1
    rest = theirs[: len(theirs) - alike] if alike > 1 else theirs
    return not rest or GENERIC.fullmatch(_OF_TIME.sub("", rest)) is not None


def is_said(word: str, text: str) -> bool:
    """Whether a text says a word, not as half of two opposites (出口 in 进出口)."""
    tokens = [token for token, _ in tagged(text) if word in token]
    return is_told(word, text) and not (tokens and all(_is_half(word, token) for token in tokens))


def _is_half(word: str, token: str) -> bool:
    """Whether a longer word says this one and its opposite at once: 进出口 is 进口 and 出口."""
    place = token.find(word)
    return place == 1 and len(word) == 2 and glosses(token[place - 1] + word[1]).common


def named_label(text: str) -> list[str]:
    """Return the words of what a figure is said to be, without changes and what only points at somebody."""
    return [
        w
        for w in label_of(POINTED.sub(" ", text))
        if not is_change(w) and w not in POINTS and w[0] not in _THIS and not AHEAD.fullmatch(w)
    ]


def known_words(text: str) -> list[str]:
    """Return the words that another may stand for, single verbs (卖) among them."""
    return [*label_of(text), *singles(text)]


def all_alike(missing: Sequence[str], known: Sequence[str], source: str) -> bool:
    """Whether each missing word means what a known one means, and is not the source's word for something else."""
    if not missing:
        return True
    if not known or any(word in source for word in missing if source):
        return False
    alike = best_similarities(missing, known) >= _ALIKE
    return all(
        any(same and _same_kind(word, other) for same, other in zip(row, known, strict=True))
        for word, row in zip(missing, alike, strict=True)
    )


def _same_kind(word: str, other: str) -> bool:
    """Whether of two words with one ending what stands before it is alike too: 硕士学位 is not 博士学位."""
    if min(len(word), len(other)) < 4 or word[-2:] != other[-2:] or word == other:
        return True
    return bool(best_similarities([word[:-2]], [other[:-2]])[0, 0] >= _ALIKE)
