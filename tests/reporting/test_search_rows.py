from pipeline.reporting import search_rows

ARTICLE = dict.fromkeys(("headline", "paper", "issue_date", "kind", "text"), "") | {"article_id": "p-a01"}
FACT = {
    "fact_id": "p-a01-f01", "activity_id": "p-a01-v01", "text": "12万元", "measure": "funds_raised", "scope": "event",
    "value_min": 12345678901.0, "value_max": 12345678901.5, "unit": "CNY", "start": 3, "review": "confirmed",
}  # fmt: skip
ACTIVITY = {"activity_id": "p-a01-v01", "organizer_canonical": "安平县总工会", "organizer": None, "place": None, "review": "unreviewed"}


def figure(activity):
    return search_rows.row(ARTICLE, [ACTIVITY | activity], [FACT])[-1][0]


def test_a_figure_has_the_review_that_counts():
    assert figure({})[-1] == "confirmed"
    assert figure({"review": "rejected"})[-1] == "rejected"
