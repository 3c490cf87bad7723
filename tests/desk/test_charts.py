import xml.etree.ElementTree as ET

from pipeline.desk import charts

SVG = "{http://www.w3.org/2000/svg}"


def marks(svg, tag):
    return list(ET.fromstring(svg).iter(SVG + tag))


def test_bars_are_as_long_as_their_values():
    svg = charts.bars("标题", [("甲", 100, "一百"), ("乙", 50, "五十"), ("丙", 0, "零")])
    long = [float(rect.get("width")) for rect in marks(svg, "rect")]
    assert long[0] == 2 * long[1]
    assert long[2] == 1
    assert [title.text for title in marks(svg, "title")] == ["甲: 一百", "乙: 五十", "丙: 零"]


def test_a_long_label_stays_inside_the_drawing():
    label = "焦作市马村区总工会困难职工帮扶中心 long name"
    svg = charts.bars("标题", [(label, 1, "1")])
    text = next(one for one in marks(svg, "text") if one.text == label)
    assert text.get("text-anchor") == "end"
    assert float(text.get("x")) >= charts.width_of(label) * 14
    assert float(ET.fromstring(svg).get("width")) > float(text.get("x")) + 420


def test_a_calendar_puts_each_date_where_it_belongs():
    svg = charts.calendar("报", 2015, {"2015-02-12": 4, "2015-02": 1, "2015": 2, "2016-01-01": 9, "2015-02-19/2015-03-05": 3})
    titles = [title.text for title in marks(svg, "title")]
    assert {"2015-02-12: 4 版", "2015-02: 1 版", "2015: 2 版", "2015-02-19: 3 版", "2015-02-28: 0 版"} <= set(titles)
    assert len(titles) == 365 + 12 + 1
    assert [text.text for text in marks(svg, "text") if text.text in ("4", "9") and text.get("fill") != "#1a1a1a"] == ["4"]


def test_years_are_those_in_which_something_lies():
    assert charts.years_of({"2016-01": 1, "2015": 1, "": 2, "2015-02-12": 1}) == [2015, 2016]


def test_nothing_is_said_in_words():
    assert charts.NOTHING in charts.bars("标题", [])


def test_names_are_no_markup():
    svg = charts.bars("<b>标题</b>", [("<script>alert(1)</script>", 1, '"&')])
    assert marks(svg, "script") == []
    assert "<script" not in svg
