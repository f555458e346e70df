"""Names in Latin letters in questions about Chinese texts."""

from qa.latin_names import named_in


def test_a_name_is_known_by_its_sound() -> None:
    texts = ["韩国的板桥科技谷有许多企业。"]
    assert named_in(texts, "Pangyo 有 多少 企业") == "板桥 有 多少 企业"
    assert named_in(texts, "Boston 有 多少 企业") == "Boston 有 多少 企业"
