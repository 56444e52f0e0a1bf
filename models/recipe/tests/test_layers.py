"""The packages build on each other in one direction, no file is long, and no files import each other in a circle."""

import ast
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import tryage_recipe

ROOT = Path(tryage_recipe.__file__).parent
#: Each may import from those before it. The command line and the pipeline stand above all.
LAYERS = "core statistics data models train measure router joint evaluate report export external".split()
LONGEST = 250
MOST_FILES = 14


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


FILES = {module_name(path): path for path in ROOT.rglob("*.py")}


def imports(path: Path) -> set[str]:
    """Modules of the recipe that a file imports, wherever in the file."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            below = {f"{node.module}.{alias.name}" for alias in node.names} & set(FILES)
            found |= below or {node.module}
    return found & set(FILES)


GRAPH = {name: imports(path) for name, path in FILES.items()}


def layer(name: str) -> int:
    parts = name.split(".")
    return LAYERS.index(parts[1]) if len(parts) > 1 and parts[1] in LAYERS else len(LAYERS)


def test_no_circle():
    assert len(GRAPH) > 80 and sum(map(len, GRAPH.values())) > 200
    try:
        TopologicalSorter(GRAPH).prepare()
    except CycleError as error:
        raise AssertionError(f"files import each other in a circle: {' -> '.join(error.args[1])}") from error


def test_packages_import_only_what_is_below_them():
    upward = [f"{name} imports {other}" for name, used in GRAPH.items() for other in used if layer(other) > layer(name)]
    assert upward == []


def test_every_folder_is_a_known_layer_of_few_files():
    folders = [path for path in ROOT.iterdir() if path.is_dir() and any(path.glob("*.py"))]
    assert {folder.name for folder in folders} == set(LAYERS)
    assert max(len([*folder.glob("*.py")]) - 1 for folder in folders) <= MOST_FILES


def test_no_file_is_long():
    tests = Path(__file__).parent
    long = [path.name for path in [*FILES.values(), *tests.glob("*.py")] if len(path.read_text().splitlines()) > LONGEST]
    assert long == []
