"""What is certain about names without training: where a span must end, and which names stand without being tagged.

All functions take folded text and spans (start, end, label) in order that do not overlap, and give such spans back.
"""

from bisect import bisect_left
from collections.abc import Sequence
from functools import cache

import regex

from pipeline.naming import gazetteer
from pipeline.naming.features import ending_of, lexicon, word_set

Span = tuple[int, int, str]
Token = tuple[int, int, str]  # start, end, part of speech

_BODIES = ("UNION", "ORG")
# A name found once is the same name wherever it stands; short bodies (工会) would match inside other words.
_SHORTEST = {"PERSON": 2, "ORG": 3, "UNION": 3}
_TITLED = regex.compile(r"《([^《》\n]{1,120})》")
_UNNAMED = regex.compile(r"[\u4e00-\u9fff]某{1,2}(?!某)")
_TRIM = " \t\u3000,，、。:：;；"


def trimmed(text: str, spans: Sequence[Span]) -> list[Span]:
    """Without blanks and commas at the ends."""
    found = []
    for start, end, label in spans:
        while start < end and text[start] in _TRIM:
            start += 1
        while end > start and text[end - 1] in _TRIM:
            end -= 1
        if start < end:
            found.append((start, end, label))
    return found


def cut(text: str, spans: Sequence[Span], words: Sequence[Token]) -> list[Span]:
    """Bodies cut where a word stands that is in no body's name (由, 委托); pieces that do not end like a name go."""
    starts = [start for start, _, _ in words]
    found: list[Span] = []
    for start, end, label in spans:
        if label not in _BODIES:
            found.append((start, end, label))
            continue
        inside = words[bisect_left(starts, start) : bisect_left(starts, end)]
        pieces = _pieces(text, (start, end), inside)
        whole = len(pieces) == 1 and pieces[0] == (start, end)
        found += [(s, e, label) for s, e in pieces if whole or ending_of(text[s:e])]
    generic = word_set("cuts", "generic")
    return [s for s in found if s[2] not in _BODIES or text[s[0] : s[1]] not in generic]


def _pieces(text: str, span: tuple[int, int], inside: Sequence[Token]) -> list[tuple[int, int]]:
    always, between = word_set("cuts", "always"), word_set("cuts", "between")
    pieces, start = [], span[0]
    for word_start, word_end, _ in inside:
        form = text[word_start:word_end]
        if form in always or (form in between and word_start - start >= 3 and ending_of(text[start:word_start])):
            pieces.append((start, word_start))
            start = word_end
    pieces.append((start, span[1]))
    return [(s, e) for s, e in pieces if s < e]


def joined(text: str, spans: Sequence[Span]) -> list[Span]:
    """Longest span wins: an area right before another place or body is one name with it (四川 + 自贡市总工会)."""
    found: list[Span] = []
    for start, end, label in spans:
        last = found[-1] if found else None
        adjacent = last is not None and last[1] == start and last[2] == "PLACE" and label in ("PLACE", *_BODIES)
        if adjacent and gazetteer.candidates(text[last[0] : last[1]]):
            start = found.pop()[0]
        found.append((start, end, label))
    return found


def unnamed(text: str, spans: Sequence[Span]) -> list[Span]:
    """With persons whose given name is withheld: a surname and 某 or 某某."""
    surnames = set("".join(lexicon("entities_persons.toml")["surnames"].split()))
    mask = _mask(text, spans)
    more = [(*m.span(), "PERSON") for m in _UNNAMED.finditer(text) if m[0][0] in surnames]
    return sorted([*spans, *(s for s in more if not any(mask[s[0] : s[1]]))])


def titled(text: str, spans: Sequence[Span]) -> list[Span]:
    """With all in 《》 as a document, except a short form (《办法》) and what was found as a whole already."""
    exact = {span[:2] for span in spans}
    documents = [
        (*match.span(1), "DOCUMENT")
        for match in _TITLED.finditer(text)
        if match[1] not in word_set("documents", "short") and match.span(1) not in exact
    ]
    inside = _mask(text, documents)
    return sorted([s for s in spans if not any(inside[s[0] : s[1]])] + documents)


def repeated(text: str, spans: Sequence[Span]) -> list[Span]:
    """With every further place where a name of a person or body stands that was found at least once."""
    taken = _mask(text, spans)
    labels: dict[str, str] = {}
    for start, end, label in spans:
        if end - start >= _SHORTEST.get(label, len(text) + 1):
            labels.setdefault(text[start:end], label)
    found = list(spans)
    for name in sorted(labels, key=lambda n: (-len(n), n)):
        at = text.find(name)
        while at >= 0:
            end = at + len(name)
            if not any(taken[at:end]):
                found.append((at, end, labels[name]))
                taken[at:end] = b"\x01" * len(name)
            at = text.find(name, end)
    return sorted(found)


def campaigns(text: str, spans: Sequence[Span]) -> list[Span]:
    """With what a quotation names as an activity (“…”活动), and with the campaigns that are always named (金秋助学)."""
    mask = _mask(text, spans)
    found = [m.span(1) for m in _campaign().finditer(text)]
    for name in sorted(word_set("quotes", "always")):
        found += [m.span() for m in regex.finditer(regex.escape(name), text)]
    more = []
    for start, end in sorted(found):
        if not any(mask[start:end]):
            more.append((start, end, "CAMPAIGN"))
            mask[start:end] = b"\x01" * (end - start)
    return sorted([*spans, *more])


@cache
def _campaign() -> regex.Pattern:
    """A short quotation with the word for an activity right behind it, or behind one or two words of its kind."""
    between, kinds = ("|".join(sorted(word_set("quotes", key))) for key in ("between", "kinds"))
    return regex.compile(rf"[“「『]([^“”「」『』\n。]{{2,40}})[”」』](?=(?:{between}){{0,2}}(?:{kinds}))")


def areas(text: str, spans: Sequence[Span]) -> list[Span]:
    """With full names of areas that no other name has taken, but not in titles and honours (“江苏省技术能手”)."""
    mask, titles = _mask(text, spans), tuple(word_set("areas", "titles"))
    more, at = [], 0
    while at < len(text) - 1:
        name = gazetteer.longest_at(text, at)
        end = at + len(name or " ")
        # Two characters with 区 or 县 are as often plain words (新区, 城区).
        named = name is not None and len(name) > 2 and gazetteer.is_full(name) and not any(mask[at:end])
        if named and text[at - 1 : at] not in tuple("“「『") and not text.startswith(titles, end):
            more.append((at, end, "PLACE"))
        at = end
    return sorted([*spans, *more])


def _mask(text: str, spans: Sequence[Span]) -> bytearray:
    """One byte for each character: 1 inside a span."""
    mask = bytearray(len(text))
    for start, end, _ in spans:
        mask[start:end] = b"\x01" * (end - start)
    return mask
