from pipeline.reporting.article_page import paragraphs


def fact(start, end):
    return {"start": start, "end": end}


def joined(found):
    return "\n".join("".join(text for text, _ in stretches) for stretches in found)


def test_every_fact_is_marked_in_its_paragraph():
    text = "为60名职工\n发放3万元。"
    found = paragraphs(text, [fact(1, 4), fact(9, 12)])
    assert [[words for words, one in stretches if one] for stretches in found] == [["60名"], ["3万元"]]
    assert joined(found) == text


def test_of_facts_that_overlap_the_first_is_marked_and_no_text_is_lost_or_said_twice():
    text = "每人500—1000元，共3万元"
    found = paragraphs(text, [fact(2, 11), fact(6, 11), fact(13, 16)])
    assert [words for words, one in found[0] if one] == ["500—1000元", "3万元"]
    assert joined(found) == text


def test_a_text_without_facts_and_an_empty_one():
    assert joined(paragraphs("甲\n\n乙", [])) == "甲\n\n乙"
    assert paragraphs("", []) == [[]]
