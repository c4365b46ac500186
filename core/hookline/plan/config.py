"""A config as a typed object, for programs that do not keep one in a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hookline.components.component import Component

__all__ = ["Config"]

Use = str | type[Component] | Mapping[str, Any]
"""A component: its registered name or `module:Class`, its class, or a mapping with `use`."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Config(Mapping[str, Any]):
    """
    A config, with the keys that a config file has.

    It is a mapping of the keys that are not None, so that `read_plan` and `Pipeline.from_config` take
    it and check it as they check a file. A component is its name, its class, or a mapping with its
    options in which `use` is the name or the class. A class does not have to be registered::

        Config(
            source={"use": "text", "path": "seeds/*.txt"},
            stages=["clean", {"use": Shout, "mark": "!"}],
            sink={"use": "jsonl", "path": "out.jsonl"},
        )

    Args:
        source: Where to read documents; several are read in order. `Pipeline` needs none.
        stages: What to do with documents, in order.
        sink: Where to write documents; to all, if there are several. `Pipeline` needs none.
        engine: Where to compute; this machine by default.
        failures: What to do with failed documents: `path` and `limit`.
        batch_size: Documents per call, for every stage.
        cache: A folder for outcomes of stages, or its `path` and `size`.
        check: Which warnings to ignore: `ignore`.
    """

    source: Use | Sequence[Use] | None = None
    stages: Sequence[Use]
    sink: Use | Sequence[Use] | None = None
    engine: Use | None = None
    failures: Mapping[str, Any] | None = None
    batch_size: int | None = None
    cache: str | Mapping[str, Any] | None = None
    check: Mapping[str, Any] | None = None

    def __post_init__(self) -> None:
        for key in ("stages", "source", "sink"):
            value = getattr(self, key)
            if isinstance(value, list):
                object.__setattr__(self, key, tuple(value))

    def __getitem__(self, key: str) -> Any:
        if key in self.__dataclass_fields__ and (value := getattr(self, key)) is not None:
            return value
        raise KeyError(key)

    def __iter__(self) -> Iterator[str]:
        return (key for key in self.__dataclass_fields__ if getattr(self, key) is not None)

    def __len__(self) -> int:
        return sum(1 for _ in self)
