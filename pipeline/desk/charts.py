"""Charts as SVG text for notebooks: bars, and a calendar of what is there. The reader's own fonts draw the characters.

Chart libraries measure Chinese text with a font of the machine that draws, which need not have one; here a Chinese character is as wide as
it is high, as in every Chinese font. All labels are escaped; each mark has a <title>, the chart itself a title for screen readers.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from html import escape

_FONTS = "'Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei','PingFang SC','WenQuanYi Micro Hei',sans-serif"
_SIZE, _ROW, _WIDE = 14, 24, 420  # pixels: type, a row, the longest bar
_CELL = 18
_INK, _BAR, _QUIET = "#1a1a1a", "#2f6db5", "#595959"
_SHADES = ("#eeeeee", "#b9d3f0", "#6fa3dc", "#2f6db5", "#123f75")  # none, 1, 2-3, 4-7, 8 and more
NOTHING = "没有数据 no data"


def width_of(text: str) -> float:
    """The width of a text in units of its size: 1 a Chinese character, 0.6 any other."""
    return sum(1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.6 for char in text)


def bars(title: str, rows: Sequence[tuple[str, float, str]]) -> str:
    """A bar a row (label, value from 0, value in words), in their order; a sentence where there is none."""
    if not rows:
        return _nothing(title)
    left = max(width_of(label) for label, _, _ in rows) * _SIZE + 10
    right = max(width_of(words) for _, _, words in rows) * _SIZE + 10
    most = max(value for _, value, _ in rows) or 1
    marks = []
    for n, (label, value, words) in enumerate(rows):
        y, long = 30 + n * _ROW, max(1.0, _WIDE * value / most)
        marks.append(_text(left - 6, y + 16, label, anchor="end"))
        marks.append(
            f'<rect x="{left:.0f}" y="{y + 2}" width="{long:.1f}" height="{_ROW - 5}" fill="{_BAR}">{_title(f"{label}: {words}")}</rect>'
        )
        marks.append(_text(left + long + 6, y + 16, words))
    return _svg(title, max(left + _WIDE + right, _title_width(title)), 36 + len(rows) * _ROW, marks)


def calendar(title: str, year: int, pages: Mapping[str, int]) -> str:
    """Months down, days across: how many pages of a year there are. `pages`: counts by EDTF date of the issue.

    Dates known to the month stand behind the month's days, those known to the year below; an interval counts on its first day.
    """
    exact = {key: n for key, n in _starts(pages).items() if key.startswith(f"{year:04}")}
    left, top = 46, 52
    marks = [_text(left + day * _CELL - 9, top - 6, str(day), anchor="middle", size=10) for day in range(1, 32)]
    marks.append(_text(left + 32 * _CELL, top - 6, "仅知月", size=10))
    for month in range(1, 13):
        y = top + (month - 1) * _CELL
        marks.append(_text(left - 6, y + 13, f"{month}月", anchor="end", size=12))
        marks += [
            _cell(left + (day - 1) * _CELL, y, exact, f"{year:04}-{month:02}-{day:02}") for day in range(1, 32) if _is_day(year, month, day)
        ]
        marks.append(_cell(left + 32 * _CELL, y, exact, f"{year:04}-{month:02}"))
    y = top + 12 * _CELL + 6
    marks += [_text(left - 6, y + 13, "仅知年", anchor="end", size=12), _cell(left, y, exact, f"{year:04}")]
    return _svg(title, max(left + 35 * _CELL, _title_width(title)), y + _CELL + 8, marks)


def years_of(pages: Mapping[str, int]) -> list[int]:
    """The years in which these dates begin, in order."""
    return sorted({int(key[:4]) for key in pages if key[:4].isdigit()})


def _starts(pages: Mapping[str, int]) -> dict[str, int]:
    starts: dict[str, int] = {}
    for key, n in pages.items():
        first = key.partition("/")[0]
        starts[first] = starts.get(first, 0) + n
    return starts


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _cell(x: float, y: float, counts: Mapping[str, int], key: str) -> str:
    n = counts.get(key, 0)
    shade = _SHADES[min(n.bit_length(), len(_SHADES) - 1)]
    rect = f'<rect x="{x:.0f}" y="{y:.0f}" width="{_CELL - 2}" height="{_CELL - 2}" fill="{shade}">{_title(f"{key}: {n} 版")}</rect>'
    if not n:
        return rect
    ink = "#ffffff" if n >= 4 else _INK
    return rect + f'<text x="{x + 8:.0f}" y="{y + 12:.0f}" font-size="10" text-anchor="middle" fill="{ink}">{n}</text>'


def _svg(title: str, width: float, height: float, marks: Sequence[str]) -> str:
    size = f'width="{width:.0f}" height="{height:.0f}" viewBox="0 0 {width:.0f} {height:.0f}"'
    style = f'font-family="{_FONTS}" style="max-width:100%;height:auto;background:#fff"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{escape(title)}" {size} {style}>'
    return head + _text(4, 18, title, size=15, weight="bold") + "".join(marks) + "</svg>"


def _nothing(title: str) -> str:
    return _svg(title, max(300, _title_width(title)), 60, [_text(4, 44, NOTHING, fill=_QUIET)])


def _title_width(title: str) -> float:
    return width_of(title) * 15 + 16


def _text(x: float, y: float, words: str, anchor: str = "start", **how: object) -> str:
    size, fill, weight = how.get("size", _SIZE), how.get("fill", _INK), how.get("weight", "normal")
    look = f'font-size="{size}" font-weight="{weight}" text-anchor="{anchor}" fill="{fill}"'
    return f'<text x="{x:.0f}" y="{y:.0f}" {look}>{escape(words)}</text>'


def _title(words: str) -> str:
    return f"<title>{escape(words)}</title>"
