"""A name that the tests of the desk share."""

FIGURE = "焦作日报-2015-p01-a07-f05"  # 522.6万元
