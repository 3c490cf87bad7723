"""Pages for layout tests: lines put on a sheet of 600 by 800 points, body type of 10."""

from pipeline.records import Box, Line, Page

WIDTH, HEIGHT = 600, 800


class Sheet:
    """A page under construction; the methods add lines."""

    def __init__(self):
        self.lines, self.rules, self.frames, self.pictures = [], [], [], []

    def box(self, x0, y0, x1, y1):
        """A record's box from points."""
        return Box("p", x0 / WIDTH, y0 / HEIGHT, x1 / WIDTH, y1 / HEIGHT)

    def line(self, x, y, words, size=10.0, font="song", vertical=False):
        """One line with its top left corner at x, y."""
        w, h = (size, size * len(words)) if vertical else (size * len(words), size)
        self.lines.append(Line(words, self.box(x, y, x + w, y + h), font_size=size, font=font, vertical=vertical))

    def column(self, x, y, text, width=14, indent=True, **look):
        """Text set in lines of `width` characters, 14 points apart; a line feed begins a paragraph. Gives the next line's top."""
        for number, paragraph in enumerate(text.split("\n")):
            words, start = paragraph, 2 if indent or number else 0
            while words:
                self.line(x + 10 * start, y, words[: width - start], **look)
                words, start, y = words[width - start :], 0, y + 14
        return y

    def columns(self, x, y, text, rows, width=14, gap=15, **look):
        """The text in columns of `rows` lines side by side, in one flow."""
        flow = Sheet()
        flow.column(0, 0, text, width, **look)
        for i, line in enumerate(flow.lines):
            left = line.box.x0 * WIDTH
            self.line(x + left + (10 * width + gap) * (i // rows), y + 14 * (i % rows), line.text, line.font_size, line.font)
        return y + 14 * rows

    def page(self) -> Page:
        """The finished page."""
        return Page(
            "p", "i", "p.pdf", "", "pdf_text", "test", tuple(self.lines), width=WIDTH, height=HEIGHT,
            rules=tuple(self.rules), frames=tuple(self.frames), pictures=tuple(self.pictures),
        )  # fmt: skip
