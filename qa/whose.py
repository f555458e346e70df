"""Of whom and which: whether a text names the body that a question asks about, or another one; 第二届 against 第三届.

In come a question and texts around a figure, folded; out come shares and verdicts. A figure of another body is no
answer, however well its measure fits.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import takewhile

from index.glosses import glosses
from index.numerals import read_number
from index.phrases import names_body, owner_in
from index.words import fold, tagged
from qa.phrases import PLACE_ENDING, WHOLE, is_proper, parse, tokens
from qa.question import Question

_LEFT_OUT = 2  # characters that an abbreviation leaves out between two of its own
_WRITTEN_OUT = 0.9
_NAMED = 0.6  # share of the character pairs from which on a text names the body, short forms and slips allowed for
_ORDINAL = re.compile(
    r"(?:第([一二三四五六七八九十百零\d]{1,4})|(首))(届|期|批|轮|版|代|季|次|条|章|号)|([特一二三四五])(等奖)"
    r"|(?<![年学定周分每为长近短日星早中晚前后上下近假任刑孕汛十第])([一二三四五六七八九])(期)(?![货间望待限权末刊一二三])"
    r"|(?<![\d月日第.-])(\d{1,4})(号)(?![召码称令文角手下上午早晚])"
    r"|(?<!\d)((?:19|20)\d{2})年?([\u3400-\u9fff]{2,10}?(?:大会|峰会|论坛|年会|博览会|展览?会|大赛|锦标赛))"
)
_NUMBERED = re.compile(
    "第([一二三四五六七八九十\\d]{1,3})(?![届期批轮版代季次条章号名位个家类种步点项部天年月周])([\u3400-\u9fff]{2})"
)
_EVENT = re.compile(
    r"([\u3400-\u9fff]{2,10}?(?:大会|峰会|论坛|年会|博览会|展览?会|大赛|锦标赛))[^，,。；;？?\d]{0,4}?((?:19|20)\d{2})年"
)
_EDITION = (re.compile(r"上一?届|往届|前一届"), re.compile(r"下一?届|后一届"))
_ENDING = re.compile(
    "[\u3400-\u9fff]{0,3}?(?:[市县省州镇]|[新城开郊]?区|园区?|[新大]城|大学|学院|医院|银行|集团|公司|论坛)"
)
_GENERIC = "全本该各两几多此每整我你他这那新老大小"
_SHORT = re.compile(f"[^\\W{_GENERIC}园区厂校院城市县镇村]([园区厂校院城市县镇村])")
_COUNTED = re.compile(r"(?<![\d.第])(\d{1,5})\s*[家个所座](中?[^，,。；;、\d的里中]{1,12})")
_GROUP_ENDINGS = ("园", "区", "校", "院", "店", "厂")
_GROUP = re.compile(f".*?[{''.join(_GROUP_ENDINGS)}]区?")
_DESCRIBED = re.compile("[那这][些几片个家座所种类批块一]")  # 河边那片新园区 is no name
_POINTING = "该本"
_MEETING = re.compile(r"[会坛]$")
_COMPARED_WITH = re.compile(
    r"(?<=[是为])[^，,；;。是为]{2,20}(?=的[\d.一二三四五六七八九十两]+倍)|(?<=相当于)[^，,；;。]{2,20}(?=的)"
    r"|(?<=[高低]于)[^，,；;。\d]{2,20}|(?<=高出)[^，,；;。\d]{2,20}|(?<=比)[^，,；;。\d比]{2,8}(?=[大小高低多少强弱](?:[，,；;。]|[出了]{0,2}约?[\d一二三四五六七八九十百几]))"
)
_PART = re.compile(r"[，,、\s]")
_BRACKETS = re.compile("[()]")
_UNNAMED = 0.3  # share of the pairs below which a text does not name the body at all
_LEAST_NAME = 4
_HOW_MANY = re.compile(r"^[\d一二两三四五六七八九十百]+[家个座所]")
_STEM = 2  # signs that tell names of one sort apart
_LONG_NAME = (
    6  # signs of a place from which on it is no class of places (特色产业园), whether or not a name is known in it
)
_WITHIN = frozenset(("provinc", "cit", "capit", "prefectur", "district", "count", "municip", "region", "in", "town"))
HOME = "中国"
"""Of which documents in Chinese speak as 我国, or without saying so."""
_PLACE = re.compile("[谷园区城港湾市县岛镇村]$")
_NAMING = ("nr", "ns", "nt", "nz")
_SLACK = 4  # characters that may stand between those of a name


def said_of(text: str) -> str:
    """Return a text without those whom it only compares somebody with: 示范区 in 12%，是示范区的2.4倍."""
    return _COMPARED_WITH.sub("", text) if any(sign in text for sign in "倍于比出") else text


class Whose:
    """The body that a question asks about, and which of a series."""

    def __init__(self, question: Question) -> None:
        self.subject = fold(question.subject)
        self._pairs = [self.subject[n : n + 2] for n in range(len(self.subject) - 1)]
        # 乙园 is a name beside 甲园; 全园 and 本市 are none.
        short = _SHORT.fullmatch(self.subject)
        self._sibling = re.compile(f"(?<![\\w])[^\\W{_GENERIC}]{short[1]}(?!区)") if short else None
        # A meeting is where a figure was told, not of whom.
        self._is_body = (
            not question.told and is_body(_BRACKETS.sub("", self.subject)) and not _MEETING.search(self.subject)
        )
        self._is_abroad = self.subject != HOME and self.subject in countries(self.subject)
        text = fold(question.text)
        self._body = owner_in(text[text.find(self.subject) :])[0] if self.subject in text else ""
        self._body = self._body or (self.subject if names_body(self.subject) else "")
        if _DESCRIBED.search(self._body):
            self._body = ""
        self._which = ordinals(fold(question.text)) | _events_of(fold(question.text))
        self._numbered = frozenset(m.groups() for m in _NUMBERED.finditer(fold(question.text)))
        self._counted = counted(fold(question.text))
        self._edition = next((form for form in _EDITION if form.search(question.text)), None)

    def share(self, text: str) -> float:
        """Return the share of the subject's character pairs that stand in `text`, 1 when the question has none.

        One written out (特色产业园 for 特色园) counts nearly as the same.
        """
        subject = self.subject
        if len(subject) < 2 or subject in text:
            return 1.0
        best = 0
        behind = 0
        for start in sorted({at for pair in self._pairs for at in _found(pair, text)}):
            if start < behind:
                continue
            behind = start + 2
            window = text[start : start + len(subject) + _SLACK]
            best = max(best, sum([pair in window for pair in self._pairs]))
            if best == len(self._pairs):
                return 1.0
        share = best / len(self._pairs)
        return _WRITTEN_OUT if share < _WRITTEN_OUT and written_out(subject, text) else share

    def is_topic_another(self, title: str) -> bool:
        """Whether a document's title says that it is about another body than the one asked about."""
        about = _bodies(title)
        return bool(about) and self.share(about) < _NAMED

    def is_measured(self, measure: str) -> bool:
        """Whether the body asked about is itself what a figure is of, whoever was told of before: 东楼900张、西楼700张."""
        return self._is_body and bool(self.subject) and measure.startswith(self.subject)

    def is_other(self, subject: str, sentence: str, around: str, scope: str) -> bool:
        """Whether a figure is said, in its own sentence, of a named body that is not the one asked about.

        A whole is another body than its part (中关村 than 中关村软件园), unless the text names what makes the part.

        Args:
            subject: of whom the figure is.
            sentence: the figure's sentence.
            around: the sentence with what stands before it and its headings.
            scope: the speech, article or section around it.
        """
        if self._is_sibling(subject) and self.share(around) < _UNNAMED:
            return True
        if self._is_beside(subject, sentence, around):
            return True
        if self._sibling is not None:
            text = f"{around}\n{scope}"
            return self.subject not in text and bool(self._sibling.search(text))
        if self.subject and self.share(sentence) >= _NAMED > self.share(said_of(sentence)):
            return True  # the sentence only compares somebody else with the body asked about
        if self._is_abroad and self.subject not in around:
            # Who speaks of 匈牙利 all along speaks of no 德国.
            most = max((scope.count(other) for other in countries(around)), default=0)
            if most > scope.count(self.subject):
                return True
        if not self._is_body or self.share(said_of(around)) >= _NAMED:
            return False
        if any(f"{sign}{self.subject[-1]}" in sentence for sign in _POINTING) and self.share(said_of(scope)) >= _NAMED:
            return False  # 该区: the one named further before
        if self._other_of_name(sentence):
            return True
        if len(subject) < 2:
            return False
        if subject not in sentence:  # 我们: who speaks, or who was told of before
            elsewhere = all(tag == "ns" for _, tag in tagged(subject)) and set(subject).isdisjoint(self.subject)
            return elsewhere and self.share(scope) < _NAMED
        core = _HOW_MANY.sub("", self.subject)
        if self.subject.endswith(subject) or core in subject or written_out(core, subject):
            return False  # 40家特色园 are 甲城特色产业园, 大会上吉林展区 is 吉林展区
        shared = _common(self.subject, subject)
        if len(shared) < 2:
            return is_body(subject) or (len(subject) >= _LONG_NAME and PLACE_ENDING.search(subject) is not None)
        part = self.subject.removeprefix(shared)
        return is_body(shared) and len(part) > 1 and part not in around

    def _is_beside(self, subject: str, sentence: str, around: str) -> bool:
        """Whether a figure is of another body than the one asked about: one that its sentence names, or all around it."""
        own, other = self._body, owner_in(subject)[0] or (subject if names_body(subject) else "")
        if not (owner_in(own)[0] and owner_in(other)[0]) and own[-_STEM:] != other[-_STEM:]:
            return False  # 材料学院 beside 医学院, but no class of parks beside a park
        if not own or not other or own in other or other in own or own[-1] != other[-1]:
            return False
        if written_out(own, other) or written_out(other, own):
            return False  # 中发展集团 is 中关村发展集团
        if other in sentence:
            # What two bodies have together is of each, what is dealt out among them is not.
            pair = re.escape(own), re.escape(other)
            return "分别" in sentence or not re.search("{0}[和与及、]{1}|{1}[和与及、]{0}".format(*pair), sentence)
        return own[:_STEM] not in sentence and (other in around or own[:_STEM] not in said_of(around))

    def _is_sibling(self, subject: str) -> bool:
        """Whether a figure is of a body of the same sort under another name: 甲城软件园 where 集成电路设计园 is asked about."""
        own = self.subject
        if (
            len(own) < _LEAST_NAME
            or len(subject) < _LEAST_NAME
            or own[-1] != subject[-1]
            or not PLACE_ENDING.search(own)
        ):
            return False
        return own[-2:] not in subject and subject not in own and is_body(subject)

    def _other_of_name(self, text: str) -> bool:
        """Whether `text` names a body that only begins like the one asked about: 望川市 for 望川软件园."""
        start = text.find(self.subject[:2])
        while start >= 0:
            end = start + 1
            if match := _ENDING.match(text, start + 2):
                end = match.end()
                other = text[start:end]
                if other not in self.subject and not other.endswith("园区"):
                    return True
            start = text.find(self.subject[:2], end)
        return False

    def is_of_another(self, before: str) -> bool:
        """Whether the last of the series that stands before a figure in its sentence is another: 一等奖…50万元."""
        told = [_ordinal(match) for match in _ORDINAL.finditer(before)] if self._which else []
        return any(last[1] != number for kind, number in self._which for last in [t for t in told if t[0] == kind][-1:])

    def is_of_other_count(self, *texts: str) -> bool:
        """Whether the texts around a figure count those whom it is of otherwise: 23家园区 where 40家园区 are asked about."""
        for number, ending in self._counted:
            told = {value for text in texts for value in _counts(text, ending)}
            if told and number not in told:
                return True
        return False

    def is_another_of_series(self, *texts: str) -> bool:
        """Whether the nearest text that tells of the series that the question names one of tells of others alone.

        上一届 and 下一届 are told of as such, or not at all.
        """
        if self._edition is not None and not any(self._edition.search(text) for text in texts):
            return True
        if any(self._is_without(number, name, *texts) for number, name in self._numbered):
            return True
        for which in self._which:
            for text in texts:
                told = {number for kind, number in ordinals(text) if kind == which[0]}
                if told:
                    if which[1] not in told:
                        return True
                    break
        return False

    @staticmethod
    def _is_without(number: str, name: str, *texts: str) -> bool:
        """Whether the nearest text that has a name (板桥) never says of it that it is the one asked about (第二板桥)."""
        told = next((text for text in texts if name in text), "")
        return bool(told) and re.search(f"第{number}|(?<!\\d){number}期", told) is None


