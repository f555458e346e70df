"""What a build and its workers say to each other arrives as it was sent, whatever it holds and however it is cut."""

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.load import Refused
from index.messages import Channel, packed, packed_result, unpacked, unpacked_result
from index.prepare import Piece, Ready, Result, Same
from index.rows import Record
from index.types import Stated

TEXT = st.text(st.characters(), max_size=20)  # halves of pairs among them
WORDS = st.text(st.characters(exclude_categories=("Cc", "Zs", "Zl", "Zp")), max_size=8)


@pytest.fixture
def ends() -> Iterator[tuple[Channel, Channel, socket.socket]]:
    one, other = socket.socketpair()
    left, right = Channel(one), Channel(other)
    yield left, right, one
    left.close()
    right.close()


def test_a_message_larger_than_the_socket_holds_arrives_whole(ends: tuple[Channel, Channel, socket.socket]) -> None:
    left, right, _ = ends
    value, blobs = {"甲园": ["\ud800", 35, None]}, (b"", bytes(range(256)) * 40_000, b"x")
    sending = threading.Thread(target=left.send, args=(value, *blobs))
    sending.start()
    received = right.receive()
    sending.join()
    assert received == [value, *blobs]


@pytest.mark.parametrize("kept", [0, 3, 16, 20, 60])
def test_a_message_that_breaks_off_is_no_message(ends: tuple[Channel, Channel, socket.socket], kept: int) -> None:
    left, right, raw = ends
    sent: list[bytes] = []

    class Noting(socket.socket):
        def sendall(self, data: bytes, *_: int) -> None:  # type: ignore[override]
            sent.append(bytes(data))

    with Noting(socket.AF_UNIX) as noting:
        Channel(noting).send({"甲园": "35亿元"}, b"x" * 100)
    raw.sendall(sent[0][:kept])
    left.close()
    with pytest.raises(EOFError):
        right.receive()


@given(
    lines=st.lists(st.tuples(st.integers(1, 9), st.binary(max_size=9)), max_size=4),
    texts=st.lists(st.tuples(TEXT, TEXT, st.none() | TEXT, st.none(), st.none() | TEXT), max_size=3),
    stated=st.none() | st.builds(Stated, st.none() | TEXT, st.none() | st.dates(), st.none() | TEXT),
    marks=st.dictionaries(TEXT, TEXT, max_size=3),
)
def test_pieces_come_back(
    lines: list[tuple[int, bytes]],
    texts: list[tuple[str, str, str | None, str | None, str | None]],
    stated: Stated | None,
    marks: dict[str, str],
) -> None:
    piece = Piece(
        *("甲", "甲.txt", 7, Path("/甲/乙.txt"), lines, texts, marks, "丙"),
        stated=stated,
        by_name={"丁": stated or Stated()},
    )
    assert unpacked(*packed(piece, with_marks=True), None) == piece
    assert unpacked(*packed(piece, with_marks=False), piece) == piece


RECORDS = st.builds(
    lambda head, passages, figures, vectors, terms: Ready(
        Record(head, passages, figures, vectors, [len(terms), 0, None, None], ["a", "b"]), terms
    ),
    st.lists(st.none() | TEXT, min_size=10, max_size=10),
    TEXT,
    TEXT,
    st.binary(max_size=20),
    st.lists(st.tuples(st.lists(WORDS).map(" ".join), st.lists(WORDS).map(" ".join)), max_size=4),
)


@given(st.lists(st.builds(Refused, TEXT, TEXT) | st.builds(Same, TEXT, TEXT) | RECORDS, max_size=4), st.booleans())
def test_results_come_back(items: list[Refused | Same | Ready], again: bool) -> None:
    result = Result(items, {"load": 0.5}, again)
    back = unpacked_result(*packed_result(result))
    assert (back.seconds, back.again) == (result.seconds, again)
    assert [item if not isinstance(item, Ready) else (item.record, list(item.terms)) for item in back.items] == [
        item if not isinstance(item, Ready) else (item.record, list(item.terms)) for item in items
    ]
