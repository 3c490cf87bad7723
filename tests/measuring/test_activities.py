"""Activities of short reports written for these tests; bodies are given as entities, counts as quantities."""

import re
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pytest

from pipeline.measuring import activities, activity_model
from pipeline.measuring.activities import ActivityFound, find
from pipeline.measuring.activity_heard import Heard
from pipeline.measuring.activity_types import names
from pipeline.records import Article, Entity, Quantity


def article(headline: str, text: str, kind: str = "news", issue: str | None = "2015-02-12") -> Article:
    return Article("a01", "p01", kind, headline, text, (), paper="焦作日报", issue_date=issue)


def named(text: str, *names: str) -> list[Entity]:
    """Entities for every place of every name: unions by their ending, others as ORG."""
    spots = sorted((m.start(), name) for name in names for m in re.finditer(re.escape(name), text))
    return [
        Entity(f"a01-e{n:02}", "a01", "UNION" if "工会" in name else "ORG", at, at + len(name), name)
        for n, (at, name) in enumerate(spots, start=1)
    ]


def counted(text: str) -> list[Quantity]:
    """Every number with 名, 户 or 万元 behind it."""
    return [
        Quantity(m.start(), m.end(), m.group(), Decimal(m[1]), Decimal(m[1]), "person", "people", "exact")
        for m in re.finditer(r"(\d+)(?:名|户|万元)", text)
    ]


def read(headline: str, text: str, *names: str, kind: str = "news") -> list[ActivityFound]:
    return find(article(headline, text, kind), named(text, *names), counted(text))


RELIEF = "春节前夕，武陟县总工会筹集资金40万元开展送温暖活动，走访慰问困难职工300名。\n慰问组走进困难职工家中，送去慰问金和米面油。"


def test_one_activity_covers_the_article() -> None:
    (found,) = read("武陟县总工会节前送温暖", RELIEF, "武陟县总工会")
    assert found.activity.activity_id == "a01-v01"
    assert (found.activity.type, found.activity.organizer) == ("hardship_relief", "武陟县总工会")
    assert found.activity.place == "武陟县"
    assert found.activity.date == "2015-02"
    assert found.spans == ((0, len(RELIEF)),)
    assert any(reason.startswith("type ") for reason in found.reasons)
    assert any(reason.startswith("organizer ") for reason in found.reasons)


def test_two_unions_side_by_side_have_an_activity_each() -> None:
    one = "2月3日，武陟县总工会走访慰问困难职工120名，送去慰问金12万元。"
    two = "2月5日，温县总工会慰问一线环卫工人90名，每人送去一份年货。"
    found = read("两县工会节前送温暖", f"{one}\n{two}", "武陟县总工会", "温县总工会")
    assert [f.activity.organizer for f in found] == ["武陟县总工会", "温县总工会"]
    assert found[1].spans == ((len(one) + 1, len(one) + 1 + len(two)),)


def test_a_report_does_not_come_back_to_a_union_that_is_only_a_partner() -> None:
    one = "2月3日，武陟县总工会走访慰问困难职工120名，送去慰问金12万元。"
    two = "2月5日，温县总工会慰问一线环卫工人90名。当天还与武陟县总工会联合看望劳模30名。"
    found = read("两县工会节前送温暖", f"{one}\n{two}", "武陟县总工会", "温县总工会")
    assert found[1].spans == ((len(one) + 1, len(one) + 1 + len(two)),)


def test_a_further_activity_without_a_date_has_that_of_the_first() -> None:
    one = "2月3日，武陟县总工会走访慰问困难职工120名，送去慰问金12万元。"
    two = "温县总工会慰问一线环卫工人90名，每人送去一份年货。"
    found = read("两县工会节前送温暖", f"{one}\n{two}", "武陟县总工会", "温县总工会")
    assert [f.activity.date for f in found] == ["2015-02-03", "2015-02-03"]


