"""Run the stages of a config inside an Apache Beam pipeline (extra `beam`)."""

from hookline_beam.transform import RunStages, RunStagesFn

__all__ = ["RunStages", "RunStagesFn"]
