"""Names in an English sentence → as the quotes write them: Songling People's Hospital, Yunhu Science Park (云湖科技园).

A sentence and the quotes that it cites come in; out goes the sentence with each name whose first word sounds like one of
the quotes' as the quotes have the whole of it, and without English words that a bracket only gives again in Chinese.
"""

import re
from collections.abc import Callable, Iterable

from index.glosses import glosses
from index.words import bigrams, fold
from qa.dictionary import by_pinyin, spelled_in_documents
from qa.latin_names import named_in

Translate = Callable[[str], tuple[str, ...]]

_NAME = re.compile(r"\b[A-Z][a-z]{3,}\b|\b[A-Z][a-z]+['’](?!s\b)[a-z]+\b")
_OWNS = re.compile(r"(?<=\w)['’]s?(?![A-Za-z])")
_TRIES = 150  # characters of one syllable: rare ones stand in names more than elsewhere
_CALLED = re.compile(
    r"(?P<head>[\u3400-\u9fff]{2,4}) (?P<rest>[A-Z][A-Za-z-]*(?: (?:(?:of|and|the) )*[A-Z][A-Za-z-]*)*)"
)
_LONGEST = 12  # signs of a name behind its first word
_AGAIN = re.compile(r"\s*[（(]\s*(?P<same>[^（()）A-Za-z\d]*[\u3400-\u9fff][^（()）A-Za-z\d]*)\s*[)）]")
_GLOSS = re.compile(r"(?P<same>[\u3400-\u9fff]{2,})\s*[（(](?P<gloss>[A-Za-z][A-Za-z&'’ -]*)[)）]")
_TOKEN = re.compile(r"\S+")
_HAN = re.compile(r"[\u3400-\u9fff]")


def with_names(text: str, held: str, translate: Translate) -> str:
    """Return an English sentence with its names as the quotes write them: Yunhu's is 云湖, Yunhu Science Park 云湖科技园.

    Args:
        text: the sentence.
        held: the quotes it cites, with their headings.
        translate: gives the Chinese words for an English one in lower case.
    """
    pairs = frozenset(bigrams(held))

    def written(match: re.Match[str]) -> str:
        name = match.group()
        if fold(name) in fold(held) or (translate(name.lower()) and not by_pinyin(name)):
            return name
        name = name.replace("’", "'")
        known = (
            *by_pinyin(name),
            *spelled_in_documents(name, lambda part: part in pairs or part in held, tries=_TRIES),
        )
        if found := next((chinese for chinese in known if chinese in held), ""):
            return found
        alike = named_in([held], name)
        return name if glosses(alike).common else alike  # a word that only sounds alike (统计) is nobody's name

    text = _NAME.sub(written, _OWNS.sub("", text))
    text = _CALLED.sub(lambda match: _called(match, held, translate), text)
    text = _GLOSS.sub(lambda match: _unglossed(match, fold(held), translate), text)
    return _once(text, fold(held), translate)


def _called(match: re.Match[str], held: str, translate: Translate) -> str:
    """Return what is called after a name of the quotes as they call it, where its kind and other words agree."""
    words = [word for word in match["rest"].split(" ") if word[0].isupper()]
    kind = match["rest"].partition(" of ")[0].rsplit(" ", 1)[-1]  # University of Technology is a university
    kinds = [word for word in translate(kind.lower()) if len(word) > 1]
    found = _found(match["head"], kinds, held) or _found(match["head"], [word[-1] for word in kinds], held)
    others = [translate(word.lower()) for word in words if word != kind]

    def lacks(name: str) -> list[tuple[str, ...]]:
        return [some for some in others if not _share(some, name)]

    best = min(found, key=lambda name: (len(lacks(name)), len(name)), default="")
    # A word that the name lacks and the quotes have elsewhere tells of something else: the Core Area of a park.
    strange = [word for some in lacks(best) for word in some if len(word) > 1 and word in held]
    return match.group() if not best or strange or len(lacks(best)) > 1 else best


def _found(head: str, ends: Iterable[str], held: str) -> list[str]:
    """Return the names of the quotes that begin with a word and end as one of a kind does."""
    ends = "|".join(map(re.escape, ends))
    each = rf"(?={re.escape(head)}([\u3400-\u9fff]{{0,{_LONGEST}}}?(?:{ends})))"
    return [head + rest for rest in dict.fromkeys(re.findall(each, held))] if ends else []


def _once(text: str, seen: str, translate: Translate) -> str:
    """Return a sentence with the Chinese of a bracket in the place of the English words that it gives again."""
    for match in reversed(list(_AGAIN.finditer(text))):
        same = match["same"].strip()
        start = match.start()
        known = fold(same) in seen
        for token in reversed(list(_TOKEN.finditer(text, 0, match.start()))):
            word = token.group()
            if _HAN.search(word):
                known = known or (word in same and fold(same.replace(word, "", 1)) in seen)
                start = token.start() if word in same else start
                break
            meant = translate(word.lower().strip("'’"))
            if not meant or not _agrees(meant, same, seen):
                break
            start = token.start()
        text = f"{text[:start]} {same} {text[match.end() :]}" if known and start < match.start() else text
    return " ".join(text.split())


def _unglossed(match: re.Match[str], seen: str, translate: Translate) -> str:
    """Return a Chinese term without the English that a bracket adds, where that may say the same: 货邮吞吐量 (cargo throughput)."""
    meant = [translate(word.lower()) for word in match["gloss"].split() if len(word) > 3]
    same = match["same"]
    return same if any(meant) and all(_agrees(some, same, seen) for some in meant) else match.group()


def _agrees(meant: Iterable[str], same: str, seen: str) -> bool:
    """Whether a word may say what a Chinese term says: it shares a sign with it, or says nothing that the quotes have."""
    return _share(meant, same) or not any(len(word) > 1 and word in seen for word in meant)


def _share(meant: Iterable[str], name: str) -> bool:
    """Whether a name has a sign of one of the words that a word may mean."""
    return any(sign in name for word in meant for sign in word)