def test_a_year_of_comparison_is_not_the_date() -> None:
    text = "2月3日，武陟县总工会发放慰问金，总额由2014年的100万元增加到150万元。"
    assert read("武陟县总工会节前送温暖", text, "武陟县总工会")[0].activity.date == "2015-02-03"
    text = "武陟县总工会节前慰问困难职工，慰问金总额由2012年的100万元增加到150万元。"
    assert read("武陟县总工会节前送温暖", text, "武陟县总工会")[0].activity.date != "2012"


def test_traditional_characters_say_what_a_date_is_compared_with() -> None:
    text = "武陟縣總工會節前慰問困難職工，慰問金總額較2012年增加50萬元。"
    assert read("武陟縣總工會節前送溫暖", text, "武陟縣總工會")[0].activity.date != "2012"


def test_money_from_the_union_above_is_no_activity_of_its() -> None:
    text = "武陟县总工会为120名困难职工送去慰问金。\n河南省总工会拨来帮扶资金30万元，县总工会自筹12万元，已全部发放。"
    found = read("武陟县总工会节前送温暖", text, "武陟县总工会", "河南省总工会", "县总工会")
    assert [f.activity.organizer for f in found] == ["武陟县总工会"]


def test_an_opinion_on_what_unions_should_do_reports_nothing() -> None:
    text = "□周建平\n笔者以为，送清凉别让照片抢了镜头。但愿有关部门不妨少拍几张，多问几句。"
    assert read("别让清凉只在镜头里", text, kind="opinion") == []


def test_no_union_no_activity() -> None:
    text = "省民政厅日前启动慰问活动，走访慰问困难群众500户，发放慰问金30万元。"
    assert read("省民政厅慰问困难群众", text, "省民政厅") == []


def test_a_union_paper_is_no_union() -> None:
    text = "据《山西工会报》报道，某公司向困难群众捐款30万元。"
    assert read("某公司献爱心", text) == []


def test_pay_recovered_by_a_public_body_is_one() -> None:
    text = "2月3日，温县劳动监察大队为32名农民工追回拖欠工资18万元。"
    (found,) = read("32名农民工拿到血汗钱", text, "温县劳动监察大队")
    assert (found.activity.type, found.activity.organizer) == ("rights_protection", "温县劳动监察大队")
    assert found.activity.date == "2015-02-03"


@pytest.mark.parametrize("body", ["温县水利局", "温县住房和城乡建设局", "温县城管委", "温县根治欠薪领导小组办公室", "温县赵堡镇人民政府"])
def test_any_organ_of_the_state_may_recover_pay(body: str) -> None:
    text = f"临近年关，{body}督促施工企业结清了拖欠的工资。2月3日，37名农民工领到工资42.9万元。"
    (found,) = read("农民工领到工钱", text, body)
    assert (found.activity.type, found.activity.organizer) == ("rights_protection", body)


@pytest.mark.parametrize("body", ["温县昌盛建筑公司", "中铁某局第三工程局"])
def test_a_firm_that_pays_its_workers_is_no_activity(body: str) -> None:
    text = f"临近年关，{body}结清了去年的工资。2月3日，37名农民工领到工资42.9万元。"
    assert read("农民工领到工钱", text, body) == []


def test_an_organ_of_the_state_that_recovers_no_pay_has_no_activity() -> None:
    text = "温县水利局2月3日举办培训班，37名职工参加，发放教材40套。局里人士说，学员工资照发。"
    assert read("水利局办培训班", text, "温县水利局") == []


def test_a_verdict_is_none() -> None:
    text = "包工头拖欠12名农民工工资18万元，法院以拒不支付劳动报酬罪判处其有期徒刑一年。"
    assert read("欠薪包工头获刑", text) == []


