"""What each quantity of an article measures: a fact with measure, scope, per, confidence and reasons, or no fact.

Money in another currency and quantities that measure nothing are left out. Every fact names the activity it belongs to.
"""

from collections.abc import Sequence

from pipeline.measuring import model
from pipeline.measuring.activities import ActivityFound
from pipeline.measuring.activity_spans import holds
from pipeline.measuring.decoding import Decision, decide_all, measure_head
from pipeline.measuring.measure_classes import NO_FACT, fact_unit
from pipeline.measuring.measure_context import Context
from pipeline.measuring.measure_reasons import reasons
from pipeline.reading import encoder
from pipeline.reading.encoder import Outlook
from pipeline.records import Activity, Article, Entity, Fact, Quantity
from pipeline.text.sentences import sentences


def measurable(quantities: Sequence[Quantity]) -> tuple[Quantity, ...]:
    """Those whose unit the tables hold (money is CNY), in text order."""
    return tuple(sorted((q for q in quantities if _is_ours(q)), key=lambda q: (q.start, q.end)))


def outlook(article: Article, quantities: Sequence[Quantity]) -> Outlook:
    """What the encoder says of an article's `measurable` quantities."""
    context = Context(article, tuple(quantities), (), ())
    return encoder.read(context.headline, context.text, context.spans, context.issue)


def decide(
    article: Article, entities: Sequence[Entity], quantities: Sequence[Quantity], found: Sequence[ActivityFound], seen: Outlook
) -> list[Fact]:
    """The facts among an article's `measurable` quantities, in text order, ids `<article_id>-f<nn>`, given its activities (not none).

    seen: what the encoder says of the quantities.
    """
    context = Context(article, tuple(quantities), tuple(entities), types(quantities, found))
    trained = model.load()
    decisions = decide_all(trained.heads, context, seen)
    spans = sentences(article.text)
    facts = []
    for quantity, decision in zip(quantities, decisions, strict=True):
        if decision.measure != NO_FACT:
            activity = activity_of(quantity, found).activity_id
            sentence = _sentence(article.text, spans, quantity)
            why = reasons(trained.heads, measure_head(quantity), decision)
            confidence = round(trained.calibrated(decision.confidence), 4)
            facts.append(_fact(article, len(facts) + 1, quantity, decision, (activity, sentence, confidence, why)))
    return facts


def _is_ours(quantity: Quantity) -> bool:
    """Whether the unit is one the tables hold: money is CNY."""
    return quantity.unit_class != "money" or quantity.unit == "CNY"


def types(quantities: Sequence[Quantity], found: Sequence[ActivityFound]) -> tuple[str, ...]:
    """For each quantity the type of the activity that it belongs to; `other` where none was found."""
    return tuple(activity_of(q, found).type if found else "other" for q in quantities)


def activity_of(quantity: Quantity, found: Sequence[ActivityFound]) -> Activity:
    """The activity whose text holds the quantity; else the last one that began before it; else the first."""
    if len(found) == 1:
        return found[0].activity
    for item in found:
        if holds(item.spans, quantity.start):
            return item.activity
    before = [item for item in found if item.spans and item.spans[0][0] <= quantity.start]
    return max(before, key=lambda item: item.spans[0][0], default=found[0]).activity


def _sentence(text: str, spans: Sequence[tuple[int, int]], quantity: Quantity) -> str:
    return next((text[start:end].strip() for start, end in spans if start <= quantity.start < end), quantity.text)


def _fact(article: Article, number: int, quantity: Quantity, decision: Decision, rest: tuple[str, str, float, tuple[str, ...]]) -> Fact:
    activity_id, sentence, confidence, why = rest
    return Fact(
        fact_id=f"{article.article_id}-f{number:02}",
        article_id=article.article_id,
        activity_id=activity_id,
        measure=decision.measure,
        value_min=quantity.value_min,
        value_max=quantity.value_max,
        unit=fact_unit(quantity, decision.measure),
        qualifier=quantity.qualifier,
        per=decision.per,
        scope=decision.scope,
        start=quantity.start,
        end=quantity.end,
        text=quantity.text,
        sentence=sentence,
        confidence=confidence,
        reasons=why,
    )
