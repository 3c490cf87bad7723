"""How fast quantities.find is: as a ratio to jieba segmenting the same text, and on texts made to be slow.

    python tests/bench/bench_quantities.py [GOLD.jsonl]

Prints seconds for 1,000 articles of 250 characters (the gold articles' texts, cut and repeated) and for each text of
1 MB. Fails (exit 1) where the ratio is above 1 or one of the texts named in LIMITED takes 2 seconds or more.
"""

import json
import sys
from itertools import cycle, islice
from pathlib import Path
from time import perf_counter

import jieba

from pipeline.measuring import quantities

GOLD = Path(__file__).parents[1] / "quality" / "gold" / "train.jsonl"
ARTICLES, CHARACTERS, ROUNDS = 1000, 250, 3
MEGABYTE, SECONDS = 10**6, 2.0
LIMITED = {"digits": "7", "万亿": "万亿", "brackets": "（【", "一": "一"}
# Dense with real amounts: 1 MB of these holds hundreds of thousands of quantities, so only the growth matters.
DENSE = {
    "list": "3万元，",
    "commas": "1,",
    "ranges": "1至2",
    "quotes": "“三个",
    "persons": "5个职工",
    "ordinals": "第1、",
}


def articles(path: Path) -> list[str]:
    """1,000 texts of 250 characters."""
    texts = [json.loads(line)["text"] for line in path.open(encoding="utf-8")]
    joined = "\n".join(texts)
    pieces = [joined[i : i + CHARACTERS] for i in range(0, len(joined) - CHARACTERS, CHARACTERS)]
    return list(islice(cycle(pieces), ARTICLES))


def seconds(work, texts: list[str], rounds: int = ROUNDS) -> float:
    """The best of a few rounds, so that a busy machine does not decide."""
    best = float("inf")
    for _ in range(rounds):
        began = perf_counter()
        for text in texts:
            work(text)
        best = min(best, perf_counter() - began)
    return best


def main() -> int:
    """Prints the figures; 1 where a promise is broken."""
    texts = articles(Path(sys.argv[1]) if len(sys.argv) > 1 else GOLD)
    jieba.lcut("预热")
    quantities.find("预热3万元")
    ours, theirs = seconds(quantities.find, texts), seconds(jieba.lcut, texts)
    print(f"{ARTICLES} articles of {CHARACTERS} characters: {ours:.2f} s, jieba {theirs:.2f} s, ratio {ours / theirs:.2f}")
    is_broken = ours > theirs
    for name, piece in LIMITED.items():
        took = seconds(quantities.find, [piece * (MEGABYTE // len(piece))], 1)
        is_broken |= took >= SECONDS
        print(f"1 MB of {name}: {took:.2f} s")
    for name, piece in DENSE.items():
        half = seconds(quantities.find, [piece * (MEGABYTE // 20 // len(piece))], 1)
        whole = seconds(quantities.find, [piece * (MEGABYTE // 10 // len(piece))], 1)
        print(f"100 kB of {name}: {whole:.2f} s, {whole / half:.1f} times half of it")
    return int(is_broken)


if __name__ == "__main__":
    sys.exit(main())
