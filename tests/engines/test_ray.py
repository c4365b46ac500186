"""`--engine ray`, and the stages of a config inside a Ray Data pipeline."""

import orjson
import pytest
import ray
from tests_support import environment

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of Ray Data itself

TEXTS = ["RAISE" if n % 9 == 4 else " " if n % 9 == 5 else f"Text {n}" for n in range(90)]


@pytest.fixture(scope="module", autouse=True)
def cluster():
    """A local Ray for all tests of this file."""
    path = {"env_vars": {"PYTHONPATH": environment()["PYTHONPATH"]}}  # of the plugin for tests
    ray.init(
        num_cpus=2,
        include_dashboard=False,
        log_to_driver=False,
        object_store_memory=10**8,
        runtime_env=path,
    )
    yield
    ray.shutdown()


def lasting(letters):
    """Return what must agree between engines."""
    return [(x["id"], x["place"], x["stage"], x["error"]["message"], x["payload"]) for x in letters]


def test_the_engine_changes_neither_bytes_nor_counts(project):
    """Records, dead letters and counts are those of the local engine."""
    project.documents("in.jsonl", TEXTS)
    project.config("[{use: drop-empty}, {use: shout}, {use: poison}]")
    assert project.call("run", "c.yaml", "-o", "a.jsonl", "--report", "a.json").code == 1
    call = ("run", "c.yaml", "-o", "b.jsonl", "--report", "b.json", "--engine", "ray")
    result = project.call(*call, "--workers", "2")
    assert result.code == 1, result.err
    one, other = (project.folder / name for name in ("a.jsonl", "b.jsonl"))
    assert one.read_bytes() == other.read_bytes()
    mine, theirs = (project.records(f"{name}.failures.jsonl") for name in "ab")
    assert lasting(mine) == lasting(theirs)
    a, b = (orjson.loads((project.folder / f"{name}.json").read_bytes()) for name in "ab")
    for key in ("read", "written", "dropped", "failed", "failures"):
        assert a[key] == b[key]


def test_an_actor_that_dies_costs_the_document_at_fault(project):
    """A stage that exits, and one that hangs, lose one document each."""
    texts = ["EXIT" if n == 5 else "HANG" if n == 9 else "fine" for n in range(12)]
    project.documents("in.jsonl", texts)
    project.config("[{use: poison, timeout: 2, batch_size: 4}]")
    result = project.call("run", "c.yaml", "--engine", "ray", "--workers", "1")
    assert result.code == 1, result.err
    assert [r["id"] for r in project.records()] == [f"d{n}" for n in range(12) if n not in (5, 9)]
    letters = project.records("out.failures.jsonl")
    assert [(x["id"], x["stage"], x["error"]["type"]) for x in letters] == [
        ("d5", "poison", "Crash"), ("d9", "poison", "Timeout"),
    ]  # fmt: skip


def test_a_stage_that_cannot_be_opened_is_said(project):
    """What an actor cannot load stops the run with its own message."""
    project.documents("in.jsonl", ["a"])
    project.config("[{use: stanza, model: /nowhere}]")
    result = project.call("run", "c.yaml", "--engine", "ray")
    assert result.code == 2
    assert "/nowhere" in result.err
    assert "Traceback" not in result.err


def test_the_stages_run_inside_a_ray_data_pipeline(project):
    """Each row gets a record, a reason or a failure, and none is lost."""
    from hookline_ray import Annotate

    path = project.config("[{use: drop-empty}, {use: poison}, {use: words}]")
    rows = [{"id": f"d{n}", "text": text, "n": n} for n, text in enumerate(TEXTS)]
    dataset = ray.data.from_items(rows).map_batches(
        Annotate, fn_constructor_args=(str(path),), concurrency=1, batch_size=16
    )
    found = sorted(dataset.take_all(), key=lambda row: row["n"])
    assert [row["id"] for row in found] == [f"d{n}" for n in range(90)]
    for row in found:
        text = TEXTS[row["n"]]
        outcomes = [row["record"], row["dropped"], row["failure"]]
        assert sum(outcome is not None for outcome in outcomes) == 1
        if text == "RAISE":
            assert orjson.loads(row["failure"])["error"]["message"] == "poison"
        elif text == " ":
            assert row["dropped"] == "empty"
        else:
            assert orjson.loads(row["record"])["text"] == text
