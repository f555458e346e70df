"""The lexical index: BM25 over words and over character pairs, one tantivy index with two fields.

Goes in: passages with their terms. Comes out: (passage id, score). The only place that knows tantivy.
"""

import tempfile
from collections.abc import Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Literal, Self

import tantivy

from index.errors import StoreError

Field = Literal["words", "bigrams"]
_HEAP = 250_000_000
"""Bytes it may hold before it writes a segment; what a small store needs of them is little.

Every search looks each term up in every segment: 178,000 passages make two, with an eighth of this eight, which take half
as long again to search (2.4 and 3.5 ms a question) and, merged on the way, a quarter longer to make.
"""


class LexicalIndex:
    """An opened lexical index; safe for many threads at once."""

    def __init__(self, index: tantivy.Index) -> None:
        self._index = index
        self._schema = index.schema
        # The files of a generation never change; without this a thread would watch them.
        self._index.config_reader(reload_policy="manual")
        self._index.reload()
        self._searcher = index.searcher()

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open the index in `folder`; its files have been checked by the caller."""
        try:
            return cls(tantivy.Index.open(str(folder)))
        except ValueError:
            # It wants a lock file in the folder, which may be one that cannot be written.
            with tempfile.TemporaryDirectory(prefix="yuanwen-") as beside:  # opened files stay readable
                for path in folder.absolute().iterdir():
                    if not path.name.endswith(".lock"):
                        (Path(beside) / path.name).symlink_to(path)
                return cls(tantivy.Index.open(beside))

    def __len__(self) -> int:
        return self._searcher.num_docs

    def search(self, field: Field, terms: Iterable[str], k: int) -> list[tuple[int, float]]:
        """Return up to `k` (passage id, BM25 score), best first; equal scores in the order of ids."""
        queries = [
            (tantivy.Occur.Should, tantivy.Query.term_query(self._schema, field, term, "freq"))
            for term in dict.fromkeys(terms)
        ]
        if not queries or not len(self):
            return []
        hits = self._searcher.search(tantivy.Query.boolean_query(queries), limit=k, count=False).hits
        ids = self._searcher.fast_field_values("passage", [address for _, address in hits])
        found = [(int(number or 0), float(score)) for number, (score, _) in zip(ids, hits, strict=True)]
        return sorted(found, key=lambda hit: (-hit[1], hit[0]))

    def frequency(self, field: Field, term: str) -> int:
        """Return how many passages hold `term`."""
        return self._searcher.doc_freq(field, term)


@contextmanager
def _writing() -> Generator[None]:
    """Say what it means when the index cannot be written: a full disk, as a rule."""
    try:
        yield
    except ValueError as error:
        raise StoreError(f"写入检索索引失败（{error}）；已写入的部分不丢，腾出空间后再运行一次会接着做") from error


class LexicalWriter:
    """Adds to the index in a folder, which it makes where there is none; nothing of it is seen before `finish`."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        builder = tantivy.SchemaBuilder()
        builder.add_unsigned_field("document", indexed=True)
        builder.add_unsigned_field("passage", fast=True)
        builder.add_text_field("words", tokenizer_name="whitespace", index_option="freq")
        builder.add_text_field("bigrams", tokenizer_name="whitespace", index_option="freq")
        with _writing():
            self._index = tantivy.Index(builder.build(), path=str(folder))
            # One thread: the same documents give the same segments, hence the same order of equal scores.
            self._writer = self._index.writer(heap_size=_HEAP, num_threads=1)
        self._beside = ThreadPoolExecutor(1)
        self._settling: Future[int] | None = None

    def settle(self) -> None:
        """Begin to write what was added so far, in a thread: `finish` has that much less to do, and a segment more."""
        self._wait()
        self._settling = self._beside.submit(self._writer.commit)

    def _wait(self) -> None:
        """The library's writer does one thing at a time."""
        settling, self._settling = self._settling, None
        if settling is not None:
            with _writing():
                settling.result()

    def add(self, document: int, passage: int, words: str, bigrams: str) -> None:
        """Add one passage with its terms, divided by spaces."""
        self._wait()
        entry = tantivy.Document()
        entry.add_unsigned("document", document)
        entry.add_unsigned("passage", passage)
        entry.add_text("words", words)
        entry.add_text("bigrams", bigrams)
        with _writing():
            self._writer.add_document(entry)

    def finish(self, removed: Iterable[int] = ()) -> None:
        """Drop the `removed` documents and write all that was added; other threads go on meanwhile."""
        self._wait()
        with _writing():
            for document in removed:
                # Deleting by term takes the number for a signed one and finds nothing.
                query = tantivy.Query.term_query(self._index.schema, "document", document)
                self._writer.delete_documents_by_query(query)
            self._writer.commit()
            self._writer.wait_merging_threads()
        self._beside.shutdown()

    def abandon(self) -> None:
        """Let go of what was added."""
        self._beside.shutdown()
        with suppress(ValueError):  # where the disk is full it fails, as what came before did
            self._writer.rollback()
        del self._writer


def update_lexical(folder: Path, added: Iterable[tuple[int, int, str, str]], removed: Iterable[int] = ()) -> None:
    """Write (document, passage, words, bigrams) into the index in `folder`, after dropping the `removed` documents."""
    writer = LexicalWriter(folder)
    for entry in added:
        writer.add(*entry)
    writer.finish(removed)
