"""A run that is refused leaves every folder as it was."""

import os
import shutil
import signal
import time
from pathlib import Path

import pytest
from forked import fork, kill

TWO_SINKS = (
    "source: {use: jsonl, path: in.jsonl}\nstages: []\n"
    "sink: [{use: jsonl, path: out.jsonl}, {use: csv, path: out.csv, layer: documents}]\n"
)


def listing():
    """Return all files with their content, except databases, and all folders."""
    return {
        str(path): path.read_bytes() if path.is_file() and path.suffix != ".sqlite" else b""
        for path in sorted(Path().rglob("*"))
    }


def finished(project):
    assert project.call("run", "c.yaml").code == 0


def stopped(project):
    project.config("[{use: poison}]", more="failures: {limit: 0}\n")
    project.documents("in.jsonl", ["a", "RAISE", "b"])
    assert project.call("run", "c.yaml").code == 3


def pruned(project):
    finished(project)
    project.call("prune")


def foreign(project):
    project.write("out.jsonl", "precious\n")


def folder_of_another(project):
    foreign(project)
    project.write(".out.jsonl.hookline/notes.txt", "precious\n")


def pruned_with_two_sinks(project):
    project.write("c.yaml", TWO_SINKS)
    pruned(project)


def second_output_is_missing(project):
    project.write("c.yaml", TWO_SINKS)
    finished(project)
    os.remove("out.csv")


def second_output_is_foreign(project):
    project.write("c.yaml", TWO_SINKS)
    project.write("out.csv", "precious\n")


def changed_output(project):
    finished(project)
    with open("out.jsonl", "a") as file:
        file.write("more\n")


def changed_config(project):
    finished(project)
    project.config("[{use: shout}]")


def changed_input(project):
    stopped(project)
    project.documents("in.jsonl", ["c"])


def output_appeared(project):
    stopped(project)
    project.write("out.jsonl", "precious\n")


def dead_letters_moved(project):
    stopped(project)
    project.config("[{use: poison}]", more="failures: {limit: 0, path: other.jsonl}\n")


def damaged_state(project):
    project.write(".out.jsonl.hookline/ledger.sqlite", b"no database at all " * 100)


def state_is_a_file(project):
    project.write(".out.jsonl.hookline", "precious\n")


def broken_stage(project):
    project.config("[{use: stanza, model: nowhere}]")


def broken_stage_in_a_new_folder(project):
    broken_stage(project)
    path = project.folder / "c.yaml"
    path.write_text(path.read_text().replace("out.jsonl", "new/deep/out.jsonl"))


def broken_stage_with_two_sinks(project):
    project.write("c.yaml", TWO_SINKS.replace("[]", "[{use: stanza, model: nowhere}]", 1))


@pytest.mark.parametrize(
    "situation",
    [
        pruned,
        foreign,
        folder_of_another,
        pruned_with_two_sinks,
        second_output_is_missing,
        second_output_is_foreign,
        changed_output,
        changed_config,
        changed_input,
        output_appeared,
        dead_letters_moved,
        damaged_state,
        state_is_a_file,
        broken_stage,
        broken_stage_in_a_new_folder,
        broken_stage_with_two_sinks,
    ],
)
def test_a_refused_run_leaves_no_trace(project, situation):
    """Whatever the reason, the same files and folders are there before and after."""
    project.documents("in.jsonl", ["a", "b"])
    project.config()
    situation(project)
    before = listing()
    for _ in range(2):
        result = project.call("run", "c.yaml")
        assert result.code == 2, result.err
        assert "Traceback" not in result.err
        assert listing() == before


def test_a_refused_merge_and_a_refused_join_leave_no_trace(project):
    """So do the commands that read the state of another run."""
    project.documents("in.jsonl", ["a", "RAISE"])
    project.config("[{use: poison}]")
    assert project.call("run", "c.yaml").code == 1
    for number in (1, 2):
        project.call("run", "c.yaml", "--shard", f"{number}/2", "-o", "parts.jsonl")
    for state in Path().glob(".out.*"):
        shutil.rmtree(state)
    for part in Path().glob(".parts*2-of-2*"):
        shutil.rmtree(part)
    before = listing()
    assert project.call("replay", "out.failures.jsonl", "--merge").code == 2
    assert project.call("join", "parts.jsonl").code == 2
    assert listing() == before


def test_a_finished_run_leaves_one_state_folder(project):
    """With several sinks, the state is beside the first, also after a kill."""
    project.write("c.yaml", TWO_SINKS.replace("[]", "[{use: slow, seconds: 0.05, batch_size: 1}]"))
    project.documents("in.jsonl", ["a"] * 40)
    pid = fork("run", "c.yaml")
    while not Path(".out.csv.hookline/part").exists():
        time.sleep(0.01)
    assert kill(pid) == -signal.SIGKILL
    finished(project)
    assert [path.name for path in Path().glob(".*.hookline")] == [".out.jsonl.hookline"]
