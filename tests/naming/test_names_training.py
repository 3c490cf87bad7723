import hashlib
import json
from importlib.resources import files
from pathlib import Path

from pipeline.naming import train
from pipeline.naming.labels import read
from pipeline.naming.tagger import encode

GOLD = Path(__file__).parents[1] / "quality" / "gold"


def article(text, *names):
    spans = [{"label": label, "start": text.index(t), "end": text.index(t) + len(t), "text": t} for label, t in names]
    return json.dumps({"text": text, "entities": spans}, ensure_ascii=False)


def write(folder, *lines, name="gold"):
    path = folder / f"{name}.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_labels_follow_the_longest_span_in_folded_text(tmp_path):
    line = article("四川省廣安市總工會女職工部幫王某", ("PLACE", "四川省"), ("UNION", "廣安市總工會"))
    assert read(write(tmp_path, line)) == [("四川省广安市总工会女职工部帮王某", [(0, 13, "UNION"), (14, 16, "PERSON")])]


def test_training_is_repeatable_and_its_figures_are_of_articles_not_learnt_from(tmp_path, monkeypatch):
    monkeypatch.setattr(train, "SETTINGS", train.SETTINGS | {"max_iterations": 3})
    lines = [article(f"{n}日，{c}县总工会开会。", ("UNION", f"{c}县总工会")) for n, c in enumerate("温博叶滑杞睢")]
    gold = [write(tmp_path, *lines), write(tmp_path, article("孟州市总工会", ("UNION", "孟州市总工会")), name="seed")]
    first, second = train.train(gold, tmp_path / "a.crfsuite"), train.train(gold, tmp_path / "b.crfsuite")
    assert first == second and first["articles"] == {"gold": 6, "seed": 1}
    assert json.loads((tmp_path / "a.json").read_text(encoding="utf-8")) == first
    assert first["held_out_trained_on"] == ["gold"]
    assert set(first["held_out"]) == {"seed"} and first["held_out"]["seed"]["all"]["gold"] == 1


def test_the_model_in_the_package_is_the_recorded_one_and_small():
    model = files("pipeline.models").joinpath("names.crfsuite").read_bytes()
    record = json.loads(files("pipeline.models").joinpath("names.json").read_text(encoding="utf-8"))
    assert hashlib.sha256(model).hexdigest() == record["model_sha256"]
    learnt = {name: hashlib.sha256((GOLD / name).read_bytes()).hexdigest() for name in record["gold"]}
    assert record["gold"] == learnt and "dev.jsonl" not in learnt
    assert len(model) < 5_000_000


def test_single_characters_have_their_own_label():
    assert encode(4, [(0, 1, "ORG"), (1, 4, "UNION")]) == ["S-ORG", "B-UNION", "I-UNION", "E-UNION"]
