"""How fast quantities and measures are: as a ratio to jieba segmenting the same text.

    python tests/bench/bench_measures.py [GOLD.jsonl]

Prints seconds for 1,000 articles of 250 characters (the gold articles' texts, cut and repeated): quantities alone,
quantities and measures, jieba.cut in the same run, and the ratio. Activities and entities are given, not found.
"""

import sys
from pathlib import Path

import jieba
from bench_quantities import ARTICLES, CHARACTERS, GOLD, articles, seconds

from pipeline.measuring.activities import ActivityFound
from pipeline.measuring.measures import decide, measurable, outlook
from pipeline.measuring.quantities import find
from pipeline.records import Activity, Article

MOST = 1.0  # what the ratio may be


def measure(text: str) -> None:
    """All that is done for one article but to find its activities."""
    article = Article("a", "p", "news", text[:15], text, (), issue_date="2015-02-10")
    found = [ActivityFound(Activity("v", "a", "hardship_relief"), ((0, len(text)),))]
    quantities = measurable(find(text))
    decide(article, (), quantities, found, outlook(article, quantities))


def main() -> int:
    """Prints the figures; 1 where the ratio is above MOST."""
    texts = articles(Path(sys.argv[1]) if len(sys.argv) > 1 else GOLD)
    jieba.lcut("预热")
    measure("筹集资金3万元，救助20人。")
    quantities, ours, theirs = (seconds(work, texts) for work in (find, measure, jieba.lcut))
    print(f"{ARTICLES} articles of {CHARACTERS} characters: quantities {quantities:.2f} s, with measures {ours:.2f} s")
    print(f"jieba {theirs:.2f} s, ratio {ours / theirs:.2f}")
    return int(ours > MOST * theirs)


if __name__ == "__main__":
    sys.exit(main())
