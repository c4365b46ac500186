"""The stages of a config inside somebody else's Apache Beam pipeline."""

from hookline_beam.transform import Annotate, AnnotateBatch

__all__ = ["Annotate", "AnnotateBatch"]