def is_of_place_beside(question: Question, subject: str, measure: str, sentence: str) -> bool:
    """Whether a figure is of a named place that shares nothing with those which the question names: 美国硅谷, not 中关村.

    A sentence that names one of those may tell of it all the same, unless the place is part of what is measured.
    """
    own = fold(subject)
    if not question.names or len(own) < _LEAST_NAME or not _PLACE.search(own) or not names_body(own):
        return False
    text, asked = fold(sentence), fold(question.text)
    if any(own[n : n + 2] in asked for n in range(len(own) - 2)):
        return False
    text = fold(measure) if own in fold(measure) else text
    return not any(name in text or len(set(name) & set(own)) > 1 for name in question.names)


def is_outside_group(question: Question, subject: str, sentence: str) -> bool:
    """Whether a part of a whole is asked about that is a number of places (40家特色园里), and neither a figure's sentence
    nor its subject says so."""
    group = _COUNTED.search(fold(question.text))
    name = group and _GROUP.match(group[2])
    if not group or not name or question.several:
        return False
    kinds = [word for word, tag in tagged(name[0]) if len(word) > 1 and not tag.startswith(_NAMING)][:-1]
    text = fold(f"{subject}{sentence}")
    return (
        bool(kinds) and not any(kind in text for kind in kinds) and not re.search(f"(?<!\\d){group[1]}[家个所座]", text)
    )


