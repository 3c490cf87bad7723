"""A corpus for tests of the report: the seed page, a PDF page set here so that the place of every character is known, hostile text."""

import shutil
from pathlib import Path

from pdf_writer import text, write

from pipeline.__main__ import main

SEED = Path(__file__).parents[2] / "corpus" / "焦作日报"
WIDTH, HEIGHT = 600, 800  # points, of the PDF page
SIZE, ASCENT = 10, 8.8  # of its type; the em box stands that far above the base line
NARROW = "0.5 0 0 1"  # figures half as wide as Chinese characters

BEFORE, NUMBER, AFTER = "会筹集资金", "38.75", "万元，慰问困难职工"
LINE = 620  # base line of the line with the number, from the bottom
LEFT = 50

NASTY = """</script><script>alert(1)</script>“送温暖”&lt;b&gt; "'` onload=x

本报讯（记者<img src=x onerror=alert(2)>）8月20日，安平县总工会筹集资金12万元，为60名困难职工发放慰问金\u2028javascript:alert(3)。{{ 7*7 }}
"""


def number_box() -> tuple[float, float, float, float]:
    """Where 38.75万元 stands on the PDF page, in shares of it: from what was printed, not from what was read."""
    left = LEFT + SIZE * len(BEFORE)
    right = left + SIZE / 2 * len(NUMBER) + SIZE * len("万元")
    top = HEIGHT - LINE - ASCENT
    return left / WIDTH, top / HEIGHT, right / WIDTH, (top + SIZE) / HEIGHT


def printed_page(path: Path) -> None:
    """A page with one article of five lines under a headline."""
    lines = [
        "本报讯新年将到，天气转冷。连日来，安平县总工",
        None,
        "一百二十名。县总工会有关负责人说，要把职工的冷",
        "暖放在心上，让每一户困难职工都过上一个好年，来",
        "年还要走访全县的企业，听取大家的意见。",
    ]
    content = text(LEFT, 660, "安平县总工会送温暖", 24)
    for i, line in enumerate(lines):
        y = 636 - 16 * i
        if line:
            content += text(LEFT, y, line, SIZE)
        else:
            at = LEFT + SIZE * len(BEFORE)
            content += text(LEFT, y, BEFORE, SIZE) + text(at, y, NUMBER, SIZE, matrix=NARROW)
            content += text(at + SIZE / 2 * len(NUMBER), y, AFTER, SIZE)
    write(path, content)


def make(folder: Path) -> Path:
    """Run the pipeline and the report on that corpus; the report's folder."""
    corpus = folder / "corpus"
    shutil.copytree(SEED, corpus / "焦作日报")
    day = corpus / "滏阳日报" / "2018-08-21"
    day.mkdir(parents=True)
    printed_page(day / "A04.pdf")
    (day / "A05.txt").write_text(NASTY, encoding="utf-8")
    (day / "A05.toml").write_text("paper = '../../<b>滏阳\"报'\nsource = 'javascript:alert(4)'\n", encoding="utf-8")
    folders = ["--corpus", str(corpus), "--extracted", str(folder / "out")]
    assert main(["all", *folders]) == 0
    assert main(["report", *folders]) == 0
    return folder / "out" / "report"
