import pytest

from pipeline.engines.segmenter import segment
from pipeline.naming import features


def of(text, char):
    return set(features.features(text, segment(text))[text.index(char)])


def test_each_character_has_its_list():
    text = "县总工会 发放8.6万元\n完"
    assert len(features.features(text, segment(text))) == len(text)
    assert features.features("", []) == []


def test_areas_are_marked_and_common_words_that_are_areas_too_are_told_apart():
    assert "g0=BF2" in of("来到焦作市", "焦")
    assert "g0=Bf2" in of("来到郑州", "郑")
    assert "g0=Bx3" in of("邻里互助小组", "互")


def test_quotations_know_what_follows_them():
    assert "qt:campaign" in of("“冬暖万家”活动", "冬")
    assert "qt:honour" in of("“技术能手”称号", "技")
    assert not any(f.startswith("q") for f in of("“技术能手”称号", "称"))


def test_short_forms_of_documents_are_marked():
    assert "d=short" in of("本《办法》", "办")


@pytest.mark.parametrize(("name", "ending"), [("柳溪煤业公司", "公司"), ("柳溪市总工会", "总工会"), ("王", ""), ("", "")])
def test_endings_of_names(name, ending):
    assert features.ending_of(name) == ending
