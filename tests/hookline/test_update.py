"""`--update`: the output of a changed input or config, with what is unchanged from the cache."""

import json

import pytest
from forked import DEAD, die_at, fork, wait

CALL = ("run", "c.yaml", "--quiet", "--update")
CHANGES = ".out.jsonl.hookline/changes.jsonl"


def write(project, texts):
    """Write documents with ids as JSON lines; an id may be given twice."""
    rows = [json.dumps({"id": name, "text": text}) for name, text in texts]
    project.write("in.jsonl", "".join(row + "\n" for row in rows))


BEFORE = [("a", "one"), ("b", "two"), ("c", "three"), ("d", ""), ("e", "X RAISE"), ("a", "again")]
AFTER = [("z", "zero"), ("a", "one"), ("c", "other"), ("d", ""), ("e", "X RAISE"), ("a", "again")]
STAGES = "[{use: counted}, {use: poison}]"


def files(project, output="out"):
    """Return the output and the dead letters."""
    names = (f"{output}.jsonl", f"{output}.failures.jsonl")
    return [(project.folder / name).read_bytes() for name in names]


def computed(project):
    """Return how many documents the stage `counted` was given since the last call."""
    path = project.folder / "marks"
    count = len(path.read_bytes()) if path.exists() else 0
    path.unlink(missing_ok=True)
    return count


def check_fresh(project, *arguments):
    """Check that output and dead letters are those of a fresh run."""
    project.call("run", "c.yaml", "--quiet", "--fresh", "-o", "fresh.jsonl", *arguments)
    assert files(project) == files(project, "fresh")
    computed(project)


@pytest.fixture
def updated(project):
    """A project with the first update of BEFORE."""
    write(project, BEFORE)
    project.config(STAGES)
    assert project.call(*CALL, "--report", "r.json").code == 1
    assert computed(project) == 6
    return project


def test_only_changed_documents_are_computed(updated):
    """Documents are added, changed and removed; the bytes and the counts are those of a fresh run."""
    assert json.loads((updated.folder / "r.json").read_text())["changes"] == {
        "new": 6, "changed": 0, "gone": 0, "unchanged": 0,
    }  # fmt: skip
    write(updated, AFTER)
    assert updated.call(*CALL, "--report", "r.json").code == 1
    assert computed(updated) == 2
    report = json.loads((updated.folder / "r.json").read_text())
    assert report["changes"] == {"new": 1, "changed": 1, "gone": 1, "unchanged": 4}
    assert updated.records(CHANGES) == [
        {"change": "new", "id": "z", "place": "in.jsonl:1"},
        {"change": "changed", "id": "c", "place": "in.jsonl:3"},
        {"change": "gone", "id": "b", "place": "in.jsonl:2"},
    ]
    check_fresh(updated, "--report", "f.json")
    fresh = json.loads((updated.folder / "f.json").read_text())
    for key in ("read", "written", "dropped", "failed", "failures"):
        assert report[key] == fresh[key]
    counts = [[s[k] for k in ("in", "out", "dropped", "failed")] for s in report["stages"]]
    assert counts == [[s[k] for k in ("in", "out", "dropped", "failed")] for s in fresh["stages"]]


def test_files_are_added_changed_and_removed(project):
    """A folder of texts is updated file by file."""
    for name in "abc":
        project.write(f"texts/{name}.txt", f"text {name}")
    project.config("[{use: counted}]", source="text", path="texts")
    project.call(*CALL)
    (project.folder / "texts/a.txt").unlink()
    project.write("texts/b.txt", "changed")
    project.write("texts/d.txt", "new")
    computed(project)
    assert project.call(*CALL).code == 0
    assert computed(project) == 2
    changes = [(row["change"], row["place"]) for row in project.records(CHANGES)]
    assert changes == [
        ("changed", "texts/b.txt"), ("new", "texts/d.txt"), ("gone", "texts/a.txt"),
    ]  # fmt: skip
    project.call("run", "c.yaml", "-o", "fresh.jsonl", "--quiet")
    assert (project.folder / "out.jsonl").read_bytes() == (
        project.folder / "fresh.jsonl"
    ).read_bytes()


def test_a_changed_config_is_taken(updated):
    """An option of a later stage or of the sink does not run the stages before it again."""
    more = ("--set", "sink.include=[raw]")
    assert updated.call(*CALL, *more).code == 1
    assert computed(updated) == 0
    check_fresh(updated, *more)
    more = ("--set", "stages.counted.label=OTHER")
    assert updated.call(*CALL, *more).code == 1
    assert computed(updated) == 6
    check_fresh(updated, *more)


def test_an_update_without_changes_does_nothing(updated):
    """The same command recognizes a finished output."""
    before = (updated.folder / "out.jsonl").stat().st_mtime_ns
    assert "finished already" in updated.call("run", "c.yaml", "--update").err
    assert (updated.folder / "out.jsonl").stat().st_mtime_ns == before


def test_the_cache_of_the_config_is_used(project):
    """With `cache`, outcomes are stored there, and those of other runs are used."""
    write(project, BEFORE)
    project.config("[{use: counted}]", more="cache: kept\n")
    project.call("run", "c.yaml", "--quiet", "-o", "other.jsonl")
    assert computed(project) == 6
    assert project.call(*CALL).code == 0
    assert computed(project) == 0
    assert not (project.folder / ".out.jsonl.hookline/cache").exists()


