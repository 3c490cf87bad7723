"""What the tagger of names looks at: one list of strings for each character of a folded text.

Names of features: c character, w word, p part of speech, g gazetteer, n shape of personal names, e ending of a name,
q quotation marks, t words around, z place in the text. Every view is worked out once for the whole text and then read
through a window.
"""

import tomllib
from collections import Counter
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import regex

from pipeline.naming import gazetteer

_PAD = "^"
_QUOTED = regex.compile(r"[“「『\"]([^“”「」『』\"\n]{1,60})[”」』\"]|《([^《》\n]{1,120})》|[（(]([^（）()\n]{1,80})[）)]")
_BREAK = regex.compile(r"[，。！？：；、,!?;:\n“”「」『』《》（）()\s]")
_ENDING_REACH = 24  # characters that a name's ending is looked for ahead; longer names of bodies are rare


@cache
def lexicon(name: str) -> dict:
    """A lexicon file by its name, as read; the full name stands in the code, so that freshness knows who reads what."""
    return tomllib.loads(files("pipeline.lexicon").joinpath(name).read_text(encoding="utf-8"))


@cache
def word_set(section: str, key: str) -> frozenset[str]:
    """A list of words of lexicon/entities.toml as a set."""
    return frozenset(lexicon("entities.toml")[section][key].split())


@cache
def _character_classes() -> dict[str, str]:
    persons = lexicon("entities_persons.toml")
    classes = {c: "o" for c in persons["sometimes"] if not c.isspace()}
    classes |= {c: "G" for c in persons["often"] if not c.isspace()}
    surnames = "".join(persons["surnames"].split())
    for rank, char in enumerate(surnames):
        # S: one of the hundred commonest surnames, s: another; big letter G as second: also usual in given names.
        classes[char] = ("S" if rank < 100 else "s") + ("g" if classes.get(char) else "")
    return classes


@cache
def _endings() -> dict[str, tuple[tuple[str, str], ...]]:
    """(ending, class) by their last character, longest first."""
    index: dict[str, list[tuple[str, str]]] = {}
    for name, words in lexicon("entities.toml")["endings"].items():
        for word in words.split():
            index.setdefault(word[-1], []).append((word, name))
    return {last: tuple(sorted(found, key=lambda f: (-len(f[0]), f))) for last, found in index.items()}


def ending_of(name: str) -> str:
    """The longest known ending of a name of a body or place (公司, 街道), '' where it has none."""
    return next((word for word, _ in _endings().get(name[-1:], ()) if name.endswith(word)), "")


def ending_class(name: str) -> str:
    """The class of a name's longest known ending (company, area), '' where it has none."""
    return next((kind for word, kind in _endings().get(name[-1:], ()) if name.endswith(word)), "")


def _shapes(text: str) -> list[str]:
    """Each character with digits as 0, Latin letters as A and white space as _."""
    return ["0" if c.isdigit() else "_" if c.isspace() else "A" if c.isascii() and c.isalpha() else c for c in text]


def _name_classes(text: str) -> list[str]:
    classes = _character_classes()
    views = [classes.get(c, "-") for c in text]
    for surname in lexicon("entities_persons.toml")["double_surnames"].split():
        at = text.find(surname)
        while at >= 0:
            views[at], views[at + 1] = "D", "d"
            at = text.find(surname, at + 2)
    return views


def _areas(text: str, words: Sequence[tuple[int, int, str]]) -> list[str]:
    """Gazetteer: F a full name, f a stem that is a place to the segmenter, x another stem (互助, county and verb).

    B, I or E says beginning, inside or end, the digit the level. Stems count only where words begin and end with them.
    """
    starts, ends = {s: tag for s, _, tag in words}, {e for _, e, _ in words}
    views, at = ["-"] * len(text), 0
    while at < len(text) - 1:
        name = gazetteer.longest_at(text, at)
        full = name is not None and gazetteer.is_full(name)
        if name is None or not (full or (at in starts and at + len(name) in ends)):
            at += 1
            continue
        kind = "F" if full else "f" if starts[at] == "ns" else "x"
        mark = kind + str(gazetteer.level(gazetteer.candidates(name)[0].code))
        views[at : at + len(name)] = ["B" + mark] + ["I" + mark] * (len(name) - 2) + ["E" + mark]
        at += len(name)
    return views


