"""Days of the traditional Chinese calendar → days of the common one, computed from sun and moon.

In comes a lunar year, month and day (the year that begins with the Spring Festival of that common year); out comes a
date. A month begins on the day of the new moon in China's time zone; the month with the winter solstice is the
eleventh; of thirteen months between two such, the first without a principal solar term is a leap month. New moons and
solar longitudes follow Meeus, Astronomical Algorithms, chapters 25 and 49, cut to what is needed for the right day.
"""

import math
from datetime import date, timedelta
from functools import lru_cache

_J2000 = 2451545.0
_ZONE = 8 / 24  # China's clock, in days
_EPOCH = 1721424.5  # the Julian day number of ordinal 0

# Coefficients of the new moon: days, then multiples of E, M (sun), M' (moon), F.
_NEW_MOON = (
    (-0.40720, 0, 0, 1, 0),
    (0.17241, 1, 1, 0, 0),
    (0.01608, 0, 0, 2, 0),
    (0.01039, 0, 0, 0, 2),
    (0.00739, 1, -1, 1, 0),
    (-0.00514, 1, 1, 1, 0),
    (0.00208, 2, 2, 0, 0),
    (-0.00111, 0, 0, 1, -2),
    (-0.00057, 0, 0, 1, 2),
    (0.00056, 1, 1, 2, 0),
    (-0.00042, 0, 0, 3, 0),
    (0.00042, 1, 1, 0, 2),
    (0.00038, 1, 1, 0, -2),
    (-0.00024, 1, -1, 2, 0),
)


def lunar_day(year: int, month: int, day: int, *, leap: bool = False) -> date:
    """Give the date of a lunar day: the first of the first month of 2024 is 10 February 2024.

    Args:
        year: The common year in which the lunar one begins.
        month: 1 to 12.
        day: 1 to 30.
        leap: The leap month that follows the month of that number.

    Raises:
        ValueError: If that year has no such month or day, or lies outside 1900–2100.
    """
    start, end = _months(year).get((month, leap), (None, None))
    if start is None or end is None or not 1 <= day <= (end - start).days:
        raise ValueError(f"no lunar day {year}-{month}-{day}")
    return start + timedelta(days=day - 1)


def lunar_month(year: int, month: int, *, leap: bool = False) -> tuple[date, date]:
    """Give the first and the last day of a lunar month; see `lunar_day`."""
    first = lunar_day(year, month, 1, leap=leap)
    return first, _months(year)[(month, leap)][1] - timedelta(days=1)


@lru_cache(maxsize=64)
def _months(year: int) -> dict[tuple[int, bool], tuple[date, date]]:
    """The months of a lunar year: number and leap → its first day and the first day of the next."""
    if not 1900 <= year <= 2100:
        raise ValueError(f"no lunar calendar for {year}")
    named = _between_solstices(year - 1) | _between_solstices(year)
    return {(month, leap): span for (owner, month, leap), span in named.items() if owner == year}


def _between_solstices(year: int) -> dict[tuple[int, int, bool], tuple[date, date]]:
    """Name the months from the eleventh of a year to the tenth of the next: (lunar year, month, leap) → its span."""
    first = _month_with(sun_day(year, 270))
    last = _month_with(sun_day(year + 1, 270))
    starts = [_new_moon_day(n) for n in range(first, last + 1)]
    leap_at = None
    if last - first == 13:
        leap_at = next(n for n in range(1, 13) if not _has_term(starts[n], starts[n + 1]))
    months: dict[tuple[int, int, bool], tuple[date, date]] = {}
    number, owner = 11, year
    for n in range(last - first):
        leap = n == leap_at
        if n and not leap:
            number = number % 12 + 1
            owner = year + 1 if number == 1 else owner
        months[(owner, number, leap)] = (starts[n], starts[n + 1])
    return months


def _day(julian: float) -> date:
    return date.fromordinal(math.floor(julian + _ZONE - _EPOCH))


def sun_day(year: int, degrees: int) -> date:
    """Give the day on which the sun reaches a longitude: 15° is 清明, 270° the winter solstice."""
    about = date(year, 3, 20).toordinal() + _EPOCH + degrees * 365.2422 / 360
    low, high = about - 6, about + 6
    for _ in range(40):
        middle = (low + high) / 2
        behind = (_sun(middle) - degrees) % 360 > 180
        low, high = (middle, high) if behind else (low, middle)
    return _day(low)


def _sun(julian: float) -> float:
    """The sun's apparent longitude in degrees (Meeus 25)."""
    t = (julian - _J2000) / 36525
    mean = 280.46646 + 36000.76983 * t + 0.0003032 * t * t
    m = math.radians(357.52911 + 35999.05029 * t - 0.0001537 * t * t)
    centre = (
        (1.914602 - 0.004817 * t - 0.000014 * t * t) * math.sin(m)
        + (0.019993 - 0.000101 * t) * math.sin(2 * m)
        + 0.000289 * math.sin(3 * m)
    )
    node = math.radians(125.04 - 1934.136 * t)
    return (mean + centre - 0.00569 - 0.00478 * math.sin(node)) % 360


def _has_term(start: date, end: date) -> bool:
    """Whether the sun reaches a multiple of 30° between two days' beginnings."""
    first, last = (d.toordinal() + _EPOCH - _ZONE for d in (start, end))
    return math.floor(_sun(first) / 30) != math.floor(_sun(last) / 30)


def _new_moon(n: int) -> float:
    """The instant of the n-th new moon after that of January 2000, as a Julian day (Meeus 49)."""
    t = n / 1236.85
    mean = 2451550.09766 + 29.530588861 * n + 0.00015437 * t * t
    e = 1 - 0.002516 * t - 0.0000074 * t * t
    sun = math.radians(2.5534 + 29.10535670 * n)
    moon = math.radians(201.5643 + 385.81693528 * n + 0.0107582 * t * t)
    latitude = math.radians(160.7108 + 390.67050284 * n - 0.0016118 * t * t)
    node = math.radians(124.7746 - 1.56375588 * n + 0.0020672 * t * t)
    terms = sum(c * e**k * math.sin(a * sun + b * moon + f * latitude) for c, k, a, b, f in _NEW_MOON)
    extra = -0.00017 * math.sin(node) + 0.000325 * math.sin(math.radians(299.77 + 0.107408 * n))
    return mean + terms + extra - _delta_t(2000 + n / 12.3685)


def _delta_t(year: float) -> float:
    """Dynamical minus universal time in days; half a minute matters less than the day's border."""
    return (63.8 + 0.6 * (year - 2000)) / 86400


def _new_moon_day(n: int) -> date:
    return _day(_new_moon(n))


def _month_with(day: date) -> int:
    """The number of the last new moon on or before a day."""
    n = math.floor((day.toordinal() + _EPOCH - 2451550.1) / 29.530588861) + 2
    while _new_moon_day(n) > day:
        n -= 1
    return n