def test_one_union_a_paragraph() -> None:
    text = (
        "温县总工会\n春节前夕，温县总工会筹集资金20万元，走访慰问困难职工200名。\n"
        "武陟县总工会\n春节前夕，武陟县总工会走访慰问困难职工150名，发放慰问金15万元。\n"
        "修武县总工会\n修武县总工会为100名困难职工送去慰问品。"
    )
    found = read("各县工会送温暖", text, "温县总工会", "武陟县总工会", "修武县总工会")
    assert [f.activity.organizer for f in found] == ["温县总工会", "武陟县总工会", "修武县总工会"]
    assert [f.activity.activity_id for f in found] == ["a01-v01", "a01-v02", "a01-v03"]
    owner = next(f for f in found if any(s <= text.index("150名") < e for s, e in f.spans))
    assert owner.activity.organizer == "武陟县总工会"


def test_themes_of_one_union() -> None:
    text = (
        "温县总工会2014年为职工办了几件实事。\n"
        "送温暖方面，走访慰问困难职工300名，发放慰问金30万元。\n"
        "金秋助学方面，资助困难职工子女上大学80名，发放助学金24万元。\n"
        "促进就业方面，举办招聘会，帮助下岗失业人员再就业500名，发放小额贷款60万元。"
    )
    found = read("温县总工会办实事纪实", text, "温县总工会")
    assert {f.activity.type for f in found} >= {"hardship_relief", "education_aid", "employment"}
    assert {f.activity.organizer for f in found} == {"温县总工会"}


@pytest.mark.parametrize(("second", "types"), [("hardship_relief", 1), ("employment", 2)])
def test_what_is_heard_of_quantities_decides_beside_words_whether_a_theme_is_an_activity_of_its_own(second: str, types: int) -> None:
    text = "滏阳市总工会日前走访困难职工120户，送去慰问金6万元。\n该会还举办招聘会，320名职工找到工作。"
    quantities = counted(text)
    told = article("滏阳市总工会走访困难职工", text)
    reading = activities.read(told, named(text, "滏阳市总工会"), quantities, activity_model.weights())
    kinds = ("hardship_relief", "hardship_relief", second)
    heard = tuple(Heard(q.start, tuple(6.0 * (name == kind) for name in names()), 1.0) for q, kind in zip(quantities, kinds, strict=True))
    assert len({f.activity.type for f in activities.activities_of(replace(reading, heard=heard), quantities)}) == types


def test_spans_cover_each_character_once() -> None:
    text = (
        "温县总工会总结一年实事。送温暖方面，慰问困难职工300名；金秋助学方面，资助大学新生80名，发放助学金24万元。\n"
        "此外，招聘会帮助下岗失业人员再就业500名。"
    )
    found = read("温县总工会办实事", text, "温县总工会")
    covered = sorted(span for f in found for span in f.spans)
    assert covered[0][0] == 0
    assert covered[-1][1] == len(text)
    assert all(left[1] == right[0] for left, right in pairwise(covered))


def test_short_forms_give_the_full_name() -> None:
    text = "近日，市总工会向全市工会发出通报，对张某创新工作室予以嘉奖，授予五一劳动奖状。"
    (found,) = read("市总工会发出通报", text, "市总工会")
    assert found.activity.organizer == "焦作市总工会"


def test_the_first_named_of_several_is_the_organizer() -> None:
    text = "2月3日，温县总工会、武陟县总工会联合举办职工技能大赛，60名选手参赛。"
    (found,) = read("职工技能大赛开赛", text, "温县总工会", "武陟县总工会")
    assert (found.activity.type, found.activity.organizer) == ("skills_innovation", "温县总工会")


def test_traditional_characters() -> None:
    text = "春節前夕，溫縣總工會走訪慰問困難職工300名，發放慰問金30萬元。"
    entities = [Entity("a01-e01", "a01", "UNION", 5, 10, "溫縣總工會")]
    (found,) = find(article("送溫暖", text), entities, counted(text))
    assert found.activity.type == "hardship_relief"


def test_an_empty_text_reports_nothing() -> None:
    assert read("工会", "") == []


def test_long_input_is_read_in_time() -> None:
    text = "工会" + "（1" * 50_000
    assert len(read("工会送温暖", text)) == 1


