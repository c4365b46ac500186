"""Several sinks in one run: each of them whole, none of them twice, nothing half-written."""

import gzip
import signal
import sqlite3
import time
from pathlib import Path

import pytest

import hookline
from hookline import FileSink, HooklineError
from hookline.files import targets

ANNOTATED = ("Ana, née Roe leads Acme.\n\nShe didn't go.", 'Bo "B" Li', "", "du pain")

TWO = """source: {use: jsonl, path: in.jsonl}
stages: STAGES
sink:
  - {use: jsonl, path: one.jsonl}
  - {use: jsonl, path: two.jsonl.gz, include: [raw]}
failures: {path: bad.jsonl}
"""


def write_config(project, stages="[{use: shout}]"):
    project.write("c.yaml", TWO.replace("STAGES", stages))


def kill_after_a_checkpoint(run, part):
    while not (Path(part).exists() and Path(part).stat().st_size):
        assert run.poll() is None, run.stderr.read()
        time.sleep(0.05)
    time.sleep(0.4)  # the ledger is written behind the outputs
    run.send_signal(signal.SIGKILL)


def content(name):
    return gzip.decompress(Path(name).read_bytes())


def test_every_sink_gets_every_document(project):
    """A list of sinks is written at once; the same command again finds the run finished."""
    project.documents("in.jsonl", ["a", "b"])
    write_config(project)
    assert project.call("run", "c.yaml").code == 0
    assert [record["text"] for record in project.records("one.jsonl")] == ["A", "B"]
    assert content("two.jsonl.gz").count(b'"raw":') == 2
    again = project.call("run", "c.yaml")
    assert "one.jsonl, two.jsonl.gz is finished already" in again.err


def test_a_killed_run_goes_on_in_every_sink(project):
    """Killed in its midst, a run ends with the same bytes in all of its outputs."""
    project.documents("in.jsonl", [f"text {n}" for n in range(300)])
    write_config(project)
    assert project.call("run", "c.yaml").code == 0
    expected = Path("one.jsonl").read_bytes(), content("two.jsonl.gz")
    write_config(project, "[{use: slow, seconds: 0.1, batch_size: 8}, {use: shout}]")
    assert project.call("run", "c.yaml").code == 2
    for name in ("one.jsonl", "two.jsonl.gz"):
        Path(name).unlink()
    with project.start("run", "c.yaml") as run:
        assert "run started" in run.stderr.readline()
        kill_after_a_checkpoint(run, ".one.jsonl.hookline/part")
    assert not Path("one.jsonl").exists()
    assert not Path("two.jsonl.gz").exists()
    result = project.call("run", "c.yaml")
    assert result.code == 0, result.err
    assert "resumed at" in result.err
    assert (Path("one.jsonl").read_bytes(), content("two.jsonl.gz")) == expected


def test_a_run_that_ends_between_two_publications_completes_them(project, monkeypatch):
    """What is published stays, the rest is published by the same command."""
    project.documents("in.jsonl", ["a", "b"])
    write_config(project)
    put = targets.put_in_place

    def once(done, target):
        put(done, target)
        raise KeyboardInterrupt

    monkeypatch.setattr(targets, "put_in_place", once)
    assert project.call("run", "c.yaml").code == 130
    assert Path("two.jsonl.gz").exists()
    assert not Path("one.jsonl").exists()
    monkeypatch.undo()
    monkeypatch.chdir(project.folder)
    assert project.call("run", "c.yaml").code == 0
    assert [record["text"] for record in project.records("one.jsonl")] == ["A", "B"]
    assert content("two.jsonl.gz").count(b"\n") == 2
    assert "finished already" in project.call("run", "c.yaml").err


def test_no_output_of_several_is_overwritten(project):
    """A foreign file in the place of any output is refused, as is one output named twice."""
    project.documents("in.jsonl", ["a"])
    write_config(project)
    project.write("two.jsonl.gz", "precious")
    result = project.call("run", "c.yaml")
    assert result.code == 2
    assert "two.jsonl.gz exists and was not written by hookline" in result.err
    assert project.call("run", "c.yaml", "--fresh").code == 0
    assert len(content("two.jsonl.gz").splitlines()) == 1
    Path("one.jsonl").unlink()
    result = project.call("run", "c.yaml")
    assert result.code == 2
    assert "one.jsonl is missing, but two.jsonl.gz of the same run exists" in result.err
    result = project.call("run", "c.yaml", "--set", "sink.1.path=./one.jsonl")
    assert result.code == 2
    assert "is the file one.jsonl" in result.err


def test_an_output_option_must_say_which_sink_it_means(project):
    """`-o` is refused where several sinks, or none, write such a file, and where it is a stream."""
    project.documents("in.jsonl", ["a"])
    write_config(project)
    for output, found in (("x.jsonl", "more than one"), ("x.parquet", "none"), ("-", "none")):
        result = project.call("run", "c.yaml", "-o", output)
        assert result.code == 2
        assert f"the config has 2 sinks, and {found} of them writes such a file" in result.err
    result = project.call("run", "c.yaml", "--set", "sink.0.path='-'")
    assert result.code == 2
    assert "standard output cannot be one of several sinks" in result.err


def test_problems_in_a_list_of_sinks_have_their_place(project):
    """Each sink is checked, with line and column."""
    project.documents("in.jsonl", ["a"])
    write_config(project)
    project.write("c.yaml", TWO.replace("STAGES", "[]").replace("include", "inclde"))
    result = project.call("check", "c.yaml")
    assert "c.yaml:5:38: error: the sink `jsonl` has no option `inclde`" in result.out


