"""The command `eval`, and a task written as the package describes."""

import subprocess
import sys

import click
import pytest
from click.testing import CliRunner
from tests_support import environment

from hookline import Document
from hookline_eval.evaluation.options import EvalOptions, common_options
from hookline_eval.evaluation.run import EvalRun
from hookline_eval.gold.lines import json_lines
from hookline_eval.output.printing import print_report
from hookline_eval.output.report import EvalReport
from hookline_eval.scoring.scores import Scores


def test_the_host_lists_the_command(project):
    """`hookline --help` has a line for eval, and `hookline eval --help` one for each task."""
    assert "eval " in project.call("--help").out
    task_help = project.call("eval", "--help").out
    assert "ner " in task_help
    assert "parse " in task_help


def test_listing_tasks_loads_nothing_heavy():
    """The help of a task loads neither numpy nor rich, and nothing heavier."""
    code = (
        "import sys\nfrom hookline.cli.command_line import run\nrun(['eval', 'ner', '--help'])\n"
        "print([m for m in ('numpy', 'rich', 'torch', 'stanza') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment(), capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_an_unknown_task_is_refused(evaluation):
    """An unknown task is a usage error with a suggestion."""
    assert "There is no task 'nerr'; did you mean `ner`?" in evaluation.refused("nerr", "gold")


@click.command("words", short_help="Words in JSON lines.")
@click.argument("file")
@common_options
def words(file: str, options: EvalOptions) -> int:
    """Compare the entities of each text with the words listed in its line."""
    gold = [(value, Document.from_text(value["text"], str(n))) for n, value in json_lines(file)]
    run = EvalRun(options, layer="entities")
    scores = Scores()
    for value, doc in run.process(gold):
        scores.open(str(value))
        wanted = set(value["words"])
        found = {doc.text[e.start : e.end] for e in doc.entities} if doc else set()
        scores.add("words", right=len(wanted & found), found=len(found), wanted=len(wanted))
    return print_report(EvalReport("words", file, scores, run.summary), options)


def test_a_task_can_be_written_as_the_package_describes(project):
    """A command that reads JSON lines and uses the documented parts measures a config."""
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
    """An error in JSON lines names the file and the line."""
    project.write("in.jsonl", f"\n{line}\n")
    command = CliRunner().invoke(words, ["in.jsonl"], standalone_mode=False)
    assert str(command.exception).startswith(f"in.jsonl:2: {message}")
