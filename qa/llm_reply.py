"""A model's reply as it streams in → sentences with the numbers that they cite.

Pieces of text come in; whole sentences go out as soon as they are whole, each clean of markup, with the evidence
numbers of its markers. Thinking aloud, fences of code, JSON around the text and the marks of the evidence are taken off.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from prompts import clean

_MARKER = re.compile(
    r"[\[【［(（]\s*(?:资料|来源|证据|出处|source|evidence|passage|\^|#)?\s*(?P<n>\d{1,3}(?:\s*[,，、;；]\s*(?:资料)?\d{1,3})*)\s*(?:†[^\]】］]*)?[\]】］)）]",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"[\[【［]")
_STOP = re.compile(r"[。！？!?；;]+[”’」』）)】》\"']*|\.(?=\s|$|\[)[\"')]*|\n+")
_TAIL = re.compile(r"(?:\s*[\[【［]\s*(?:资料|来源|\^)?\s*\d[^\]】］\n]{0,30}[\]】］])+[。.；;]?")
_FINISHED = re.compile(r"[。！？!?；;.][”’」』）)】》\"'\]］]*\s*$|[\]］】]\s*$")
_THOUGHT = re.compile(r"<(think|thinking|reasoning)>.*?(?:</\1>|\Z)", re.DOTALL | re.IGNORECASE)
_SHORT = re.compile(
    r"^\s*(?:\*\*)?(?:简答|答案|Short(?: answer)?|Answer)\s*(?:\*\*)?\s*[：:]\s*(?:\*\*)?\s*", re.IGNORECASE
)
_ABSTAINS = re.compile(
    r"(?:所给|给出的|提供的|上述|以上)?(?:资料|文档|材料|原文|证据)(?:中|里)?(?:均|都|并)?(?:没有|未|并未|无)(?:说明|提及|提到|给出|相关|涉及|包含|写明|找到)"
    r"|没有(?:找到|相关)(?:的)?(?:资料|信息|内容)|无法(?:从|根据)(?:所给|给出的|提供的|上述|以上)?(?:资料|文档|材料)"
    r"|\bnot (?:stated|mentioned|provided|specified|found|available)\b|\b(?:does|do) not (?:state|mention|contain|provide|say|specify)\b",
    re.IGNORECASE,
)
_REFUSES = re.compile(
    r"(?:抱歉|对不起|很遗憾)?[，,]?(?:我|本模型|作为)[^。\n]{0,20}(?:无法|不能|不便|拒绝)(?:回答|提供|讨论|协助|完成|满足)"
    r"|\bI(?:'m| am)? (?:sorry|unable|cannot|can't|can not|won't)\b|\bas an AI\b",
    re.IGNORECASE,
)
_EMPTY = re.compile(r"[（(\[【]\s*[）)\]】]")
_LIST = re.compile(r"^\s*(?:[-*•·]|\d{1,2}[.、)）](?!\d)|#{1,6})\s*")
_ROW = re.compile(r"\|(?P<cells>.+)\|(?P<behind>[^|]*)")
_KEYS = ("answer", "text", "content", "回答", "答案", "reply", "response")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a reply without its markers, and the evidence numbers that it cites."""

    text: str
    cites: tuple[int, ...]


