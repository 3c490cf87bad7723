from pipeline.correcting.hashes import line_hash
from pipeline.records import Line, Page
from pipeline.stages import cleaned

SPOTS = (0, 300, 300, 600, 600, 1000)


def line_after(new):
    page = Page("p", "i", "p.pdf", "0" * 64, "pdf_text", "reader", (Line("5Z元", spots=SPOTS),))
    return next(r for r in cleaned.make([page], [("p-l001", line_hash("5Z元"), new)]) if isinstance(r, Page)).lines[0]


def test_a_corrected_character_stays_where_it_stood():
    line = line_after("52元")
    assert (line.text, line.spots) == ("52元", SPOTS)


def test_places_of_characters_are_forgotten_where_there_are_more_or_fewer_of_them():
    assert line_after("522元").spots == ()
    assert line_after("").spots == ()
