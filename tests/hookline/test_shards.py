"""The outputs of shards, joined, are what one run writes."""

import bz2
import gzip
import json
import zipfile
from itertools import pairwise

import pyarrow.parquet as pq
import pytest
from forked import DEAD, die_at, fork, wait
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hookline import ConfigError, Document, Registrar, Source, hookimpl, read_plan, run
from hookline_jsonl import JsonlSource

LINES = [
    *(json.dumps({"id": f"d{n}", "text": f"Text {n} " * (n % 7)}) for n in range(40)),
    *("", "no JSON", '{"text": "without an id"}', json.dumps({"text": "long " * 400})),
    *(json.dumps({"text": f"RAISE {n}" if n % 5 == 2 else f"more {n}"}) for n in range(30)),
]
STAGES = "[{use: shout}, {use: drop-empty}, {use: poison}]"


def shards(project, count, *arguments):
    """Run every shard of c.yaml, the last first."""
    for number in range(count, 0, -1):
        result = project.call(
            "run", "c.yaml", "--quiet", "--shard", f"{number}/{count}", *arguments
        )
        assert result.code in (0, 1), result.err


def letters(project, name):
    """Return the lines of a dead-letter file, if it is there."""
    path = project.folder / name
    return path.read_bytes() if path.exists() else b""


def check_joined(project, count, output="out.jsonl"):
    """Check that joined shards have the bytes, dead letters and counts of one run."""
    shards(project, count, "-o", output)
    whole = project.call("run", "c.yaml", "--quiet", "-o", f"whole/{output}", "--report", "w.json")
    joined = project.call("join", output, "--quiet", "--report", "j.json")
    assert joined.code == whole.code, joined.err
    expected, actual = (project.folder / name for name in (f"whole/{output}", output))
    assert actual.read_bytes() == expected.read_bytes()
    assert letters(project, "out.failures.jsonl") == letters(project, "whole/out.failures.jsonl")
    reports = [json.loads((project.folder / name).read_text()) for name in ("w.json", "j.json")]
    counts = [
        [report[key] for key in ("read", "written", "dropped", "failed", "failures", "finished")]
        for report in reports
    ]
    assert counts[0] == counts[1]


def write_inputs(project):
    """Write inputs of every kind that is divided in its own way; return them by source and path."""
    data = "\n".join(LINES).encode()
    project.write("in.jsonl", data)
    project.write("bom.jsonl", b"\xef\xbb\xbf" + data)
    project.write("in.jsonl.gz", gzip.compress(data))
    project.write("table.csv", "id,text\n" + "".join(f'{n},"line\n{n}"\n' for n in range(30)))
    for number, line in enumerate(LINES[:30]):
        project.write(f"many/{number:02}.txt", line * (number % 4))
    with zipfile.ZipFile(project.folder / "in.zip", "w") as archive:
        archive.writestr("a.jsonl", "\n".join(LINES[:10]))
        archive.writestr("b.jsonl.bz2", bz2.compress("\n".join(LINES[10:]).encode()))
    return [
        *(("jsonl", name) for name in ("in.jsonl", "bom.jsonl", "in.jsonl.gz", "in.zip")),
        *(("csv", "table.csv"), ("text", "many")),
        ("jsonl", "[in.jsonl, in.jsonl.gz, in.zip]"),
    ]