def test_a_killed_update_leaves_the_old_output_whole(updated):
    """Killed at any step, the output is the old or the new one; the same command goes on."""
    old = (updated.folder / "out.jsonl").read_bytes()
    states = [BEFORE, AFTER]
    for point in range(1, 100):
        states.reverse()
        write(updated, states[0])
        code = wait(fork(*CALL, before=lambda point=point: die_at(point)))
        output = (updated.folder / "out.jsonl").read_bytes()
        assert wait(fork(*CALL)) == 1
        new = (updated.folder / "out.jsonl").read_bytes()
        assert output in (old, new)
        old = new
        assert (len(updated.records(CHANGES)), len(updated.records())) == (3, 4)
        if code != DEAD:
            break
    else:
        pytest.fail("the update never ended by itself")
    check_fresh(updated)


def test_an_input_that_changes_again_after_a_kill(updated):
    """An update that was killed is given up for the next; changes are those since the last finished."""
    write(updated, [("x", "gone again")])
    assert wait(fork(*CALL, before=lambda: die_at(6))) == DEAD
    write(updated, AFTER)
    assert updated.call(*CALL).code == 1
    assert len(updated.records(CHANGES)) == 3
    check_fresh(updated)


def test_two_updates_at_once_are_refused(project):
    """The second says that another run writes the output."""
    write(project, BEFORE)
    project.config("[{use: slow, seconds: 1}]")
    with project.start("run", "c.yaml", "--update") as first:
        assert "run started" in first.stderr.readline()
        result = project.call(*CALL)
        assert (result.code, "another run is writing out.jsonl" in result.err) == (2, True)
        first.communicate(timeout=30)
    assert first.returncode == 0


def test_what_an_update_cannot_replace(updated):
    """Standard output, a changed or foreign output, and `--fresh` are refused; nothing is lost."""
    assert "cannot be updated" in updated.call(*CALL, "-o", "-").err
    assert "exclude each other" in updated.call(*CALL, "--fresh").err
    updated.write("mine.jsonl", "mine")
    assert "not written by hookline" in updated.call(*CALL, "-o", "mine.jsonl").err
    updated.write("out.jsonl", "changed by hand")
    write(updated, AFTER)
    assert "has been changed since" in updated.call(*CALL).err
    assert (updated.folder / "out.jsonl").read_text() == "changed by hand"


def test_a_run_in_between_is_not_compared_with(updated):
    """After a fresh run that is no update, the next update counts every document as new."""
    assert updated.call("run", "c.yaml", "--quiet", "--fresh").code == 1
    write(updated, AFTER)
    assert updated.call(*CALL).code == 1
    assert [row["change"] for row in updated.records(CHANGES)] == ["new"] * 6


def test_a_shard_is_updated(project):
    """Each shard has a cache and a list of its own, and updated shards are joined."""
    write(project, BEFORE)
    project.config("[{use: counted}]")
    for texts in (BEFORE, AFTER):
        write(project, texts)
        for number in (1, 2):
            assert project.call(*CALL, "--shard", f"{number}/2").code == 0
    assert project.call("join", "out.jsonl").code == 0
    project.call("run", "c.yaml", "-o", "fresh.jsonl", "--quiet")
    assert (project.folder / "out.jsonl").read_bytes() == (
        project.folder / "fresh.jsonl"
    ).read_bytes()


GUARDED = """
import os
from hookline import Stage
class Guarded(Stage):
    name = "guarded"
    def __init__(self, options):
        super().__init__(options)
        if os.path.exists("down"):
            raise ConnectionError("the service is down")
    def process(self, docs):
        return docs
"""


@pytest.mark.parametrize("again", [CALL, CALL[:-1]])
def test_an_update_that_cannot_begin_keeps_the_state(project, again):
    """The output of the last update is still known when its stages can be opened again."""
    project.write("guarded_stage.py", GUARDED)
    project.config('[{use: "guarded_stage:Guarded"}]')
    write(project, BEFORE)
    assert project.call(*CALL).code == 0
    write(project, AFTER)
    down = project.write("down", "")
    for _ in range(2):
        assert "the service is down" in project.call(*CALL).err
    assert len(project.records()) == len(BEFORE)
    down.unlink()
    assert project.call(*again).code == 0
    assert [record["id"] for record in project.records()] == [name for name, _ in AFTER]


LISTED = ".out.jsonl.hookline/documents.jsonl"


def test_an_update_of_a_part_grows_with_its_limit(project):
    """A larger `--limit` goes on with the list of documents, whether the run is an update or not."""
    write(project, AFTER)
    project.config("[{use: counted}]")
    for limit, call in (("1", CALL), ("3", CALL[:-1]), ("5", CALL)):
        assert project.call(*call, "--limit", limit, "--report", "r.json").code == 0
    report = json.loads((project.folder / "r.json").read_text())
    assert report["changes"] == {"new": 2, "changed": 0, "gone": 0, "unchanged": 3}
    assert project.call(*CALL).code == 0
    assert len(project.records(LISTED)) == len(AFTER) + 1


@pytest.mark.parametrize("damage", ["torn", "short", "random", "empty", "folder"])
def test_a_damaged_list_of_documents_is_named(updated, damage):
    """Nothing is compared with it; without the list, every document counts as new."""
    path = updated.folder / LISTED
    whole = path.read_bytes()
    damaged = {
        "torn": whole[:90], "short": b"".join(whole.splitlines(keepends=True)[:2]),
        "random": bytes(range(256)), "empty": b"",
    }  # fmt: skip
    path.unlink()
    if damage == "folder":
        path.mkdir()
    else:
        path.write_bytes(damaged[damage])
    before = files(updated)
    write(updated, AFTER)
    result = updated.call(*CALL)
    assert result.code == 2
    assert f"{LISTED} of the documents of the last update is damaged; remove it" in result.err
    assert files(updated)[0] == before[0]
    path.rmdir() if damage == "folder" else path.unlink()
    assert updated.call(*CALL).code == 1
    assert [row["change"] for row in updated.records(CHANGES)] == ["new"] * len(AFTER)
    check_fresh(updated)
