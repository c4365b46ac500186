"""`hookline plugins`."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from difflib import get_close_matches
from inspect import getdoc, ismodule
from typing import Any

import click
import orjson

from hookline.cli.option_types import default_in_words, default_of, type_in_words
from hookline.cli.options import plan_options
from hookline.cli.table import table_lines
from hookline.components.registry import Registry
from hookline.components.stage import Stage
from hookline.document.layers import Layer
from hookline.errors import PLUGIN_FAULTS, ConfigError, Problem

__all__ = ["command"]

ORDER = ("source", "stage", "sink", "engine", "layer", "command", "hook")
NO_HOOKS = ("hookline_register", "hookline_doctor")  # which observe no runs


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
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(name: str | None, as_json: bool, plan_options: dict[str, Any]) -> int:
    """List the plugins and their components, or show everything about NAME."""
    registry = Registry.discover(plan_options["plugins"])
    if name is None:
        (_print_json if as_json else _list)(registry)
        return 0
    kinds = [kind for kind, known in registry.components if known == name]
    hooks = _hooks(registry)
    if name not in registry.commands and name not in hooks and not kinds:
        message, hint = _missing(registry, name, hooks)
        raise ConfigError(Problem(message, "hookline plugins", hint=hint))
    details = [_details(kind, registry.components[kind, name]) for kind in kinds]
    if name in hooks:
        details.append(hooks[name])
    if as_json:
        click.echo(orjson.dumps(details, option=orjson.OPT_INDENT_2, default=str).decode())
        return 0
    if name in registry.commands:
        _show_command(name, registry.commands[name])
    for each in details:
        _show(each)
    return 0


def _missing(registry: Registry, name: str, hooks: Collection[str]) -> tuple[str, str]:
    """Return a message and a hint for a name that cannot be shown."""
    for kind, known in registry.conflicts:
        if known == name:
            return registry.explain_missing(kind, name)
    for broken in registry.broken:
        if name in (broken.name, broken.distribution):
            return f"the plugin `{name}` is broken: {broken.error}", ""
    known_names = {known for _, known in registry.components}
    every = sorted({*known_names, *registry.commands, *hooks})
    close = get_close_matches(name, every, 1)
    hint = f"did you mean `{close[0]}`?" if close else f"there are: {', '.join(every)}"
    return f"nothing is named `{name}`", hint


def _hooks(registry: Registry) -> dict[str, dict[str, Any]]:
    """Return the plugins that observe runs, with their hooks."""
    hooks = {}
    for plugin in registry.plugins:
        loaded = registry.manager.get_plugin(f"{plugin.distribution}:{plugin.name}".lstrip(":"))
        callers = registry.manager.get_hookcallers(loaded) or ()
        if names := [caller.name for caller in callers if caller.name not in NO_HOOKS]:
            own = loaded if ismodule(loaded) else type(loaded)
            place = own.__name__ if own is loaded else f"{own.__module__}:{own.__qualname__}"
            hooks[plugin.name] = {
                "kind": "hook",
                "name": plugin.name,
                "class": place,
                "summary": (getdoc(own) or "").strip(),
                "hooks": sorted(names),
            }
    return hooks


def _rows(registry: Registry) -> list[dict[str, str]]:
    """Return what every plugin registers, by kind and name."""
    rows = []
    hooks = _hooks(registry)
    for plugin in registry.plugins:
        origin = f"{plugin.distribution} {plugin.version}".strip()
        if plugin.name in hooks:
            summary = hooks[plugin.name]["summary"].split("\n")[0]
            rows.append(_row("hook", plugin.name, origin, summary))
        for entry in plugin.components:
            kind, _, name = entry.partition(" ")
            if (kind, name) in registry.conflicts:
                summary = "(unusable: registered more than once)"
            elif kind == "command":
                summary = registry.commands[name].get_short_help_str(100)
            else:
                component = registry.components[kind, name]
                summary = _summary(component)
                if needs := _needs(component):
                    summary = f"{summary} Needs: {needs}"
            rows.append(_row(kind, name, origin, summary))
    return sorted(rows, key=lambda row: (ORDER.index(row["kind"]), row["name"]))


def _row(kind: str, name: str, origin: str, summary: str) -> dict[str, str]:
    return {"kind": kind, "name": name, "from": origin, "what it does": summary}


def _summary(component: Any) -> str:
    """Return one line about a component, or about a layer, which has no documentation of its own."""
    if isinstance(component, Layer):
        return f"A layer of annotation, of items of the type {component.item.__name__}."
    return (getdoc(component) or "").split("\n")[0]


def _needs(component: Any) -> str:
    """Return how to install what a component needs and is not there, or an empty string."""
    if isinstance(component, Layer):
        return ""
    try:
        requirements = component.missing_modules().values()
    except PLUGIN_FAULTS:
        return ""  # `hookline check` reports it
    return " ".join(f"pip install '{each}'" for each in dict.fromkeys(requirements))


def _list(registry: Registry) -> None:
    rows = _rows(registry)
    columns = ["kind", "name", "from", "what it does"]
    if len({row["from"] for row in rows}) == 1:
        columns.remove("from")
    for line in table_lines([columns, *([row[column] for column in columns] for row in rows)]):
        click.echo(line)
    if "from" not in columns:
        click.echo(f"\nall from {rows[0]['from']}; `hookline plugins NAME` shows the options")
    for broken in registry.broken:
        text = f"broken: {broken.name} of {broken.distribution} {broken.version}: {broken.error}"
        click.secho(text, fg="red")


def _print_json(registry: Registry) -> None:
    values = {
        "components": [
            {("summary" if key == "what it does" else key): value for key, value in row.items()}
            for row in _rows(registry)
        ],
        "broken": [asdict(broken) for broken in registry.broken],
    }
    click.echo(orjson.dumps(values, option=orjson.OPT_INDENT_2).decode())


def _show_command(name: str, command: click.Command) -> None:
    with click.Context(command, info_name=f"hookline {name}") as context:
        click.echo(f"command {name}")
        click.echo(command.get_help(context))


def _details(kind: str, component: Any) -> dict[str, Any]:
    """Return what a component declares."""
    if isinstance(component, Layer):
        return {"kind": kind, "name": component.name, "summary": _summary(component)}
    details: dict[str, Any] = {
        "kind": kind,
        "name": component.name,
        "class": f"{component.__module__}:{component.__qualname__}",
        "summary": (getdoc(component) or "").strip(),
    }
    if issubclass(component, Stage):
        details |= {
            "requires": list(component.requires),
            "provides": list(component.provides),
            "labels": list(component.labels or ()),
            "uses labels": list(component.uses_labels),
            "edits text": component.edits_text,
            "cost": component.cost,
        }
    details["needs"] = _needs(component)
    details["endings"] = list(getattr(component, "endings", ()))
    details["options"] = [
        {
            "name": field.alias or name,
            "type": type_in_words(field.annotation),
            "required": field.is_required(),
            "default": default_of(field),
            "description": field.description or "",
        }
        for name, field in component.Options.model_fields.items()
    ]
    return details


def _show(details: dict[str, Any]) -> None:
    source = f" ({details['class']})" if "class" in details else ""
    click.echo(f"{details['kind']} {details['name']}{source}")
    click.echo(f"  {details['summary']}".replace("\n", "\n  "))
    for title in ("requires", "provides", "labels", "uses labels", "endings", "hooks"):
        if details.get(title):
            click.echo(f"  {title}: {', '.join(details[title])}")
    if details.get("needs"):
        click.echo(f"  needs: {details['needs']}")
    if "cost" in details:
        edits = "yes" if details["edits text"] else "no"
        click.echo(f"  edits text: {edits}; cost: {details['cost']}")
    if "options" not in details:
        return
    click.echo("  options:" if details["options"] else "  options: none")
    for option in details["options"]:
        default = default_in_words(option["required"], option["default"])
        click.echo(f"    {option['name']}: {option['type']}, {default}")
        if option["description"]:
            click.echo(f"        {option['description']}")
