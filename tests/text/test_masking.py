import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.masking import mask, mask_lines, numbers

GOLD = Path(__file__).parents[1] / "quality" / "gold"

MASKED = {
    "身份证号410802198001011234，": "身份证号******************，",
    "（41080219800101123X）": "（******************）",
    "４１０８０２19800101123x": "******************",
    "410802 19800101 1234": "****** ******** ****",
    "旧证410802800101123号": "旧证***************号",
    "身份证号码：110802199902301234": "身份证号码：******************",  # no such day, but it says what it is
    "手机13912345678。": "手机***********。",
    "139 1234 5678/139-1234-5679": "*** **** ****/***-****-****",
    "+86 139 1234 5678": "+** *** **** ****",
    "微信同号:8613912345678": "微信同号:*************",
    "联系人王平一三九一二三四五六七八": "联系人王平***********",
    "电话：0391-3933333、3922222": "电话：****-*******、*******",
    "（０３９１）３９３３３３３转8001": "（****）*******转****",
    "01065123456": "***********",
    "0391——3933333": "****——*******",
    "咨询电话（工作日）：3933333家住焦作": "咨询电话（工作日）：*******家住焦作",
    "卡号6222021709000012347捐款": "卡号*******************捐款",
    "4111 1111 1111 1111": "**** **** **** ****",  # passes Luhn's check
    "开户行：工行，账号：1709 0202 0900 0012 345": "开户行：工行，账号：**** **** **** **** ***",
    "总机13912345678（0391）3933333": "总机***********（****）*******",
    "41080219800101123X13912345678": "*****************************",
    "募捐账号41-000001040001234户名：总工会": "募捐账号**-***************户名：总工会",
}
STAYS = (
    "拨打12351、12345、12333或96589、110",
    "热线0532-12351，400-123-4567、4001234567、800-820-1234",
    "投资13912345678元，贷款13912345678.50元，产值18612345678余元",
    "账户余额12345678元，开户数12345678户",
    "热线共受理1234567件，电话回访2960123人次",
    "收取互助金23062140元，比上期增",
    "奖励1000——5000元，2015—2017三年",
    "招标编号20150217001，热线电话20150217开通",
    "4111 1111 1111 1112",  # fails Luhn's check, nothing says that it is a card
    "一二三四五六七，二〇一五年",
    "2015-2016 2017-2018",  # years that pass Luhn's check
    "1,391,234,567元",
)


@pytest.mark.parametrize("text", MASKED)
def test_numbers_of_persons_are_masked_digit_by_digit(text):
    assert mask(text) == MASKED[text]


@pytest.mark.parametrize("text", STAYS)
def test_quantities_and_public_numbers_stay(text):
    assert mask(text) == text


@pytest.mark.parametrize(
    ("text", "kind"), [("13912345678", "phone"), ("410802198001011234", "identity"), ("账号170902020900001234", "bank")]
)
def test_a_number_says_its_kind(text, kind):
    (found,) = numbers(text)
    assert (found.kind, found.end) == (kind, len(text))


def test_a_span_to_be_kept_is_kept_where_all_else_is_masked():
    text = "筹款 13912345678 ，电话13912345678"
    assert mask(text, [(3, 14)]) == "筹款 13912345678 ，电话***********"


MORE = ("13912345678", "0391-3933333", "电话", "账号", "元", "人", "，", "\n", " ", "1", "X", "９", "一")
TEXTS = st.one_of(
    st.text(alphabet="0123456789９一二X-（）账号电话元人 \n", max_size=60),
    st.lists(st.sampled_from([*MASKED, *STAYS, *MORE]), max_size=8).map("".join),
)


@given(TEXTS)
def test_a_masked_text_differs_in_digits_alone_and_keeps_all_offsets(text):
    masked = mask(text)
    assert len(masked) == len(text)
    for old, new in zip(text, masked, strict=True):
        assert old == new or (new == "*" and (old.isdigit() or old in "XxＸｘ〇○零一二三四五六七八九"))


@given(TEXTS)
def test_masking_twice_is_masking_once(text):
    """So a digest of a masked text is the same whether the tables were masked or not."""
    assert mask(mask(text)) == mask(text)


@given(TEXTS)
def test_a_masked_text_has_no_identity_number_left(text):
    assert not [number for number in numbers(mask(text)) if number.kind == "identity"]


@given(TEXTS, st.data())
def test_no_span_to_be_kept_is_touched(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    assert mask(text, [(start, end)])[start:end] == text[start:end]


UNITS = st.sampled_from(["元", "万元", "余元", "亿元", "余万元", "美元"])


@given(st.integers(1, 10**17), UNITS, st.sampled_from(["筹集", "电话募捐", "账户余额"]))
def test_no_sum_of_money_is_masked(value, unit, before):
    text = f"{before}{value}{unit}。"
    assert mask(text) == text


@pytest.mark.parametrize("path", sorted(GOLD.glob("*.jsonl")), ids=lambda path: path.name)
def test_no_digit_of_a_gold_fact_is_masked(path):
    for line in path.read_text(encoding="utf-8").splitlines():
        article = json.loads(line)
        masked = mask(article["text"])
        for activity in article["activities"]:
            for fact in activity["facts"]:
                assert masked[fact["start"] : fact["end"]] == fact["text"], article["id"]


def test_what_is_masked_in_the_gold_is_what_was_looked_at():
    """48 numbers of offices, each read: all are telephone numbers."""
    kinds = Counter()
    for path in GOLD.glob("*.jsonl"):
        for line in path.read_text(encoding="utf-8").splitlines():
            kinds.update(number.kind for number in numbers(json.loads(line)["text"]))
    assert kinds == {"phone": 48}


LINES = {
    ("招聘电话：13912345678", "2015年3月"): ("招聘电话：***********", "2015年3月"),  # figures that begin the next line
    ("联系电话：", "3933333"): ("联系电话：", "*******"),  # announced on the line before
    ("手机13912", "345678", "王平"): ("手机*****", "******", "王平"),
    ("", "第3版", ""): ("", "第3版", ""),
    (): (),
}


@pytest.mark.parametrize("lines", LINES)
def test_numbers_of_a_page_are_found_in_its_lines_alone_and_together(lines):
    assert tuple(mask_lines(lines)) == LINES[lines]