def written_out(short: str, text: str) -> bool:
    """Whether the signs of a short form stand in `text` in order, at most two others between each and the next.

    A pattern made for each question would take longer to compile than all of its searches.
    """
    if not all(sign in text for sign in short):
        return False
    ends = {at + 1 for at in _found(short[0], text)}
    for sign in short[1:]:
        ends = {place + 1 for end in ends for place in _reach(text, end) if text[place] == sign}
    return bool(ends)


def _found(sign: str, text: str) -> Iterator[int]:
    """Yield the places where some signs stand; a pattern of them would take longer to compile than the search."""
    at = text.find(sign)
    while at >= 0:
        yield at
        at = text.find(sign, at + 1)


def _reach(text: str, start: int) -> Iterator[int]:
    """Yield the places where the next sign of a short form may stand: what it leaves out are Chinese signs."""
    for place in range(start, min(start + _LEFT_OUT + 1, len(text))):
        yield place
        if not "\u3400" <= text[place] <= "\u9fff":
            return


def _common(one: str, two: str) -> str:
    """Return what two phrases begin with alike."""
    return "".join(a for a, _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, two, strict=False)))


@lru_cache(maxsize=1 << 12)
def is_body(phrase: str) -> bool:
    """Whether a phrase is the name of a park, town, institute or the like, and nothing else."""
    if len(phrase) < 3 or not phrase.isalnum() or not PLACE_ENDING.search(phrase) or _DESCRIBED.search(phrase):
        return False
    run = tokens(phrase)
    # A verb inside makes a clause (张继红说中关村); one sign at the beginning is as likely part of an unknown name.
    return not any((t.tag == "v" and t.end > 1) or t.text in WHOLE for t in run) and is_proper(run)


