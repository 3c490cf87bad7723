"""Who wrote or photographed an article: the names in （记者甲乙 通讯员丙丁）, □甲乙, 甲乙 摄 and the like."""

from functools import cache

import regex

from pipeline.separating.marks import PEOPLE, lexicon, surnames
from pipeline.text.forms import fold
from pipeline.text.patterns import any_of

_HEAD, _TAIL = 120, 80  # characters at an article's two ends in which its writers are named
_OPENING = 40  # ... of a dateline
_LINE = 60  # ... of a line that names them alone
_MOST = 8  # names; a longer list is one of winners, not of writers


@cache
def _patterns() -> dict[str, regex.Pattern]:
    roles = lexicon(PEOPLE)["roles"]
    return {
        "roles": regex.compile(roles),
        "bracket": regex.compile(rf"[（(]([^（）()，。；]{{0,16}}?{roles}[^（）()。；]{{1,80}})[)）]"),
        "names_only": regex.compile(r"[（(](\p{Han}{1,4}(?:[ 、，]{1,2}\p{Han}{1,4}){0,5})[)）]"),
        "report": regex.compile(rf"(?:{roles}[ ]?)?((?:\p{{Han}}{{2,3}}[ 、])*\p{{Han}}{{2,3}})(?:摄影)?报[道导]"),
        "line": regex.compile(rf"^(?:[□■●○◎◆▲][ ]?|[^，。；□■]{{0,14}}?{roles}[：:/ ]{{0,2}})(.{{2,40}})$"),
        "done": regex.compile(rf"(?<=..){any_of(lexicon(PEOPLE)['done'])}$"),
        "post": regex.compile(r"^.{2,20}(?:主席|书记|部长|主任|局长|会长|院长|校长|教授|研究员|经理|厂长|站长) (\p{Han}{2,4})$"),
        "photo": regex.compile(
            r"(?:^|[ 。”])((?:[^，。；！？ ]{0,10}(?:记者|通讯员) ?)?\p{Han}{2,4}(?:[ 、](?:通讯员 ?)?\p{Han}{2,4}){0,3}) ?摄$"
        ),
    }


def _names(listed: str) -> list[str]:
    """The names in a list such as 李新和 通讯员王威、张三, names of two characters spread by a space joined."""
    found = []
    for part in _patterns()["roles"].split(listed):
        words = [word for word in regex.split(r"[ 、，,/]+", part) if word]
        while words:
            word = _patterns()["done"].sub("", words.pop(0))
            if len(word) == 1 and words and len(words[0]) == 1:
                word += words.pop(0)
            if regex.fullmatch(r"\p{Han}{2,4}|\p{Han}{1,8}·\p{Han}{1,8}", word) and word[0] in surnames():
                found.append(word)
    return found


def _signed_names(listed: str) -> list[str]:
    """As _names, but none at all if one of the words is no name: a remark in brackets is not a signature."""
    if any(word in lexicon(PEOPLE)["not_names"] for word in listed.split()):
        return []
    names = _names(listed)
    return names if sum(map(len, names)) == len(regex.sub(r"[ 、，]", "", listed)) else []


def _in_line(line: str) -> list[str]:
    for key in ("photo", "line", "post"):
        if match := _patterns()[key].search(line):
            return _names(match[1])
    return []


def _printed(name: str, text: str) -> str:
    """A folded name as it is printed in a text; names that are spread by spaces come without them."""
    at = fold(text).find(name)
    return name if at < 0 else text[at : at + len(name)]


def reporters(text: str, byline: str = "") -> tuple[str, ...]:
    """The names of an article's reporters, photographers or author, as printed, in order and each once."""
    head, tail = fold(text[:_HEAD]), fold(text[-_TAIL:])
    opening = head[: head.find("。") + 1 or None][:_OPENING]
    patterns, found = _patterns(), []
    for line in (fold(byline), head.split("\n")[0], tail.split("\n")[-1]):
        if line and len(line) <= _LINE:
            found += _in_line(line)
    for part in (head, tail):
        for match in patterns["bracket"].finditer(part):
            found += _names(match[1])
    if match := patterns["names_only"].search(opening):
        found += _signed_names(match[1])
    if match := patterns["report"].search(opening):
        found += _names(match[1])
    if match := patterns["photo"].search(tail):
        found += _names(match[1])
    for match in patterns["names_only"].finditer(tail):
        if match.end() >= len(tail) - 1:
            found += _signed_names(match[1])
    source = byline + "\n" + text[:_HEAD] + "\n" + text[-_TAIL:]
    return tuple(dict.fromkeys(_printed(name, source) for name in found))[:_MOST]
