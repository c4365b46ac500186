"""`hookline prune`: state folders go when they are not needed."""

from pathlib import Path


def test_states_of_finished_runs_go_and_others_stay(project):
    """Outputs are kept, and a run that can go on keeps its state."""
    project.documents("in.jsonl", ["a", "RAISE"])
    project.config("[{use: poison}]")
    assert project.call("run", "c.yaml", "-o", "deep/done.jsonl").code == 1
    project.config("[{use: poison}]", more="failures: {limit: 0}\n")
    assert project.call("run", "c.yaml", "-o", "stopped.jsonl").code == 3
    before = Path("deep/done.jsonl").read_bytes()
    result = project.call("prune", "--dry-run")
    assert "would remove deep/.done.jsonl.hookline" in result.out
    assert Path("deep/.done.jsonl.hookline").exists()
    result = project.call("prune")
    assert result.code == 0
    assert "kept .stopped.jsonl.hookline: the run is not finished" in result.out
    assert "removed 1, kept 1" in result.out
    assert not Path("deep/.done.jsonl.hookline").exists()
    assert Path(".stopped.jsonl.hookline").exists()
    assert Path("deep/done.jsonl").read_bytes() == before


def test_an_output_without_its_state_is_not_overwritten(project):
    """After pruning, the same command asks for `--fresh`."""
    project.documents("in.jsonl", ["a"])
    project.config()
    assert project.call("run", "c.yaml").code == 0
    assert project.call("prune", ".").code == 0
    result = project.call("run", "c.yaml")
    assert result.code == 2
    assert "was not written by hookline, or its state was removed" in result.err


def test_the_state_of_a_running_run_stays(project):
    """A state that another process has locked is kept, and what is no folder is an error."""
    project.documents("in.jsonl", ["a"] * 50)
    project.config("[{use: slow, seconds: 0.2, batch_size: 1}]")
    with project.start("run", "c.yaml") as run:
        assert "run started" in run.stderr.readline()
        result = project.call("prune")
        run.kill()
    assert "another run is writing ./out.jsonl" in result.out
    assert Path(".out.jsonl.hookline").exists()
    for name, found in (("nowhere", "nothing of this name"), ("c.yaml", "a file")):
        message = f"{name}: error: expected a folder, found {found}"
        assert message in project.call("prune", name).err
