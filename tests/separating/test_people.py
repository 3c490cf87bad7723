import pytest

from pipeline.separating.people import reporters


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("本报讯（记者李新 通讯员王小威）近日，市总工会召开会议。", ("李新", "王小威")),
        ("本报讯（首席记者周明 实习生袁小凯）从去年到今年，数字变了。", ("周明", "袁小凯")),
        ("某网讯（记者丁一、通讯员谢文）记者从省总工会获悉，数字变了。", ("丁一", "谢文")),
        ("（李 明 陈 娇）“要不是你们，这年真难过。”", ("李明", "陈娇")),
        ("□何小越\n今年的助学，增加到三千元。", ("何小越",)),
        ("本报讯 记者胡勇报道：去年，全省培训了三万人。", ("胡勇",)),
        ("今年的活动结束了。（王新 潘春芳）", ("王新", "潘春芳")),
        ("图为职工搬运物资。 梅小振 摄", ("梅小振",)),
        ("工人领到工资。 本报记者 田小磊 通讯员 孔政 摄", ("田小磊", "孔政")),
        ("本報訊（記者張小玲）昨日，工會開會。", ("張小玲",)),
    ],
)
def test_names_as_printed(text, names):
    assert reporters(text) == names


def test_a_byline_counts_too():
    assert reporters("正文在此。", "中城区总工会主席 丁一凡") == ("丁一凡",)
    assert reporters("正文在此。", "本报记者 丁一凡 摄") == ("丁一凡",)


@pytest.mark.parametrize(
    "text", ["记者从市总工会了解到，产假增加了。", "表彰了一批先进（图）", "比赛结束。（完）", "他说（摘要），会议很好。", ""]
)
def test_where_nobody_is_named(text):
    assert reporters(text) == ()
