"""Warnings of stages about a run: once each in the report and the summary, whatever computes."""

import json

import pytest

import hookline
from hookline import Failed, Stage, StageWarning


class Careful(Stage):
    """Warn when it is opened, and of each document that is not in ASCII."""

    name = "careful"
    batch_size = 4

    def __init__(self, options):
        super().__init__(options)
        self.warn("slow-cpu", "this CPU is slow")

    def process(self, docs):
        for doc in docs:
            if not doc.text.isascii():
                self.warn("not-ascii", "not ASCII; use `clean`", documents=1)
            if "RAISE" in doc.text:
                raise ValueError(doc.text)
            yield Failed(ValueError("no")) if "FAIL" in doc.text else doc


class CarefulPlugin:
    @hookline.hookimpl
    def hookline_register(self, registry):
        registry.stage(Careful)


def run(project, config, **options):
    plan = hookline.read_plan(config, plugins=[CarefulPlugin()])
    return hookline.run(plan, **options)


@pytest.mark.parametrize("workers", [1, 2])
def test_a_warning_is_in_the_report_once_with_its_documents(project, workers):
    """Warnings of all processes become one for each code; `documents` does not depend on workers."""
    project.documents("in.jsonl", ["a", "é", "ü"] * 200)
    config = project.config("[{use: careful, name: check}]")
    report = run(project, config, workers=workers, report="report.json")
    expected = [
        StageWarning("check", "slow-cpu", "this CPU is slow"),
        StageWarning("check", "not-ascii", "not ASCII; use `clean`", 400),
    ]
    assert report.warnings == expected
    written = json.loads((project.folder / "report.json").read_text())["warnings"]
    assert written == [warning._asdict() for warning in expected]


def test_documents_that_are_passed_again_count_once(project):
    """A batch in which a document raises is repeated; its other documents are not counted twice."""
    project.documents("in.jsonl", ["é", "ü RAISE", "ö", "ä", "ø FAIL"])
    report = run(project, project.config("[{use: careful}]"), workers=1)
    assert report.failed == 2
    assert {w.code: w.documents for w in report.warnings} == {"slow-cpu": 0, "not-ascii": 4}


def test_a_resumed_run_has_the_warnings_of_all_its_attempts(project):
    """Warnings are part of the state: a document is counted in the attempt that finishes it."""
    project.documents("in.jsonl", ["é"] * 1000)
    config = project.config("[{use: careful}]")
    units = []

    class Watcher:
        @hookline.hookimpl
        def hookline_batch_done(self, report):
            units.append(report.settled)

    plan = hookline.read_plan(config, plugins=[CarefulPlugin(), Watcher()])
    first = hookline.run(plan, workers=1, stop=lambda: len(units) > 1)
    assert not first.finished
    assert 0 < first.warnings[1].documents == first.settled < 1000
    report = hookline.run(plan, workers=1)
    assert {w.code: w.documents for w in report.warnings} == {"slow-cpu": 0, "not-ascii": 1000}


def test_the_summary_shows_each_warning_once(project):
    """With the share of the stage's documents, and the code."""
    (project.folder / "careful_stage.py").write_text(
        "import hookline\n\n\nclass Careful(hookline.Stage):\n"
        "    name = 'careful'\n\n"
        "    def process(self, docs):\n"
        "        for doc in docs:\n"
        "            self.warn('long', 'long; use `length`', documents=len(doc.text) > 1)\n"
        "            yield doc\n"
    )
    project.documents("in.jsonl", ["a", "bb", "cc"])
    config = project.config("[{use: 'careful_stage:Careful'}]")
    result = project.call("run", str(config), "--workers", "2", "--log-format", "text")
    assert result.code == 0, result.err
    assert result.err.count("long; use") == 1
    assert "warning: Careful: 2 of 3 documents: long; use `length` [long]" in result.err


def test_a_pipeline_gives_python_warnings_when_it_is_closed():
    """There is no report, so each warning is a `RuntimeWarning`."""
    config = {"stages": [{"use": "careful"}]}
    pipeline = hookline.Pipeline.from_config(config, plugins=[CarefulPlugin()])
    assert len(list(pipeline.stream(["é", "a", "ü"]))) == 3
    with pytest.warns(RuntimeWarning) as caught:
        pipeline.close()
    assert [str(item.message) for item in caught] == [
        "careful: this CPU is slow",
        "careful: 2 documents: not ASCII; use `clean`",
    ]


def test_the_warnings_of_a_stage_can_be_taken():
    """`take_warnings` returns those since the last call, for tests of a stage."""
    stage = Careful(Careful.Options())
    assert [warning.code for warning in stage.take_warnings()] == ["slow-cpu"]
    assert stage.take_warnings() == []