def test_the_day_of_the_first_one_is_no_partner() -> None:
    one = "2月3日，武陟县总工会走访慰问困难职工120名，送去慰问金12万元。"
    for opening in ("同日，", "同时，", "同期，"):
        two = f"{opening}温县总工会慰问一线环卫工人90名，每人送去一份年货。"
        found = read("两县工会节前送温暖", f"{one}\n{two}", "武陟县总工会", "温县总工会")
        assert [f.activity.organizer for f in found] == ["武陟县总工会", "温县总工会"], opening


def test_a_further_organizer_keeps_its_own_type() -> None:
    one = "2月3日，武陟县总工会走访慰问困难职工120名，送去慰问金12万元。"
    two = "温县总工会举办专场招聘会，帮助下岗失业人员500名求职。"
    found = read("两县工会节前忙", f"{one}\n{two}", "武陟县总工会", "温县总工会")
    assert [(f.activity.type, f.activity.organizer) for f in found] == [
        ("hardship_relief", "武陟县总工会"),
        ("employment", "温县总工会"),
    ]


def test_what_a_further_organizer_says_first_goes_with_its_type() -> None:
    one = "2月3日，武陟县总工会走访慰问困难职工120名，送去慰问金12万元。"
    two = "温县总工会的做法不同。他们举办专场招聘会，帮助下岗失业人员500名求职。"
    found = read("两县工会节前忙", f"{one}\n{two}", "武陟县总工会", "温县总工会")
    assert [(f.activity.type, f.activity.organizer) for f in found] == [
        ("hardship_relief", "武陟县总工会"),
        ("employment", "温县总工会"),
    ]
    assert found[1].spans == ((len(one) + 1, len(one) + 1 + len(two)),)


def owners(found: list[ActivityFound], text: str) -> dict[str | None, list[str]]:
    """The figures of each organizer."""
    out: dict[str | None, list[str]] = {}
    for quantity in counted(text):
        owner = next(f.activity for f in found if any(start <= quantity.start < end for start, end in f.spans))
        out.setdefault(owner.organizer, []).append(quantity.text)
    return out


def test_unions_named_with_their_shares_have_a_figure_each() -> None:
    text = "2月3日，武陟县总工会、温县总工会分别发放慰问金12万元、9万元，走访慰问困难职工120名和90名。"
    found = read("两县工会送温暖", text, "武陟县总工会", "温县总工会")
    assert owners(found, text) == {"武陟县总工会": ["12万元", "120名"], "温县总工会": ["9万元", "90名"]}
    assert {f.activity.type for f in found} == {"hardship_relief"}
    covered = sorted(span for f in found for span in f.spans)
    assert (covered[0][0], covered[-1][1]) == (0, len(text))
    assert all(left[1] == right[0] for left, right in pairwise(covered))


def test_areas_named_with_shares_stand_for_their_unions() -> None:
    text = "焦作、新乡、洛阳市总工会分别投入慰问金12万元、9万元和7万元，共走访慰问困难职工300名。"
    found = read("三市工会送温暖", text, "洛阳市总工会")
    assert owners(found, text) == {"焦作市总工会": ["12万元"], "新乡市总工会": ["9万元"], "洛阳市总工会": ["7万元", "300名"]}


def test_shares_of_another_number_gives_nobody_anything() -> None:
    text = "武陟县总工会、温县总工会分别走访慰问困难职工120名、90名、60名。"
    found = read("两县工会送温暖", text, "武陟县总工会", "温县总工会")
    assert list(owners(found, text)) == ["武陟县总工会"]


def test_a_chair_with_two_posts_leads_and_is_no_partner() -> None:
    text = "2月3日，省政协副主席、河南省总工会主席周建平到武陟县走访慰问，为武陟县总工会送去慰问金50万元。"
    assert read("节前走访慰问", text, "河南省总工会", "武陟县总工会")[0].activity.organizer == "河南省总工会"
