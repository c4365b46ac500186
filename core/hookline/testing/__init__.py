"""
Test components against their contracts.

Each check raises an AssertionError that describes the violation.
"""

from hookline.testing.documents import annotated_documents
from hookline.testing.process import HEAVY, check_import
from hookline.testing.sink import check_sink
from hookline.testing.source import check_source
from hookline.testing.stage import check_stage
from hookline.testing.texts import HOSTILE_TEXTS, fuzz_texts

__all__ = [
    "HEAVY",
    "HOSTILE_TEXTS",
    "annotated_documents",
    "check_import",
    "check_sink",
    "check_source",
    "check_stage",
    "fuzz_texts",
]
