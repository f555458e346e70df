"""A number or a day and its format (0.0%, #,##0, 0"亿元", yyyy"年") → the value as a sheet or a chart shows it."""

import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal, getcontext

_LITERAL = re.compile(r'"([^"]*)"')
_HIDDEN_PARTS = re.compile(r"\[[^\]]*\]|_.|\*.|\\")
_DIGITS = re.compile(r"[0#?,]*[0#?](?:\.([0#?]+))?")


def _bare(form: str) -> str:
    """A format without its literal words, conditions and fillers."""
    return _HIDDEN_PARTS.sub("", _LITERAL.sub("", form))


def is_day(form: str) -> bool:
    """Whether a number of this format is a day."""
    return form != "General" and re.search("[yd]", _bare(form).lower()) is not None


def shown_day(value: datetime | date | time | timedelta, form: str) -> str:
    """The day, month, year or time as a sheet shows it."""
    if isinstance(value, timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}" + (f":{seconds:02}" if seconds else "")
    plain = _bare(form).lower()
    if isinstance(value, datetime) and "h" in plain and not {"y", "d"} & set(plain):
        value = value.time()
    if isinstance(value, time):
        return value.isoformat("minutes")
    if "d" not in plain and "h" not in plain and "y" in plain:
        return f"{value.year}年{value.month}月" if "m" in plain else f"{value.year}年"
    if not isinstance(value, datetime) or value.time() == time(0):
        return value.isoformat()[:10]
    return value.isoformat(" ", "minutes")


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
    rounded = _rounded(value * 100 if percent else value, len(digits.group(1) or ""))
    return f"{prefix}{_plain(rounded)}{'%' if percent else ''}{suffix}"


def _plain(value: Decimal) -> str:
    """The number without exponent and without the noise of binary fractions."""
    return f"{_rounded(value, 10).normalize() or Decimal(0):f}"  # and not -0


def _rounded(value: Decimal, places: int) -> Decimal:
    """The value with so many decimals; one of more digits than are counted with has none to drop."""
    if value.adjusted() + places >= getcontext().prec:
        return value
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
