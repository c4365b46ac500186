"""The object that a plugin registers its components with."""

from __future__ import annotations

from typing import Any, ClassVar

from hookline.components.component import Component
from hookline.components.engine import Engine
from hookline.components.sink import Sink
from hookline.components.source import Source
from hookline.components.stage import Stage
from hookline.document.layers import Layer
from hookline.errors import PluginError

__all__ = ["API_VERSION", "Registrar"]

API_VERSION = 1


class Registrar:
    """The argument of a plugin's `hookline_register`."""

    api_version: ClassVar[int] = API_VERSION
    """The version of the plugin API; every addition increases it."""

    def __init__(self) -> None:
        self.components: list[tuple[str, type[Component]]] = []
        self.commands: dict[str, Any] = {}
        self.layers: list[Layer[Any]] = []

    def require_api(self, version: int) -> None:
        """
        Declare the version of the plugin API that the plugin was written for.

        Raises:
            PluginError: This version of hookline has an older API.
        """
        if version > API_VERSION:
            raise PluginError(
                f"needs version {version} of the plugin API; this hookline has version "
                f"{API_VERSION}: upgrade hookline, or install an older release of the plugin"
            )

    def stage(self, component: type[Stage]) -> None:
        """Register a stage class."""
        self.components.append(("stage", component))

    def source(self, component: type[Source]) -> None:
        """Register a source class."""
        self.components.append(("source", component))

    def sink(self, component: type[Sink]) -> None:
        """Register a sink class."""
        self.components.append(("sink", component))

    def engine(self, component: type[Engine]) -> None:
        """Register an engine class."""
        self.components.append(("engine", component))

    def layer(self, layer: Layer[Any]) -> None:
        """Register a layer of annotation that stages can provide."""
        self.layers.append(layer)

    def command(self, name: str, command: Any) -> None:
        """Register a click command as `hookline NAME`."""
        self.commands[name] = command
