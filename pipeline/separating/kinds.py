"""What kind of article it is, from its form: news, opinion, regulation, caption, notice or other (FACTS.md)."""

from pipeline.separating.marks import KINDS, pattern
from pipeline.text.forms import fold

_CAPTION_LENGTH = 260  # characters; a longer text under a photo is a report
_CLAUSES = 3  # paragraphs with a clause's number that make rules of a text under a rule's headline
_SHORT = 40  # characters of a text that can be a heading or a fragment alone
_END = 60


def _has(key: str, text: str) -> bool:
    return pattern(key, KINDS).search(text) is not None


def _count(key: str, paragraphs: list[str]) -> int:
    return sum(pattern(key, KINDS).match(paragraph) is not None for paragraph in paragraphs)


def _is_caption(headline: str, text: str, byline: str) -> bool:
    if len(text) > _CAPTION_LENGTH or pattern("dateline", KINDS).match(text[:_SHORT]):
        return False
    credit = _has("caption_credit", text[-_END:]) or byline.endswith(("摄", "摄影"))
    return credit or _has("caption_headline", headline) or _has("caption_text", text)


def _is_regulation(headline: str, paragraphs: list[str]) -> bool:
    if _count("article_clause", paragraphs) >= _CLAUSES:
        return True
    rule = _has("regulation_headline", headline) or _has("regulation_headline", paragraphs[0][:_END])
    return rule and _count("regulation_clause", paragraphs) >= _CLAUSES - 1


def _is_notice(headline: str, text: str, paragraphs: list[str]) -> bool:
    dated = pattern("date_line", KINDS).fullmatch(paragraphs[-1][:_SHORT]) is not None
    return (_has("notice_headline", headline) and (dated or _has("notice_text", text))) or (dated and _has("notice_text", text))


def _is_opinion(headline: str, text: str, paragraphs: list[str], byline: str) -> bool:
    if pattern("dateline", KINDS).match(text[:_SHORT]):
        return False
    if pattern("opinion_byline", KINDS).fullmatch(paragraphs[0][:_SHORT]):
        return not any(pattern("dateline", KINDS).match(p[:_SHORT]) for p in paragraphs[1:2])
    if _has("opinion_signature", text[-_END:]) or _has("opinion_label", headline):
        return True
    reports = "记者" in byline or "通讯员" in byline or byline.endswith("摄") or byline.startswith(("文/", "文:", "图文", "供稿", "整理"))
    author = bool(byline) and not reports
    return author or (_has("opinion_headline", headline) and _has("opinion_text", text))


def kind(headline: str, text: str, byline: str = "") -> str:
    """The kind of an article from its headline, text (paragraphs joined by a line feed) and byline."""
    headline, text, byline = fold(headline), fold(text), fold(byline)
    paragraphs = [paragraph for paragraph in text.split("\n") if paragraph]
    if not paragraphs:
        return "other"
    if _is_caption(headline, text, byline):
        return "caption"
    if _is_regulation(headline, paragraphs):
        return "regulation"
    if _is_notice(headline, text, paragraphs):
        return "notice"
    if _is_opinion(headline, text, paragraphs, byline):
        return "opinion"
    dateline = pattern("dateline", KINDS).match(text[:_SHORT])
    return "other" if _has("other_headline", headline) and not dateline else "news"
