"""A layer of the encoder as jax teaches it: the same as encoder_graph's, many windows at a time, and how it is differentiated.

Matrices are multiplied at 16 bits (bfloat16) and summed up in 32, on the way there and back. XLA hands such products to routines
made for the processor's matrix units only where both factors lie in memory row by row; a transposed factor, which it would rather
read where it lies, takes five times as long. Hence `_turned`, and slopes written out by hand: a step takes 1.05 s instead of 1.7 (two
cores with AMX, 16 windows of 208 tokens, six layers).

Shapes: B windows, T tokens (padded), H heads, D = WIDTH / H.
"""

from collections.abc import Mapping

import jax
import jax.numpy as jnp
from jax.experimental.layout import Layout, with_layout_constraint

from pipeline.reading.encoder_base import HEADS, WIDTH
from pipeline.reading.encoder_graph import EPSILON

Tree = Mapping
SCALE = (WIDTH // HEADS) ** -0.5
BITS = 256  # a value is left out by a number of 8 bits: a quarter of the random bits that 32 take, which are costly


def _laid(x: jax.Array) -> jax.Array:
    """The same values, in memory row by row."""
    return with_layout_constraint(x, Layout(tuple(range(x.ndim))))


def _turned(x: jax.Array) -> jax.Array:
    """Each matrix transposed, and laid in memory so."""
    return _laid(x.swapaxes(-1, -2))


def _short(x: jax.Array) -> jax.Array:
    return x.astype(jnp.bfloat16)


def _product(one: jax.Array, two: jax.Array) -> jax.Array:
    """The product of matrices of 16 bits, in 32."""
    return jnp.matmul(one, two, preferred_element_type=jnp.float32)


@jax.custom_vjp
def times(x: jax.Array, w: jax.Array) -> jax.Array:
    """Values (... x N) times a matrix (N x M), at 16 bits."""
    return _times_forward(x, w)[0]


def _times_forward(x: jax.Array, w: jax.Array) -> tuple:
    rows, short = _short(x.reshape(-1, x.shape[-1])), _short(w)
    return _product(rows, short).reshape(*x.shape[:-1], w.shape[-1]), (rows, short)


def _times_back(kept: tuple, slope: jax.Array) -> tuple:
    rows, w = kept
    short = _short(slope.reshape(-1, slope.shape[-1]))
    return _product(short, _turned(w)).reshape(*slope.shape[:-1], len(w)), _product(_turned(rows), short)


times.defvjp(_times_forward, _times_back)


@jax.custom_vjp
def attend(looks: jax.Array, mask: jax.Array) -> jax.Array:
    """What each token sees in all of its window, B x T x WIDTH.

    looks: queries, keys and values side by side, B x T x 3 WIDTH; mask: B x T, 1 where there is a token.
    """
    return _attend_forward(looks, mask)[0]


def _attend_forward(looks: jax.Array, mask: jax.Array) -> tuple:
    many, tokens = mask.shape
    query, key, value = _short(looks).reshape(many, tokens, 3, HEADS, -1).transpose(2, 0, 3, 1, 4)
    scores = _product(query, _turned(key)) * SCALE + (1 - mask[:, None, None, :]) * -1e9
    share = _short(jax.nn.softmax(scores, -1))
    seen = _product(share, value)  # B x H x T x D
    return seen.transpose(0, 2, 1, 3).reshape(many, tokens, WIDTH), (query, key, value, share, seen)


def _attend_back(kept: tuple, slope: jax.Array) -> tuple:
    query, key, value, share, seen = kept
    many, tokens, _ = slope.shape
    slope = slope.reshape(many, tokens, HEADS, -1).transpose(0, 2, 1, 3)
    short = _short(slope)
    to_share = _product(short, _turned(value))
    to_scores = _short(share * (to_share - (slope * seen).sum(-1, keepdims=True)) * SCALE)
    # Of keys and values the slopes are made transposed, B x H x D x T: then it is small matrices that are turned, not T x T.
    to_value, to_key = (_laid(_product(_turned(one), two)) for one, two in ((short, share), (query, to_scores)))
    parts = [_product(to_scores, key).transpose(0, 2, 1, 3), to_key.transpose(0, 3, 1, 2), to_value.transpose(0, 3, 1, 2)]
    return jnp.stack(parts, 2).reshape(many, tokens, 3 * WIDTH), None


attend.defvjp(_attend_forward, _attend_back)


def norm(x: jax.Array, part: Tree) -> jax.Array:
    """Each token's values with mean 0 and variance 1, then weighed (`w`, `b`)."""
    mean = x.mean(-1, keepdims=True)
    return (x - mean) * jax.lax.rsqrt(((x - mean) ** 2).mean(-1, keepdims=True) + EPSILON) * part["w"] + part["b"]


def thinned(x: jax.Array, key: jax.Array, share: float) -> jax.Array:
    """With a share of its values (in steps of 1 / BITS) left out at random, the others raised to make up for it."""
    if not share:
        return x
    out = round(share * BITS)
    words = jax.random.bits(key, (-(-x.size // 4),), jnp.uint32)
    bits = jax.lax.bitcast_convert_type(words, jnp.uint8).reshape(-1)[: x.size].reshape(x.shape)
    return jnp.where(bits >= out, x / (1 - out / BITS), 0.0)


def layer(x: jax.Array, given: tuple, mask: jax.Array, share: float) -> tuple[jax.Array, None]:
    """One layer on B x T x WIDTH; given: its arrays, and two keys of random numbers for what is left out."""
    arrays, one, two = given
    part = {name: {"w": arrays[f"{name}.w"], "b": arrays[f"{name}.b"]} for name in ("look", "join", "middle", "wide", "back", "last")}
    seen = attend(times(x, part["look"]["w"]) + part["look"]["b"], mask)
    x = norm(x + thinned(times(seen, part["join"]["w"]) + part["join"]["b"], one, share), part["middle"])
    wide = jax.nn.gelu(times(x, part["wide"]["w"]) + part["wide"]["b"], approximate=True)
    return norm(x + thinned(times(wide, part["back"]["w"]) + part["back"]["b"], two, share), part["last"]), None
