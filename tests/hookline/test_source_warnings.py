"""Warnings of sources are in the report and the log once each, like those of stages."""

import json

import pytest

import hookline
from hookline import Document, Source, StageWarning


class Wary(Source):
    """Warn when it is opened, and of every third document."""

    name = "wary"

    def __init__(self, options):
        super().__init__(options)
        self.warn("old-format", "the format is old; export it again")

    def read(self, start=0):
        for number in range(start, 600):
            if number % 3 == 0:
                self.warn("no-date", "without a date; set `date`", documents=1)
            yield Document.from_text("a", str(number))


class WaryPlugin:
    @hookline.hookimpl
    def hookline_register(self, registry):
        registry.source(Wary)


EXPECTED = [
    StageWarning("wary", "old-format", "the format is old; export it again"),
    StageWarning("wary", "no-date", "without a date; set `date`", 200),
]


def config(project, source="{use: wary}"):
    return project.write(
        "c.yaml", f"source: {source}\nstages: []\nsink: {{use: jsonl, path: out.jsonl}}\n"
    )


def test_a_warning_of_a_source_is_in_the_report_once_with_its_documents(project):
    """Warnings of one code are summed, and the report file has them."""
    plan = hookline.read_plan(config(project), plugins=[WaryPlugin()])
    report = hookline.run(plan, report="report.json")
    assert report.warnings == EXPECTED
    written = json.loads((project.folder / "report.json").read_text())["warnings"]
    assert written == [warning._asdict() for warning in EXPECTED]


@pytest.mark.parametrize("several", [False, True])
def test_an_interrupted_run_counts_the_documents_of_a_warning_once(project, several):
    """Documents that were read ahead but not finished are counted by the attempt that finishes them."""
    project.documents("in.jsonl", ["a"])
    source = "[{use: wary, name: w}, {use: jsonl, path: in.jsonl}]" if several else "{use: wary}"
    path = config(project, source)
    settled = []

    class Watcher:
        @hookline.hookimpl
        def hookline_batch_done(self, report):
            settled.append(report.settled)

    plan = hookline.read_plan(path, plugins=[WaryPlugin(), Watcher()])
    first = hookline.run(plan, stop=lambda: len(settled) > 1)
    assert not first.finished
    assert first.warnings[1].documents == -(-first.settled // 3)
    report = hookline.run(plan)
    assert report.finished
    name = "w" if several else "wary"
    assert report.warnings == [warning._replace(stage=name) for warning in EXPECTED]


def test_the_limit_of_a_run_limits_its_warnings(project):
    """Documents that are not part of the run are not warned of."""
    plan = hookline.read_plan(config(project), plugins=[WaryPlugin()])
    report = hookline.run(plan, limit=10)
    assert {w.code: w.documents for w in report.warnings} == {"old-format": 0, "no-date": 4}


def test_the_summary_shows_the_warnings_of_a_source(project):
    """As text with the share of the documents read, and as JSON in the event at the end."""
    project.write(
        "wary_source.py",
        "import hookline\n\n\nclass Wary(hookline.Source):\n    name = 'wary'\n\n"
        "    def read(self, start=0):\n"
        "        for number in range(start, 4):\n"
        "            self.warn('odd', 'odd; use `even`', documents=number % 2)\n"
        "            yield hookline.Document.from_text('a', str(number))\n",
    )
    config(project, "{use: 'wary_source:Wary'}")
    text = project.call("run", "c.yaml", "--log-format", "text").err
    assert text.count("warning: Wary: 2 of 4 documents: odd; use `even` [odd]") == 1
    events = project.call("run", "c.yaml", "--fresh", "--log-format", "json").err.splitlines()
    (warning,) = json.loads(events[-1])["warnings"]
    assert (warning["stage"], warning["code"], warning["documents"]) == ("Wary", "odd", 2)
