"""A question as the answer's sentence sees it: what stands left and right of the gap, and of what type the filler is.

Chinese asks in place, so the words left of 哪家公司 stand, as a rule, left of the company's name in the sentence that
answers, and the words right of it right of the name. In comes the question's text; out goes `Asked`.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from index.words import fold, tagged
from qa.question import function_words

TYPES = ("who", "when", "where", "which", "what", "define", "why", "how", "number", "list", "whether", "other")
"""Kinds of filler. `which`: the noun follows the question word (哪家公司, 什么材料); `define`: nothing but 什么."""

_SEVERAL = "[二三四五六七八九十两百\\d]+"
_MEASURE = "[家个所座条种项款部本首支只名艘场届次位类份批片颗栋间处大张起句段]"
_ASKING: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("why", re.compile(
        r"(?<![称之名叫视译誉封改成评认])(?<!改编)为什么(?!意思|职|样|的|$)(?=.{3}|[不要会叫呢是没停]|[^职意样].$)|^为什么|为何(?!物|种)|为啥|何以|凭什么|怎么会|(?:什么|何种|哪些|啥)(?:原因|缘故|理由)|(?:原因|缘故|理由)(?:主要)?(?:都|各)?(?:是|为|有|在于|包括)(?:什么|哪些|啥)|\bwhy\b"
    )),
    ("when", re.compile(
        r"什么时候|啥时候|何时|什么时间|何年(?:何月)?|何月|(?:[西公]元前?|民国)几年|哪一?(?:年|天|月|日|季度)|几(?:月几)?[月号日](?!游)|几年几月"
        r"|(?:哪一?个|什么|哪)(?:月份?|年份?|年代|世纪|朝代|时期|季节|日子|日期|阶段|时代|节日)|\bwhen\b"
    )),
    ("list", re.compile(
        rf"哪些(?:个|家)?|(?:(?<=有)|(?<=包括)|(?<=包含)|(?<=涉及)|(?<=分别是)|(?<=各是)|(?<=都是)|(?<=涵盖))了?(?:什么|谁)"
        rf"|哪(?:几|{_SEVERAL})(?:{_MEASURE}|年|天|月)?"
    )),
    ("who", re.compile(r"谁|哪一?[位名]|什么人|何人|哪个人|\bwho\b")),
    ("where", re.compile(
        r"哪里|哪儿|(?<!如)何[处地]|(?:什么|哪个?|何)(?:地方|地点|位置|地区|方位)|(?<=[在从到往])哪(?=$|[,到去来])|(?<=[去到往进]了)哪(?=$|,)"
        r"|(?<=在)哪(?![一些几种两二三四五六七八九十百\d家个所座条项款部本首支只名艘场届次位类份批片颗栋间处大张段里儿年天月日季])|\bwhere\b"
    )),
    ("how", re.compile(r"如何|怎么样?|怎样|怎的|咋样?|\bhow\b(?! (?:many|much))")),
    ("number", re.compile(
        r"百分之(?:多少|几)|多少|(?<![好十哪无那这])几(?!乎|何|番|次三番)|多[长大高远久深宽重快厚](?=$|[?,的时])|\bhow (?:many|much)\b"
    )),
    ("which", re.compile(rf"哪(?:一?{_MEASURE}|一)?(?!些|里|儿)|何种|\bwhich\b")),
    ("what", re.compile(r"什么样?|啥样?|何(?=[种物名地国人处等事因职])|\bwhat\b")),
    ("whether", re.compile(r"是否|有没有|是不是|能否|可否|会不会|能不能|吗(?=$|\?)")),
)  # fmt: skip
_QUOTED = re.compile(r"《[^》]*》|“[^”]*”|「[^」]*」|\"[^\"]*\"")
_BE = re.compile(r"(?:是|为|叫做?|称为|名为|指|属于|在|由|有|:)的?是?$")
_STATEMENT = re.compile(
    "(?:意思|含义|后果|结果|变化|变故|变动|事情?|情况|状况|内容|反应|表现|遭遇|意义|关系|[区差]别|不同|规定|要求|特[点征色性]"
    "|作用|功[能效用]|影响|症状)$"
)
"""Nouns of what comes about and of what a thing is like, which is told in a statement."""
_END = re.compile(r"(?:来着|[呀啊呢吧嘛])?[\s?。.!,]*$")


@dataclass(frozen=True, slots=True)
class Term:
    """A content word of the question; `side` is -1 left of the gap, 1 right of it, 0 in the phrase that asks."""

    word: str
    side: int
    weight: float


@dataclass(frozen=True, slots=True)
class Asked:
    """A question around its gap.

    `text` is folded; the question word is `text[start:word_end]`, the phrase that asks `text[start:end]` (哪家公司).
    `head` is the noun that names the type: behind the question word, else before the verb (董事长 in 董事长是谁), "" when
    there is none; `behind` says which.
    """

    text: str
    type: str
    start: int
    word_end: int
    end: int
    head: str
    behind: bool
    terms: tuple[Term, ...]

    @property
    def left(self) -> str:
        """The text left of the question word."""
        return self.text[: self.start]

    @property
    def right(self) -> str:
        """The text right of the phrase that asks."""
        return self.text[self.end :]


def asks_statement(gap: Asked) -> bool:
    """Whether what is asked for is told in a statement, not named or listed: 有什么后果, 区别是什么."""
    # 作用 is a verb to the segmenter, so no head behind 什么.
    used = gap.type == "list" and not gap.behind and _STATEMENT.fullmatch(gap.right) is not None
    return used or names_statement(gap)


def names_statement(gap: Asked) -> bool:
    """Whether the noun of what is asked for is one for what is told in a statement: 特点, 后果."""
    return gap.type in ("which", "what", "list") and _STATEMENT.search(gap.head) is not None


@lru_cache(maxsize=256)
def asked(text: str) -> Asked:
    """Read a question; one without a question word has its gap at its end."""
    folded = _END.sub("", fold(text[:400]).replace("甚么", "什么"))
    kind, start, word_end = _question_word(folded)
    words: list[tuple[int, str, str]] = []
    position = 0
    for word, tag in tagged(folded):
        words.append((position, word, tag))
        position += len(word)
    end = word_end
    head = ""
    if kind in ("which", "what", "list"):
        end, head = _noun_behind(folded, words, word_end)
    behind = bool(head)
    if not head and kind not in ("why", "how", "whether"):
        head = _noun_before(folded, words, start)
    if kind == "what":
        kind = "which" if behind else "define" if not head else "what"
    return Asked(folded, kind, start, word_end, end, head, behind, _terms(words, start, end))


def _question_word(text: str) -> tuple[str, int, int]:
    """Return type, start and end of the first question word that stands in no quotation marks."""
    hidden = _QUOTED.sub(lambda m: " " * len(m.group()), text)
    for line in (hidden, text):
        found = [(m.start(), rank, kind, m.end()) for rank, (kind, p) in enumerate(_ASKING) if (m := p.search(line))]
        # A number on the way (北京几只基金投了哪些企业) and 是否 give way to what else is asked.
        content = [item for item in found if item[2] not in ("whether", "number")] or found
        if content:
            # The kinds are tried from the particular to the general; a general one that starts earlier and reaches
            # into the particular one is the same question word.
            first = min(content)
            same = [item for item in content if item[0] < first[3]]
            best = min(same, key=lambda item: item[1])
            return best[2], min(item[0] for item in same), max(best[3], first[3])
    return "other", len(text), len(text)


def _noun_behind(text: str, words: list[tuple[int, str, str]], start: int) -> tuple[int, str]:
    """Return the end of the noun phrase that starts at `start`, and its last noun."""
    end, head = start, ""
    for position, word, tag in words:
        if position + len(word) <= start:
            continue
        if position < start:
            word = word[start - position :]
            position = start
        if position != end:
            break
        nominal = tag.startswith(("n", "vn", "an", "j", "l", "b", "eng", "i")) or (
            tag == "zg" and not text[position + len(word) :].strip("的")
        )
        if not nominal and (head or not tag.startswith(("a", "q", "m", "uj"))):
            break
        end = position + len(word)
        if nominal:
            head = word
    return (end, head) if head else (start, "")


def _noun_before(text: str, words: list[tuple[int, str, str]], start: int) -> str:
    """Return the noun before 是, 叫 … at the end of the text left of the gap."""
    left = _BE.sub("", text[:start])
    if left == text[:start] and start < len(text):
        return ""  # the question word stands behind a verb
    for position, word, tag in reversed(words):
        if position + len(word) <= len(left):
            return word if tag.startswith(("n", "vn", "an", "j", "l", "b")) else ""
    return ""


def _terms(words: list[tuple[int, str, str]], start: int, end: int) -> tuple[Term, ...]:
    found: list[Term] = []
    for position, word, tag in words:
        if (
            not word[0].isalnum()
            or word in function_words()
            or (start <= position < end and position + len(word) > end)
        ):
            continue
        side = -1 if position < start else 1 if position >= end else 0
        weight = min(len(word), 4) ** 0.5 * (0.5 if tag.startswith(("d", "p", "c", "u", "f", "r")) else 1.0)
        found.append(Term(word, side, weight))
    return tuple(found)
