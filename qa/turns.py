"""What callers hand in → a question's text and the turns before it, whatever shape they have.

Anything may come: bytes, control characters, lone surrogates, messages of other libraries. What cannot be read is left out.
"""

from collections.abc import Mapping, Sequence
from typing import Any, cast

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
    return " ".join(kept.split())[:_LONGEST]
