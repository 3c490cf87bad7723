"""What other libraries get right on the cases of suites.py, beside our own grammar, as tables in Markdown.

    PYTHONPATH=. /tmp/peers_venv/bin/python tests/quality/peers.py SUITES_DIR [--errors N]

Runs in an environment of its own (PEERS.md says how to make it): none of these libraries is a dependency of this project,
and jionlp must never be one, for it brings in code under the GPL. A library that is not installed, or does not import, is
left out and named. Scope and the rule of what is right are those of suites.py.

Some libraries only convert: they are given the characters of the case's span, are asked nothing where the text holds no
number, and need not find the place as the others must. The tables mark them "told".
"""

import argparse
import platform
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from importlib.metadata import PackageNotFoundError, version
from itertools import product
from pathlib import Path

import suites

from pipeline.text.forms import fold

Find = Callable[[dict], Sequence]
Numbers = list[tuple[int, int, Decimal]]

# The library whose tests a suite comes from; nothing here runs duckling (Haskell).
HOME = {
    "rt_number": "recognizers-text",
    "rt_currency": "recognizers-text",
    "jionlp_money_parse": "jionlp",
    "jionlp_money_extract": "jionlp",
    "cn2an_number": "cn2an",
    "cn2an_reverse": "cn2an",
    "chinese2digits": "chinese2digits",
    "duckling_numeral": "duckling",
}

# What the libraries raise, on purpose or not, where they cannot read a text: it counts as finding nothing.
CANNOT = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


@dataclass(frozen=True)
class Sum:
    """A sum that a library found, with the fields of a Quantity that suites.py looks at."""

    start: int
    end: int
    value_min: Decimal
    value_max: Decimal
    unit: str | None


@dataclass(frozen=True)
class Reader:
    """A way to read cases: for each task (numbers, sums) a function from a case to what is found in it.

    The functions take a case's text as it is. `home` is the library, as in HOME; `told` says that it is given the span.
    """

    label: str
    home: str
    tasks: dict[str, Find]
    told: bool = False

    def judges(self, case: dict, task: str) -> bool:
        """Whether this reader can be asked about a case."""
        return task in self.tasks and not (self.told and case["kind"] == "none")

    def is_right(self, case: dict, task: suites.Task) -> bool:
        """Whether it reads a case right; raising is finding nothing."""
        try:
            found = self.tasks[task.name](case)
        except CANNOT:
            found = []
        return task.is_right(case, found)


def ours() -> list[Reader]:
    """Our grammar as suites.py measures it, and its numbers by themselves, which know no context (四川)."""
    by_itself = Reader("ours: numbers alone", "ours", {"numbers": suites.amounts})
    return [Reader("ours", "ours", {task.name: task.ours for task in suites.TASKS}), by_itself]


# Recognizers-Text gives 角 and 分 by themselves as currencies of their own, without a code.
PARTS_OF_YUAN = {"Jiao": (10, "CNY"), "Fen": (100, "CNY")}


def recognizers() -> list[Reader]:
    """Recognizers-Text: number model and currency model, both of Chinese; its ends are inclusive."""
    from recognizers_number import recognize_number
    from recognizers_number_with_unit import recognize_currency
    from recognizers_text import Culture

    def numbers(case: dict) -> Numbers:
        found = recognize_number(case["text"], Culture.Chinese)
        return [(r.start, r.end + 1, Decimal(r.resolution["value"])) for r in found]

    def sums(case: dict) -> list[Sum]:
        found = []
        for result in recognize_currency(case["text"], Culture.Chinese):
            what = result.resolution
            if not what["value"]:  # a currency without a number
                continue
            parts, unit = PARTS_OF_YUAN.get(what["unit"], (1, what.get("isoCurrency")))
            value = Decimal(what["value"]) / parts
            found.append(Sum(result.start, result.end + 1, value, value, unit))
        return found

    return [Reader("recognizers-text", "recognizers-text", {"numbers": numbers, "sums": sums})]


