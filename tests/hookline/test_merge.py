"""Replays and the output of the run: documents are merged into it, and it is never replaced."""

import json
import os
import shutil
from pathlib import Path

import pytest
from forked import DEAD, die_at, fork, wait

from hookline.cli.run import execute


def failed_run(project, lines):
    """Run documents of which some fail in the stage `first`, then replace it by one that passes them."""
    project.write("in.jsonl", "".join(line + "\n" for line in lines))
    more = "failures: {path: bad.jsonl}\n"
    project.config("[{use: poison, name: first}]", more=more)
    assert project.call("run", "c.yaml", "--workers", "1").code == 1
    project.config("[{use: shout, name: first}]", more=more)


LINES = [
    '{"id": "a", "text": "a RAISE"}',
    '{"id": "b", "text": "b"}',
    '{"no": "text"}',
    '{"id": "d", "text": "d RAISE"}',
    '{"id": "b", "text": "b again"}',
    '{"id": "f", "text": "f RAISE"}',
]


def test_replayed_documents_are_merged_in_their_places(project):
    """`--merge` puts them where the input has them, and the dead letters keep what fails again."""
    failed_run(project, LINES)
    result = project.call("replay", "bad.jsonl", "--merge", "--log-format", "text")
    assert result.code == 1
    assert "3 documents merged into out.jsonl, 1 failed again" in result.err
    texts = [record["text"] for record in project.records()]
    assert texts == ["A RAISE", "b", "D RAISE", "b again", "F RAISE"]
    (letter,) = project.records("bad.jsonl")
    assert letter["place"] == "in.jsonl:3"
    report = project.call("replay", "bad.jsonl", "--merge", "--log-format", "text")
    assert "0 documents merged into out.jsonl, 1 failed again" in report.err
    assert [record["text"] for record in project.records()] == texts


def test_a_merge_names_the_dead_letters_that_stay(project):
    """The file of the replay, which the merge takes away, is not named for failures that are not shown."""
    project.documents("in.jsonl", ["RAISE"] * 25)
    project.config("[{use: poison}]")
    assert project.call("run", "c.yaml").code == 1
    result = project.call("replay", "out.failures.jsonl", "--merge", "--log-format", "text")
    assert "further failures are not shown\n" in result.err
    assert "records.failures.jsonl" not in result.err
    assert "dead letters: out.failures.jsonl" in result.err


def test_the_output_is_that_of_the_dead_letters(project):
    """Without `-o`, the documents go into the output that the file is named after, not the config's."""
    project.documents("in.jsonl", ["a", "RAISE", "c"])
    project.config("[{use: poison, name: first}]")
    assert project.call("run", "c.yaml", "-o", "out/own.jsonl").code == 1
    project.config("[{use: shout, name: first}]")
    table = ("-o", "out/own.csv", "--set", "sink.layer=documents")
    assert project.call("run", "c.yaml", *table).code == 0
    result = project.call("replay", "out/own.failures.jsonl", "--merge", "--log-format", "text")
    assert "1 document merged into out/own.jsonl, 0 failed again" in result.err
    assert result.code == 0
    texts = [json.loads(line)["text"] for line in Path("out/own.jsonl").read_text().splitlines()]
    assert texts == ["a", "RAISE", "c"]
    assert not Path("out.jsonl").exists()


def test_nothing_is_left_when_all_documents_are_merged(project):
    """The dead letters go, and so does everything that was beside the output for the merge."""
    failed_run(project, [LINES[0], LINES[1]])
    assert project.call("replay", "bad.jsonl", "--merge").code == 0
    assert [record["id"] for record in project.records()] == ["a", "b"]
    assert not os.path.exists("bad.jsonl")
    assert os.listdir(".out.jsonl.hookline") == ["ledger.sqlite"]


def test_a_killed_merge_is_completed(project):
    """Killed at any step, the same command ends with the same records and the same dead letters."""
    failed_run(project, LINES)
    shutil.copytree(".", "../before")
    call = ("replay", "bad.jsonl", "--merge", "--workers", "1", "--quiet")
    assert wait(fork(*call)) == 1
    whole = Path("out.jsonl").read_bytes()
    deaths = 0
    for point in range(1, 200):
        folder = Path(f"../killed-{point}").absolute()
        shutil.copytree("../before", folder)
        os.chdir(folder)
        code = wait(fork(*call, before=lambda point=point: die_at(point)))
        if code != DEAD:
            break
        deaths += 1
        assert wait(fork(*call)) == 1, f"killed at step {point}"
        assert Path("out.jsonl").read_bytes() == whole, f"killed at step {point}"
        assert Path("bad.jsonl").read_bytes().count(b"\n") == 1
        assert os.listdir(".out.jsonl.hookline") == ["ledger.sqlite"]
    assert deaths > 10


