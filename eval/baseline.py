"""What a user would write in thirty lines, for scale: split, index for BM25 and for vectors, join the two.

    python eval/baseline.py DOCUMENTS.jsonl

Out: one line of JSON: which libraries were used, seconds (their imports left out), chunks. With langchain-text-splitters,
langchain-community, langchain-classic and rank_bm25 installed these are LangChain's own RecursiveCharacterTextSplitter,
BM25Retriever, FAISS and EnsembleRetriever. They are no dependencies of the product, so without them the same steps are
taken here by hand over faiss: the same splitting, the counting that rank_bm25's constructor does, the same flat index.
Words come from jieba and vectors from the model that the product ships, read by sentence-transformers as anybody would
read it, in both cases: nothing of the product makes it faster.
"""

import json
import logging
import math
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

MODEL = Path(__file__).resolve().parent.parent / "index" / "model"
CHUNK, OVERLAP = 320, 32  # characters
_SEPARATORS = ["\n\n", "\n", "。", "！", "？", "；", "，", ""]
_QUESTION = "营业收入是多少"
Words = Callable[[str], list[str]]


def main() -> None:
    """Build the baseline's indexes from a JSON Lines file and print what it took."""
    with Path(sys.argv[1]).open(encoding="utf-8") as file:
        documents = [json.loads(line) for line in file]
    jieba = import_module("jieba")
    jieba.setLogLevel(logging.ERROR)
    jieba.initialize()
    words: Words = jieba.lcut
    model: Any = import_module("sentence_transformers").SentenceTransformer(str(MODEL), device="cpu")
    build = _with_langchain() or _by_hand()
    began = time.perf_counter()
    chunks = build(documents, words, model)
    seconds = time.perf_counter() - began
    print(json.dumps({"with": build.__name__, "seconds": seconds, "chunks": chunks}))


Build = Callable[[Sequence[dict[str, str]], Words, Any], int]


def _with_langchain() -> Build | None:
    """The thirty lines."""
    try:
        splitters = import_module("langchain_text_splitters")
        retrievers: Any = import_module("langchain_community.retrievers")
        stores: Any = import_module("langchain_community.vectorstores")
        ensembles: Any = import_module("langchain_classic.retrievers")
        import_module("rank_bm25")
    except ImportError:
        return None
    from langchain_core.documents import Document
    from langchain_core.embeddings import Embeddings

    class Model(Embeddings):
        def __init__(self, model: Any) -> None:
            self.model = model

        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            return self.model.encode(texts).tolist()

        def embed_query(self, text: str) -> list[float]:
            return self.model.encode(text).tolist()

    def langchain(documents: Sequence[dict[str, str]], words: Words, model: Any) -> int:
        splitter = splitters.RecursiveCharacterTextSplitter(
            chunk_size=CHUNK, chunk_overlap=OVERLAP, separators=_SEPARATORS, keep_separator="end"
        )
        pages = [Document(page_content=d["text"], metadata={"document": d["id"]}) for d in documents]
        chunks = splitter.split_documents(pages)
        sparse = retrievers.BM25Retriever.from_documents(chunks, preprocess_func=words)
        dense = stores.FAISS.from_documents(chunks, Model(model)).as_retriever()
        both = ensembles.EnsembleRetriever(retrievers=[sparse, dense], weights=[0.5, 0.5])
        return len(chunks) if both.invoke(_QUESTION) else 0

    return langchain


def _by_hand() -> Build:
    """The same steps without LangChain."""
    faiss: Any = import_module("faiss")

    def by_hand(documents: Sequence[dict[str, str]], words: Words, model: Any) -> int:
        chunks = [chunk for document in documents for chunk in split(document["text"])]
        sparse = Okapi([words(chunk) for chunk in chunks])
        vectors = model.encode(chunks)
        dense = faiss.IndexFlatL2(vectors.shape[1])
        dense.add(vectors)
        return len(chunks) if sparse.scores(words(_QUESTION)) and dense.ntotal == len(chunks) else 0

    return by_hand


def split(text: str, level: int = 0) -> list[str]:
    """Cut a text at the first separator that it holds, piece by piece down to `CHUNK`, and fill chunks up again."""
    while level < len(_SEPARATORS) - 1 and _SEPARATORS[level] not in text:
        level += 1
    mark = _SEPARATORS[level]
    parts = text.split(mark) if mark else [text[n : n + CHUNK] for n in range(0, len(text), CHUNK)]
    pieces: list[str] = []
    for number, part in enumerate(parts):
        piece = part + mark if number < len(parts) - 1 else part
        pieces += split(piece, level + 1) if len(piece) > CHUNK and mark else [piece]
    chunks: list[str] = []
    held: list[str] = []
    size = 0
    for piece in pieces:
        if size + len(piece) > CHUNK and held:
            chunks.append("".join(held))
            while held and (size > OVERLAP or size + len(piece) > CHUNK):
                size -= len(held.pop(0))
        held.append(piece)
        size += len(piece)
    return [*chunks, "".join(held)] if "".join(held).strip() else chunks


class Okapi:
    """BM25 over lists of words, counted as rank_bm25 counts them."""

    def __init__(self, texts: Sequence[Sequence[str]]) -> None:
        self._counts = [Counter(text) for text in texts]
        self._lengths = [len(text) for text in texts]
        held: Counter[str] = Counter()
        for counts in self._counts:
            held.update(counts.keys())
        self._weights = {
            word: math.log(len(texts) - count + 0.5) - math.log(count + 0.5) for word, count in held.items()
        }

    def scores(self, query: Sequence[str]) -> list[float]:
        """Return the score of every text."""
        usual = sum(self._lengths) / len(self._lengths)
        return [
            sum(
                self._weights.get(word, 0.0)
                * counts[word]
                * 2.5
                / (counts[word] + 1.5 * (0.25 + 0.75 * length / usual))
                for word in query
            )
            for counts, length in zip(self._counts, self._lengths, strict=True)
        ]


if __name__ == "__main__":
    main()
