"""What all tests share: a folder of their own and a way to call the command line in it."""

import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import orjson
import pytest
from hypothesis import settings
from tests_support import inherited_path

from hookline.cli import main

SUPPORT = Path(__file__).parent / "support"
BROKEN = Path(__file__).parent / "broken"

# The same examples in every run, without limits of time, so that a change is judged by itself; the
# soak test, which draws others, and `--hypothesis-profile default` look for new ones.
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile("repeatable")

ASKED_FOR = {
    "browser": "collect tests/browser, too: they need Chromium and chromedriver",
    "examples": "collect tests/examples, too: they need the extra `examples`",
}


def pytest_addoption(parser):
    """Let tests be asked for that need more than the extra `test`."""
    for name, text in ASKED_FOR.items():
        parser.addoption(f"--{name}", action="store_true", help=text)


def pytest_ignore_collect(collection_path, config):
    """Leave them to calls that ask for them."""
    name = collection_path.name
    left = collection_path.parent == Path(__file__).parent and name in ASKED_FOR
    return True if left and not config.getoption(name) else None


@dataclass
class Result:
    """What a call of the command line gave."""

    code: int
    out: str
    err: str


class Project:
    """A working directory with configs and documents, and the command line in it."""

    def __init__(self, folder: Path, capfd) -> None:
        self.folder = folder
        self.capfd = capfd

    def write(self, name: str, content: str | bytes) -> Path:
        """Write a file, with its folders."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def documents(self, name: str, texts) -> Path:
        """Write documents as JSON lines, with ids d0, d1 and so on."""
        lines = [json.dumps({"id": f"d{i}", "text": text}) for i, text in enumerate(texts)]
        return self.write(name, "".join(line + "\n" for line in lines))

    def config(self, stages="[]", name="c.yaml", source="jsonl", path="in.jsonl", more="") -> Path:
        """Write a config that reads in.jsonl, or another path, and writes out.jsonl."""
        return self.write(
            name,
            f"source:\n  use: {source}\n  path: {path}\nstages: {stages}\n"
            f"sink:\n  use: jsonl\n  path: out.jsonl\n{more}",
        )

    def call(self, *arguments: str) -> Result:
        """Call the command line in this process."""
        self.capfd.readouterr()
        handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            with pytest.raises(SystemExit) as stopped:
                main(list(arguments))
        finally:
            for number, handler in handlers.items():
                signal.signal(number, handler)
        out, err = self.capfd.readouterr()
        return Result(stopped.value.code, out, err)

    def start(self, *arguments: str, broken: bool = False, **options) -> subprocess.Popen:
        """Start the command line in a process of its own."""
        places = [str(SUPPORT), *([str(BROKEN)] if broken else []), *inherited_path()]
        env = {**os.environ, "PYTHONPATH": os.pathsep.join(places)}
        command = [sys.executable, "-m", "hookline", *arguments]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "stdin": subprocess.DEVNULL}
        return subprocess.Popen(
            command, cwd=self.folder, env=env, text=True, **{**pipes, **options}
        )

    def records(self, name="out.jsonl") -> list[dict]:
        """Read JSON lines."""
        return [orjson.loads(line) for line in (self.folder / name).read_bytes().splitlines()]


@pytest.fixture
def project(tmp_path, monkeypatch, capfd) -> Project:
    """A project in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return Project(tmp_path, capfd)


ANNOTATED = ("Ana, née Roe leads Acme.\n\nShe didn't go.", 'Bo "B" Li', "", "du pain")


@pytest.fixture
def annotated(project) -> Project:
    """A project whose config c.yaml gives four documents, d0 to d3, all layers (test plugin)."""
    project.documents("in.jsonl", ANNOTATED)
    project.config("[{use: annotated}]")
    return project
