"""Behind the stage `pages` for pages that are pictures: what is printed on them, where, and how sure that is."""
