"""The sub-packages import one way, and a tree of modules shows it."""

import ast
from pathlib import Path

import hookline_stanza

ROOT = Path(hookline_stanza.__file__).parent
LAYERS = [
    {"stage", "training"},
    {"backends"},
    {"options", "inference", "loading"},
    {"tokenization", "encoder"},
    {"numerics", "conversion", "language_check", "logging_guard"},
]
"""Sub-packages and modules, from top to bottom; those of one set do not import each other."""


def imported_packages(path):
    """Return the top-level names in the plugin that a module imports."""
    package = ["hookline_stanza", *path.relative_to(ROOT).parent.parts]
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = package[: len(package) - node.level + 1]
            absolute = [*base, *(node.module or "").split("."), node.names[0].name]
            names.add([part for part in absolute if part][1])
    return names


def test_packages_import_downwards():
    """A module imports nothing from a layer above its own, or from beside it."""
    rank = {name: number for number, layer in enumerate(LAYERS) for name in layer}
    for path in ROOT.rglob("*.py"):
        name = path.relative_to(ROOT).with_suffix("").parts[0]
        if name != "__init__":
            upwards = {
                other for other in imported_packages(path) - {name} if rank[other] <= rank[name]
            }
            assert not upwards, f"{path.relative_to(ROOT)} imports {upwards}"
