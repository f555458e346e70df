"""园问: answers to questions over one's own Chinese documents, every figure quoted, dated and in its source."""

from index.errors import YuanwenError
from qa.assistant import Assistant
from qa.types import Answer, Citation, Figure, Status

__all__ = ["Answer", "Assistant", "Citation", "Figure", "Status", "YuanwenError"]
