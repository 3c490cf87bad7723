"""A small made-up newspaper for the tests: three short reports, and ways to set them on a page."""

from pipeline.records import Line, Page
from pipeline.separating.marks import width
from pipeline.stages import articles, cleaned

REPORTS = (
    (
        "青河县总工会 冬日送暖到矿山",
        "本报讯（记者丁一凡 通讯员方小雨）春节前夕，青河县总工会筹集资金20万元，走访慰问困难职工400名，把党和政府的关怀送到矿工家中。\n"
        "走访中，该会负责人详细了解职工的生活、就医和子女上学情况，鼓励他们树立信心，早日走出困境。",
    ),
    (
        "白沙市总技能竞赛落幕",
        "近日，白沙市总工会举办的第六届职工技能竞赛在市体育馆落下帷幕，全市32家企业的280名选手同台比拼电焊、钳工和叉车三个工种。\n"
        "据介绍，竞赛历时两个月，分初赛、复赛和决赛三个阶段，每个工种的第一名奖励5000元。\n"
        "市总工会负责人表示，今后将把竞赛办到车间和班组，让更多的一线职工有机会登台。（丁一凡）",
    ),
    (
        "南山区追回欠薪九万元",
        "本报讯 7月2日，南山区总工会法律援助中心帮助18名农民工追回被拖欠的工资9万元，工友们把一面锦旗送到了律师手中。\n"
        "此前，这些工友在一处工地干了四个月，包工头以各种理由推脱，他们多次上门讨要都没有结果。",
    ),
)

# An article that goes on on another page: 60名 stands in line 4 of 3.txt.
CONTINUED = {
    "1.txt": """青河县总工会慰问环卫工人

本报讯（记者丁一凡）7月3日，青河县总工会来到城区的环卫作业点，
筹集资金20万元，把防暑用品送到一线职工手中，并听取他们的意见。
走访之后，该会负责人又来到工地，
（下转第3版）
""",
    "3.txt": """青河县总工会慰问环卫工人

（上接第1版）
为60名建筑工人送上毛巾和凉茶，
嘱咐他们注意安全，避开高温时段作业。
""",
}


def wrapped(paragraph, columns, indent=""):
    """The lines of a paragraph set in a column; closing marks may hang out of it."""
    lines, line = [], indent
    for char in paragraph:
        if width(line) + width(char) > columns and char not in "，。、；：！？”’）》":
            lines.append(line)
            line = ""
        line += char
    return [*lines, line]


def page_of(lines, **fields):
    """A page record of raw lines."""
    return Page("甲报-2015-p01", "甲报-2015", "p01.txt", "", "text", "test", tuple(map(Line, lines)), **fields)


def separated(lines, **fields):
    """The articles and furniture of a page of raw lines, after checking that each character has exactly one place."""
    [page] = cleaned.make([page_of(lines, **fields)])
    found, furniture, _ = articles.make([page])
    places = []
    for article in found:
        for piece in article.pieces:
            end = piece.offset + piece.end - piece.start
            assert getattr(article, piece.part)[piece.start : piece.end] == page.lines[piece.line].text[piece.offset : end]
            places += [(piece.line, at) for at in range(piece.offset, end)]
    for piece in furniture:
        places += [(piece.line, at) for at in range(piece.start, piece.end)]
    assert sorted(places) == [(n, at) for n, line in enumerate(page.lines) for at in range(len(line.text))]
    return found, furniture
