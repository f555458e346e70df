"""Templates for language models, as files with their variables declared: a name and fields in, checked text out.

A template opens with a header: its version, what it is for, and its variables, each with its kind:

- `token`: a random word made for one request; it must stand in no other field.
- `line`: one line of text; line breaks become spaces.
- `block`: text of many lines.
- `marked`: lines of other people's text, each of which begins with the token and ｜ and holds it nowhere else.

Fields are data. They are put in by one pass over the template, so braces in them mean nothing; control, invisible and
reordering characters are taken out of them, and what chat formats use as markup is made harmless.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

__all__ = ["PromptError", "clean", "names", "render", "version"]

_VARIABLE = re.compile(r"\{\{([a-z_]+)\}\}")
_HEADER = re.compile(r"---\n(?P<header>.*?)\n---\n(?P<body>.*)", re.DOTALL)
_DECLARED = re.compile(r"(?P<name>[a-z_]+) \((?P<kind>token|line|block|marked)\)")
_TOKEN = re.compile(r"[A-Za-z0-9]{6,32}")
# Tag characters (U+E0000 and on) spell invisible instructions; variation selectors can carry bytes.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ud800-\udfff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\U000e0000-\U000e0fff]"
)
_CHAT = re.compile(r"\[(/?[A-Z_]{2,})\]")


class PromptError(ValueError):
    """A template does not follow its form, or the fields given are not the variables it declares."""


@dataclass(frozen=True, slots=True)
class _Template:
    version: str
    purpose: str
    variables: Mapping[str, str]
    body: str


def names() -> tuple[str, ...]:
    """Return the names of all templates."""
    files = (entry.name for entry in resources.files("prompts").iterdir())
    return tuple(sorted(name.removesuffix(".md") for name in files if name.endswith(".md")))


def version(name: str) -> str:
    """Return a template's name with its version, as an answer's trace records it: answer@1.

    Raises:
        PromptError: there is no such template, or it does not follow the form.
    """
    return f"{name}@{_load(name).version}"


def render(name: str, **fields: str) -> str:
    """Return a template's text with its variables filled in.

    Args:
        name: the template's file name without ending; its English twin is `name.en`.
        fields: one text for each variable that the template declares.

    Raises:
        PromptError: fields and variables differ, or a token is none or stands in another field.
    """
    template = _load(name)
    if set(fields) != set(template.variables):
        odd = ", ".join(sorted(set(fields) ^ set(template.variables)))
        raise PromptError(f"prompt {name}: fields and variables differ in {odd}")
    filled = {key: clean(fields[key], template.variables[key]) for key in fields}
    for key, kind in template.variables.items():
        if kind == "token":
            if not _TOKEN.fullmatch(filled[key]):
                raise PromptError(f"prompt {name}: {key} is not a token of 6 to 32 letters and digits")
            if any(
                _holds(text, filled[key], template.variables[other]) for other, text in filled.items() if other != key
            ):
                raise PromptError(f"prompt {name}: the token stands in another field, or a line is not marked with it")
    return _VARIABLE.sub(lambda match: filled[match[1]], template.body)


def _holds(text: str, token: str, kind: str) -> bool:
    """Whether a field holds the token where it must not, or lacks it where it must stand."""
    if kind != "marked":
        return token in text
    return any(not line.startswith(f"{token}｜") or token in line[len(token) :] for line in text.split("\n"))


def clean(text: str, kind: str = "block") -> str:
    """Return a field's text as it is put into a template: nothing in it is markup, invisible, or a line too many."""
    text = _HIDDEN.sub(
        "", text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    )
    text = _CHAT.sub(r"［\1］", text.replace("<", "＜").replace(">", "＞"))
    return " ".join(text.split()) if kind == "line" else text


@cache
def _load(name: str) -> _Template:
    if not re.fullmatch(r"[a-z_]+(?:\.en)?", name):
        raise PromptError(f"no prompt is called {name!r}")
    try:
        text = (resources.files("prompts") / f"{name}.md").read_text(encoding="utf-8")
    except FileNotFoundError:
        raise PromptError(f"no prompt is called {name!r}") from None
    parts = _HEADER.fullmatch(text)
    if parts is None:
        raise PromptError(f"prompt {name}: the header is missing")
    facts = dict(line.split(": ", 1) for line in parts["header"].splitlines() if ": " in line)
    if set(facts) != {"version", "purpose", "variables"}:
        raise PromptError(f"prompt {name}: the header must state version, purpose and variables")
    declared = {match["name"]: match["kind"] for match in _DECLARED.finditer(facts["variables"])}
    if set(_VARIABLE.findall(parts["body"])) != set(declared):
        raise PromptError(f"prompt {name}: its text does not use just the variables it declares")
    return _Template(facts["version"], facts["purpose"], declared, parts["body"].strip())
