"""Refuse output names with an ending of another format than the sink writes."""

from __future__ import annotations

from collections.abc import Sequence

from hookline.components.registry import Registry
from hookline.components.sink import Sink
from hookline.config.settings import Settings
from hookline.config.tree import Key, Tree
from hookline.files.addresses import is_address, missing_package
from hookline.files.compression import COMPRESSIONS, compression_of
from hookline.files.file_sink import FileSink
from hookline.files.storage import ending
from hookline.plan.plan import BoundComponent

__all__ = [
    "check_addresses",
    "check_chosen_output",
    "check_compressions",
    "check_names",
    "check_parts",
]


def check_chosen_output(tree: Tree, registry: Registry, use: str, output: str) -> None:
    """Record a problem if `-o` has an ending that no sink writes."""
    component = registry.find("sink", use)
    endings = set(getattr(component, "endings", ()))
    last = ending(output)
    asked_for = ("sink", "use") in tree.origins or ("sink",) in tree.origins  # with --set
    if not endings or not last or last in endings or asked_for:
        return
    known = sorted({name for sink in registry.names("sink") for name in _endings(registry, sink)})
    tree.origins[("-o",)] = f"-o {output}"
    tree.problem(
        ("-o",),
        f"no sink writes files ending in {last}; `{use}` writes {_or(sorted(endings))}",
        f"known endings: {', '.join(known)}, each also with {_or(_compressions())} where the sink "
        "compresses; or set the name with --set sink.path=NAME",
    )


def check_compressions(
    tree: Tree, settings: Settings, sinks: Sequence[BoundComponent | None]
) -> None:
    """Record a problem for a compression's ending if the sink does not compress."""
    for index, sink in enumerate(sinks):
        path = getattr(sink.options, "path", None) if sink else None
        if sink is None or not isinstance(path, str) or compression_of(path) is None:
            continue
        component = sink.component
        if issubclass(component, Sink) and not component.compresses:
            key: Key = ("sink", index, "path") if len(sinks) > 1 else ("sink", "path")
            tree.problem(
                key,
                f"the sink `{sink.name}` does not compress, but {path} has the ending of a compression",
                f"remove the last ending; compressed files end in {_or(_compressions())}",
            )
    path = settings.failures.path
    if path and compression_of(path):
        tree.problem(
            ("failures", "path"),
            f"dead letters are appended to a plain file, but the name {path} is that of a compressed "
            "one",
            "remove the last ending",
        )


def check_addresses(tree: Tree, sinks: Sequence[BoundComponent | None]) -> None:
    """Record a problem for an output at an address that a run could not write."""
    for index, sink in enumerate(sinks):
        path = getattr(sink.options, "path", None) if sink else None
        if sink is None or not isinstance(path, str) or not is_address(path):
            continue
        key: Key = ("sink", index, "path") if len(sinks) > 1 else ("sink", "path")
        component = sink.component
        if not (issubclass(component, Sink) and component.stores) or getattr(
            component, "folder", False
        ):
            what = f"the output {path} is an address; expected a path on this machine"
            tree.problem(key, what, f"the sink `{sink.name}` does not write to object stores")
        elif missing := missing_package(path):
            tree.problem(key, f"the output {path} needs a package that is not installed", missing)


def check_names(tree: Tree, settings: Settings, sinks: Sequence[BoundComponent | None]) -> None:
    """Record a problem for an output that cannot have its name, or would be in a folder named `~`."""
    paths: list[tuple[Key, object]] = [(("failures", "path"), settings.failures.path)]
    for index, sink in enumerate(sinks):
        key: Key = ("sink", index, "path") if len(sinks) > 1 else ("sink", "path")
        paths.append((key, getattr(sink.options, "path", None) if sink else None))
    for key, path in paths:
        if not isinstance(path, str):
            continue
        if "\0" in path:
            tree.problem(key, f"expected a path, found {path!r}", "no name has the character NUL")
        elif path.startswith("~") and "/" in path:
            tree.problem(
                key,
                f"`~` stands for no folder here, found {path}",
                "write ${HOME}/… in a config, and ./~… for a folder that has this name",
            )


def check_parts(tree: Tree, sinks: Sequence[BoundComponent | None]) -> None:
    """Record a problem for an output that cannot be written in parts."""
    for index, sink in enumerate(sinks):
        if sink is None or sink.parts is None:
            continue
        key: Key = ("sink", index, "parts") if len(sinks) > 1 else ("sink", "parts")
        path = str(getattr(sink.options, "path", ""))
        if not issubclass(sink.component, FileSink) or getattr(sink.component, "folder", False):
            what = f"the sink `{sink.name}` does not write one file, so it has no parts"
            tree.problem(key, what, "remove `parts`")
        elif path == "-":
            what = "parts are files in a folder; found the output -"
            tree.problem(key, what, "choose a path or an address, or remove `parts`")


def _endings(registry: Registry, sink: str) -> tuple[str, ...]:
    return tuple(getattr(registry.find("sink", sink), "endings", ()))


def _compressions() -> list[str]:
    return [compression.ending for compression in COMPRESSIONS]


def _or(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} or {names[-1]}" if len(names) > 1 else names[0]
