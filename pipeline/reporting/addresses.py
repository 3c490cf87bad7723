"""Where things lie in the report. File names are digests of ids, never text of a page or a folder: nothing can lead out of the report."""

import hashlib
from urllib.parse import quote

FOLDERS = ("articles", "lists", "pictures", "search")  # of the report's own; beside them others may keep theirs (notebooks)
_DIGITS = 16  # of sha256: two of a million articles share a name with a probability of 1 in 10 million


def name_of(*parts: str | None) -> str:
    """A file name without ending for a thing with this id, the same for ever."""
    return hashlib.sha256("\0".join(part or "" for part in parts).encode()).hexdigest()[:_DIGITS]


def article(article_id: str) -> str:
    """The page of an article, relative to the report's folder."""
    name = name_of(article_id)
    return f"articles/{name[:2]}/{name}.html"


def listing(paper: str | None, month: str) -> str:
    """The list of a paper's articles of a month (2015-02, 2015 or ""), relative to the report's folder."""
    return f"lists/{name_of(paper, month)}.html"


def picture(*what: str) -> str:
    """The picture of a page, relative to the report's folder. what: all that the picture depends on."""
    return f"pictures/{name_of(*what)}.webp"


def shard(number: int) -> str:
    """A file of rows that the search reads, relative to the report's folder."""
    return f"search/{number:04}.js"


def link(article_id: str, target: str | None = None) -> str:
    """The permalink of an article, or of the fact or activity `target` in it, relative to the report's folder."""
    return article(article_id) + (f"#{quote(target, safe='')}" if target else "")
