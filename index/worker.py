"""The worker processes of a build: each prepares one piece after the other. Spoken to by `index.pool` only.

In: the settings once, on the standard input; then pieces, on the sockets whose numbers are the arguments, each of which
a process of its own serves: copies of this one, made when everything is loaded. Out: the number of the process; for each
piece its results part by part, then a message without items; or `failed`, the reason why it could not be prepared.
"""

import contextlib
import gc
import os
import socket
import sys
from pathlib import Path

from index.config import IndexConfig
from index.embed import load_embedder
from index.pool import reason_of, receive, send, send_result, unpacked
from index.prepare import Piece, Preparer


def main() -> None:
    """Serve until the input ends."""
    with contextlib.suppress(OSError):
        # When memory runs out, better this process than the one that writes the store.
        Path("/proc/self/oom_score_adj").write_text("500")
    try:
        settings, *_ = receive(sys.stdin.buffer)
    except EOFError:  # the build has ended meanwhile
        return
    preparer = Preparer(IndexConfig.from_dict(settings["config"]), load_embedder() if settings["embed"] else None)
    own, *others = map(int, sys.argv[1:])
    gc.freeze()  # what is shared with the copies stays so
    for other in others:
        if os.fork() == 0:  # no other thread runs here
            own = other
            break
    for number in map(int, sys.argv[1:]):
        if number != own:
            os.close(number)
    _serve(preparer, own)


def _serve(preparer: Preparer, channel: int) -> None:
    piece: Piece | None = None
    with contextlib.suppress(EOFError, OSError), socket.socket(fileno=channel) as spoken:
        source, target = spoken.makefile("rb"), spoken.makefile("wb")
        send(target, os.getpid())
        while True:
            head, *blobs = receive(source)
            piece = unpacked(head, blobs, piece)
            try:
                for result in preparer.run(piece):
                    send_result(target, result)
                send(target, {})
            except (EOFError, BrokenPipeError, ConnectionError):
                raise
            except Exception as error:
                send(target, {"failed": reason_of(error)})


if __name__ == "__main__":
    main()
