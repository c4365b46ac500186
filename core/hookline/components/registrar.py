"""The object that a plugin registers its components with."""

from __future__ import annotations

from typing import Any

from hookline.components.component import Component
from hookline.components.engine import Engine
from hookline.components.sink import Sink
from hookline.components.source import Source
from hookline.components.stage import Stage
from hookline.document.layers import Layer

__all__ = ["Registrar"]


class Registrar:
    """What a plugin's `hookline_register` is given to register its components with."""

    def __init__(self) -> None:
        self.components: list[tuple[str, type[Component]]] = []
        self.commands: dict[str, Any] = {}
        self.layers: list[Layer[Any]] = []

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
        """Register a layer of annotation, which stages can provide."""
        self.layers.append(layer)

    def command(self, name: str, command: Any) -> None:
        """Register a click command as `hookline NAME`."""
        self.commands[name] = command
