"""Find plugins through pluggy, fresh for every run, and keep what they register."""

from __future__ import annotations

import inspect
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from importlib.metadata import Distribution, EntryPoint, distributions
from typing import Any

import pluggy

from hookline.components import hooks
from hookline.components.component import Component, Options
from hookline.components.engine import Engine
from hookline.components.registrar import Registrar
from hookline.components.sink import Sink
from hookline.components.source import Source
from hookline.components.stage import Stage
from hookline.document.layers import BUILT_IN_LAYERS, LayerTable

__all__ = ["GROUP", "Broken", "Plugin", "Registry"]

GROUP = "hookline"
OWN = "hookline"  # our distribution
RESERVED = frozenset({"use", "name", "batch_size", "timeout"})
KINDS: dict[str, type[Component]] = {
    "stage": Stage,
    "source": Source,
    "sink": Sink,
    "engine": Engine,
}


@dataclass(frozen=True, slots=True)
class Plugin:
    """An installed plugin: its entry point, its distribution, and the names of what it registered."""

    name: str
    distribution: str
    version: str
    components: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Broken:
    """A plugin that could not be loaded or registered, and why."""

    name: str
    distribution: str
    version: str
    error: str


@dataclass(slots=True)
class Registry:
    """What the installed plugins offer; made by `Registry.discover` and then only read."""

    manager: pluggy.PluginManager
    components: dict[tuple[str, str], type[Component]] = field(default_factory=dict)
    commands: dict[str, Any] = field(default_factory=dict)
    layers: LayerTable = BUILT_IN_LAYERS
    plugins: list[Plugin] = field(default_factory=list)
    broken: list[Broken] = field(default_factory=list)

    @classmethod
    def discover(cls, extra: Iterable[object] = ()) -> Registry:
        """
        Load every plugin of the entry-point group `hookline`, then the plugin objects in `extra`.

        A plugin is a module, an object, or a class of which this registry gets an instance of its own.
        One that fails is listed in `broken` and none of its components is kept.
        """
        manager = pluggy.PluginManager("hookline")
        manager.add_hookspecs(hooks)
        registry = cls(manager)
        for dist, entry_point in _entry_points():
            meta = (entry_point.name, dist.metadata["Name"] or "?", dist.version)
            try:
                registry._add(entry_point.load(), *meta)
            except (Exception, SystemExit) as error:  # whatever a stranger's module raises
                registry.broken.append(Broken(*meta, f"{type(error).__name__}: {error}"))
        for number, plugin in enumerate(extra):
            registry._add(plugin, getattr(plugin, "__name__", f"extra-{number}"), "", "")
        return registry

    def find(self, kind: str, name: str) -> type[Component] | None:
        """Return the component of that kind and name, or None."""
        return self.components.get((kind, name))

    def names(self, kind: str) -> list[str]:
        """Return the names of all components of a kind, sorted."""
        return sorted(name for at, name in self.components if at == kind)

    def by_ending(self, kind: str, ending: str) -> type[Component] | None:
        """Return the source or sink that handles files with this ending, or None."""
        for (at, _), component in sorted(self.components.items()):
            if at == kind and ending in getattr(component, "endings", ()):
                return component
        return None

    def hint(self, kind: str, name: str) -> str:
        """Say what to try when no component has this name."""
        close = get_close_matches(name, self.names(kind), 1)
        if close:
            return f"did you mean `{close[0]}`?"
        if self.broken:
            causes = "; ".join(f"{item.distribution}: {item.error}" for item in self.broken)
            return f"a plugin that may provide it is broken: {causes}"
        return f"installed: {', '.join(self.names(kind))}"

    def _add(self, plugin: object, name: str, distribution: str, version: str) -> None:
        registrar = Registrar()
        plugin = plugin() if inspect.isclass(plugin) else plugin  # with a state of its own
        self.manager.register(plugin, name=f"{distribution}:{name}")
        try:
            self.manager.check_pending()
            others = [item for item in self.manager.get_plugins() if item is not plugin]
            hook = self.manager.subset_hook_caller("hookline_register", others)
            hook(registry=registrar)
            for kind, component in registrar.components:
                _check(kind, component)
                if (kind, component.name) in self.components:
                    raise ValueError(f"there is already a {kind} named `{component.name}`")
            for command in registrar.commands.keys() & self.commands.keys():
                raise ValueError(f"there is already a command named `{command}`")
            layers = self.layers.added(*registrar.layers)
        except Exception:
            self.manager.unregister(plugin)
            raise
        for kind, component in registrar.components:
            self.components[kind, component.name] = component
        self.commands.update(registrar.commands)
        self.layers = layers
        names = [f"{kind} {component.name}" for kind, component in registrar.components]
        names += [f"command {command}" for command in registrar.commands]
        names += [f"layer {layer.name}" for layer in registrar.layers]
        self.plugins.append(Plugin(name, distribution, version, tuple(names)))


def _check(kind: str, component: Any) -> None:
    """Raise a TypeError that names what is wrong with a component's declaration."""
    base = KINDS[kind]
    if not (inspect.isclass(component) and issubclass(component, base)):
        raise TypeError(f"registry.{kind} takes a subclass of {base.__name__}, got {component!r}")
    if not isinstance(getattr(component, "name", None), str):
        raise TypeError(f"{component.__qualname__} has no `name`: give it what `use:` should say")
    if missing := getattr(component, "__abstractmethods__", None):
        names = ", ".join(sorted(missing))
        raise TypeError(f"{component.__qualname__} does not implement {names}")
    if not issubclass(component.Options, Options):
        raise TypeError(
            f"{component.__qualname__}.Options must derive from {base.__name__}.Options"
        )
    if taken := RESERVED & set(component.Options.model_fields):
        raise TypeError(f"the option {sorted(taken)[0]} of `{component.name}` is the host's own")


def _entry_points() -> list[tuple[Distribution, EntryPoint]]:
    """Return the entry points of the group, each once: our own first, which nobody can displace."""
    found: dict[tuple[str, str], tuple[Distribution, EntryPoint]] = {}
    for dist in distributions():
        for entry_point in dist.entry_points:
            if entry_point.group == GROUP:
                found.setdefault(
                    (dist.metadata["Name"] or "?", entry_point.name), (dist, entry_point)
                )
    return [found[key] for key in sorted(found, key=lambda key: (key[0] != OWN, key))]
