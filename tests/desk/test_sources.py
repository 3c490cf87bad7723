import io

import pytest
from pdf_writer import text, write
from PIL import Image
from tests_of_desk import FIGURE

from pipeline.__main__ import main
from pipeline.desk import loading, sources


def test_the_lines_around_a_figure_with_the_exact_characters(holdings, built):
    lines = sources.lines_of(holdings.facts[FIGURE], built / "extracted")
    assert [line.number for line in lines] == [201, 202, 203, 204, 205]
    (hit,) = [line for line in lines if line.hits]
    assert [hit.text[start:end] for start, end in hit.hits] == ["522.6万元"]
    printed = (built / "corpus" / "焦作日报" / "2015" / "p01.txt").read_text(encoding="utf-8").split("\n")
    assert [line.read for line in lines] == printed[200:205]


def test_every_fact_of_the_page_is_found_on_its_lines(holdings, built):
    for fact in holdings.facts.values():
        lines = sources.lines_of(fact, built / "extracted")
        assert "".join(line.text[start:end] for line in lines for start, end in line.hits) == fact["text"]
        assert [line.number for line in lines if line.hits] == list(fact["lines"])


def test_without_the_outputs_of_the_stages_there_are_no_lines(holdings, tmp_path):
    assert sources.lines_of(holdings.facts[FIGURE], tmp_path) == []


@pytest.mark.parametrize("stage", ["pages", "cleaned", "articles"])
def test_nor_are_there_any_where_one_stage_is_not_kept(holdings, seed, stage):
    for path in (seed / "extracted" / stage).iterdir():
        path.unlink()
    assert sources.lines_of(holdings.facts[FIGURE], seed / "extracted") == []


@pytest.fixture
def printed(tmp_path):
    """A PDF page with an article in large type; its holdings and corpus."""
    folder = tmp_path / "corpus" / "滏阳日报" / "2018-08-21"
    folder.mkdir(parents=True)
    words = [
        "安平县总工会为困难职工送上助学金",
        "本报讯（记者王平）8月20日，安平县总工会",
        "筹集资金12万元，为60名困难职工子女每人发放助",
        "学金2000元。",
    ]
    sizes = (30, 16, 16, 16)
    write(folder / "A03.pdf", "".join(text(60, 700 - 40 * n, line, size) for n, (line, size) in enumerate(zip(words, sizes, strict=True))))
    assert main(["all", "--corpus", str(tmp_path / "corpus"), "--extracted", str(tmp_path / "out")]) == 0
    return loading.load(tmp_path / "corpus", tmp_path / "out"), tmp_path / "corpus"


def test_a_printed_figure_has_a_crop_with_its_box(printed):
    holdings, corpus = printed
    fact = next(fact for fact in holdings.facts.values() if fact["text"] == "12万元")
    (crop,), said = sources.crops_of(fact["boxes"], holdings.pages, corpus)
    assert said == ""
    image = Image.open(io.BytesIO(crop.jpeg)).convert("L")
    ((x0, y0, x1, y1),) = crop.boxes
    inside = image.crop((round(x0 * image.width), round(y0 * image.height), round(x1 * image.width), round(y1 * image.height)))
    assert 0 < x0 < x1 < 1
    assert inside.getextrema()[0] < 128  # ink
    assert 2.5 < inside.width / inside.height < 7  # five characters, two of them digits


def test_a_page_whose_file_is_gone_says_so(printed):
    holdings, corpus = printed
    fact = next(fact for fact in holdings.facts.values() if fact["text"] == "12万元")
    sources._picture.cache_clear()
    (corpus / "滏阳日报" / "2018-08-21" / "A03.pdf").unlink()
    crops, said = sources.crops_of(fact["boxes"], holdings.pages, corpus)
    assert crops == []
    assert "A03.pdf" in said
