from pipeline import freshness


def test_the_modules_behind_a_stage_are_found_through_its_imports():
    names = {path.name for path in freshness.modules_behind("pipeline.stages.pages")}
    assert {"pages.py", "plain_text.py", "encodings.py", "forms.py", "records.py"} <= names
    assert "tables.py" not in names


def test_the_digest_follows_code_and_data(tmp_path, monkeypatch):
    package = tmp_path / "pipeline"
    for folder in ("stages", "lexicon", "models"):
        (package / folder).mkdir(parents=True)
    (package / "stages" / "one.py").write_text("from pipeline import helper\n", encoding="utf-8")
    (package / "stages" / "two.py").write_text("X = 1\n", encoding="utf-8")
    (package / "helper.py").write_text('WORDS = "words.txt"\n', encoding="utf-8")
    (package / "lexicon" / "words.txt").write_text("工会\n", encoding="utf-8")
    monkeypatch.setattr(freshness, "PACKAGE", package)
    monkeypatch.setattr(freshness, "DATA_FOLDERS", (package / "lexicon", package / "models"))

    def digests():
        for cached in (
            freshness._read,
            freshness.modules_behind,
            freshness.data_files_behind,
            freshness.libraries_behind,
            freshness.code_digest,
        ):
            cached.cache_clear()
        return freshness.code_digest("pipeline.stages.one"), freshness.code_digest("pipeline.stages.two")

    one, two = digests()
    (package / "lexicon" / "words.txt").write_text("工会\n总工会\n", encoding="utf-8")
    changed_one, same_two = digests()
    assert changed_one != one
    assert same_two == two
    (package / "helper.py").write_text('WORDS = "words.txt"  # a comment\n', encoding="utf-8")
    assert digests()[0] != changed_one
    monkeypatch.undo()
    digests()


def test_library_versions_belong_to_it():
    assert "regex" in freshness.libraries_behind("pipeline.text.sentences")


def test_a_library_of_which_only_files_are_taken_is_behind_it_too():
    assert {"rapidocr", "onnxruntime"} <= freshness.libraries_behind("pipeline.engines.ocr").keys()  # its models
    assert "rapidocr" not in freshness.libraries_behind("pipeline.stages.words")
