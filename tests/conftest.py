"""What several tests share: where the real documents are, a small corpus of our own, and a store built from it once."""

from collections.abc import Callable
from pathlib import Path

import pytest

from qa import Assistant

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT.parent / "shared" / "seeds"

REPORT_2023 = """云湖科技园2023年工作报告
2024年1月15日

2023年，云湖科技园实现营业总收入412.6亿元，同比增长9.3%。园区集聚企业1280余家，其中高新技术企业356家，上市公司12家。
园区研发投入强度达到5.8%，比上年提高0.4个百分点。
"""
REPORT_2024 = """云湖科技园2024年工作报告
2025年1月20日

2024年，云湖科技园实现营业总收入468.9亿元，同比增长13.6%。园区集聚企业1500多家，其中高新技术企业402家，上市公司15家。
2025年，园区计划营业总收入突破500亿元。园区负责人陈立国表示，将继续扩大开放。
"""
NOTICE = """青松产业园招商说明

青松产业园位于滨江区，占地面积3.2平方公里，主要发展生物医药和新材料。园区为企业提供租金减免、人才公寓和一站式服务。
"""


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    """A folder of three small documents: two yearly reports of one park, and a notice of another."""
    folder = tmp_path / "docs"
    folder.mkdir()
    for name, text in (("2023.txt", REPORT_2023), ("2024.txt", REPORT_2024), ("青松.md", NOTICE)):
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def assistant(documents: Path, tmp_path: Path) -> Assistant:
    return Assistant.from_documents([documents], store=tmp_path / "store")


Over = Callable[..., Assistant]


@pytest.fixture(scope="session")
def over(tmp_path_factory: pytest.TempPathFactory) -> Over:
    """Open an assistant over made-up documents, given by their names."""

    def build(**texts: str) -> Assistant:
        folder = tmp_path_factory.mktemp("documents")
        for name, text in texts.items():
            (folder / f"{name}.txt").write_text(text, encoding="utf-8")
        return Assistant.from_documents([folder])

    return build


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The first users' real documents; skips where they are absent."""
    if not SEEDS.is_dir():
        pytest.skip("the real documents are not beside this checkout")
    return SEEDS


@pytest.fixture(scope="session")
def seed_assistant(seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return Assistant.from_documents([seeds], store=tmp_path_factory.mktemp("seeds") / "store")
