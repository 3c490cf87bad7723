"""Names that need no tagger, because their form says it: the county's offices, 该矿工会, 县总, quoted campaigns, 周某.

How sure the forms of bodies are, on `train` read by taggers that had not seen it: 32 of 34 that they add or make longer are right.

All functions take folded text and spans (start, end, label) in order that do not overlap, and give such spans back.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cache

import regex

from pipeline.naming import gazetteer
from pipeline.naming.features import lexicon, word_set
from pipeline.text.patterns import any_of

Span = tuple[int, int, str]
Token = tuple[int, int, str]  # start, end, part of speech

_UNNAMED = regex.compile(r"[\u4e00-\u9fff]某{1,2}(?!某)")
_DOT = regex.compile(r"(?<=\p{Han})[·•・‧](?=\p{Han}{2})")
_HAN = regex.compile(r"\p{Han}")
_LONGEST_PART = 7  # characters between dots or edges
_NOT_IN_NAMES = ("v", "u", "p", "c")
_FAMOUS = "nrfg"  # the segmenter's tag for the persons that its dictionary knows by name


def mask(text: str, spans: Sequence[Span]) -> bytearray:
    """One byte for each character: 1 inside a span."""
    taken = bytearray(len(text))
    for start, end, _ in spans:
        taken[start:end] = b"\x01" * (end - start)
    return taken


def _with(text: str, spans: Sequence[Span], more: Iterable[Span]) -> list[Span]:
    """Spans and, in order, those of `more` that touch none; a place at the head of a body's name gives way to it."""
    taken = mask(text, spans)
    places = {start: end for start, end, label in spans if label == "PLACE"}
    added, gone = [], set()
    for start, end, label in more:
        head = places.get(start, start)
        if head < end and not any(taken[head:end]):
            added.append((start, end, label))
            taken[start:end] = b"\x01" * (end - start)
            places.pop(start, None)
            gone |= {start} if head > start else set()
    return sorted([s for s in spans if s[0] not in gone] + added)


def unnamed(text: str, spans: Sequence[Span]) -> list[Span]:
    """With persons whose given name is withheld: a surname and 某 or 某某."""
    return _with(text, spans, [(*m.span(), "PERSON") for m in _UNNAMED.finditer(text) if m[0][0] in _surnames()])


def spaced(text: str, spans: Sequence[Span]) -> list[Span]:
    """With names of two characters set apart in a list (李 明、王 刚), as papers set lists of honours."""
    return _with(text, spans, [(*m.span(), "PERSON") for m in _spaced().finditer(text)])


@cache
def _spaced() -> regex.Pattern:
    """Surname, blank, one character of given names; a list mark on one side at least, and an edge or a title on the other."""
    words = lexicon("entities_persons.toml")
    given = "".join((words["often"] + words["sometimes"]).split())
    first, titles = rf"[{_surnames()}][ \u3000]", any_of(word_set("persons", "before"))
    before = rf"(?:(?<![^\n、，,；;：:（(。])|(?<={titles}))"
    name = rf"{first}[{given}]"
    return regex.compile(rf"(?<=、)(?:{first}\p{{Han}}(?=、)|{name}(?=[，,；;）)。\n等和]|$))|{before}{name}(?=、)")


def dotted(text: str, spans: Sequence[Span], words: Sequence[Token]) -> list[Span]:
    """Persons with all of a name that has a dot in it: 阿不都|·买买提, 努尔兰·|哈那提."""
    begins = {end: start for start, end, label in spans if label == "PERSON"}
    ends = {start: end for start, end, label in spans if label == "PERSON"}
    names: list[Span] = []
    for match in _DOT.finditer(text):
        dot, behind = match.span()
        if dot in begins or behind in ends:
            start = begins[dot] if dot in begins else _begin_before(text, dot, words)
            end = ends[behind] if behind in ends else _end_behind(text, behind, words)
            if start is not None and end is not None and not (_is_chinese(text[start:dot]) and _is_chinese(text[behind:end])):
                start = names.pop()[0] if names and names[-1][1] > start else start
                names.append((start, end, "PERSON"))
    inside = mask(text, names)
    return _with(text, [s for s in spans if s[2] != "PERSON" or not any(inside[s[0] : s[1]])], names)


def _is_chinese(name: str) -> bool:
    """Whether it may be a Chinese name, so that a dot between two of them is a list mark: 王强·陈红."""
    return len(name) in (2, 3) and name[0] in _surnames()


@cache
def _surnames() -> str:
    return "".join(lexicon("entities_persons.toml")["surnames"].split())


def _begin_before(text: str, dot: int, words: Sequence[Token]) -> int | None:
    """Where the part of a name begins that ends at a dot: behind a mark, a title, a verb or a particle; None where none is near."""
    stops = {end for start, end, tag in words if tag.startswith(_NOT_IN_NAMES) and (end - start > 1 or tag[0] != "v")}
    titles = tuple(word_set("persons", "before"))
    places = range(dot - 2, max(dot - _LONGEST_PART, 0) - 1, -1)
    return next((at for at in places if at in stops or not _HAN.match(text[at - 1 : at]) or text.endswith(titles, 0, at)), None)


def _end_behind(text: str, start: int, words: Sequence[Token]) -> int | None:
    """Where the part of a name ends that begins behind a dot: before a mark, a verb or what follows names; None where none is near."""
    stops = {at for at, end, tag in words if tag.startswith("v") and end - at > 1}
    follows = tuple(word_set("persons", "after"))
    places = range(start + 2, min(start + _LONGEST_PART, len(text)) + 1)
    return next((at for at in places if at in stops or not _HAN.match(text[at : at + 1]) or text.startswith(follows, at)), None)


