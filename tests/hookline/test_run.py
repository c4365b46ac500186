"""`hookline run`: every document accounted for, failures contained, the same bytes every time."""

import gzip
import json
import os
import signal
import time

import orjson
import pytest
import zstandard


def test_a_run_writes_every_document_in_order(project):
    """A plain copy keeps ids, texts, meta data and order."""
    project.write(
        "in.jsonl", '{"text": "a", "id": "x", "n": 1}\n\n{"text": "b"}\n{"id": 7, "text": ""}\n'
    )
    project.config()
    assert project.call("run", "c.yaml").code == 0
    assert [(r["id"], r["text"], r["meta"]) for r in project.records()] == [
        ("x", "a", {"n": 1}), ("in.jsonl:3", "b", {}), ("7", "", {}),
    ]  # fmt: skip


def test_one_bad_document_costs_one_document(project):
    """A stage that raises on some documents of a batch loses just those, as dead letters."""
    texts = ["RAISE" if number in (3, 64, 65) else "fine" for number in range(130)]
    project.documents("in.jsonl", texts)
    project.config("[{use: shout}, {use: poison}]", more="failures: {path: bad.jsonl}\n")
    result = project.call("run", "c.yaml", "--report", "report.json")
    assert result.code == 1
    assert len(project.records()) == 127
    letters = project.records("bad.jsonl")
    assert [letter["id"] for letter in letters] == ["d3", "d64", "d65"]
    first = letters[0]
    assert list(first) == ["id", "place", "stage", "error", "attempts", "config", "payload"]
    assert first["place"] == "in.jsonl:4"
    assert first["stage"] == "poison"
    assert first["error"]["type"] == "ValueError"
    assert first["error"]["message"] == "poison"
    assert "Traceback" in first["error"]["traceback"]
    assert first["payload"] == {"id": "d3", "text": "RAISE", "meta": {}}
    report = orjson.loads((project.folder / "report.json").read_bytes())
    assert (report["read"], report["written"], report["failed"]) == (130, 127, 3)
    assert report["dropped"] == {}
    assert [stage["words"] for stage in report["stages"]] == [130, 130]
    assert all(stage["words_per_second"] > 0 for stage in report["stages"])
    assert [(s["name"], s["in"], s["out"], s["failed"]) for s in report["stages"]] == [
        ("shout", 130, 130, 0), ("poison", 130, 127, 3),
    ]  # fmt: skip


def test_drops_are_counted_by_reason(project):
    """A dropped document is in the report under its reason, and the code is 0."""
    project.documents("in.jsonl", ["a", " ", "b", ""])
    project.config("[{use: drop-empty}]")
    assert project.call("run", "c.yaml", "--report", "r.json").code == 0
    report = orjson.loads((project.folder / "r.json").read_bytes())
    assert report["dropped"] == {"empty": 2}
    assert report["written"] == 2


@pytest.mark.parametrize(
    ("use", "message"),
    [("lossy", "gave 0 outcomes for 1 document;"), ("sneaky", "set `edits_text = True`")],
)
def test_a_stage_that_breaks_its_contract_fails_its_documents(project, use, message):
    """Outcomes that are missing, and edits that were not declared, are failures and no losses."""
    project.documents("in.jsonl", ["a", "b", "c"])
    project.config(f"[{{use: {use}}}]", more="failures: {path: bad.jsonl}\n")
    assert project.call("run", "c.yaml").code == 1
    letters = project.records("bad.jsonl")
    assert len(letters) == 3
    assert message in letters[0]["error"]["message"]


@pytest.mark.parametrize("batch_size", [1, 2, 7, 1000])
def test_the_batch_size_does_not_change_the_bytes(project, batch_size):
    """Outputs and dead letters are the same for every batch size."""
    project.documents("in.jsonl", [f"Text {n}" + " RAISE" * (n % 9 == 4) for n in range(40)])
    project.config(
        "[{use: shout}, {use: poison}, {use: words}]", more="failures: {path: bad.jsonl}\n"
    )
    project.call("run", "c.yaml")
    expected = (
        project.records(),
        [(x["id"], x["error"]["message"]) for x in project.records("bad.jsonl")],
    )
    project.call("run", "c.yaml", "--fresh", "--set", f"batch_size={batch_size}")
    assert (
        project.records(),
        [(x["id"], x["error"]["message"]) for x in project.records("bad.jsonl")],
    ) == expected
    assert not list(project.folder.glob("bad.jsonl.*"))


def test_workers_do_not_change_the_bytes(project):
    """Two worker processes give the output of one."""
    project.documents("in.jsonl", [f"Text {n}" for n in range(1500)])
    project.config("[{use: shout}, {use: words}]")
    with project.start("run", "c.yaml") as one:
        assert one.wait() == 0
    with project.start("run", "c.yaml", "-o", "two.jsonl", "--workers", "2") as two:
        assert two.wait() == 0, two.stderr.read()
    one, two = project.folder / "out.jsonl", project.folder / "two.jsonl"
    assert one.read_bytes() == two.read_bytes()


