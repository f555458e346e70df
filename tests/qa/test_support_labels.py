"""A label that a sentence lends a figure though its source says it of another one."""

import pytest

from index.quantities import find_quantities
from qa.support_claims import claims_of
from qa.support_labels import lent

SHARES = "白石科技上市，发行价23.6元，募集资金11.2亿元。"
FIRMS = "河湾园有企业982家，其中涉海企业594家；高新技术企业151家。"
COUNTIES = "甲县新登记企业8.7万户，乙县3.9万户。"


@pytest.mark.parametrize(
    ("line", "surface", "source", "label"),
    [
        ("白石科技的资金23.6元", "23.6元", SHARES, "资金"),
        ("白石科技发行价23.6元", "23.6元", SHARES, ""),
        ("河湾园有涉海企业151家", "151家", FIRMS, "涉海企业"),
        ("河湾园有高新技术企业151家", "151家", FIRMS, ""),
        ("乙县新登记企业3.9万户", "3.9万户", COUNTIES, ""),
        ("收入5亿元，同比增长6%", "6%", "收入5亿元，增长6%；利润2亿元，同比增长9%。", ""),
    ],
)
def test_a_label_of_another_figure_is_lent(line: str, surface: str, source: str, label: str) -> None:
    claims = claims_of(source)
    place = next(n for n, (q, _) in enumerate(claims) if q.surface == surface)
    figure = next(q for q in find_quantities(line) if q.surface == surface)
    assert lent(line, figure, source, claims, place).endswith(label)
    assert bool(lent(line, figure, source, claims, place)) is bool(label)