def _ending_marks(text: str) -> tuple[list[str], list[str]]:
    """Class of the longest ending that ends at each character, and which ending comes next ahead, with its distance."""
    here = ["-"] * len(text)
    for i, char in enumerate(text):
        for word, name in _endings().get(char, ()):
            if text.endswith(word, 0, i + 1):
                here[i] = name if len(word) > 1 else name + "1"
                break
    ahead, following = ["-"] * len(text), None
    for i in range(len(text) - 1, -1, -1):
        if _BREAK.match(text[i]):
            following = None
        if following is not None and following[0] - i <= _ENDING_REACH:
            gap = following[0] - i
            ahead[i] = following[1] + (str(gap) if gap <= 4 else "m" if gap <= 10 else "f")
        if here[i] != "-" and (following is None or here[i][-1] != "1" or following[0] - i > 3):
            following = (i, here[i])
    return here, ahead


def _word_views(text: str, words: Sequence[tuple[int, int, str]]) -> tuple[list[str], list[str], list[int]]:
    """Place in the word with its tag for each character, the tag alone, and the number of the word (-1 for blanks)."""
    places, tags, numbers = ["_"] * len(text), ["_"] * len(text), [-1] * len(text)
    for number, (start, end, tag) in enumerate(words):
        for i in range(start, end):
            place = "S" if end - start == 1 else "B" if i == start else "E" if i == end - 1 else "M"
            places[i], tags[i], numbers[i] = place, tag, number
    return places, tags, numbers


def _quotes(text: str) -> list[list[str]]:
    """Features of what stands in quotation marks, title marks or brackets, for each character inside."""
    views: list[list[str]] = [[] for _ in text]
    for match in _QUOTED.finditer(text):
        group = match.lastindex or 1
        start, end = match.span(group)
        found = _quoted(text, match) if group == 1 else _titled(match[2]) if group == 2 else _bracketed(match, text)
        for i in range(start, end):
            views[i] = found
    return views


def _quoted(text: str, match: regex.Match) -> list[str]:
    content, tail = match[1], text[match.end() : match.end() + 8]
    head = text[max(0, match.start() - 6) : match.start()]
    size = len(content)
    found = ["q=" + ("1" if size <= 2 else "3" if size <= 4 else "5" if size <= 8 else "9" if size <= 14 else "L")]
    found.append("qt=" + tail[:2])
    found.append("qh=" + head[-2:])
    found += ["qt:" + kind for kind in ("campaign", "honour") if any(w in tail for w in word_set("quotes", kind))]
    found += ["qc:" + kind for kind in ("campaign", "honour") if any(w in content for w in word_set("quotes", kind))]
    if any(head.endswith(w) for w in word_set("quotes", "before")):
        found.append("qh")
    if any(w in content for w in word_set("quotes", "named")):
        found.append("qn")
    if regex.search(r"[。？！?!]", content):
        found.append("q.")
    found.append("qe=" + content[-1])
    return found


def _titled(content: str) -> list[str]:
    return ["d", "d=" + ("short" if content in word_set("documents", "short") else content[-2:])]


def _bracketed(match: regex.Match, text: str) -> list[str]:
    content = match[3]
    found = ["b"]
    if any(content.startswith(w) for w in word_set("brackets", "reporters")):
        found.append("br")
    if match.end() >= len(text) or text[match.end()] == "\n":
        found.append("be" + ("s" if len(content) <= 12 else ""))
    if match.start() < 12:
        found.append("bs")
    return found


def _around(text: str, words: Sequence[tuple[int, int, str]]) -> list[list[str]]:
    """For each word: itself and its neighbours, their tags, and whether these stand before or after names."""
    forms = [_PAD, _PAD, *(text[s:e] for s, e, _ in words), _PAD, _PAD]
    tags = [_PAD, _PAD, *(tag for _, _, tag in words), _PAD, _PAD]
    before, after = word_set("persons", "before"), word_set("persons", "after")
    views = []
    for i in range(2, len(forms) - 2):
        second, last, form, following, further = forms[i - 2 : i + 3]
        found = ["w=" + form, "w-=" + last, "w+=" + following, "w--=" + second, "w++=" + further]
        found += ["w-w=" + last + form, "ww+=" + form + following]
        found += ["P-=" + tags[i - 1] + tags[i], "P+=" + tags[i] + tags[i + 1]]
        found += ["P--=" + tags[i - 2] + tags[i - 1] + tags[i], "P++=" + tags[i] + tags[i + 1] + tags[i + 2]]
        if last in before:
            found.append("t-")
        if second in before:
            found.append("t--" + (last if len(last) == 1 else ""))
        if following in after:
            found.append("t+")
        views.append(found)
    return views


