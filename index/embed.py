"""Texts to vectors: questions and passages in, rows of unit length out, and a fingerprint that says what made them.

Two models stand behind one protocol. `StaticEmbedder` is the shipped one: it reads the folder `model/`, which is in
sentence-transformers' own format, with the segmenter and numpy alone, because importing torch would cost more than
answering a question does. `SentenceTransformerEmbedder` takes any sentence-transformers model, from a local folder or
by its hub name.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Protocol
from unicodedata import is_normalized, normalize

import numpy as np
import numpy.typing as npt

from index.errors import EmbeddingError
from index.words import fold, segmenter

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = npt.NDArray[np.float32]

SHIPPED_MODEL = Path(__file__).parent / "model"

_BETWEEN = "\x00"  # stands between texts that are cut in one run
_FEW = 32  # texts for which half precision is added up as it is
_RARER = 10.0  # by how much a character that is no token is less likely than any, in the tokenizers library
_HUB_PATIENCE = 5.0  # seconds; the hub client itself would retry for over a minute on a machine without network
_SAMPLED = 1 << 20  # values of a weight matrix that enter the fingerprint


class Embedder(Protocol):
    """Turns texts into vectors whose inner product says how well a passage fits a question.

    Rows have length one; a text in which the model knows nothing (an empty one) is a row of zeros and so fits nothing.
    """

    @property
    def fingerprint(self) -> str:
        """Names model, weights and prompts: vectors of different fingerprints must not be compared."""
        ...

    @property
    def dimensions(self) -> int:
        """Length of every vector."""
        ...

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Embeds questions: float32 of shape (texts, dimensions)."""
        ...

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Embeds passages: float32 of shape (texts, dimensions)."""
        ...


def load_embedder(name: str | None = None) -> Embedder:
    """Loads the embedding model of that name; None is the shipped one.

    Args:
        name: None, a local folder, or a hub name such as "BAAI/bge-m3".

    Raises:
        EmbeddingError: The model is not there or cannot be read.
    """
    return _shipped() if name is None else SentenceTransformerEmbedder(name)


@cache
def _shipped() -> "StaticEmbedder":
    """Read the shipped model once a process: it never changes, and every store that is opened needs it."""
    return StaticEmbedder()


class StaticEmbedder:
    """A sum of learned token vectors, brought to length one; questions and passages are treated alike.

    The text is folded first, so traditional characters meet the simplified ones that the model has learned. A text that
    is folded already gets the vector that `SentenceTransformer(folder)` gives it.
    """

    def __init__(self, folder: Path = SHIPPED_MODEL) -> None:
        """Reads `tokenizer.json` and `model.safetensors` in the folder.

        Raises:
            EmbeddingError: A file is missing or not what it should be.
        """
        from safetensors.numpy import load

        try:
            weights = (folder / "model.safetensors").read_bytes()
            tokenizer = (folder / "tokenizer.json").read_bytes()
            self._rows: npt.NDArray[np.float16 | np.float32] = load(weights)["embedding.weight"]
            self._numbers, self._cut = _unigrams(json.loads(tokenizer)["model"])
            if self._rows.ndim != 2 or len(self._rows) != len(self._numbers) + 1:
                raise ValueError(f"{len(self._rows)} rows for {len(self._numbers) + 1} tokens")
        except Exception as error:  # the library raises bare exceptions of its own
            raise EmbeddingError(f"向量模型读不出来（{folder}）：文件缺失或已损坏，请重新安装本程序") from error
        self.shipped = folder == SHIPPED_MODEL
        self._fingerprint = f"static-{hashlib.sha256(tokenizer + weights).hexdigest()[:32]}"

    @property
    def fingerprint(self) -> str:
        """The hash of tokenizer and weights."""
        return self._fingerprint

    @property
    def dimensions(self) -> int:
        """Length of every vector."""
        return int(self._rows.shape[1])

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Embeds questions: float32 of shape (texts, dimensions)."""
        return self._encode(texts)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Embeds passages: float32 of shape (texts, dimensions)."""
        if self._rows.dtype != np.float32 and len(texts) > _FEW:
            self._rows = self._rows.astype(np.float32)  # half precision is slow to add up; a few questions do not mind
        return self._encode(texts)

    def _encode(self, texts: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for row, ids in zip(vectors, self._tokenized(texts), strict=True):
            if ids:
                np.add.reduce(self._rows.take(ids, axis=0), axis=0, dtype=np.float32, out=row)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.divide(vectors, lengths, out=vectors, where=lengths > 0)

    def tokenize(self, text: str) -> list[int]:
        """Return the rows of a text's tokens; what the model does not know has none."""
        return self._tokenized([text])[0]

    def _tokenized(self, texts: Sequence[str]) -> list[list[int]]:
        """Return the rows of the tokens of each text, all cut in one run: many short ones take two thirds of the time."""
        folded = _readable(fold(_BETWEEN.join(text.replace(_BETWEEN, " ") for text in texts)))
        if not is_normalized("NFKC", folded):
            folded = normalize("NFKC", folded)
        numbers, own = self._numbers, list[int]()
        found = [own]
        for word in self._cut(folded.lower()):
            if (number := numbers.get(word)) is not None:
                own.append(number)
            elif word == _BETWEEN:
                own = list[int]()
                found.append(own)
            elif len(word) > 1:
                own += [numbers[character] for character in word if character in numbers]
        return found if texts else []


