"""Discover plugins through pluggy and collect what they register."""

from __future__ import annotations

import inspect
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from importlib.metadata import EntryPoint, distributions
from itertools import chain, count
from types import ModuleType
from typing import Any

import pluggy

from hookline.components import hooks
from hookline.components.component import Component
from hookline.components.declarations import check_command, check_component, check_layers
from hookline.components.plugin_code import described_with_place, load_class, load_plugin
from hookline.components.registrar import Registrar
from hookline.document.layers import BUILT_IN_LAYERS, Layer, LayerTable
from hookline.errors import PLUGIN_FAULTS, PluginError, bounded, message_of

__all__ = ["GROUP", "Broken", "Plugin", "Registry"]

GROUP = "hookline"
OWN = "hookline"  # our distribution
NO_HOOKS = "expected an object with hooks, such as `hookline_register`, marked with `hookimpl`"


@dataclass(frozen=True, slots=True)
class Plugin:
    """A plugin: its entry point, its distribution, and the names of what it registered."""

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
    """
    Registered components and commands, made by `Registry.discover`.

    `components` has the classes by kind and name. A name that several plugins register is not in
    it but in `conflicts`, with the plugins, and a config cannot use it. `layer_owners` has the plugins
    of the layers that are not built in. `classes` has the classes that a config refers to by
    themselves, by the reference that stands for them.
    """

    manager: pluggy.PluginManager
    components: dict[tuple[str, str], type[Component]] = field(default_factory=dict)
    commands: dict[str, Any] = field(default_factory=dict)
    layers: LayerTable = BUILT_IN_LAYERS
    layer_owners: dict[str, str] = field(default_factory=dict)
    plugins: list[Plugin] = field(default_factory=list)
    broken: list[Broken] = field(default_factory=list)
    conflicts: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    classes: dict[str, type] = field(default_factory=dict)

    @classmethod
    def discover(cls, plugins: Iterable[object] = ()) -> Registry:
        """
        Load every plugin of the entry-point group `hookline`, then those in `plugins`.

        A plugin is a module, an object, or a class, which is instantiated for this registry. A string
        in `plugins` is the name of a module or the path of a file that ends in `.py`. An installed
        plugin that fails is listed in `broken`; its registrations and hooks are ignored.

        Raises:
            PluginError: A plugin in `plugins` cannot be loaded or registered.
        """
        manager = pluggy.PluginManager("hookline")
        manager.add_hookspecs(hooks)
        registry = cls(manager)
        registered: list[tuple[Plugin, object, Registrar]] = []
        for plugin, entry_point in _entry_points():
            try:
                registered.append((plugin, *registry._register(plugin, entry_point.load())))
            except PLUGIN_FAULTS as error:  # a plugin's module can raise anything
                registry._break(plugin, error)
        for number, value in enumerate(plugins, 1):
            loaded = load_plugin(value)
            name = getattr(loaded, "__name__", f"{type(loaded).__name__}-{number}")
            plugin = Plugin(name, "", "")
            try:
                registered.append((plugin, *registry._register(plugin, loaded)))
            except PLUGIN_FAULTS as error:
                raise PluginError(f"the plugin {plugin.name}: {_message(error)}") from error
        for admit in (registry._admit_layers, registry._admit):
            for entry in tuple(registered):
                plugin, loaded, registrar = entry
                try:
                    admit(plugin, registrar)
                except PluginError as error:
                    if not plugin.distribution:
                        raise PluginError(
                            f"the plugin {plugin.name}: {message_of(error)}"
                        ) from error
                    manager.unregister(loaded)
                    registry._break(plugin, error)
                    registered.remove(entry)
        return registry

    def find(self, kind: str, name: str) -> type[Component] | None:
        """Return the component of a kind and name, or None; the name may be `module:Class`."""
        if ":" not in name:
            return self.components.get((kind, name))
        try:
            return self._load(kind, name)
        except PluginError:
            return None

    def reference(self, kind: str, component: type) -> str:
        """Return the name of a registered class, or `module:Class`, which `find` then takes."""
        name = str(getattr(component, "name", ""))
        if self.components.get((kind, name)) is component:
            return name
        first = f"{component.__module__}:{component.__qualname__}"
        candidates = chain([first], (f"{first}-{number}" for number in count(2)))
        return next(
            name for name in candidates if self.classes.setdefault(name, component) is component
        )

    def names(self, kind: str) -> list[str]:
        """Return the names of all components of a kind, sorted."""
        return sorted(name for known, name in self.components if known == kind)

    def by_ending(self, kind: str, ending: str) -> type[Component] | None:
        """Return the source or sink for a file name ending, or None; the built-in ones go first."""
        for (known, _), component in self.components.items():
            if known == kind and ending in getattr(component, "endings", ()):
                return component
        return None

    def explain_missing(self, kind: str, name: str) -> tuple[str, str]:
        """Return a message and a hint for a component that `find` does not return."""
        if ":" in name:
            try:
                self._load(kind, name)
            except PluginError as error:
                return f"the {kind} `{name}` cannot be used: {message_of(error)}", ""
        if owners := self.conflicts.get((kind, name)):
            return (
                f"the {kind} `{name}` is registered more than once, by {' and by '.join(owners)}",
                "uninstall all but one of them",
            )
        message = f"there is no {kind} named `{name}`"
        close = get_close_matches(name, self.names(kind), 1)
        if close:
            return message, f"did you mean `{close[0]}`?"
        if self.broken:
            causes = "; ".join(f"{item.distribution}: {item.error}" for item in self.broken)
            return message, f"a plugin that may provide it is broken: {causes}"
        return message, f"installed: {', '.join(self.names(kind))}; or name your own: module:Class"

    def _load(self, kind: str, reference: str) -> type[Component]:
        component = self.classes.get(reference) or load_class(reference)
        check_component(kind, component)
        check_layers(component, self.layers)
        checked: type[Component] = component
        return checked

    def _break(self, plugin: Plugin, error: BaseException) -> None:
        broken = Broken(plugin.name, plugin.distribution, plugin.version, _message(error))
        self.broken.append(broken)

    def _register(self, plugin: Plugin, value: object) -> tuple[object, Registrar]:
        """Call a plugin's registration; discard all of it on failure."""
        if isinstance(value, type) and issubclass(value, Component):
            raise PluginError(
                f"it is a {value.kind}: a config takes it as `use`, or as `use: module:Class`"
            )
        registrar = Registrar()
        loaded = value() if inspect.isclass(value) else value  # an instance for this registry
        hooks.check_marked(loaded)
        try:
            self.manager.register(loaded, name=f"{plugin.distribution}:{plugin.name}".lstrip(":"))
            self.manager.check_pending()
            is_code = isinstance(loaded, ModuleType) and not plugin.distribution  # module:Class
            if not self.manager.get_hookcallers(loaded) and not is_code:
                raise PluginError(f"{NO_HOOKS}, found {value!r}")
            others = [item for item in self.manager.get_plugins() if item is not loaded]
            self.manager.subset_hook_caller("hookline_register", others)(registry=registrar)
            _check(registrar)
        except BaseException as error:
            if self.manager.is_registered(loaded):
                self.manager.unregister(loaded)
            if isinstance(error, pluggy.PluginValidationError):
                message = " ".join(message_of(error).split())  # of several lines
                known = ", ".join(hooks.names())
                raise PluginError(f"{message}; the hooks are {known}") from error
            raise
        return loaded, registrar

    def _admit_layers(self, plugin: Plugin, registrar: Registrar) -> None:
        """Add the layers of a plugin to the table; done before components are checked against it."""
        for layer in registrar.layers:
            if owner := self.layer_owners.get(layer.name):
                raise PluginError(
                    f"registers the layer `{layer.name}`, which is already one of {owner}; give it "
                    "another name, or uninstall one of the plugins"
                )
        try:
            self.layers = self.layers.added(*registrar.layers)
        except ValueError as error:
            raise PluginError(message_of(error)) from error
        self.layer_owners |= dict.fromkeys(
            (layer.name for layer in registrar.layers), _describe(plugin)
        )

    def _admit(self, plugin: Plugin, registrar: Registrar) -> None:
        """Add the components and commands of a plugin; requires that all layers are known."""
        offers: list[tuple[str, str, Any]] = []
        for kind, component in registrar.components:
            check_layers(component, self.layers)
            offers.append((kind, component.name, component))
        offers += [("command", name, command) for name, command in registrar.commands.items()]
        offers += [("layer", layer.name, layer) for layer in registrar.layers]
        if not plugin.distribution:
            self._refuse_taken(offers)
        for kind, name, value in offers:
            owner = self._owner(kind, name)
            if (kind, name) in self.conflicts or owner:
                owners = self.conflicts.get((kind, name), (owner,))
                self.conflicts[kind, name] = (*owners, _describe(plugin))
                self.components.pop((kind, name), None)
                if kind == "command":
                    self.commands.pop(name, None)
            elif kind == "command":
                self.commands[name] = value
            else:
                self.components[kind, name] = value
        names = tuple(f"{kind} {name}" for kind, name, _ in offers)
        self.plugins.append(Plugin(plugin.name, plugin.distribution, plugin.version, names))

    def _refuse_taken(self, offers: list[tuple[str, str, Any]]) -> None:
        """Refuse a plugin of the caller that registers an installed name."""
        for kind, name, _ in offers:
            if owner := self._owner(kind, name):
                raise PluginError(f"there is already a {kind} named `{name}`, of {owner}")

    def _owner(self, kind: str, name: str) -> str:
        """Return the plugin that registered a name, or an empty string."""
        for plugin in self.plugins:
            if f"{kind} {name}" in plugin.components:
                return _describe(plugin)
        return ""


