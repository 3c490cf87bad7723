"""Lines that were read, on pages of stripes: which are print, and how large."""

import numpy as np
from lines_read import EM, column, printed

from pipeline.scanning.recognising import Printed, of_one_size, pitch_of
from pipeline.scanning.sifting import parted, without_shadows, without_strays


def page(lines, depth: float = 0.3) -> np.ndarray:
    """The evened picture of lines of thin strokes; 1 is paper."""
    full = np.ones((900, 700), np.float32)
    full[850:880, 10:690] = 0.2  # something black
    for line in lines:
        draw(full, line.box, depth)
    return full


def draw(full: np.ndarray, box, depth: float) -> None:
    x0, y0, x1, y1 = map(round, box)
    full[y0:y1, x0:x1][:, ::2] = 1 - depth


def test_one_large_character_that_shines_through_is_no_line():
    lines, shadow, headline = column(50), printed("不", 400, 100, em=90, pitch=90), printed("送清凉", 400, 300, em=60, pitch=60)
    full = page(lines)
    draw(full, shadow.box, 0.17)
    draw(full, headline.box, 0.7)
    kept = without_shadows([*lines, shadow, headline], full, 1.0)
    assert [line.text for line in kept if line.em > EM] == ["送清凉"]


def test_body_type_over_a_shadow_keeps_its_text_and_gets_its_size():
    lines = [*column(50), printed("说。", 50, 370, em=36)]
    full = page(lines, depth=0.2)
    assert {line.em for line in without_shadows(lines, full, 1.0) if line.text == "说。"} == {EM}


def test_a_row_over_two_columns_is_parted_at_its_hole():
    left, right = column(50)[1:], column(330)[1:]
    row = printed("工会筹集资金帮扶职工家庭组织培训送去岗位帮助创业就业", 50, 100, hole=(12, 40.0))
    texts = [line.text for line in parted([row, *left, *right]) if line.box[1] == 100]
    assert texts == ["工会筹集资金帮扶职工家庭", "组织培训送去岗位帮助创业就业"]


def test_a_line_without_a_hole_stays_whole():
    left, right = column(50)[1:], column(330)[1:]
    row = printed("工会筹集资金帮扶职工家庭组织培训送去岗位帮助创业就业", 50, 100)
    assert row in parted([row, *left, *right])


def test_specks_in_a_gutter_go_and_short_ends_of_paragraphs_stay():
    lines = [*column(50), printed("糖。", 50, 370, sure=0.6), printed("源", 305, 200, sure=0.6)]
    assert [line.text for line in without_strays(lines) if len(line.text) < 3] == ["糖。"]


def test_an_end_that_was_read_twice_goes():
    lines = column(50)
    twice = printed("工", 45, lines[3].box[1])
    assert twice not in without_strays([*lines, twice])


def test_on_noisy_pages_the_distance_of_characters_tells_body_type_from_headlines():
    lines = [*column(50), printed("出席仪式并讲话", 50, 370, em=27), printed("市总工会送清凉", 50, 420, em=27, pitch=27)]
    sizes = {line.text: line.em for line in of_one_size(lines, noisy=True)}
    assert sizes["出席仪式并讲话"] == EM
    assert sizes["市总工会送清凉"] == 27


def test_the_pitch_is_that_of_chinese_characters():
    line = printed("救助16户职工", 0, 0)
    assert pitch_of(line.reading, line.across) is not None
    assert pitch_of(printed("12345", 0, 0).reading, 100.0) is None


def test_lines_measured_too_small_get_the_size_of_their_column_one_after_another():
    def line(n: int, em: float) -> Printed:
        return printed("工会筹集资金帮扶职工家庭", 50, 100.0 + 30 * n, em=em)

    small = [line(n, 0.88 * EM) for n in (9, 10, 11)]  # the middle one only once its neighbours have theirs
    lines = [*column(50), *small, *(line(n, EM) for n in range(12, 15))]
    assert {each.em for each in of_one_size(lines, noisy=True)} == {EM}
    clean = [*column(50), small[0], line(10, EM)]
    assert {each.em for each in of_one_size(clean, noisy=False)} == {EM}
