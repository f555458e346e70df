"""The lexical index: BM25 over words and over character pairs, one tantivy index with two fields.

Goes in: passages with their terms. Comes out: (passage id, score). The only place that knows tantivy.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal, Self

import tantivy

Field = Literal["words", "bigrams"]
_HEAP = 64_000_000


class LexicalIndex:
    """An opened lexical index; safe for many threads at once."""

    def __init__(self, index: tantivy.Index) -> None:
        self._index = index
        self._schema = index.schema
        self._index.reload()
        self._searcher = index.searcher()

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open the index in `folder`; its files have been checked by the caller."""
        return cls(tantivy.Index.open(str(folder)))

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


def update_lexical(
    folder: Path,
    added: Iterable[tuple[int, int, Sequence[str], Sequence[str]]],
    removed: Iterable[int] = (),
) -> None:
    """Write (document, passage, words, bigrams) into the index in `folder`, after dropping the `removed` documents."""
    folder.mkdir(parents=True, exist_ok=True)
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("document", indexed=True)
    builder.add_unsigned_field("passage", fast=True)
    builder.add_text_field("words", tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("bigrams", tokenizer_name="whitespace", index_option="freq")
    index = tantivy.Index(builder.build(), path=str(folder))
    # One thread: the same documents give the same segments, hence the same order of equal scores.
    writer = index.writer(heap_size=_HEAP, num_threads=1)
    for document in removed:
        # Deleting by term takes the number for a signed one and finds nothing.
        writer.delete_documents_by_query(tantivy.Query.term_query(index.schema, "document", document))
    for document, passage, words, bigrams in added:
        entry = tantivy.Document()
        entry.add_unsigned("document", document)
        entry.add_unsigned("passage", passage)
        entry.add_text("words", " ".join(words))
        entry.add_text("bigrams", " ".join(bigrams))
        writer.add_document(entry)
    writer.commit()
    writer.wait_merging_threads()
