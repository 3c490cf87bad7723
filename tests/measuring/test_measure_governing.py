"""Which expression of time governs a figure."""

from pipeline.measuring.measure_context import Context
from pipeline.measuring.measure_governing import Frame, governing, governing_part
from pipeline.measuring.quantities import find
from pipeline.records import Article


def context(text: str, date: str = "2018-06-01", headline: str = "") -> Context:
    quantities = tuple(find(text))
    return Context(Article("a", "p", "news", headline, text, (), issue_date=date), quantities, (), ("other",) * len(quantities))


def governs(text: str, index: int = 0, date: str = "2018-06-01") -> Frame:
    held = context(text, date)
    return governing(held, held.places[index])


def features(text: str, index: int = 0, date: str = "2018-06-01", headline: str = "") -> dict[str, str]:
    return governing_part(context(text, date, headline), index, ("people_aided", "己"))


def test_the_later_expression_of_a_sentence_replaces_the_earlier():
    assert governs("去年救助30人，今年救助50人。", 0).kind == "last"
    assert governs("去年救助30人，今年救助50人。", 1).kind == "this"


def test_a_limit_leaves_standing_what_began_before_it():
    assert governs("从2013年起专项行动常年开展，截至2018年1月，救助50人。").kind == "long"
    assert governs("从2013年起专项行动常年做下来，截至2018年1月，救助50人。").kind == "long"
    assert governs("从2013年起专项行动常年开展，今年救助50人。").kind == "this"
    assert governs("截至目前，救助50人。").kind == "this"
    assert governs("截至2016年底，救助50人。").kind == "upto"


def test_a_sentence_without_one_goes_on_with_the_one_before_in_its_paragraph():
    assert governs("去年办得不少。救助50人。") == Frame("last", "去年", 1)
    assert governs("去年办得不少。\n救助50人。") == Frame("-")
    assert governs("救助50人。去年也办了。") == Frame("-")


def test_a_frame_is_not_carried_further_than_three_sentences():
    assert governs("去年办了。" + "很好。" * 2 + "救助50人。").far == 3
    assert governs("去年办了。" + "很好。" * 3 + "救助50人。") == Frame("-")


def test_one_year_is_not_years_and_the_end_of_the_year_is_near():
    assert governs("一年来，救助50人。").kind == "oneyear"
    assert governs("三年来，救助50人。").kind == "long"
    assert governs("临近年关，救助50人。").kind == "-"
    assert governs("1994年夏天他从外地来，救助50人。").kind == "longago"


def test_a_month_of_last_year_is_told_from_the_year():
    assert governs("去年12月，救助50人。").kind == "lastdate"
    assert governs("去年，救助50人。").kind == "last"
    assert governs("两个月过去，救助50人。").kind == "-"


def test_last_year_is_seen_beside_the_season_and_what_the_report_begins_with():
    assert "G=last+往今True" in features("今年开会总结去年。\n去年救助50人。", 0, "2018-02-01")
    assert "G=last+无False" in features("老李来了。\n去年救助50人。")


def test_what_was_begun_is_told_by_what_it_is_and_whether_earlier_years_were_named():
    told = features("去年出台办法。制度建立以来，救助50人。")
    assert "G=sinceown+True" in told and "G=sinceown+建立" in told
    assert "G=sinceown+False" in features("项目启动以来，救助50人。")
