"""What a user would write in thirty lines, for scale: split, index for BM25 and for vectors, join the two.

    python eval/baseline.py DOCUMENTS.jsonl

Out: one line of JSON: seconds (imports left out), chunks. These are LangChain's RecursiveCharacterTextSplitter,
BM25Retriever (over rank_bm25), FAISS and EnsembleRetriever, as its guides put them together; the packages belong to the
`test` extra, the product needs none of them. Words come from jieba and vectors from the model that the product ships,
read by sentence-transformers as anybody would read it: nothing of the product makes it faster.
"""

import json
import logging
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings

MODEL = Path(__file__).resolve().parent.parent / "index" / "model"
CHUNK, OVERLAP = 320, 32  # characters
_SEPARATORS = ["\n\n", "\n", "。", "！", "？", "；", "，", ""]
_QUESTION = "营业收入是多少"


class Model(Embeddings):
    """The shipped model as LangChain takes one."""

    def __init__(self) -> None:
        """Load it."""
        self._model: Any = import_module("sentence_transformers").SentenceTransformer(str(MODEL), device="cpu")

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return one vector for each text."""
        return self._model.encode(texts).tolist()

    def embed_query(self, text: str) -> list[float]:
        """Return the vector of a question."""
        return self._model.encode(text).tolist()


def build(
    documents: Sequence[dict[str, str]], words: Callable[[str], list[str]], model: Embeddings
) -> dict[str, float]:
    """Build all indexes and ask one question; return the seconds that it took and the number of chunks."""
    splitters: Any = import_module("langchain_text_splitters")
    retrievers: Any = import_module("langchain_community.retrievers")
    stores: Any = import_module("langchain_community.vectorstores")
    ensembles: Any = import_module("langchain_classic.retrievers")
    for late in ("rank_bm25", "langchain_community.retrievers.bm25", "langchain_community.vectorstores.faiss"):
        import_module(late)  # what LangChain imports at first use is no work of this
    began = time.perf_counter()
    splitter = splitters.RecursiveCharacterTextSplitter(
        chunk_size=CHUNK, chunk_overlap=OVERLAP, separators=_SEPARATORS, keep_separator="end"
    )
    pages = [Document(page_content=d["text"], metadata={"document": d["id"]}) for d in documents]
    chunks = splitter.split_documents(pages)
    sparse = retrievers.BM25Retriever.from_documents(chunks, preprocess_func=words)
    dense = stores.FAISS.from_documents(chunks, model).as_retriever()
    both = ensembles.EnsembleRetriever(retrievers=[sparse, dense], weights=[0.5, 0.5])
    found = both.invoke(_QUESTION)
    return {"seconds": time.perf_counter() - began, "chunks": len(chunks) if found else 0}


def main() -> None:
    """Build the baseline's indexes from a JSON Lines file and print what it took."""
    warnings.simplefilter("ignore")  # langchain-community says at each import that nobody looks after it any more
    with Path(sys.argv[1]).open(encoding="utf-8") as file:
        documents = [json.loads(line) for line in file]
    jieba = import_module("jieba")
    jieba.setLogLevel(logging.ERROR)
    jieba.initialize()
    print(json.dumps(build(documents, jieba.lcut, Model())))


if __name__ == "__main__":
    main()
