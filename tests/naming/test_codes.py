import pytest

from pipeline.naming import codes
from pipeline.naming.canonical import context
from pipeline.records import Article


@pytest.mark.parametrize(
    ("label", "name", "expected"),
    [
        ("PLACE", "孟州市", "410883"),
        ("PLACE", "河南省焦作市", "410800"),
        ("PLACE", "温县黄庄镇", None),
        ("PLACE", "鼓楼区", None),
        ("UNION", "孟州市总工会", "410883"),
        ("UNION", "中华全国总工会", None),
        ("ORG", "焦作市人社局", "410800"),
        ("ORG", "平原矿业公司", None),
        ("UNION", "北京路街道总工会", None),
        ("ORG", "阿里巴巴集团", None),
        ("ORG", "安康杯组委会", None),
        ("PERSON", "焦作", None),
    ],
)
def test_only_areas_beyond_doubt_have_a_code(label, name, expected):
    assert codes.admin_code(label, name, (), 2015) == expected


def test_the_paper_and_the_article_settle_what_a_name_leaves_open():
    article = Article("a", "p", "news", "", "鼓楼区总工会来到开封市。", (), paper="福州日报", issue_date="2015")
    hints = codes.hints(context(article, []))
    assert hints[0] == "350100" and "410200" in hints
    assert codes.admin_code("PLACE", "鼓楼区", hints, 2015) == "350102"
    assert codes.admin_code("PLACE", "鼓楼区", hints[1:], 2015) == "410204"