def test_some_outputs_are_no_addresses(project):
    """Dead letters and folders are on this machine; an address is refused, by `check` as well."""
    project.documents("in.jsonl", ["a"])
    project.config("[{use: annotated}]", more="failures: {path: 's3://bucket/bad.jsonl'}\n")
    result = project.call("run", "c.yaml")
    assert (result.code, "is an address; expected a path" in result.err) == (2, True)
    project.config("[{use: annotated}]")
    folder = ("--set", "sink={use: brat, path: 'memory://out/brat'}")
    for command in ("run", "check"):
        result = project.call(command, "c.yaml", *folder)
        assert (result.code, "is an address; expected a path" in result.out + result.err) == (
            2,
            True,
        )


def test_check_names_the_package_that_an_address_needs(project):
    """`check` finds an address that `run` could not write to."""
    project.documents("in.jsonl", ["a"])
    project.config()
    result = project.call("check", "c.yaml", "--set", "sink.path=nowhere://bucket/out.jsonl")
    assert "fsspec knows no addresses with nowhere://" in result.out
    assert project.call("check", "c.yaml", "--set", "sink.path=memory://out.jsonl").code == 0


EVERY = """source: {use: jsonl, path: in.jsonl}
stages: [{use: annotated}, {use: slow, seconds: SECONDS, batch_size: 8}]
sink:
  - {use: jsonl, path: OUT/o.jsonl}
  - {use: parquet, path: OUT/o.parquet, include: [tokens]}
  - {use: conllu, path: OUT/o.conllu}
  - {use: conll, path: OUT/o.conll}
  - {use: brat, path: OUT/brat}
  - {use: csv, path: OUT/o.csv}
  - {use: tsv, path: OUT/o.tsv, layer: relations}
  - {use: graph, path: OUT/o.graphml}
  - {use: graph, path: OUT/o.nt}
  - {use: neo4j, path: OUT/neo4j}
  - {use: webannotation, path: OUT/o.jsonld}
  - {use: webannotation, path: OUT/o.ndjsonld}
  - {use: labelstudio, path: OUT/labelstudio}
  - {use: cas, path: OUT/cas}
  - {use: sql, path: OUT/sql.json, url: 'sqlite:///OUT.db'}
"""


class Bucket(FileSink):
    """Uploads its output to a folder that plays the remote store; the path is a receipt."""

    name = "bucket"

    class Options(FileSink.Options):
        path: str
        address: str

    def encode(self, docs):
        return [f"{doc.text}\n".encode() for doc in docs]

    def deliver(self, finished):
        Path(self.options.address).write_bytes(finished.read_bytes())
        finished.write_text(self.options.address)
        super().deliver(finished)

    def lost(self):
        return [] if Path(self.options.address).exists() else self.targets

    def published_size(self):
        return Path(self.options.address).stat().st_size


class Plugin:
    @hookline.hookimpl
    def hookline_register(self, registry):
        registry.sink(Bucket)


@pytest.mark.parametrize("tee", [False, True])
def test_a_sink_that_uploads_is_resumed_by_what_is_in_the_store(project, tee):
    """A second run does nothing, a deleted upload is made again, a changed one is refused."""
    project.documents("in.jsonl", ["a", "b"])
    sink = "{use: bucket, path: receipt, address: store.txt}"
    sink = f"[{{use: jsonl, path: out.jsonl}}, {sink}]" if tee else sink
    project.write("c.yaml", f"source: {{use: jsonl, path: in.jsonl}}\nstages: []\nsink: {sink}\n")
    store = Path("store.txt")

    def run():
        return hookline.run(hookline.read_plan("c.yaml", plugins=[Plugin()]))

    assert run().finished
    assert store.read_text() == "a\nb\n"
    written = store.stat().st_mtime_ns
    assert run().finished
    assert store.stat().st_mtime_ns == written
    store.write_text("a\n")
    with pytest.raises(HooklineError, match="has been changed"):
        run()
    store.unlink()
    if not tee:
        assert run().written == 2
        assert store.read_text() == "a\nb\n"


def outputs(folder):
    """Return the content of every output in a folder, whose state is in hidden folders."""
    return {
        str(path.relative_to(folder)): path.read_bytes().replace(f"{folder}.db".encode(), b"OUT.db")
        for path in sorted(Path(folder).rglob("*"))
        if path.is_file() and ".hookline" not in str(path)
    }


def test_every_kind_of_sink_survives_a_kill(project):
    """
    Killed and resumed, a run with all sinks ends with the bytes of an uninterrupted one.

    The sink `spacy`, whose library takes seconds to load, is left to the kit's check.
    """
    texts = [ANNOTATED[n % len(ANNOTATED)] for n in range(128)]
    project.documents("in.jsonl", texts)
    project.write("whole.yaml", EVERY.replace("SECONDS", "0").replace("OUT", "whole"))
    project.write("c.yaml", EVERY.replace("SECONDS", "0.15").replace("OUT", "out"))
    result = project.call("run", "whole.yaml")
    assert result.code == 0, result.err
    with project.start("run", "c.yaml") as run:
        assert "run started" in run.stderr.readline()
        kill_after_a_checkpoint(run, "out/.o.jsonl.hookline/part")
    assert outputs("out") == {}
    result = project.call("run", "c.yaml")
    assert result.code == 0, result.err
    assert "resumed at" in result.err
    found, expected = outputs("out"), outputs("whole")
    assert len(expected) > 260
    assert list(found) == list(expected)
    assert [name for name in found if found[name] != expected[name]] == []
    rows = []
    for name in ("whole", "out"):
        with sqlite3.connect(f"{name}.db") as database:
            rows.append(list(database.iterdump()))
        database.close()
    assert rows[0] == rows[1]
    assert len(rows[0]) > 128
