"""`hookline doctor`."""

from __future__ import annotations

import os
import platform
from typing import Any

import click
import orjson

from hookline import __version__
from hookline.components.registry import Registry

__all__ = ["command"]


@click.command(
    "doctor",
    short_help="Show what would run here, and whether it can.",
    epilog="""\b
Examples:
  hookline doctor
  hookline doctor --json | jq .model""",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(as_json: bool) -> int:
    """Show the versions, the plugins and the model that a run would use here."""
    findings = _findings(Registry.discover())
    if as_json:
        click.echo(orjson.dumps(findings, option=orjson.OPT_INDENT_2).decode())
    else:
        for section, values in findings.items():
            if values:
                click.echo(section)
            for key, value in values.items():
                click.echo(f"  {key}: {value}")
    return 2 if findings["broken"] else 0


def _findings(registry: Registry) -> dict[str, dict[str, Any]]:
    """Return everything there is to say, by section; plugins add sections of their own."""
    findings: dict[str, dict[str, Any]] = {
        "host": {
            "hookline": __version__,
            "python": platform.python_version(),
            "platform": platform.platform(),
            "cores": os.cpu_count(),
        },
        "plugins": {
            plugin.name: f"{plugin.distribution} {plugin.version}" for plugin in registry.plugins
        },
        "broken": {plugin.name: plugin.error for plugin in registry.broken},
    }
    for plugin in registry.manager.get_plugins():
        others = [item for item in registry.manager.get_plugins() if item is not plugin]
        hook = registry.manager.subset_hook_caller("hookline_doctor", others)
        try:
            for sections in hook():
                findings.update(sections)
        except Exception as error:
            name = registry.manager.get_name(plugin) or "?"
            findings["broken"][name] = f"{type(error).__name__}: {error}"
    return findings
