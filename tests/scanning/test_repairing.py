from pipeline.engines.ocr import Reading
from pipeline.scanning.repairing import repaired


def reading(text: str, doubts: dict[int, str] | None = None) -> Reading:
    """A line read surely but for some places, where another character is possible."""
    doubts = doubts or {}
    sure = tuple(0.5 if i in doubts else 0.99 for i in range(len(text)))
    others = tuple(((doubts[i], 0.3),) if i in doubts else () for i in range(len(text)))
    return Reading(text, sure, tuple((i + 0.5) / len(text) for i in range(len(text))), others)


def test_numbers_and_units_are_never_touched():
    line = "发放3万元和二百人次"
    doubts = {i: char for i, char in enumerate("收入8方无知三千八刺") if line[i] in "3万元二百人"}
    assert repaired([reading(line, doubts)]) == [line]


def test_stray_forms_of_the_other_script_are_put_right_on_a_page_in_one():
    rest = reading("工会慰问困难职工送去米面油粮食用品祝福大家新春快乐" * 3)
    assert repaired([rest, reading("高溫下的民警")])[1] == "高温下的民警"
    traditional = reading("總工會慰問困難職工")
    assert repaired([traditional]) == ["總工會慰問困難職工"]


def test_a_point_between_characters_is_a_stop():
    assert repaired([reading("送去米面.祝福大家", {4: "，"})]) == ["送去米面，祝福大家"]
    assert repaired([reading("筹集38.75万元", {4: "，"})]) == ["筹集38.75万元"]
