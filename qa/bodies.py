"""Kinds of companies in the document's word for them: a question for 上市公司 is as well one for 上市企业.

A question and the passages found for it come in; out goes the question with the other word, where a passage has it. How
far words are alike is a feature of the net (`qa/alike.py`); these two are no more alike than the same.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from index.types import Passage
from qa.question import Question, understand

_KIND = re.compile(r"([\u3400-\u9fff]{2,})(公司|企业)")
_LIKE = {"公司": "企业", "企业": "公司"}


def with_like_bodies(question: Question, passages: Iterable[Passage]) -> Question | None:
    """Return a question with the other word for the kind of companies that it counts, None where no passage has it."""
    for word in question.terms:
        found = _KIND.fullmatch(word)
        other = found[1] + _LIKE[found[2]] if found else ""
        if other and word in question.text and any(other in passage.text for passage in passages):
            said = understand(question.text.replace(word, other))
            return replace(said, differing=question.differing, kinds=question.kinds, want=question.want)
    return None
