"""The two indexes derived from the database, as files of a generation: written, checked, loaded.

Either can be made again from the database, so a file that is missing or not what was written costs time, nothing else.
"""

import hashlib
import os
import shutil
from collections.abc import Container, Iterable, Iterator
from pathlib import Path

from index import rows
from index.dense import DenseIndex
from index.lexical import LexicalIndex
from index.manifest import Manifest, file_digest, sync_file, sync_folder
from index.words import bigrams, search_text, words

LEXICAL = "lexical"
DENSE = "dense.faiss"

Entry = tuple[int, int, str, str]


def entries(db: rows.Connection, generation: int, known: Container[int] = ()) -> Iterator[Entry]:
    """Yield (document, passage, words, character pairs) of each passage of `generation` but of `known` documents.

    Raises:
        StoreCorrupt: a document is not what was written.
    """
    for row in sorted(rows.live(db, generation)):
        if row not in known and (found := rows.stored(db, row)) is not None:
            for passage in found.passages():
                text = search_text(passage.text, found.title, passage.section)
                yield row, passage.id, " ".join(words(text)), " ".join(bigrams(text))


def copy(source: Path, target: Path) -> None:
    """Copy a lexical index; its segments never change once written, so they are linked where the file system can."""
    for path in source.iterdir():
        if path.name.endswith(".lock"):
            continue
        if path.suffix == ".json":
            shutil.copy2(path, target / path.name)
            continue
        try:
            os.link(path, target / path.name)
        except OSError:
            shutil.copy2(path, target / path.name)


def seal(store: Path, folder: Path) -> dict[str, str]:
    """Put the files of a generation on the disk; return their digests by their path below the store."""
    files: dict[str, str] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_dir():
            sync_folder(path)
        elif not path.name.endswith(".lock"):
            sync_file(path)
            files[path.relative_to(store).as_posix()] = file_digest(path)
    for parent in (folder, folder.parent, store):
        sync_folder(parent)
    return files


def discard(folders: Iterable[Path]) -> None:
    """Remove generations that nobody needs; a reader that is just opening one looks again."""
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


def damaged(store: Path, manifest: Manifest) -> list[str]:
    """Return the names of the files of a generation that are missing or not what was written."""
    return [name for name, digest in manifest.files.items() if _digest(store / name) != digest]


def _digest(path: Path) -> str | None:
    try:
        return file_digest(path)
    except OSError:
        return None


def load(store: Path, manifest: Manifest) -> tuple[LexicalIndex, DenseIndex] | None:
    """Return both indexes of a generation, checked; None when a file is missing or not what was written."""
    data = b""
    for name, digest in manifest.files.items():
        path = store / name
        if path.name == DENSE:  # what is checked is what is used
            try:
                data = path.read_bytes()
            except OSError:
                return None
            actual = hashlib.sha256(data).hexdigest()
        else:
            actual = _digest(path)
        if actual != digest:
            return None
    try:
        return LexicalIndex.open(manifest.folder(store) / LEXICAL), DenseIndex.from_bytes(data)
    except (ValueError, RuntimeError):  # what another version of the library wrote
        return None