# ISO codes of the currencies as jionlp names them, for the currencies in the suites.
JIONLP_CURRENCIES = {
    **{"元": "CNY", "美元": "USD", "港元": "HKD", "欧元": "EUR", "日元": "JPY", "英镑": "GBP", "澳元": "AUD", "加元": "CAD"},
    **{"韩元": "KRW", "泰铢": "THB", "卢布": "RUB", "新台币": "TWD", "台币": "TWD", "瑞士法郎": "CHF", "法郎": "CHF", "奈拉": "NGN"},
}


def jionlp() -> list[Reader]:
    """JioNLP: extract_money finds sums in a text, parse_money reads a string that is one; it has no reader of numbers."""
    import jionlp as jio

    def as_sum(start: int, end: int, parsed: dict) -> Sum:
        values = parsed["num"] if isinstance(parsed["num"], list) else [parsed["num"]]
        return Sum(start, end, Decimal(values[0]), Decimal(values[-1]), JIONLP_CURRENCIES.get(parsed["case"]))

    def found(case: dict) -> list[Sum]:
        return [as_sum(*r["offset"], r["detail"]) for r in jio.ner.extract_money(case["text"], with_parsing=True)]

    def told(case: dict) -> list[Sum]:
        return [as_sum(case["start"], case["end"], jio.parse_money(span(case)))]

    return [Reader("jionlp", "jionlp", {"sums": found}), Reader("jionlp, told", "jionlp", {"sums": told}, told=True)]


def cn2an() -> list[Reader]:
    """cn2an: converts a string that is a number or a sum in yuan (smart mode, which takes most)."""
    from cn2an import cn2an as convert

    def value(case: dict) -> Decimal:
        return Decimal(str(convert(span(case), "smart")))

    def numbers(case: dict) -> Numbers:
        return [(case["start"], case["end"], value(case))]

    def sums(case: dict) -> list[Sum]:
        return [Sum(case["start"], case["end"], value(case), value(case), "CNY")]

    return [Reader("cn2an, told", "cn2an", {"numbers": numbers, "sums": sums}, told=True)]


def chinese2digits() -> list[Reader]:
    """chinese2digits: finds numbers without their places, which are looked for in the order they come in."""
    from chinese2digits import takeNumberFromString

    def numbers(case: dict) -> Numbers:
        result = takeNumberFromString(case["text"])
        return list(placed(case["text"], result["CHNumberStringList"], result["digitsStringList"]))

    return [Reader("chinese2digits", "chinese2digits", {"numbers": numbers})]


LIBRARIES = {"recognizers-text-suite": recognizers, "jionlp": jionlp, "cn2an": cn2an, "chinese2digits": chinese2digits}


def span(case: dict) -> str:
    """The characters of a case's span."""
    return case["text"][case["start"] : case["end"]]


def placed(text: str, words: Sequence[str], digits: Sequence[str]) -> Iterator[tuple[int, int, Decimal]]:
    """Numbers with their places; one that is not found, as it was rewritten, may lie anywhere in the rest of the text."""
    same = str.maketrans("两〇", "二零")  # chinese2digits writes them so
    haystack = fold(text).translate(same)
    after = 0
    for word, value in zip(words, digits, strict=True):
        at = haystack.find(fold(word).translate(same), after)
        start, end = (at, at + len(word)) if at >= 0 else (after, len(text))
        after = end if at >= 0 else after
        try:
            yield start, end, Decimal(value)
        except InvalidOperation:
            continue


def installed() -> tuple[list[Reader], list[str]]:
    """The readers that there are, ours first, and a line on each library: its version, or why it is left out."""
    readers, notes = ours(), []
    for package, load in LIBRARIES.items():
        try:
            number = version(package)
            readers += load()
        except PackageNotFoundError:
            notes.append(f"{package}: not installed, left out")
        except ImportError as error:
            notes.append(f"{package} {number}: does not import, left out ({error})")
        else:
            notes.append(f"{package} {number}")
    return readers, notes


