"""The taught encoder as an ONNX graph: what encoder.read and encoder.names and encoder.stops run.

Inputs: `ids` (tokens,), `own` and `near` (quantities x tokens, see encoder.looks). Outputs: logits of each of encoder.QUESTIONS,
quantities x classes, and of encoder.OF_TOKENS, tokens x classes; the classes are in the file's metadata. Matrices are kept in 8 bits, a
scale a column, and multiplied with what comes in at 8 bits, too. REACH keeps weights to 7 of the 8 bits: processors without
instructions made for it (VNNI) add two products in 16 bits, which 255 x 127 x 2 would run over.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from pipeline.reading.encoder import OF_TOKENS, QUESTIONS
from pipeline.reading.encoder_base import HEADS, WIDTH, Arrays

REACH = 63
EPSILON = 1e-12  # of the norms, as in the model that was taken over
_OPSET, _IR = 20, 9  # the oldest with GELU


@dataclass
class _Graph:
    """Nodes and constants, put together from the first to the last."""

    nodes: list = field(default_factory=list)
    constants: list = field(default_factory=list)

    def constant(self, values: np.ndarray) -> str:
        name = f"c{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def many(self, kind: str, *inputs: str, outputs: int, **settings: object) -> list[str]:
        names = [f"n{len(self.nodes)}.{i}" for i in range(outputs)]
        self.nodes.append(helper.make_node(kind, list(inputs), names, **settings))
        return names

    def one(self, kind: str, *inputs: str, **settings: object) -> str:
        return self.many(kind, *inputs, outputs=1, **settings)[0]

    def norm(self, x: str, weights: np.ndarray, bias: np.ndarray) -> str:
        return self.one("LayerNormalization", x, self.constant(weights), self.constant(bias), axis=-1, epsilon=EPSILON)

    def linear(self, x: str, weights: np.ndarray, bias: np.ndarray) -> str:
        values, scale, zero = self.many("DynamicQuantizeLinear", x, outputs=3)
        scales = np.maximum(np.abs(weights).max(axis=0), 1e-8) / REACH
        sums = self.one("MatMulInteger", values, self.constant(np.rint(weights / scales).astype(np.int8)), zero)
        both = self.one("Mul", scale, self.constant(scales.astype(np.float32)))
        return self.one("Add", self.one("Mul", self.one("Cast", sums, to=TensorProto.FLOAT), both), self.constant(bias))

    def looked_up(self, vectors: np.ndarray) -> str:
        """The vectors of the tokens, kept in 8 bits, a scale each."""
        scales = np.maximum(np.abs(vectors).max(axis=1, keepdims=True), 1e-8) / 127
        values = self.one("Gather", self.constant(np.rint(vectors / scales).astype(np.int8)), "ids")
        found = self.one("Gather", self.constant(scales.astype(np.float32)), "ids")
        return self.one("Mul", self.one("Cast", values, to=TensorProto.FLOAT), found)


def build(vectors: np.ndarray, positions: np.ndarray, taught: Mapping, classes: Mapping[str, Sequence[str]]) -> bytes:
    """The bytes of the ONNX file; `taught` has the arrays of train_encoder: `first`, `layers`, and `w`, `b` of each question."""
    graph = _Graph()
    zero = graph.constant(np.array([0]))
    placed = graph.one("Slice", graph.constant(positions), zero, graph.one("Shape", "ids"), zero)
    first, layers = taught["first"], taught["layers"]
    x = graph.norm(graph.one("Add", graph.looked_up(vectors), placed), first["w"], first["b"])
    for i in range(len(layers["look.w"])):
        x = _layer(graph, x, {name: values[i] for name, values in layers.items()})
    seen = graph.one("Concat", graph.one("MatMul", "own", x), graph.one("MatMul", "near", x), axis=1)
    for question in QUESTIONS:
        weights, bias = (graph.constant(taught[question][part]) for part in "wb")
        graph.nodes.append(helper.make_node("Gemm", [seen, weights, bias], [question]))
    for question in OF_TOKENS:
        graph.nodes.append(helper.make_node("Gemm", [x, *(graph.constant(taught[question][part]) for part in "wb")], [question]))
    sides = ["quantities", "tokens"]
    inputs = [helper.make_tensor_value_info("ids", TensorProto.INT64, sides[1:])]
    inputs += [helper.make_tensor_value_info(name, TensorProto.FLOAT, sides) for name in ("own", "near")]
    outputs = [helper.make_tensor_value_info(q, TensorProto.FLOAT, [sides[0], len(classes[q])]) for q in QUESTIONS]
    outputs += [helper.make_tensor_value_info(q, TensorProto.FLOAT, [sides[1], len(classes[q])]) for q in OF_TOKENS]
    made = helper.make_graph(graph.nodes, "encoder", inputs, outputs, graph.constants)
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", _OPSET)], ir_version=_IR)
    helper.set_model_props(model, {question: " ".join(names) for question, names in classes.items()})
    onnx.checker.check_model(model)
    return model.SerializeToString()


def weights(data: bytes) -> tuple[np.ndarray, np.ndarray, dict]:
    """Vectors, positions and taught arrays of an ONNX file, as `build` was given them but for what 8 bits leave of them."""
    model = onnx.load_from_string(data)
    constants = map(numpy_helper.to_array, model.graph.initializer)  # in the order in which `build` asks for them
    next(constants)

    def linear() -> tuple[np.ndarray, np.ndarray]:
        whole, scales, bias = islice(constants, 3)
        return whole * scales, bias

    positions = next(constants)
    vectors, scales = islice(constants, 2)
    first, layers = dict(zip("wb", islice(constants, 2), strict=True)), []
    for _ in range(sum(node.op_type == "Gelu" for node in model.graph.node)):
        parts: dict[str, np.ndarray] = {}
        next(constants), next(constants)
        parts["look.w"], parts["look.b"] = linear()
        next(constants)
        parts["join.w"], parts["join.b"] = linear()
        parts["middle.w"], parts["middle.b"] = islice(constants, 2)
        for name in ("wide", "back"):
            parts[f"{name}.w"], parts[f"{name}.b"] = linear()
        parts["last.w"], parts["last.b"] = islice(constants, 2)
        layers.append(parts)
    heads = {output.name: dict(zip("wb", islice(constants, 2), strict=True)) for output in model.graph.output}
    taught = {"first": first, "layers": {name: np.stack([layer[name] for layer in layers]) for name in layers[0]}, **heads}
    return vectors * scales, positions, taught


def _layer(graph: _Graph, x: str, layer: Arrays) -> str:
    """One layer of the transformer: every token looks at all, then is worked on by itself."""
    shape, back = graph.constant(np.array([0, HEADS, WIDTH // HEADS])), graph.constant(np.array([0, WIDTH]))
    parts = graph.many("Split", graph.linear(x, layer["look.w"], layer["look.b"]), outputs=3, axis=1, num_outputs=3)
    query, key, value = (graph.one("Reshape", part, shape) for part in parts)
    query, value = (graph.one("Transpose", part, perm=[1, 0, 2]) for part in (query, value))
    scores = graph.one("MatMul", query, graph.one("Transpose", key, perm=[1, 2, 0]))
    scale = graph.constant(np.array((WIDTH // HEADS) ** -0.5, np.float32))
    looked = graph.one("MatMul", graph.one("Softmax", graph.one("Mul", scores, scale), axis=-1), value)
    joined = graph.one("Reshape", graph.one("Transpose", looked, perm=[1, 0, 2]), back)
    told = graph.linear(joined, layer["join.w"], layer["join.b"])
    x = graph.norm(graph.one("Add", x, told), layer["middle.w"], layer["middle.b"])
    wide = graph.one("Gelu", graph.linear(x, layer["wide.w"], layer["wide.b"]), approximate="tanh")
    return graph.norm(graph.one("Add", x, graph.linear(wide, layer["back.w"], layer["back.b"])), layer["last.w"], layer["last.b"])
