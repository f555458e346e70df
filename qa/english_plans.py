"""English questions that ask to compare or compute → plans whose operand questions are English too.

The caller translates operand questions in the way of any English question. Headlines stay Chinese, as all answers are.
"""

import re
from collections.abc import Callable

from qa.plans import Operand, Operation, Plan

_YEAR = r"(?:19|20)\d\d"
_MORE = r"(?P<word>more|fewer|less)"
_BE = r"(?:is|are|was|were|do|does|did|make up|makes up|made up)"
_CHANGE = r"(?:grow|grown|increase|increased|rise|risen|change|changed|fall|fallen|drop|dropped|decline|declined|shrink|shrunk)"
_COMPARED = r"(?P<word>higher|lower|larger|smaller|greater|more|less)"
_END = r"[\s?.!]*$"


def english_plan(text: str) -> Plan | None:
    """Return the plan of an English question, None when it asks for a stated figure."""
    asked = " ".join(text.split())
    for pattern, make in _FORMS:
        found = pattern.match(asked)
        if found and (plan := make(found)):
            return plan
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


def _more_then(found: re.Match[str]) -> Plan:
    """How many more beds did A have at the end of 2024 than at the end of 2023."""
    stem = f"How many {found['what']} {found['does']} {found['a'].strip()} {found['verb']}"
    operands = tuple(Operand(f"{stem} {found[when]}?", _label(found[when])) for when in ("p", "q"))
    return Plan(Operation.DIFFERENCE, operands, verb="多" if found["word"].lower() == "more" else "少")


def _higher(found: re.Match[str]) -> Plan:
    """By how much was A in 2024 higher than in 2022; how much higher was A in 2024 than in 2022."""
    words = ("高", "低")
    operands = tuple(
        Operand(f"What was {found['what'].strip()} {found[when]}?", _label(found[when])) for when in ("p", "q")
    )
    low = found["word"].lower() in ("lower", "less", "smaller", "fewer")
    return Plan(Operation.DIFFERENCE, operands, _points(found[0]), words, verb=words[low])


def _exceeds(found: re.Match[str]) -> Plan:
    """How much higher is A than B (in 2024)."""
    low = found["word"].lower() in ("lower", "less", "smaller", "fewer")
    words = ("高", "低")
    return Plan(Operation.DIFFERENCE, _pair(found), _points(found[0]), words, verb=words[low])


def _rose(found: re.Match[str]) -> Plan:
    """By how many percentage points did A rise from 2022 to 2024; how many halls were added between 2022 and 2024."""
    counted = found.groupdict().get("count")
    stem = f"How many {counted} were there" if counted else f"What was {found['what'].strip()}"
    operands = tuple(Operand(f"{stem} in {found[year]}?", f"{found[year]}年") for year in ("q", "p"))
    return Plan(Operation.DIFFERENCE, operands, _points(found[0]), ("增加", "减少"))


def _points(text: str) -> str:
    return "个百分点" if re.search(r"percentage point", text, re.IGNORECASE) else ""


def _label(when: str) -> str:
    year = re.search(_YEAR, when)
    return f"{year[0]}年" if year else when.strip()


def _share_of_things(found: re.Match[str]) -> Plan:
    """What share of A's halls are heated: things among things."""
    part = Operand(f"How many of {found['b']} are {found['a']}?", found["a"])
    return Plan(Operation.SHARE, (part, _all_of(found["b"])), "%", fallback=True)


def _rest(found: re.Match[str]) -> Plan:
    """How many of A's staff are not teachers."""
    part = Operand(f"How many of {found['b']} are {found['a']}?", found["a"])
    label = f"{found['b']}: not {found['a']} "
    return Plan(Operation.REST, (_all_of(found["b"]), part), label=label, fallback=True)


def _all_of(whole: str) -> Operand:
    """Return the question for how many there are of what is A's."""
    whose, _, things = whole.rpartition("'s ")
    things = re.sub(r"^(?:all |the )+", "", things or whole)
    return Operand(f"How many {things} does {whose} have?" if whose else f"How many {things} are there?", whole)


