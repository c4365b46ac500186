"""`hookline new`."""

from __future__ import annotations

import re
from importlib.util import find_spec
from keyword import iskeyword
from pathlib import Path
from string import Template

import click

from hookline.components.registry import Registry
from hookline.errors import ConfigError, HooklineError, Problem

__all__ = ["command"]

TEMPLATES = Path(__file__).parent / "templates"
KINDS = ("stage", "source", "sink", "engine", "hook")


@click.command(
    "new",
    short_help="Write the package of a new plugin.",
    epilog="""\b
Examples:
  hookline new minimum-words && pip install -e './hookline-minimum-words[test]'
  hookline new mbox --kind source""",
)
@click.argument("name")
@click.option(
    "--kind", type=click.Choice(KINDS), default="stage", show_default=True, help="What it adds."
)
def command(name: str, kind: str) -> int:
    """
    Write the package of a plugin with the stage NAME, or another kind, into the folder hookline-NAME.

    The package has a small example to replace, and tests that pass once it is installed.
    """
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", name):
        hint = "use lower-case letters, digits and hyphens, such as `minimum-words`"
        raise ConfigError(
            Problem(f"`{name}` is not a valid plugin name", "hookline new", hint=hint)
        )
    if Registry.discover().find(kind, name):
        raise HooklineError(f"there is already an installed {kind} `{name}`; choose another name")
    module = f"hookline_{name.replace('-', '_')}"
    if find_spec(module):
        raise HooklineError(f"there is already an installed module `{module}`; choose another name")
    folder = Path(f"hookline-{name}")
    if folder.exists():
        raise HooklineError(f"there is already a {folder} here; choose another name, or move it")
    try:
        _write(folder, name, kind)
    except OSError as error:
        raise HooklineError(f"cannot write {folder}: {error.strerror or error}") from error
    click.echo(f"wrote {folder}; next: pip install -e './{folder}[test]' && pytest {folder}")
    return 0


def _write(folder: Path, name: str, kind: str) -> None:
    module, class_name = name.replace("-", "_"), _class_name(name, kind)
    package = f"hookline_{module}"
    values = {"name": name, "module": module, "class_name": class_name, "kind": kind}
    values["entry_point"] = f"{package}:{class_name}" if kind == "hook" else package
    own = TEMPLATES / kind
    init = own / "__init__.py.txt"
    files = {
        "pyproject.toml": TEMPLATES / "pyproject.toml.txt",
        "README.md": TEMPLATES / "README.md.txt",
        f"{package}/__init__.py": init if init.exists() else TEMPLATES / "__init__.py.txt",
        f"{package}/{kind}.py": own / "component.py.txt",
        f"tests/test_{module}.py": own / "test.py.txt",
    }
    for path, template in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(Template(template.read_text("utf-8")).substitute(values), "utf-8")


def _class_name(name: str, kind: str) -> str:
    """Return the name of the class; with its kind if Python or a template has another use for it."""
    class_name = name.title().replace("-", "")
    templates = [TEMPLATES / "__init__.py.txt", *(TEMPLATES / kind).iterdir()]
    words = {word for file in templates for word in re.findall(r"\w+", file.read_text("utf-8"))}
    taken = iskeyword(class_name) or class_name in words
    return f"{class_name}{kind.title()}" if taken else class_name
