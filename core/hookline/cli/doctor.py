"""`hookline doctor`."""

from __future__ import annotations

import os
import platform
from typing import Any

import click
import orjson

from hookline import __version__
from hookline.components.hooks import call_each
from hookline.components.registry import Registry
from hookline.errors import described

__all__ = ["command"]


@click.command(
    "doctor",
    short_help="Show versions, plugins and the model, and test that they work.",
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
    return 2 if findings["broken"] or findings["conflicts"] else 0


def _findings(registry: Registry) -> dict[str, dict[str, Any]]:
    """Return the findings by section; plugins can add sections."""
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
        "conflicts": {
            f"{kind} {name}": " and ".join(owners)
            for (kind, name), owners in registry.conflicts.items()
        },
    }
    for plugin, sections, error in call_each(registry.manager, "hookline_doctor"):
        if error is None:
            findings.update(sections or {})
        else:
            findings["broken"][plugin] = described(error)
    return findings