@lru_cache(maxsize=1 << 10)
def countries(text: str) -> frozenset[str]:
    """Return the countries that a text names: the places that the dictionary does not put into another."""
    return frozenset(
        word
        for word, tag in tagged(text)
        if tag == "ns" and (said := glosses(word)).listed and not said.common and said.all.isdisjoint(_WITHIN)
    )


@lru_cache(maxsize=1 << 10)
def _bodies(title: str) -> str:
    """Return the subject of a title when it is a body: 青峦高新区 of 青峦高新区交出半年账."""
    parts = parse(title)
    about = fold(parts.of(parts.subject)) if parts.subject and parts.proper else ""
    return about if any(is_body(part) for part in _PART.split(about)) else ""


@lru_cache(maxsize=1 << 10)
def counted(text: str) -> tuple[tuple[str, str], ...]:
    """Return the (40, 园) of each group of bodies that a text counts: 40家特色产业园里."""
    found: list[tuple[str, str]] = []
    for match in _COUNTED.finditer(text):
        ending = next((sign for sign in _GROUP_ENDINGS if sign in match[2]), "")
        if ending:
            found.append((match[1], ending))
    return tuple(found)


@lru_cache(maxsize=1 << 12)
def _counts(text: str, ending: str) -> frozenset[str]:
    return frozenset(match[1] for match in _COUNTED.finditer(text) if ending in match[2])


@lru_cache(maxsize=1 << 10)
def ordinals(text: str) -> frozenset[tuple[str, str]]:
    """Return the (届, 3) of each 第三届 in a text, the (世界大会, 2024) of 2024年世界大会."""
    return frozenset(map(_ordinal, _ORDINAL.finditer(text)))


def _events_of(text: str) -> frozenset[tuple[str, str]]:
    """Return the (世界大会, 2024) of 世界大会2024年: of a meeting of each year the one of that year is asked about."""
    return frozenset((match[1], match[2]) for match in _EVENT.finditer(text))


def _ordinal(match: re.Match[str]) -> tuple[str, str]:
    if match[5]:
        return match[5], match[4]
    if match[7]:
        return match[7], str(read_number(match[6]))
    if match[9]:
        return match[9], match[8].lstrip("0") or "0"
    if match[11]:
        return match[11], match[10]
    return match[3], "1" if match[2] else str(read_number(match[1]) or match[1])
