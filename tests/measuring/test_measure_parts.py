"""Parts of views: what is shared is looked up once, and nothing is counted twice."""

import pytest

from pipeline.measuring.decoding import measure_views
from pipeline.measuring.features import per_features
from pipeline.measuring.measure_chain import links
from pipeline.measuring.measure_parts import Part, View, bare
from pipeline.measuring.measure_samples import example_samples
from pipeline.measuring.measure_scope import scope_features

NAMES = {"a": 0, "b": 1, "c": 2}


class Counting(dict):
    """Names that count how often they are asked."""

    asked = 0

    def get(self, key, default=None):
        self.asked += 1
        return super().get(key, default)


def test_a_shared_part_is_looked_up_once():
    names, shared = Counting(NAMES), Part({"a": "甲", "unknown": ""})
    for _ in range(3):
        assert View((shared,)).rows(names).tolist() == [3, 0]
    assert names.asked == 2


def test_parts_of_the_same_features_are_looked_up_once_and_keep_their_own_words():
    names, kept = Counting(NAMES), bare(["a", "b"])
    one, two = kept.worded(["甲", "乙"]), kept.worded(["丙", ""])
    assert one.found(names) == two.found(names) == [0, 1]
    assert names.asked == 2
    assert (one, two) == ({"a": "甲", "b": "乙"}, {"a": "丙", "b": ""})
    with pytest.raises(ValueError, match="argument"):
        kept.worded(["甲"])


def test_another_model_is_asked_anew():
    view = View((Part({"a": ""}),))
    assert view.rows(NAMES).tolist() == [3, 0]
    assert view.rows({"z": 0, "a": 1}).tolist() == [2, 1]


def test_rows_with_words_leave_the_bare_parts_out():
    view = View((Part({"c": "丙"}),), (bare(["a"]),))
    assert view.rows(NAMES).tolist() == [3, 2, 0]
    assert view.rows_with_words(NAMES).tolist() == [2]
    assert view.features() == {"c": "丙", "a": ""}
    assert (view.words("c"), view.words("a"), view.words("b")) == ("丙", "", "")


def test_the_parts_of_a_view_have_no_feature_in_common_and_bare_ones_no_words():
    views = []
    for context in (sample.context for sample in example_samples()[::5]):
        facts = [(i, "people_aided") for i in range(len(context.quantities))]
        views += measure_views(context) + links(context, facts)
        views += [question(context, i, measure) for i, measure in facts for question in (scope_features, per_features)]
    assert len(views) > 500
    for view in views:
        assert len(view.features()) == sum(map(len, (*view.told, *view.bare)))
        assert not any(any(part.values()) for part in view.bare)
