"""
Stream documents through stages that are declared in a config and found as plugins.

This module is the whole public face of the host. Names are loaded when they are first used, so that
importing hookline costs next to nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hookline.alignment import Alignment, Edit
    from hookline.component import Options
    from hookline.document import Document
    from hookline.encodings import Encoding, decode_text, detect_encoding
    from hookline.engine import Engine
    from hookline.errors import (
        ConfigError,
        DocumentError,
        EditError,
        HooklineError,
        LayerError,
        ModelError,
        OutcomeError,
        PluginError,
        SinkError,
        SourceError,
        TransientError,
    )
    from hookline.filesink import FileSink, SpooledSink
    from hookline.filesource import FileSource
    from hookline.hookspecs import hookimpl
    from hookline.layers import (
        Entity,
        Implied,
        Mention,
        Place,
        Relation,
        Removal,
        Sentence,
        Token,
        Vectors,
    )
    from hookline.pipeline import Pipeline
    from hookline.plan import Plan, read_plan
    from hookline.reading import matching, open_input
    from hookline.record import to_json, to_record
    from hookline.registry import Registrar, Registry
    from hookline.rows import Columns, plain_value, row_document
    from hookline.runner import (
        Dropped,
        Failure,
        Report,
        RunSettings,
        Tally,
        Unit,
        UnitResult,
        Worker,
        run,
        to_letter,
    )
    from hookline.sink import Sink
    from hookline.source import Source, Unreadable
    from hookline.stages import Declaration, Drop, Outcome, Stage, stage
    from hookline.storage import shown

__version__ = "0.1.0"

_HOMES = {
    "alignment": "Alignment Edit",
    "component": "Options",
    "document": "Document",
    "encodings": "Encoding decode_text detect_encoding",
    "engine": "Engine",
    "errors": (
        "ConfigError DocumentError EditError HooklineError LayerError ModelError OutcomeError "
        "PluginError SinkError SourceError TransientError"
    ),
    "filesink": "FileSink SpooledSink",
    "filesource": "FileSource",
    "hookspecs": "hookimpl",
    "layers": "Entity Implied Mention Place Relation Removal Sentence Token Vectors",
    "pipeline": "Pipeline",
    "plan": "Plan read_plan",
    "reading": "matching open_input",
    "record": "to_json to_record",
    "registry": "Registrar Registry",
    "rows": "Columns plain_value row_document",
    "runner": "Dropped Failure Report RunSettings Tally Unit UnitResult Worker run to_letter",
    "sink": "Sink",
    "source": "Source Unreadable",
    "stages": "Declaration Drop Outcome Stage stage",
    "storage": "shown",
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names.split()}

__all__ = [
    "Alignment",
    "Columns",
    "ConfigError",
    "Declaration",
    "Document",
    "DocumentError",
    "Drop",
    "Dropped",
    "Edit",
    "EditError",
    "Encoding",
    "Engine",
    "Entity",
    "Failure",
    "FileSink",
    "FileSource",
    "HooklineError",
    "Implied",
    "LayerError",
    "Mention",
    "ModelError",
    "Options",
    "Outcome",
    "OutcomeError",
    "Pipeline",
    "Place",
    "Plan",
    "PluginError",
    "Registrar",
    "Registry",
    "Relation",
    "Removal",
    "Report",
    "RunSettings",
    "Sentence",
    "Sink",
    "SinkError",
    "Source",
    "SourceError",
    "SpooledSink",
    "Stage",
    "Tally",
    "Token",
    "TransientError",
    "Unit",
    "UnitResult",
    "Unreadable",
    "Vectors",
    "Worker",
    "__version__",
    "decode_text",
    "detect_encoding",
    "hookimpl",
    "matching",
    "open_input",
    "plain_value",
    "read_plan",
    "row_document",
    "run",
    "shown",
    "stage",
    "to_json",
    "to_letter",
    "to_record",
]


def __getattr__(name: str) -> Any:
    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(f"module 'hookline' has no attribute {name!r}")
    return getattr(import_module(f"hookline.{home}"), name)
