"""Names in Latin letters in questions about Chinese texts."""

from qa.latin_names import initials, named_in, spelled_out


def test_initials_are_a_few_capitals_or_consonants() -> None:
    assert initials("zgc companies R&D spending 2024") == ["zgc"]
    assert initials("How many parks does ZGC have") == ["ZGC"]
    assert initials("how many people") == []


def test_the_name_most_often_met_is_meant() -> None:
    texts = ["中关村有很多园区，中关村在北京。", "高质量的企业"]
    assert spelled_out(texts, "ZGC有多少家企业", ["ZGC"]) == "中关村有多少家企业"
    assert spelled_out(texts, "XYZ有多少家企业", ["XYZ"]) == "XYZ有多少家企业"


def test_a_name_is_known_by_its_sound() -> None:
    texts = ["韩国的板桥科技谷有许多企业。"]
    assert named_in(texts, "Pangyo 有 多少 企业") == "板桥 有 多少 企业"
    assert named_in(texts, "Boston 有 多少 企业") == "Boston 有 多少 企业"
