"""Write the formats of the CoNLL shared tasks: the sinks `conllu` and `conll`."""

from hookline import Registrar, hookimpl
from hookline_conll.conll import ConllSink
from hookline_conll.conllu import ConlluSink

__all__ = ["ConllSink", "ConlluSink"]


@hookimpl
def hookline_register(registry: Registrar) -> None:
    """Register the sinks."""
    registry.sink(ConllSink)
    registry.sink(ConlluSink)
