"""Administrative areas: which area a name means, its GB/T 2260 code, and the area that a newspaper belongs to.

Codes are six digits: province (two), prefecture (two), county (two); `00` fills up. Names are simplified characters:
callers fold first. The table says from which year to which a name was in use, so a page of 2005 is read by the names of
2005.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import regex

_OPEN_END = 9999  # a name still in use


@dataclass(frozen=True, slots=True)
class Division:
    """An area under one name: `first` and `last` are years, both inclusive."""

    code: str
    name: str
    first: int
    last: int


def level(code: str) -> int:
    """1 for a province, 2 for a prefecture, 3 for a county; what a province governs directly (429004) counts as 3."""
    if code.endswith("0000"):
        return 1
    return 2 if code.endswith("00") else 3


def within(code: str, outer: str) -> bool:
    """Whether area `code` is `outer` or lies in it."""
    return code.startswith(outer[: 2 * level(outer)])


@cache
def _settings() -> dict:
    return tomllib.loads(files("pipeline.lexicon").joinpath("entities_areas.toml").read_text(encoding="utf-8"))


@cache
def short_form(name: str) -> tuple[str, str]:
    """(stem, stem with its short ending): 焦作市 -> (焦作, 焦作市), 黔东南苗族侗族自治州 -> (黔东南, 黔东南州)."""
    for ending, kept in _settings()["endings"]:
        if name.endswith(ending) and len(name) > len(ending):
            stem = name.removesuffix(ending)
            if ending.startswith("自治"):
                stem = _without_peoples(stem)
            return stem, stem + kept
    return name, name


def _without_peoples(stem: str) -> str:
    peoples = _settings()["peoples"].split()
    while True:
        shorter = next((stem.removesuffix(p) for p in peoples if stem.endswith(p) and len(stem) - len(p) >= 2), None)
        if shorter is None:
            return stem
        stem = shorter


@cache
def _table() -> tuple[Division, ...]:
    lines = files("pipeline.lexicon").joinpath("admin_codes.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return tuple(Division(code, name, int(first or 0), int(last or _OPEN_END)) for code, name, first, last in rows)


@cache
def _by_name() -> dict[str, tuple[Division, ...]]:
    """Full names and short names with their ending (黔东南州); a stem alone is in `_by_stem`."""
    index: dict[str, list[Division]] = {}
    for division in _table():
        for name in {division.name, short_form(division.name)[1]}:
            index.setdefault(name, []).append(division)
    return {name: tuple(found) for name, found in index.items()}


@cache
def _by_stem() -> dict[str, tuple[Division, ...]]:
    index: dict[str, list[Division]] = {}
    for division in _table():
        stem = short_form(division.name)[0]
        if len(stem) >= 2 and stem != division.name:
            index.setdefault(stem, []).append(division)
    return {stem: tuple(found) for stem, found in index.items()}


@cache
def _by_code() -> dict[str, tuple[Division, ...]]:
    index: dict[str, list[Division]] = {}
    for division in _table():
        index.setdefault(division.code, []).append(division)
    return {code: tuple(found) for code, found in index.items()}


def candidates(name: str, year: int | None = None) -> tuple[Division, ...]:
    """All areas that a full or short name can mean in a year (焦作市, 焦作, 黔东南州), highest level first.

    Where no name was in use that year, the nearest earlier or later use counts: papers keep old names for a while.
    Each code stands once; () for an unknown name.
    """
    named, stems = _by_name().get(name, ()), _by_stem().get(name, ())
    when = year or _OPEN_END
    # 井冈山 was an area's full name until 1980; since then it is the stem of 井冈山市.
    in_use = next((now for found in (named, stems) if (now := [d for d in found if d.first <= when <= d.last])), [])
    found = (*named, *stems)
    latest = {d.code: d for d in sorted(in_use or found, key=lambda d: d.last)}
    newest = max((d.last for d in latest.values()), default=0)
    kept = latest.values() if in_use else [d for d in latest.values() if d.last == newest]
    return tuple(sorted(kept, key=lambda d: (level(d.code), d.code)))


def name_of(code: str, year: int | None = None) -> str | None:
    """The name of a code in a year (the last name where the year is outside), None for an unknown code."""
    found = _by_code().get(code, ())
    when = year or _OPEN_END
    in_use = [d for d in found if d.first <= when <= d.last]
    return max(in_use or found, key=lambda d: d.last).name if found else None


def parents(code: str) -> tuple[str, ...]:
    """Codes of the areas around a code, from the inside out: 410883 -> (410800, 410000)."""
    outer = (code[:4] + "00", code[:2] + "0000")
    return tuple(o for o in outer[level(code) == 2 :] if o != code and o in _by_code())


@cache
def _starts() -> dict[str, tuple[str, ...]]:
    """Names (with and without ending) by their first two characters, longest first."""
    index: dict[str, list[str]] = {}
    for name in {*_by_name(), *_by_stem()}:
        if len(name) >= 2:
            index.setdefault(name[:2], []).append(name)
    return {start: tuple(sorted(names, key=lambda n: (-len(n), n))) for start, names in index.items()}


def longest_at(text: str, start: int) -> str | None:
    """The longest name of an area, full or short, that stands in folded text at `start`, None where there is none."""
    for name in _starts().get(text[start : start + 2], ()):
        if text.startswith(name, start):
            return name
    return None


def area_at(text: str, start: int) -> str | None:
    """As `longest_at`, but None where a bare stem only begins another word or the name of a street: 阿里巴巴, 北京路, 安康杯."""
    name = longest_at(text, start)
    if name is None or is_full(name):
        return name
    end = start + len(name)
    words, street = _no_areas()
    other = text.startswith(words, start) or (street.match(text, end) and not longest_at(text, end))
    return None if other else name


@cache
def _no_areas() -> tuple[tuple[str, ...], regex.Pattern]:
    """Words that begin with an area's stem, and what makes a street, a gate or a cup of a stem when it stands behind."""
    stems = _settings()["stems"]
    streets = "|".join(f"{end}(?![{not_before}])" if not_before else end for end, not_before in stems["behind"].items())
    return tuple(stems["words"].split()), regex.compile(f"[{stems['between']}]{{0,2}}(?:{streets})")


