"""Check what a class declares, and whether a worker process can find it."""

from __future__ import annotations

import pickle

from hookline.components.component import Component
from hookline.components.declarations import check_component, check_layers
from hookline.document.layers import LayerTable
from hookline.errors import PluginError
from hookline.plan import BoundComponent

__all__ = ["check_declaration", "sent"]


def check_declaration(kind: str, component: type[Component], layers: LayerTable) -> None:
    """
    Check the declaration of a class as its registration does.

    Raises:
        AssertionError: A plugin with this class could not be loaded.
    """
    try:
        check_component(kind, component)
        check_layers(component, layers)
    except PluginError as error:
        raise AssertionError(str(error)) from error


def sent(bound: BoundComponent) -> BoundComponent:
    """
    Return a component and its options as a worker process gets them.

    Raises:
        AssertionError: The class cannot be found by its module and name.
    """
    label = bound.component.__qualname__
    try:
        received: BoundComponent = pickle.loads(pickle.dumps(bound))  # noqa: S301  # our own
    except Exception as error:
        raise AssertionError(
            f"{label} and its options cannot be sent to a worker process ({error}); define the class "
            "at the top level of a module"
        ) from error
    assert received.component is bound.component, f"{label} cannot be found by its name"
    return received
