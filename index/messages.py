"""What builds and their worker processes say to each other: messages of JSON with blobs behind it, over a socket.

In: pieces and results. Out: the same on the other side. Nothing here can run what it reads.
"""

import contextlib
import json
import os
import socket
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from index.load import Refused
from index.prepare import Item, Piece, Ready, Result, Same
from index.rows import Record
from index.types import Stated

_LENGTH = 8  # bytes that say how long what follows is


class Channel:
    """One end of a connection; one thread speaks at a time."""

    def __init__(self, connected: socket.socket) -> None:
        self._socket = connected

    def send(self, value: Any, *blobs: bytes) -> None:
        """Send one message."""
        body = _bytes(json.dumps([value, [len(blob) for blob in blobs]], ensure_ascii=False, separators=(",", ":")))
        sizes = (len(body), len(body) + sum(map(len, blobs)))
        self._socket.sendall(b"".join((*(size.to_bytes(_LENGTH, "big") for size in sizes), body, *blobs)))

    def receive(self) -> list[Any]:
        """Return one message: its value, then its blobs.

        Raises:
            EOFError: the other side is gone.
        """
        sizes = self._exactly(2 * _LENGTH)
        end, whole = int.from_bytes(sizes[:_LENGTH], "big"), int.from_bytes(sizes[_LENGTH:], "big")
        data = self._exactly(whole)
        value, lengths = json.loads(_text(data[:end]))
        blobs: list[bytes] = []
        for length in lengths:
            blobs.append(bytes(data[end : end + length]))
            end += length
        return [value, *blobs]

    def _exactly(self, size: int) -> memoryview:
        data = memoryview(bytearray(size))
        place = 0
        while place < size:
            # All in one call: each call more would wait for its turn among the threads of this process.
            got = self._socket.recv_into(data[place:], 0, socket.MSG_WAITALL)
            if not got:
                raise EOFError
            place += got
        return data

    def close(self) -> None:
        """Let whoever waits at either end read the end."""
        for act in (lambda: self._socket.shutdown(socket.SHUT_RDWR), self._socket.close):
            with contextlib.suppress(OSError):
                act()


def packed(piece: Piece, *, with_marks: bool) -> tuple[dict[str, Any], list[bytes]]:
    """Return the message of a piece; what does not change within a source is left out `with_marks` false."""
    head: dict[str, Any] = {
        "key": piece.key,
        "name": piece.name,
        "size": piece.size,
        "path": None if piece.path is None else os.fspath(piece.path.absolute()),
        "lines": [number for number, _ in piece.lines],
        "texts": piece.texts,
        "marks": piece.marks if with_marks else None,
        "renamed": piece.renamed,
        "stated": _stated(piece.stated),
        "by_name": {name: _stated(stated) for name, stated in piece.by_name.items()} if with_marks else None,
    }
    return head, [line for _, line in piece.lines]


def unpacked(head: dict[str, Any], blobs: Sequence[bytes], before: Piece | None) -> Piece:
    """Return the piece of a message; what does not change within a source comes with its first piece only."""
    if before is not None and head["marks"] is None:
        marks, by_name = before.marks, before.by_name
    else:
        marks = head["marks"]
        by_name = {name: _read_stated(value) or Stated() for name, value in head["by_name"].items()}
    return Piece(
        key=head["key"],
        name=head["name"],
        size=head["size"],
        path=None if head["path"] is None else Path(head["path"]),
        lines=list(zip(head["lines"], blobs, strict=True)),
        texts=[(text[0], text[1], text[2], text[3], text[4]) for text in head["texts"]],
        marks=marks,
        renamed=head["renamed"],
        stated=_read_stated(head["stated"]),
        by_name=by_name,
    )


def _stated(stated: Stated | None) -> dict[str, Any] | None:
    if stated is None:
        return None
    return asdict(stated) | {"published": stated.published.isoformat() if stated.published else None}


def _read_stated(value: dict[str, Any] | None) -> Stated | None:
    if value is None:
        return None
    published = value["published"]
    return Stated(value["title"], date.fromisoformat(published) if published else None, value["source"])


def packed_result(result: Result) -> tuple[dict[str, Any], list[bytes]]:
    """Return the message of a part of a piece's result."""
    items: list[Any] = []
    blobs: list[bytes] = []
    for item in result.items:
        if isinstance(item, Refused):
            items.append(["refused", item.name, item.reason])
        elif isinstance(item, Same):
            items.append(["same", item.uid, item.name])
        else:
            record = item.record
            items.append(["ready", record.head, record.counts, record.digests])
            terms = "\n".join(part for pair in item.terms for part in pair)  # no term holds white space
            blobs += (_bytes(record.passages), _bytes(record.figures), record.vectors, _bytes(terms))
    return {"items": items, "seconds": result.seconds, "again": result.again}, blobs


def unpacked_result(answer: dict[str, Any], parts: Sequence[bytes]) -> Result:
    """Return the part of a result of a message."""
    blobs = iter(parts)
    items: list[Item] = []
    for kind, *values in answer["items"]:
        if kind == "refused":
            items.append(Refused(*values))
        elif kind == "same":
            items.append(Same(*values))
        else:
            head, counts, digests = values
            passages, figures, vectors, terms = next(blobs), next(blobs), next(blobs), _text(next(blobs)).split("\n")
            record = Record(head, _text(passages), _text(figures), vectors, counts, digests)
            items.append(Ready(record, list(zip(terms[::2], terms[1::2], strict=True)) if counts[0] else ()))
    return Result(items, answer["seconds"], answer["again"])


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _text(data: bytes | memoryview) -> str:
    return str(data, "utf-8", "surrogatepass")