def _unigrams(model: dict[str, Any]) -> tuple[dict[str, int], Callable[[str], list[str]]]:
    """Return the numbers of a unigram model's tokens, and what cuts a text into them.

    The segmenter finds the same likeliest sequence as the tokenizers library, in a fifth of the time.
    """
    vocabulary: list[tuple[str, float]] = model["vocab"]
    unknown: int = model["unk_id"]
    numbers = {token: number for number, (token, _) in enumerate(vocabulary) if number != unknown}
    weights = dict(vocabulary[:unknown] + vocabulary[unknown + 1 :])
    rare = min(weights.values()) - _RARER
    alone = {character: rare for token in weights for character in token if character not in weights}
    return numbers, segmenter(weights | alone)


class SentenceTransformerEmbedder:
    """Any sentence-transformers model; heavy to import (seconds) and to run, usually better than the shipped one."""

    def __init__(self, name_or_path: str, query_prompt: str | None = None, passage_prompt: str | None = None) -> None:
        """Loads the model: a local folder, else a copy that the hub's client keeps, else downloaded by its hub name.

        Args:
            name_or_path: Local folder, or hub name such as "BAAI/bge-m3".
            query_prompt: Put before every question; None uses the model's own prompt, if it has one.
            passage_prompt: Put before every passage; None uses the model's own prompt, if it has one.

        Raises:
            EmbeddingError: There is no such model, or it cannot be loaded.
        """
        self._lock = Lock()
        self._model = _load_sentence_transformer(name_or_path)
        self._prompts = (query_prompt, passage_prompt)
        self._dimensions = int(self._model.encode(["一"], show_progress_bar=False).shape[1])
        self._fingerprint = f"sentence-transformers-{_hash_of(self._model, self._prompts)}"

    @property
    def fingerprint(self) -> str:
        """The hash of layers, weights and prompts: the same wherever the model was loaded from."""
        return self._fingerprint

    @property
    def dimensions(self) -> int:
        """Length of every vector."""
        return self._dimensions

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Embeds questions: float32 of shape (texts, dimensions)."""
        return self._encode(self._model.encode_query, texts, self._prompts[0])

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Embeds passages: float32 of shape (texts, dimensions)."""
        return self._encode(self._model.encode_document, texts, self._prompts[1])

    def _encode(self, encode: Any, texts: Sequence[str], prompt: str | None) -> Vectors:
        if not texts:
            return np.zeros((0, self._dimensions), dtype=np.float32)
        readable = [_readable(text) for text in texts]
        with self._lock:  # each call sets the padding of the one tokenizer
            vectors = np.asarray(encode(readable, prompt=prompt, show_progress_bar=False), dtype=np.float32)
        # Normalised here and not by the model, whose half precision turns a row of zeros into no number at all.
        vectors = np.nan_to_num(vectors, nan=0.0, posinf=0.0, neginf=0.0)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)


def _readable(text: str) -> str:
    """Replaces halves of surrogate pairs, which a Python string may hold but no tokenizer takes."""
    return text.encode("utf-8", "replace").decode()


def _load_sentence_transformer(name: str) -> "SentenceTransformer":
    from sentence_transformers import SentenceTransformer

    path = Path(name).expanduser()
    local = path.exists() or path.is_absolute() or name.startswith((".", "~")) or len(path.parts) > 2
    if local and not path.is_dir():
        raise EmbeddingError(f"找不到向量模型“{name}”：没有这个文件夹，请检查 --embedding 后面的路径")
    try:
        return SentenceTransformer(str(path) if local else name, local_files_only=True)
    except Exception as error:  # whatever is wrong in somebody's model folder, the library lets it through as it is
        if local:
            raise EmbeddingError(
                f"向量模型“{name}”读不出来：这个文件夹不是完整的 sentence-transformers 模型，请重新下载"
            ) from error
    if not _hub_answers():
        raise EmbeddingError(
            f"找不到向量模型“{name}”：本机没有，也连不上模型网站；请联网后再试，或把 --embedding 改成本机上的模型文件夹"
        )
    try:
        return SentenceTransformer(name)
    except Exception as error:
        raise EmbeddingError(f"向量模型“{name}”下载不了或读不出来：请检查名称，或先下载到本机再写文件夹路径") from error


def _hub_answers() -> bool:
    from urllib.error import HTTPError
    from urllib.request import Request, urlopen

    from huggingface_hub import constants

    if constants.HF_HUB_OFFLINE:
        return False
    try:
        with urlopen(Request(constants.ENDPOINT, method="HEAD"), timeout=_HUB_PATIENCE):  # noqa: S310
            return True
    except HTTPError:
        return True  # it answered, if only to refuse
    except (OSError, ValueError):
        return False


def _hash_of(model: "SentenceTransformer", prompts: tuple[str | None, str | None]) -> str:
    """Hashes what decides the vectors.

    Large matrices enter by a sample: training moves every value of a matrix, and reading 2 GB would take seconds.
    """
    layers: list[tuple[str, Any]] = []
    for layer in model:
        settings: Any = getattr(layer, "get_config_dict", dict)
        layers.append((type(layer).__name__, settings()))
    own = (model.prompts, model.default_prompt_name, model.max_seq_length, model.truncate_dim)
    digest = hashlib.sha256(json.dumps([layers, own, prompts, _vocabulary(model)], default=repr).encode())
    for name, tensor in model.state_dict().items():
        flat = tensor.detach().reshape(-1)
        sample = flat[:: max(1, flat.numel() // _SAMPLED)].cpu().float().numpy()
        digest.update(f"{name} {tuple(tensor.shape)}".encode() + sample.tobytes())
    return digest.hexdigest()[:32]


def _vocabulary(model: "SentenceTransformer") -> list[tuple[str, int]]:
    tokenizer: Any = getattr(model, "tokenizer", None)
    vocabulary: dict[str, int] = tokenizer.get_vocab() if hasattr(tokenizer, "get_vocab") else {}
    return sorted(vocabulary.items(), key=lambda item: item[1])