def test_what_cannot_be_merged_is_refused_and_kept(project):
    """Another output, a changed input, other stages and a missing choice are clear errors."""
    failed_run(project, LINES)
    before = Path("out.jsonl").read_bytes()
    result = project.call("replay", "bad.jsonl")
    assert result.code == 2
    assert "expected -o OUTPUT or --merge" in result.err
    result = project.call("replay", "bad.jsonl", "--merge", "-o", "other.jsonl")
    assert "there is no output other.jsonl to merge into" in result.err
    assert "name the output of the run with -o" in result.err
    project.config("[{use: shout}]", more="failures: {path: bad.jsonl}\n")
    result = project.call("replay", "bad.jsonl", "--merge")
    assert result.code == 2
    assert "the stages were first in the run" in result.err
    project.config("[{use: shout, name: first}]", more="failures: {path: bad.jsonl}\n")
    project.write("in.jsonl", "\n".join(LINES[1:]))
    result = project.call("replay", "bad.jsonl", "--merge")
    assert result.code == 2
    assert "the input of out.jsonl has changed" in result.err
    project.write("in.jsonl", "\n".join(LINES[:-1]))
    result = project.call("replay", "bad.jsonl", "--merge")
    assert result.code == 2
    assert "the input has no document at in.jsonl:6 any more" in result.err
    assert Path("out.jsonl").read_bytes() == before
    assert len(project.records("bad.jsonl")) == 4


@pytest.mark.parametrize("killed", [False, True])
def test_documents_mended_in_the_input_are_merged(project, killed):
    """Rows mended where they are go to their places; then the run is a finished one of that input."""
    failed_run(project, LINES)
    mended = [*LINES]
    mended[2] = '{"id": "c", "text": "c mended"}'
    mended[3] = '{"id": "d", "text": "d mended"}'
    project.write("in.jsonl", "".join(line + "\n" for line in mended))
    if killed:
        assert (
            wait(fork("replay", "bad.jsonl", "--merge", "--quiet", before=lambda: die_at(12)))
            == DEAD
        )
    result = project.call("replay", "bad.jsonl", "--merge", "--log-format", "text")
    assert result.code == 0
    assert "documents merged into out.jsonl, 0 failed again" in result.err
    texts = [record["text"] for record in project.records()]
    assert texts == ["A RAISE", "b", "C MENDED", "D MENDED", "b again", "F RAISE"]
    assert not os.path.exists("bad.jsonl")


def test_rows_are_mended_one_after_the_other(project):
    """What fails again stays a dead letter, and the next merge compares with the input as it is now."""
    project.write("in.jsonl", '{"id": "a", "text": "a"}\n{"no": 1}\n{"no": 2}\n')
    project.config("[shout]", more="failures: {path: bad.jsonl}\n")
    assert project.call("run", "c.yaml").code == 1
    project.write("in.jsonl", '{"id": "a", "text": "a"}\n{"text": "b", "id": "b"}\n{"no": 2}\n')
    assert project.call("replay", "bad.jsonl", "--merge").code == 1
    assert "is finished already" in project.call("run", "c.yaml", "--log-format", "text").err
    rows = '{"id": "a", "text": "a"}\n{"text": "b", "id": "b"}\n{"text": "c", "id": "c"}\n'
    project.write("in.jsonl", rows.replace('"b", "id"', '"B", "id"'))
    refused = project.call("replay", "bad.jsonl", "--merge")
    assert refused.code == 2
    assert "has changed in other documents than those that failed" in refused.err
    project.write("in.jsonl", rows)
    assert project.call("replay", "bad.jsonl", "--merge").code == 0
    merged = Path("out.jsonl").read_bytes()
    assert "is finished already" in project.call("run", "c.yaml", "--log-format", "text").err
    assert project.call("run", "c.yaml", "--fresh").code == 0
    assert Path("out.jsonl").read_bytes() == merged


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"b"}\n', '"b changed"}\n'),  # another text
        ('{"id": "b", "text": "b"}', '{"id": "x", "text": "b"}'),  # another id
        ('"text": "b"}', '"text": "b", "source": "Reuters"}'),  # other meta data
        ('{"id": "a"', '{"id": "new", "text": "new"}\n{"id": "a"'),  # a row more in front
        ('"b again"}\n', '"b again"}\n{"id": "new", "text": "new"}\n'),  # a row more behind
        ('{"id": "b", "text": "b"}\n', ""),  # a row less
    ],
)
def test_an_input_that_changed_elsewhere_is_not_merged(project, old, new):
    """A change in any document that had not failed is refused, and nothing is changed."""
    failed_run(project, LINES)
    before, letters = Path("out.jsonl").read_bytes(), Path("bad.jsonl").read_bytes()
    rows = Path("in.jsonl").read_text().replace('{"no": "text"}', '{"id": "c", "text": "c"}')
    assert old in rows
    project.write("in.jsonl", rows.replace(old, new, 1))
    result = project.call("replay", "bad.jsonl", "--merge")
    assert result.code == 2
    assert "--update or --fresh" in result.err
    assert (Path("out.jsonl").read_bytes(), Path("bad.jsonl").read_bytes()) == (before, letters)
    assert "the input in.jsonl changed" in project.call("run", "c.yaml").err