@dataclass(frozen=True)
class Result:
    """One case of a task with the verdict of each reader that can be asked, by label."""

    task: str
    suite: str
    case: dict
    right: dict[str, bool]


def results(folder: Path, readers: Sequence[Reader]) -> list[Result]:
    """Every case of every task, in scope or not, read by every reader; suites that are not there raise FileNotFoundError."""
    return [
        Result(task.name, suite, case, {r.label: r.is_right(case, task) for r in readers if r.judges(case, task.name)})
        for task in suites.TASKS
        for suite in task.suites
        for case in suites.load(folder, suite, task)
    ]


def row_name(result: Result) -> tuple[str, str, str]:
    """The table row of a case: task, suite and class (out of scope, nothing to be found, or a value)."""
    if suites.out_of_scope(result.case):
        return result.task, "all suites", "left out of scope"
    return result.task, result.suite, "nothing there" if result.case["kind"] == "none" else "value"


def by_suite(found: Sequence[Result], readers: Sequence[Reader]) -> Iterator[str]:
    """Lines of the table of cases read right, a suite and class a row; ⌂ marks a library's own tests."""
    yield "| task | suite | cases | n | " + " | ".join(reader.label for reader in readers) + " |"
    yield "|" + "---|" * (4 + len(readers))
    names = sorted({row_name(result) for result in found}, key=lambda name: (name[0], name[1] == "all suites", name))
    for name in names:
        here = [result for result in found if row_name(result) == name]
        cells = []
        for reader in readers:
            right = [result.right[reader.label] for result in here if reader.label in result.right]
            home = " ⌂" if HOME.get(name[1]) == reader.home else ""
            cells.append(f"{sum(right)}{home}" if right else "—")
        yield f"| {' | '.join(name)} | {len(here)} | {' | '.join(cells)} |"


def away(found: Sequence[Result], readers: Sequence[Reader]) -> Iterator[str]:
    """Lines of the table of each library against ours, on the cases of suites that are not its own."""
    yield "| task | cases | library | n | it right | ours right | only it | only ours |"
    yield "|---|---|---|---|---|---|---|---|"
    for task, left_out in product(suites.TASKS, (False, True)):
        cases = [r for r in found if r.task == task.name and bool(suites.out_of_scope(r.case)) == left_out]
        for reader in (reader for reader in readers if reader.home != "ours" and task.name in reader.tasks):
            pairs = [verdicts(r, reader) for r in cases if HOME[r.suite] != reader.home and reader.label in r.right]
            shares = (f"{sum(pair[i] for pair in pairs) / max(1, len(pairs)):.3f}" for i in (0, 1))
            only = (pairs.count((True, False)), pairs.count((False, True)))
            cells = (task.name, "left out" if left_out else "in scope", reader.label, len(pairs), *shares, *only)
            yield f"| {' | '.join(map(str, cells))} |"


def verdicts(result: Result, reader: Reader) -> tuple[bool, bool]:
    """Whether a reader has a case right, and whether ours has."""
    return result.right[reader.label], result.right["ours"]


def main() -> None:
    """Prints versions and both tables; with --errors, the first cases of each suite that ours has wrong and a library right."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--errors", type=int, default=0, help="show up to N cases that a library has right and ours wrong")
    options = parser.parse_args()
    readers, notes = installed()
    found = results(options.folder, readers)
    print(f"{date.today()}, Python {platform.python_version()}", *notes, sep="; ")
    print("", *by_suite(found, readers), "", *away(found, readers), sep="\n")
    better = [r for r in found if not r.right["ours"] and any(r.right.values()) and not suites.out_of_scope(r.case)]
    for result in better[: options.errors]:
        right = ", ".join(label for label, is_right in result.right.items() if is_right)
        print(f"    {result.suite}: {result.case['text'][:60]}  {result.case.get('value')}  right: {right}")


if __name__ == "__main__":
    main()
