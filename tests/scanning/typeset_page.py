"""Makes tests/scanning/page.png, a page of our own as a clean scan: `python tests/scanning/typeset_page.py FONT BOLD_FONT`.

Two articles in two columns, one in a frame, a rule, a photograph (soft grey noise). The text is invented. The picture is kept in the
repository so that the tests need no Chinese font; any font with simplified Chinese will do (made with Debian's fonts-noto-cjk).
"""

import sys
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

SIZE = (1000, 760)  # 200 dpi
EM = 26
HEADLINES = (("安平县总工会送清凉", 60, 40, 56), ("追回欠薪11.6万元", 560, 420, 34))
COLUMNS = (
    (
        60,
        140,
        "　　本报讯7月8日，安平县总工会筹集资金38.75万元，为2460名环卫工人送去茶叶、毛巾和防暑药品。截至目前，全县已建成职工服务站17个。",
    ),
    (60, 340, "　　据介绍，今年的送清凉活动从6月起，到9月止，计划再走访企业35家，发放慰问品1200份。"),
    (560, 500, "　　“钱拿到了！”8月3日，滏阳区总工会帮23名农民工讨回工资11.6万元，人均5043元。"),
)
MEASURE = 14  # characters of a line
LEADING = 40


def lines(text: str) -> list[str]:
    """A paragraph in lines of MEASURE full-width characters; no line begins with a closing sign."""
    out, line, used = [], "", 0.0
    for char in text:
        wide = 0.55 if char.isascii() else 1.0
        if used + wide > MEASURE and char not in "，。、！”）":
            out.append(line)
            line, used = "", 0.0
        line, used = line + char, used + wide
    return [*out, line]


def main(font: str, bold: str) -> None:
    """Write page.png beside this file."""
    image = Image.new("L", SIZE, 255)
    draw = ImageDraw.Draw(image)
    for text, x, y, size in HEADLINES:
        draw.text((x, y), text, fill=0, font=ImageFont.truetype(bold, size))
    for x, y, text in COLUMNS:
        for number, line in enumerate(lines(text)):
            draw.text((x, y + number * LEADING), line, fill=0, font=ImageFont.truetype(font, EM))
    draw.line((60, 120, 940, 120), fill=0, width=3)
    draw.rectangle((540, 400, 950, 700), outline=0, width=2)
    grey = np.random.default_rng(7).normal(110, 55, (5, 8)).clip(10, 235).astype(np.uint8)
    image.paste(Image.fromarray(grey).resize((370, 220), Image.BICUBIC), (560, 150))
    image.save(Path(__file__).with_name("page.png"), optimize=True)


if __name__ == "__main__":
    main(*sys.argv[1:3])
