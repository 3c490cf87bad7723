"""Glyphs → lines: where a gutter goes through a row of them."""

from pipeline.layout import lines
from pipeline.layout.glyphs import Glyph

EM = 10.0
GUTTER = 11.5  # points; a little over an em, as narrow columns have


def row(x: float, y: float, text: str, size: float = EM) -> list[Glyph]:
    """Glyphs of one type size, side by side."""
    return [Glyph(char, x + size * i, y, x + size * (i + 1), y + size, size, 0) for i, char in enumerate(text)]


def texts(*rows: list[Glyph]) -> set[str]:
    return {line.text for line in lines.make([glyph for some in rows for glyph in some], ["song"], [])}


def test_two_columns_are_two_where_the_right_one_ends_a_line_earlier():
    right = 100 + 12 * EM + GUTTER
    rows = row(100, 100, "市总工会把三百个防寒包送"), row(right, 100, "到环卫工人手中。"), row(100, 114, "到青河区的每一个环卫站，")
    assert texts(*rows) == {"市总工会把三百个防寒包送", "到环卫工人手中。", "到青河区的每一个环卫站，"}


def test_a_blank_over_the_end_of_a_paragraph_is_no_gutter():
    words = row(120, 100, "白塔") + row(152, 100, "区总工会组织女职工参加")
    assert texts(words, row(100, 114, "花培训。")) == {"白塔 区总工会组织女职工参加", "花培训。"}


def test_a_sign_that_hangs_out_into_a_gutter_does_not_close_it():
    right = 100 + 12 * EM + 0.95 * EM
    left = ["市总工会把三百个防寒包，", "到青河区的每一个环卫站去", "老曹说往年都是自己买手套"]
    other = ["一个冬天要磨破三四双今年", "省下了这笔开支大家都说这", "件事办到了心坎上要多办些"]
    rows = [row(x, 100 + 14 * i, text) for x, some in ((100, left), (right, other)) for i, text in enumerate(some)]
    rows[0] = [g._replace(x0=g.x0 + 0.4 * i, x1=g.x1 + 0.4 * i) for i, g in enumerate(rows[0])]  # set out until half the sign hangs out
    assert texts(*rows) == {*left, *other}


def test_a_caption_over_two_columns_says_nothing_of_their_gutter():
    right = 100 + 12 * EM + GUTTER
    caption = row(100, 86, "志愿者给出租车司机递上一碗热气腾腾的绿豆汤。", 8.4)
    rows = row(100, 100, "市总工会把三百个防寒包送"), row(right, 100, "到环卫工人手中。"), row(100, 114, "到青河区的每一个环卫站，")
    assert len(texts(caption, *rows)) == 4


def test_headlines_side_by_side_are_two_though_one_has_a_second_line():
    size, right = 16.0, 100 + 9 * 16.0 + GUTTER
    heads = row(100, 100, "三百名环卫工领到防", size), row(100, 120, "寒包", size), row(right, 100, "职工篮球赛落幕了", size)
    left = row(120, 146, "本报讯昨日清晨，青河区总"), row(100, 160, "工会把三百个防寒包送到环卫工")
    other = row(right + 20, 122, "本报讯历时九天的全县职"), row(right, 136, "工篮球赛日前落幕，二十四支队")
    assert {"三百名环卫工领到防", "寒包", "职工篮球赛落幕了"} <= texts(*heads, *left, *other)


def test_one_headline_over_two_columns_stays_one():
    size = 24.0
    text = [row(100, 140 + 14 * i, "市总工会把三百个防寒包送到") for i in range(3)]
    other = [row(100 + 13 * EM + GUTTER, 140 + 14 * i, "环卫工人手中大家都说这件事") for i in range(3)]
    head = row(110, 100, "送清凉", size) + row(110 + 4 * size, 100, "到工地", size)
    assert "送清凉 到工地" in texts(head, *text, *other)
