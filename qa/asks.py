"""A question that asks twice → its asks: 谁主持的，哪个单位的. And the drafts that answer them → one draft.

A later ask leans on the one before it as a follow-up in a conversation does (`qa/conversation.py`): as a rule on what
that one asks about (会议是谁主持的，门票多少钱), on its answer only where it says so (她是…, 哪个单位的). Questions for several
figures alone are those of `qa/several.py`.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from qa.draft import Draft, not_stated
from qa.formula import verify_formula
from qa.phrases import ASK, Token, is_content, tokens
from qa.question import function_words, understand
from qa.span_body import asks_place_of_person, asks_post, is_post, whose_post
from qa.span_question import asked
from qa.span_scene import scene
from qa.types import Status

_MOST = 4
_COUNTED = ("llm_calls", "llm_tokens_in", "llm_tokens_out")
_LONGEST_TOPIC = 24
_SURE = 0.9
"""The least for a later ask whose first has no answer: of seven such answers on our sets one was right."""
_ENGLISH_ASK = re.compile(r"\b(?:who|whom|whose|what|which|when|where|why|how)\b", re.IGNORECASE)
_ENGLISH_BORDER = re.compile(
    r"\?\s+|[,;]?\s+and\s+(?=(?:(?:in|at|on|of|from|by|to|across|under|with|for)\s+)?(?:who|whom|whose|what|which|when|where|why|how)\b)"
    r"|[,;]\s+(?=(?:who|whose|what|which|when|where|why|how)\b)",
    re.IGNORECASE,
)
_BORDER = re.compile(r"[，,；;？?。！!]+")
_PRONOUN = re.compile(
    r"[她他它](?!们)|(?<![尤与极何])其(?![中他它余次实间])|该(?=[园区院校市省县公企单])|(?:这|那|此)[家位个所座]"
)
_ATTRIBUTE = re.compile(
    r"(?:是|又是|来自|属于|隶属于?|在|供职于|就职于|任)?(?:哪|什么|啥)一?[个家所]?"
    r"(?:单位|公司|企业|机构|部门|学校|大学|职务|职位|身份|头衔|职称)(?:的人?|任职|工作|供职)?"
)
_NAME = re.compile(r"[^，,。；;：:\n]{2,24}")
_BARE = ("when", "where", "who")
"""Kinds of asks that need say no more: 在哪儿, 是哪一年."""
_LACKS_VERB = re.compile(r"(?:(?:什么|啥)(?:时候|时间|地方)|哪一?[年天月]|几[月号日]|哪里|哪儿|[由被]谁)$")
_AHEAD = re.compile("预计|预期|计划|打算|准备|拟|将")
_MARKER = re.compile(r"“[^”]*”|\[(\d+)\]")


def asks_of(text: str) -> list[str]:
    """Return the asks of a question in order, the first with all that leads in to it; [] where it asks once."""
    if re.search(r"[\u3400-\u9fff]", text) and not _ENGLISH_ASK.search(text):
        clauses = [part for clause in _BORDER.split(text) if clause.strip() for part in _listed(clause)]
        asking = [bool(ASK.search(clause)) and (_stands(clause) or asked(clause).type in _BARE) for clause in clauses]
    else:
        clauses = [clause for clause in _ENGLISH_BORDER.split(text) if clause and clause.strip(" ?")]
        asking = [bool(_ENGLISH_ASK.search(clause)) for clause in clauses]
    if not 2 <= sum(asking) <= _MOST or asks_place_of_person(text):
        return []
    asks: list[str] = []
    open_part: list[str] = []
    for clause, asks_here in zip(clauses, asking, strict=True):
        open_part.append(clause.strip(" ?？"))
        if asks_here:
            asks.append("，".join(open_part))
            open_part = []
    return asks


def _listed(clause: str) -> list[str]:
    """Return the asks that 、 parts: 哪年初步建成、哪年全面建成; what the last one says is said of all (什么时候、在哪里举办)."""
    parts = clause.split("、")
    found = [ASK.search(part) for part in parts]
    if len(parts) < 2 or not all(found):
        return [clause]
    if any(not _stands(part) and asked(part).type not in _BARE for part in parts):
        return [clause]
    last = parts[-1][found[-1].end() :] if found[-1] else ""
    shared = last if any(token.tag.startswith("v") and is_content(token) for token in tokens(last)) else ""
    return [f"{part}{shared}" if _LACKS_VERB.search(part) else part for part in parts[:-1]] + parts[-1:]


def _stands(clause: str) -> bool:
    """Whether a clause that asks also says what it asks for."""
    return any(is_content(token) for token in tokens(clause))


def in_full(ask: str, first: str, answer: str, chinese: Callable[[str], str]) -> str:
    """Return a later ask as it would be asked alone.

    Args:
        ask: the ask.
        first: the one before it.
        answer: what that one was answered with, "" for nothing.
        chinese: turns an English question into a Chinese one.
    """
    from qa.conversation import standalone  # its patterns cost as much start-up as an answer

    if _ATTRIBUTE.fullmatch(ask.strip()) and (name := whose_post(asked(first)) or _named(answer)):
        return f"{name}{'' if re.match('是|又是|来自|属|隶|在|供|就|任|担', ask) else '是'}{ask}？"
    reply = answer if _PRONOUN.search(ask) or not re.search(r"[\u3400-\u9fff]", ask) else ""
    if not reply and (topic := _leads_on(first, ask)):
        return f"{topic}{ask.strip()}？"
    told = [{"role": "user", "content": first}, {"role": "assistant", "content": reply}]
    whole = standalone(ask, told, chinese=chinese)
    bare = whole.rstrip("？?")
    if bare.endswith(ask.strip()) and (topic := _topic(re.split("[，,]", first)[-1])) and not understand(ask).names:
        kept = bare[: -len(ask.strip())]
        whole = (
            f"{topic}{ask.strip()}？" if kept in topic else whole
        )  # 芯谷四期, of which a follow-up may keep but 芯谷
    return whole


def is_of_nobody(asks: Sequence[str], answer: str) -> bool:
    """Whether the answer to who it was names nobody, though a later ask wants to know their post (什么职务)."""
    of_post = any(asks_post(ask) and _ATTRIBUTE.fullmatch(ask.strip()) for ask in asks[1:])
    return bool(answer) and of_post and asked(asks[0]).type == "who" and not scene(answer).people


def _named(answer: str) -> str:
    """Return the person that an answer names, else all of a short one."""
    people = scene(answer).people
    return answer[slice(*people[-1])] if people else answer if _NAME.fullmatch(answer) else ""


def _leads_on(first: str, ask: str) -> str:
    """Return what an ask goes on with that says nothing of whom it asks; "" for any other.

    四期 of 四期是哪天开工的 for 什么时候交付, and all that leads in to an ask that is but its question word. A noun of its
    own stands for that of a person (总经理是谁，董事长是谁): both are of the same body.
    """
    *lead, last = re.split("[，,]", first)
    if ASK.search(ask) is None or not re.search(r"[\u3400-\u9fff]", last):
        return ""
    topic, said = _topic(last), _topic(ask)
    own = any(token.tag.startswith(("n", "vn", "j", "l")) and is_content(token) for token in tokens(said))
    if own or is_post(said) or understand(ask).names:
        whose, of, who = topic.rpartition("的")
        return whose if of and is_post(who) else ""
    return topic or (f"{'，'.join(lead)}，" if lead else "")


def _topic(clause: str) -> str:
    """Return what stands before the asking word of a clause, without what only leads over to it: 四期 of 四期是哪天开工的."""
    asking = ASK.search(clause)
    topic = tokens(clause[: asking.start()]) if asking else []
    named = max((end for _, end in scene(clause).people), default=0)
    while topic and topic[-1].end > named and _leads_over(topic[-1]):
        topic.pop()
    said = "".join(token.text for token in topic)
    return said if 1 < len(said) <= _LONGEST_TOPIC else ""


def _leads_over(token: Token) -> bool:
    return token.text in function_words() or token.tag in ("p", "c") or _AHEAD.fullmatch(token.text) is not None


def told_together(drafts: Sequence[Draft], texts: Sequence[str]) -> Draft:
    """Return one draft for the asks of a question, the first's where that has no answer and none of the later is sure."""
    in_vain = drafts[0].status is not Status.ANSWERED
    later = [draft.confidence for draft in drafts[1:] if draft.status is Status.ANSWERED]
    return drafts[0] if in_vain and max(later, default=0.0) < _SURE else joined(drafts, texts)


