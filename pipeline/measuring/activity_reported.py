"""Whether an article reports a union activity at all (FACTS.md, rule 15): what speaks for it.

A union acts, an honour is a union's, or a public body recovers pay. That a union is named is not enough: 工会主席 may be somebody's
post, an opinion tells what unions should do, a firm reports its output.
"""

import math
from collections.abc import Sequence
from functools import cache

import regex

from pipeline.measuring import activity_types as types
from pipeline.measuring.activity_bodies import Candidate
from pipeline.measuring.activity_lexicon import pattern
from pipeline.measuring.activity_model import Features
from pipeline.measuring.activity_organizers import is_organ, roles
from pipeline.text.forms import fold

_EARLY = 150  # characters in which a report names the one that acts
_SAID = ("honours", "pay", "public_bodies", "verdict", "views")
_NEAR = 20  # characters between pay and what happens to it, in one clause: 拖欠的农民工工资128万元全部清偿
_UNION = regex.compile("工会")


def features(kind: str, headline: str, text: str, bodies: Sequence[Candidate]) -> Features:
    """What speaks for an article's reporting an activity, and against; headline and text folded, `bodies` all that they name."""
    everything = types.listed("reported", "union_media").sub("", f"{headline}\n{text}")
    out: Features = {"an article": 1.0, f"of kind {kind}": 1.0}
    ends = [match.end() for match in _UNION.finditer(everything)]
    attribute = types.listed("reported", "attributes")
    out["工会 is named"] = float(bool(ends))
    out["工会 in the headline"] = float("工会" in headline)
    out["工会 acts"] = float(any(pattern("acts").match(everything, end) for end in ends))
    out["工会 only as an attribute"] = float(bool(ends) and all(attribute.match(everything, end) for end in ends))
    out |= _of_unions([body for body in bodies if body.is_union], text)
    says = {name: bool(types.listed("reported", name).search(everything)) for name in _SAID}
    out |= {name: float(said) for name, said in says.items()}
    rights = says["pay"] and says["public_bodies"] and not says["verdict"]
    out["pay by a public body"] = float(rights)
    organ = any(is_organ(fold(body.name)) for body in bodies if not body.is_union)
    out["pay by another organ"] = float(organ and not rights and bool(_pay_is_paid().search(everything)) and not says["verdict"])
    if not ends:
        out |= {f"no 工会, {name}": out[name] for name in ("honours", "pay by a public body", "pay by another organ")}
    if kind == "opinion":
        out |= {f"{name}, in an opinion": out[name] for name in ("工会 acts", "views")}
    return out


@cache
def _pay_is_paid() -> regex.Pattern:
    """Pay and, near it in its clause, that it is paid or recovered."""
    pay, paid = (types.listed("reported", name).pattern for name in ("pay", "paid"))
    between = rf"[^。；！？\n]{{0,{_NEAR}}}"
    return regex.compile(f"{pay}{between}{paid}|{paid}{between}{pay}")


def _of_unions(unions: Sequence[Candidate], text: str) -> Features:
    """How the unions stand in the article: how many, how early, acting or as somebody's title."""
    mentions = [mention for union in unions for mention in union.mentions]
    out: Features = {"unions": math.log1p(len(unions)), "named early": float(any(start < _EARLY for start, _ in mentions))}
    for mention in mentions:
        for role in roles(text, mention):
            out[f"a union: {role}"] = 1.0
    return out
