"""Whose a figure is: a place is not what is called after it, one record of a table no other, and a colon hides nobody."""

import pytest

from qa.support import Source, stands

HOSPITAL = Source("2023年青岛医院完成手术5.6万例，比2022年增长8.2%。", 0, "卫生年报", ())
WHEAT = Source(
    "品种：小麦，2022年产量：310吨，2023年产量：342吨。\n品种：油菜，2022年产量：87吨，2023年产量：95吨。",
    0,
    "白河农场2023年年报",
    (),
)
CITIES = Source("2023年上海的营业收入为527.3亿元，北京的营业收入为318.6亿元。", 0, "年报", ())


@pytest.mark.parametrize(
    ("source", "line", "holds"),
    [
        (HOSPITAL, "2023年青岛医院完成手术5.6万例", True),
        (HOSPITAL, "2023年青岛完成手术5.6万例", False),
        (WHEAT, "白河农场2023年小麦产量为342吨", True),
        (WHEAT, "白河农场2023年产量为342吨", False),
        (WHEAT, "白河农场2023年油菜产量为342吨", False),
    ],
)
def test_a_part_is_not_the_whole_that_it_is_named_after(source: Source, line: str, holds: bool) -> None:
    assert stands(line, [source]) is holds


@pytest.mark.parametrize(
    ("line", "holds"),
    [
        ("The answer is 52.73 billion yuan: this is Shanghai's operating revenue in 2023", True),
        ("The answer is 52.73 billion yuan: this is Beijing's operating revenue in 2023", False),
        ("Shanghai (2023): operating revenue of 52.73 billion yuan", True),
        ("Beijing (2023): operating revenue of 52.73 billion yuan", False),
        ("hospital (2023): operating revenue of 52.73 billion yuan", False),
    ],
)
def test_what_a_colon_parts_from_its_figure_is_said_of_it(line: str, holds: bool) -> None:
    assert stands(line, [CITIES], english=True) is holds
