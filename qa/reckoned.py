"""Questions that say themselves that their answer is to be reckoned: a plain figure that only goes into it is none.

In come a question and the draft that its evidence alone gives; out goes whether that only repeats a figure to reckon
with: 12% for what is left without IT and BT, 200天 for what was saved. Which figures say the result as such stands in
their own clause (其余14%, 缩短了140天).
"""

import re

from index.periods import find_periods
from index.quantities import find_quantities
from index.types import Basis, FigureRow, Kind
from qa.draft import Draft
from qa.types import Status

_MANY = r"(?:是|为|有|了|约|大约|大概|占)*(?:多少|几|百分之)"
# What is asked to be done, and how a clause says the result of it; None where only its own time can say so.
_RECKONINGS: tuple[tuple[re.Pattern[str], re.Pattern[str] | None], ...] = (
    (
        re.compile(
            rf"(?:扣[掉除去]|减[去掉]|刨[去掉除]|去掉|剔除|除[去掉]|抛开)[^。；;？?]{{0,16}}(?:剩|余|其他|其它|还)[^。；;？?]{{0,12}}{_MANY}"
        ),
        re.compile(r"非|不|未|没|其余|其他|其它|剩|除|以外|之外|余下"),
    ),
    (
        re.compile(rf"(?:前后|之间|先后|两者|和[^，,。]+|与[^，,。]+|跟[^，,。]+)(?:相差|差距|差额|相距|差)了?{_MANY}"),
        re.compile(r"差|多|少|高|低|增|减|升|降|延|缩|快|慢|早|晚|距|隔"),
    ),
    # 能省几个点 asks for a rate, which is told as such.
    (
        re.compile(r"(?:省|节省|节约)(?:出来?|下来?|掉|去|了)*(?:多少|几)(?!个?(?:百分)?点|成)"),
        re.compile(r"省|节约|缩|减|少|降|压|免"),
    ),
    (
        re.compile(
            r"[倒反逆]着?(?:过来|回去)?[推算]|[往回]+(?:推|折|倒)(?:算|回)?|折回|推回|(?:数|幅|速|率)推[）)]?[？?]?$"
        ),
        None,
    ),
)
_TO = re.compile(r"(?:至|到|为|成|[从由])了?[^，。；\d]{0,3}$")
_FROM_TO = re.compile(r"(?:从|由)(?P<one>[^，,。]*?)[^，,。\d]{0,2}[到至](?P<two>[^。]*?)(?:百分之|几成|多少倍|几倍)")
_MARKS = re.compile(r"[，,；;。：:]")


def repeats_an_operand(asked: str, draft: Draft) -> bool:
    """Whether a draft answers what is to be reckoned with a figure that does not say to be its result."""
    if draft.status is not Status.ANSWERED or draft.formula is not None or not draft.value or not draft.rows:
        return False
    if _gives_both_ends(asked):
        return True
    told = [said for wanted, said in _RECKONINGS if wanted.search(asked)]
    row, marker = draft.rows[0]
    passage = draft.quotes[marker - 1].passage
    lead = _MARKS.split(passage.text[: row.quantity.start - passage.start])[-1]
    return any(not _of_its_time(asked, row) if said is None else not _says(said, lead) for said in told)


def _gives_both_ends(asked: str) -> bool:
    """Whether a question for a rate itself says from what to what: 从40家扩到64家，增加了百分之几."""
    found = _FROM_TO.search(asked)
    ends = (
        [[q for q in find_quantities(found[name]) if q.kind is Kind.COUNT] for name in ("one", "two")] if found else []
    )
    return all(ends) and len(ends) == 2 and ends[0][-1].unit == ends[1][0].unit


def _says(said: re.Pattern[str], lead: str) -> bool:
    """Whether the words before a figure say that it is what something came to, and not what it began or ended with."""
    return bool(said.search(lead)) and not _TO.search(lead)


def _of_its_time(asked: str, row: FigureRow) -> bool:
    """Whether a figure is stated of the very time whose figure is to be reckoned."""
    periods = find_periods(asked)
    return row.basis is Basis.STATED and any(p.first and (p.first, p.last) == (row.first, row.last) for p in periods)
