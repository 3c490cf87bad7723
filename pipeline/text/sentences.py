"""Where sentences and clauses begin and end in a Chinese text."""

import regex

# A sentence ends at its closing mark, with the quotes and brackets that close behind it, or where a paragraph ends.
_SENTENCE = regex.compile(r"[^。！？!?；;\n]*(?:[。！？!?；;]+[”’」』）)》]*|\n|$)")
_CLAUSE = regex.compile(r"[^，,。！？!?；;：:\n]*(?:[，,。！？!?；;：:]+[”’」』）)》]*|\n|$)")


def _spans(pattern: regex.Pattern, text: str) -> list[tuple[int, int]]:
    spans = []
    for match in pattern.finditer(text):
        start, end = match.span()
        if text[start:end].strip():
            spans.append((start, end))
    return spans


def sentences(text: str) -> list[tuple[int, int]]:
    """Spans (start, end) of the sentences in order; a semicolon ends one, as newspapers list with it. Blank ones are left out."""
    return _spans(_SENTENCE, text)


def clauses(text: str) -> list[tuple[int, int]]:
    """Spans (start, end) of the clauses in order: what stands between commas, colons and sentence marks."""
    return _spans(_CLAUSE, text)
