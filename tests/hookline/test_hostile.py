"""Faults that must cost one document at most, and never what is somebody else's."""

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time

import pytest
import zstandard
from tests_support import environment

from hookline import Document, Edit, EditError, LayerError, Mention, Relation, Sentence


def test_a_full_disk_loses_nothing(project):
    """A write that fails stops the run; once there is room the same command completes it."""
    project.documents("in.jsonl", ["x" * 3000 for _ in range(300)])
    project.config()

    def little_room():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))

    with project.start("run", "c.yaml", preexec_fn=little_room) as run:
        _, err = run.communicate()
    assert run.returncode == 2
    assert "free the space" in err
    assert "Traceback" not in err
    assert project.call("run", "c.yaml").code == 0
    assert [record["id"] for record in project.records()] == [f"d{n}" for n in range(300)]


@pytest.mark.filterwarnings("ignore:a plugin failed")
def test_a_hook_that_fails_costs_nothing(project):
    """A plugin that raises while it watches neither stops the run nor changes its output."""
    import hookline

    class Clumsy:
        @hookline.hookimpl
        def hookline_document_failed(self, failure):
            raise RuntimeError("clumsy")

    project.documents("in.jsonl", ["a", "RAISE", "b"])
    path = project.config("[{use: poison}]", more="failures: {path: bad.jsonl}\n")
    registry = hookline.Registry.discover([Clumsy()])
    engine = registry.find("engine", "local")
    opened = engine(engine.read_options({}))
    report = hookline.run(
        hookline.read_plan(path, registry), registry, opened, hookline.RunSettings()
    )
    assert (report.written, report.failed) == (2, 1)
    assert [record["id"] for record in project.records()] == ["d0", "d2"]
    assert [letter["id"] for letter in project.records("bad.jsonl")] == ["d1"]


def test_a_source_that_fails_stops_the_run_cleanly(project):
    """What a source raises is said in one line, and the run goes on once it is mended."""
    project.write(
        "c.yaml",
        "source: {use: numbers}\nstages: [{use: shout}]\nsink: {use: jsonl, path: out.jsonl}\n",
    )
    result = project.call("run", "c.yaml", "--report", "r.json")
    assert result.code == 2
    assert "the source numbers failed: RuntimeError: the database went away" in result.err
    assert "Traceback" not in result.err
    assert not (project.folder / "out.jsonl").exists()
    project.write("mended", "")
    result = project.call("run", "c.yaml")
    assert result.code == 0
    assert [record["id"] for record in project.records()] == [str(n) for n in range(300)]


def test_a_sink_that_fails_stops_the_run_cleanly(project):
    """What a sink raises is said in one line, and nothing is lost or written twice."""
    project.documents("in.jsonl", ["a"] * 300)
    project.write(
        "c.yaml",
        "source: {use: jsonl, path: in.jsonl}\nstages: [{use: shout}]\n"
        "sink: {use: moody, path: out.txt}\n",
    )
    result = project.call("run", "c.yaml")
    assert result.code == 2
    assert "the sink `moody` failed: RuntimeError: the server hung up" in result.err
    assert "Traceback" not in result.err
    project.write("mended", "")
    assert project.call("run", "c.yaml").code == 0
    assert (project.folder / "out.txt").read_text().split() == [f"d{n}" for n in range(300)]


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
    assert "the input was changed while it was read" in err
    assert not (project.folder / "out.jsonl").exists()
    assert project.call("run", "c.yaml", "--fresh", "--set", "stages=[]").code == 0
    assert len(project.records()) == 101


def test_what_a_stage_prints_stays_out_of_the_output(project):
    """Standard output belongs to the records."""
    project.documents("in.jsonl", ["PRINT"])
    project.config("[{use: poison}]")
    with project.start("run", "c.yaml", "-o", "-", "--quiet") as run:
        out, err = run.communicate()
    assert [json.loads(line)["id"] for line in out.splitlines()] == ["d0"]
    assert "noise" in err