def _years(found: re.Match[str]) -> Plan:
    """How many years after A was founded did it move; how many years passed between A and B."""
    parts = found.groupdict("")
    unit = {"year": "年", "month": "个月", "day": "天"}[parts["unit"].lower()]
    a, b = parts["a"].strip(), parts["b"].strip()
    first = re.sub(r"^(?:its|the|their) ", "", a)
    # What the first event leaves unsaid, the second one names.
    first = f"{b} {first}" if len(first.split()) == 1 else first
    operands = tuple(Operand(_when(event), event) for event in (b, first))
    return Plan(Operation.YEARS, operands, unit, ("晚", "早"), fallback=True)


def _when(event: str) -> str:
    """Return the question for the date of an event: X was founded → When was X founded?"""
    clause = re.match(r"(.+?) (was|were) (.+)$", event)
    return f"When {clause[2]} {clause[1]} {clause[3]}?" if clause else f"When did {event}?"


def _per(found: re.Match[str]) -> Plan | None:
    """What was the revenue per employee of A in 2024."""
    unit = _PER.get(found["one"].lower())
    if unit is None:
        return None
    when = found["when"] or ""
    whose = found["a"].strip()
    total = Operand(f"What was the {found['what'].strip()} of {whose}{when}?", found["what"])
    counted = Operand(f"How many {unit[1]} did {whose} have{when}?", unit[1])
    return Plan(Operation.MEAN, (total, counted), per=unit[0], fallback=True)


_PER = {
    "employee": ("人", "employees"),
    "worker": ("人", "employees"),
    "person": ("人", "people"),
    "company": ("家", "companies"),
    "enterprise": ("家", "companies"),
    "firm": ("家", "companies"),
}


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
_AT = rf"(?:in|at|by|for|as of) (?:the )?(?:end of |year |close of )?{_YEAR}"
_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Plan | None]], ...] = tuple(
    (re.compile(pattern + _END, re.IGNORECASE), make)
    for pattern, make in (
        (
            rf"how (?:many|much) {_MORE} (?P<what>.+?) (?P<does>do|does|did) (?P<a>.+?) (?P<verb>have|has|had) "
            rf"(?P<p>{_AT}) than (?P<q>{_AT})",
            _more_then,
        ),
        (
            r"by how (?:much|many (?:percentage )?\w+) (?:is|was|were|are) (?P<what>.+?) "
            rf"(?P<p>{_AT}) {_COMPARED} than (?:it (?:was|had been) )?(?P<q>{_AT})",
            _higher,
        ),
        (
            rf"(?:by )?how (?:much|many (?:percentage )?\w+) {_COMPARED} (?:is|was|were|are) (?P<what>.+?) "
            rf"(?P<p>{_AT}) than (?:it (?:was|had been) )?(?P<q>{_AT})",
            _higher,
        ),
        (
            rf"(?:by )?how (?:much|many (?:percentage )?\w+) {_COMPARED} (?:is|was|were|are) (?P<a>.+?) "
            rf"than (?:that of )?(?P<b>.+?){_WHEN}",
            _exceeds,
        ),
        (
            rf"by how many (?:percentage )?points (?:did|has) (?P<what>.+?) {_CHANGE} "
            rf"(?:from|between) (?P<p>{_YEAR}) (?:to|and) (?P<q>{_YEAR})",
            _rose,
        ),
        (
            rf"how many (?:new )?(?P<count>.+?) were added (?:from|between) (?P<p>{_YEAR}) (?:to|and) (?P<q>{_YEAR})",
            _rose,
        ),
        (
            r"how many (?P<unit>year|month|day)s (?:after|before) (?P<a>.+) did (?P<b>.+?)",
            _years,
        ),
        (
            r"how many (?P<unit>year|month|day)s (?:after|before) (?P<a>.+) (?:was|were) (?P<b>.+?)",
            _years,
        ),
        (
            r"how many (?P<unit>year|month|day)s (?:passed |elapsed |lie |are there |were there )?between (?P<a>.+?) and (?P<b>.+?)",
            _years,
        ),
        (
            r"how many (?:of )(?P<b>.+?) (?:are|were|is|was) not (?P<a>.+?)",
            _rest,
        ),
        (
            r"what (?:share|percentage|percent|proportion|fraction) of (?P<b>.+?'s (?:\w+ )*\w+s) (?:are|were) (?P<a>.+?)(?:, in percent)?",
            _share_of_things,
        ),
        (
            rf"what (?:is|was) the (?:average )?(?P<what>[^,]+?) per (?P<one>\w+) (?:of|at|in) (?P<a>.+?)(?P<when> (?:in|for) {_YEAR})?(?: \(.*\))?",
            _per,
        ),
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
