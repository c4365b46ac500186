"""Records as rows of Arrow tables, typed by the JSON Schema of the record."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import orjson

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["arrow_converter", "arrow_schema"]

Schema = dict[str, Any]
KINDS = {bool: "boolean", int: "integer", float: "number", str: "string"}
Row = dict[str, Any]
Convert = Callable[[Any], Any]


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


def arrow_converter(record: Schema) -> Callable[[Row], Row]:
    """Return a function that makes rows of an `arrow_schema` of records with the same JSON Schema."""
    columns = {name: _converter(schema) for name, schema in record["properties"].items()}
    convert = _of_object({**columns, "meta": _to_json})
    assert convert is not None
    return convert


def _converter(schema: Schema) -> Convert | None:
    """
    Return what makes a value of a record one of the Arrow type of its JSON Schema.

    None if they are equal: the value has no pair of offsets, and no value of any type, in it.
    """
    if "prefixItems" in schema:
        return lambda value: {"start": value[0], "end": value[1]}
    if _is_mixed(schema):
        return lambda value: value if isinstance(value, str) else _to_json(value)
    if "items" in schema:
        return _of_list(_converter(schema["items"]))
    options = schema.get("anyOf", [schema])
    fields = {name: s for option in options for name, s in option.get("properties", {}).items()}
    return _of_object({name: _converter(field) for name, field in fields.items()})


def _to_json(value: Any) -> str:
    return orjson.dumps(value).decode()


def _of_list(convert: Convert | None) -> Convert | None:
    if convert is None:
        return None
    return lambda value: [item if item is None else convert(item) for item in value]


def _of_object(fields: dict[str, Convert | None]) -> Convert | None:
    converted = [(name, convert) for name, convert in fields.items() if convert]

    def of_object(value: Row) -> Row:
        made = dict(value)
        for name, convert in converted:
            if (field := made.get(name)) is not None:
                made[name] = convert(field)
        return made

    return of_object if converted else None
