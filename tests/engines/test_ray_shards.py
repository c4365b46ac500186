"""`hookline ray`: shards on a cluster of two nodes, each with an output of its own."""

import os
import signal
import time

import orjson
import pytest
import ray
from ray.cluster_utils import Cluster
from tests_support import environment

TEXTS = ["RAISE" if n % 9 == 4 else " " if n % 9 == 5 else f"Text {n}" for n in range(90)]
STAGES = "[{use: drop-empty}, {use: poison}]"

# A stage that once ends the process of its run, which is no more than its parent, at a text.
LETHAL = """
import os, signal
from pathlib import Path
from hookline import Stage

class Lethal(Stage):
    name = "lethal"

    def process(self, docs):
        for doc in docs:
            if doc.text == "Text 60" and not Path("killed").exists():
                Path("killed").touch()
                os.kill(os.getppid(), signal.SIGKILL)
            yield doc
"""

# A stage that takes its time, and tells that it has begun.
SLOW = """
import time
from pathlib import Path
from hookline import Stage

class Slow(Stage):
    name = "slow"

    def process(self, docs):
        for doc in docs:
            Path("begun").touch()
            time.sleep(0.05)
            yield doc
"""


@pytest.fixture(scope="module")
def cluster():
    """Two nodes with one CPU each, and a head with none, so that a shard runs on each node."""
    os.environ["PYTHONPATH"] = environment()["PYTHONPATH"]  # for the plugin for tests
    cluster = Cluster(
        initialize_head=True,
        head_node_args={"num_cpus": 0, "object_store_memory": 10**8, "include_dashboard": False},
    )
    for _ in range(2):
        cluster.add_node(num_cpus=1, object_store_memory=10**8)
    ray.init(address=cluster.address, log_to_driver=False)
    yield cluster
    ray.shutdown()
    cluster.shutdown()


@pytest.fixture
def whole(project):
    """A project with the output of one run in whole/out.jsonl, and its report."""
    project.documents("in.jsonl", TEXTS)
    project.config(STAGES)
    assert project.call("run", "c.yaml", "-o", "whole/out.jsonl", "--report", "w.json").code == 1
    return project


def check_joined(project):
    """Check that the shards are, joined, the output of one run."""
    result = project.call("join", "out.jsonl", "--report", "j.json")
    assert result.code == 1, result.err
    for name in ("out.jsonl", "out.failures.jsonl"):
        theirs = project.records(f"whole/{name}"), project.records(name)
        assert [record["id"] for record in theirs[0]] == [record["id"] for record in theirs[1]]
    joined, one = (project.folder / name for name in ("out.jsonl", "whole/out.jsonl"))
    assert joined.read_bytes() == one.read_bytes()


def reports(project, *names):
    """Return the counts of reports."""
    found = [orjson.loads((project.folder / name).read_bytes()) for name in names]
    return [[report[key] for key in ("read", "written", "dropped", "failed")] for report in found]


def test_each_node_writes_the_outputs_of_its_shards(cluster, whole):
    """Joined, they have the bytes of one run, and the reports add up to its counts."""
    result = whole.call("ray", "c.yaml", "--shards", "4", "--report", "r.json")
    assert result.code == 1, result.err
    nodes = {line.split("node ")[1][:8] for line in result.err.splitlines() if " on node " in line}
    assert len(nodes) == 2
    assert "4 shards: 90 read, 70 written, 10 failed" in result.err
    check_joined(whole)
    of_ray, joined, one = reports(whole, "r.json", "j.json", "w.json")
    assert of_ray == joined == one


def test_the_same_command_does_no_shard_again(cluster, whole):
    """A finished shard is known by its state, as in a run."""
    assert whole.call("ray", "c.yaml", "--shards", "2").code == 1
    outputs = [whole.folder / f"out.{number}-of-2.jsonl" for number in (1, 2)]
    before = [path.stat().st_mtime_ns for path in outputs]
    assert whole.call("ray", "c.yaml", "--shards", "2").code == 1
    assert [path.stat().st_mtime_ns for path in outputs] == before
    assert whole.call("ray", "c.yaml", "--shards", "2", "--fresh").code == 1
    assert [path.stat().st_mtime_ns for path in outputs] != before


