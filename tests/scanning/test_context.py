import numpy as np
import pytest

from pipeline.engines.ocr import Missed, Reading
from pipeline.reading.encoder import HIDDEN
from pipeline.scanning import context, language
from pipeline.scanning.context import in_context, with_characters, with_stops
from pipeline.scanning.recognising import Printed


def reading(text: str, doubts: dict[int, dict[str, float]] | None = None, missed: tuple[Missed, ...] = ()) -> Reading:
    """A line read surely but for some places; `doubts`: what else may stand there, with probabilities."""
    doubts = doubts or {}
    sure = tuple(1 - sum(doubts[i].values()) - 0.05 if i in doubts else 0.999 for i in range(len(text)))
    others = tuple(tuple(doubts.get(i, {}).items()) for i in range(len(text)))
    return Reading(text, sure, tuple((i + 0.5) / (len(text) + 1) for i in range(len(text))), others, missed)


def line(read: Reading, y: float = 0.0, em: float = 20.0) -> Printed:
    wide = em * (len(read.text) + 1)
    return Printed((100.0, y, 100.0 + wide, y + em), read, em, 100.0, wide)


def missed(before: int, stop: str, chance: float) -> tuple[Missed, ...]:
    return (Missed(before, 0.5, ((stop, chance),)),)


def characters(text: str, doubts: dict[int, dict[str, float]]) -> str:
    return with_characters(reading(text, doubts), language.load()).text


def test_a_doubted_character_is_the_candidate_that_goes_with_its_neighbours():
    assert characters("走访慰间困难职工", {3: {"问": 0.3}}) == "走访慰问困难职工"
    assert characters("关心职工生话", {5: {"活": 0.2}}) == "关心职工生活"


def test_two_doubted_neighbours_are_decided_together():
    assert characters("送去慈间品", {2: {"慰": 0.2}, 3: {"问": 0.2}}) == "送去慰问品"


def test_what_was_read_surely_stays_and_so_does_what_has_no_likelier_candidate():
    sure = reading("走访慰间困难职工")
    assert with_characters(sure, language.load()) is sure
    assert characters("王永说", {1: {"咏": 0.1}}) == "王永说"


def test_numerals_and_units_are_neither_changed_nor_put_in():
    assert characters("救助三百八", {4: {"人": 0.4}}) == "救助三百八"
    assert characters("发放二万方", {4: {"元": 0.4}}) == "发放二万方"


def test_a_doubted_stop_is_the_one_that_the_text_around_asks_for():
    text = "市总工会走访慰问了环卫工人，出租车司机、快递员和建筑工人"
    assert with_stops(reading(text, {13: {"、": 0.4}}), "", "", language.load()).text == text.replace("，", "、")


def test_a_stop_that_is_not_in_doubt_stays():
    text = "慰问了环卫工人，出租车司机、快递员"
    sure = reading(text)
    assert with_stops(sure, "", "", language.load()) is sure


def test_a_doubted_dot_is_the_stop_that_the_text_around_asks_for():
    text = "为他们送去了大米·食用油、棉被等慰问品"
    assert with_stops(reading(text, {8: {"、": 0.3}}), "", "", language.load()).text == text.replace("·", "、")


def test_a_speck_taken_for_a_dot_or_a_stop_is_left_out():
    text = "春节前，市总·工会走访了困难职工"
    cleared = text.replace("·", "")
    assert with_stops(reading(text, {6: {"-": 0.1}}), "", "", language.load()).text == cleared
    assert with_stops(reading(text.replace("·", "，"), {6: {"-": 0.6}}), "", "", language.load()).text == cleared


def test_a_dot_in_quotes_and_a_sure_one_stay():
    text = "开展“红围巾·暖人心”活动"
    doubted = reading(text, {6: {"-": 0.3}})
    assert with_stops(doubted, "", "", language.load()) is doubted
    sure = reading("古丽·买买提说，大家都领到了慰问品")
    assert with_stops(sure, "", "", language.load()) is sure


def test_of_two_stops_that_follow_each_other_the_doubted_second_goes():
    text = "他们领到了大米和食用油，，还有棉被"
    assert with_stops(reading(text, {12: {"。": 0.3}}), "", "", language.load()).text == "他们领到了大米和食用油，还有棉被"


def test_a_point_behind_a_digit_at_the_end_of_a_column_stays():
    text = "今年他们一共筹集了资金3."
    doubted = reading(text, {12: {"，": 0.3}})
    assert with_stops(doubted, "他们说", "", language.load()) is doubted


def test_a_stop_between_numerals_is_left_alone():
    text = "筹集38，5万元"
    assert with_stops(reading(text, {4: {"。": 0.45}}), "", "", language.load()).text == text
    text = "筹集385万元"
    assert with_stops(reading(text, missed=missed(4, "。", 0.4)), "", "", language.load()).text == text
    both = with_stops(reading("他笑着说好了" + text, missed=missed(6, "，", 0.5) + missed(10, ".", 0.4)), "", "", language.load())
    assert both.text == "他笑着说好了，" + text and [one.before for one in both.missed] == [11]


