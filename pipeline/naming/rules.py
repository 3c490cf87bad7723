"""Spans of the tagger put right: where a name must begin and end, what is no name, and the same name everywhere.

All functions take folded text and spans (start, end, label) in order that do not overlap, and give such spans back.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from functools import cache

import regex

from pipeline.naming import gazetteer
from pipeline.naming.certain import Span, Token, mask
from pipeline.naming.features import ending_class, ending_of, word_set
from pipeline.text.patterns import any_of

_BODIES = ("UNION", "ORG")
# A name found once is the same name wherever it stands; short bodies (工会) would match inside other words.
_SHORTEST = {"PERSON": 2, "ORG": 3, "UNION": 3}
_TITLED = regex.compile(r"《([^《》\n]{1,120})》")
_NEVER_INSIDE = ("p", "u")  # prepositions and particles; none stands in any name of the training articles
_PASSED_OVER = 4  # free places of a name for each found one; rarely more than two in the training articles
# 中国海员建设工会长江航务管理局委员会; the words left out begin something else, sixteen characters hold a unit's or an area's full name.
_COMMITTEE = regex.compile(r"[\p{Han}--[和与及同跟向对由在为将把会联的到于给]]{1,16}?委员会", regex.V1)
_OWN_UNION = regex.compile("工会(?:联合会|委员会)?(?![法网报]|经费|大厦|大楼|组织)")
# What begins a firm's name before its area in brackets or a dash: 货运（深圳）|科技公司工会, 一汽—|某公司工会
_FIRM_HEAD = regex.compile(r"(?<!\p{Han})\p{Han}{2,6}(?:[（(]\p{Han}{2,6}[）)]|(?<![—–-])[—–-])$")
_FIRM_LENGTH = 15  # characters
_DIVISION = regex.compile(r"(?:第|农)[一二三四五六七八九十]{1,3}师$")  # 第八师|石河子市总工会
_NUMBERED = regex.compile(r"(?:(?:第|农)[一二三四五六七八九十]{1,3}师)?[一二三四五六七八九〇]{2,3}$")  # 八五七|农场工会
_DIVISION_LENGTH = 8  # characters
_HEADS = "省市县区州旗"  # words for an area that stand for its name before a body
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
        found += [(s, e, label if whole else _labelled(text[s:e])) for s, e in pieces if whole or ending_of(text[s:e])]
    generic = word_set("cuts", "generic")
    return [s for s in found if s[2] not in _BODIES or text[s[0] : s[1]] not in generic]


def unclaused(text: str, spans: Sequence[Span]) -> list[Span]:
    """Unions without the clause before a short form (打进|镇总工会) or a dash of two."""
    found = []
    for start, end, label in spans:
        clause = _clause().match(text[start:end]) if label == "UNION" else None
        found.append((start + clause.end() if clause else start, end, label))
    return [span for span in found if span[0] < span[1]]


@cache
def _clause() -> regex.Pattern:
    """A clause that the tagger took into a union's short form: 打进|镇总工会, 到|区总工会, 只盼——|矿工会."""
    verbs, areas, units = (any_of(word_set("cuts", key)) for key in ("before_short", "short_areas", "short_units"))
    return regex.compile(rf".+{verbs}(?=(?:{areas}总|{units}总?)工会$)|.*—{{2,}}")


def _labelled(piece: str) -> str:
    """What a piece of a name is by its ending."""
    return {"union": "UNION", "area": "PLACE", "place": "PLACE"}.get(ending_class(piece), "ORG")


def _pieces(text: str, span: tuple[int, int], inside: Sequence[Token]) -> list[tuple[int, int]]:
    always, between, working = (word_set("cuts", key) for key in ("always", "between", "working"))
    kinds = tuple(word_set("cuts", "working_for"))
    pieces, start = [], span[0]
    for word_start, word_end, tag in inside:
        form = text[word_start:word_end]
        named = word_start - start >= 3 and bool(ending_of(text[start:word_start]))
        # 市创业|指导|中心 and 澳门工会|联合|总会 are one name; 市总工会|联合|市人社局 are two.
        works = form in working and (named or word_start == start) and not text.startswith(kinds, word_end)
        if form in always or works or tag.startswith(_NEVER_INSIDE) or (form in between and named):
            pieces.append((start, word_start))
            start = word_end
    pieces.append((start, span[1]))
    return [(s, e) for s, e in pieces if s < e]


