from pipeline.correcting.hashes import line_hash
from pipeline.records import Line, Page
from pipeline.stages import cleaned


def _page(*lines):
    return Page("p", "i", "a.txt", "", "text", "test", tuple(lines))


def test_lines_stay_where_they_are():
    [page] = cleaned.make([_page(Line(" 工会 "), Line(""), Line("　　慰问"))])
    assert [line.text for line in page.lines] == ["工会", "", "慰问"]
    assert [line.dropped for line in page.lines] == [{"before": 1, "after": 1}, {}, {"indent": 2}]


def test_what_the_reader_dropped_stays_counted():
    [page] = cleaned.make([_page(Line(""), Line("　工会）　员", dropped={"space": 3, "ruby": 1}))])
    assert page.lines[1].dropped == {"space": 4, "before": 1, "ruby": 1}


def test_everything_else_of_a_line_is_kept():
    [page] = cleaned.make([_page(Line(" 工会", confidence=0.5, font_size=9.0))])
    assert (page.lines[0].confidence, page.lines[0].font_size) == (0.5, 9.0)


def test_the_places_of_characters_go_with_them():
    line = Line("　３ 名\u200b．", spots=(0, 1000, 1000, 2000, 2000, 5000, 5000, 8000, 8000, 8000, 8000, 10000))
    [page] = cleaned.make([_page(line)])
    assert page.lines[0].text == "3名．"
    assert page.lines[0].spots == (1000, 2000, 5000, 8000, 8000, 10000)


def test_a_corrected_line_is_cleaned_too_and_keeps_what_was_read():
    read = "筹集资金I2万元"
    [page] = cleaned.make([_page(Line(read, second="筹集资金12万元"), Line("其余"))], [("p-l001", line_hash(read), " 筹集资金１２万元")])
    first, other = page.lines
    assert (first.text, first.read, first.second, first.dropped) == ("筹集资金12万元", read, None, {"before": 1})
    assert other.read is None
    assert [(one.state, one.line_id) for one in page.settled] == [("applied", "p-l001")]


def test_no_pages():
    assert cleaned.make([]) == []
