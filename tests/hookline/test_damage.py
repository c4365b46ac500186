"""Damaged files of a run are a message, never a traceback; after any kill the folder is as it should be."""

import os
import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from forked import DEAD, die_at, fork, wait

STATE = ".out.jsonl.hookline"


def overwrite(data):
    """Overwrite 200 bytes in the middle."""
    middle = len(data) // 2
    return data[:middle] + random.Random(1).randbytes(200) + data[middle + 200 :]


DAMAGES = {
    "overwritten": overwrite,
    "overwritten at the start": lambda data: b"x" * 200 + data[200:],
    "truncated": lambda data: data[: len(data) // 2],
    "empty": lambda data: b"",
    "noise": lambda data: random.Random(2).randbytes(5000),
}


def stop_half_way(project):
    """Run until the second failure, and return what an unbroken run leaves."""
    project.documents("in.jsonl", [f"text {n}" + " RAISE" * (n % 9 == 5) for n in range(30)])
    project.config("[{use: poison}]")
    assert project.call("run", "c.yaml", "--quiet").code == 1
    whole = listing()
    for name in ("out.jsonl", "out.failures.jsonl"):
        Path(name).unlink()
    assert (
        project.call("run", "c.yaml", "--quiet", "--set", "failures.limit=1", "--fresh").code == 3
    )
    return whole


def listing(folder="."):
    """Return every file and folder with what it holds, but for a checkpoint, whose times differ."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        if path.is_file() and path.suffix != ".sqlite"
        else None
        for path in sorted(Path(folder).rglob("*"))
    }


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("name", [f"{STATE}/ledger.sqlite", f"{STATE}/part", "out.failures.jsonl"])
def test_damage_between_two_attempts_is_a_message(project, name, damage):
    """The same command refuses, or goes on to the right bytes; `--fresh` always starts again."""
    whole = stop_half_way(project)
    path = Path(name)
    path.write_bytes(DAMAGES[damage](path.read_bytes()))
    result = project.call("run", "c.yaml", "--quiet")
    assert "Traceback" not in result.err
    if result.code == 1:  # the checkpoint was emptied: it is a new run
        assert Path("out.jsonl").read_bytes() == whole["out.jsonl"]
    else:
        assert result.code == 2
        assert "--fresh" in result.err
    result = project.call("run", "c.yaml", "--quiet", "--fresh")
    assert result.code == 1, result.err
    assert Path("out.jsonl").read_bytes() == whole["out.jsonl"]
    assert "Traceback" not in result.err


def test_a_damaged_checkpoint_page_by_page(project):
    """Wherever 64 bytes of a checkpoint are overwritten, it is a message or of no consequence."""
    stop_half_way(project)
    path = Path(STATE, "ledger.sqlite")
    intact = path.read_bytes()
    letters, part = Path("out.failures.jsonl").read_bytes(), Path(STATE, "part").read_bytes()
    from hookline.errors import ResumeError
    from hookline.runner.checkpoint import Checkpoint

    checkpoint = Checkpoint("out.jsonl")
    expected = checkpoint.read(), checkpoint.identity()
    checkpoint.close()
    for start in range(0, len(intact), 61):
        path.write_bytes(intact[:start] + b"\xa5" * 64 + intact[start + 64 :])
        messages = []
        try:
            checkpoint = Checkpoint("out.jsonl")
        except ResumeError as error:
            messages.append(str(error))
        if messages:
            assert "start again with --fresh" in messages[0]
            continue
        assert (checkpoint.read(), checkpoint.identity()) in (expected, (None, {}))
        checkpoint.close()
    assert letters
    assert part


@pytest.mark.parametrize(("column", "other"), [("name", "x'6c'"), ("value", "7")])
def test_a_row_of_a_checkpoint_with_another_type_is_damage(project, column, other):
    """SQLite stores bytes in a text column and numbers in a column of bytes, without an error."""
    stop_half_way(project)
    with closing(sqlite3.connect(Path(STATE, "ledger.sqlite"))) as database, database:
        database.execute(f"UPDATE checkpoint SET {column} = {other} WHERE name = 'state'")
    result = project.call("run", "c.yaml")
    assert result.code == 2
    assert "is damaged (a row has no name or no value); start again with --fresh" in result.err
    assert project.call("run", "c.yaml", "--fresh").code in (0, 1)


def test_a_checkpoint_of_another_version_or_program_is_named(project):
    """It is refused by its format, and replaced by `--fresh`."""
    project.documents("in.jsonl", ["a"])
    project.config()
    Path(STATE).mkdir()
    database = sqlite3.connect(f"{STATE}/ledger.sqlite")
    database.executescript("CREATE TABLE state (id INTEGER PRIMARY KEY, value BLOB)")
    database.close()
    result = project.call("run", "c.yaml")
    assert result.code == 2
    assert "was written by another version of hookline, or by another program" in result.err
    assert project.call("run", "c.yaml", "--fresh").code == 0


@pytest.mark.parametrize("kind", ["file", "folder"])
def test_something_else_in_the_place_of_the_state_is_replaced(project, kind):
    """A file where the state folder should be, or a folder where its file should be."""
    project.documents("in.jsonl", ["a"])
    project.config()
    if kind == "file":
        project.write(STATE, "not a folder")
    else:
        project.write(f"{STATE}/ledger.sqlite/x", "not a database")
        project.write(f"{STATE}/part/x", "not a part")
    result = project.call("run", "c.yaml")
    assert result.code == 2
    assert "Traceback" not in result.err
    result = project.call("run", "c.yaml", "--fresh")
    assert result.code == 0, result.err


TEE = """sink:
  - {use: jsonl, path: out.jsonl}
  - {use: csv, path: out.csv.gz}
  - {use: brat, path: out}
"""
SINKS = {
    "jsonl": "sink: {use: jsonl, path: out.jsonl}\n",
    "zst": "sink: {use: jsonl, path: out.jsonl.zst}\n",
    "brat": "sink: {use: brat, path: out}\n",
    "several": TEE,
}


@pytest.mark.parametrize("kind", SINKS)
def test_a_kill_at_any_durable_step_leaves_the_folder_of_an_unbroken_run(
    project, kind, tmp_path_factory
):
    """Every file and folder is there that an unbroken run leaves, with its bytes, and no other."""
    folders = []
    padding = "y" * 100_000 if kind == "zst" else ""  # so that there are several frames

    def folder():
        folders.append(tmp_path_factory.mktemp("run"))
        os.chdir(folders[-1])
        project.folder = folders[-1]
        project.documents(
            "in.jsonl", [f"Text {n}" + " RAISE" * (n % 9 == 5) + padding for n in range(30)]
        )
        stages = "stages: [{use: words}, {use: poison}]\n"
        config = f"source: {{use: jsonl, path: in.jsonl}}\n{stages}{SINKS[kind]}batch_size: 5\n"
        project.write("c.yaml", config + "failures: {path: bad.jsonl}\n")

    call = ("run", "c.yaml", "--quiet", "--workers", "1")
    folder()
    assert project.call(*call).code == 1  # in this process, so that no fork has to import anything
    whole = listing()
    if kind == "brat":
        assert len(whole) > 50
    deaths = 0
    for point in range(1, 200):
        folder()
        code = wait(fork(*call, before=lambda point=point: die_at(point)))
        if code != DEAD:
            assert code == 1
            break
        deaths += 1
        assert wait(fork(*call)) == 1
        left = listing()
        assert sorted(left) == sorted(whole), f"killed at step {point}"
        for name in left:
            if name == "bad.jsonl":  # tracebacks may differ
                assert left[name].count(b"\n") == whole[name].count(b"\n")
            else:
                assert left[name] == whole[name], f"killed at step {point}"
    assert deaths > 10


def test_a_kill_within_fresh_is_completed(project):
    """Killed anywhere in a second run with `--fresh`, the same command without it ends the same."""
    project.documents("in.jsonl", ["a", "RAISE"])
    project.config("[{use: poison}]")
    assert project.call("run", "c.yaml", "--quiet").code == 1
    whole = listing()
    for point in range(1, 200):
        code = wait(
            fork("run", "c.yaml", "--quiet", "--fresh", before=lambda point=point: die_at(point))
        )
        assert wait(fork("run", "c.yaml", "--quiet")) == 1
        assert sorted(listing()) == sorted(whole), f"killed at step {point}"
        assert Path("out.jsonl").read_bytes() == whole["out.jsonl"]
        if code != DEAD:
            break
