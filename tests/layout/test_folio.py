import pytest
from sheet import Sheet

from pipeline.layout.folio import facts

BODY = "市总工会昨日走进工地，给三百名工友送去毛巾和风油精，还请来医生给大家量血压。" * 2


def said(*folio: str) -> dict[str, str]:
    sheet = Sheet()
    for i, words in enumerate(folio):
        sheet.line(20 + 200 * i, 16, words, 8)
    sheet.line(100, 60, "工地送清凉", 24, "hei")
    sheet.column(50, 100, BODY, 16)
    return facts(sheet.page())


@pytest.mark.parametrize(
    ("folio", "expected"),
    [
        (("2015年2月17日 星期二", "第3版"), {"issue_date": "2015-02-17", "page_number": "3"}),
        (("2015.02.17 星期二 责编 李四", "A05"), {"issue_date": "2015-02-17", "page_number": "A05"}),
        (("2015-2-17 星期二", "第十二版"), {"issue_date": "2015-02-17", "page_number": "12"}),
        (("2015年2月17日 星期二", "2015年2月18日"), {}),
        (("2015年13月17日 星期二",), {}),
        ((), {}),
    ],
)
def test_what_a_folio_says(folio, expected):
    assert said(*folio) == expected
