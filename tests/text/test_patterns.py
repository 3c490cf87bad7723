import re

import pytest
import regex

from pipeline.text.patterns import any_of


@pytest.mark.parametrize("engine", [re, regex])
def test_the_longest_word_is_taken_as_it_stands(engine):
    pattern = engine.compile(f"第{any_of({'县', '县总工会', '县总', '(县)'})}。")
    found = [match.group() for match in pattern.finditer("第县总工会。第县总。第县。第(县)。第市。")]
    assert found == ["第县总工会。", "第县总。", "第县。", "第(县)。"]
    assert engine.compile(any_of(["县", "县总"])).findall("县总县") == ["县总", "县"]