def test_a_number_that_runs_over_the_end_of_a_line_is_left_alone():
    line = reading("活动中工会共筹集资金38", missed=missed(12, "，", 0.4))
    assert with_stops(line, "", "0万元用于走访", language.load()) is line
    other = reading("他说工会慰问了困难职工", missed=missed(11, "，", 0.4))
    assert with_stops(other, "", "大家都领到了米面油", language.load()).text == "他说工会慰问了困难职工，"


def test_beside_a_stop_none_was_missed():
    for text, before in (("的39.66万人", 4), ("的39.66万人", 3), ("走访慰问了职工，送去", 8), ("走访慰问了职工，送去", 7)):
        line = reading(text, missed=missed(before, ".", 0.4))
        assert with_stops(line, "", "", language.load()) is line


def test_points_of_an_address_are_left_alone():
    line = reading("请登录www.acftu.org查询", {6: {",": 0.4}}, missed(9, ".", 0.3))
    assert with_stops(line, "", "", language.load()).text == line.text


def test_a_character_in_front_of_a_number_is_put_right_but_not_its_unit():
    assert characters("元旦期间走访慰间55户", {7: {"问": 0.4}}) == "元旦期间走访慰问55户"


def test_units_behind_a_numeral_are_left_alone():
    assert characters("截至6月共", {3: {"日": 0.4}}) == "截至6月共"
    assert characters("今天凡百名职工", {2: {"几": 0.4}}) == "今天凡百名职工"


def test_a_missed_stop_is_put_in_where_both_the_picture_and_the_text_say_so():
    text = "听了大家的发言后他说工会是职工的娘家"
    found = with_stops(reading(text, missed=missed(8, "，", 0.3)), "", "", language.load())
    assert found.text == "听了大家的发言后，他说工会是职工的娘家"
    assert len(found.text) == len(found.sure) == len(found.at) == len(found.others)
    assert found.sure[8] == pytest.approx(0.3)
    inside = reading(text, missed=missed(3, "，", 0.06))
    assert with_stops(inside, "", "", language.load()) is inside


def test_narrow_and_wide_forms_of_a_stop_count_together_and_a_narrow_one_stays_narrow():
    text = "他笑着说,这个年过得好"
    same = reading(text, {4: {"，": 0.3, "。": 0.2}})
    assert with_stops(same, "", "", language.load()) is same


def test_the_lines_above_and_below_count(monkeypatch):
    seen = []
    model = language.load()
    monkeypatch.setattr(language.Language, "stands", lambda _, *around: seen.append(around) or dict.fromkeys("，。、；：0", 1 / 6))
    monkeypatch.setattr(context.language, "load", lambda: model)
    first, second, third = reading("市总工会走访慰问"), reading("了困难职工，并送", {5: {"。": 0.3}}), reading("去米面油")
    in_context([line(third, 60), line(first, 0), line(second, 30), line(reading("大家的心"), 90), line(reading("别栏的文字"), 300)])
    assert seen == [("市总工会走访慰问了困难职工", "并送去米面油大家的心")]


def test_the_encoder_is_asked_of_all_places_of_a_line_at_once():
    asked = []

    def ask(text: str) -> list[dict[str, float]]:
        asked.append(text)
        return [dict.fromkeys("，。、；：0", 1 / 6)] * text.count(HIDDEN)

    model = language.load()
    doubted = reading("他说，工会是娘家；好", {2: {"。": 0.3}}, missed(5, "，", 0.2) + missed(9, "，", 0.2))
    with_stops(doubted, "上面的字", "下面的字", model, ask)
    assert asked == [f"上面的字他说{HIDDEN}工会{HIDDEN}是娘家；好下面的字"]  # beside a stop none is missed
    asked.clear()
    with_stops(reading("工会是娘家"), "上面的字", "下面的字", model, ask)
    assert asked == []


def test_what_the_encoder_says_is_weighed_with_the_rest():
    text = "市总工会走访慰问了环卫工人，出租车司机得到了温暖"
    told = []
    for stop in "，。":

        def ask(text: str, stop: str = stop) -> list[dict[str, float]]:
            return [{other: 0.9 if other == stop else 0.02 for other in "，。、；：0"}] * text.count(HIDDEN)

        told.append(with_stops(reading(text, {13: {"。": 0.45}}), "", "", language.load(), ask).text[13])
    assert told == ["，", "。"]


def test_what_the_recogniser_gave_is_kept_where_something_changed():
    [changed, same] = in_context([line(reading("走访慰间困难职工", {3: {"问": 0.3}})), line(reading("困难职工", {0: {"因": 0.1}}), 40)])
    assert (changed.text, changed.read) == ("走访慰问困难职工", "走访慰间困难职工")
    assert (same.text, same.read) == ("困难职工", None)


def test_a_page_read_surely_costs_no_model(monkeypatch):
    monkeypatch.setattr(context.language, "load", lambda: pytest.fail("loaded"))
    lines = [line(reading("走访慰问困难职工"))]
    assert in_context(lines) == lines


def test_traditional_characters_are_told_by_the_simplified_ones_and_stay_traditional():
    assert characters("走訪慰間困難職工", {3: {"問": 0.3}}) == "走訪慰問困難職工"


def test_the_model_is_a_distribution():
    model = language.load()
    assert sum(model.stands("市总工会", "走访慰问").values()) == pytest.approx(1.0)
    assert 0 < model.follows("慰", "间") < model.follows("慰", "问") < 1
    assert np.isfinite(model.weights).all()
