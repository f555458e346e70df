"""Whether the words of a model are what the quotes they cite say: figures, names, periods, links and all.

A sentence and the quotes that it cites come in; out goes whether it may be shown. The product's own sentences are cut
from documents, so `verify` looks only at what they say of figures; a model writes freely, so here every figure, name,
date and most other words must be found in the quotes, and those said of a figure where that figure stands:

- the figure with its value, unit and qualifier;
- what it measures, in its own clause of the quote (or as the figure's row reads it);
- of whom: in that clause, else the name that was last given before it, in the quote or its headings;
- of when: the period of that figure, not one of another figure beside it;
- whether it is a level or a change.

A sentence that a quote holds word for word, from one clause border to another, needs no more than its figures read alike.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from index.words import fold
from qa.instructions import silenced, speaks_to_a_model
from qa.support_claims import claims_of, spread, without_english
from qa.support_english import in_chinese, is_common, with_names
from qa.support_facts import facts_stand
from qa.support_figure import figure_fault
from qa.support_lead import without_lead
from qa.support_modifiers import emphasis
from qa.support_order import in_order
from qa.support_periods import is_period_known
from qa.support_relations import relations_stand
from qa.support_said import CLAUSE, Source, periods_of, source_of
from qa.support_whole import (
    NOT,
    digits_stand,
    figures_of,
    is_ahead_of,
    is_copied,
    is_foreign,
    is_held,
    is_of_kind,
    is_verbatim,
    links_stand,
    names_stand,
    negated,
    uncounted_number,
    words_stand,
)

__all__ = ["Source", "failing", "source_of", "stands"]

_MARKS = re.compile(r"[\W_]+")
_TITLE = re.compile(r"《([^《》]+)》")
_LATIN = re.compile(r"[A-Za-z][A-Za-z.&'’-]*[A-Za-z]|[A-Za-z]")
_MIXED = re.compile(r"(?<![A-Za-z0-9])(?=[A-Za-z0-9]*[A-Za-z])(?=[A-Za-z0-9]*\d)[A-Za-z0-9]{3,}(?![A-Za-z0-9])")
_SHORT = re.compile(
    r"(?P<whole>[\u3400-\u9fff]{3,})[（(](?:以下|下)?(?:简称|称)?[“\"]?(?P<short>[\u3400-\u9fff]{2,8})[”\"]?[）)]"
)
_NUMBERED = re.compile(r"^[（(]\d{1,2}[）)]\s*(?=\S)")  # of a list
_POINTED = re.compile(r"(?<!应)[该本此]((?:园区|公司|集团|企业|[院校馆厂港园市省县区镇村库店局](?=[\u3400-\u9fff])))")
_FIRST_PERSON = re.compile(r"我(?!国|市|省|区|县|园|校|院|厂|司|军|党|省)")


def stands(line: str, sources: Sequence[Source], *, english: bool = False) -> bool:
    """Return whether a model's sentence, its markers taken out, says only what the quotes say that it cites."""
    return not failing(line, sources, english=english)


def failing(line: str, sources: Sequence[Source], *, english: bool = False) -> str:
    """Return what of a sentence the quotes do not hold, in an English word for logs, with the words at fault; "" when they hold all of it."""
    fault = _failing(line, sources, english=english)
    if fault and any(source.asked for source in sources):
        # What a question says of a figure may help a sentence to stand; one that stands alone needs no help.
        return fault if _failing(line, [replace(s, asked="") for s in sources], english=english) else ""
    return fault


def _failing(line: str, sources: Sequence[Source], *, english: bool) -> str:
    text = _NUMBERED.sub("", " ".join(line.split()).strip(" 。.；;，,"))
    if not sources or not _MARKS.sub("", text):
        return "uncited" if not sources else "empty"
    if speaks_to_a_model(text):
        return "instruction"
    sources = [replace(source, text=silenced(source.text)) for source in sources]
    if links_stand(text, sources) and any(is_verbatim(text, source) for source in sources):
        return ""
    text = _SHORT.sub(_unshortened, text)
    text = text if english else in_order(without_lead(text, "\n".join(source.heads for source in sources)))
    if not links_stand(text, sources):
        return "link"
    if any(is_verbatim(text, source) for source in sources):
        return ""
    held = "\n".join((*(s.text for s in sources), *(s.heads for s in sources), *{s.asked for s in sources}))
    if english:
        text = with_names(text, held)
        latin = [m.group() for m in _LATIN.finditer(text)]
        names = (w for w in latin if w[0].isupper() and not is_common(w))
        if any(fold(word) not in fold(held) for word in names):
            return "name"
        return _failing(in_chinese(text, held), sources, english=False)
    if any(fold(title) not in fold(held) for title in _TITLE.findall(text)):
        return "title"
    if not all(is_held(word, held) for word in _MIXED.findall(text)):
        return "name"
    if any(_FIRST_PERSON.search(c) and not is_copied(c, sources) for c in CLAUSE.findall(text)):
        return "person"  # nobody speaks here but in a document's own words
    if any(is_foreign(clause, sources) for clause in CLAUSE.findall(text)):
        return "clause"
    if not digits_stand(text, held):
        return "digits"
    if not names_stand(text, held, sources, english=english):
        return "name"
    if not words_stand(text, held, english=english):
        return "words"
    if word := emphasis(text, held) or uncounted_number(text, held):
        return f"emphasis {word}"
    if any(is_ahead_of(clause, sources) for clause in CLAUSE.findall(text)):
        return "plan"
    if not english and not relations_stand(text, sources):
        return "relation"
    if not figures_of(text) and not facts_stand(text, sources):
        return "fact"
    if not figures_of(text) and bool(NOT.search(text)) is not negated(text, sources):
        return "negation"
    for clause in CLAUSE.findall(text):  # 以下不是…的数据：5亿元
        if NOT.search(clause) and not figures_of(clause) and not negated(clause, sources):
            return "negation"
    if not all(is_of_kind(pointed, held) for pointed in _POINTED.findall(text)):
        return "kind"
    text = spread(text)
    bare = without_english(text) if english else text
    for number in range(len(claims_of(bare))):
        if fault := figure_fault(text, number, sources, english=english):
            return fault
    return "" if all(is_period_known(text, period, sources) for period in periods_of(text)) else "period"


def _unshortened(match: re.Match[str]) -> str:
    """Return a name without the short form of it that a bracket adds: 东屿港集团（东屿港）."""
    short = ".*".join(map(re.escape, match["short"]))
    return match["whole"] if re.search(short, match["whole"]) else match.group()
