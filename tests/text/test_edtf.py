from pipeline.text.edtf import interval, written


def test_written_is_as_precise_as_its_parts() -> None:
    assert written(2015) == "2015"
    assert written(2015, 2) == "2015-02"
    assert written(2015, 2, 9) == "2015-02-09"
    assert written(2015, 2, 30) is None


def test_interval() -> None:
    assert interval("2014", "2015-02") == "2014/2015-02"
    assert interval(None, "2015") == interval("2015", "2015") == "2015"
    assert interval("2015", "2014") == "2014"
