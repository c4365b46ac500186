"""Run a plan: read, compute, write in order, keep account of every document, survive a kill."""

from hookline.runner.letters import to_letter
from hookline.runner.outcome import Dropped, Encoded, Failure, Tally, Unit, UnitResult
from hookline.runner.report import Report
from hookline.runner.sitting import RunSettings, run
from hookline.runner.worker import Worker

__all__ = [
    "Dropped",
    "Encoded",
    "Failure",
    "Report",
    "RunSettings",
    "Tally",
    "Unit",
    "UnitResult",
    "Worker",
    "run",
    "to_letter",
]