def _place(text: str) -> list[str]:
    """Where a character stands: in the opening, in a last short line, or in between."""
    views = [""] * len(text)
    for i in range(min(20, len(text))):
        views[i] = "zs"
    last = text.rstrip().rfind("\n") + 1
    if 0 < len(text) - last <= 16:
        views[last:] = ["zl"] * (len(text) - last)
    return views


def _again(text: str, words: Sequence[tuple[int, int, str]]) -> list[str]:
    """How often the three characters from here on stand in the text: names come back, and seldom as one plain word."""
    counts = Counter(text[i : i + 3] for i in range(len(text) - 2))
    plain = bytearray(len(text))
    for start, end, tag in words:
        if end - start >= 3 and tag[0] in "nvmtil" and not tag.startswith("nr"):
            plain[start] = 1
    return [("w" if plain[i] else "") + str(min(counts[text[i : i + 3]], 4)) for i in range(len(text))]


def _window(views: list[str], before: int, after: int) -> list[str]:
    return [_PAD] * before + views + [_PAD] * after


def features(text: str, words: Sequence[tuple[int, int, str]]) -> list[list[str]]:
    """Features of each character of a folded text; `words` are (start, end, tag) of that text in order."""
    c, g, n = (_window(v, 3, 3) for v in (_shapes(text), _areas(text, words), _name_classes(text)))
    here, ahead = _ending_marks(text)
    e = _window(here, 3, 3)
    places, tags, numbers = _word_views(text, words)
    p, b = _window(tags, 3, 3), _window(places, 3, 3)
    quotes, around, zones = _quotes(text), _around(text, words), _place(text)
    again = _again(text, words)
    rows = []
    for k in range(len(text)):
        i = k + 3
        row = ["c-3=" + c[i - 3], "c-2=" + c[i - 2], "c-1=" + c[i - 1], "c0=" + c[i], "c1=" + c[i + 1]]
        row += ["c2=" + c[i + 2], "c3=" + c[i + 3], "c-2-1=" + c[i - 2] + c[i - 1], "c-10=" + c[i - 1] + c[i]]
        row += ["c01=" + c[i] + c[i + 1], "c12=" + c[i + 1] + c[i + 2], "c-101=" + c[i - 1] + c[i] + c[i + 1]]
        row += ["c-2-10=" + c[i - 2] + c[i - 1] + c[i], "c012=" + c[i] + c[i + 1] + c[i + 2]]
        row += ["g0=" + g[i], "g-1=" + g[i - 1], "g1=" + g[i + 1], "g-10=" + g[i - 1] + g[i], "g01=" + g[i] + g[i + 1]]
        row += ["n0=" + n[i], "n012=" + n[i] + n[i + 1] + n[i + 2], "n-101=" + n[i - 1] + n[i] + n[i + 1]]
        row += ["n-2-10=" + n[i - 2] + n[i - 1] + n[i], "n-1=" + n[i - 1], "n01=" + n[i] + n[i + 1]]
        row += ["e0=" + e[i], "e-1=" + e[i - 1], "e1=" + e[i + 1], "e2=" + e[i + 2], "a=" + ahead[k]]
        row += ["n=" + n[i] + n[i + 1] + n[i + 2] + b[i] + b[i + 1] + b[i + 2]]
        # Who stands before a possible name and what comes after one of two or three characters.
        row += ["nc=" + c[i - 1] + n[i] + n[i + 1], "nc2=" + n[i] + n[i + 1] + c[i + 2], "r=" + again[k]]
        row += ["nc3=" + n[i] + n[i + 1] + n[i + 2] + c[i + 3], "cg=" + c[i - 1] + g[i], "gc=" + g[i] + c[i + 1] + e[i + 2]]
        row += ["n-=" + n[i - 1] + n[i] + n[i + 1] + b[i - 1] + b[i] + b[i + 1]]
        row += ["p=" + places[k] + tags[k], "p-1=" + p[i - 1] + p[i], "p1=" + p[i] + p[i + 1], "z" + zones[k]]
        if numbers[k] >= 0:
            row += around[numbers[k]]
            row.append("pw=" + places[k] + around[numbers[k]][0])
        row += quotes[k]
        rows.append(row)
    return rows
