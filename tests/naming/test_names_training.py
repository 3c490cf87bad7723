import hashlib
import json
import random
from importlib.resources import files
from pathlib import Path

from pipeline.naming import train
from pipeline.naming.augment import Bank, variant
from pipeline.naming.labels import read
from pipeline.naming.tagger import encode

GOLD = Path(__file__).parents[1] / "quality" / "gold"


def article(text, *names):
    spans = [{"label": label, "start": text.index(t), "end": text.index(t) + len(t), "text": t} for label, t in names]
    return json.dumps({"text": text, "entities": spans}, ensure_ascii=False)


def write(folder, *lines):
    path = folder / "gold.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_labels_follow_the_longest_span_in_folded_text(tmp_path):
    line = article("四川省廣安市總工會幫王某", ("PLACE", "四川省"), ("UNION", "廣安市總工會"))
    assert read(write(tmp_path, line)) == [("四川省广安市总工会帮王某", [(0, 9, "UNION"), (10, 12, "PERSON")])]


def test_variants_keep_the_text_between_and_move_the_spans():
    example = ("何小满来到孟州市，何小满说。", [(0, 3, "PERSON"), (5, 8, "PLACE"), (9, 12, "PERSON")])
    bank = Bank.of([example, ("李大米", [(0, 3, "PERSON")])])
    for seed in range(20):
        text, spans = variant(example, bank, random.Random(seed))
        names = [text[start:end] for start, end, _ in spans]
        assert text == f"{names[0]}来到{names[1]}，{names[2]}说。"
        assert names[0] == names[2] and names[1].endswith("市")


def test_training_is_repeatable_and_writes_its_record(tmp_path, monkeypatch):
    monkeypatch.setattr(train, "SETTINGS", train.SETTINGS | {"max_iterations": 3})
    lines = [article(f"{n}日，{c}县总工会开会。", ("UNION", f"{c}县总工会")) for n, c in enumerate("温博叶滑杞睢")]
    gold = write(tmp_path, *lines)
    first, second = train.train([gold], tmp_path / "a.crfsuite"), train.train([gold], tmp_path / "b.crfsuite")
    assert first == second and first["articles"] == 6
    assert json.loads((tmp_path / "a.json").read_text(encoding="utf-8")) == first
    assert set(first["cross_validated"]["all"]) == {"f1", "right", "gold", "found"}


def test_the_model_in_the_package_is_the_recorded_one_and_small():
    model = files("pipeline.models").joinpath("names.crfsuite").read_bytes()
    record = json.loads(files("pipeline.models").joinpath("names.json").read_text(encoding="utf-8"))
    assert hashlib.sha256(model).hexdigest() == record["model_sha256"]
    assert record["gold"] == {"train.jsonl": hashlib.sha256((GOLD / "train.jsonl").read_bytes()).hexdigest()}
    assert len(model) < 3_000_000


def test_single_characters_have_their_own_label():
    assert encode(4, [(0, 1, "ORG"), (1, 4, "UNION")]) == ["S-ORG", "B-UNION", "I-UNION", "E-UNION"]
