"""Write documents for spaCy: the sink `spacy` (extra `spacy`)."""

from hookline import Registrar, hookimpl
from hookline_spacy.sink import SpacySink

__all__ = ["SpacySink"]


@hookimpl
def hookline_register(registry: Registrar) -> None:
    """Register the sink."""
    registry.sink(SpacySink)
