"""Features: triggers, expressions of time, and what they become around a quantity."""

import re
import time
from itertools import pairwise

from pipeline.measuring import measure_time
from pipeline.measuring.features import has_share_word, measure_features, per_features
from pipeline.measuring.measure_context import Context
from pipeline.measuring.measure_samples import example_samples
from pipeline.measuring.measure_scope import scope_features
from pipeline.measuring.measure_time import anchors, unions
from pipeline.measuring.measure_triggers import triggers
from pipeline.measuring.quantities import find
from pipeline.records import Article, Entity
from pipeline.text.forms import fold


def context(text: str, issue_date: str | None = "2018-02-01", entities: tuple[Entity, ...] = ()) -> Context:
    article = Article("a", "p", "news", "", text, (), issue_date=issue_date)
    quantities = tuple(find(text))
    return Context(article, quantities, entities, ("hardship_relief",) * len(quantities))


def test_the_longest_trigger_wins():
    found = triggers("向困难职工发放慰问金")
    assert [t.text for t in found if len(t.text) > 1] == ["困难职工", "发放", "慰问金"]
    assert "n.aidmoney" in found[-1].classes


def test_triggers_do_not_overlap_and_stand_where_they_say():
    text = "多渠道筹集送温暖资金，走访慰问困难企业，补发拖欠工资"
    found = triggers(text)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(text[t.start : t.end] == t.text for t in found)


def test_a_year_is_read_against_the_issue():
    assert [a.kind for a in anchors("2018年，救助50人", 2018)] == ["this"]
    assert [a.kind for a in anchors("2017年，救助50人", 2018)] == ["lastyear"]
    assert [a.kind for a in anchors("2011年以来，救助50人", 2018)] == ["long"]
    assert [a.kind for a in anchors("2018年3月以来，救助50人", 2018)] == ["this"]
    assert [a.kind for a in anchors("2017年，救助50人", None)] == ["year"]


def test_kinds_of_time_expressions():
    assert anchors("今年以来", 2018)[0].kind == "this"
    assert anchors("五年来", 2018)[0].kind == "long"
    assert anchors("计划筹集", 2018)[0].kind == "future"
    assert anchors("标准为每户", 2018)[0].kind == "norm"


def test_the_verb_before_and_the_noun_after_the_number():
    text = "市总工会筹集资金80万元，慰问困难职工300名。"
    money, people = (measure_features(context(text), i).features() for i in range(2))
    assert money["LV0=v.raise"]
    assert people["LV0=v.visit"] == "慰问"
    assert people["LN0=n.needy"] == "困难职工"


def test_traditional_and_full_width_text_gives_the_same_triggers():
    simplified = measure_features(context("向30名困难职工发放慰问金3万元。"), 0).features()
    traditional = measure_features(context("向３０名困難職工發放慰問金３萬元。"), 0).features()
    keys = {k for k in simplified if k.startswith(("L", "R"))}
    assert keys == {k for k in traditional if k.startswith(("L", "R"))}


def test_a_comma_inside_a_number_ends_no_clause():
    held = context("共追回工资1,234,567元，发给工人。")
    assert held.text[slice(*held.places[0].clause)] == "共追回工资1,234,567元"


def test_time_is_carried_over_within_the_paragraph_only():
    held = context("五年来，工会步子不停。救助职工500人。\n走访职工20人。")
    assert held.times == ["long", "-"]
    assert "c0=long" in scope_features(held, 0, "people_aided").features()
    assert "c0=long" not in scope_features(held, 1, "people_aided").features()


def test_a_named_person_counts_for_per():
    text = "慰问组给王小明送去慰问金2000元。"
    person = Entity("e", "a", "PERSON", 4, 7, "王小明")
    assert per_features(context(text, entities=(person,)), 0, "aid_per_recipient").features()["人名左"] == "王小明"
    assert "人名左" not in per_features(context(text), 0, "aid_per_recipient").features()


def test_share_words_are_seen_in_the_sentence_only():
    assert has_share_word(context("每个工种设一等奖3名。"), 0)
    assert not has_share_word(context("每人都来了。设一等奖3名。"), 0)


def test_owed_money_that_comes_back_later_is_marked():
    owed = measure_features(context("老板拖欠工资5万元。后来追回5万元。"), 0).features()
    lost = measure_features(context("老板拖欠工资5万元。后来没有下文。"), 0).features()
    assert "同值后" in owed and "同值后" not in lost
    assert "欠=True付=True后=True" in owed


def test_a_megabyte_is_read_in_linear_time():
    start = time.perf_counter()
    text = fold("自2" * 100_000 + "近1" * 100_000)
    anchors(text, 2018)
    triggers(text)
    assert time.perf_counter() - start < 10


def test_the_last_frame_of_time_reaches_over_paragraphs():
    held = context("去年遭了灾。\n有500人受困。\n今年，工会救助20人。")
    assert "A=last" in scope_features(held, 0, "people_other").features()
    assert "A=last2隔段" in scope_features(held, 0, "people_other").features()
    assert "A=this" in scope_features(held, 1, "people_aided").features()


def test_figures_before_the_union_is_named_are_told_apart():
    held = context("老王欠债3万元。县总工会送来5000元。")
    assert "前工会=无" in scope_features(held, 0, "money_other").features()
    assert "前工会=一" in scope_features(held, 1, "aid_per_recipient").features()
    assert unions(held.text) == [8]


def test_quoted_speech_is_seen():
    held = context("他说：“一个月挣800元。”工会给了500元。")
    assert "引=True" in scope_features(held, 0, "money_other").features()
    assert "引=False" in scope_features(held, 1, "aid_per_recipient").features()


def test_every_pattern_of_time_may_start_where_it_starts():
    whole = measure_time._pattern()
    without = re.compile(whole.pattern[whole.pattern.index(")") + 1 :])
    text = fold("\n".join(sample.context.text for sample in example_samples()))
    assert len(list(without.finditer(text))) > 200
    assert [m.span() for m in whole.finditer(text)] == [m.span() for m in without.finditer(text)]
