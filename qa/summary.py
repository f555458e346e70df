"""总结一下…: a topic in, the figures and sentences on it out, each cited.

The topic is weighed as two questions: for a number, whose figure rows are taken measure by measure, and for a text,
whose sentences fill up. Without a language model that list is the summary; with one it is what the model falls back to.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from index.periods import find_periods
from index.quantities import same_value
from index.types import FigureRow, Kind
from index.words import bigrams, fold, tagged
from qa.choose import choose
from qa.draft import Draft, Quote
from qa.eligible import eligible
from qa.english import is_english
from qa.evidence import Candidate
from qa.phrases import ASK, parse
from qa.question import Question
from qa.read import nothing
from qa.statements import shorten, statement
from qa.texts import SOURCE
from qa.types import Status

SUMMARIZE = "总结一下{topic}"
_VERB = r"(?:总结|概括|归纳|梳理|汇总|综述)"
_ASKED = re.compile(
    rf"^(?:请你?|帮(?:我|忙)|麻烦|能不能|能否|可以|给我|[，, ])*(?:简单|简要|大致|全面)?地?{_VERB}"
    r"(?:一?下|一遍|出)?(?:关于|有关|：|:)?(?P<topic>(?!一?下$|一遍$).{2,})$"
)
_BEHIND = re.compile(rf"^(?P<topic>.{{2,}}?)[，,](?:请|再)?(?:简单|简要)?{_VERB}一?(?:下|遍)?$")
_FIRM = re.compile(rf"{_VERB}(?:一?下|一遍|关于|有关|：|:)|(?:请|帮我|帮忙|麻烦|给我).{{0,4}}{_VERB}")
_POLITE = r"(?:请你?|帮(?:我|忙)|麻烦|能不能|能否|可以|给我|[，, ])*"
_KINDS_OF = r"(?:主要|基本|总体|整体|关键|核心|相关|有关|经济)?(?:情况|数据|指标|数字|信息|概况|简介|介绍|汇报|材料)"
_INTRODUCED = tuple(
    re.compile(pattern)
    for pattern in (
        rf"^{_POLITE}(?:介绍|讲讲|说说|谈谈|聊聊|讲|说|看看)(?:一?下)?(?:关于|有关)?(?P<topic>.{{2,}}?)(?:的?{_KINDS_OF})?$",
        rf"^{_POLITE}(?:列出|列一?下|给出|汇总|查一?下|写(?:一[份篇个])?|做(?:一[份个])?|出一份)(?P<topic>.{{2,}}?)的?{_KINDS_OF}$",
        rf"^{_POLITE}(?P<topic>.{{2,}}?)的?(?:有(?:哪些|什么)|都有哪些)?{_KINDS_OF}(?:是?(?:什么|怎么样|如何))?(?:有哪些)?$",
        r"^(?P<topic>.{2,}?)(?:现在|目前|最近)?(?:怎么样|如何|什么情况)$",
        r"^(?P<topic>.{3,})$",
    )
)
_ANYTHING = re.compile(
    rf"^{_POLITE}(?:简单|简要)?{_VERB}(?:一?下|一遍)?(?:这些|所有|全部|整个|一下|的|你的|库里的?|我的)*(?:全文|文档|文件|资料|材料|内容|数据|文章|东西|要点)?$"
)
_ENDING = re.compile(r"(?:的?(?:主要|基本|总体|相关|有关|整体)?(?:情况|内容|数据|要点|信息|数字|材料))$")
_ENGLISH = re.compile(
    r"^(?:please\s+)?(?:summari[sz]e|give (?:me )?a summary of|sum up)\s+(?P<topic>.{2,})$", re.IGNORECASE
)
_CLOSE = re.compile(r"(?:[？?。.！!\s]|呢|吧|吗)+$")
_FIGURES, _SENTENCES = 8, 3
_BELOW = 7.0  # how far under the best score a figure may be and still belong to the topic
_ALIKE = 0.5
_MET = 0.6  # of the topic's words, by how much they tell
_ENOUGH = 3
_LONGEST_LABEL = 16
_HEAD = 24
_WHEN = re.compile(r"（[^（）]*）(?=\[\d+\])")
_BARE_HEAD = re.compile(r"^第?[一二三四五六七八九十\d]{1,3}(?:个问题|[、.．])|^（[一二三四五六七八九十]{1,2}）")
_ASIDE = frozenset((Kind.DURATION, Kind.RANK, Kind.OTHER))  # half a year, the third: seldom what a topic is about
_SHOWN = 140
_WHOLE = re.compile(r"[。！？!?；;.][”’」』）)】》]*$")


def topic_of(text: str) -> str:
    """Return what a self-contained question wants summed up, "" when it asks something else."""
    bare = _CLOSE.sub("", text.strip())
    if english := _ENGLISH.match(bare):
        return english["topic"]
    match = _BEHIND.match(bare) or _ASKED.match(bare)
    if match is None:
        return ""
    topic = match["topic"].strip("，, ：:")
    if match.re is _ASKED and not _FIRM.search(bare) and (ASK.search(bare) or not parse(topic).proper):
        return ""  # 总结报告有几份
    asked = ASK.search(topic)
    if asked:  # 2023年收入是多少，总结一下
        topic = re.sub(
            r"(?:是|有|为)$", "", topic[: asked.start()] + re.sub(r"^[家个件项人元]+", "", topic[asked.end() :])
        )
    bare = _ENDING.sub("", topic)
    return (bare if len(bare) > 1 else topic).strip("，, 的")


def introduced(text: str) -> str:
    """Return whom a self-contained question asks about and nothing else of (介绍一下甲园, 甲园怎么样, 甲园), or ""."""
    bare = _CLOSE.sub("", text.strip())
    if is_english(bare):
        return ""
    for pattern in _INTRODUCED:
        match = pattern.match(bare)
        topic = match["topic"].strip("，, 的") if match else ""
        if topic and len(topic) > 1 and _is_name(topic):
            return topic
    return ""


def _is_name(text: str) -> bool:
    """Whether a text is a name, with a period or without, and nothing more."""
    parts = parse(text)
    named = parts.subject is not None and parts.proper and parts.measure is None and parts.ask is None
    said = sum(end - start for start, end in (parts.subject or (0, 0), parts.period or (0, 0)))
    return named and said >= len(re.sub(r"[的在\s]", "", text))


def wants_a_topic(text: str) -> bool:
    """Whether a question wants summed up whatever there is (总结一下, 概括全文): which is not said."""
    return _ANYTHING.match(_CLOSE.sub("", text.strip())) is not None


def on_topic(
    question: Question, candidates: Sequence[Candidate], titles: Mapping[str, str], frequency: Callable[[str], int]
) -> list[Candidate]:
    """Return the candidates that speak of the topic: they, their heading or title hold its names and its rarer words.

    A document that names its topic once and then speaks of it leaves few such; then those beside its name serve too.

    Args:
        question: the topic, understood.
        candidates: ranked figures or sentences.
        titles: the title of each document among them.
        frequency: how many passages hold a word; 停车 tells more than 问题.
    """
    weights = {term: (1 + frequency(term)) ** -0.5 for term in question.terms}

    def holds(text: str) -> bool:
        met = sum(weight for term, weight in weights.items() if term in text)
        return met >= _MET * sum(weights.values()) and all(name in text for name in question.names)

    own: list[Candidate] = []
    beside: list[Candidate] = []
    for candidate in candidates:
        passage = candidate.passage
        head = fold("\n".join((passage.section or "", titles.get(passage.document_id, ""))))
        if not _of_its_time(question, candidate, head):
            continue
        said = fold(candidate.sentence)
        if holds(f"{said}\n{head}"):
            own.append(candidate)
        elif holds(fold(passage.text)):
            beside.append(candidate)
    return own if len({c.start for c in own}) >= _ENOUGH else own + beside


def _of_its_time(question: Question, candidate: Candidate, head: str) -> bool:
    """Whether nothing says that a figure or a sentence is of another time than the topic."""
    if not question.periods:
        return True
    row = candidate.row
    asked = [(p.first, p.last) for p in question.periods if p.first and p.last]
    if row is not None and row.first and row.last:
        return any(first <= row.last and row.first <= last for first, last in asked) or not asked
    told = [p for p in find_periods(candidate.sentence) if p.first and p.last]
    if told:
        return not asked or any(a <= p.last and p.first <= b for a, b in asked for p in told if p.first and p.last)
    return any(fold(period.surface).rstrip("度") in head for period in question.periods)


def list_draft(question: Question, figures: Sequence[Candidate], texts: Sequence[Candidate]) -> Draft:
    """Return the summary as a list.

    Args:
        question: the topic, understood as a question for a number.
        figures: its ranked figure rows.
        texts: the ranked sentences for it.
    """
    chosen = _measures(question, eligible(question, figures))
    together = Counter(candidate.start for candidate in chosen)
    quotes: list[Quote] = []
    rows: list[tuple[FigureRow, int]] = []
    lines: list[str] = []
    for candidate in chosen:
        row = candidate.row
        if row is None:
            continue
        quote = Quote(candidate.passage, candidate.start, candidate.end)
        shown = quote in quotes
        if not shown:
            quotes.append(quote)
        marker = quotes.index(quote) + 1
        rows.append((row, marker))
        line = statement(row, marker, quote) + "。"
        # Several figures of one sentence, or one that it does not name, are shown in its own words, once.
        if together[candidate.start] > 1 or not _reads(line.partition(row.quantity.surface)[0], question, candidate):
            place = row.quantity.start - candidate.start, row.quantity.end - candidate.start
            cut = shorten(candidate.sentence, place, _SHOWN)
            when = "" if find_periods(cut) else "".join(_WHEN.findall(line))  # the sentence need not say of when it is
            line = SOURCE.format(quote=cut, marker=marker).removesuffix(f"[{marker}]") + f"{when}[{marker}]"
        if not shown:
            lines.append(line)
    said = "".join(c.sentence for c in chosen)
    for candidate in _sentences(eligible(question, texts), said):
        quotes.append(Quote(candidate.passage, candidate.start, candidate.end))
        lines.append(SOURCE.format(quote=shorten(candidate.sentence, (0, 1), _SHOWN), marker=len(quotes)))
    if not lines:
        return nothing(None)
    sure = max(c.probability for c in (*chosen, *texts[:1]))
    return Draft(Status.ANSWERED, None, tuple(lines), tuple(quotes), tuple(rows), min(max(sure, 0.5), 1.0))


def _reads(label: str, question: Question, candidate: Candidate) -> bool:
    """Whether what a figure is called says by itself what it is: a noun phrase of whole words (这样我们, 帆氢能收入 are none)."""
    measure = label.rstrip("：").rpartition("，")[2]
    words = tagged(measure)
    if not words or not 2 < len(measure) <= _LONGEST_LABEL or words[0][1][0] in "rufcpqydm":
        return False
    if words[-1][1][0] not in "njlbis" and words[-1][1] != "vn":
        return False
    at, sentence = fold(candidate.sentence).find(fold(measure)), fold(candidate.sentence)
    for name in (*question.names, fold(question.subject), fold(question.text)):
        place = sentence.find(name) if name else -1
        while place >= 0:
            if place < at < place + len(name):
                return False
            place = sentence.find(name, place + 1)
    return True


def _measures(question: Question, fitting: Sequence[Candidate]) -> list[Candidate]:
    """Return the figures of a topic, one for each measure: the latest where several times are told."""
    left = list(fitting)
    found: list[Candidate] = []
    floor = left[0].score - _BELOW if left else 0.0
    while left and len({c.start for c in found}) < _FIGURES and left[0].score >= floor:
        best = choose(question, left)[0][0]
        found.append(best)
        left = [c for c in left if c.row and best.row and not _alike(c.row, best.row)]
        found = found if best.row and best.row.quantity.kind not in _ASIDE else found[:-1]
    return found


def _alike(one: FigureRow, two: FigureRow) -> bool:
    a, b = set(bigrams(one.measure)), set(bigrams(two.measure))
    overlap = 2 * len(a & b) / (len(a) + len(b)) if a and b else float(one.measure == two.measure)
    again = overlap > 0 and same_value(one.quantity, two.quantity)  # 培育出独角兽企业115家, 115家独角兽
    return again or (overlap >= _ALIKE and one.quantity.kind is two.quantity.kind)


def _sentences(fitting: Sequence[Candidate], said: str) -> list[Candidate]:
    """Return the best sentences that say something not yet said."""
    found: list[Candidate] = []
    for candidate in fitting:
        if len(found) == _SENTENCES:
            break
        pairs = set(bigrams(candidate.sentence))
        known = set(bigrams(said))
        if (
            len(candidate.sentence) >= 12
            and _WHOLE.search(candidate.sentence)
            and not (_BARE_HEAD.search(fold(candidate.sentence)) and len(candidate.sentence) < _HEAD)
            and not candidate.sentence.rstrip("”」』").endswith(("？", "?"))
            and len(pairs & known) < 0.6 * len(pairs)
        ):
            found.append(candidate)
            said += candidate.sentence
    return found
