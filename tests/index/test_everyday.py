"""The groups of plain speech: sound as a file, heard by the likeness of words."""

from importlib.resources import files

from index.everyday import groups
from index.synonyms import similarity


def test_each_group_is_two_words_or_more_and_none_twice() -> None:
    lines = (files("index") / "everyday.txt").read_text(encoding="utf-8").splitlines()
    found = [line.split() for line in lines if line and not line.startswith("#")]
    assert len(found) > 500
    assert all(len(words) >= 2 and len(words) == len(set(words)) for words in found)
    assert len({frozenset(words) for words in found}) == len(found)


def test_plain_speech_is_like_the_words_of_reports() -> None:
    assert similarity("挣", "创收") >= 0.8
    assert similarity("地皮", "土地") >= 0.8
    assert similarity("收入", "利润") < 0.5
    assert groups()["补贴"]
