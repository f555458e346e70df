"""The words by which a sentence says where it is from, and nothing of the world: 据悉，… 根据《通报》，… 文件中写道：“…” …（来源：通报.txt）

A sentence and what its documents are called come in, the sentence without such words comes out. A document that they
name must be one of those cited.
"""

import re
from functools import lru_cache

from index.glosses import glosses
from index.phrases import is_link
from index.quantities import find_quantities
from index.words import fold, tagged
from qa.question import function_words
from qa.support_words import AROUND, undated

_LEAD = re.compile(
    r"(?P<lead>(?:《[^《》]{1,60}》|“[^“”]{1,60}”|[^，,：:。；;《》“”\d]){1,40}?)\s*(?:[，,]|[：:](?!//))\s*(?=\S{2})"
)
_TAIL = re.compile(r"[，,（(]\s*(?P<tail>[^，,。；;（()）]{2,80})[）)]?\s*$")
# What a writer puts between a topic and its figure: 您问的是甲区的税收，答案是5亿元.
_BETWEEN = re.compile(r"[，,]\s*(?P<lead>[^，,：:。；;我\d]{0,14}?)(?:是|为|即|：|:)\s*(?=[约近超不至]?\S{0,4}\d)")
_ASKED = re.compile(r"(?P<lead>[^，,：:。；;我\d]{1,10}?)的是(?=\S{2})")
_AGAIN = re.compile(
    r"[，,（(]\s*(?P<lead>[^，,：:。；;\d“”「」\"]{2,10}?)(?:是|为|：|:)?\s*[“「\"](?P<said>[^“”「」\"]{2,})[”」\"][）)]?\s*$"
)
_THROUGH = frozenset(["through", "via"])
_TITLE = re.compile(r"[《“]([^《》“”]+)[》”]")
_QUOTED = re.compile(r"[“「\"](?P<said>.*)[”」\"]", re.DOTALL)
# By what the dictionary says of a word: it tells that something is told, or what it is told in.
_TELLS = frozenset(
    re.findall(
        r"\w+",
        """accord report show illustrat displa demonstrat indicat mention point out expres signif manifest writ learn inform
        record account introduc explain prov answ rep respond find evident clear know knowabl understand see say state tell
        quot cit ref referenc consult based bas basi found look watch public overt explicit definit provid retriev search
        simpl brief short sum up summariz nutshell word hello you question ask inquir concern quer result upon investig verif integrat""",
    )
)
_SOURCES = frozenset(
    re.findall(
        r"\w+",
        """docu document fil text data materi inform articl bulletin announce announc communiqu sourc origin paragraph extract
        content answ solution figur numb digit numer report record conclusion referenc evidenc statistic preced part given""",
    )
)


@lru_cache(maxsize=4096)
def without_lead(text: str, heads: str) -> str:
    """Return a sentence without the words, at either end, that only say where it is from, and the quotes around the rest.

    Args:
        text: the sentence.
        heads: the names and titles of the documents that it cites.
    """
    text = text.lstrip(" …").rstrip(" …。.；;，,")
    for _ in range(2):
        match = _LEAD.match(text)
        if match is None or not _is_lead(match["lead"], heads):
            break
        text = text[match.end() :]
    asked = _ASKED.match(text)
    if asked and _is_lead(asked["lead"], heads):
        text = text[asked.end() :]
    between = _BETWEEN.search(text)
    if (
        between
        and not find_quantities(undated(text[: between.start()]))
        and (not between["lead"] or _is_lead(between["lead"], heads))
    ):
        text = f"{text[: between.start()]}为{text[between.end() :]}"
    tail = _TAIL.search(text)
    if tail and tail.start() and _is_lead(tail["tail"], heads):
        text = text[: tail.start()]
    whole = _QUOTED.fullmatch(text)
    return whole["said"] if whole else text


def _is_lead(lead: str, heads: str) -> bool:
    """Whether words name nothing but a cited document, and tell nothing but that it tells something."""
    known = fold(heads)
    titles = _TITLE.findall(lead)
    if any(fold(title) not in known for title in titles):
        return False
    for name in filter(None, heads.split("\n")):
        titles += [name] if name in lead else []
        lead = lead.replace(name, " ")
    if find_quantities(_TITLE.sub(" ", lead)):
        return False
    words = [(fold(word), tag) for word, tag in tagged(_TITLE.sub(" ", lead)) if word.strip() and word.isalnum()]
    telling = bool(titles)
    for word, tag in words:
        if _tells(word):
            telling = True
        elif (
            not _is_through(word)
            and tag[0] not in "cpuyf"
            and word not in AROUND
            and word not in function_words()
            and not is_link(word)
        ):
            return False
    return telling or all(tag == "c" for _, tag in words)  # 综上所述


@lru_cache(maxsize=2048)
def _tells(word: str) -> bool:
    """Whether a word tells that something is told, by the dictionary, or where it has none by its halves (明确指出)."""
    meanings = glosses(word).meanings or glosses(f"{word}所述").meanings  # 综上, short for 综上所述
    if not meanings and len(word) in (2, 4):
        half = len(word) // 2
        return _tells(word[:half]) and (_tells(word[half:]) or word[half:] in function_words())
    return any(meaning <= _TELLS or meaning <= _SOURCES for meaning in meanings)


@lru_cache(maxsize=256)
def _is_through(word: str) -> bool:
    """Whether one character may be a preposition, whatever the tagger says (经查阅文档)."""
    return len(word) == 1 and any(meaning & _THROUGH for meaning in glosses(word).meanings)
