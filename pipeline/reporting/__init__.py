"""The report: rows of the tables in, HTML and data files out. What stands on pages is data: escaped wherever it is put in."""