def test_a_file_mended_in_a_folder_is_merged(project):
    """A text file that could not be decoded is read again, in its place among the others."""
    for name, text in (("a", b"a"), ("b", b"caf\xe9"), ("c", b"c")):
        project.write(f"in/{name}.txt", text)
    project.config(source="text", path="in", more="failures: {path: bad.jsonl}\n")
    assert project.call("run", "c.yaml").code == 1
    project.write("in/b.txt", "café")
    assert project.call("replay", "bad.jsonl", "--merge").code == 0
    assert [record["text"] for record in project.records()] == ["a", "café", "c"]


def test_only_the_sink_of_the_output_is_written_again(project):
    """Of several sinks, the one that -o names gets the documents; all finished outputs stay."""
    project.write("in.jsonl", '{"id": "a", "text": "a"}\n{"id": "b", "text": "RAISE"}\n')
    text = (
        "source: {use: jsonl, path: in.jsonl}\nstages: [%s]\nsink:\n  - {use: jsonl, path: out.jsonl}\n"
        "  - {use: parquet, path: out.parquet}\nfailures: {path: bad.jsonl}\n"
    )
    project.write("c.yaml", text % "{use: poison}")
    assert project.call("run", "c.yaml").code == 1
    finished = [Path(name).read_bytes() for name in ("out.jsonl", "out.parquet")]
    project.write("c.yaml", text % "{use: shout}")
    for name in ("again.jsonl", "again.parquet"):
        assert project.call("replay", "bad.jsonl", "-o", name).code == 0
    assert [record["id"] for record in project.records("again.jsonl")] == ["b"]
    for name in ("out.jsonl", "out.parquet"):
        result = project.call("replay", "bad.jsonl", "-o", name, "--fresh")
        assert result.code == 2
        assert f"{name} is an output of the config" in result.err
    assert [Path(name).read_bytes() for name in ("out.jsonl", "out.parquet")] == finished


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda rows: rows[:-1], "1 dead letter without a record did not fail again"),
        (lambda rows: [*rows, b'{"id": "new"}\n'], "the record 'new' of the replay is that of no"),
    ],
)
def test_nothing_is_merged_unless_all_letters_are_accounted_for(
    project, monkeypatch, change, message
):
    """A replay with a record less or more than its letters is refused, and nothing is changed."""
    failed_run(project, LINES)
    before, letters = Path("out.jsonl").read_bytes(), Path("bad.jsonl").read_bytes()

    def changed(*arguments, **options):
        code = execute(*arguments, **options)
        records = Path(".out.jsonl.hookline/replay/records.jsonl")
        records.write_bytes(b"".join(change(records.read_bytes().splitlines(keepends=True))))
        return code

    monkeypatch.setattr("hookline.cli.replay.execute", changed)
    result = project.call("replay", "bad.jsonl", "--merge")
    assert result.code == 2
    assert message in result.err
    assert (Path("out.jsonl").read_bytes(), Path("bad.jsonl").read_bytes()) == (before, letters)


def test_the_output_of_another_run_is_not_offered_to_fresh(project):
    """A replay over the output of a run, and a run over that of a replay, say whose it is."""
    failed_run(project, LINES)
    assert project.call("replay", "bad.jsonl", "-o", "again.jsonl").code == 1
    project.config("[{use: shout, name: first}]", name="other.yaml")
    assert project.call("run", "other.yaml", "-o", "other.jsonl").code == 1
    for call, output, whose in (
        (("replay", "bad.jsonl"), "other.jsonl", "the run of other.yaml"),
        (("run", "c.yaml"), "again.jsonl", "a replay with c.yaml"),
    ):
        before = Path(output).read_bytes()
        result = project.call(*call, "-o", output)
        assert result.code == 2
        assert f"{output} was finished by {whose}; choose another output with -o" in result.err
        assert "--fresh" not in result.err
        assert Path(output).read_bytes() == before
