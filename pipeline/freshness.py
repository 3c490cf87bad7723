"""What an output depends on besides its inputs: the code of its stage, the data files it names, the libraries it uses.

All of it is read off the source, so that nobody has to keep a list: modules from the import statements, data files
of lexicon/ and models/ from the string literals that name them, libraries from the other imports and from `resources.files`.
"""

import ast
import hashlib
import sys
from functools import cache
from importlib import metadata
from pathlib import Path

PACKAGE = Path(__file__).parent
DATA_FOLDERS = (PACKAGE / "lexicon", PACKAGE / "models")


def module_path(name: str) -> Path | None:
    """The file of a module of ours, None for any other."""
    base = PACKAGE.parent.joinpath(*name.split("."))
    candidates = (base.with_suffix(".py"), base / "__init__.py")
    return next((path for path in candidates if name.split(".")[0] == PACKAGE.name and path.exists()), None)


@cache
def _read(path: Path) -> tuple[frozenset[str], frozenset[str]]:
    """What a module's source says: the dotted names that it imports, and its short string literals."""
    names, literals = set(), set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module)
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
        elif _takes_files(node):
            names.add(node.args[0].value)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            literals.add(node.value)
    return frozenset(names), frozenset(literals)


def _takes_files(node: ast.AST) -> bool:
    """Is it `resources.files("name")`, which takes a model or a list out of a library without importing it?"""
    called = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "files" and len(node.args) == 1
    return called and isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str)


def imported_names(path: Path) -> frozenset[str]:
    """The dotted names that a module imports, also inside functions, or takes files of; `from a import b` gives a and a.b."""
    return _read(path)[0]


@cache
def modules_behind(module: str) -> frozenset[Path]:
    """The files of our own modules that a module needs, itself included."""
    found: set[Path] = set()
    waiting = [module]
    while waiting:
        path = module_path(waiting.pop())
        if path and path not in found:
            found.add(path)
            waiting.extend(imported_names(path))
    return frozenset(found)


@cache
def data_files_behind(module: str) -> frozenset[Path]:
    """The files of lexicon/ and models/ that a module and what it imports name in a string literal."""
    there = {path.name: path for folder in DATA_FOLDERS for path in folder.iterdir() if path.suffix not in (".py", ".pyc")}
    literals = frozenset().union(*(_read(path)[1] for path in modules_behind(module)))
    return frozenset(path for name, path in there.items() if name in literals and path.is_file())


@cache
def libraries_behind(module: str) -> dict[str, str]:
    """Name and version of the libraries that a module and what it imports import themselves."""
    tops = {name.split(".")[0] for path in modules_behind(module) for name in imported_names(path)}
    distributions = _distributions()
    return {
        name: metadata.version(name)
        for top in sorted(tops - set(sys.stdlib_module_names) - {PACKAGE.name})
        for name in distributions.get(top, ())
    }


@cache
def _distributions() -> dict[str, list[str]]:
    return dict(metadata.packages_distributions())


@cache
def code_digest(module: str) -> str:
    """A digest of the code, data files and library versions behind a module."""
    digest = hashlib.sha256()
    for path in sorted(modules_behind(module) | data_files_behind(module)):
        digest.update(f"{path.relative_to(PACKAGE)}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    for library, version in sorted(libraries_behind(module).items()):
        digest.update(f"{library}=={version}\0".encode())
    return digest.hexdigest()
