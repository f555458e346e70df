"""The one source that a question names (论坛实录里…, 2024年春天那版报纸上…, …，任主任怎么讲的) → the plain question and what is its.

A source is a speaker of a record, or a document told by its kind (报纸, 实录, 推文), its day or season, its title or an
occasion that it speaks of. In come the question's text and the passages found for it; out goes what it asks without the
source, and which passages are its.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date

from index.periods import find_periods
from index.types import Document, Passage
from index.words import bigrams, fold, words
from qa.phrases import TITLE, parse
from qa.question import function_words, understand
from qa.sources import TELLS, WHEN, Source, Told, among, speakers

_PRESS = r"(?:报纸|[日晚早周]报|[周月季期专]刊|报道|新闻稿?(?!中心|发布)|稿子?|文章|推文)"
_RECORD = r"(?:实录|速记|发言|讲话|演讲|致辞)"
_OTHER = r"(?:材料|文件|资料|报告|纪要|公报|年鉴|年报|手册|回顾|综述|访谈|公告|通知|通报|要点|记录)"
_OCCASION = r"(?:论坛|大会|年会|会议|[发布研讨座谈推介交流说明洽谈听证恳谈]{2}会|峰会|博览会|圆桌|[开闭]幕式|启动仪式)"
_HELD = r"(?:(?:召开|举[行办]|[开闭]幕)?(?:期间|之际|当[天日]|的?时候?|[上里中])|召开|举[行办]|[开闭]幕)"
_KIND = rf"(?:{_PRESS}|{_RECORD}|{_OTHER})"
_FIGURES = r"的(?:口径|说法|数[字据])"
_WHICH = r"(?:[那这]一?[版篇份次场期个])"
_HOW = rf"(?:又|都|则|却)?(?:是)?(?:怎么|如何|怎样)?{TELLS}(?![话稿座辞])(?:的|了|过)?"
_SAYS = rf"(?!给|提[^到]|统计){_HOW}"  # at an occasion more is done than told: 论坛上给记者用的
_IN = r"(?:里面|上面|里|上(?!市)|中(?=[，,：:的]|所?[说写讲提称载])|时(?=[，,：:的]))"
_BY = r"(?:按照?|根据|据|依|照|在|从)"
_HEAD = (
    r"(?P<label>(?!同)(?:(?!有的|[我你他她从比]|[两几各哪谁]|不同|什么)[^，,。；;？?！!：:]){0,24}?"
    rf"(?:{_KIND}{_WHICH}?|{_OCCASION}(?={_HELD}?(?:[，,：:）)]|[？?。]?$|{_SAYS})|期间(?!的)|为准|{_FIGURES})))"
)
_LEADING = re.compile(
    rf"^(?:{_BY}|以)?{_HEAD}(?:{_IN}(?:{_HOW})?|{_HELD}?{_HOW}|{_HELD}?(?=[，,：:])|期间|为准|{_FIGURES})的?[，,：:]?(?=[^？?。])"
)
_TRAILING = re.compile(rf"[，,。；;？?]\s*{_BY}?{_HEAD}{_IN}?{_HOW}[？?。]?$")
_BESIDE = re.compile(rf"(?:[（(]|(?<=[\u3400-\u9fff？?])\s+){_HEAD}(?:{_IN}|{_HELD})?[）)]?[？?。]?$")
_SPOKEN = re.compile(
    rf"^(?:[^，,。；;？?有多几]{{0,8}}的?|[^，,。；;？?有多几]{{1,20}}[上里中时]|按照?|根据|据|依|照|听)\x00{TITLE}?{WHEN}"
    rf"(?:在[^，,。；;？?]{{1,14}}?[上里中时])?(?:{_HOW}|的说法|表示|认为|指出|强调|(?=预[计测]|估计))[，,：:]?(?=[^？?。])"
)
_SPOKEN_LAST = re.compile(rf"[，,。；;？?]\s*(?:按照?|根据|据|依|照|听)?\x00{TITLE}?{WHEN}{_HOW}[？?。]?$")
_ASKED_AGAIN = r"(?:[是有为占到]|又是|则是|的?数字?是?)*(?:多少|几|怎么样|如何|多[大高长])[^，,。；;？?、]{0,4}"
_ONLY = re.compile(
    rf"(?:{_BY}?{_HEAD}{_IN}?|(?P<who>[\u3400-\u9fff·]{{2,10}}?)(?=怎么|如何))(?P<says>{_HOW})?的?(?:{_ASKED_AGAIN})?"
)
_PAPER, _A_PAPER = re.compile(r"报纸|[日晚早周]报"), re.compile(r"本报|[日晚早周]报|报记者")
_NOBODY = frozenset(("它们", "他们", "她们", "这个", "那个", "具体", "到底", "究竟", "分别", "材料", "文件"))
_PLACED = tuple("里上中时")
_MAY_NAME = re.compile(rf"{_KIND}|{_OCCASION}|{TELLS}|的说法|表示|认为|指出|强调|预[计测]|估计")
_ALIKE = 0.75
_NEAR = 45  # days that a paper may come out behind what it tells of


def told_by_one(
    text: str,
    passages: Sequence[Passage],
    document_of: Callable[[str], Document],
    day_of: Callable[[str], date],
) -> Told | None:
    """Return what a question asks of the one source that it names, None where it names none.

    Args:
        text: the question as asked.
        passages: what was found for it.
        document_of: id → document.
        day_of: id → the latest day that an undated document tells of.
    """
    if not _MAY_NAME.search(text):
        return None  # a plain question costs nothing here
    documents = {p.document_id: document_of(p.document_id) for p in passages}
    return _of_speaker(text, documents, day_of) or _of_document(text, documents, day_of)


def asked_of_another(fragment: str, before: str) -> str:
    """Return the question before as asked of the source that a follow-up names and nothing else, "" for any other.

    论坛实录里怎么说的, 2024年4月那版报纸上是多少, 李妍怎么说的.
    """
    match = _ONLY.fullmatch(fragment)
    if match is None or match["who"] in _NOBODY or (match["who"] and not match["says"]):
        return ""
    says, placed = match["says"] or "", fragment[match.end("label") : match.end("label") + 1] if match["label"] else ""
    if match["label"] and not (says or placed in _PLACED or re.search(_WHICH, match["label"])):
        return ""  # 新材料呢
    if match["who"] and not re.search(TELLS, says) and not parse(match["who"]).proper:
        return ""  # 今天天气怎么样
    if "的" in says and not re.search("怎么|如何|怎样", says):
        return ""  # 年报上公布的是多少: goes before what was asked
    before = _TRAILING.sub("", before)
    own = _LEADING.match(before)
    asked = before[own.end() :] if own else before
    return f"{asked.rstrip('？?。')}，{match['label'] or match['who']}{'里' if match['label'] else ''}怎么说的"


def _of_speaker(text: str, documents: dict[str, Document], day_of: Callable[[str], date]) -> Told | None:
    """Return what a question asks of somebody who speaks in a record: 任主任怎么说名次, …，任主任怎么讲的."""
    found = speakers(text, documents)
    if len(found) != 1:
        return None
    source = found[0]
    marked = f"{text[: source.start]}\x00{text[source.end :]}"
    for pattern in (_SPOKEN, _SPOKEN_LAST):
        if match := pattern.search(marked):
            rest = marked[: match.start()] + marked[match.end() :]
            return _told(rest, source)
    return None


def _of_document(text: str, documents: dict[str, Document], day_of: Callable[[str], date]) -> Told | None:
    for pattern in (_LEADING, _TRAILING, _BESIDE):
        match = pattern.search(text)
        if match is None or re.search(TITLE, match["label"]) or speakers(match["label"], documents):
            continue  # what 周力在报告里 tells is only his
        those = _meant(match["label"], documents, day_of)
        if those and len(those) < len(documents):
            source = Source(match["label"], match.start("label"), match.end("label"), among(those))
            return _told(text[: match.start()] + text[match.end() :], source)
    return None


def _told(question: str, source: Source) -> Told | None:
    """Return a part of a question, None where nothing is left to ask."""
    question = question.strip("，,。；;：:？? ")
    if "\x00" in question or not understand(question).terms:
        return None
    return Told(f"{question}？", source)


def _meant(label: str, documents: dict[str, Document], day_of: Callable[[str], date]) -> frozenset[str]:
    """Return the documents that a label means: of its kind, of its time, and most like it in words."""
    periods = find_periods(label)
    spans = [(p.first, p.last) for p in periods if p.first and p.last]
    month = re.search(r"(?<!\d)(1[0-2]|[1-9])月", label)
    fitting = {
        uid: document
        for uid, document in documents.items()
        if _of_kind(label, document) and _of_time(document, spans, int(month[1]) if month else 0, day_of)
    }
    if _PAPER.search(label):
        papers = {uid: d for uid, d in fitting.items() if _A_PAPER.search(f"{d.title} {d.name} {d.text}")}
        fitting = papers or fitting
    timed = [p for p in periods if p.first or re.search(r"\d+月", p.surface)]  # 五年回顾 is a title
    rest = list(label)
    for period in timed:
        rest[period.start : period.end] = "，" * (period.end - period.start)
    rest = re.sub(rf"{_KIND}|{_WHICH}", "，", "".join(rest))
    named = [
        *(w for w in words(rest) if w not in function_words() and len(w) > 1),
        *(kind for kind in re.findall(_KIND, label) if any(kind in _heads(d) for d in fitting.values())),
    ]
    pairs = frozenset(pair for word in named for pair in bigrams(fold(word)))
    if not pairs:
        return frozenset(fitting) if timed or re.search(rf"{_PRESS}|{_RECORD}", label) else frozenset()
    likeness = {uid: _likeness(pairs, document) for uid, document in fitting.items()}
    most = max(likeness.values(), default=0.0)
    return frozenset(uid for uid, like in likeness.items() if like >= _ALIKE * most) if most >= 0.5 else frozenset()


def _likeness(pairs: frozenset[str], document: Document) -> float:
    """Return how much of a label's words a document's headings have, its text for half."""
    heads, text = _heads(document), fold(document.text)
    met = (1.0 if pair in heads else 0.7 if text.count(pair) > 2 else 0.4 * (pair in text) for pair in pairs)
    return sum(met) / len(pairs)


def _heads(document: Document) -> str:
    return fold("\n".join(filter(None, (document.title, document.name, *(s.title for s in document.sections)))))


def _of_kind(label: str, document: Document) -> bool:
    """Whether a document may be of the kind that a label names: a record has speakers, a paper none."""
    if re.search(_RECORD, label):
        return bool(document.turns) or re.search(_RECORD, document.title or "") is not None
    if re.search(_PRESS, label):
        return not document.turns
    return True


def _of_time(document: Document, spans: Sequence[tuple[date, date]], month: int, day_of: Callable[[str], date]) -> bool:
    """Whether a document is of a label's time, or says nothing of its own."""
    days = {day for day in (document.published, *(s.published for s in document.sections)) if day}
    known = bool(days)
    days = days or {day_of(document.id)} - {date.min}
    slack = _NEAR if known else 0
    for first, last in spans:
        if days and not any(-slack <= (day - first).days and (day - last).days <= slack for day in days):
            return False
    return not (month and not spans and known) or any(day.month == month for day in days)
