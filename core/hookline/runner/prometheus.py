"""The report of a run in Prometheus' text format, for the textfile collector of the node exporter."""

from __future__ import annotations

import time
from collections.abc import Iterator

from hookline.components.report import Report

__all__ = ["to_prometheus"]

Sample = tuple[dict[str, str], float]


def to_prometheus(report: Report) -> str:
    """
    Return a report as gauges for the last run of a config.

    Source: prometheus.io/docs/instrumenting/exposition_formats.
    """
    outcomes = {"written": report.written, "failed": report.failed, "pending": report.pending}
    documents: list[Sample] = [({"outcome": name}, count) for name, count in outcomes.items()]
    documents.append(({"outcome": "dropped"}, sum(report.dropped.values())))
    stages: list[Sample] = [
        ({"stage": tally.name, "outcome": name}, count)
        for tally in report.stages
        for name, count in tally.outcomes().items()
    ]
    families: dict[str, tuple[str, list[Sample]]] = {
        "hookline_documents": ("Documents of the run, by outcome.", documents),
        "hookline_dropped_documents": (
            "Documents that were dropped, by reason.",
            [({"reason": reason}, count) for reason, count in sorted(report.dropped.items())],
        ),
        "hookline_failed_documents": (
            "Documents that failed, by the stage, source or sink.",
            [({"stage": stage}, count) for stage, count in sorted(report.failures.items())],
        ),
        "hookline_stage_documents": ("Documents of a stage, by outcome.", stages),
        "hookline_stage_seconds": (
            "Time spent in a stage.",
            [({"stage": tally.name}, tally.seconds) for tally in report.stages],
        ),
        "hookline_run_seconds": ("Working time of the run.", [({}, report.seconds)]),
        "hookline_run_finished": (
            "Whether the run is finished.",
            [({}, int(report.finished))],
        ),
        "hookline_run_timestamp_seconds": ("When the run ended.", [({}, time.time())]),
    }
    shared = {"config": report.config}
    lines = [
        line
        for name, (text, samples) in families.items()
        for line in _family(name, text, samples, shared)
    ]
    return "".join(f"{line}\n" for line in lines)


def _family(name: str, text: str, samples: list[Sample], shared: dict[str, str]) -> Iterator[str]:
    if samples:
        yield f"# HELP {name} {text}"
        yield f"# TYPE {name} gauge"
    for labels, value in samples:
        pairs = {**shared, **labels}.items()
        written = ",".join(f'{key}="{_escaped(label)}"' for key, label in pairs)
        yield f"{name}{{{written}}} {value!r}"


def _escaped(label: str) -> str:
    return label.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