def test_a_process_that_dies_costs_its_document(project):
    """A stage that exits or hangs loses the document at fault and no other."""
    texts = ["EXIT" if n == 5 else "HANG" if n == 9 else "fine" for n in range(12)]
    project.documents("in.jsonl", texts)
    project.config("[{use: poison, timeout: 1.5}]", more="failures: {path: bad.jsonl}\n")
    with project.start("run", "c.yaml", "--workers", "2") as run:
        assert run.wait() == 1, run.stderr.read()
    assert [record["id"] for record in project.records()] == [
        f"d{n}" for n in range(12) if n not in (5, 9)
    ]
    letters = project.records("bad.jsonl")
    assert [(x["id"], x["stage"], x["error"]["type"]) for x in letters] == [
        ("d5", "poison", "Crash"), ("d9", "poison", "Timeout"),
    ]  # fmt: skip


def test_a_transient_error_is_tried_again(project):
    """A stage that calls its error transient gets another chance."""
    project.documents("in.jsonl", ["a"])
    project.config(f"[{{use: flaky, marker: '{project.folder}/marker'}}]")
    assert project.call("run", "c.yaml").code == 0


def test_a_run_stops_at_the_failures_limit_and_can_go_on(project):
    """More failures than allowed stop the run with code 3, at the same document every time."""
    texts = ["RAISE" if n in (10, 20, 30) else "fine" for n in range(50)]
    project.documents("in.jsonl", texts)
    project.config("[{use: poison}]", more="failures: {path: bad.jsonl, limit: 1}\n")
    result = project.call("run", "c.yaml", "--report", "r.json")
    assert result.code == 3
    assert "failures.limit is 1" in result.err
    report = orjson.loads((project.folder / "r.json").read_bytes())
    assert (report["written"], report["failed"]) == (19, 2)
    assert report["read"] == 19 + 2 + report["pending"]
    assert len(project.records("bad.jsonl")) == 2
    assert not (project.folder / "out.jsonl").exists()
    assert project.call("run", "c.yaml", "--set", "failures.limit=9").code == 1
    assert len(project.records()) == 47
    assert len(project.records("bad.jsonl")) == 3


def test_a_finished_run_is_recognised(project):
    """The same command again says so, and leaves the bytes alone."""
    project.documents("in.jsonl", ["a", "b"])
    project.config()
    project.call("run", "c.yaml")
    before = os.stat("out.jsonl")
    result = project.call("run", "c.yaml")
    assert result.code == 0
    assert "finished already" in result.err
    assert os.stat("out.jsonl") == before


def test_a_changed_config_or_input_is_refused(project):
    """Neither a changed config nor a changed input is mixed into an existing output."""
    project.documents("in.jsonl", ["a", "b"])
    project.config()
    project.call("run", "c.yaml")
    result = project.call("run", "c.yaml", "--set", "stages=[{use: shout}]")
    assert result.code == 2
    assert "the config changed since out.jsonl was finished" in result.err
    project.documents("in.jsonl", ["a", "c"])
    result = project.call("run", "c.yaml")
    assert result.code == 2
    assert "the input changed" in result.err
    assert project.call("run", "c.yaml", "--fresh").code == 0
    assert [record["text"] for record in project.records()] == ["a", "c"]


def test_a_foreign_output_is_refused(project):
    """A file that hookline did not write is not replaced without --fresh."""
    project.documents("in.jsonl", ["a"])
    project.config()
    project.write("out.jsonl", "precious")
    result = project.call("run", "c.yaml")
    assert result.code == 2
    assert "was not written by hookline" in result.err
    assert (project.folder / "out.jsonl").read_text() == "precious"
    assert project.call("run", "c.yaml", "--fresh").code == 0


@pytest.mark.parametrize("output", [".", "/dev/full", "in.jsonl", "c.yaml"])
def test_dangerous_outputs_are_refused(project, output):
    """A folder, a device, an input and the config are refused as output, and left alone."""
    project.documents("in.jsonl", ["a"])
    project.config()
    before = (project.folder / "in.jsonl").read_bytes()
    result = project.call("run", "c.yaml", "-o", output, "--fresh")
    assert result.code == 2
    assert "Traceback" not in result.err
    assert (project.folder / "in.jsonl").read_bytes() == before


def test_an_interrupted_run_says_that_it_can_go_on(project):
    """Ctrl-C finishes what is in flight, exits with 130, and the same command completes the output."""
    project.documents("in.jsonl", [f"Text {n}" for n in range(3000)])
    project.config("[{use: slow, seconds: 0.05}]", more="batch_size: 16\n")
    with project.start("run", "c.yaml") as run:
        assert "run started" in run.stderr.readline()
        time.sleep(0.3)
        run.send_signal(signal.SIGINT)
        assert run.wait() == 130
        assert "run the same command again" in run.stderr.read()
    assert not (project.folder / "out.jsonl").exists()
    result = project.call("run", "c.yaml", "--set", "stages.slow.seconds=0.05")
    assert result.code == 0
    assert "resumed at" in result.err
    assert [record["id"] for record in project.records()] == [f"d{n}" for n in range(3000)]


