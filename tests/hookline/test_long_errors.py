"""A message of any length is bounded wherever it is written, with the count of what is left out."""

import json
import re

import pytest

import hookline
from hookline import Drop, Failed, Stage, hookimpl
from hookline.errors import bounded

HUGE = 5_000_000
LARGEST = 100_000  # bytes of anything that is written about a message


class Verbose(Stage):
    """Raise, fail, drop or warn with five million characters."""

    name = "verbose"

    def process(self, docs):
        for doc in docs:
            text = "x" * HUGE
            if doc.text == "raise":
                raise ValueError(text)
            if doc.text == "cause":
                try:
                    raise KeyError(text)
                except KeyError as error:
                    raise ValueError("short") from error
            if doc.text == "drop":
                yield Drop(text)
            elif doc.text == "warn":
                self.warn("long", text)
                yield doc
            else:
                yield Failed(ValueError(text)) if doc.text == "fail" else doc


class Plugin:
    @hookimpl
    def hookline_register(self, registry):
        registry.stage(Verbose)


@pytest.mark.parametrize("text", ["raise", "cause", "fail", "drop", "warn"])
def test_what_is_written_about_a_long_message_is_short(project, text):
    """The dead letter, the report and the outcome of a pipeline hold its ends and a count."""
    project.documents("in.jsonl", ["a", text, "b"])
    path = project.config("[{use: verbose}]", more="failures: {path: bad.jsonl}\n")
    plan = hookline.read_plan(path, plugins=[Plugin()])
    hookline.run(plan, workers=1, report="report.json")
    written = [(project.folder / "report.json").read_bytes()]
    if text in ("raise", "cause", "fail"):
        written.append((project.folder / "bad.jsonl").read_bytes())
    assert max(map(len, written)) < LARGEST
    assert re.search(rb"characters left out", written[-1])
    with hookline.Pipeline.from_config(
        {"stages": [{"use": "verbose"}]}, plugins=[Plugin()]
    ) as pipeline:
        if text != "warn":
            (outcome,) = pipeline.stream([text])
            assert sum(len(value) for value in outcome if isinstance(value, str)) < LARGEST


def test_the_log_of_a_long_message_is_short(project):
    """Each line of the log is bounded, as text and as JSON, also when a source ends the run."""
    project.write(
        "verbose.py",
        "import hookline\n\n\nclass Verbose(hookline.Stage):\n    name = 'verbose'\n\n"
        "    def process(self, docs):\n        raise ValueError('x' * 5_000_000)\n\n\n"
        "class Silent(hookline.Source):\n    name = 'silent'\n\n"
        "    def read(self, start=0):\n        raise ValueError('x' * 5_000_000)\n",
    )
    project.documents("in.jsonl", ["a"])
    project.config("['verbose:Verbose']")
    project.write(
        "s.yaml",
        "source: {use: 'verbose:Silent'}\nstages: []\nsink: {use: jsonl, path: s.jsonl}\n",
    )
    for kind in ("text", "json"):
        for config, code in (("c.yaml", 1), ("s.yaml", 2)):
            with project.start("run", config, "--fresh", "--log-format", kind) as run:
                _, err = run.communicate(timeout=60)
            assert run.returncode == code, err
            assert "ValueError" in err
            assert len(err) < LARGEST
            if kind == "json":
                assert all(json.loads(line) for line in err.splitlines())


def test_a_long_message_keeps_its_ends_and_says_how_much_is_left_out():
    """The parts that are kept and the count make up the whole; a bounded text is not cut again."""
    text = "start" + "x" * HUGE + "end"
    short = bounded(text)
    head, count, tail = re.fullmatch(
        r"(.*)… \[([\d,]+) characters left out\] …(.*)", short
    ).groups()
    assert text.startswith(head)
    assert text.endswith(tail)
    assert len(head) + int(count.replace(",", "")) + len(tail) == len(text)
    assert len(short) <= 20_000
    assert bounded(short) == short
    assert bounded("x" * 20_000) == "x" * 20_000


def test_a_secret_is_hidden_before_a_message_is_cut(project):
    """Wherever the cut falls, no part of a secret is left at it."""
    secret = "s3cr3t-" + "q" * 200

    class Leaky(Stage):
        name = "leaky"

        class Options(Stage.Options):
            key: str

        def process(self, docs):
            for doc in docs:
                yield Failed(ValueError("x" * int(doc.text) + secret + "y" * 60_000))

    class LeakyPlugin:
        @hookimpl
        def hookline_register(self, registry):
            registry.stage(Leaky)

    project.documents("in.jsonl", [str(n) for n in range(14_700, 15_100, 40)])
    stages = f"[{{use: leaky, key: 'https://user:{secret}@host'}}]"
    path = project.config(stages, more="failures: {path: bad.jsonl}\n")
    hookline.run(hookline.read_plan(path, plugins=[LeakyPlugin()]), workers=1)
    assert "qqq" not in (project.folder / "bad.jsonl").read_text()
