"""The worker process of a build: prepares one piece after the other. Spoken to by `index.pool` only.

In: the settings once, then pieces. Out: for each piece its results part by part, then a message without items; or
`failed`, the reason why it could not be prepared.
"""

import contextlib
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
    source, target = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # a library that prints must not speak on the channel
    settings, *_ = receive(source)
    preparer = Preparer(IndexConfig.from_dict(settings["config"]), load_embedder() if settings["embed"] else None)
    piece: Piece | None = None
    with contextlib.suppress(EOFError, BrokenPipeError):
        while True:
            head, *blobs = receive(source)
            piece = unpacked(head, blobs, piece)
            try:
                for result in preparer.run(piece):
                    send_result(target, result)
                send(target, {})
            except (EOFError, BrokenPipeError):
                raise
            except Exception as error:
                send(target, {"failed": reason_of(error)})


if __name__ == "__main__":
    main()
