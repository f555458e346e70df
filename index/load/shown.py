"""A number and its format (0.0%, #,##0, 0"亿元") → the number as a sheet or a chart shows it."""

import re
from decimal import ROUND_HALF_UP, Decimal

_LITERAL = re.compile(r'"([^"]*)"')
_HIDDEN_PARTS = re.compile(r"\[[^\]]*\]|_.|\*.|\\")
_DIGITS = re.compile(r"[0#?,]*[0#?](?:\.([0#?]+))?")


def bare(form: str) -> str:
    """A format without its literal words, conditions and fillers."""
    return _HIDDEN_PARTS.sub("", _LITERAL.sub("", form))


def shown(value: Decimal, form: str) -> str:
    """The number with the decimals, the percent sign and the words of its format, but without separators or zeros."""
    if not value.is_finite():
        return ""
    parts = re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', form)
    section = parts[1] if value < 0 and len(parts) > 1 and parts[1] else parts[0]
    currency = "".join(re.findall(r"\[\$([^\]\-]*)", section))
    plain = _HIDDEN_PARTS.sub("", _LITERAL.sub(lambda m: "\0" if m[1].strip() else "", section)).strip()
    digits = _DIGITS.search(plain)
    if not digits or "!" in section or "e" in plain.lower() or "/" in plain or plain.count("\0") > 2:
        return _plain(value)
    before, after = plain[: digits.start()], plain[digits.end() :].lstrip()
    if digits.group().endswith(",") or after.startswith(","):
        return _plain(value)  # shown in thousands: the sheet's full value is said instead
    words = [m[1].strip() for m in _LITERAL.finditer(section) if m[1].strip()]
    prefix = currency + ("".join(words[: before.count("\0")]))
    suffix = "".join(words[before.count("\0") :])
    percent = "%" in after
    shown = value * 100 if percent else value
    rounded = shown.quantize(Decimal(1).scaleb(-len(digits.group(1) or "")), ROUND_HALF_UP)
    return f"{prefix}{_plain(rounded)}{'%' if percent else ''}{suffix}"


def _plain(value: Decimal) -> str:
    """The number without exponent and without the noise of binary fractions."""
    rounded = round(value, 10).normalize()
    return f"{rounded:f}"
