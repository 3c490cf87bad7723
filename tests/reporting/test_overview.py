import pytest

from pipeline.desk import labels
from pipeline.reporting import overview, search_rows
from pipeline.vocabulary import COUNTS, MONEY, PEOPLE, QUALIFIERS, REVIEWS, SCOPES, TYPES, VERDICTS


@pytest.mark.parametrize(
    ("date", "month"),
    [("2015-02-12", "2015-02"), ("2015-02", "2015-02"), ("2015", "2015"), ("2015-02-19/2015-03-05", "2015"), ("2015-12-30/2016-01-02", "")],
)
def test_the_month_is_as_precise_as_the_date(date, month):
    assert overview.month_of(date) == month
    assert overview.month_of(None) == ""


def test_every_word_of_the_columns_has_a_chinese_name():
    for words, names in (
        ((*MONEY, *PEOPLE, *COUNTS), labels.MEASURES),
        (TYPES, labels.TYPES),
        (SCOPES, labels.SCOPES),
        (QUALIFIERS, labels.QUALIFIERS),
        (REVIEWS, labels.REVIEWS),
        (VERDICTS, labels.VERDICTS),
    ):
        assert set(words) <= set(names)


@pytest.mark.parametrize(("n", "files"), [(0, 1), (1, 1), (500, 1), (501, 2), (1200, 3)])
def test_rows_are_shared_out_among_files_and_none_is_lost(n, files):
    found = list(search_rows.files([[f"row{i}"] for i in range(n)]))
    assert len(found) == files == len({address for address, _ in found})
    assert sum(data.count(b'"row') for _, data in found) == n
