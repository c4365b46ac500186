"""Runs in OpenTelemetry and Prometheus, read by the SDK and the parser of each."""

import subprocess
import sys
from collections import Counter

import pytest
from opentelemetry import metrics, trace
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from prometheus_client.parser import text_string_to_metric_families
from tests_support import environment


@pytest.fixture
def telemetry(monkeypatch):
    """Return a reader of metrics and one of spans that replace those of the process."""
    reader, exporter = InMemoryMetricReader(), InMemorySpanExporter()
    meters, tracers = MeterProvider([reader]), TracerProvider()
    tracers.add_span_processor(SimpleSpanProcessor(exporter))
    monkeypatch.setattr(metrics, "get_meter", meters.get_meter)
    monkeypatch.setattr(trace, "get_tracer", tracers.get_tracer)
    yield reader, exporter
    meters.shutdown()
    tracers.shutdown()


def data_points(reader):
    """Return the labels and the data points of each metric."""
    result = {}
    data = reader.get_metrics_data()
    for metric in data.resource_metrics[0].scope_metrics[0].metrics:
        result[metric.name] = [(dict(p.attributes), p) for p in metric.data.data_points]
    return result


def run(project):
    """Run five documents: two are written, one is dropped, two fail."""
    project.documents("in.jsonl", ["a", " ", "RAISE", "b", "RAISE"])
    project.config("[{use: drop-empty}, {use: poison}]", more="failures: {path: bad.jsonl}\n")
    return project.call("run", "c.yaml", "--report", "out.prom")


def test_a_run_is_counted_and_traced(project, telemetry):
    """Documents are counted by outcome, stages by outcome and time; failures are in the span."""
    reader, exporter = telemetry
    assert run(project).code == 1
    points = data_points(reader)
    documents = Counter()
    for labels, point in points["hookline.documents"]:
        assert labels["hookline.config"] == "c.yaml"
        documents[labels["outcome"], labels.get("reason") or labels.get("stage")] = point.value
    assert documents == {("written", None): 2, ("dropped", "empty"): 1, ("failed", "poison"): 2}
    stage_documents = {
        (p["stage"], p["outcome"]): point.value for p, point in points["hookline.stage.documents"]
    }
    assert stage_documents[("drop-empty", "passed")] == 4
    assert stage_documents[("poison", "failed")] == 2
    assert {p["stage"] for p, _ in points["hookline.stage.latency"]} == {"drop-empty", "poison"}
    assert all(point.value >= 0 for _, point in points["hookline.stage.duration"])
    *checkpoints, run_span = exporter.get_finished_spans()
    assert run_span.name == "hookline.run"
    assert run_span.attributes["hookline.written"] == 2
    assert [event.attributes["exception.message"] for event in run_span.events] == ["poison"] * 2
    assert sum(span.attributes["hookline.documents"] for span in checkpoints) == 5
    assert all(span.parent.span_id == run_span.context.span_id for span in checkpoints)
    assert "finished already" in project.call("run", "c.yaml").err  # nothing is counted again
    assert len(exporter.get_finished_spans()) == len(checkpoints) + 1


def test_a_report_for_prometheus(project):
    """A report whose name ends in .prom is in the text format of Prometheus."""
    assert run(project).code == 1
    families = list(text_string_to_metric_families((project.folder / "out.prom").read_text()))
    samples = {
        (s.name, *sorted(v for k, v in s.labels.items() if k != "config")): s.value
        for family in families
        for s in family.samples
    }
    assert samples["hookline_documents", "written"] == 2
    assert samples["hookline_dropped_documents", "empty"] == 1
    assert samples["hookline_failed_documents", "poison"] == 2
    assert samples["hookline_stage_documents", "passed", "poison"] == 2
    assert samples["hookline_run_finished",] == 1
    assert samples["hookline_run_timestamp_seconds",] > 1e9
    assert all(family.type == "gauge" and family.documentation for family in families)


def test_opentelemetry_is_not_imported_unless_used(project):
    """A process that does not use OpenTelemetry does not load it."""
    project.documents("in.jsonl", ["a"])
    project.config()
    code = (
        "import sys\nfrom hookline.cli.command_line import run\nprint(run(['run', 'c.yaml', '--quiet']),"
        " [m for m in sys.modules if m.startswith('opentelemetry')])"
    )
    process = subprocess.run(
        [sys.executable, "-c", code], env=environment(), capture_output=True, text=True
    )
    assert process.stdout == "0 []\n", process.stderr