def famous(text: str, spans: Sequence[Span], words: Sequence[Token]) -> list[Span]:
    """With the persons whom the segmenter's dictionary knows."""
    return _with(text, spans, [(start, end, "PERSON") for start, end, tag in words if tag == _FAMOUS and end - start > 2])


def bodies(text: str, spans: Sequence[Span], words: Sequence[Token]) -> list[Span]:
    """With an area's usual offices (县人社局, 团市委), its union's short form (县总) and bodies that are whole as they stand."""
    starts = {start for start, _, _ in words}
    more = []
    for label, pattern in _forms():
        for match in pattern.finditer(text):
            start, end = match.span()
            if label.startswith("whole "):
                more.append((start, end, label.removeprefix("whole ")))
                continue
            area = next(iter(gazetteer.ending_at(text, start + 1)), "")
            if area or start in starts:
                head = start + 1 - len(area) if area else start
                more.append((head - (text[head - 1 : head] == "该"), end, label))
    return _with(text, spans, more)


def with_parts(text: str, spans: Sequence[Span]) -> list[Span]:
    """Bodies, and areas, with what belongs to their name behind it: a union's centre, a court's chamber, a township's office.

    A name that lies in the longer one goes; where one only reaches into it, nothing is changed.
    """
    starts = [start for start, _, _ in spans]
    found: list[Span] = []
    for start, end, label in spans:
        if found and start < found[-1][1]:
            continue
        part = _parts()[label].match(text, end) if label in _parts() else None
        if part and spans[bisect_left(starts, part.end()) - 1][1] <= part.end():
            union = label == "UNION" or part[0].endswith("工会")
            end, label = part.end(), "UNION" if union else "ORG"
        found.append((start, end, label))
    return found


@cache
def _parts() -> dict[str, regex.Pattern]:
    fields, ends, of_area, areas = ("|".join(words.split()) for words in lexicon("entities.toml")["parts"].values())
    own = rf"(?:{fields})+(?:{ends})"
    of_office = r"(?<=法院)(?:\p{Han}{2,4}法庭|执行局)|(?<=分局)\p{Han}{2,4}(?:派出所|大队)|(?<=司法局)\p{Han}{2,4}司法所"
    return {
        "UNION": regex.compile(own),
        "ORG": regex.compile(of_office),
        "PLACE": regex.compile(rf"(?<={areas})(?:{own}|{of_area})"),
    }


@cache
def _forms() -> tuple[tuple[str, regex.Pattern], ...]:
    forms, units = lexicon("entities.toml")["forms"], lexicon("entities_unions.toml")["units"]
    heads, offices, leagues, follows = ("|".join(forms[k].split()) for k in ("heads", "offices", "leagues", "not_union"))
    own = any_of(units)
    whole = {key: "|".join(words.split()) for key, words in lexicon("entities.toml")["whole"].items()}
    media = rf"\A\p{{Han}}{{2,8}}(?:{whole['media']})(?=讯|\p{{Han}}{{0,3}}\d+月\d+日|\p{{Han}}{{0,2}}[（(-])"
    return (
        ("whole UNION", regex.compile(rf"该{own}工会(?!系统|组织|干部队伍)")),
        ("whole UNION", regex.compile(rf"(?<!\p{{Han}}){own}工会(?!{whole['not_unit_union']})")),
        ("whole ORG", regex.compile(rf"(?<!\p{{Han}})(?:{whole['heads']})(?:政府|(?:{whole['party']})(?!{whole['not_party']}))")),
        ("whole ORG", regex.compile(rf"(?<=、)(?:{whole['among']})[厅委](?=[、等和联])")),
        ("whole ORG", regex.compile(media)),
        ("ORG", regex.compile(rf"(?:{heads})(?:{offices})|{leagues}")),
        ("UNION", regex.compile(rf"(?:{heads})总(?!{follows})")),
    )


def campaigns(text: str, spans: Sequence[Span]) -> list[Span]:
    """With what a quotation names as an activity (“…”活动), and with the campaigns that are always named (金秋助学)."""
    found = [m.span(1) for pattern in _campaigns() for m in pattern.finditer(text)]
    for name in sorted(word_set("quotes", "always")):
        found += [m.span() for m in regex.finditer(regex.escape(name), text)]
    return _with(text, spans, [(start, end, "CAMPAIGN") for start, end in sorted(found)])


@cache
def _campaigns() -> tuple[regex.Pattern, ...]:
    """A short quotation with the word for an activity right behind it or behind words of its kind.

    Where a verb of holding stands before it, the word for an activity may come a little later.
    """
    between, kinds, verbs = ("|".join(sorted(word_set("quotes", key))) for key in ("between", "kinds", "verbs"))
    quoted = r"[“「『]([^“”「」『』\n。]{2,40})[”」』]"
    near = rf"{quoted}(?=(?:{between}){{0,2}}(?:{kinds}))"
    far = rf"(?:{verbs})了?(?:以|主题为)?{quoted}(?=[^，。；、：“”「」『』\n]{{0,12}}(?:{kinds}))"
    return regex.compile(near), regex.compile(far)


def areas(text: str, spans: Sequence[Span]) -> list[Span]:
    """With full names of areas that no other name has taken, but not in titles and honours (“江苏省技术能手”)."""
    taken, titles = mask(text, spans), tuple(word_set("areas", "titles"))
    more = []
    for at, name in gazetteer.found_in(text):
        end = at + len(name)
        # Two characters with 区 or 县 are as often plain words (新区, 城区).
        named = len(name) > 2 and gazetteer.is_full(name) and not any(taken[at:end])
        if named and text[at - 1 : at] not in tuple("“「『") and not text.startswith(titles, end):
            more.append((at, end, "PLACE"))
    return sorted([*spans, *more])
