"""`hookline new`."""

from __future__ import annotations

import re
from pathlib import Path
from string import Template

import click

from hookline.components.registry import Registry
from hookline.errors import ConfigError, HooklineError, Problem

__all__ = ["command"]

FILES = {
    "pyproject.toml": """\
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "hookline-$name"
version = "0.1.0"
description = "A hookline plugin."
requires-python = ">=3.11"
dependencies = ["hookline"]

[project.optional-dependencies]
test = ["pytest"]

[project.entry-points.hookline]
$name = "hookline_$module"

[tool.hatch.build.targets.wheel]
packages = ["hookline_$module"]
""",
    "README.md": """\
# hookline-$name

A [hookline](https://pypi.org/project/hookline/) plugin with the stage `$name`.

```
pip install -e '.[test]'
hookline plugins $name
pytest
```
""",
    "hookline_$module/__init__.py": '''\
"""The stage `$name`."""

from hookline import Registrar, hookimpl
from hookline_$module.stage import $class_name

__all__ = ["$class_name"]


@hookimpl
def hookline_register(registry: Registrar) -> None:
    """Register the stage."""
    registry.stage($class_name)
''',
    "hookline_$module/stage.py": '''\
"""Drop documents that are too short, as an example to replace."""

from collections.abc import Iterator, Sequence

from pydantic import Field

from hookline import Document, Drop, Outcome, Stage


class $class_name(Stage):
    """Drop documents with fewer words than an option says."""

    name = "$name"
    cost = "light"

    class Options(Stage.Options):
        """Options of the stage."""

        words: int = Field(1, ge=0, description="the least number of words")

    def process(self, docs: Sequence[Document]) -> Iterator[Outcome]:
        """Yield each document, or a drop."""
        for doc in docs:
            yield doc if len(doc.text.split()) >= self.options.words else Drop("too short")
''',
    "tests/test_stage.py": '''\
"""The stage `$name`."""

from hookline import Document, Drop, Pipeline
from hookline.testing import check_stage
from hookline_$module import $class_name


def test_it_keeps_the_contract_of_a_stage():
    """One outcome each, in order, the same for any batch, on odd texts too."""
    check_stage($class_name)


def test_short_documents_are_dropped():
    """A document with fewer words than `words` is dropped."""
    stage = $class_name($class_name.read_options({"words": 2}))
    docs = [Document.from_text("one"), Document.from_text("one two")]
    assert list(stage.process(docs)) == [Drop("too short"), docs[1]]


def test_it_is_installed():
    """A config finds the stage by its name."""
    with Pipeline.from_config({"stages": [{"use": "$name"}]}) as pipeline:
        assert pipeline.process("some words").text == "some words"
''',
}


@click.command(
    "new",
    short_help="Write the package of a new plugin.",
    epilog="""\b
Examples:
  hookline new minimum-words && pip install -e './hookline-minimum-words[test]'""",
)
@click.argument("name")
def command(name: str) -> int:
    """Write the package of a plugin with the stage NAME into the folder hookline-NAME."""
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", name):
        hint = "use lower-case letters, digits and hyphens, such as `minimum-words`"
        raise ConfigError(
            Problem(f"`{name}` is not a valid plugin name", "hookline new", hint=hint)
        )
    if Registry.discover().find("stage", name):
        raise HooklineError(f"there is already an installed stage `{name}`; choose another name")
    folder = Path(f"hookline-{name}")
    if folder.exists():
        raise HooklineError(f"there is already a {folder} here; choose another name, or move it")
    module = name.replace("-", "_")
    values = {"name": name, "module": module, "class_name": name.title().replace("-", "")}
    for path, content in FILES.items():
        file = folder / Template(path).substitute(values)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(Template(content).substitute(values), "utf-8")
    click.echo(f"wrote {folder}; next: pip install -e './{folder}[test]' && pytest {folder}")
    return 0
