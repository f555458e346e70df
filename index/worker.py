"""The worker processes of a build: each prepares one piece after the other. Spoken to by `index.pool` only.

In: on the sockets whose numbers are the arguments the settings, on the first one, then pieces; each socket is served by
a process of its own: copies of this one, made when everything is loaded. Out: the number of the process; for each piece
its results part by part, then a message without items; or `failed`, the reason why it could not be prepared.
"""

import contextlib
import gc
import os
import socket
import sys
from pathlib import Path

from index.config import IndexConfig
from index.embed import load_embedder
from index.messages import Channel, packed_result, unpacked
from index.pool import reason_of
from index.prepare import CHUNK, Piece, Preparer

_FIRST = [
    (str(number), f"启明园{number}年营业收入3.7亿元，同比增长12.5%。", None, None, None) for number in range(CHUNK)
]
"""Documents that everything that is made at its first use is made for."""


def main() -> None:
    """Serve until the input ends."""
    with contextlib.suppress(OSError):
        # When memory runs out, better this process than the one that writes the store.
        Path("/proc/self/oom_score_adj").write_text("500")
    connections = [socket.socket(fileno=number) for number in map(int, sys.argv[1:])]
    own = connections[0]
    try:
        [settings] = Channel(own).receive()
    except EOFError:  # the build has ended meanwhile
        return
    preparer = Preparer(IndexConfig.from_dict(settings["config"]), load_embedder() if settings["embed"] else None)
    for _ in preparer.run(Piece("", "", 0, texts=_FIRST)):
        pass
    gc.freeze()  # what is shared with the copies stays so
    for other in connections[1:]:
        if os.fork() == 0:  # no other thread runs here
            own = other
            break
    for connection in connections:
        if connection is not own:
            connection.close()
    _serve(preparer, Channel(own))


def _serve(preparer: Preparer, channel: Channel) -> None:
    piece: Piece | None = None
    with contextlib.suppress(EOFError, OSError), contextlib.closing(channel):
        channel.send(os.getpid())
        while True:
            head, *blobs = channel.receive()
            piece = unpacked(head, blobs, piece)
            try:
                for result in preparer.run(piece):
                    head, blobs = packed_result(result)
                    channel.send(head, *blobs)
                channel.send({})
            except (EOFError, BrokenPipeError, ConnectionError):
                raise
            except Exception as error:
                channel.send({"failed": reason_of(error)})


if __name__ == "__main__":
    main()
