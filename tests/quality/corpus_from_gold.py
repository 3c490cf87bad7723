"""Gold articles as a corpus of text pages to run the pipeline on: one article a page, or as a text layer dumps them.

    corpus_from_gold.py GOLD.jsonl CORPUS_DIR [--pages N] [--seed S]

The order in which random numbers are drawn is part of the format: the same seed gives the same pages, so that figures
measured on them can be compared over time.
"""

import argparse
import json
import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

# How a dumped page looks; each is a share of the places where the flaw can stand.
NARROWEST, WIDEST = 12, 24  # full-width characters in a line
PARAGRAPH_GAP, COLUMN_END, SPACED_NUMBER, SPACED_BRACKET = 0.85, 0.04, 0.3, 0.2
HEADLINE_BELOW, INDENTED = 0.5, 0.3
FEWEST = 3  # articles on a page
SPREAD = (-2, -1, 0, 1, 2)  # how the number of articles on a page varies
CLOSING = frozenset("，。、；：！？”’）》】")  # begins no line
FIRST_WIDE = 0x2000  # characters below it take half a column
NUMBER = re.compile(r"(?<=[\u4e00-\u9fff])(\d[\d.]*)(?=[\u4e00-\u9fff])")
BRACKET = re.compile(r"(?<=[）》])(?=[\u4e00-\u9fff])")


def read_gold(path: Path) -> list[dict]:
    """The records of a gold file (FACTS.md), in its order."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def issue_folder(corpus: Path, article: dict) -> Path:
    """The folder of an article's issue, created: corpus/<paper>/<date, '/' as '..'>."""
    date = (article["issue_date"] or "undated").replace("/", "..")
    folder = corpus / article["paper"].replace("/", "_") / date
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def write_single(articles: Sequence[dict], corpus: Path) -> None:
    """One article a page: headline, empty line, paragraphs."""
    for article in articles:
        headline = f"{article['headline']}\n\n" if article["headline"] else ""
        path = issue_folder(corpus, article) / f"{article['id']}.txt"
        path.write_text(f"{headline}{article['text']}\n", encoding="utf-8")


def write_dumped(articles: Sequence[dict], corpus: Path, per_page: int, seed: int = 1) -> None:
    """About `per_page` articles a page, hard-wrapped, with stray blanks and empty lines, no mark between articles."""
    rng = random.Random(seed)
    left = list(articles)
    rng.shuffle(left)
    number = 0
    while left:
        number += 1
        take = max(FEWEST, per_page + rng.choice(SPREAD))
        on_page, left = left[:take], left[take:]
        lines = _page(on_page, rng)
        path = issue_folder(corpus, on_page[0]) / f"p{number:02d}.txt"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _page(articles: Sequence[dict], rng: random.Random) -> list[str]:
    below, indented = rng.random() < HEADLINE_BELOW, rng.random() < INDENTED
    lines: list[str] = []
    for article in articles:
        head = [""]
        for part in re.split(r"[ 　]+", article["headline"]):
            head += [part, ""] if part else []
        width = rng.randint(NARROWEST, WIDEST)
        body = list(_dumped_lines(article["text"], width, indented, rng))
        lines += [*body, *head] if below else [*head, *body, ""]
    return lines


def _dumped_lines(text: str, width: int, indented: bool, rng: random.Random) -> Iterator[str]:
    """The wrapped lines of an article with the flaws of a text layer; the last paragraph has no gap behind it."""
    paragraphs = text.split("\n")
    for i, paragraph in enumerate(paragraphs):
        for line in wrapped(paragraph, width, indented):
            line = NUMBER.sub(lambda m: f" {m[1]} " if rng.random() < SPACED_NUMBER else m[1], line)
            yield BRACKET.sub(lambda m: " " if rng.random() < SPACED_BRACKET else "", line)
            if rng.random() < COLUMN_END:
                yield ""
        if i + 1 < len(paragraphs) and rng.random() < PARAGRAPH_GAP:
            yield ""


def wrapped(paragraph: str, width: int, indented: bool = False) -> list[str]:
    """Lines of `width` columns; two half-width characters share one, and closing punctuation begins no line."""
    line, used = ("　　", 2.0) if indented else ("", 0.0)
    lines = []
    for char in paragraph:
        takes = 0.5 if ord(char) < FIRST_WIDE else 1.0
        if used + takes > width and char not in CLOSING:
            lines.append(line)
            line, used = "", 0.0
        line, used = line + char, used + takes
    return [*lines, line]


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--pages", type=int, metavar="N", help="about N articles a page, as a text layer dumps them")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    articles = read_gold(options.gold)
    if options.pages:
        write_dumped(articles, options.corpus, options.pages, options.seed)
    else:
        write_single(articles, options.corpus)


if __name__ == "__main__":
    main()
