"""`hookline schema`."""

from __future__ import annotations

from typing import Any

import click
import orjson

from hookline.components.registry import Registry
from hookline.config import CacheSettings, ComponentSettings, FailureSettings
from hookline.document.record import record_schema

__all__ = ["command"]

DRAFT = "https://json-schema.org/draft/2020-12/schema"


@click.command(
    "schema",
    short_help="Print the JSON Schema of a config, for editors.",
    epilog="""\b
Examples:
  hookline schema > hookline.schema.json   # completion in editors that know YAML
  hookline schema record                   # what a record is""",
)
@click.argument("what", type=click.Choice(["config", "record"]), default="config")
def command(what: str) -> int:
    """Print the JSON Schema of a config for the installed plugins, or that of a record."""
    if what == "record":
        schema = record_schema(Registry.discover().layers)
    else:
        schema = config_schema(Registry.discover())
    click.echo(orjson.dumps(schema, option=orjson.OPT_INDENT_2).decode())
    return 0


def config_schema(registry: Registry) -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a config for the plugins in `registry`."""
    definitions: dict[str, Any] = {}
    shared = ComponentSettings.model_json_schema()["properties"]
    for kind in ("source", "stage", "sink", "engine"):
        names = []
        for name in registry.names(kind):
            key = f"{kind}-{name}"
            definitions[key] = _component(registry, kind, name, definitions)
            names.append({"$ref": f"#/$defs/{key}"})
        definitions[kind] = {"oneOf": names}
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
    one = {"$ref": f"#/$defs/{kind}"}
    return {"oneOf": [one, {"type": "array", "items": one, "minItems": 1}]}


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
    shared = ComponentSettings.model_json_schema()["properties"]
    schema["properties"] = {
        "use": {"const": name},
        **{key: shared[key] for key in ("name", "batch_size", "timeout")},
        **schema.get("properties", {}),
    }
    schema["required"] = ["use", *schema.get("required", [])]
    schema["additionalProperties"] = False
    return schema
