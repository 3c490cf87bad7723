"""How fast names are found: as a ratio to jieba segmenting the same text.

    python tests/bench/bench_names.py [GOLD.jsonl]

Prints seconds for 1,000 articles of 250 characters (bench_quantities): tagger, encoder and rules on segmented text, jieba.cut in the
same run, and the ratio.
"""

import sys
from pathlib import Path

import jieba
from bench_quantities import ARTICLES, CHARACTERS, GOLD, articles, seconds

from pipeline.engines.segmenter import segment
from pipeline.naming import tagger

MOST = 50.0  # what the ratio may be: as much as what figures measure takes, so that neither stage holds up the other


def main() -> int:
    """Prints the figures; 1 where the ratio is above MOST."""
    texts = articles(Path(sys.argv[1]) if len(sys.argv) > 1 else GOLD)
    words = {text: list(segment(text)) for text in texts}
    jieba.lcut("预热")
    tagger.find(texts[0], words[texts[0]])
    ours, theirs = seconds(lambda text: tagger.find(text, words[text]), texts), seconds(jieba.lcut, texts)
    print(f"{ARTICLES} articles of {CHARACTERS} characters: names {ours:.2f} s; jieba {theirs:.2f} s, ratio {ours / theirs:.2f}")
    return int(ours > MOST * theirs)


if __name__ == "__main__":
    sys.exit(main())
