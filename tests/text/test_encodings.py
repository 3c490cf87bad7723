import pytest

from pipeline.errors import DataError
from pipeline.text.encodings import LOST, decode

SIMPLIFIED = "本报讯 春节前夕，安平县总工会筹集资金12万元，走访慰问困难职工六十户。"
TRADITIONAL = "本報訊 春節前夕，安平縣總工會籌集資金12萬元，走訪慰問困難職工六十戶。"


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8", SIMPLIFIED),
        ("utf-8-sig", SIMPLIFIED),
        ("utf-16", SIMPLIFIED),
        ("utf-16-le", SIMPLIFIED),
        ("utf-16-be", TRADITIONAL),
        ("gb18030", SIMPLIFIED),
        ("gb18030", TRADITIONAL),
        ("big5", TRADITIONAL),
        ("big5hkscs", TRADITIONAL),
        ("utf-32", SIMPLIFIED),
    ],
)
def test_reads_what_was_written(encoding, text):
    decoded, _ = decode(text.encode(encoding))
    assert decoded == text


def test_short_texts_are_told_apart_too():
    assert decode("县总工会".encode("gb18030"))[0] == "县总工会"
    assert decode("縣總工會".encode("big5"))[0] == "縣總工會"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("times", [1, 20])
def test_a_few_damaged_bytes_lose_no_page(encoding, times):
    data = (SIMPLIFIED * times).encode(encoding)
    cut, more = decode(data[:-1])[0], decode(data[:30] + b"\xff" + data[30:])[0]
    assert cut == (SIMPLIFIED * times)[:-1] + LOST
    assert more.startswith(SIMPLIFIED[:4]) and more.endswith(SIMPLIFIED[20:]) and 1 <= more.count(LOST) <= 3


def test_much_damage_is_refused():
    with pytest.raises(DataError) as error:
        decode(b"\xff".join(char.encode() for char in SIMPLIFIED))
    assert "damaged" in error.value.message


@pytest.mark.parametrize(
    ("data", "kind", "advice"),
    [
        (bytes(range(256)) * 40, "binary_file", "its real format"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\2\0\0\0", "binary_file", "its real format"),
        ("これは日本語の新聞の頁です。".encode("shift_jis"), "unknown_encoding", "convert it to UTF-8"),
        ("Газета о профсоюзах".encode("koi8-r"), "unknown_encoding", "convert it to UTF-8"),
    ],
)
def test_what_is_no_chinese_text_is_refused_with_a_message(data, kind, advice):
    with pytest.raises(DataError) as error:
        decode(data)
    assert error.value.kind == kind
    assert advice in error.value.message
