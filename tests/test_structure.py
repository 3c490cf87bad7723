"""The shape of the house: imports go one way, names agree, nothing grows past reading, docs match the code."""

import ast
import re
from pathlib import Path

import pytest

from pipeline import dictionary, freshness, run, training

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "pipeline"
MODULES = sorted(path for path in PACKAGE.rglob("*.py"))
NAMED = {path: ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__") for path in MODULES}

# What a package may import, besides itself and errors, records; the order of the layers.
MAY_IMPORT = {
    "text": {"lexicon"},
    "separating": {"text", "lexicon", "naming"},
    "layout": {"text", "lexicon", "separating", "engines"},
    "reading": {"models", "engines"},
    "naming": {"text", "lexicon", "models", "engines", "reading"},
    "measuring": {"text", "lexicon", "models", "naming", "engines", "reading"},
    "engines": {"text", "lexicon", "layout"},
    "scanning": {"text", "models", "layout", "engines", "reading"},
    "correcting": {"text", "naming"},
    "comparing": {"correcting", "labels", "schema", "storage", "run"},
    "desk": {"text", "engines", "correcting", "reporting", "labels", "masking", "pictures", "storage", "query", "schema"},
    "reporting": {"text", "labels", "schema", "dictionary"},
    "exporting": {"schema", "storage", "query", "doubts", "freshness", "masking", "run"},
}
EVERYBODY = {"errors", "records", "vocabulary", "evidence", "gold"}
TOP = set("pyproject.toml pipeline corpus extracted notebooks tests Makefile README.md LICENSE CHANGELOG.md requirements.lock".split())


def _functions(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef):
            yield node


def test_top_level_holds_only_what_is_agreed():
    here = {path.name for path in ROOT.iterdir() if not path.name.startswith(".") and not path.name.endswith(".egg-info")}
    assert here <= TOP


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_modules_and_functions_can_be_read(path):
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 400
    for function in _functions(path):
        arguments = function.args
        assert function.end_lineno - function.lineno < 50, f"{function.name} is too long"
        assert len(arguments.args) + len(arguments.kwonlyargs) <= 5, f"{function.name} takes too many parameters"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_catches_everything(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ExceptHandler):
            assert node.type is not None
            assert getattr(node.type, "id", "") not in ("Exception", "BaseException")


def test_every_package_has_its_rule():
    packages = {path.parent.name for path in PACKAGE.glob("*/*.py")}
    data = {folder.name for folder in freshness.DATA_FOLDERS}
    assert packages - data - {"stages"} == MAY_IMPORT.keys()  # the stages' rule: test_stages_import_no_runner


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_imports_go_one_way(package):
    for path in (PACKAGE / package).rglob("*.py"):
        ours = {name.split(".")[1] for name in freshness.imported_names(path) if name.startswith("pipeline.")}
        assert ours - EVERYBODY - {package} <= MAY_IMPORT[package], path.name


def test_no_module_imports_itself_by_way_of_others():
    """Engines and layout take from each other, PDF lines from boxes and layout words, but no module from one that needs it."""
    for path, name in NAMED.items():
        for imported in freshness.imported_names(path):
            assert path not in freshness.modules_behind(imported), f"{name} and {imported} import each other"


@pytest.mark.parametrize(("program", "module"), [("rjieba", "segmenter"), ("rapidocr", "ocr"), ("pdfplumber", "pdf_reader")])
def test_an_outside_program_is_called_by_its_engine_alone(program, module):
    callers = [name for path, name in NAMED.items() if program in {used.split(".")[0] for used in freshness.imported_names(path)}]
    assert callers == [f"pipeline.engines.{module}"]


def test_stages_import_no_runner():
    for path in (PACKAGE / "stages").glob("*.py"):
        ours = {name.split(".")[1] for name in freshness.imported_names(path) if name.startswith("pipeline.")}
        assert not ours & {"run", "__main__", "corpus", "summary", "query"}, path.name


def test_each_stage_is_module_target_and_test():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.search(r"^STAGES\s*:=\s*(.*)$", makefile, re.M)[1].split()
    assert tuple(targets) == run.STAGE_NAMES
    for name in run.STAGE_NAMES:
        assert (PACKAGE / "stages" / f"{name}.py").exists()
        assert (ROOT / "tests" / "stages" / f"test_{name}.py").exists()


def test_stages_read_only_what_is_made_before_them():
    made = set()
    for stage in run.STAGES:
        assert set(stage.inputs) <= made
        made.add(stage.name)


@pytest.mark.parametrize("name", run.STAGE_NAMES)
def test_stages_use_all_that_they_read(name):
    (make,) = (function for function in _functions(PACKAGE / "stages" / f"{name}.py") if function.name == "make")
    used = {node.id for node in ast.walk(make) if isinstance(node, ast.Name)}
    assert {argument.arg for argument in make.args.args} <= used


def test_every_data_file_is_read_by_a_stage_or_in_training():
    used = set()
    for module in (*(f"pipeline.stages.{name}" for name in run.STAGE_NAMES), *(trainer.module for trainer in training.TRAINERS)):
        used |= freshness.data_files_behind(module)
    there = {path for folder in freshness.DATA_FOLDERS for path in folder.iterdir() if path.suffix not in (".py", ".md", "")}
    records = {path.with_suffix(".json") for path in there}  # a training record lies beside its model
    assert there - used - records == set()


def test_every_data_file_says_where_it_comes_from():
    for folder in freshness.DATA_FOLDERS:
        for path in folder.glob("*.t*"):
            beside = path.with_suffix(".md")
            assert path.read_text(encoding="utf-8").startswith("#") or beside.exists(), path.name


def test_the_data_dictionary_is_that_of_the_schema():
    assert (ROOT / "extracted" / "README.md").read_text(encoding="utf-8") == dictionary.markdown()


def test_the_readme_names_only_targets_that_there_are():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.M)) | set(run.STAGE_NAMES)
    named = set(re.findall(r"`?make ([a-z][a-z-]*)", (ROOT / "README.md").read_text(encoding="utf-8")))
    assert named <= targets


def test_no_registry_is_named():
    host = re.compile(r"https?://|/simple\b", re.I)
    for name in ("requirements.lock", "Makefile", "pyproject.toml", ".ci/run"):
        assert not host.search((ROOT / name).read_text(encoding="utf-8")), name


def test_the_map_names_every_module_and_package():
    described = (PACKAGE / "__init__.py").read_text(encoding="utf-8")
    for path in PACKAGE.iterdir():
        if path.is_dir() and path.name != "__pycache__":
            assert f"{path.name}/" in described
        elif path.suffix == ".py" and path.name != "__init__.py":
            assert path.name in described
