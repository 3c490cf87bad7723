"""Standing lines: put together from the short level ones that the detector saw in them, counted, laid down."""

import numpy as np
import pytest

from pipeline.scanning.standing import characters, laid_down, stood_up

EM = 20.0
SIZE = 30  # pixels of a headline's character


def drawn(columns: dict[int, int], step: int, top: int = 50) -> np.ndarray:
    """A white sheet with standing lines of square characters, `step` apart: left edge -> number of characters."""
    sheet = np.ones((600, 400), np.float32)
    for left, count in columns.items():
        for k in range(count):
            sheet[top + k * step : top + k * step + SIZE, left : left + SIZE] = 0.1
            sheet[top + k * step + 8 : top + k * step + 12, left + 4 : left + SIZE - 4] = 1.0  # white within a character
    return sheet


def rows(left: int, right: int, count: int, step: int, top: int = 50) -> list[tuple[float, float, float, float]]:
    """Boxes around rows of characters, as the detector gives them."""
    return [(left - 4.0, top + k * step - 4.0, right + 4.0, top + k * step + SIZE + 4.0) for k in range(count)]


def near(box, expected) -> bool:
    return all(abs(a - b) <= 5 for a, b in zip(box, expected, strict=True))


def test_rows_of_two_characters_are_two_standing_lines():
    found = stood_up(rows(100, 180, 6, 36), drawn({100: 6, 150: 6}, 36), EM)
    assert len(found) == 2
    assert near(found[0], (100, 50, 130, 260)) and near(found[1], (150, 50, 180, 260))


def test_the_shorter_of_two_lines_ends_where_it_ends():
    boxes = rows(100, 180, 5, 36) + rows(100, 130, 2, 36, top=50 + 5 * 36)
    first, second = stood_up(boxes, drawn({100: 7, 150: 5}, 36), EM)
    assert near(first, (100, 50, 130, 50 + 6 * 36 + 30)) and near(second, (150, 50, 180, 50 + 4 * 36 + 30))


def test_what_a_row_ran_on_into_stays_a_level_line():
    boxes = rows(100, 180, 6, 36)
    boxes[4] = (*boxes[4][:2], 330.0, boxes[4][3])
    found = stood_up(boxes, drawn({100: 6, 150: 6}, 36), EM)
    assert len(found) == 3
    assert near(found[0], (188, boxes[4][1], 330, boxes[4][3]))


def test_a_list_of_names_is_no_standing_line():
    boxes = rows(100, 163, 6, 48)  # characters of a row 33 apart, rows 48
    assert stood_up(boxes, drawn({100: 6, 133: 6}, 48), EM) == boxes


@pytest.mark.parametrize(
    ("boxes", "columns", "em"),
    [
        (rows(100, 180, 3, 36), {100: 3, 150: 3}, EM),  # too few
        (rows(100, 330, 6, 36), {100: 6, 150: 6, 200: 6, 250: 6, 300: 6}, EM),  # a column of text
        (rows(100, 180, 6, 36), {100: 6, 150: 6}, 27.0),  # type of the body's size
    ],
)
def test_other_boxes_stay(boxes, columns, em):
    assert stood_up(boxes, drawn(columns, 36), em) == boxes


@pytest.mark.parametrize("step", [31, 36, 42])
@pytest.mark.parametrize("count", [2, 7, 12])
def test_characters_are_counted_however_far_apart_they_stand(step, count):
    ink = drawn({0: count}, step, top=0)[: (count - 1) * step + SIZE, :SIZE] < 0.5
    assert characters(ink) == count


@pytest.mark.parametrize("tall", [31, 48, 49, 50, 51, 60, 75])
def test_whatever_the_height_some_characters_are_counted(tall):
    assert characters(np.ones((tall, 30), bool)) in (1, 2, 3)


def test_standing_lines_at_the_edge_of_a_picture():
    boxes = [(x0 - 3, y0 - 3, x1, y1) for x0, y0, x1, y1 in rows(0, 80, 6, 36, top=0)]
    assert len(stood_up(boxes, drawn({0: 6, 50: 6}, 36, top=0), EM)) == 2


def test_a_standing_line_is_laid_down_character_by_character():
    sheet = drawn({10: 5}, 36)[:300, :50]
    sheet[50 + 2 * 36 : 50 + 2 * 36 + SIZE, 10 : 10 + SIZE] = 0.4  # the third is paler
    line = np.repeat((sheet * 255).astype(np.uint8)[:, :, None], 3, axis=2)
    level = laid_down(line, sheet < 0.5)
    assert level.shape[1] == 5 * 50 and level.shape[0] < 50
    darkest = [int(cell.min()) for cell in np.split(level, 5, axis=1)]
    assert darkest == [25, 25, 102, 25, 25]


def test_a_line_without_ink_is_left_as_it_is():
    line = np.full((60, 20, 3), 255, np.uint8)
    assert laid_down(line, np.zeros((60, 20), bool)) is line
