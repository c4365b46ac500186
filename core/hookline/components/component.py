"""The base of stages, sources, sinks and engines: a cheap declaration and a constructor."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec
from typing import Any, ClassVar, Protocol, TypeVar

import orjson
from pydantic import BaseModel, ConfigDict

from hookline.errors import PluginError

__all__ = ["Component", "Options"]

OptionsT = TypeVar("OptionsT", covariant=True)


class HasOptions(Protocol[OptionsT]):
    """A component class with its nested class `Options`, for type checkers."""

    @property
    def Options(self) -> type[OptionsT]: ...  # noqa: N802  # the name of a class


class Component:
    """
    The base of stages, sources, sinks and engines.

    The class declares the component and is read without an instance. The constructor opens the
    component: do heavy imports and load models in `__init__`, in the process that uses it.
    """

    kind: ClassVar[str] = "component"
    name: ClassVar[str]
    """The name of the component in a config, as the value of `use`."""
    optional: ClassVar[Mapping[str, str]] = {}
    """Optional modules that it needs, each with the requirement that installs it."""

    class Options(BaseModel):
        """
        Options of a component: a strict, frozen pydantic model without unknown keys.

        Describe every field: `hookline plugins NAME` and editors show the description. Declare a
        secret as `pydantic.SecretStr` to keep it out of messages, dead letters and reports.
        """

        model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    def __init__(self, options: Any) -> None:
        self._options = options

    @property
    def options(self: HasOptions[OptionsT]) -> OptionsT:
        """The options, an instance of the class `Options` of the component."""
        component: Any = self
        try:
            options: OptionsT = component._options
        except AttributeError:
            raise PluginError(
                f"`__init__` of {type(self).__qualname__} must call `super().__init__(options)`"
            ) from None
        return options

    def close(self) -> None:
        """Release resources; called once, even after a failure."""

    @classmethod
    def missing_modules(cls) -> dict[str, str]:
        """Return the optional modules that are not installed, with the requirement of each."""
        return {name: extra for name, extra in cls.optional.items() if find_spec(name) is None}

    @classmethod
    def read_options(cls, values: dict[str, Any]) -> Options:
        """
        Validate option values, as a config has them.

        Validation is strict, in JSON mode: a list is accepted for a tuple, a string for a path.

        Raises:
            pydantic.ValidationError: With one entry for each problem.
        """
        data = orjson.dumps(values, default=str, option=orjson.OPT_NON_STR_KEYS)
        return cls.Options.model_validate_json(data)


Options = Component.Options
