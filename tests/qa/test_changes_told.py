"""Changes that one sentence tells of several things: each keeps its own two ends, and the distance between them is reckoned."""

from pathlib import Path

import pytest

from qa import Assistant

REPORT = """便民服务小结

去年以来，我们把跨境货车入港审批时限从45天压缩到12天，货车入港审批从12天压缩到5天，司机排队少了很多。
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("docs")
    (folder / "小结.txt").write_text(REPORT, encoding="utf-8")
    return Assistant.from_documents([folder])


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("跨境货车入港审批时限压缩到了多少天？", "12天"),
        ("跨境货车的入港审批，现在压到多少天？", "12天"),
        ("跨境货车的入港审批，以前要一个多月，现在压到多少天？", "12天"),
        ("跨境货车入港审批时限前后相差多少天？", "33天"),
        ("跨境货车的入港审批，前后一比，省出来多少天？", "33天"),
        ("跨境货车入港审批时限变化了多少天？", "33天"),
        ("跨境货车入港审批时限降幅百分之几？", "73.33%"),
    ],
)
def test_each_keeps_its_ends(assistant: Assistant, question: str, value: str) -> None:
    given = assistant.ask(question).value
    assert given is not None
    assert given.removeprefix("约") == value
