"""What the operating system refuses is a clear error on every command, and nothing is lost."""

import errno
import json
import os
import resource
import signal

import pytest

import hookline
from hookline import HooklineError, hookimpl
from hookline.errors import ConfigError

COMMANDS = {
    "run": ("run", "../c.yaml"),
    "check": ("check", "../c.yaml"),
    "explain": ("explain", "../c.yaml", "../in.jsonl"),
    "verify": ("verify", "../c.yaml"),
    "diff": ("diff", "../c.yaml", "../c.yaml", "../in.jsonl"),
    "replay": ("replay", "../x.failures.jsonl", "-o", "y.jsonl"),
    "join": ("join", "sh.jsonl", "-o", "all.jsonl"),
    "prune": ("prune", "cache"),
    "view": ("view", "../out.jsonl"),
    "init": ("init",),
    "new": ("new", "thing"),
    "schema": ("schema",),
    "plugins": ("plugins",),
    "doctor": ("doctor",),
}


@pytest.mark.parametrize("command", COMMANDS)
def test_a_deleted_working_folder_is_a_clear_error(project, monkeypatch, command):
    """Every command says that the folder has gone, and what to do, with the code of a wrong call."""
    (project.folder / "gone").mkdir()
    monkeypatch.chdir("gone")
    (project.folder / "gone").rmdir()
    result = project.call(*COMMANDS[command])
    assert result.code == 2
    assert "the working folder cannot be used" in result.err
    assert "change to another one with `cd`" in result.err
    assert "Traceback" not in result.err


def test_a_deleted_working_folder_is_a_clear_error_from_python(project, monkeypatch):
    """Reading a plan in it raises a `ConfigError`, not an error of the operating system."""
    (project.folder / "gone").mkdir()
    monkeypatch.chdir("gone")
    (project.folder / "gone").rmdir()
    config = {
        "source": {"use": "jsonl", "path": "-"},
        "stages": [],
        "sink": {"use": "jsonl", "path": "-"},
    }
    with pytest.raises(ConfigError, match="the working folder cannot be used"):
        hookline.read_plan(config)


def limited(files):
    """Return what limits a new process to a number of open files."""
    return lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))


@pytest.mark.parametrize("files", [5, 6, 7, 8, 9, 10, 11, 12, 14])
@pytest.mark.parametrize("command", ["run", "verify"])
def test_too_few_open_files_are_a_clear_error(project, command, files):
    """A run goes on with fewer workers or is refused, and the same command completes it later."""
    project.documents("in.jsonl", ["a"] * 40)
    project.config("[clean]", more="batch_size: 4\n")
    call = (command, "c.yaml", *(("--workers", "4") if command == "run" else ()))
    with project.start(*call, preexec_fn=limited(files)) as process:
        _, err = process.communicate(timeout=60)
    assert process.returncode in (0, 2), err
    assert "Traceback" not in err
    assert process.returncode == 0 or "Too many open files" in err or "database file" in err
    assert project.call("run", "c.yaml").code == 0
    assert len(project.records()) == 40


def test_what_the_system_refuses_in_a_run_is_an_error_of_hookline(project):
    """An engine that cannot start says what was refused and what to try."""
    project.documents("in.jsonl", ["a"])

    class Refused(hookline.Engine):
        name = "refused"

        def start(self, job, workers):
            raise OSError(errno.EAGAIN, os.strerror(errno.EAGAIN))

        def submit(self, unit):
            pass

        def wait(self, timeout):
            return []

        def stop(self):
            pass

    class Plugin:
        @hookimpl
        def hookline_register(self, registry):
            registry.engine(Refused)

    path = project.config("[clean]", more="engine: {use: refused}\n")
    with pytest.raises(HooklineError, match=r"temporarily unavailable; use fewer workers"):
        hookline.run(hookline.read_plan(path, plugins=[Plugin()]))


def test_a_state_that_cannot_be_written_has_the_code_of_a_full_disk(project):
    """SQLite has a code of its own for each kind of failed write; all of them are the disk's."""
    project.documents("in.jsonl", ["a"])
    project.config()

    def no_room():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))

    with project.start("run", "c.yaml", preexec_fn=no_room) as run:
        _, err = run.communicate()
    assert run.returncode == 74
    assert "cannot keep the state of the run" in err
    assert project.call("run", "c.yaml").code == 0


@pytest.mark.parametrize("call", [("plugins",), ("schema",), ("repeats", "c.yaml")])
def test_a_closed_standard_output_is_no_bug(project, call):
    """`hookline plugins >&-` has nobody to tell, and ends like any other call."""
    project.documents("in.jsonl", ["a line\n"] * 3)
    project.config()
    with project.start(*call, stdout=None, preexec_fn=lambda: os.close(1)) as process:
        _, err = process.communicate()
    assert (process.returncode, err) == (0, "")


def no_more_than(size):
    """Return a function that lets no file of this process grow beyond `size` bytes."""

    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return limit


def test_a_list_of_documents_that_cannot_be_written_is_named(project):
    """An update without room for the list ends with the code of a full disk, and goes on later."""
    rows = [json.dumps({"id": "d" * 90 + str(n), "text": "a"}) for n in range(2000)]
    project.write("in.jsonl", "".join(row + "\n" for row in rows))
    project.config()
    call = ("run", "c.yaml", "--update", "-o", "out.jsonl.gz", "--log-format", "text")
    with project.start(*call, preexec_fn=no_more_than(90_000)) as run:
        _, err = run.communicate()
    assert run.returncode == 74
    assert "cannot write the list of documents" in err
    assert "standard output" not in err
    assert project.call(*call).code == 0


def test_a_state_that_outgrows_the_disk_is_no_bug(project):
    """A run that can neither store its state nor clear it ends with the code of a full disk."""
    for number in range(3000):
        project.write(f"in/{number * 7919}.txt", "a")
    project.config(source="text", path="in")
    with project.start("run", "c.yaml", preexec_fn=no_more_than(16_384)) as run:
        _, err = run.communicate()
    assert run.returncode == 74
    assert "cannot store the state of the run beside out.jsonl" in err
    assert "Traceback" not in err
    assert project.call("run", "c.yaml", "--quiet").code == 0
