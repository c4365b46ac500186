"""`hookline plugins`."""

from __future__ import annotations

from difflib import get_close_matches
from inspect import getdoc
from typing import Any

import click

from hookline.cli.options import plan_options
from hookline.components.component import Component
from hookline.components.registry import Registry
from hookline.components.stage import Stage
from hookline.errors import ConfigError, Problem

__all__ = ["command"]


@click.command(
    "plugins",
    short_help="List installed components, or show one in detail.",
    epilog="""\b
Examples:
  hookline plugins
  hookline plugins stanza
  hookline plugins jsonl""",
)
@click.argument("name", required=False)
@plan_options("plugins")
def command(name: str | None, plan_options: dict[str, Any]) -> int:
    """List the plugins and their components, or show everything about NAME."""
    registry = Registry.discover(plan_options["plugins"])
    if name is None:
        _list(registry)
        return 0
    kinds = [kind for kind, known in registry.components if known == name]
    if name in registry.commands:
        _show_command(name, registry.commands[name])
    elif not kinds:
        every = sorted({known for _, known in registry.components} | registry.commands.keys())
        close = get_close_matches(name, every, 1)
        hint = f"did you mean `{close[0]}`?" if close else f"there are: {', '.join(every)}"
        raise ConfigError(Problem(f"nothing is named `{name}`", "hookline plugins", hint=hint))
    for kind in kinds:
        component = registry.find(kind, name)
        assert component
        _show(kind, component)
    return 0


def _list(registry: Registry) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    for title in ("kind", "name", "what it does", "distribution", "version"):
        table.add_column(title)
    for plugin in registry.plugins:
        for entry in plugin.components:
            kind, _, name = entry.partition(" ")
            if (kind, name) in registry.conflicts:
                summary = "(unusable: registered more than once)"
            elif kind == "command":
                summary = registry.commands[name].get_short_help_str(100)
            else:
                summary = (getdoc(registry.find(kind, name)) or "").split("\n")[0]
            table.add_row(kind, name, summary, plugin.distribution, plugin.version)
    console = Console(highlight=False)
    console.print(table)
    for broken in registry.broken:
        console.print(
            f"broken: {broken.name} of {broken.distribution} {broken.version}: {broken.error}",
            markup=False,
            style="red",
        )


def _show_command(name: str, command: click.Command) -> None:
    with click.Context(command, info_name=f"hookline {name}") as context:
        click.echo(f"command {name}")
        click.echo(command.get_help(context))


def _show(kind: str, component: type[Component]) -> None:
    click.echo(f"{kind} {component.name} ({component.__module__}.{component.__qualname__})")
    click.echo(f"  {(getdoc(component) or '').strip()}".replace("\n", "\n  "))
    if issubclass(component, Stage):
        for title, values in (
            ("requires", component.requires),
            ("provides", component.provides),
            ("labels", component.labels or ()),
            ("uses labels", component.uses_labels),
        ):
            if values:
                click.echo(f"  {title}: {', '.join(values)}")
        click.echo(
            f"  edits text: {'yes' if component.edits_text else 'no'}; cost: {component.cost}"
        )
    if endings := getattr(component, "endings", ()):
        click.echo(f"  endings: {', '.join(endings)}")
    fields = component.Options.model_fields
    click.echo("  options:" if fields else "  options: none")
    for name, field in fields.items():
        default = "required" if field.is_required() else f"default {_default(field)!r}"
        click.echo(f"    {name}: {_type(field.annotation)}, {default}")
        if field.description:
            click.echo(f"        {field.description}")


def _default(field: Any) -> Any:
    return field.get_default(call_default_factory=True)


def _type(annotation: Any) -> str:
    text = annotation.__name__ if isinstance(annotation, type) else str(annotation)
    return text.replace("typing.", "")
