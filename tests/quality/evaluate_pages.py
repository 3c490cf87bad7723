"""How well pages are cut into articles, against pages with truth: `make evaluate-pages [PAGES=folder]`.

A folder holds <page>.pdf with <page>.json; without one, ../shared/pages/typeset and ../shared/pages/real are taken where they exist.
Pages with truth are not part of this project, as newspapers have rights in them. Prints for each page and in the mean: F1 of whole articles
at 6-gram Jaccard 0.5, 0.8 and 0.95 (headline and text, white space removed), share of headlines right among articles found, share of
characters and of number tokens of the page's truth that stand in its lines, and share of an article's characters that are another's.
Pages that need OCR are named and left out of the mean. Pages with a glyph map (`.glyphs.json`) are read with it, to test layout alone.
"""

import argparse
import importlib.util
import json
import re
import sys
from collections import Counter
from pathlib import Path
from statistics import mean

from pipeline.engines import pdf, pdf_reader
from pipeline.layout.pages import separate
from pipeline.records import Box, Line, Page

LEVELS = (0.5, 0.8, 0.95)
PAIRED = 0.2  # Jaccard from which two articles may be a pair, as in score.py
BLANK = re.compile(r"\s+")
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
FOLDERS = tuple(Path(__file__).parents[3] / "shared" / "pages" / name for name in ("typeset", "real"))
COLUMNS = ("f1@0.5", "f1@0.8", "f1@0.95", "headline", "characters", "numbers", "foreign")


def grams(text: str, n: int = 6) -> Counter:
    """Runs of n characters of a text without its white space."""
    text = BLANK.sub("", text)
    return Counter(text[i : i + n] for i in range(max(1, len(text) - n + 1)))


def jaccard(a: Counter, b: Counter) -> float:
    """Shared runs over all runs."""
    both = sum((a & b).values())
    return both / max(1, sum(a.values()) + sum(b.values()) - both)


def pair(gold: list[str], found: list[str]) -> dict[int, tuple[int, float]]:
    """Gold article → (found article, Jaccard), one to one, best first."""
    g, f = [grams(t) for t in gold], [grams(t) for t in found]
    scores = sorted(((jaccard(a, b), -i, -j) for i, a in enumerate(g) for j, b in enumerate(f)), reverse=True)
    pairs: dict[int, tuple[int, float]] = {}
    used = set()
    for score, i, j in scores:
        if score >= PAIRED and -i not in pairs and -j not in used:
            pairs[-i] = (-j, score)
            used.add(-j)
    return pairs


def truth(path: Path, folder: Path) -> list[dict]:
    """The articles of a page with headline and text."""
    page = json.loads(path.read_text(encoding="utf-8"))
    if "lines" in page:
        return page["articles"]
    spec = importlib.util.spec_from_file_location("build_truth", folder / "build_truth.py")
    build = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(build)
    return list(build.Page(str(path), str(path.with_suffix(".pdf"))).records())


def record(printed: pdf.PdfPage, name: str) -> Page:
    """The record of a page that was read."""
    w, h = printed.width, printed.height

    def boxes(some) -> tuple[Box, ...]:
        return tuple(Box(name, b[0] / w, b[1] / h, b[2] / w, b[3] / h) for b in some)

    lines = tuple(Line(line.text, boxes([line.box])[0], None, line.size, vertical=line.vertical, font=line.font) for line in printed.lines)
    return Page(
        name, name, name, "", "pdf_text", pdf.version(), lines, width=w, height=h,
        rules=boxes(printed.rules), frames=boxes(printed.frames), pictures=boxes(printed.pictures),
    )  # fmt: skip


def read(path: Path) -> pdf.PdfPage:
    """The first page of a file, its glyphs put right where there is a map for them."""
    glyph_map = path.with_suffix(".glyphs.json")
    if not glyph_map.exists():
        return pdf.read(path)[0]
    import pdfplumber

    known = json.loads(glyph_map.read_text(encoding="utf-8"))
    answer = pdf.ask(path, pdf.Limits())["pages"][0]
    fonts: dict[str, int] = {}
    glyphs = []
    with pdfplumber.open(path) as document:
        for c in document.pages[0].chars:
            font = c["fontname"].split("+")[-1]
            base = float(document.pages[0].height) - c["matrix"][5]
            text = known.get(f"{font}|{c['text']}", c["text"])
            box = (c["x0"], base - 0.88 * c["size"], c["x1"], base + 0.12 * c["size"])
            glyphs.append([text, *box, c["size"], fonts.setdefault(font, len(fonts))])
    return pdf.make_page(1, answer | pdf_reader.in_lines(glyphs, list(fonts), answer["shapes"], {}, 0))