@pytest.mark.parametrize("number", range(7))
def test_joined_shards_are_one_run(project, number):
    """Files of lines, compressed files, archives, tables, folders and lists of files."""
    source, path = write_inputs(project)[number]
    project.config(STAGES, source=source, path=path)
    check_joined(project, 3)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    lines=st.lists(st.text("ab \r\ufeff", max_size=30), max_size=12),
    ends=st.booleans(),
    count=st.integers(1, 9),
)
def test_every_line_is_in_one_shard(project, lines, ends, count):
    """Lines of any length, empty ones and a last one without an end, in more shards than lines."""
    path = project.write("in.jsonl", "\n".join(lines) + "\n" * ends)
    source = JsonlSource(JsonlSource.Options(path=str(path)))
    size = source.size()
    cuts = [size * number // count for number in range(count + 1)]
    parts = [source.read_part(*cut) for cut in pairwise(cuts)]
    assert [item.place for part in parts for item in part] == [item.place for item in source.read()]


def test_shards_of_one_file_have_equal_shares(project):
    """A file of lines is divided by bytes, a compressed one by the number of its documents."""
    lines = "".join(json.dumps({"text": f"{n:04}"}) + "\n" for n in range(400))
    project.write("in.jsonl", lines)
    project.write("in.jsonl.gz", gzip.compress(lines.encode()))
    project.config()
    for path in ("in.jsonl", "in.jsonl.gz"):
        shards(project, 4, "--fresh", "--set", f"source.path={path}")
        sizes = [len(project.records(f"out.{number}-of-4.jsonl")) for number in range(1, 5)]
        assert max(sizes) - min(sizes) <= 2


def test_shards_of_many_files_have_equal_bytes(project):
    """One large file among small ones does not count as much as they do."""
    project.write("many/a.txt", "x" * 9000)
    for number in range(90):
        project.write(f"many/b{number:02}.txt", "x" * 100)
    project.config(source="text", path="many")
    shards(project, 2)
    sizes = [len(project.records(f"out.{number}-of-2.jsonl")) for number in (1, 2)]
    assert sum(sizes) == 91
    assert sizes[0] < 5


def test_several_sources_are_divided_as_one_input(project):
    """Shards joined have the documents of the first source before those of the second."""
    write_inputs(project)
    project.config(STAGES)
    text = (project.folder / "c.yaml").read_text()
    both = "source: [{use: text, path: many}, {use: jsonl, path: in.jsonl}]"
    project.write("c.yaml", both + text[text.index("\nstages") :])
    check_joined(project, 3)


class Countless(Source):
    """A source that does not know how many documents it has."""

    name = "countless"

    def read(self, start=0):
        for number in range(start, 10):
            yield Document.from_text(f"text {number}", str(number))


def test_a_source_of_any_kind_is_divided_by_the_number_of_its_items(tmp_path):
    """A source that says nothing about shards is read once to count."""

    class Plugin:
        @hookimpl
        def hookline_register(self, registry: Registrar):
            registry.source(Countless)

    sink = {"use": "jsonl", "path": str(tmp_path / "out.jsonl")}
    config = {"source": {"use": "countless"}, "stages": [], "sink": sink}
    read = []
    for number in (1, 2, 3):
        plan = read_plan(config, plugins=[Plugin()], shard=f"{number}/3")
        run(plan, workers=1)
        path = tmp_path / f"out.{number}-of-3.jsonl"
        read.append([json.loads(line)["id"] for line in path.read_text().splitlines()])
    assert read == [["0", "1", "2"], ["3", "4", "5"], ["6", "7", "8", "9"]]


@pytest.mark.parametrize("shard", ["0/4", "5/4", "1", "a/b", "1/0", "-1/2", "1/2/3", "", "1/ 2"])
def test_a_wrong_shard_is_an_error(project, shard):
    """The message says what was expected, and the exit code is that of a wrong call."""
    project.documents("in.jsonl", ["a"])
    project.config()
    result = project.call("run", "c.yaml", "--shard", shard)
    assert result.code == 2
    assert "expected I/N with I from 1 to N" in result.err
    with pytest.raises(ConfigError):
        read_plan(str(project.folder / "c.yaml"), shard=shard)


def test_standard_input_and_a_limit_do_not_go_with_shards(project):
    """What cannot be divided is refused, with a reason."""
    project.documents("in.jsonl", ["a"])
    project.config()
    assert "cannot be divided" in project.call("run", "c.yaml", "-", "--shard", "1/2").err
    result = project.call("run", "c.yaml", "--shard", "1/2", "--limit", "3")
    assert (result.code, "--limit" in result.err) == (2, True)


def test_files_of_shards_have_names_of_their_own(project):
    """Outputs, dead letters and reports of N shards of one command do not collide."""
    project.write("in.jsonl", "bad\n" * 20)
    project.config(more="failures: {path: bad/x.jsonl}\n")
    shards(project, 2, "-o", "out/a.jsonl.gz", "--report", "r.json")
    shards(project, 10, "-o", "-", "--set", "failures.path=b.jsonl")
    names = {str(path.relative_to(project.folder)) for path in project.folder.rglob("[!.]*")}
    assert {"out/a.1-of-2.jsonl.gz", "out/a.2-of-2.jsonl.gz"} <= names
    assert {"bad/x.1-of-2.jsonl", "bad/x.2-of-2.jsonl", "r.1-of-2.json", "r.2-of-2.json"} <= names
    assert {"b.01-of-10.jsonl", "b.10-of-10.jsonl"} <= names
    assert json.loads((project.folder / "r.2-of-2.json").read_text())["shard"] == "2/2"


def test_outputs_of_other_shards_are_not_read(project):
    """A folder that is the input may hold the outputs of all shards."""
    project.documents("docs/in.jsonl", ["a", "b", "c", "RAISE"])
    project.config("[{use: poison}]", path="docs")
    shards(project, 2, "-o", "docs/out.jsonl")
    assert project.call("join", "docs/out.jsonl").code == 1
    assert [record["text"] for record in project.records("docs/out.jsonl")] == ["a", "b", "c"]


def test_a_killed_shard_is_resumed(project):
    """A shard killed at any step ends with the bytes of a quiet one."""
    project.write("in.jsonl", "\n".join(LINES))
    project.config(STAGES)
    shards(project, 3)
    calm = (project.folder / "out.2-of-3.jsonl").read_bytes()
    call = ("run", "c.yaml", "--quiet", "--shard", "2/3", "-o", "again.jsonl")
    for point in range(1, 40):
        code = wait(fork(*call, before=lambda point=point: die_at(point)))
        assert wait(fork(*call)) == 1
        assert (project.folder / "again.2-of-3.jsonl").read_bytes() == calm
        assert project.call(*call, "--fresh").code == 1
        if code != DEAD:
            break


def test_a_shard_is_part_of_the_identity_of_a_run(project):
    """An output of one shard is not taken for that of another, or for one of other files."""
    project.documents("in.jsonl", ["a", "b"])
    project.config()
    shards(project, 2)
    assert "finished already" in project.call("run", "c.yaml", "--shard", "1/2").err
    for name in ("out.1-of-2.jsonl", ".out.1-of-2.jsonl.hookline"):
        (project.folder / name).rename(project.folder / name.replace("1-of-2", "1-of-3"))
    assert "--shard changed" in project.call("run", "c.yaml", "--shard", "1/3").err


def test_joined_tables_have_one_header(project):
    """The first line of a table of entities is written once."""
    project.documents("in.jsonl", ["Ana leads Acme.", "Bo", "Cy met Di."])
    project.config("[{use: counted}]")
    check_joined(project, 3, "out.csv.gz")


def test_parquet_is_joined_by_rows(project):
    """The rows and the columns are those of one run."""
    project.documents("in.jsonl", [f"Text {n}" for n in range(30)])
    project.config("[{use: shout}]")
    shards(project, 4, "-o", "out.parquet")
    assert project.call("run", "c.yaml", "-o", "whole.parquet", "--quiet").code == 0
    assert project.call("join", "out.parquet").code == 0
    tables = [pq.read_table(project.folder / name) for name in ("whole.parquet", "out.parquet")]
    assert tables[0].equals(tables[1])


def test_a_joined_output_is_recognized_as_that_of_one_run(project):
    """After a join, `run` without a shard has nothing to do, and so has another join."""
    project.documents("in.jsonl", ["a", "RAISE"])
    project.config("[{use: poison}]")
    shards(project, 2)
    assert project.call("join", "out.2-of-2.jsonl", "out.1-of-2.jsonl").code == 1
    assert "finished already" in project.call("run", "c.yaml").err
    assert project.call("join", "out.jsonl").code == 1


def test_a_killed_join_is_repeated(project):
    """A join that is killed at any step leaves no half output, and the same command does it again."""
    project.write("in.jsonl", "\n".join(LINES))
    project.config(STAGES)
    shards(project, 3)
    calm = ("join", "out.jsonl", "--quiet", "-o")
    assert project.call(*calm, "calm.jsonl").code == 1
    expected = [
        (project.folder / f"calm{end}").read_bytes() for end in (".jsonl", ".failures.jsonl")
    ]
    for point in range(1, 60):
        code = wait(fork(*calm, "x.jsonl", before=lambda point=point: die_at(point)))
        assert project.call(*calm, "x.jsonl").code == 1
        found = [(project.folder / f"x{end}").read_bytes() for end in (".jsonl", ".failures.jsonl")]
        assert found == expected
        assert project.call(*calm, "x.jsonl", "--fresh").code == 1
        assert not list(project.folder.glob("x.failures.jsonl.*"))
        if code != DEAD:
            break
    else:
        pytest.fail("the join never ended by itself")


@pytest.fixture
def three(project):
    """A project with three finished shards of c.yaml."""
    project.documents("in.jsonl", ["a", "b", "c", "RAISE"])
    project.config("[{use: poison}]")
    shards(project, 3)
    return project


NAMES = tuple(f"out.{number}-of-3.jsonl" for number in (1, 2, 3))


def test_missing_and_repeated_shards_are_refused(three):
    """The message names the shards."""
    result = three.call("join", *NAMES[:2])
    assert (result.code, "3/3 is missing" in result.err) == (2, True)
    assert "are both shard 1/3" in three.call("join", *NAMES, NAMES[0]).err
    shards(three, 2)
    assert "overlap" in three.call("join", "out.jsonl").err
    assert not (three.folder / "out.jsonl").exists()


def test_shards_of_different_runs_are_refused(three):
    """Another config, another option or a changed input is named."""
    three.call("run", "c.yaml", "--fresh", "--shard", "2/3", "--set", "sink.include=[raw]")
    assert "the option sink.include changed" in three.call("join", "out.jsonl").err
    three.call("run", "c.yaml", "--fresh", "--shard", "2/3")
    assert three.call("join", "out.jsonl", "-o", "x.jsonl").code == 1
    three.documents("in.jsonl", ["a", "b", "c", "d", "e"])
    three.call("run", "c.yaml", "--fresh", "--shard", "2/3")
    assert "the input in.jsonl changed" in three.call("join", "out.jsonl").err


def test_unfinished_changed_and_foreign_outputs_are_refused(three):
    """Nothing is joined that a finished shard did not write."""
    (three.folder / NAMES[0]).write_text("changed\n")
    assert "has been changed" in three.call("join", "out.jsonl").err
    (three.folder / NAMES[0]).unlink()
    assert "there is no out.1-of-3.jsonl" in three.call("join", *NAMES).err
    three.write("x.1-of-1.jsonl", "{}\n")
    assert (
        "state of the run that wrote x.1-of-1.jsonl is missing"
        in three.call("join", "x.1-of-1.jsonl").err
    )
    assert "no output of a shard" in three.call("join", "nothing.jsonl").err
    three.call("run", "c.yaml", "--fresh", "--shard", "1/3")
    (three.folder / "out.3-of-3.failures.jsonl").unlink()
    assert "cannot read the dead letters" in three.call("join", "out.jsonl").err
    assert "of one run" in three.call("join", "a.1-of-2.jsonl", "b.2-of-2.jsonl").err


def test_a_format_that_cannot_be_joined_says_so(annotated):
    """A graph is no sequence of records."""
    shards(annotated, 2, "-o", "out.graphml")
    result = annotated.call("join", "out.graphml")
    assert (result.code, "cannot be joined" in result.err) == (2, True)


def test_the_same_shard_twice_at_once_is_refused(project):
    """The second run says who writes the output, and the first one and other shards go on."""
    project.documents("in.jsonl", ["a", "HANG", "c", "d"])
    project.config("[{use: poison, timeout: 8}]")
    call = ("run", "c.yaml", "--shard")
    with project.start(*call, "1/2") as first:
        assert "run started" in first.stderr.readline()
        result = project.call(*call, "1/2")
        assert result.code == 2
        assert "another run is writing out.1-of-2.jsonl" in result.err
        assert project.call(*call, "2/2").code == 0
        first.communicate(timeout=120)
    assert first.returncode == 1
    assert project.call("join", "out.jsonl").code == 1
    assert [record["text"] for record in project.records()] == ["a", "c", "d"]
