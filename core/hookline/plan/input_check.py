"""Look for the input of a config, without reading it."""

from __future__ import annotations

from collections.abc import Sequence

from hookline.components.source import Outputs, Source
from hookline.config.secrets import Secrets
from hookline.config.tree import Key, Tree
from hookline.errors import PLUGIN_FAULTS, HooklineError, TransientError, described, message_of
from hookline.plan.plan import BoundComponent

__all__ = ["check_input"]


def check_input(
    tree: Tree,
    sources: Sequence[BoundComponent | None],
    sinks: Sequence[BoundComponent | None],
    secrets: Secrets,
) -> None:
    """
    Record a warning for a source that does not find its input, with the message of a run.

    It is no error, as a config can be checked before its input is there. A source that lists no input,
    such as a database or a queue, is not opened: that may connect.
    """
    paths = [getattr(sink.options, "path", None) for sink in sinks if sink]
    outputs = Outputs(path for path in paths if isinstance(path, str) and "\0" not in path)
    for index, bound in enumerate(sources):
        if bound is None or not _lists_input(bound):
            continue
        key: Key = ("source", index, "path") if len(sources) > 1 else ("source", "path")
        try:
            with secrets.kept():
                _list_input(bound, outputs)
        except TransientError as error:
            tree.problem(
                key, f"the input cannot be looked for now: {message_of(error)}", code="unseen-input"
            )
        except HooklineError as error:
            tree.problem(key, message_of(error), code="no-input")
        except PLUGIN_FAULTS as error:  # a component of a plugin
            message = f"the source `{bound.name}` could not be opened: {described(error)}"
            tree.problem(key, message, code="no-input")


def _lists_input(bound: BoundComponent) -> bool:
    component = bound.component
    assert issubclass(component, Source)
    return component.inputs is not Source.inputs and not component.missing_modules()


def _list_input(bound: BoundComponent, outputs: Outputs) -> None:
    source: Source = bound.open()
    try:
        source.outputs = outputs
        source.inputs()
    finally:
        source.close()
