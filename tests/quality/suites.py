"""Number and money cases of other projects' test suites against our grammar: share right by suite.

    python tests/quality/suites.py SUITES_DIR [--errors N]

The cases are data for testing on this machine and no part of the repository (see the README beside them). A case is in
scope unless one of the classes in OUT_OF_SCOPE takes it; the script prints how many each class took, so that nothing
is left out in silence. Upstream spans differ by convention: a case is right when one of our findings overlaps its span
and has its value (for money also its currency), or, for `none`, when nothing is found. peers.py measures other libraries by
the same rule.
"""

import argparse
import json
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from pipeline.measuring import quantities, quantity_amounts
from pipeline.text.forms import fold

NUMBER_SUITES = ("rt_number", "cn2an_number", "cn2an_reverse", "chinese2digits", "duckling_numeral")
MONEY_SUITES = ("rt_currency", "jionlp_money_parse", "jionlp_money_extract", "cn2an_number", "cn2an_reverse")

# (class, what it is, pattern on the text of the case's span or, for `none`, on the whole text)
OUT_OF_SCOPE = (
    (
        "fraction",
        "X分之Y, 3/5, 又: not a quantity of this dataset",
        re.compile(r"分\s*之|[分份][一二三四五六七八九十]|\d[/／]\d|又"),
    ),
    ("percent", "percentages are never facts", re.compile(r"[%％折成]|^百四$|^万三$|^千四五$|百分")),
    ("power", "powers and scientific notation", re.compile(r"\^|\d[eEｅ][-+－\d]")),
    ("latin", "k, M, G and w as multipliers", re.compile(r"\d\s*[kKmMgGwW]")),
    ("dozen", "打, 对, 双 counted as 12 or 2, 半 as one half", re.compile(r"打|半|[一二五][对對双雙]$")),
    ("guess", "十几, 二十几万: upstream gives a round number, we 11-19 (FACTS.md)", re.compile(r"[几幾]")),
    ("bare currency", "a currency without a number", re.compile(r"^(?:人民币|美元)$")),
    (
        "bare sum",
        "万 or 亿 without unit or context, which may be people as well",
        re.compile(r"^(?:小于)?[\d一二三四五六七八九十百叁肆拾佰]+[万萬]$"),
    ),
    ("odd currency", "比特币, 日本銭", re.compile("比特币|銭")),
    ("negative", "no report counts or pays less than nothing", re.compile(r"^[-－负負]")),
    ("spaced", "blanks in a number; we read one before 余 and between figures and 万", re.compile(r"[^\d\s]\s+[^\s余]|\d\s{2}")),
)
SUMS_ONLY = ("bare currency", "bare sum", "odd currency")
NUMBERS_ONLY = ("spaced",)

HEDGE = re.compile("[多余餘几幾数數]")  # what upstream turns into a range although the text gives one number


def out_of_scope(case: dict) -> str | None:
    """The class that takes a case out of scope, or None; some classes take sums only, some numbers only."""
    others = (() if case["kind"].startswith("money") else SUMS_ONLY) + (() if case["kind"] == "number" else NUMBERS_ONLY)
    text = case["text"] if case["start"] is None else case["text"][case["start"] : case["end"]]
    return next((name for name, _, pattern in OUT_OF_SCOPE if name not in others and pattern.search(text)), None)


def amounts(case: dict) -> list[tuple[int, int, Decimal]]:
    """The numbers of a case's text as the pipeline reads them, before context decides what they count: start, end (half-open), value."""
    return [(amount.start, amount.end, amount.low) for amount in quantity_amounts.read(fold(case["text"]))]


def our_numbers(case: dict) -> list[tuple[int, int, Decimal]]:
    """What our grammar finds in a case's text: start, end (half-open) and value of each number.

    A number alone counts nothing and would be no quantity, so `amounts` tells its value; where there is none (四川, 一看, 入伍), context
    must say so, and the quantities are looked at.
    """
    if case["kind"] == "none":
        return [(q.start, q.end, q.value_min) for q in quantities.find(case["text"])]
    return amounts(case)