def _message(error: BaseException) -> str:
    if isinstance(error, PluginError):
        return message_of(error)
    return bounded(described_with_place(error))


def _describe(plugin: Plugin) -> str:
    """Return the distribution of a plugin and its entry point."""
    if not plugin.distribution:
        return f"the plugin {plugin.name}"
    return f"{plugin.distribution} {plugin.version} (entry point {plugin.name})"


def _check(registrar: Registrar) -> None:
    """Check the registrations of a single plugin."""
    seen: set[tuple[str, str]] = set()
    for kind, component in registrar.components:
        check_component(kind, component)
        if (kind, component.name) in seen:
            raise PluginError(f"registers two {kind}s named `{component.name}`")
        seen.add((kind, component.name))
    for layer in registrar.layers:
        if not isinstance(layer, Layer):
            raise PluginError(f"registry.layer takes a Layer, got {layer!r}")
    for name, command in registrar.commands.items():
        check_command(name, command)


def _entry_points() -> list[tuple[Plugin, EntryPoint]]:
    """Return the distinct entry points of the group, the built-in ones first."""
    entries: dict[tuple[str, str], tuple[Plugin, EntryPoint]] = {}
    for dist in distributions():
        if own := dist.entry_points.select(group=GROUP):
            metadata = dist.metadata  # read once, as it is parsed each time
            name, version = metadata["Name"] or "?", metadata["Version"]
            for entry_point in own:
                plugin = Plugin(entry_point.name, name, version)
                entries.setdefault((name, entry_point.name), (plugin, entry_point))
    return [entries[key] for key in sorted(entries, key=lambda key: (key[0] != OWN, key))]
