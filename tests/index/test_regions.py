"""Provinces told of in one sign each."""

from index.regions import sign_of, told_in_row


def test_a_row_of_signs_tells_of_each_province() -> None:
    assert [sign_of(name) for name in ("河北", "河北省", "内蒙古自治区", "望川市")] == ["冀", "冀", "蒙", ""]
    assert told_in_row(sign_of("天津"), "在津冀设立分公司")
    assert not told_in_row(sign_of("广东"), "在津冀设立分公司")
    assert not told_in_row(sign_of("新疆"), "新建厂房")
