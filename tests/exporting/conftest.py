"""What these tests share: a folder of exports, made once by the command line from a page, a printed, a hostile and a continued one."""

import shutil
from pathlib import Path

import pytest
from newspaper import CONTINUED
from pdf_writer import text, write

from pipeline.__main__ import main

ROOT = Path(__file__).parents[2]
HOSTILE = """=cmd|' /C calc'!A0 安平县总工会送清凉

本报讯（记者王平）7月3日，安平县总工会慰问环卫工人35名，发放"防暑品"350份,价值1.2万元。
+1+1是工会的口号；@全体职工，-5℃也上班。咨询请致电王平13912345678。
"""


@pytest.fixture(scope="session")
def extracted(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("exporting")
    corpus = folder / "corpus"
    shutil.copytree(ROOT / "corpus" / "焦作日报", corpus / "焦作日报")
    day = corpus / "滏阳日报" / "2018-07-04"
    day.mkdir(parents=True)
    (day / "A 1'\";=1+1.txt").write_text(HOSTILE, encoding="utf-8")
    (day / "A02.txt").write_bytes(b"")
    lines = ["安平县总工会开展送温暖活动", "本报讯 7月3日，安平县总工会走访慰问困难职工60名，", "发放慰问金12万元。"]
    write(day / "A03.pdf", "".join(text(50, 700 - 20 * n, line) for n, line in enumerate(lines)) + _filler())
    for name, page in CONTINUED.items():
        (day / name).write_text(page, encoding="utf-8")
    assert main(["all", "--corpus", str(corpus), "--extracted", str(folder / "out")]) == 1  # the empty page
    assert main(["export", "--extracted", str(folder / "out")]) == 0
    return folder / "out"


def _filler() -> str:
    """Enough printed characters for a page to be taken for text."""
    return "".join(text(50, 500 - 20 * n, "工会干部深入企业调查研究，听取职工意见建议，维护职工合法权益。") for n in range(4))


@pytest.fixture(scope="session")
def export(extracted) -> Path:
    return extracted / "export"
