"""Write tasks for Label Studio: the sink `labelstudio`."""

from hookline import Registrar, hookimpl
from hookline_labelstudio.sink import LabelStudioSink

__all__ = ["LabelStudioSink"]


@hookimpl
def hookline_register(registry: Registrar) -> None:
    """Register the sink."""
    registry.sink(LabelStudioSink)
