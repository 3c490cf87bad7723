"""Hints, the setting of a figure, and the story of unpaid wages, as features."""

import re
from itertools import pairwise

from pipeline.measuring.measure_context import Context
from pipeline.measuring.measure_hints import between, hint_features, hints, hints_around, patterns
from pipeline.measuring.measure_parts import Part, View
from pipeline.measuring.measure_samples import example_samples
from pipeline.measuring.measure_setting import setting_parts
from pipeline.measuring.measure_wages import same_number, wage_parts
from pipeline.measuring.quantities import find
from pipeline.records import Article, Entity
from pipeline.text.forms import fold


def context(text: str, entities: tuple[Entity, ...] = ()) -> Context:
    quantities = tuple(find(text))
    return Context(Article("a", "p", "news", "", text, (), issue_date="2018-02-01"), quantities, entities, ("other",) * len(quantities))


def hinted(text: str, index: int = 0) -> dict[str, str]:
    held, out = context(text), Part()
    hint_features(out, held, index, ("people_aided", "己"))
    hints_around(out, held, held.places[index], "己")
    return out


def paid(text: str, index: int = 0) -> dict[str, str]:
    return View(wage_parts(context(text), index)).features()


def test_hints_stand_where_they_say_and_not_in_numbers():
    c = context("互助会成立五年来，累计救助300多名职工，余下的明年再办。")
    found, starts = hints(c)
    assert starts == [h.start for h in found] and all(a <= b for a, b in pairwise(starts))
    assert all(c.text[h.start : h.end] == h.text for h in found)
    assert {"lasting", "upto", "rest", "due"} <= {h.kind for h in found}
    assert between(c, 0, 4) == [h for h in found if h.start < 4]


def test_what_runs_for_years_is_no_one_year():
    assert patterns()["lasting"].search("五年来，救助") and not patterns()["oneyear"].search("五年来，救助")
    assert patterns()["oneyear"].search("一年来，救助")


def test_a_hint_is_told_by_its_place():
    out = hinted("那年冬天，工会走访了20户职工，余下的节后再去。")
    assert out["iS=then"] == "那年" and out["iN=rest"] == "余下"
    assert "iL=rest" not in out
    assert hinted("三年来一直在办。今年救助50名职工。")["iA=lasting1"].startswith("三年")


def test_the_setting_tells_who_was_named_before():
    text = "县残联也走访了40名残疾人。"
    out = View(setting_parts(context(text, (Entity("e", "a", "ORG", 0, 3, "县残联"),)), 0, "己")).features()
    assert out["n0=O"] == out["nS9=O"] == "县残联"
    assert out["bS=县残"] == "县残" and "n0=U" not in out
    assert out["gr=走访"] == "走访"


def test_a_sum_that_is_paid_in_the_end_differs_from_one_that_is_not():
    owed, settled, unpaid = "公司拖欠12名工人工资8万元。", "三天后，工资全部发到工人手里。", "三天后，工人还没拿到钱。"
    one, two = paid(owed + settled, 1), paid(owed + unpaid, 1)
    assert "薪欠=前" in one and "薪欠=前" in two
    assert "薪终付=True" in one and "薪终付=False" in two
    assert "薪后付=1" in one and "薪后付=0" in two


def test_wages_that_nobody_got_are_not_paid():
    for unpaid in ("三天后，工人没有拿到工资。", "三天后，工人未能领到工资。"):
        assert "薪终付=False" in paid("公司拖欠12名工人工资8万元。" + unpaid, 1)


def test_without_wages_in_the_article_nothing_is_told_but_that():
    assert paid("捐款8万元。") == {"非薪文": ""}
    assert paid("救助80名职工。") == {}


def test_the_same_number_elsewhere_speaks_for_this_one():
    out = Part()
    same_number(out, context("一共16个。命名16个示范站点。"), 0)
    assert "O=v.commend" in out
    out = Part()
    same_number(out, context("一共2个。命名2个示范站点。"), 0)
    assert out == {}


def test_every_hint_may_start_where_it_starts():
    text = fold("\n".join(sample.context.text for sample in example_samples()))
    limited = {kind: p for kind, p in patterns().items() if p.pattern.startswith("(?=[")}
    assert "lasting" in limited
    for kind, pattern in limited.items():
        without = re.compile(pattern.pattern[pattern.pattern.index(")") + 1 :])
        found = [m.span() for m in without.finditer(text)]
        assert found and found == [m.span() for m in pattern.finditer(text)], kind
