"""What every component of a config is: a declaration that is cheap to read, and a constructor."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec
from typing import Any, ClassVar

import orjson
from pydantic import BaseModel, ConfigDict

__all__ = ["Component", "Options"]


class Component:
    """
    The base of stages, sources, sinks and engines.

    The class itself is the declaration and is read without constructing it. Constructing is opening:
    whatever is heavy is imported and loaded in `__init__`, in the process that will use it.
    """

    kind: ClassVar[str] = "component"
    name: ClassVar[str]
    """What `use:` says in a config."""
    optional: ClassVar[Mapping[str, str]] = {}
    """Modules that it needs and that not every installation has, with what to install for each."""

    class Options(BaseModel):
        """
        The options of a component, as a pydantic model: strict, frozen, unknown keys refused.

        Give every field a description: it is what `hookline plugins NAME` and editors show.
        """

        model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    def __init__(self, options: Any) -> None:
        self.options = options

    def close(self) -> None:
        """Let go of whatever the component holds; called once, also after a failure."""

    @classmethod
    def lacks(cls) -> dict[str, str]:
        """Return the optional modules that are not installed, and what to install for each."""
        return {name: extra for name, extra in cls.optional.items() if find_spec(name) is None}

    @classmethod
    def read_options(cls, values: dict[str, Any]) -> Options:
        """
        Return the options that `values`, as they stand in a config, make.

        Values are read the way JSON is: strictly, but a list will do for a tuple and a string for a
        path.

        Raises:
            pydantic.ValidationError: one entry for each thing that is wrong.
        """
        data = orjson.dumps(values, default=str, option=orjson.OPT_NON_STR_KEYS)
        return cls.Options.model_validate_json(data)


Options = Component.Options
