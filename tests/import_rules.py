"""
Check the direction of imports with import-linter, for every package under core and plugins.

    python tests/import_rules.py

The packages are found on disk, so that a new plugin needs no line here.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from importlinter.cli import lint_imports

ROOT = Path(__file__).parents[1]

# From the top down: a package imports only what stands below it, for types as well.
FLOORS = [
    "cli",
    "pipeline | testing | view",
    "runner",
    "plan",
    "files",
    "components",
    "config | document",
    "errors",
]

# Packages of plugins that are built in layers of their own.
PLUGIN_FLOORS = {
    "hookline_coref": [
        *("stage", "clusters | training", "resolution", "names", "mentions", "text", "lexicon"),
    ],
    "hookline_relations": [
        *("command | stage", "merge", "fitting | training", "scorer", "open | typed", "events"),
        *("mentions", "syntax", "encoder_states"),
    ],
}


def rules(plugins: list[str]) -> str:
    """Return the configuration of import-linter for these plugin packages."""

    def block(key: str, lines: list[str]) -> str:
        return f"{key} =\n" + "".join(f"    {line}\n" for line in lines)

    host = [f"hookline.{floor}" for floors in FLOORS for floor in floors.split(" | ")]
    return "\n".join(
        [
            "[importlinter]",
            block("root_packages", ["hookline", *plugins]),
            "[importlinter:contract:layers]",
            "name = The host is built in layers, in one direction",
            "type = layers",
            block("containers", ["hookline"]),
            block("layers", FLOORS),
            "exhaustive = True",
            block("exhaustive_ignores", ["__main__"]),
            "[importlinter:contract:host]",
            "name = The host imports no plugin",
            "type = forbidden",
            block("source_modules", ["hookline"]),
            block("forbidden_modules", plugins),
            "[importlinter:contract:independence]",
            "name = Plugins do not import one another",
            "type = independence",
            block("modules", plugins),
            "[importlinter:contract:interface]",
            "name = Plugins import only the public interface of the host",
            "type = forbidden",
            "allow_indirect_imports = True",
            block("source_modules", plugins),
            block("forbidden_modules", [name for name in host if name != "hookline.testing"]),
            *(
                line
                for name, floors in PLUGIN_FLOORS.items()
                for line in (
                    f"[importlinter:contract:{name}]",
                    f"name = The packages of {name} import one another in one direction",
                    "type = layers",
                    block("containers", [name]),
                    block("layers", floors),
                )
            ),
        ]
    )


def main() -> int:
    """Check every contract and return the exit code of import-linter."""
    plugins = sorted(folder.parent.name for folder in (ROOT / "plugins").glob("*/__init__.py"))
    sys.path[:0] = [str(ROOT / "core"), str(ROOT / "plugins")]
    with tempfile.NamedTemporaryFile("w", suffix=".ini") as file:
        file.write(rules(plugins))
        file.flush()
        return lint_imports(config_filename=file.name, no_cache=True)


if __name__ == "__main__":
    sys.exit(main())