def score(gold: list[dict], page: Page) -> dict[str, float]:
    """The figures of one page."""
    articles, _ = separate(page)
    pairs = pair([a["headline"] + a["text"] for a in gold], [a.headline + a.text for a in articles])
    out = {}
    for level in LEVELS:
        hits = sum(s >= level for _, s in pairs.values())
        out[f"f1@{level}"] = 2 * hits / max(1, len(gold) + len(articles))
    headed = [(i, j) for i, (j, s) in pairs.items() if s >= LEVELS[0] and gold[i]["headline"]]
    right = sum(BLANK.sub("", gold[i]["headline"]) == BLANK.sub("", articles[j].headline) for i, j in headed)
    out["headline"] = right / max(1, len(headed))
    there, wanted = (
        Counter(BLANK.sub("", t)) for t in ("".join(line.text for line in page.lines), "".join(a["headline"] + a["text"] for a in gold))
    )
    out["characters"] = (there & wanted).total() / max(1, wanted.total())
    inside = Counter(n for a in articles for n in NUMBER.findall(BLANK.sub("", a.headline + "|" + a.text)))
    numbers = Counter(n for a in gold for n in NUMBER.findall(BLANK.sub("", a["headline"] + "|" + a["text"])))
    out["numbers"] = (inside & numbers).total() / max(1, numbers.total())
    out["foreign"] = foreign(gold, articles, pairs)
    out["articles"], out["gold"] = len(articles), len(gold)
    return out


def foreign(gold: list[dict], articles: list, pairs: dict) -> float:
    """Share of the articles' characters that belong to another article of the page: six-grams that only stand elsewhere."""
    whole = [grams(a["headline"] + a["text"]) for a in gold]
    back = {j: i for i, (j, _) in pairs.items()}
    wrong = total = 0
    for j, a in enumerate(articles):
        own = grams(a.headline + a.text)
        total += own.total()
        if j in back:
            rest = own - whole[back[j]]
            wrong += sum(n for g, n in rest.items() if any(g in w for i, w in enumerate(whole) if i != back[j]))
    return wrong / max(1, total)


def main() -> int:
    """Print the table; 2 where a folder that was given has no pages."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="*", help="folders of pages with truth")
    parser.add_argument("--json", action="store_true", help="figures as JSON")
    options = parser.parse_args()
    folders = options.folders or [folder for folder in FOLDERS if folder.is_dir()]
    if not any(any(folder.glob("*.pdf")) for folder in folders):
        there = " ".join(map(str, options.folders or FOLDERS))
        print(f"no pages with truth in {there}; give a folder of <page>.pdf and <page>.json: make evaluate-pages PAGES=folder")
        return 0 if not options.folders else 2
    out = {}
    for folder in folders:
        rows = {}
        for path in sorted(folder.glob("*.pdf")):
            printed = read(path)
            if printed.text_layer != "good":
                print(f"{path.name}: text layer {printed.text_layer} ({printed.legible}), needs OCR", file=sys.stderr)
                continue
            rows[path.stem] = score(truth(path.with_suffix(".json"), folder), record(printed, path.stem))
        out[str(folder)] = rows
        if not options.json and rows:
            print(f"\n{folder}\n{'':28}" + "".join(f"{c:>11}" for c in COLUMNS) + "   found/gold")
            for name, row in rows.items():
                print(f"{name:28}" + "".join(f"{row[c]:11.3f}" for c in COLUMNS) + f"{row['articles']:8}/{row['gold']}")
            print(f"{'mean of ' + str(len(rows)):28}" + "".join(f"{mean(r[c] for r in rows.values()):11.3f}" for c in COLUMNS))
    if options.json:
        print(json.dumps(out, ensure_ascii=False, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