def test_nothing_outlives_a_killed_run(project):
    """The processes of a run that is killed end with it, even while a stage hangs."""
    project.documents("in.jsonl", ["HANG"] * 2)
    project.config("[{use: poison}]")
    with project.start("run", "c.yaml", "--workers", "2") as run:
        assert "run started" in run.stderr.readline()
        time.sleep(0.5)
        run.kill()
        run.communicate(timeout=20)  # the pipe closes when the last of them has gone


def test_memory_does_not_grow_with_the_corpus(project):
    """A corpus four times as large takes no more memory at its peak."""
    peaks = []
    for count in (3_000, 12_000):
        project.documents("in.jsonl", ["word " * 400] * count)
        project.config("[{use: drop-empty}]")
        call = [sys.executable, "-m", "hookline", "run", "c.yaml", "--fresh", "--quiet"]
        measure = (
            "import resource, subprocess, sys\n"
            "subprocess.run(sys.argv[1:], check=True)\n"
            "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", measure, *call],
            env=environment(),
            capture_output=True,
            text=True,
        )
        peaks.append(int(done.stdout))
    assert peaks[1] < peaks[0] * 1.1, peaks


def test_a_truncated_zstd_file_is_a_dead_letter(project):
    """Half a compressed file is not a document."""
    data = zstandard.compress(os.urandom(500_000).hex().encode())
    project.write("a.txt.zst", data[: len(data) // 2])
    project.config(source="text", path="a.txt.zst", more="failures: {path: bad.jsonl}\n")
    assert project.call("run", "c.yaml").code == 1
    assert project.records() == []
    assert "ends in the middle" in project.records("bad.jsonl")[0]["error"]["message"]


def test_dead_letters_of_another_run_are_kept(project):
    """Runs that share a dead-letter file neither delete nor overwrite each other's letters."""
    project.documents("in.jsonl", ["RAISE one"])
    project.documents("other.jsonl", ["RAISE two"])
    project.config("[{use: poison}]", more="failures: {path: bad.jsonl}\n")
    project.call("run", "c.yaml", "-o", "a.jsonl")
    project.call("run", "c.yaml", "other.jsonl", "-o", "b.jsonl")
    project.call("run", "c.yaml", "-o", "a.jsonl", "--fresh")
    kept = [
        record["payload"]["text"]
        for name in sorted(os.listdir())
        if name.startswith("bad.jsonl")
        for record in project.records(name)
    ]
    assert sorted(kept) == ["RAISE one", "RAISE one", "RAISE two"]


def test_a_resumed_run_does_not_touch_a_foreign_file(project):
    """Another failures.path in the middle of a run is refused."""
    project.documents("in.jsonl", ["RAISE", "RAISE"])
    project.write("precious.txt", "precious " * 1000)
    project.config("[{use: poison}]", more="failures: {path: bad.jsonl, limit: 0}\n")
    assert project.call("run", "c.yaml").code == 3
    result = project.call("run", "c.yaml", "--set", "failures.path=precious.txt")
    assert result.code == 2
    assert "set failures.path back" in result.err
    assert (project.folder / "precious.txt").read_text() == "precious " * 1000


@pytest.mark.parametrize("report", ["in.jsonl", "c.yaml", "out.jsonl", "."])
def test_a_report_overwrites_nothing_that_is_needed(project, report):
    """The report is refused the place of an input, the config, the output or a folder."""
    project.documents("in.jsonl", ["a"])
    project.config()
    result = project.call("run", "c.yaml", "--report", report)
    assert result.code == 2
    assert "the report" in result.err
    assert (project.folder / "in.jsonl").read_text().startswith("{")


def test_a_stage_that_leaves_costs_its_document(project):
    """A stage that calls sys.exit fails the document it was at."""
    project.documents("in.jsonl", ["a", "LEAVE", "b"])
    project.config("[{use: poison}]")
    assert project.call("run", "c.yaml").code == 1
    assert [record["id"] for record in project.records()] == ["d0", "d2"]


@pytest.mark.parametrize(
    ("poison", "workers"), [("EXIT", "1"), ("CRASH", "2"), ("KILL", "1"), ("EAT", "2")]
)
def test_a_document_that_takes_its_process_down_costs_itself(project, poison, workers):
    """Exits, crashes and eaten memory cost the documents at fault, with one worker as with two."""
    texts = [poison if n in (5, 70) else "fine" for n in range(100)]
    project.documents("in.jsonl", texts)
    more = "batch_size: 8\nfailures: {path: bad.jsonl}\nengine: {use: local, memory: 200MB}\n"
    project.config("[{use: poison}]", more=more)
    with project.start("run", "c.yaml", "--workers", workers) as run:
        run.communicate()
    assert run.returncode == 1
    assert [record["id"] for record in project.records()] == [
        f"d{n}" for n in range(100) if n not in (5, 70)
    ]
    letters = project.records("bad.jsonl")
    assert [letter["id"] for letter in letters] == ["d5", "d70"]
    expected = "MemoryError" if poison == "EAT" else "Crash"
    assert {letter["error"]["type"] for letter in letters} == {expected}


@pytest.mark.filterwarnings("ignore:the stage `odd` failed to close")
def test_odd_outcomes_are_failures(project):
    """What no stage may return fails the document, with a message, and the rest goes on."""
    texts = ["a", "NOTHING", "REASONLESS", "SURROGATE", "OUTSIDE", "REPLACED", "b"]
    project.documents("in.jsonl", texts)
    project.config("[{use: odd}]", more="failures: {path: bad.jsonl}\n")
    result = project.call("run", "c.yaml")
    assert result.code == 1
    assert [record["text"] for record in project.records()] == ["a", "b"]
    assert [letter["payload"]["text"] for letter in project.records("bad.jsonl")] == texts[1:-1]


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


def test_a_stranger_cannot_displace_a_built_in(project):
    """A plugin with the name of a built-in one is listed as broken, and the built-in works."""
    info = project.folder / "site" / "aaa-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: aaa\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[hookline]\njsonl = aaa_jsonl\nexits = aaa_exits\n")
    (project.folder / "site" / "aaa_exits.py").write_text("raise SystemExit(0)\n")
    (project.folder / "site" / "aaa_jsonl.py").write_text(
        "import hookline\nimport hookline_jsonl\n"
        "@hookline.hookimpl\ndef hookline_register(registry):\n"
        "    registry.sink(hookline_jsonl.JsonlSink)\n"
    )
    env = {**environment(), "PYTHONPATH": str(project.folder / "site")}
    done = subprocess.run(
        [sys.executable, "-m", "hookline", "plugins"], env=env, capture_output=True, text=True
    )
    assert done.returncode == 0
    listed = " ".join(done.stdout.split())
    assert "broken: jsonl of aaa 1.0: ValueError: there is already a sink named `jsonl`" in listed
    assert "broken: exits of aaa 1.0: SystemExit" in listed
    project.documents("in.jsonl", ["a"])
    project.config()
    done = subprocess.run([sys.executable, "-m", "hookline", "run", "c.yaml", "--quiet"], env=env)
    assert done.returncode == 0


def test_a_damaged_ledger_is_cured_by_starting_again(project):
    """What the message says works."""
    project.documents("in.jsonl", ["a"])
    project.config()
    project.write(".out.jsonl.hookline/ledger.sqlite", b"this is no database at all" * 100)
    result = project.call("run", "c.yaml")
    assert result.code == 2
    assert "start again with --fresh" in result.err
    assert project.call("run", "c.yaml", "--fresh").code == 0


def test_a_changed_value_from_the_environment_is_noticed(project, monkeypatch):
    """The same config with another environment is another run."""
    project.documents("in.jsonl", ["a"])
    project.config("\n  - use: slow\n    seconds: ${PACE:-0}")
    monkeypatch.setenv("PACE", "0.01")
    assert project.call("run", "c.yaml").code == 0
    monkeypatch.setenv("PACE", "0.02")
    result = project.call("run", "c.yaml")
    assert result.code == 2
    assert "a value from the environment changed" in result.err


def test_an_output_in_the_input_folder_is_no_input(project):
    """A run that writes into the folder it reads is recognised when it is finished."""
    project.documents("d/in.jsonl", ["a", "RAISE"])
    project.config("[{use: poison}]", path="d", more="failures: {path: d/bad.jsonl}\n")
    for _ in range(2):
        assert project.call("run", "c.yaml", "-o", "d/out.jsonl").code == 1
    assert len(project.records("d/out.jsonl")) == 1


def test_a_linked_output_stays_a_link(project):
    """An output that is a symbolic link writes the file that it points at."""
    project.documents("in.jsonl", ["a"])
    project.config()
    os.makedirs("real")
    os.symlink("real/out.jsonl", "out.jsonl")
    assert project.call("run", "c.yaml").code == 0
    assert os.path.islink("out.jsonl")
    assert len(project.records("real/out.jsonl")) == 1


def test_a_closed_pipe_is_no_error(project):
    """`hookline run … -o - | head -1` ends without a complaint."""
    project.documents("in.jsonl", ["text " * 200 for _ in range(5000)])
    project.config()
    head = shutil.which("head")
    command = f"{sys.executable} -m hookline run c.yaml -o - --quiet; echo $? >&2"
    done = subprocess.run(
        ["bash", "-c", f"({command}) | {head} -c 100 >/dev/null"],
        env=environment(), capture_output=True, text=True,
    )  # fmt: skip
    assert done.stderr.strip() == "141"


def test_interrupting_workers_while_they_start_is_an_interruption(project):
    """Ctrl-C reaches the whole group of processes; the run still ends with 130, resumable."""
    project.documents("in.jsonl", [f"Text {n}" for n in range(3000)])
    project.config("[{use: slow, seconds: 0.1}]", more="batch_size: 16\n")
    with project.start("run", "c.yaml", "--workers", "2", start_new_session=True) as run:
        assert "run started" in run.stderr.readline()
        time.sleep(0.2)
        os.killpg(run.pid, signal.SIGINT)
        assert run.wait() == 130, run.stderr.read()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("source: &a [*a]\n", "nested more than"),
        ("source: []\nstages: []\nsink: {use: jsonl, path: o}\n", "should be a mapping"),
        ("source: {use: jsonl, path: 2024-13-45}\nstages: []\nsink: {use: jsonl, path: o}\n", "cannot read this value"),
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


def test_numbers_that_cannot_be_kept_are_said(project):
    """A meta number beyond 64 bits fails its line; one inside a text does not."""
    project.write(
        "in.jsonl",
        '{"text": "a", "n": 12345678901234567890123}\n{"text": "12345678901234567890123"}\n',
    )
    project.config(more="failures: {path: bad.jsonl}\n")
    assert project.call("run", "c.yaml").code == 1
    assert len(project.records()) == 1
    assert "does not fit into 64 bits" in project.records("bad.jsonl")[0]["error"]["message"]


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


def test_a_run_that_never_started_blocks_nothing(project):
    """A call that failed before its first document leaves no state that a better one runs into."""
    project.documents("in.jsonl", ["a"])
    project.config("[{use: flaky, marker: /nowhere/at/all}]")
    assert (
        project.call("run", "c.yaml", "--set", "stages.0={use: stanza, model: /nowhere}").code == 2
    )
    project.config("[{use: shout}]")
    assert project.call("run", "c.yaml").code == 0


def test_removals_never_overlap():
    """Text that replaced a raw stretch and is then deleted piece by piece is on record once."""
    doc = Document.from_text("abc def ghi").edit([Edit(0, 7, "xyz uvw")])
    partly = doc.edit([Edit(0, 3)])
    assert partly.removed == ()
    wholly = doc.edit([Edit(0, 3), Edit(3, 4), Edit(4, 7)])
    assert [(item.raw_start, item.raw_end) for item in wholly.removed] == [(0, 7)]


def test_edits_and_indexes_are_checked():
    """An edit outside the text, and an index that points nowhere, raise."""
    doc = Document.from_text("abc")
    with pytest.raises(EditError, match="does not lie in a text of 3"):
        doc.edit([Edit(50, 60)])
    relation = Relation("open", Mention(0, 1, 77), Mention(1, 2), Mention(2, 3), 0, "r")
    with pytest.raises(LayerError, match="no number 77 among the 0 entities"):
        doc.with_layers(sentences=[Sentence(0, 3)], relations=[relation])
