"""What the encoder is taught of names: the right class of each token, and how often it says it."""

from collections.abc import Sequence

from pipeline.measuring.measure_samples import Sample
from pipeline.naming import tagger
from pipeline.reading import encoder
from pipeline.reading.encoder import NAMES, Encoder, Span

OTHERWISE = ("reports",)  # sources whose names are not learnt: it leaves short forms (县总) unlabelled; see training.TRAINERS


def right_names(sample: Sample, text: str, tokens: Sequence[Span | None]) -> tuple[str | None, ...]:
    """The right class of each token of a sample's text, or of a variant of it that is as long.

    None where none is: outside the text, for white space, where a token reaches over the end of a name, and where nobody labelled names.
    """
    if sample.names is None or sample.source in OTHERWISE:
        return (None,) * len(tokens)
    places = tagger.encode(len(text), sample.names)
    return tuple(_of_token([places[i] for i in range(*(span or (0, 0))) if not text[i].isspace()]) for span in tokens)


def _of_token(places: Sequence[str]) -> str | None:
    """The class of a token from those of its characters (tagger.encode)."""
    if not places or len(set(places)) == 1:
        return places[0] if places else None
    first, last = places[0], places[-1]
    inside = {place[0] for place in places[1:-1]}
    if "O" in places or {place[2:] for place in places} != {first[2:]} or inside - {"I"}:
        return None
    ends = {"BI": "B", "IE": "E", "BE": "S"}.get(first[0] + last[0])
    return ends and ends + first[1:]


def names_right(made: Encoder, held: Sequence[Sample]) -> float:
    """The share of the tokens of names, told or there, of which an encoder alone says the right class."""
    right = asked = 0
    for sample in held:
        context = sample.context
        spans, said = encoder.names(context.headline, context.text, context.issue, made)
        told = [made.classes[NAMES][row.argmax()] for row in said]
        pairs = [(want, tell) for want, tell in zip(right_names(sample, context.text, spans), told, strict=True) if want]
        pairs = [pair for pair in pairs if set(pair) != {"O"}]
        right, asked = right + sum(want == tell for want, tell in pairs), asked + len(pairs)
    return round(right / max(asked, 1), 4)
