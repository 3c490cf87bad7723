"""Training of the model of language, on a few articles."""

import json

import numpy as np

from pipeline.reading.encoder import NO_STOP, SIGNS
from pipeline.scanning import language, train_language
from pipeline.scanning.language import MODEL, around, plain

TEXT = "市总工会走访慰问了环卫工人、出租车司机、快递员，送去米面油。大家说：工会是娘家；心里暖。"


def gold(tmp_path, texts: list[str]):
    path = tmp_path / "some.jsonl"
    path.write_text("".join(json.dumps({"headline": "工会送温暖", "text": text}, ensure_ascii=False) + "\n" for text in texts), "utf-8")
    return path


def test_a_model_is_written_that_knows_the_text_it_has_seen(tmp_path, monkeypatch):
    record = train_language.train([gold(tmp_path, [TEXT] * 30)], tmp_path / "language.json")
    assert record == json.loads((tmp_path / "language.json").read_text("utf-8"))
    assert record["held out"]["right"] == 1.0  # the same text is in every fold
    monkeypatch.setattr(language.resources, "files", lambda _: tmp_path)
    model = language.load.__wrapped__()
    before, after = plain(TEXT[:13]), plain(TEXT[14:])
    assert max(model.stands(before, after).items(), key=lambda item: item[1])[0] == "、"
    assert max(model.stands("市总工会走", "访慰问了环卫工人").items(), key=lambda item: item[1])[0] == NO_STOP
    assert model.follows("慰", "问") > 100 * model.follows("慰", "卫")


def test_the_same_articles_give_the_same_model(tmp_path):
    path = gold(tmp_path, [TEXT, TEXT[:30], TEXT[10:]] * 6)
    one, two = tmp_path / "one", tmp_path / "two"
    for folder in (one, two):
        folder.mkdir()
        train_language.train([path], folder / "language.json")
    with np.load(one / MODEL) as first, np.load(two / MODEL) as second:
        assert all((first[name] == second[name]).all() for name in first.files)


def test_what_is_cut_off_is_not_taken_for_the_end_of_a_paragraph():
    whole, cut = around("职工说", "工会", (False, False)), around("职工说", "工会", (True, True))
    assert "r工会\n" in whole and not any("\n" in name for name in cut)
    assert any(name.startswith("p") for name in whole) and not any(name.startswith(("p", "n", "x", "d")) for name in cut)


def test_plain_text():
    assert plain("發放 3.5万元,\n共２户") == "发放0。0万元，共0户"
    assert all(plain(sign) == sign for sign in SIGNS)
