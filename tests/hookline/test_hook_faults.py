"""Hooks that fail cost nothing."""

import pytest

import hookline


@pytest.mark.filterwarnings("ignore:a plugin failed")
def test_a_hook_that_fails_costs_nothing(project):
    """A plugin that raises while it watches neither stops the run nor changes its output."""

    class Clumsy:
        @hookline.hookimpl
        def hookline_document_failed(self, failure):
            raise RuntimeError("clumsy")

    project.documents("in.jsonl", ["a", "RAISE", "b"])
    path = project.config("[{use: poison}]", more="failures: {path: bad.jsonl}\n")
    report = hookline.run(hookline.read_plan(path, plugins=[Clumsy()]))
    assert (report.written, report.failed) == (2, 1)
    assert [record["id"] for record in project.records()] == ["d0", "d2"]
    assert [letter["id"] for letter in project.records("bad.jsonl")] == ["d1"]


@pytest.mark.filterwarnings("ignore:a plugin failed")
def test_hooks_of_others_are_called_when_one_fails(project):
    """Whatever a plugin raises in a hook, the others see each unit, each failure and the end."""

    class Loud:
        @hookline.hookimpl(tryfirst=True)
        def hookline_batch_done(self):
            raise SystemExit(3)

        @hookline.hookimpl(tryfirst=True)
        def hookline_document_failed(self):
            raise RuntimeError("loud")

        @hookline.hookimpl(trylast=True)
        def hookline_run_finished(self):
            raise RuntimeError("loud")

    seen = []

    class Quiet:
        @hookline.hookimpl
        def hookline_run_started(self, name):
            seen.append(name)

        @hookline.hookimpl
        def hookline_batch_done(self, report):
            seen.append(report.settled)

        @hookline.hookimpl
        def hookline_document_failed(self, failure):
            seen.append(failure.id)

        @hookline.hookimpl
        def hookline_run_finished(self, report):
            seen.append(report.finished)

    project.documents("in.jsonl", ["RAISE" if n == 20 else "a" for n in range(40)])
    path = project.config("[{use: poison}]")
    hookline.run(hookline.read_plan(path, plugins=[Loud(), Quiet(), Loud()]))
    assert seen[:2] == [str(path), 16]  # the hook is called for the first unit, and for the others
    assert seen[-2:] == [40, True]
    assert "d20" in seen
