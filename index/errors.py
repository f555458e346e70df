"""The errors a caller may want to tell apart; every message says what, which value, and what to do."""


class YuanwenError(Exception):
    """Base of all errors that this product raises on purpose; its text is shown to staff as it is (Chinese)."""


class SourceMissing(YuanwenError):
    """A path given as a source does not exist or holds nothing that could be read."""


class MetadataError(YuanwenError):
    """A metadata file cannot be used; names the line and the value."""


class StoreError(YuanwenError):
    """Base of everything that is wrong with a store."""


class StoreMissing(StoreError):
    """There is no store at the path."""


class StoreCorrupt(StoreError):
    """Bytes of the store are not what was written, and could not be derived anew."""


class StoreMismatch(StoreError):
    """The store was built with another version, embedding model, segmenter or configuration."""


class StoreLocked(StoreError):
    """Another process is building this store."""


class EmbeddingError(YuanwenError):
    """An embedding model could not be loaded or does not fit."""


class QuestionSetError(YuanwenError):
    """A question set does not follow its schema; names the line and the field."""
