"""Check values, sources, and the order of stages: required layers, late edits, labels, names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from typing import Any

from hookline.components.declarations import unknown_layer
from hookline.components.registry import Registry
from hookline.components.sink import Sink
from hookline.components.stage import Declaration, Stage
from hookline.components.stream_source import StreamSource
from hookline.config.text_values import problem_of_text
from hookline.config.tree import Key, Tree
from hookline.errors import PLUGIN_FAULTS, described
from hookline.plan.plan import BoundComponent

__all__ = ["check_order", "check_sources", "check_text"]


def check_sources(tree: Tree, sources: Sequence[BoundComponent | None]) -> None:
    """Record a source with positions that is not the only source."""
    for index, source in enumerate(sources):
        if source and len(sources) > 1 and issubclass(source.component, StreamSource):
            tree.problem(
                ("source", index, "use"),
                f"the source `{source.name}` reads a stream, so it must be the only source",
                "read the other sources in a run of their own",
            )


def check_order(
    tree: Tree,
    registry: Registry,
    stages: Sequence[BoundComponent | None],
    sinks: Sequence[BoundComponent | None],
) -> None:
    """Record missing layers, late edits, labels that no stage emits, and duplicate names."""
    if None in stages:  # an unknown stage may provide missing layers
        return
    bound = [stage for stage in stages if stage]
    declared: list[Declaration] = []
    for index, stage in enumerate(bound):
        try:
            declared.append(_declaration(stage))
        except PLUGIN_FAULTS as error:
            message = f"the stage `{stage.name}` cannot declare its layers"
            tree.problem(("stages", index, "use"), f"{message}: {described(error)}")
            return
        for layer in sorted(declared[-1].requires | declared[-1].provides):
            if layer not in registry.layers:
                what = unknown_layer(layer, registry.layers)
                tree.problem(("stages", index, "use"), f"the stage `{stage.name}` names {what}")
                return
    layers: dict[str, str] = {}
    labels: frozenset[str] | None = frozenset()
    names: dict[str, int] = {}
    for index, (stage, declaration) in enumerate(zip(bound, declared, strict=True)):
        path = ("stages", index)
        if stage.name in names:
            tree.problem(
                (*path, "use"),
                f"two stages are named `{stage.name}` (numbers {names[stage.name]} and {index})",
                "give one of them a `name`",
            )
        names[stage.name] = index
        if declaration.edits_text and layers and not declaration.requires:
            layer, earlier = next(iter(layers.items()))
            tree.problem(
                (*path, "use"),
                f"`{stage.name}` edits the text, but `{earlier}` has annotated it already "
                f"({layer}): its offsets would be wrong",
                f"put `{stage.name}` before `{earlier}`",
            )
        for layer in sorted(declaration.requires - layers.keys()):
            hint = _provider_hint(registry, layer, bound[index + 1 :], declared[index + 1 :])
            tree.problem(
                (*path, "use"),
                f"`{stage.name}` needs {layer}, which no stage before it provides",
                hint,
            )
        if labels is not None and "entities" in layers:
            for message in _missing_label_warnings(stage, labels):
                tree.problem(
                    (*path, "use"),
                    f"`{stage.name}` {message}",
                    f"emitted: {', '.join(sorted(labels)) or 'none'}",
                    code="missing-label",
                )
        if "entities" in declaration.provides:
            known = declaration.labels
            labels = None if known is None or labels is None else labels | known
        layers.update(dict.fromkeys(declaration.provides, stage.name))
    for index, sink in enumerate(sinks):
        if sink is None:
            continue
        place: Key = ("sink", index) if len(sinks) > 1 else ("sink",)
        known = registry.layers.asked()
        for name in getattr(sink.options, "include", None) or ():
            if name not in known:
                hint = f"it can include: {', '.join(sorted(known))}"
                tree.problem((*place, "include"), f"`{sink.name}` cannot include `{name}`", hint)
        assert issubclass(sink.component, Sink)
        try:
            needed = sorted(sink.component.needs(sink.options).items())
        except PLUGIN_FAULTS as error:
            message = f"the sink `{sink.name}` cannot tell which layers it needs"
            tree.problem((*place, "use"), f"{message}: {described(error)}")
            continue
        for layer, advice in needed:
            if layer in layers:
                continue
            hint = "; ".join(filter(None, [_provider_hint(registry, layer, [], []), advice]))
            tree.problem(
                (*place, "use"), f"`{sink.name}` needs {layer}, which no stage provides", hint
            )


def _declaration(stage: BoundComponent) -> Declaration:
    component = stage.component
    assert issubclass(component, Stage)
    declaration: Any = component.declare(stage.options)
    if not isinstance(declaration, Declaration):
        raise TypeError(f"expected a `Declaration`, found {declaration!r}")
    for field in ("requires", "provides", "labels", "uses_labels"):
        names = getattr(declaration, field)
        unknown = field == "labels" and names is None
        if not (unknown or isinstance(names, Set)):
            raise TypeError(f"expected a set as `{field}`, found {names!r}")
    return declaration


def _missing_label_warnings(stage: BoundComponent, labels: frozenset[str]) -> list[str]:
    component = stage.component
    assert issubclass(component, Stage)
    try:
        return list(component.without_labels(stage.options, labels))
    except PLUGIN_FAULTS as error:
        return [f"cannot check its labels: {described(error)}"]


def _provider_hint(
    registry: Registry, layer: str, later: Sequence[BoundComponent], declared: Sequence[Declaration]
) -> str:
    """Return a hint with a later stage or the installed stages that provide a layer."""
    for stage, declaration in zip(later, declared, strict=True):
        if layer in declaration.provides:
            return f"`{stage.name}` provides it; move it before this one"
    names = [
        name
        for name in registry.names("stage")
        if layer in getattr(registry.find("stage", name), "provides", ())
    ]
    return f"add one of: {', '.join(names)}" if names else "no installed stage provides it"


def check_text(tree: Tree) -> bool:
    """Return whether all strings of a config are UTF-8; record a problem for each that is not."""
    problems = [
        (path, problem)
        for path, value in _strings(tree.values, ())
        if (problem := problem_of_text(value))
    ]
    for path, problem in problems:
        tree.problem(path, *problem)
    return not problems


def _strings(value: Any, path: Key) -> Iterator[tuple[Key, str]]:
    """Yield all strings in plain values, with their paths."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _strings(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _strings(item, (*path, index))
