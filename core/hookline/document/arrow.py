"""Records as rows of Arrow tables, typed by the JSON Schema of the record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["arrow_row", "arrow_schema"]

Schema = dict[str, Any]
KINDS = {bool: "boolean", int: "integer", float: "number", str: "string"}


def arrow_schema(record: Schema) -> pa.Schema:
    """
    Return the Arrow schema of records with this JSON Schema.

    Objects become structs, arrays lists, pairs of offsets structs of `start` and `end`. What can be
    any object, such as `meta`, or has values of several types, is a string, in JSON where it is no
    text. All columns are nullable: a layer that no stage provided is null.
    """
    import pyarrow as pa

    properties = record["properties"].items()
    return pa.schema([(name, _arrow_type(schema)) for name, schema in properties])


def _arrow_type(schema: Schema) -> Any:
    import pyarrow as pa

    plain = {
        "integer": pa.int64(),
        "number": pa.float64(),
        "string": pa.string(),
        "boolean": pa.bool_(),
    }
    if "anyOf" in schema:
        return _union([option for option in schema["anyOf"] if option.get("type") != "null"])
    if "prefixItems" in schema:
        return pa.struct({"start": pa.int64(), "end": pa.int64()})
    kinds = _kinds(schema)
    kind = kinds[0] if len(kinds) == 1 else "string"
    if kind == "array":
        return pa.list_(_arrow_type(schema["items"]))
    if kind == "object" and "properties" in schema:
        fields = schema["properties"].items()
        return pa.struct({name: _arrow_type(field) for name, field in fields})
    return plain.get(kind, pa.string())


def _kinds(schema: Schema) -> list[str]:
    """Return the types of values in JSON Schema, without null; an integer is a number as well."""
    if "const" in schema or "enum" in schema:
        types = map(type, schema.get("enum", [schema.get("const")]))
        kinds = [KINDS[kind] for kind in dict.fromkeys(types) if kind in KINDS]
    else:
        listed = schema.get("type", "string")
        kinds = listed if isinstance(listed, list) else [listed]
        kinds = [kind for kind in kinds if kind != "null"]
    return ["number"] if set(kinds) == {"integer", "number"} else kinds


def _is_mixed(schema: Schema) -> bool:
    """Return whether values have several types, so that their column has strings."""
    if "anyOf" in schema:
        return not _all_objects(schema["anyOf"])
    return len(_kinds(schema)) > 1


def _union(options: list[Schema]) -> Any:
    """Return the type of a value with several forms: a struct with the fields of all of them."""
    if _all_objects(options):
        fields = {name: s for option in options for name, s in option["properties"].items()}
        return _arrow_type({"type": "object", "properties": fields})
    return _arrow_type(options[0]) if len(options) == 1 else _arrow_type({"type": "string"})


def _all_objects(options: list[Schema]) -> bool:
    return all("properties" in option for option in options if option.get("type") != "null")


def arrow_row(record: dict[str, Any], schema: Schema) -> dict[str, Any]:
    """Return a record as a row of a table with the `arrow_schema` of its JSON Schema."""
    columns = schema["properties"]
    row = {name: _to_row(value, columns[name]) for name, value in record.items()}
    row["meta"] = orjson.dumps(record["meta"]).decode()
    return row


def _to_row(value: Any, schema: Schema) -> Any:
    """Return a value of a record as a value of the Arrow type that its JSON Schema has."""
    if value is None:
        return None
    if "prefixItems" in schema:
        return {"start": value[0], "end": value[1]}
    if _is_mixed(schema):
        return value if isinstance(value, str) else orjson.dumps(value).decode()
    if isinstance(value, list):
        items = schema["items"]
        return [_to_row(item, items) for item in value] if _changes(items) else value
    if isinstance(value, dict) and _changes(schema):
        fields = _fields(schema)
        return {name: _to_row(field, fields[name]) for name, field in value.items()}
    return value


def _fields(schema: Schema) -> Schema:
    options = schema.get("anyOf", [schema])
    return {name: s for option in options for name, s in option.get("properties", {}).items()}


def _changes(schema: Schema) -> bool:
    """Tell whether a row differs from the record: it has a pair of offsets, or a value of any type."""
    if "prefixItems" in schema or _is_mixed(schema):
        return True
    parts = [*schema.get("properties", {}).values(), *schema.get("anyOf", ())]
    return any(map(_changes, [*parts, *([schema["items"]] if "items" in schema else [])]))