@dataclass(slots=True)
class Reply:
    """Collects a streamed reply; `short` is the short answer that it names, `raw` all of it as it came."""

    mark: str
    raw: str = ""
    short: str = ""
    broken: bool = False
    _done: int = 0
    _said: bool = False
    _named: "Sentence | None" = None

    def feed(self, piece: str) -> Iterator[Sentence]:
        """Take in a piece and yield the sentences that it completes."""
        self.raw += piece
        yield from self._sentences(final=False)

    def close(self, *, cut: bool = False) -> Iterator[Sentence]:
        """Yield what is left; a reply that was cut off loses its last sentence unless that is finished."""
        yield from self._sentences(final=not cut or bool(_FINISHED.search(self._body(final=True))))
        if self._named and not self._said:
            yield self._named  # 答案：64家[1], and nothing else

    @property
    def text(self) -> str:
        """The reply without thoughts, fences and marks."""
        return self._body(final=True)

    def abstains(self) -> bool:
        """Whether the reply says that the evidence does not hold the answer, and gives none."""
        return bool(_ABSTAINS.search(self.text)) and not _MARKER.search(self.text)

    def refuses(self) -> bool:
        """Whether the model declines to answer at all."""
        return bool(_REFUSES.search(self.text))

    def _body(self, *, final: bool) -> str:
        text = _THOUGHT.sub("", self.raw)
        opened = re.search(r"<(?:t(?:h(?:i(?:n(?:k(?:ing)?)?)?)?)?|r(?:easoning)?)?$", text, re.IGNORECASE)
        if opened and not final:
            text = text[: opened.start()]
        text = text.replace(f"{self.mark}｜", "").replace(self.mark, "")
        bare = text.lstrip()
        if bare.startswith(("{", "[{", "```")):
            return self._unwrapped(bare) if final else ""
        return text

    def _unwrapped(self, text: str) -> str:
        """Return the text inside a fence of code or a JSON object; "" for broken JSON."""
        fenced = re.match(r"```[a-z]*\n?(?P<inner>.*?)(?:```|\Z)", text, re.DOTALL)
        inner = fenced["inner"].strip() if fenced else text.strip()
        if not inner.startswith(("{", "[{")):
            return inner
        try:
            found: Any = json.loads(inner)
        except ValueError:
            self.broken = True
            return ""
        item: Any = cast("list[Any]", found)[0] if isinstance(found, list) else found
        fields = cast("dict[str, Any]", item) if isinstance(item, dict) else {}
        said = next((fields[key] for key in _KEYS if isinstance(fields.get(key), str)), "")
        cited: Any = next((v for k, v in fields.items() if re.search("cit|引", k.lower())), None)
        numbers = [n for n in cast("list[Any]", cited) if isinstance(n, int)] if isinstance(cited, list) else []
        self.broken = not said
        if numbers and not _MARKER.search(said):
            marks = "".join(f"[{n}]" for n in numbers)
            return (
                re.sub(r"([。！？\n]|\.$)", rf"{marks}\1", said) if re.search(r"[。！？.]\s*$", said) else said + marks
            )
        return str(said)

    def _sentences(self, *, final: bool) -> Iterator[Sentence]:
        body = self._body(final=final)
        for line in self._lines(body, final=final):
            if short := _SHORT.match(line):
                rest = line[short.end() :]
                self.short = self.short or _unmarked(_MARKER.sub(_keep_plain, rest)).strip(" 。.*")
                self._named = self._named or _read(rest)
                continue
            sentence = _read(line)
            if sentence:
                self._said = True
                yield sentence

    def _lines(self, body: str, *, final: bool) -> Iterator[str]:
        while self._done < len(body):
            start = self._done
            stop = _STOP.search(body, start)
            if _SHORT.match(body[start:]):
                stop = re.compile(r"\n").search(body, start)
            while stop and not stop.group().strip("\n") and not body[start : stop.start()].strip():
                start = stop.end()
                stop = _STOP.search(body, start)
            if stop is None:
                if final:
                    self._done = len(body)
                    yield body[start:]
                return
            end = stop.end()
            tail = _TAIL.match(body, end)
            end = tail.end() if tail else end
            if not final and (end >= len(body) or _opening(body[end:])):
                return  # a marker may follow
            self._done = end
            yield body[start:end]


def _opening(rest: str) -> bool:
    """Whether what follows a sentence may be the beginning of its marker."""
    rest = rest.lstrip(" ")
    return not rest or bool(re.fullmatch(r"[\[【［][^\]】］]{0,30}", rest))


def _keep_plain(match: re.Match[str]) -> str:
    """Keep a number in round brackets that is no marker: （2024）."""
    return "" if _BRACKETED.match(match.group()) else match.group()


def _read(line: str) -> Sentence | None:
    line = _untabled(clean(line, "line"))
    cites: list[int] = []
    for match in _MARKER.finditer(line):
        if _BRACKETED.match(match.group()):
            cites += [int(n) for n in re.findall(r"\d+", match["n"])]
    text = _EMPTY.sub("", _unmarked(_MARKER.sub(_keep_plain, line)))
    return Sentence(text, tuple(dict.fromkeys(cites))) if re.search(r"\w", text) else None


def _untabled(line: str) -> str:
    """Return the row of a table as a sentence (| 税收 | 41.5亿元 [2] | is 税收：41.5亿元 [2]); "" for its rules and heads."""
    row = _ROW.fullmatch(line.strip())
    if row is None:
        return line
    cells = [cell.strip() for cell in row["cells"].split("|") if cell.strip(" -:")]
    if not any(re.search(r"\d", cell) for cell in cells):
        return ""
    first, *rest = cells
    return f"{first}：{'，'.join(rest)}{row['behind']}" if rest else f"{first}{row['behind']}"


def _unmarked(line: str) -> str:
    """Return a line without list signs, headings and emphasis."""
    text = _LIST.sub("", line)
    text = re.sub(r"(\*\*|__)(.+?)\1", r"\2", text)
    return " ".join(text.replace("**", "").split())
