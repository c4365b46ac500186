"""A full disk ends a run with a code of its own, and once there is room the same command completes it."""

import json
import resource
import signal

CODE = 74


def no_more_than(size):
    """Return a function that lets no file of this process grow beyond `size` bytes."""

    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return limit


def check(project, size, message, *more):
    """Run c.yaml where no file may grow beyond `size` bytes, then where it may; return the error."""
    call = ("run", "c.yaml", "--log-format", "text", *more)
    with project.start(*call, preexec_fn=no_more_than(size)) as run:
        _, err = run.communicate()
    assert run.returncode == CODE, err
    assert message in err
    assert "Traceback" not in err
    assert project.call(*call).code == 0
    return err


def test_an_output_that_cannot_be_written_loses_nothing(project):
    """A write that fails stops the run; the next one has every document once."""
    project.documents("in.jsonl", ["x" * 3000 for _ in range(300)])
    project.config()
    check(project, 300_000, "free the space")
    assert [record["id"] for record in project.records()] == [f"d{n}" for n in range(300)]


def test_a_state_that_cannot_be_written_has_the_code_of_a_full_disk(project):
    """SQLite has a code of its own for each kind of failed write; all of them are the disk's."""
    project.documents("in.jsonl", ["a"])
    project.config()
    check(project, 1000, "cannot keep the state of the run")


def test_a_list_of_documents_that_cannot_be_written_is_named(project):
    """An update without room for the list says so, not that standard output is full."""
    rows = [json.dumps({"id": "d" * 90 + str(n), "text": "a"}) for n in range(2000)]
    project.write("in.jsonl", "".join(row + "\n" for row in rows))
    project.config()
    more = ("--update", "-o", "out.jsonl.gz")
    err = check(project, 90_000, "cannot write the list of documents", *more)
    assert "standard output" not in err


def test_a_state_that_outgrows_the_disk_is_no_bug(project):
    """A run that can neither store its state nor clear it says which output it is of."""
    for number in range(3000):
        project.write(f"in/{number * 7919}.txt", "a")
    project.config(source="text", path="in")
    check(project, 16_384, "cannot store the state of the run beside out.jsonl")
