"""The command `eval` itself, and what a task needs to define."""

import subprocess
import sys

import click
import pytest
from click.testing import CliRunner
from tests_support import environment

from hookline import Document
from hookline_eval.files import json_lines
from hookline_eval.options import Call, common
from hookline_eval.pipeline import Trial
from hookline_eval.score import Scores
from hookline_eval.show import Report, finish


def test_the_host_lists_the_command(project):
    """`hookline --help` has a line for eval, and `hookline eval --help` one for each task."""
    assert "eval " in project.call("--help").out
    listed = project.call("eval", "--help").out
    assert "ner " in listed
    assert "parse " in listed


def test_listing_tasks_loads_nothing_heavy():
    """The plugin and its help load neither numpy nor rich, and nothing heavier."""
    code = (
        "import sys\nfrom hookline.cli.main import _run\n_run(['eval', 'ner', '--help'])\n"
        "print([m for m in ('numpy', 'rich', 'torch', 'stanza') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment(), capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_an_unknown_task_is_refused(bench):
    """A task that is not there is a wrong call."""
    assert "There is no task 'nerr'; did you mean `ner`?" in bench.refused("nerr", "gold")


@click.command("words", short_help="Words in JSON lines.")
@click.argument("file")
@common
def words(file: str, call: Call) -> int:
    """Compare the entities of each text with the words that its line lists."""
    gold = [(value, Document.from_text(value["text"], str(at))) for at, value in json_lines(file)]
    trial = Trial(call, layer="entities")
    scores = Scores()
    for value, doc in trial.over(gold):
        scores.open(str(value))
        wanted = set(value["words"])
        found = {doc.text[e.start : e.end] for e in doc.entities} if doc else set()
        scores.add("words", right=len(wanted & found), found=len(found), wanted=len(wanted))
    return finish(Report("words", file, scores, trial.account), call)


def test_a_task_needs_no_more_than_the_how_to_says(project):
    """A command over JSON lines, made of the parts that the package names, measures a config."""
    project.write("in.jsonl", '{"text": "Oslo Rome", "words": ["Oslo", "Bonn"]}\n')
    project.config("[{use: shout}, {use: words}, {use: needy}]")
    command = CliRunner().invoke(words, ["in.jsonl", "--config", "c.yaml"], standalone_mode=False)
    assert command.exception is None
    assert command.return_value == 0
    assert "c.yaml: shout > words\n" in command.output
    assert command.output.splitlines()[-1].split() == ["words", *["0.0000"] * 3, "0", "2", "2"]


@pytest.mark.parametrize(
    ("line", "message"),
    [("[1]", "expected a JSON object, found list"), ("{", "expected JSON: ")],
)
def test_wrong_json_is_refused_with_its_line(project, line, message):
    """JSON lines are read with the place of what is wrong."""
    project.write("in.jsonl", f"\n{line}\n")
    command = CliRunner().invoke(words, ["in.jsonl"], standalone_mode=False)
    assert str(command.exception).startswith(f"in.jsonl:2: {message}")
