"""From newspaper pages to a dataset of union activities. Where a line belongs:

corpus.py      what lies in corpus/: one Scan a page file        storage.py    every path, read and write below extracted/
records.py     what flows between stages: frozen records         schema.py     the published tables, enforced when written
vocabulary.py  the words that columns may take                   freshness.py  what an output depends on, read off the source
run.py         the stages in order, the one loop, the invariants errors.py     whose fault decides
evidence.py    from a finding back to its lines and boxes        training.py   which model learns from which gold (gold.py)
doubts.py      what is to be doubted in what OCR read            masking.py    personal numbers in what is published
pictures.py    pictures of pages and of places on them, upright  labels.py     the Chinese names of the words of vocabulary.py
report.py      the report in extracted/report/                   notebooks.py  notebooks/ opened, or executed and kept as HTML
__main__.py    the command line; summary.py query.py dictionary.py views.py   what it shows and writes for a person
stages/        one module a stage, named after its product: pages cleaned articles words entities facts tables.
               A stage is records in, records out; what it has to judge stands in the package behind it:
separating/    behind articles: which lines are whose, from text alone      layout/  the same from the geometry of a page
reading/       behind entities and facts: the encoder, which reads an article as a whole
naming/        behind entities: names, full names, administrative codes
measuring/     behind facts: quantities, what they measure, activities; checks and totals over them
scanning/      behind pages that are pictures: made straight, lines found and read, rules and photographs seen
reporting/     behind report: rows of the tables in, HTML and data files for the browser out
desk/          behind notebooks: the fact desk, charts, answers
exporting/     behind export: the tables in other forms, described
engines/       one module per outside program (plain text, PDF, pictures, text recognition, segmenter)
text/          pure helpers for Chinese text: forms of characters, numerals, dates, sentences, encodings
correcting/    behind tables and cleaned: what people said in corpus/corrections.csv, matched with what it speaks of and applied
comparing/     behind make diff: two builds of the tables, row by row, and why they differ
lexicon/ models/  data: word lists and triggers with their provenance, weights with their training record
Imports go one way: text, lexicon, reading <- naming <- separating, layout, measuring <- stages <- run <- __main__.
"""
