"""Raised and lowered characters → text that cannot be read as part of the number beside them."""

import re

_HIGH = str.maketrans("0123456789+-−–()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁽⁾")
_LOW = str.maketrans("0123456789+-−–()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₋₍₎")
_NOTE = re.compile(
    r"[\[［(（【〔]?\s?(?:注?\s?[0-9]{1,3}(?:\s?[-–,，、]\s?[0-9]{1,3}){0,9}|注|[①-⑳*＊†‡]{1,3})\s?[\]］)）】〕]?"
)
_NUMBER = re.compile(r"[-−–+]?[0-9]{1,3}")
_FORMULA = re.compile(r"[0-9+\-−–()]+")
_NOTED = re.compile(r"[0-9%％‰℃\u3400-\u9fff，。、；：！？）)》”’」\]]$")
_TEN = re.compile(r"(?<![0-9.,])10$")
_SQUARED = re.compile(r"(?<!方)[米秒]$")
_HAN = re.compile(r"[\u3400-\u9fff]")
RAISED, LOWERED, LEVEL = "\x02", "\x03", "\x04"
"""Around raised and lowered text, as readers of formats mark it for `with_scripts`; no XML holds them."""

_SCRIPT = re.compile(f"([{RAISED}{LOWERED}])([^{LEVEL}]*){LEVEL}")
_SAME_LEVEL = re.compile(f"([{RAISED}{LOWERED}])([^{LEVEL}]*){LEVEL}\\1")
_REACH = 20  # characters beside a raised one that tell what it is


def with_scripts(text: str) -> str:
    """Write what is marked as raised or lowered in a text so that it joins no number."""
    if LEVEL not in text:
        return text
    text = _SAME_LEVEL.sub(r"\1\2", text)
    return _SCRIPT.sub(
        lambda m: script(
            m[2], text[max(0, m.start() - _REACH) : m.start()], text[m.end() : m.end() + _REACH], low=m[1] == LOWERED
        ),
        text,
    )


def script(text: str, before: str, after: str, *, low: bool = False) -> str:
    """Write raised (or lowered) text so that it does not join the number before or after it.

    Args:
        text: what is raised.
        before: what stands before it on its line.
        after: what stands after it.
        low: whether it is lowered rather than raised.

    Returns:
        Nothing for the mark of a note, Unicode's own raised or lowered digits for exponents and indices, else the text.
    """
    solid, before, after = text.strip(), before.rstrip(), after.lstrip()
    if not low and solid in ("o", "O", "0") and solid and after[:1] in ("C", "F") and before[-1:].isdigit():
        return "°"
    latin = before[-1:].isalpha() and not _HAN.match(before[-1:])
    touches = solid[-1:].isdigit() and after[:1].isdigit()
    if low and latin and not touches:
        return text  # PM2.5, CO2
    power = _NUMBER.fullmatch(solid) and (
        _TEN.search(before) or after[:1] in ("=", "×", "÷") or (not low and _SQUARED.search(before) and solid in "-2-3")
    )
    if not power:
        if _NOTED.search(before) and _NOTE.fullmatch(solid):
            return ""
        if len(solid) == 1 and "a" <= solid <= "z" and before[-1:].isdigit() and _HAN.match(after):
            return ""
    if _FORMULA.fullmatch(solid):
        return solid.translate(_LOW if low else _HIGH)
    if before[-1:].isdigit() and solid[:1].isdigit():
        text = " " + text
    return text + " " if touches else text
