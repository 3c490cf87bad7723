"""Lines by their boxes: which are headlines."""

from pipeline.layout.blocks import make_blocks
from pipeline.layout.headlines import is_kicker
from pipeline.layout.prints import Print
from pipeline.layout.shapes import skeleton

EM = 20.0
NOTHING = skeleton([], [], [], (0.0, 0.0, 1000.0, 1400.0), EM)


def line(number: int, text: str, x0: float, y0: float, size: float = EM) -> Print:
    return Print(number, text, (x0, y0, x0 + size * len(text), y0 + size), size, "", False)


HEADLINE = line(1, "帮到难处暖在心里", 100, 128, size=34)
BODY = [line(10 + n, "本报讯总工会为困难职工送去慰问金", 100, 220 + 28 * n) for n in range(6)]


def test_a_line_of_body_size_close_over_a_headline_is_its_first_line():
    kicker = line(0, "工务段工会：", 100, 102)
    heads = [block.text for block in make_blocks([kicker, HEADLINE, *BODY], NOTHING, EM) if block.kind == "head"]
    assert heads == ["工务段工会：帮到难处暖在心里"]


def test_the_last_line_of_an_article_over_a_headline_is_none():
    last = line(0, "发放慰问金二万元", 100, 102)
    assert not is_kicker(last, [HEADLINE], [line(5, "为困难职工家庭送去慰问品并", 100, 74), last, HEADLINE, *BODY])


def test_what_ends_a_sentence_or_stands_apart_is_none():
    for other in (line(0, "发放二万元。", 100, 102), line(0, "工务段工会：", 100, 60), line(0, "工务段工会：", 600, 102)):
        assert not is_kicker(other, [HEADLINE], [other, HEADLINE, *BODY])
