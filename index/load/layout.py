"""Pieces of text as a page draws them → the same pieces as a person reads them.

Most programs draw a page in reading order, and then that order is kept: it knows more of frames and boxes than any
measuring. Three kinds of page are put right: characters drawn one by one, lines drawn across columns (or columns from
the right), and lines drawn upwards.
"""

import re
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from index.wraps import width

_FEW = 20  # pieces or lines that make a habit
_LONG = 8.0  # full-width characters: a line of a column of text has more, most cells of a table fewer
_MOST_COLUMNS = 4
_JUST, _OVER = 3, 1.5  # pieces back, and points apart
_EDGE = 3  # lines at the top and at the foot of a page that may be its furniture
_SENTENCE = re.compile(r"[，。；](?=.)")


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a page's text as the page draws it, with the place of its beginning and the size of its letters."""

    text: str
    x: float
    y: float
    size: float

    @property
    def end(self) -> float:
        """Where the piece ends on its line, as far as the widths of characters tell."""
        return self.x + width(self.text.strip()) * self.size


def turned(pieces: Sequence[Piece], quarters: int) -> list[Piece]:
    """Return the pieces of a page whose lines run so many quarters of a circle from level, counterclockwise, laid level."""
    return [
        replace(piece, x=x, y=y)
        for piece in pieces
        for x, y in [((piece.x, piece.y), (piece.y, -piece.x), (-piece.x, -piece.y), (-piece.y, piece.x))[quarters]]
    ]


def once(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the pieces without those that print one just drawn over itself: letters made bold, or with a shadow."""
    last: deque[Piece] = deque(maxlen=_JUST)
    kept: list[Piece] = []
    for piece in pieces:
        text = piece.text.strip()
        if text and any(p.text.strip() == text and abs(p.x - piece.x) + abs(p.y - piece.y) < _OVER for p in last):
            continue
        kept.append(piece)
        if text:
            last.append(piece)
    return kept


def arranged(pieces: Sequence[Piece], *, anew: bool = False) -> list[Piece] | None:
    """Return the pieces of a page in reading order, each a stretch of a line; None if they were drawn so.

    Args:
        pieces: what the page draws, in its order; pieces without words are left out.
        anew: return them even if they were drawn so.
    """
    words = [piece for piece in pieces if piece.text.strip()]
    if len(words) < 2 or any("\n" in piece.text.strip() for piece in words):
        return list(words) if anew else None
    runs = _joined(words)
    scattered = len(words) >= _FEW and len(runs) * 3 < len(words)
    columns = _columns(runs)
    if len(columns) > 1 and _crosses(runs, columns):
        return _by_columns(runs, columns)
    upwards = sum(b.y > a.y + a.size / 2 for a, b in pairwise(runs))
    if len(columns) == 1 and len(runs) > 3 and upwards * 2 > len(runs):
        return sorted(runs, key=lambda run: (-round(run.y), run.x))
    return runs if scattered or anew else None


def _joined(words: Sequence[Piece]) -> list[Piece]:
    """Join what touches on one line; a gap of more than a fifth of a letter between words of letters is a space."""
    runs: list[Piece] = []
    for piece in words:
        piece = replace(piece, text=piece.text.strip())
        last = runs[-1] if runs else None
        gap = piece.x - last.end if last else 0.0
        if last and abs(piece.y - last.y) < 0.3 * last.size and -last.size < gap < 0.6 * last.size and piece.x > last.x:
            narrow = last.text[-1].isascii() and piece.text[0].isascii()
            space = " " if narrow and gap > 0.2 * last.size and len(piece.text) + len(last.text) > 2 else ""
            runs[-1] = replace(last, text=last.text + space + piece.text)
        else:
            runs.append(piece)
    return runs


def _columns(runs: Sequence[Piece]) -> list[tuple[float, float]]:
    """The columns of running text: where at least four long lines begin at one place, and do not overlap others."""
    lines = [run for run in runs if width(run.text) >= _LONG]
    found: list[tuple[float, float, int]] = []
    for run in sorted(lines, key=lambda run: run.x):
        for i, (left, right, count) in enumerate(found):
            if abs(run.x - left) <= 3 * run.size:
                found[i] = (left, max(right, run.end) if run.end < right + 3 * run.size else right, count + 1)
                break
        else:
            found.append((run.x, run.end, 1))
    columns = [(left, right) for left, right, count in found if count >= 4]
    apart = all(a[1] <= b[0] + 1 for a, b in pairwise(columns))
    return columns if apart and len(columns) <= _MOST_COLUMNS else columns[:1]


def _crosses(runs: Sequence[Piece], columns: Sequence[tuple[float, float]]) -> bool:
    """Whether the page goes from column to column line by line, or through the columns from the right."""
    order = [column for run in runs if (column := _column_of(run, columns)) is not None]
    moves = [(a, b) for a, b in pairwise(order) if a != b]
    return len(moves) > 2 * len(columns) or any(a > b for a, b in moves[: len(columns) - 1])


def _column_of(run: Piece, columns: Sequence[tuple[float, float]]) -> int | None:
    """The column that a run stands in; None if it stands across several, or in none."""
    for number, (left, right) in enumerate(columns):
        if left - run.size <= run.x and run.end <= right + run.size:
            return number
    return None


def _by_columns(runs: Sequence[Piece], columns: Sequence[tuple[float, float]]) -> list[Piece]:
    """Read what stands across all columns in its height, and between that the columns from left to right."""
    across = sorted((r for r in runs if _column_of(r, columns) is None), key=lambda r: (-round(r.y), r.x))
    inside = [(number, run) for run in runs if (number := _column_of(run, columns)) is not None]
    out: list[Piece] = []
    for border in [*across, None]:
        above = [(n, r) for n, r in inside if border is None or r.y > border.y]
        out += [run for _, run in sorted(above, key=lambda item: (item[0], -item[1].y, item[1].x))]
        inside = [(n, r) for n, r in inside if border is not None and r.y <= border.y]
        if border is not None:
            out.append(border)
    return out


def inside_of(pieces: Sequence[Piece]) -> set[float]:
    """The heights of a page at which no running head or foot stands: more text is beyond them, or running text beside."""
    words = sorted((piece for piece in pieces if piece.text.strip()), key=lambda piece: -piece.y)
    rows: list[list[Piece]] = []
    for piece in words:
        if rows and rows[-1][0].y - piece.y < 0.5 * piece.size:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    middle = {piece.y for row in rows[_EDGE : len(rows) - _EDGE] for piece in row}
    beside = {
        piece.y
        for row in rows
        for piece in row
        if any(
            other is not piece and abs(other.x - piece.x) > _LONG * piece.size and _is_running(other) for other in row
        )
    }
    return middle | beside


def _is_running(piece: Piece) -> bool:
    return width(piece.text) >= _LONG and _SENTENCE.search(piece.text.strip()) is not None
