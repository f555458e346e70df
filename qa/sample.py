"""The sample corpus: where it is, and its store, built at first use and kept in the user's cache folder."""

from pathlib import Path
from typing import TYPE_CHECKING

from index.cache import cache_folder
from index.errors import StoreError
from index.manifest import file_digest
from index.store import Store

if TYPE_CHECKING:
    from index.build import Progress

SAMPLE = Path(__file__).resolve().parent.parent / "eval" / "corpus"


def sample_store(*, progress: "Progress | None" = None) -> Path:
    """Return the folder of the sample corpus's store, building it where it is missing, outdated or damaged.

    It is kept in the user's cache folder; the program's own files
    give the folder its name, so that another version builds its own.
    """
    import hashlib

    package = Path(__file__).resolve().parent.parent / "index"
    parts = sorted([*SAMPLE.iterdir(), *package.rglob("*.py"), *package.rglob("*.safetensors")])
    made = hashlib.sha256("".join(f"{p.name}{file_digest(p)}" for p in parts if p.is_file()).encode()).hexdigest()
    folder = cache_folder() / f"sample-{made[:12]}"
    try:
        Store.open(folder)
    except StoreError:
        from index.build import build

        build([SAMPLE], folder, progress=progress)
    return folder
