"""
Compose YAML and resolve plain scalars by the core schema of YAML 1.2.

PyYAML follows YAML 1.1, where `no` is false, `010` is eight and `12:30` is a number.
Source: YAML 1.2.2, section 10.3.2 (https://yaml.org/spec/1.2.2/#1032-tag-resolution).
"""

from __future__ import annotations

import re
from typing import Any

import yaml

__all__ = ["compose", "construct", "read_scalar", "resolve"]

TAGS = (
    ("null", re.compile(r"~|null|Null|NULL|")),
    ("bool", re.compile(r"true|True|TRUE|false|False|FALSE")),
    ("int", re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")),
    (
        "float",
        re.compile(
            r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?"
            r"|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)"
        ),
    ),
)
STRING = "tag:yaml.org,2002:str"


def compose(text: str) -> yaml.Node | None:
    """
    Return the root node of a document, or None if it is empty.

    Raises:
        yaml.YAMLError: It is not valid YAML.
    """
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    node: yaml.Node | None = yaml.compose(text, Loader=loader)
    return node


def resolve(text: str) -> Any:
    """Return the value of a plain scalar: None, a boolean, a number or a string."""
    for tag, pattern in TAGS:
        if pattern.fullmatch(text):
            return _construct(tag, text)
    return text


def construct(node: yaml.ScalarNode, standard: yaml.SafeLoader) -> Any:
    """
    Return the value of a scalar node; `standard` constructs the values of explicit tags.

    Raises:
        yaml.YAMLError: An explicit tag is unknown.
        ValueError: The value does not fit its tag.
    """
    if node.style:  # quoted or block scalar
        plain: Any = standard.resolve(  # type: ignore[no-untyped-call]  # PyYAML's own
            yaml.ScalarNode, node.value, (False, True)
        )
        return node.value if node.tag == plain else standard.construct_object(node)
    # PyYAML has types for its functions, but not for this one
    implicit: Any = standard.resolve(  # type: ignore[no-untyped-call]
        yaml.ScalarNode, node.value, (True, False)
    )
    if node.tag == implicit:  # no explicit tag
        return resolve(node.value)
    return standard.construct_object(node)


def read_scalar(text: str) -> Any:
    """
    Return the value of YAML text, such as an override.

    Raises:
        yaml.YAMLError: It is not valid YAML.
        ValueError: A value does not fit its tag.
    """
    standard = yaml.SafeLoader("")
    return _value(compose(text), standard)


def _value(node: yaml.Node | None, standard: yaml.SafeLoader) -> Any:
    if node is None:
        return None
    if isinstance(node, yaml.MappingNode):
        return {_value(key, standard): _value(value, standard) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, standard) for item in node.value]
    assert isinstance(node, yaml.ScalarNode)
    return construct(node, standard)


def _construct(tag: str, text: str) -> Any:
    if tag == "null":
        return None
    if tag == "bool":
        return text.lower() == "true"
    if tag == "int":
        base = {"0o": 8, "0x": 16}.get(text[:2], 10)
        return int(text, base)
    return float(text.lower().replace(".inf", "inf").replace(".nan", "nan"))