def joined(drafts: Sequence[Draft], texts: Sequence[str]) -> Draft:
    """Return one draft for the asks of a question: the answers in order, what has none named; the first where none has."""
    answers = [draft for draft in drafts if draft.status is Status.ANSWERED and draft.value]
    if not answers:
        return drafts[0]
    whole = answers[0]
    for draft in answers[1:]:
        quotes = list(dict.fromkeys((*whole.quotes, *draft.quotes)))
        place = {number: quotes.index(quote) + 1 for number, quote in enumerate(draft.quotes, 1)}
        whole = replace(
            whole,
            value="；".join(dict.fromkeys([*(whole.value or "").split("；"), *(draft.value or "").split("；")])),
            sentences=tuple(dict.fromkeys((*whole.sentences, *(_moved(line, place) for line in draft.sentences)))),
            quotes=tuple(quotes),
            rows=tuple(dict.fromkeys((*whole.rows, *((row, place[marker]) for row, marker in draft.rows)))),
            confidence=min(whole.confidence, draft.confidence),
            notes=tuple(dict.fromkeys((*whole.notes, *draft.notes))),
            trace=_added(whole.trace, draft.trace),
        )
    missing = [text for text, draft in zip(texts, drafts, strict=True) if draft not in answers]
    return replace(whole, notes=(*whole.notes, *not_stated(missing)))


def computed_together(drafts: Sequence[Draft]) -> Draft | None:
    """Return one draft for several computed ones, its formula all of theirs; None where that does not hold together."""
    whole = joined(drafts, [""] * len(drafts))
    formulas = list(dict.fromkeys(draft.formula for draft in drafts if draft.formula))
    heads = [draft.sentences[0].partition(f"：{draft.formula}")[0] for draft in drafts]
    marks = "".join(f"[{n}]" for n in sorted({marker for _, marker in whole.rows}))
    lines = [line for line in whole.sentences if not any(f"：{formula}[" in line for formula in formulas)]
    formula = "，".join(formulas)
    said = f"{'；'.join(heads)}：{formula}{marks}。"
    draft = replace(whole, formula=formula, sentences=(said, *lines))
    return draft if verify_formula(draft) else None


def _added(one: Mapping[str, float | str], other: Mapping[str, float | str]) -> Mapping[str, float | str]:
    """Return the trace of two drafts: a model's calls and tokens are those of both."""
    return {**one, **{key: int(one[key]) + int(other[key]) for key in _COUNTED if key in one and key in other}}


def _moved(line: str, place: Mapping[int, int]) -> str:
    """Return a line with its markers in their new place; what it quotes stays as it is."""
    return _MARKER.sub(lambda m: f"[{place[int(m[1])]}]" if m[1] else m.group(), line)
