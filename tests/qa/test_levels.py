"""A figure of one level is none of another: 省级绿色码头 are no 国家级绿色码头."""

from pathlib import Path

import pytest

from qa import Assistant

_TEXTS = {
    "海湖晚报.txt": "海湖晚报 2026年5月9日\n\n本报讯近日，省文旅厅公布名单，澜洲盐田园的三家作坊上榜。"
    "至此，全园省级非遗工坊达到8家，国家级2家。\n",
    "港务简报.txt": "青屿港务简报\n2026年3月2日\n\n青屿港目前省级绿色码头达到13个，国家级4个。\n",
    "农场年报.txt": "望岑农场年报\n2026年1月2日\n\n望岑农场现有市级示范合作社41家，省级示范合作社12家，国家级3家。\n",
}


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("levels")
    for name, text in _TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return Assistant.from_documents([folder])


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("澜洲盐田园有几家国家级非遗工坊", "2家"),
        ("澜洲盐田园有几家省级非遗工坊", "8家"),
        ("青屿港有多少个国家级绿色码头", "4个"),
        ("望岑农场国家级示范合作社有多少家", "3家"),
        ("望岑农场省级示范合作社有多少家", "12家"),
        ("望岑农场县级示范合作社多少家", None),
    ],
)
def test_each_level_has_its_own_figure(assistant: Assistant, question: str, value: str | None) -> None:
    assert assistant.ask(question).value == value
