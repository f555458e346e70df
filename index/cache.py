"""Where derived files of the program itself are kept between starts; never documents, never answers."""

import os
from pathlib import Path


def cache_folder() -> Path:
    """Return `$YUANWEN_CACHE/yuanwen`, else `$XDG_CACHE_HOME/yuanwen`, else `~/.cache/yuanwen`."""
    base = os.environ.get("YUANWEN_CACHE") or os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "yuanwen"
