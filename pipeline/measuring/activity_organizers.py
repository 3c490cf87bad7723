"""What speaks for a body as the one that the main activity of an article belongs to."""

import regex

from pipeline.measuring.activity_bodies import Candidate
from pipeline.measuring.activity_lexicon import lexicon, pattern
from pipeline.measuring.activity_model import Features
from pipeline.naming import gazetteer
from pipeline.text.forms import fold

# How far around a mention its role is read off: a verb or a title stands next to it.
_AFTER, _BEFORE = 8, 4
PUBLIC_BODY = "a public body for workers' rights"
# A、B联合举办: the first named is the organizer
_LIST = regex.compile(r"[、和与及联会][^。；！？\n]{2,60}?(?:主办|举办|举行|联办|合办|组织|开展|发起|牵头|启动|签|召开)")


def features(candidate: Candidate, rank: int, article: tuple[str, str]) -> Features:
    """What speaks for a candidate as the organizer of the main activity.

    `rank` is its place among the article's candidates, from 0; `article` is the folded headline and text.
    """
    headline, text = article
    out: Features = {f"named as number {min(rank, 3) + 1}": 1.0}
    name = fold(candidate.name)
    if candidate.is_union:
        out["a union"] = 1.0
    elif pattern("public_bodies").search(name):
        out[PUBLIC_BODY] = 1.0
    if _in_headline(name, headline):
        out["in the headline"] = 1.0
    if not candidate.mentions:
        out["not named here"] = 1.0
        return out
    out["named again"] = min(len(candidate.mentions), 4) / 4
    if candidate.mentions[0][0] < 60:
        out["named at the beginning"] = 1.0
    for mention in candidate.mentions:
        for role in roles(text, mention):
            out[role] = 1.0
    if candidate.is_union:
        out["a union of an area"] = float(name.endswith("总工会"))
        out["the national union"] = float(name.endswith("全国总工会"))
    elif "heads a list that organizes" in out:
        out["no union, heads a list that organizes"] = 1.0
    return out


def _in_headline(name: str, headline: str) -> bool:
    """Whether the headline names the body in full or by the stem of its innermost area or the head of its own name."""
    names, end = gazetteer.chain(name)
    own = name[end:].removesuffix("工会").removesuffix("总")
    stems = [gazetteer.short_form(names[-1])[0]] if names else []
    return name in headline or any(len(stem) > 1 and stem in headline for stem in (*stems, own[:4], own[-4:]))


def roles(text: str, mention: tuple[int, int]) -> list[str]:
    """How a body stands in its sentence: acting, the title of a speaker, a partner, a receiver, a source."""
    start, end = mention
    before, after = text[max(0, start - _BEFORE) : start], text[end : end + _AFTER]
    roles = []
    if pattern("acts").match(after):
        roles.append("acts")
    if pattern("titles").match(after):
        roles.append("title of a person")
    if _LIST.match(text, end) and not before.endswith(tuple(lexicon()["with"])):
        roles.append("heads a list that organizes")
    for name, role in (
        ("with", "partner"),
        ("receives", "receiver"),
        ("source", "source"),
        ("by_agent", "agent after 由"),
    ):
        if before.endswith(tuple(lexicon()[name])):
            roles.append(role)
    if not before or before[-1] in "，。：；！？\n）)”":
        roles.append("opens a clause")
    return roles
