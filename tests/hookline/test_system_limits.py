"""What the operating system refuses is a clear error on every command, and nothing is lost."""

import errno
import os
import resource
import shutil
import subprocess
import sys

import pytest
from tests_support import environment

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


@pytest.mark.parametrize("call", [("plugins",), ("schema",), ("repeats", "c.yaml")])
def test_a_closed_standard_output_is_no_bug(project, call):
    """`hookline plugins >&-` has nobody to tell, and ends like any other call."""
    project.documents("in.jsonl", ["a line\n"] * 3)
    project.config()
    with project.start(*call, stdout=None, preexec_fn=lambda: os.close(1)) as process:
        _, err = process.communicate()
    assert (process.returncode, err) == (0, "")


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
