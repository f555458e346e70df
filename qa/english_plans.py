"""English questions that ask to compare or compute → plans whose operand questions are English too.

The caller translates operand questions in the way of any English question. Headlines stay Chinese, as all answers are.
"""

import re
from collections.abc import Callable

from qa.plans import Operand, Operation, Plan

_YEAR = r"(?:19|20)\d\d"
_MORE = r"(?P<word>more|fewer|less)"
_BE = r"(?:is|are|was|were|do|does|did|make up|makes up|made up)"
_END = r"[\s?.!]*$"


def english_plan(text: str) -> Plan | None:
    """Return the plan of an English question, None when it asks for a stated figure."""
    asked = " ".join(text.split())
    for pattern, make in _FORMS:
        found = pattern.match(asked)
        if found:
            return make(found)
    return None


def _more(found: re.Match[str]) -> Plan:
    """How many more companies does A have than B."""
    what, ending = found["what"], f" {found['verb']}" if found["verb"] else ""
    operands = tuple(
        Operand(f"How many {what} {found['does']} {whose}{ending}?", whose) for whose in (found["a"], found["b"])
    )
    verb = "多" if found["word"] == "more" else "少"
    return Plan(Operation.DIFFERENCE, operands, verb=verb)


def _grew(found: re.Match[str]) -> Plan:
    """By how much did revenue grow from 2022 to 2024."""
    return _two_years(found, Operation.GROWTH)


def _two_years(found: re.Match[str], operation: Operation) -> Plan:
    first, last = (Operand(f"What was {found['what']} in {found[year]}?", f"{found[year]}年") for year in ("p", "q"))
    return Plan(operation, (first, last), "%", ("增长", "下降"))


def _apart(found: re.Match[str]) -> Plan:
    """What is the difference between A and B (in 2024)."""
    return Plan(Operation.DIFFERENCE, _pair(found))


def _total(found: re.Match[str]) -> Plan:
    """What is the total of A and B (in 2024)."""
    return Plan(Operation.SUM, _pair(found))


def _share(found: re.Match[str]) -> Plan:
    """What share of B is A."""
    return Plan(Operation.SHARE, _pair(found), "%", fallback=True)


def _times(found: re.Match[str]) -> Plan:
    """How many times B is A."""
    return Plan(Operation.TIMES, _pair(found), "倍", fallback=True)


def _pair(found: re.Match[str]) -> tuple[Operand, Operand]:
    parts = found.groupdict("")
    when = parts.get("when", "")
    a, b = (Operand(f"What is {parts[key].strip()}{when}?", parts[key].strip()) for key in ("a", "b"))
    return a, b


_WHEN = rf"(?P<when> (?:in|at|by|for) (?:the end of )?{_YEAR})?"
_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Plan]], ...] = tuple(
    (re.compile(pattern + _END, re.IGNORECASE), make)
    for pattern, make in (
        (
            rf"how (?:many|much) {_MORE} (?P<what>.+?) (?P<does>do|does|did) (?P<a>.+?) (?P<verb>have|has|had) than (?P<b>.+?)",
            _more,
        ),
        (
            r"(?:by )?(?:how much|what percentage|what percent) (?:did|has) (?P<what>.+?) "
            rf"(?:grow|grown|increase|increased|rise|risen|change|changed) (?:from|between) (?P<p>{_YEAR}) (?:to|and) (?P<q>{_YEAR})",
            _grew,
        ),
        (
            rf"what (?:is|was) the (?:difference|gap) between (?P<a>.+?) and (?P<b>.+?){_WHEN}",
            _apart,
        ),
        (
            rf"what (?:is|are|was|were) the (?:total|sum|combined total|combined amount)(?: amount)? of (?P<a>.+?) and (?P<b>.+?){_WHEN}",
            _total,
        ),
        (
            rf"what (?:share|percentage|percent|proportion|fraction) of (?P<b>.+?) {_BE} (?P<a>.+?)(?: account for| make up)?{_WHEN}",
            _share,
        ),
        (
            rf"how many times (?:larger than |bigger than |that of |as large as )?(?P<b>.+?) (?:is|was) (?P<a>.+?){_WHEN}",
            _times,
        ),
    )
)
