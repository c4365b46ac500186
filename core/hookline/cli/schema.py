"""`hookline schema`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click
import orjson

from hookline.cli.options import plan_options
from hookline.components.registry import Registry
from hookline.config.settings import (
    CacheSettings,
    CheckSettings,
    ComponentSettings,
    FailureSettings,
    SinkSettings,
    StageSettings,
)
from hookline.document.record import record_schema

__all__ = ["command"]

HOST_KEYS: Mapping[str, type[ComponentSettings]] = {"stage": StageSettings, "sink": SinkSettings}

DRAFT = "https://json-schema.org/draft/2020-12/schema"


@click.command(
    "schema",
    short_help="Print the JSON Schema of a config, for editors.",
    epilog="""\b
Examples:
  hookline schema > hookline.schema.json   # completion in editors that know YAML
  hookline schema record                   # the format of a record""",
)
@click.argument("what", type=click.Choice(["config", "record"]), default="config")
@plan_options("plugins")
def command(what: str, plan_options: dict[str, Any]) -> int:
    """Print the JSON Schema of a config with the installed plugins, or of a record."""
    if what == "record":
        schema = record_schema(Registry.discover(plan_options["plugins"]).layers)
    else:
        schema = config_schema(Registry.discover(plan_options["plugins"]))
    click.echo(orjson.dumps(schema, option=orjson.OPT_INDENT_2).decode())
    return 0


def config_schema(registry: Registry) -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a config with the plugins in `registry`."""
    definitions: dict[str, Any] = {}
    shared = StageSettings.model_json_schema()["properties"]
    for kind in ("source", "stage", "sink", "engine"):
        names = []
        for name in registry.names(kind):
            key = f"{kind}-{name}"
            definitions[key] = _component(registry, kind, name, definitions)
            names.append({"$ref": f"#/$defs/{key}"})
        definitions[kind] = {"oneOf": [*names, _own_class(kind), {"type": "string"}]}
    return {
        "$schema": DRAFT,
        "title": "hookline config",
        "type": "object",
        "required": ["source", "stages", "sink"],
        "additionalProperties": False,
        "properties": {
            "source": _one_or_more("source"),
            "stages": {"type": "array", "items": {"$ref": "#/$defs/stage"}},
            "sink": _one_or_more("sink"),
            "engine": {"$ref": "#/$defs/engine"},
            "failures": FailureSettings.model_json_schema(),
            "batch_size": shared["batch_size"],
            "check": CheckSettings.model_json_schema(),
            "cache": {
                "oneOf": [
                    {"type": "string", "minLength": 1},
                    CacheSettings.model_json_schema(),
                ]
            },
        },
        "$defs": definitions,
    }


def _one_or_more(kind: str) -> dict[str, Any]:
    component = {"$ref": f"#/$defs/{kind}"}
    return {"oneOf": [component, {"type": "array", "items": component, "minItems": 1}]}


def _own_class(kind: str) -> dict[str, Any]:
    """Return the schema of a component given as module:Class, with unknown options."""
    return {
        "title": f"{kind} module:Class",
        "type": "object",
        "properties": {"use": {"type": "string", "pattern": ":"}, **_host_keys(kind)},
        "required": ["use"],
    }


def _host_keys(kind: str) -> dict[str, Any]:
    """Return the keys of a component that the host reads, besides `use`."""
    settings = HOST_KEYS.get(kind, ComponentSettings)
    keys: dict[str, Any] = settings.model_json_schema()["properties"]
    return {key: value for key, value in keys.items() if key != "use"}


def _component(
    registry: Registry, kind: str, name: str, definitions: dict[str, Any]
) -> dict[str, Any]:
    component = registry.find(kind, name)
    assert component
    prefix = f"{kind}-{name}-"
    schema = component.Options.model_json_schema(ref_template=f"#/$defs/{prefix}{{model}}")
    for key, value in schema.pop("$defs", {}).items():
        definitions[prefix + key] = value
    schema["title"] = f"{kind} {name}"
    schema["properties"] = {
        "use": {"const": name},
        **_host_keys(kind),
        **schema.get("properties", {}),
    }
    schema["required"] = ["use", *schema.get("required", [])]
    schema["additionalProperties"] = False
    return schema