def found_in(text: str) -> list[tuple[int, str]]:
    """(start, name) of the areas, full or short, in folded text, in order: the longest at each place, none overlapping."""
    found, at = [], 0
    while at < len(text) - 1:
        name = area_at(text, at)
        if name:
            found.append((at, name))
        at += len(name) if name else 1
    return found


def ending_at(text: str, end: int) -> list[str]:
    """The names of areas, full or short, that end at a place of folded text, longest first."""
    starts = range(max(0, end - _longest()), end - 1)
    return [text[start:end] for start in starts if candidates(text[start:end])]


@cache
def _longest() -> int:
    """The length of the longest name, in characters."""
    return max(map(len, _by_name()))


def names(since: int) -> list[tuple[str, str]]:
    """(name, code) of areas in use in a year or later, sorted: full names, short names with their ending, stems."""
    found = set()
    for division in _table():
        if division.last >= since:
            stem, short = short_form(division.name)
            found |= {(name, division.code) for name in (division.name, short, stem) if len(name) >= 2}
    return sorted(found)


def is_full(name: str) -> bool:
    """Whether a name has its ending (焦作市, 黔东南州) and is not a bare stem (焦作)."""
    return name in _by_name()


def chain(text: str) -> tuple[list[str], int]:
    """Areas that follow one another from the beginning of folded text, and where they end.

    四川省广安市总工会 -> ([四川省, 广安市], 6).
    """
    names, at = [], 0
    while name := area_at(text, at):
        names.append(name)
        at += len(name)
    return names, at


def settle(names: list[str], hints: tuple[str, ...] = (), year: int | None = None) -> Division | None:
    """The one area meant by the last of `names`, the others being areas around it; None where doubt remains.

    `hints` are codes of areas that the article and its paper belong to, the most trusted first. They are asked only
    where the names leave a choice: first the hint itself, then the prefecture and the province around it.
    """
    if not names:
        return None
    found = candidates(names[-1], year)
    for outer in names[:-1]:
        around = candidates(outer, year)
        found = tuple(d for d in found if any(within(d.code, o.code) and d.code != o.code for o in around))
    if not is_full(names[-1]):
        found = _by_usage(found)
    for outer in [o for hint in hints for o in (hint, *parents(hint))]:
        if len(found) <= 1:
            break
        found = tuple(d for d in found if within(d.code, outer)) or found
    return found[0] if len(found) == 1 else None


def _by_usage(found: tuple[Division, ...]) -> tuple[Division, ...]:
    """Which area a bare stem means: 河北 the province and no district of that stem, 岳阳 the city and not its county.

    吉林 (province or city) and 朝阳 (a city here, a district there) stay open.
    """
    if len(found) < 2:
        return found
    first, rest = found[0], found[1:]
    larger = all(level(d.code) == 3 for d in rest) and level(first.code) < 3
    inside = level(first.code) == 1 or all(within(d.code, first.code) for d in rest)
    return (first,) if larger and inside else found


def paper_area(paper: str | None, year: int | None = None) -> Division | None:
    """The area of a newspaper by its (folded) title: 焦作日报 -> 焦作市, 三秦都市报 -> 陕西省; None for no area."""
    if not paper:
        return None
    for nickname, code in _settings()["nicknames"].items():
        if paper.startswith(nickname):
            return next((d for d in _by_code().get(code, ()) if d.first <= (year or _OPEN_END) <= d.last), None)
    for start in range(len(paper) - 1):
        name = longest_at(paper, start)
        # 焦作日报 begins with its area; 今日竹山 and 淇河晨报（鹤壁） name it behind their own mark.
        if name and (start == 0 or paper[start - 1] in "（(日"):
            found = _paper_candidates(name, paper[start + len(name) :] if start == 0 else "报", year)
            if len(found) == 1:
                return found[0]
    return None


def _paper_candidates(name: str, rest: str, year: int | None) -> list[Division]:
    """Areas of the highest level that a paper's title can name; a county's stem only where no district bears it too."""
    settings = _settings()
    if not rest.startswith(tuple(settings["papers"].split())):
        return []
    areas = candidates(name, year)
    found = [d for d in areas if level(d.code) == level(areas[0].code)]
    county = level(areas[0].code) == 3
    if county and rest.startswith(tuple(settings["city_papers"].split())):
        return []
    district = any(d.name.endswith("区") for d in found)
    ordinary = name in settings["stems"]["ordinary"].split()
    return [] if county and (district or ordinary) and not is_full(name) else found
