"""What speaks for a body as the one that the main activity of an article belongs to."""

from functools import cache

import regex

from pipeline.measuring.activity_bodies import Candidate
from pipeline.measuring.activity_lexicon import lexicon, pattern
from pipeline.measuring.activity_model import Features
from pipeline.naming import gazetteer
from pipeline.text.forms import fold
from pipeline.text.patterns import any_of

# How far around a mention its role is read off: a verb or a title stands next to it.
_AFTER, _BEFORE = 8, 4
PUBLIC_BODY, ORGAN = "a public body for workers' rights", "an organ of the state"
_CLAUSE = 40  # characters: the bodies in 在市委、市政府的大力支持下


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
    elif is_organ(name):
        out[ORGAN] = 1.0
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


@cache
def _organs() -> tuple[regex.Pattern, regex.Pattern]:
    return tuple(regex.compile(any_of(lexicon()[name]) + "$") for name in ("organs", "no_organs"))


def is_organ(name: str) -> bool:
    """Whether the name of a body, folded, is by its ending that of an organ of the state: it recovers pay, too (FACTS.md, rule 15)."""
    organs, no_organs = _organs()
    return bool(organs.search(name)) and not no_organs.search(name)


def _in_headline(name: str, headline: str) -> bool:
    """Whether the headline names the body in full or by the stem of its innermost area or the head of its own name."""
    names, end = gazetteer.chain(name)
    own = name[end:].removesuffix("工会").removesuffix("总")
    stems = [gazetteer.short_form(names[-1])[0]] if names else []
    return name in headline or any(len(stem) > 1 and stem in headline for stem in (*stems, own[:4], own[-4:]))


@cache
def _list() -> regex.Pattern:
    """A、B联合举办, behind A: the first named is the organizer, unless the list is of those who are honoured (A、B被授予)."""
    received, organizes = any_of(lexicon()["honoured"]), any_of(lexicon()["organizes"])
    return regex.compile(rf"[、和与及联会](?:(?!{received})[^。；！？\n]){{2,60}}?{organizes}")


@cache
def _support() -> regex.Pattern:
    """在市委的大力支持下: the bodies are those under whose lead or with whose support others act."""
    within = r"[^，。；：！？\n]"
    given = any_of(lexicon()["support"])
    return regex.compile(rf"在(?<bodies>{within}{{2,{_CLAUSE}}}?){given}{within}{{0,6}}下(?![岗拨达发午])")


def roles(text: str, mention: tuple[int, int]) -> list[str]:
    """How a body stands in its sentence: acting, the title of a speaker, a partner, a receiver, a source, a supporter."""
    start, end = mention
    before, after = text[max(0, start - _BEFORE) : start], text[end : end + _AFTER]
    if _supports(text, mention):
        return ["gives its support"]
    roles = []
    if pattern("acts").match(after):
        roles.append("acts")
    if pattern("titles").match(after):
        roles.append("title of a person")
    if _list().match(text, end) and not is_joined(text, mention):
        roles.append("heads a list that organizes")
    if is_joined(text, mention):
        roles.append("partner")
    for name, role in (("receives", "receiver"), ("source", "source"), ("by_agent", "agent after 由")):
        if before.endswith(tuple(lexicon()[name])):
            roles.append(role)
    if not before or before[-1] in "，。：；！？\n）)”":
        roles.append("opens a clause")
    return roles


def is_joined(text: str, mention: tuple[int, int], floor: int = 0) -> bool:
    """Whether a body is named as a partner behind another one: 与…, …、; what stands before `floor` is not looked at.

    The union of a chair with another post (省政协副主席、省总工会主席) is not.
    """
    start, end = mention
    before = text[max(floor, start - _BEFORE) : start]
    if not before.endswith(tuple(lexicon()["with"])):
        return False
    return not (before.endswith(tuple(f"{post}、" for post in lexicon()["posts"])) and pattern("titles").match(text, end))


def is_aside(text: str, mention: tuple[int, int], floor: int = 0) -> bool:
    """Whether a body is named as a partner, as one to whom something goes (向…, 走进…) or as a supporter only."""
    before = text[max(floor, mention[0] - _BEFORE) : mention[0]]
    return is_joined(text, mention, floor) or before.endswith(tuple(lexicon()["receives"])) or _supports(text, mention)


def _supports(text: str, mention: tuple[int, int]) -> bool:
    start, end = mention
    found = _support().finditer(text, max(0, start - _CLAUSE), end + _CLAUSE)
    return any(match.start("bodies") <= start and end <= match.end("bodies") for match in found)