@pytest.mark.parametrize("workers", ["1", "2"])
def test_sigterm_is_an_interruption(project, workers):
    """What a scheduler sends is taken like Ctrl-C."""
    project.documents("in.jsonl", [f"Text {n}" for n in range(3000)])
    project.config("[{use: slow, seconds: 0.05}]", more="batch_size: 4\n")
    with project.start("run", "c.yaml", "--workers", workers, start_new_session=True) as run:
        assert "run started" in run.stderr.readline()
        time.sleep(0.3)
        os.killpg(run.pid, signal.SIGTERM)
        assert run.wait() == 130, run.stderr.read()
    assert not (project.folder / "out.jsonl").exists()


def test_a_second_interruption_leaves_at_once(project):
    """Who cannot wait for what is in flight presses Ctrl-C again."""
    project.documents("in.jsonl", [f"Text {n}" for n in range(300)])
    project.config("[{use: slow, seconds: 20}]")
    with project.start("run", "c.yaml") as run:
        assert "run started" in run.stderr.readline()
        time.sleep(0.5)
        run.send_signal(signal.SIGINT)
        while "stopping" not in run.stderr.readline():
            pass
        run.send_signal(signal.SIGINT)
        assert run.wait(10) == 130


def test_two_runs_cannot_write_one_output(project):
    """While a run is under way, another one with the same output is refused."""
    project.documents("in.jsonl", ["a"] * 600)
    project.config("[{use: slow, seconds: 0.3}]", more="batch_size: 16\n")
    with project.start("run", "c.yaml") as run:
        assert "run started" in run.stderr.readline()
        result = project.call("run", "c.yaml")
        run.kill()
    assert result.code == 2
    assert "another run is writing out.jsonl" in result.err


def test_standard_streams(project):
    """`-` reads standard input and writes standard output, and nothing else goes there."""
    project.config("[{use: shout}]")
    (project.folder / "data").write_text('{"id": "a", "text": "hey"}\nnot json\n')
    with (
        open(project.folder / "data") as stdin,
        project.start("run", "c.yaml", "-", "-o", "-", stdin=stdin) as run,
    ):
        out, err = run.communicate()
    assert run.returncode == 1
    assert [json.loads(line)["text"] for line in out.splitlines()] == ["HEY"]
    assert "<stdin>:2" in err
    letters = project.records("hookline.failures.jsonl")
    assert letters[0]["payload"] == {"line": "not json\n"}


def test_a_stream_that_differs_is_refused(project):
    """An output made from standard input is recognised by the content, not by the name."""
    project.config()
    for content, code in (("a", 0), ("a", 0), ("b", 2)):
        (project.folder / "data").write_text(json.dumps({"text": content}) + "\n")
        with (
            open(project.folder / "data") as stdin,
            project.start("run", "c.yaml", "-", stdin=stdin) as run,
        ):
            assert run.wait() == code, run.stderr.read()
    assert [record["text"] for record in project.records()] == ["a"]


def test_inputs_of_several_kinds_are_read_in_order(project):
    """Each INPUT is read by the source that its ending belongs to."""
    project.write("a.txt", "from text")
    project.write("b.jsonl.gz", gzip.compress(b'{"text": "from gzip"}\n'))
    project.write("c.jsonl.zst", zstandard.compress(b'{"text": "from zstd"}\n'))
    project.config()
    assert project.call("run", "c.yaml", "a.txt", "b.jsonl.gz", "c.jsonl.zst").code == 0
    assert [r["text"] for r in project.records()] == ["from text", "from gzip", "from zstd"]


def test_limit_takes_the_first_documents(project):
    """`--limit` ends the run after that many documents, finished."""
    project.documents("in.jsonl", ["a", "b", "c"])
    project.config()
    assert project.call("run", "c.yaml", "--limit", "2").code == 0
    assert len(project.records()) == 2


def test_unwritable_places_are_said(project):
    """An output below a file is a clear error."""
    project.documents("in.jsonl", ["a"])
    project.config()
    result = project.call("run", "c.yaml", "-o", "in.jsonl/out.jsonl")
    assert result.code == 2
    assert "cannot write beside in.jsonl/out.jsonl" in result.err
    assert "Traceback" not in result.err


def test_an_unknown_engine_is_said(project):
    """A wrong --engine is a clear error."""
    project.documents("in.jsonl", ["a"])
    project.config()
    result = project.call("run", "c.yaml", "--engine", "lokal")
    assert result.code == 2
    assert "did you mean `local`?" in result.err


def test_documents_without_text_are_counted(project):
    """The summary and the report say how many documents were written with an empty text."""
    project.documents("in.jsonl", ["", " \n", "text"])
    project.config()
    result = project.call("run", "c.yaml", "--log-format", "text", "--report", "r.json")
    assert result.code == 0
    assert "3 read, 3 written (2 with empty text), 0 failed" in result.err
    assert json.loads((project.folder / "r.json").read_text())["empty"] == 2
    project.documents("in.jsonl", ["text"])
    result = project.call("run", "c.yaml", "--log-format", "text", "--fresh")
    assert "1 read, 1 written, 0 failed" in result.err
