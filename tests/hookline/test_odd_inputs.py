"""Inputs that vanish, change or are odd, and values that cannot be kept."""

import json
import os

import pytest
import zstandard


@pytest.mark.parametrize("source", ["text", "jsonl"])
def test_an_input_that_vanishes_stops_the_run(project, source):
    """A file that is deleted during a run is no failed document: put back, it is read."""
    ending = {"text": "txt", "jsonl": "jsonl"}[source]
    for number in range(200):
        project.write(f"d/{number:03}.{ending}", '{"text": "a"}')
    project.config("[{use: slow, seconds: 0.1}]", source=source, path="d", more="batch_size: 4\n")
    last = project.folder / f"d/199.{ending}"
    with project.start("run", "c.yaml") as run:
        assert "run started" in run.stderr.readline()
        last.rename("aside")
        _, err = run.communicate()
    assert run.returncode == 2
    assert f"the input d/199.{ending} has vanished" in err
    result = project.call("run", "c.yaml", "--set", "stages.slow.seconds=0.1")
    assert result.code == 2
    assert "the input changed since out.jsonl was begun" in result.err
    (project.folder / "aside").rename(last)
    assert project.call("run", "c.yaml").code == 0
    assert len(project.records()) == 200


def test_an_input_that_changes_during_a_run_is_noticed(project):
    """What was read partly before and partly after a change is not published."""
    project.documents("in.jsonl", ["a"] * 100)
    project.config("[{use: slow, seconds: 0.2}]", more="batch_size: 16\n")
    with project.start("run", "c.yaml") as run:
        assert "run started" in run.stderr.readline()
        with open("in.jsonl", "a") as file:
            file.write('{"text": "late"}\n')
        _, err = run.communicate()
    assert run.returncode == 2
    assert "the input changed while it was read" in err
    assert not (project.folder / "out.jsonl").exists()
    assert project.call("run", "c.yaml", "--fresh", "--set", "stages=[]").code == 0
    assert len(project.records()) == 101


def test_a_truncated_zstd_file_is_a_dead_letter(project):
    """Half a compressed file is not a document."""
    data = zstandard.compress(os.urandom(500_000).hex().encode())
    project.write("a.txt.zst", data[: len(data) // 2])
    project.config(source="text", path="a.txt.zst", more="failures: {path: bad.jsonl}\n")
    assert project.call("run", "c.yaml").code == 1
    assert project.records() == []
    assert "ends in the middle" in project.records("bad.jsonl")[0]["error"]["message"]


def test_a_file_name_that_is_not_utf8_is_read(project):
    """A document whose file name has a stray byte is processed under a readable id."""
    os.makedirs("d")
    with open(b"d/caf\xe9.txt", "wb") as file:
        file.write(b"hello")
    project.config(source="text", path="d")
    assert project.call("run", "c.yaml").code == 0
    assert project.records()[0]["id"] == "d/caf\\xe9.txt"


def test_a_stopped_stream_goes_on(project):
    """A run over standard input that stopped at its limit goes on with the same input."""
    project.config("[{use: poison}]", more="failures: {path: bad.jsonl, limit: 0}\n")
    project.documents("data", ["a", "RAISE", "b", "c"])
    codes = []
    for limit in ("0", "9"):
        with (
            open("data") as stdin,
            project.start(
                "run", "c.yaml", "-", "--set", f"failures.limit={limit}", stdin=stdin
            ) as run,
        ):
            _, err = run.communicate()
        codes.append(run.returncode)
    assert codes == [3, 1], err
    assert [record["id"] for record in project.records()] == ["d0", "d2", "d3"]


def test_each_of_several_sources_is_named_in_its_letters(project):
    """A bad line in the second of two inputs is a letter of its own source, and can be replayed."""
    project.write("a.txt", "fine")
    project.write("b.jsonl", "nonsense\n")
    project.config(source="text", path="x", more="failures: {path: bad.jsonl}\n")
    assert project.call("run", "c.yaml", "a.txt", "b.jsonl").code == 1
    (letter,) = project.records("bad.jsonl")
    assert letter["stage"] == "jsonl"


def test_an_output_in_the_input_folder_is_no_input(project):
    """A run that writes into the folder it reads is recognised when it is finished."""
    project.documents("d/in.jsonl", ["a", "RAISE"])
    project.config("[{use: poison}]", path="d", more="failures: {path: d/bad.jsonl}\n")
    for _ in range(2):
        assert project.call("run", "c.yaml", "-o", "d/out.jsonl").code == 1
    assert len(project.records("d/out.jsonl")) == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("source: &a [*a]\n", "nested more than"),
        ("source: []\nstages: []\nsink: {use: jsonl, path: o}\n", "expected a mapping"),
        ("source: {use: jsonl, path: !!int many}\nstages: []\nsink: {use: jsonl, path: o}\n", "cannot read this value"),
        ("source: {use: jsonl, path: 99999999999999999999999}\nstages: []\nsink: {use: jsonl, path: o}\n", "cannot be read"),
        ("source: {use: jsonl, path: a}\nstages: [{use: slow, timeout: .inf}]\nsink: {use: jsonl, path: o}\n", "finite number"),
        ("source: {use: jsonl, path: a}\nstages: []\nsink: {use: jsonl, path: o}\nfailures: {path: b.gz}\n", "plain file"),
        ("base: &b {use: jsonl}\nsource: {<<: *b, path: a}\nstages: []\nsink: {use: jsonl, path: o}\n", "merge keys"),
        ("source: {use: text, path: a, encoding: rot13}\nstages: []\nsink: {use: jsonl, path: o}\n", "unknown encoding"),
    ],
)  # fmt: skip
def test_odd_configs_are_problems(project, text, message):
    """Each is reported by `check`, without a traceback."""
    project.write("c.yaml", text)
    result = project.call("check", "c.yaml")
    assert result.code == 2
    assert message in result.out


@pytest.mark.parametrize("change", ["stages.².x=1", "sink.path=2024-13-45", "sink.path=0x_"])
def test_odd_overrides_are_problems(project, change):
    """A strange `--set` is an error of the call."""
    project.config()
    result = project.call("check", "c.yaml", "--set", change)
    assert result.code in (0, 2)
    assert "Traceback" not in result.err


def test_large_numbers_become_their_digits(project):
    """A meta number beyond 64 bits is kept as text, without loss; one inside a text stays there."""
    digits = "12345678901234567890123"
    project.write("in.jsonl", f'{{"text": "a", "n": {digits}}}\n{{"text": "{digits}"}}\n')
    project.config()
    assert project.call("run", "c.yaml").code == 0
    first, second = project.records()
    assert (first["meta"], second["text"]) == ({"n": digits}, digits)


def test_a_letter_with_half_a_character_can_be_replayed(project):
    """Text that cannot be written as UTF-8 is kept in its letter, and comes back."""
    with_half = json.dumps({"id": "x", "place": "p", "stage": "s", "config": "c.yaml@1",
                            "payload": {"id": "x", "text": "half \ud800"}})  # fmt: skip
    project.write("bad.jsonl", with_half + "\n")
    project.config()
    assert project.call("replay", "bad.jsonl", "-o", "again.jsonl").code == 1
    letter = json.loads((project.folder / "again.failures.jsonl").read_text())
    assert letter["payload"]["text"] == "half \ud800"


def test_batches_fill_up(project):
    """A stage that asks for large batches gets them."""
    project.documents("in.jsonl", ["a"] * 300)
    project.config("[{use: neighbourly, batch_size: 300}]")
    assert project.call("run", "c.yaml").code == 0
    assert {record["meta"]["batch"] for record in project.records()} == {300}