def test_a_shard_whose_process_is_killed_is_resumed(cluster, whole):
    """Ray starts its task again, which goes on from the checkpoint."""
    whole.write("lethal.py", LETHAL)
    whole.config("[{use: lethal:Lethal}, {use: drop-empty}, {use: poison}]")
    call = ("c.yaml", "--plugins", "lethal.py")
    result = whole.call("ray", *call, "--shards", "2")
    assert result.code == 1, result.err
    assert (whole.folder / "killed").exists()
    assert whole.call("run", *call, "-o", "whole/out.jsonl", "--fresh").code == 1
    check_joined(whole)


def wait_for(path):
    """Wait until there is a file."""
    end = time.monotonic() + 120
    while not path.exists():
        assert time.monotonic() < end
        time.sleep(0.05)


def slow(project, module):
    """Write a config with a slow stage in a module; return the arguments of its shards and of one run."""
    project.write(f"{module}.py", SLOW)
    project.config(f"[{{use: {module}:Slow, batch_size: 1}}, {{use: drop-empty}}, {{use: poison}}]")
    shared = ("c.yaml", "--plugins", f"{module}.py")
    return ("ray", *shared, "--shards", "2"), ("run", *shared, "-o", "whole/out.jsonl", "--fresh")


def test_a_shard_whose_node_is_lost_is_resumed_on_another(cluster, whole):
    """The outputs are those of one run."""
    call, again = slow(whole, "slow_a")
    node = cluster.add_node(num_cpus=1, object_store_memory=10**8)
    try:
        driver = whole.start(*call, "--address", cluster.address)
        wait_for(whole.folder / "begun")
    finally:
        cluster.remove_node(node, allow_graceful=False)
    _, err = driver.communicate(timeout=300)
    assert driver.returncode == 1, err
    assert whole.call(*again).code == 1
    check_joined(whole)


def test_a_driver_that_is_killed_is_started_again(cluster, whole):
    """The same command resumes its shards."""
    call, again = slow(whole, "slow_b")
    driver = whole.start(*call, "--address", cluster.address)
    wait_for(whole.folder / "begun")
    driver.send_signal(signal.SIGKILL)
    driver.communicate()
    assert not (whole.folder / "out.1-of-2.jsonl").exists()
    end = time.monotonic() + 120
    while (result := whole.call(*call)).code == 2 and "another run is writing" in result.err:
        assert time.monotonic() < end  # the tasks of the killed driver end soon after it
    assert result.code == 1, result.err
    assert whole.call(*again).code == 1
    check_joined(whole)


def test_the_error_of_a_shard_ends_the_command_after_the_others(cluster, whole):
    """With its exit code; what the others have done is kept."""
    whole.documents("in.jsonl", ["RAISE"] * 5 + ["fine " * 4] * 5)
    result = whole.call("ray", "c.yaml", "--shards", "2", "--set", "failures.limit=2")
    assert result.code == 3, result.err
    assert "Traceback" not in result.err
    assert (whole.folder / "out.2-of-2.jsonl").exists()


def test_a_config_with_problems_starts_nothing(cluster, project):
    """It is reported as by `hookline run`."""
    project.config("[{use: unheard-of}]")
    result = project.call("ray", "c.yaml", "--shards", "2")
    assert (result.code, "unheard-of" in result.err) == (2, True)


def test_a_folder_that_a_node_does_not_have_is_said(cluster, whole, monkeypatch):
    """Nodes must share the working directory."""
    from hookline import PluginError
    from hookline_ray import run_shards

    config = str(whole.folder / "c.yaml")
    monkeypatch.setattr(os, "getcwd", lambda: "/nowhere")
    with pytest.raises(PluginError, match="has no /nowhere"):
        run_shards(config, 1)


def test_a_cluster_that_cannot_be_reached_is_said(project):
    """The message names the address."""
    project.documents("in.jsonl", ["a"])
    project.config()
    run = project.start("ray", "c.yaml", "--shards", "1", "--address", "ray://127.0.0.1:9")
    _, err = run.communicate(timeout=120)
    assert run.returncode == 2
    assert "cannot reach ray://127.0.0.1:9" in err
