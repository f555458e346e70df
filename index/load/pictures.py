"""The pictures on the pages of a pdf: in come a page and the operators that draw it, out come those worth telling of.

A picture is not worth a note if it is no larger than a logo, if it stands on several pages (a letterhead, the ground of
slides), or if the page's own words lie upon it (a recognised scan, a ground).
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from index.load.drawing import is_legible
from index.load.layout import Piece
from index.load.raw import numbers

_CENTIMETRE = 72 / 2.54  # points
_FEWEST_PIXELS = 64  # of a side: fewer hold no words, however large they are drawn
_SLICED = 3.0  # points that the parts of a picture that a program has cut up lie apart, at most
_ITS_OWN = 20  # characters upon a picture: its text layer, or the text that it is the ground of; fewer are a stamp
_FURNITURE = 3  # pages that show one and the same picture
_DEEPEST = 4  # of forms inside forms
_LISTED = 20  # pages that a note names
_DRAWN = 4000  # bytes of drawing from which a page without words shows something: letters as outlines, an image


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as a page shows it, in points from the page's corner; `key` is the same where it is shown again."""

    left: float
    bottom: float
    right: float
    top: float
    key: object = None

    def holds(self, piece: Piece) -> bool:
        """Whether a piece of text begins upon it."""
        return self.left <= piece.x <= self.right and self.bottom <= piece.y <= self.top


class Watch:
    """Sees the operators that draw a page, and keeps its pictures."""

    def __init__(self, page: Any) -> None:
        """Look up what the page's names of pictures stand for."""
        self.found: list[Picture] = []
        self._keys = dict(_images(page.get("/Resources"), 0))

    def see(self, operator: bytes, operands: Any, around: Sequence[float], _: Sequence[float]) -> None:
        """Take in an operator and the matrix it is drawn with."""
        with suppress(ValueError, TypeError, KeyError, AttributeError, IndexError):
            if operator == b"Do" and operands[0] in self._keys:
                self._keep(around, self._keys[operands[0]])
            elif operator == b"INLINE IMAGE" and _is_fine(operands["settings"], "/W", "/H"):
                self._keep(around, None)

    def _keep(self, m: Sequence[float], key: object) -> None:
        across = [m[4], m[4] + m[0], m[4] + m[2], m[4] + m[0] + m[2]]
        up = [m[5], m[5] + m[1], m[5] + m[3], m[5] + m[1] + m[3]]
        self.found.append(Picture(min(across), min(up), max(across), max(up), key))


def worth_telling(found: Sequence[Picture], pieces: Sequence[Piece]) -> list[Picture]:
    """Return the pictures of a page that are large enough for words and bear none of the page's own."""
    large = [p for p in _whole(found) if is_legible((p.right - p.left) / _CENTIMETRE, (p.top - p.bottom) / _CENTIMETRE)]
    return [p for p in large if sum(len(piece.text.strip()) for piece in pieces if p.holds(piece)) < _ITS_OWN]


def pictures_of(pages: Mapping[int, Iterable[Picture]]) -> tuple[int, str]:
    """Count the pictures of pages, by number, those left out that stand on several; and name the pages that show them."""
    shown = {number: list(pictures) for number, pictures in pages.items()}
    again = Counter(key for pictures in shown.values() for key in {p.key for p in pictures} if key is not None)
    counts = {number: sum(again[p.key] < _FURNITURE for p in pictures) for number, pictures in shown.items()}
    some = [number for number, count in counts.items() if count]
    named = numbers(some[:_LISTED], "页") if some else ""
    return sum(counts.values()), named + ("等" if len(some) > _LISTED else "")


def shows_something(page: Any) -> bool:
    """Whether a page without words shows something: an image, or a drawing that may be letters."""
    contents = page.get_contents()
    drawn = contents is not None and len(contents.get_data()) > _DRAWN
    return drawn or next(_images(page.get("/Resources"), 0, drawings=True), None) is not None


def _images(resources: Any, depth: int, *, drawings: bool = False) -> Iterator[tuple[str, object]]:
    """The names of the images that resources and the forms in them hold, with what tells one from the other.

    Args:
        resources: of a page or a form.
        depth: how many forms are around them.
        drawings: all images count, and forms that draw much.
    """
    known: Any = resources.get_object() if resources is not None else {}
    objects: Any = known.get("/XObject")
    inside: Any = objects.get_object() if objects is not None else {}
    for name in inside:
        one: Any = inside[name].get_object()
        reference: Any = inside.raw_get(name)
        if one.get("/Subtype") == "/Image":
            if drawings or _is_fine(one, "/Width", "/Height"):
                yield name, getattr(reference, "idnum", None)
        elif one.get("/Subtype") == "/Form" and depth < _DEEPEST:
            if drawings and len(one.get_data()) > _DRAWN:
                yield name, None
            yield from _images(one.get("/Resources"), depth + 1, drawings=drawings)


def _is_fine(image: Any, *sides: str) -> bool:
    return all(isinstance(pixels := image.get(side), int) and pixels >= _FEWEST_PIXELS for side in sides)


def _whole(found: Sequence[Picture]) -> list[Picture]:
    """Put together the parts of pictures that were cut into strips."""
    whole: list[Picture] = []
    for part in found:
        last = whole[-1] if whole else None
        if last is not None and (part.key is None or last.key != part.key) and _continues(last, part):
            whole[-1] = Picture(
                min(last.left, part.left),
                min(last.bottom, part.bottom),
                max(last.right, part.right),
                max(last.top, part.top),
            )
        else:
            whole.append(part)
    return whole


def _continues(one: Picture, other: Picture) -> bool:
    """Whether two pictures have two edges on the same lines, and the next edge of one touches the other."""
    beneath = _near(one.left, other.left) and _near(one.right, other.right)
    beside = _near(one.top, other.top) and _near(one.bottom, other.bottom)
    touch = _near(one.bottom, other.top) or _near(one.top, other.bottom)
    return (beneath and touch) or (beside and (_near(one.right, other.left) or _near(one.left, other.right)))


def _near(a: float, b: float) -> bool:
    return abs(a - b) <= _SLICED
