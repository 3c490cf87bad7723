import time

import pytest

from pipeline.separating.marks import ends_signed, is_furniture, marks, width


@pytest.mark.parametrize(
    "line",
    [
        "本报讯（记者丁一凡）近日，",
        "本報訊 老王病了。",
        "（记者 丁一凡）填表、审核，",
        "某某网讯 昨天，市总工会",
        "新华社石家庄2月15日电 春节前",
        "□见习记者 丁一凡",
        "本报1月16日讯（记者 丁一凡）",
    ],
)
def test_datelines_open_articles(line):
    assert marks(line).opening


@pytest.mark.parametrize(
    "line",
    [
        "通讯员们聚在一起，",
        "本报告期内发电三亿度",
        "全市电网通讯员会议",
        "市总工会发出通报",
        "据了解，该市工会",
        "电工王师傅说，",
        "（产业）工会原则上也",
    ],
)
def test_other_lines_do_not(line):
    assert not marks(line).opening


@pytest.mark.parametrize(
    ("line", "closed", "hanging"),
    [
        ("走访慰问了困难职工。", True, False),
        ("“吃得饱、吃得好！”", True, False),
        ("送去慰问金。（丁一凡）", True, False),
        ("为他们送去了慰问金，", False, True),
        ("遵循以下程序：", False, True),
        ("开展普法维权系列活动", False, False),
    ],
)
def test_how_a_line_ends(line, closed, hanging):
    assert (marks(line).closed, marks(line).hanging) == (closed, hanging)


def test_a_call_is_closed_but_no_full_stop():
    assert marks("今天，我们为劳动者喝彩！").closed
    assert not marks("今天，我们为劳动者喝彩！").full_stop


@pytest.mark.parametrize("text", ["送到工友手中。（丁一凡 方小雨）", "搬运物资。 丁一凡 摄", "登台。（记者 丁一凡）", "结束。(丁 一)"])
def test_signatures(text):
    assert ends_signed(text)


@pytest.mark.parametrize("text", ["该会（下称市总工会）负责", "大赛落幕。", "电话：（0575）82212492", "先后用于三处（含县级工会）"])
def test_no_signatures(text):
    assert not ends_signed(text)


@pytest.mark.parametrize(
    "line",
    [
        "A07",
        "第3版",
        "责任编辑：丁一凡 美术编辑：方小雨",
        "2015年2月12日 星期四",
        "综合新闻",
        "■■ ▪ ▪  . . :: |||",
        "上一版 下一版",
        "— 3 —",
        "（上接第1版）",
        "www.example.com",
        "编辑／丁一凡／版式／方小雨",
        "本版编辑 丁一凡 电话：0391-5556666",
        "2015年2月12日 星期四 农历甲午年腊月廿四 今日8版",
        "03职工",
        "12要闻",
        "本版图片均由本报记者丁一凡摄",
        "版权所有 甲城日报社",
    ],
)
def test_furniture_anywhere(line):
    assert is_furniture(line, at_top=False)


@pytest.mark.parametrize(
    "line",
    [
        "2015年2月12日",
        "甲城日报",
        "第1234期",
        "乙未年正月初三",
        "06版：工会新闻",
        "第三版 综合",
        "B1 特别报道",
        "A2 要闻2020.3.9星期一",
        "03 工会·权益2026年1月5日",
        "2版 编辑 丁一凡 校对 方小雨",
        "3 甲城工人日报2017年7月20日星期四",
        "甲 城 工 人 报",
        "乙未年腊月廿四 立春",
        "总第20期 2015年2月12日 星期四",
        "中共甲城市委主管 甲城日报社主办",
        "甲城日报社出版",
        "新闻热线：0391-5556666 投稿邮箱：a@example.com",
        "Jiacheng Daily 2015-02-12 Thursday",
        "Editor: Ding Yifan Tel: 0391-5556666",
    ],
)
def test_furniture_at_the_top_alone(line):
    assert is_furniture(line, at_top=True)
    assert not is_furniture(line, at_top=False)


@pytest.mark.parametrize(
    "line",
    [
        "5月8日周一，记者来到",
        "编辑部的故事讲完了。",
        "第22期职工互助保障活动已",
        "工会主席编辑了一本书",
        "乙未年春节前夕，该市",
        "。”",
        "）。",
        "：",
        "!",
        "×××",
        "……。",
        "2月12日星期四上午市总工会为300名农民工发放",
        "2015年2月12日周四下午甲城市总工会慰问职工600名",
        "周五 市总工会将举办招聘会提供岗位500个",
        "300职工",
        "120 工会",
        "编辑 丁一凡等30名职工获奖",
        "主编：由市总工会编写的《职工手册》印发6000本",
        "版权所有者获赔15万元。",
        "本版由市总工会向职工赠送300份",
        "Editor: Ding Yifan",
    ],
)
def test_sentences_are_no_furniture(line):
    assert not is_furniture(line, at_top=False)


@pytest.mark.parametrize(
    "line",
    ["周三夜校开课", "G20峰会", "2015年2月10日市总走访", "编辑部的故事", "第3版报道", "A1驾照难考", "三版修订", "1949年10月1日开国大典"],
)
def test_headlines_are_no_running_heads(line):
    assert not is_furniture(line, at_top=True)


@pytest.mark.parametrize(
    "line",
    [
        "全市职工技能大赛由市总工会主办",
        "第20期工会干部培训班开班",
        "市总工会开通新闻热线：12351",
        "2015年2月12日第三届职工技能大赛",
        "2015年2月12日 市总工会走访困难职工",
        "甲午年春节送温暖活动启动",
        "Trade unions offer help in 2015",
    ],
)
def test_headlines_are_no_furniture_at_the_top(line):
    assert not is_furniture(line, at_top=True)


def test_a_line_that_may_end_a_sentence_is_no_furniture_behind_one_that_breaks_off():
    for line in ("2月12日 星期四", "经济", "第3版"):
        assert is_furniture(line, at_top=False)
        assert not is_furniture(line, at_top=False, goes_on=True)
    assert is_furniture("责任编辑：丁一凡", at_top=False, goes_on=True)


def test_furniture_is_told_fast_also_of_odd_lines():
    begin = time.perf_counter()
    for unit in ("a/", "丁、", "(丁)/", "第20期", "丁丁：", "a.", "初一"):
        for head in ("编辑：", "2015年2月12日 星期四 ", "乙未年正月", "主编 "):
            assert not is_furniture((head + unit * 100)[:198] + "。，", at_top=True)
    assert time.perf_counter() - begin < 10


def test_the_papers_own_name_is_furniture():
    assert is_furniture("甲城观察", at_top=True, names=("甲城观察", None))
    assert not is_furniture("甲城观察", at_top=True)
    assert is_furniture("甲城观察·要闻", at_top=True, names=("甲城观察", "工会"))
    for headline in ("工会送清凉", "工会主席的一天", "甲城观察创刊六十年"):
        assert not is_furniture(headline, at_top=True, names=("甲城观察", "工会"))


def test_width_counts_half_for_digits():
    assert width("工会12，") == 4.0


def test_names_alone():
    assert marks("丁一凡 方小雨").names
    assert not marks("情系职工 温暖万家").names
