"""Stages that drop documents by rules: `language`, `length` and `quality`."""

from hookline import Registrar, hookimpl
from hookline_filters.language import Language
from hookline_filters.length import Length
from hookline_filters.quality import Quality

__all__ = ["Language", "Length", "Quality"]


@hookimpl
def hookline_register(registry: Registrar) -> None:
    """Register the stages."""
    for stage in (Language, Length, Quality):
        registry.stage(stage)