def headed(text: str, spans: Sequence[Span], words: Sequence[Token]) -> list[Span]:
    """Bodies with the word for their area before them: 省 before 柳溪监狱工会, where a word begins with it (not 我省)."""
    starts = {start for start, _, _ in words}
    before = {end: tag for _, end, tag in words}
    found: list[Span] = []
    for start, end, label in spans:
        headed = label in _BODIES and start - 1 in starts and text[start - 1] in _HEADS
        free = not found or found[-1][1] < start
        if headed and free and not before.get(start - 1, "x").startswith(("r", "n", "m", "a")):
            start -= 1
        found.append((start, end, label))
    return found


def whole_unions(text: str, spans: Sequence[Span]) -> list[Span]:
    """Unions with what begins their name: the firm right before (某集团公司|机修厂工会), the province (吉林省|暨|长春市总工会).

    A firm right before 工会 that the tagger left outside is a union, too, also where its branch stands between.
    """
    found: list[Span] = []
    for start, end, label in spans:
        if found and start < found[-1][1]:
            continue  # 工会 alone or a branch, which is in the name now
        if label == "ORG" and (own := _OWN_UNION.match(text, end) or _branch_union(text, end)):
            end, label = own.end(), "UNION"
        before = found[-1] if found and label == "UNION" else None
        if before and ((before[2], text[before[1] : start]) in (("ORG", ""), ("PLACE", "暨")) or _is_of_zone(text, before, start)):
            start = found.pop()[0]
        elif label == "UNION" and (head := _head_of_union(text, start, end)):
            start = head.start()
            while found and found[-1][0] >= start:
                found.pop()
        found.append((start, end, label))
    return found


def _is_of_zone(text: str, place: Span, start: int) -> bool:
    """Whether a union at `start` is that of a town or zone whose own name the tagger took for a place: 泰和医药|高新区总工会."""
    return place[2] == "PLACE" and place[1] == start and text.startswith(tuple(word_set("branches", "zones")), start)


def _head_of_union(text: str, start: int, end: int) -> regex.Match | None:
    """What stands before a union and begins its name: a firm's own name before its area or a dash, a division (第八师)."""
    firm = _FIRM_HEAD.search(text, max(0, start - _FIRM_LENGTH), start) if _is_firm(text[start:end]) else None
    kind = _NUMBERED if text.startswith(("农场", "团工会"), start) else _DIVISION
    return firm or kind.search(text, max(0, start - _DIVISION_LENGTH), start)


def _branch_union(text: str, start: int) -> regex.Match | None:
    """The union of a firm's branch whose firm ends at `start`: 郑州分行工会, （深圳）公司工会, 第二地质队工会, 一公司工会."""
    area = gazetteer.area_at(text, start)
    return _branch().match(text, start + len(area or ""))


def _is_firm(name: str) -> bool:
    return any(word in name for word in word_set("branches", "firms"))


@cache
def _branch() -> regex.Pattern:
    units = any_of(word_set("branches", "units"))
    number = r"(?:第?[一二三四五六七八九十\d]{1,3})?"
    return regex.compile(rf"(?:[（(]\p{{Han}}{{2,6}}[）)])?{number}{units}{_OWN_UNION.pattern}")


def departments(text: str, spans: Sequence[Span]) -> list[Span]:
    """Unions with what stands right behind their name: the department (市总工会 + 女职工部), the committee of a unit or an area
    in a national union's (中国教育工会 + 某大学委员会).
    """
    found: list[Span] = []
    for start, end, label in spans:
        is_whole = label == "UNION" and text[end - 1] in "会总"
        match = _department().match(text, end) if is_whole else None
        if is_whole and text.startswith("中国", start):
            match = _COMMITTEE.match(text, end) or match
        if not found or found[-1][1] <= start:
            found.append((start, match.end() if match else end, label))
    return found