def our_sums(case: dict) -> list[quantities.Quantity]:
    """The sums our grammar finds in a case's text."""
    return [quantity for quantity in quantities.find(case["text"]) if quantity.unit_class == "money"]


def number_is_right(case: dict, found: Sequence[tuple[int, int, Decimal]]) -> bool:
    """Whether one of the numbers found overlaps the case's span and has its value."""
    if case["kind"] == "none":
        return not found
    return any(s < case["end"] and case["start"] < e and close(value, case["value"]) for s, e, value in found)


def money_is_right(case: dict, found: Sequence) -> bool:
    """Whether one of the sums found has a case's value (or range) and currency; extraction cases have only spans.

    A sum has `start`, `end`, `value_min`, `value_max` and `unit` (ISO code), as a Quantity has.
    """
    if case["kind"] == "none":
        return not found
    near = [q for q in found if q.start < case["end"] and case["start"] < q.end]
    if case.get("unit"):
        near = [q for q in near if q.unit == case["unit"] or len(case["unit"]) != 3]
    if case.get("value") is not None:
        return any(close(q.value_min, case["value"]) for q in near)
    if case.get("min") is not None:
        return any(range_is_right(q, case) for q in near)
    return bool(near)


def range_is_right(found, case: dict) -> bool:
    """Explicit ranges compare both ends; hedges (3000多) must lie inside, for upstream makes wider ranges of them."""
    if not HEDGE.search(case["text"][case["start"] : case["end"]]):
        return close(found.value_min, case["min"]) and close(found.value_max, case["max"])
    return Decimal(case["min"]) <= found.value_min <= found.value_max <= Decimal(case["max"])


def close(value: Decimal, expected: str) -> bool:
    """Equal to about 15 places, all that upstream's floats give."""
    expected = Decimal(expected)
    return abs(value - expected) <= abs(expected) * Decimal("1e-14")


@dataclass(frozen=True)
class Task:
    """Something to read (numbers or sums): its suites, the kinds of case it takes, our reader and the rule of what is right."""

    name: str
    suites: tuple[str, ...]
    kinds: tuple[str, ...]
    ours: Callable[[dict], Sequence]
    is_right: Callable[[dict, Sequence], bool]


TASKS = (
    Task("numbers", NUMBER_SUITES, ("number", "none"), our_numbers, number_is_right),
    Task("sums", MONEY_SUITES, ("money", "money_range", "none"), our_sums, money_is_right),
)


def load(folder: Path, suite: str, task: Task) -> list[dict]:
    """The cases of a suite that a task takes, in and out of scope; FileNotFoundError where the suite is not there."""
    with (folder / f"{suite}.jsonl").open(encoding="utf-8") as lines:
        return [case for case in map(json.loads, lines) if case["kind"] in task.kinds]


def run(folder: Path, suite: str, task: Task, show: int) -> None:
    """Prints one suite's share right among the cases in scope, and what was left out."""
    try:
        cases = load(folder, suite, task)
    except FileNotFoundError:
        print(f"{suite:22} not there")
        return
    left_out = Counter(filter(None, map(out_of_scope, cases)))
    cases = [case for case in cases if not out_of_scope(case)]
    wrong = [case for case in cases if not task.is_right(case, task.ours(case))]
    share = 1 - len(wrong) / max(1, len(cases))
    print(f"{suite:22} {share:.3f} of {len(cases)} in scope; left out: {dict(left_out) or 'none'}")
    for case in wrong[:show]:
        value = case.get("value", case.get("min"))
        print(f"    {case['text'][:60]}  [{case['start']}, {case['end']})  {value} {case.get('unit') or ''}")


def main() -> None:
    """Runs the number suites through quantity_amounts.read and the money suites through quantities.find."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--errors", type=int, default=0, help="show up to N wrong cases of each suite")
    options = parser.parse_args()
    for name, what, _ in OUT_OF_SCOPE:
        print(f"out of scope: {name}: {what}")
    for task in TASKS:
        print(f"\n{task.name}")
        for suite in task.suites:
            run(options.folder, suite, task, options.errors)


if __name__ == "__main__":
    main()
