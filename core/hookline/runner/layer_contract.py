"""Check the layers of an outcome against the declarations of the stage and of the layers."""

from __future__ import annotations

from typing import Any

from hookline.components.stage import Declaration
from hookline.document.document import Document
from hookline.document.items import row_layers
from hookline.document.layers import Layer, LayerTable
from hookline.errors import OutcomeError

__all__ = ["check_layers"]


def check_layers(
    before: Document, after: Document, declared: Declaration, layers: LayerTable, stage: str
) -> None:
    """
    Check that a stage provided exactly the layers that it declares, as the layers are declared.

    Types of items, spans and indexes are not checked here, as `Document` validates them.

    Raises:
        OutcomeError: A layer is missing, undeclared, or not as declared; the message names the stage,
            the layer, the item and the document.
    """
    if after.raw is not before.raw and after.raw != before.raw and not declared.private:
        raise OutcomeError(
            f"the stage `{stage}` made a private edit without declaring it: set `private = True` "
            f"({after.place})"
        )
    provided = {
        layers[name].part_of or name if name in layers else name for name in declared.provides
    }
    moved = after.text is not before.text  # an edit moves the spans of existing layers
    for name, value in after.layers.items():
        if value is before.layers.get(name):
            continue
        layer = layers.get(name)
        if layer is None:
            raise OutcomeError(
                f"the stage `{stage}` gave the layer `{name}`, which no plugin registers; register "
                f"it with `registry.layer(...)` ({after.place})"
            )
        belongs = row_layers(value) & provided  # dropped with the items that they have rows for
        allowed = name in provided or belongs or (moved and name in before.layers)
        if not allowed and not layer.same_but_indexes(value, before.layers.get(name), provided):
            provides = ", ".join(sorted(declared.provides)) or "none"
            raise OutcomeError(
                f"the stage `{stage}` gave the layer `{name}`, but provides {provides}; name it in "
                f"`provides` ({after.place})"
            )
        if problem := layer.fault(value):
            raise OutcomeError(f"the stage `{stage}` gave {name}: {problem} ({after.place})")
        if layer.labels and declared.labels is not None:
            _check_labels(layer, value, before, declared.labels, stage)
    for name in provided:
        if name not in after.layers:
            raise OutcomeError(
                f"the stage `{stage}` provides {name}, but gave none; give an empty layer where "
                f"nothing is found ({after.place})"
            )
    for name in before.layers.keys() - after.layers.keys():
        if not row_layers(before.layers[name]) & provided:
            raise OutcomeError(f"the stage `{stage}` removed the layer `{name}` ({after.place})")


def _check_labels(
    layer: Layer[Any], value: Any, before: Document, labels: frozenset[str], stage: str
) -> None:
    """Check that labels of items are declared by the stage, or existed before it."""
    known = layer.items(before.layers.get(layer.name, ()))
    allowed = labels.union(getattr(item, layer.labels) for item in known)
    for item in layer.items(value):
        if (label := getattr(item, layer.labels)) not in allowed:
            raise OutcomeError(
                f"the stage `{stage}` gave {layer.name} the label {label!r}; expected one of "
                f"{', '.join(sorted(allowed))}, which it declares ({item}, {before.place})"
            )