@cache
def _department() -> regex.Pattern:
    fields, ends, whole = ("|".join(sorted(word_set("departments", k))) for k in ("fields", "ends", "whole"))
    return regex.compile(rf"(?:(?:{fields})(?:{ends})|{whole})")


def narrowed(text: str, spans: Sequence[Span]) -> list[Span]:
    """Places and bodies that ran over a known area, cut to it: 焦作 of 焦作经济社会 and of 和谐新焦作."""
    precedes = tuple(word_set("areas", "precedes"))
    found = []
    for start, end, label in spans:
        name = text[start:end]
        size = gazetteer.chain(name)[1]
        if label in ("PLACE", "ORG") and size and _follows().fullmatch(name, size):
            end, label = start + size, "PLACE"
        elif label == "PLACE" and size and _follows().match(name, size) and not ending_of(name):
            end = start + size
        elif label == "PLACE" and (head := _last_area(name)) and name[:head].endswith(precedes):
            start += head
        found.append((start, end, label))
    return found


@cache
def _follows() -> regex.Pattern:
    return regex.compile("(?:" + "|".join(sorted(word_set("areas", "follows"))) + ")+")


def _last_area(name: str) -> int:
    """Where the longest area begins that a name ends with; 0 where there is none or it is the whole name."""
    return next((i for i in range(1, len(name) - 1) if gazetteer.candidates(name[i:])), 0)


def plausible(text: str, spans: Sequence[Span]) -> list[Span]:
    """Without persons that are a plain word which begins like a name (关怀), and unions in the plural (各县区总工会)."""
    return [s for s in spans if not _is_no_name(text, s)]


def _is_no_name(text: str, span: Span) -> bool:
    start, end, label = span
    if label == "UNION":
        return text.endswith(("各", "市)", "县)", "市）", "县）"), 0, start) or text.startswith(
            tuple(word_set("cuts", "plural")), start, end
        )
    return label == "PERSON" and text[start:end] in word_set("persons", "never")


def joined(text: str, spans: Sequence[Span]) -> list[Span]:
    """Longest span wins: an area right before another place or body is one name with it (省 + 市总工会)."""
    found: list[Span] = []
    for start, end, label in spans:
        last = found[-1] if found else None
        adjacent = last is not None and last[1] == start and last[2] == "PLACE" and label in ("PLACE", *_BODIES)
        if adjacent and gazetteer.candidates(text[last[0] : last[1]]):
            start = found.pop()[0]
        found.append((start, end, label))
    return found


def titled(text: str, spans: Sequence[Span]) -> list[Span]:
    """With all in 《》 as a document, except what was found as a whole already; a short form (《办法》) is none."""
    short = word_set("documents", "short")
    spans = [s for s in spans if s[2] != "DOCUMENT" or text[s[0] : s[1]] not in short]
    exact = {span[:2] for span in spans}
    documents = [(*match.span(1), "DOCUMENT") for match in _TITLED.finditer(text) if match[1] not in short and match.span(1) not in exact]
    inside = mask(text, documents)
    return sorted([s for s in spans if not any(inside[s[0] : s[1]])] + documents)


def repeated(text: str, spans: Sequence[Span]) -> list[Span]:
    """With every further place where a name of a person or body stands that was found at least once.

    Not where the tagger passed over most of its places: then it is a plain word that was taken for a name once.
    """
    taken = mask(text, spans)
    labels: dict[str, str] = {}
    times = Counter(text[start:end] for start, end, _ in spans)
    for start, end, label in spans:
        if end - start >= _SHORTEST.get(label, len(text) + 1):
            labels.setdefault(text[start:end], label)
    found = list(spans)
    for name in sorted(labels, key=lambda n: (-len(n), n)):
        places = [m.start() for m in regex.finditer(regex.escape(name), text)]
        free = [at for at in places if not any(taken[at : at + len(name)])]
        if len(free) <= _PASSED_OVER * times[name]:
            found += [(at, at + len(name), labels[name]) for at in free]
            for at in free:
                taken[at : at + len(name)] = b"\x01" * len(name)
    return sorted(found)
