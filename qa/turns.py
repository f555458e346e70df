"""What callers hand in → a question's text and the turns before it, whatever shape they have.

Anything may come: bytes, control characters, lone surrogates, messages of other libraries. What cannot be read is left out.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any, cast

from index.words import cut

_GAP = re.compile("(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])")
_REACH = 6  # signs on either side of a space that are read for a word across it
_LONGEST = 2000
"""Characters of a question; what is beyond is cut."""


def turns(history: Any) -> list[dict[str, str]]:
    """Return the turns of a conversation that can be read, whatever was given: mappings, or messages with a type."""
    found: list[dict[str, str]] = []
    given = cast(Sequence[Any], history) if isinstance(history, list | tuple) else ()
    for turn in given:
        known: dict[str, Any] = dict(cast(Mapping[str, Any], turn)) if isinstance(turn, Mapping) else _fields_of(turn)
        said = str(known.get("role") or known.get("type")).lower()
        role = {"human": "user", "ai": "assistant"}.get(said, said)
        content = _words_of(known.get("content"))
        if role in ("user", "assistant") and content is not None:
            found.append({"role": role, "content": content.encode("utf-8", "ignore").decode()})  # no lone surrogates
    return found


def _words_of(content: object) -> str | None:
    """Return the text of a message, whole or in blocks as chat models give it; None for what is none."""
    if isinstance(content, str):
        return content
    blocks = cast(Sequence[Any], content) if isinstance(content, list | tuple) else ()
    texts = [cast(Mapping[str, Any], block).get("text") for block in blocks if isinstance(block, Mapping)]
    return "\n".join(text for text in texts if isinstance(text, str)) if texts else None


def _fields_of(message: object) -> dict[str, Any]:
    """Return the fields of a message object; nothing for what has none."""
    return dict(getattr(message, "__dict__", {}))


def clean_question(text: object) -> str:
    """Drop control, format and surrogate characters, join white space, and cut what is beyond any question's length."""
    text = text.decode("utf-8", "replace") if isinstance(text, bytes) else "" if text is None else str(text)
    kept = "".join(c if c.isprintable() else " " for c in text[: _LONGEST * 4])
    return _unbroken(" ".join(kept.split())[:_LONGEST])


def _unbroken(text: str) -> str:
    """Return a text without the spaces, of a broken line as a rule, that stand in the middle of a word: 多 少家."""
    joined = ""
    place = 0
    for gap in _GAP.finditer(text):
        before, behind = text[place : gap.start()], text[gap.end() : gap.end() + _REACH]
        joined += before
        run = re.search("[\u3400-\u9fff]+$", joined)
        start = max(0, len(run[0]) - _REACH) if run else 0
        left = run[0][start:] if run else ""
        right = re.match("[\u3400-\u9fff]+", behind)
        ends = set(accumulate(map(len, cut(left + (right[0] if right else "")))))
        joined += " " if len(left) in ends else ""
        place = gap.end()
    return joined + text[place:]
