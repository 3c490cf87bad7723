"""Names: finding them (tagger, rules), their full forms (canonical), areas (gazetteer, codes)."""
