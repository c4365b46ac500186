"""What a plugin raises anywhere, such as `sys.exit` does, never decides on the exit code of hookline."""

import pytest

PLUGIN = """
import sys

import hookline
from pydantic import field_validator

SITE = {site!r}


class Mute(Exception):
    def __str__(self):
        return self.text


def leave(site):
    if site == SITE:
        raise {raised}


leave("import")


class LeavingSource(hookline.Source):
    name = "leaving-source"

    def __init__(self, options):
        super().__init__(options)
        leave("source opens")

    def read(self, start=0):
        leave("source reads")
        for number in range(start, 3):
            yield hookline.Document.from_text("text", str(number))

    def total(self):
        leave("source total")

    def input_size(self):
        leave("source input size")

    def size_of(self, items):
        leave("source size")
        return 0

    def inputs(self):
        leave("source inputs")
        return []

    def commit(self, position):
        leave("source commits")

    def close(self):
        leave("source closes")


class LeavingStage(hookline.Stage):
    name = "leaving-stage"

    class Options(hookline.Stage.Options):
        word: str = ""

        @field_validator("word")
        @classmethod
        def check(cls, value):
            leave("options")
            return value

    def __init__(self, options):
        super().__init__(options)
        leave("stage opens")

    @classmethod
    def declare(cls, options):
        leave("stage declares")
        return super().declare(options)

    @classmethod
    def model_digest(cls, options):
        leave("stage digest")
        return ""

    @classmethod
    def without_layers(cls, options, unread):
        leave("stage without layers")
        return options

    @classmethod
    def missing_modules(cls):
        leave("missing modules")
        return {{}}

    def process(self, docs):
        leave("stage processes")
        return docs

    def close(self):
        leave("stage closes")


class LeavingSink(hookline.FileSink):
    name = "leaving-sink"

    class Options(hookline.FileSink.Options):
        path: str

    def __init__(self, options):
        super().__init__(options)
        leave("sink begins")

    def encode(self, docs):
        leave("sink encodes")
        return [doc.text.encode() for doc in docs]

    def open(self, position=None):
        leave("sink opens")
        super().open(position)

    def write(self, chunks):
        leave("sink writes")
        super().write(chunks)

    def flush(self):
        leave("sink flushes")
        return super().flush()

    def commit(self):
        leave("sink commits")

    def published_size(self):
        leave("sink size")
        return super().published_size()

    def publish(self):
        leave("sink publishes")
        return super().publish()

    def close(self):
        super().close()
        leave("sink closes")

    @classmethod
    def needs(cls, options):
        leave("sink needs")
        return {{}}


@hookline.hookimpl
def hookline_register(registry):
    leave("register")
    registry.source(LeavingSource)
    registry.stage(LeavingStage)
    registry.sink(LeavingSink)


@hookline.hookimpl
def hookline_run_started(name):
    leave("run started")


@hookline.hookimpl
def hookline_batch_done(report):
    leave("batch done")


@hookline.hookimpl
def hookline_run_finished(report):
    leave("run finished")
"""

CONFIG = (
    "source: {use: leaving-source}\nstages: [{use: leaving-stage, word: a}]\n"
    "sink: {use: leaving-sink, path: out.txt}\n"
)

REFUSED = (
    *("import", "register", "options", "missing modules", "stage declares", "stage digest"),
    *(
        "stage without layers",
        "source opens",
        "source reads",
        "source inputs",
        "source total",
        "source input size",
        "source size",
        "source commits",
    ),
    *(
        "stage opens",
        "sink begins",
        "sink opens",
        "sink writes",
        "sink flushes",
        "sink commits",
        "sink publishes",
        "sink size",
        "sink closes",
        "sink needs",
    ),
)
FAILED = ("stage processes", "sink encodes")
DONE = ("source closes", "stage closes", "run started", "batch done", "run finished")


SITES = pytest.mark.parametrize(
    ("site", "code"),
    [(site, 2) for site in REFUSED] + [(site, 1) for site in FAILED] + [(site, 0) for site in DONE],
)


@SITES
def test_an_exit_of_a_plugin_has_a_code_of_hookline(project, site, code):
    """It refuses the run, fails the documents, or is a warning, and is named without a traceback."""
    project.write("leaving.py", PLUGIN.format(site=site, raised="SystemExit(7)"))
    project.write("c.yaml", CONFIG)
    with project.start("run", "c.yaml", "--plugins", "leaving.py", "--log-format", "text") as run:
        _, err = run.communicate(timeout=60)
    assert run.returncode == code, err
    assert "Traceback" not in err
    assert "SystemExit" in err or site == "stage closes"  # in a process that nobody listens to


@SITES
@pytest.mark.parametrize("raised", ["SystemExit(0)", "GeneratorExit", "Mute"])
def test_any_exception_of_a_plugin_is_told_without_a_traceback(project, site, code, raised):
    """A code that says that all is done, the end of a generator, and one whose `__str__` raises."""
    module = f"raising_{site}_{raised}".replace(" ", "_").replace("(0)", "")
    project.write(f"{module}.py", PLUGIN.format(site=site, raised=raised))
    project.write("c.yaml", CONFIG)
    arguments = ("--plugins", f"{module}.py", "--log-format", "text", "--workers", "1")
    result = project.call("run", "c.yaml", *arguments)
    assert result.code == code, result.err
    assert "Traceback" not in result.err
    assert raised.removesuffix("(0)") in result.err or site == "stage closes"


@pytest.mark.parametrize("site", ["import", "register", "options", "stage declares", "sink needs"])
def test_an_exit_while_a_config_is_checked_is_a_problem_of_it(project, site):
    """`hookline check` ends with 2 and names the exit."""
    project.write("leaving.py", PLUGIN.format(site=site, raised="SystemExit(7)"))
    project.write("c.yaml", CONFIG)
    with project.start("check", "c.yaml", "--plugins", "leaving.py") as check:
        shown = "".join(check.communicate(timeout=60))
    assert check.returncode == 2, shown
    assert "SystemExit" in shown
    assert "Traceback" not in shown


def test_an_exit_of_a_command_is_an_error_of_its_plugin(project, monkeypatch):
    """Its exit code is not hookline's; a command says its own by returning it."""
    from hookline.cli import command_line

    def leave(*arguments, **options):
        raise SystemExit(7)

    monkeypatch.setattr(command_line.group, "main", leave)
    result = project.call("anything")
    assert result.code == 2
    assert "a plugin ended the command with SystemExit: 7" in result.err


OWN_ERRORS = """
import hookline

class Own(hookline.PluginError):
    def __init__(self, model, reason):
        super().__init__(f"the model {model} is {reason}")

class Mute(hookline.ModelError):
    def __str__(self):
        return self.text

class Opens(hookline.Stage):
    name = "opens"

    class Options(hookline.Stage.Options):
        error: str

    def __init__(self, options):
        super().__init__(options)
        raise Own("x", "damaged") if options.error == "Own" else Mute

    def process(self, docs):
        return docs
"""


@pytest.mark.parametrize(
    ("error", "message"), [("Own", "the model x is damaged"), ("Mute", "(its message cannot")]
)
def test_an_error_class_of_a_plugin_is_shown_as_its_message(project, error, message):
    """One that cannot be sent from a worker process, and one whose `__str__` raises."""
    project.write("own_errors.py", OWN_ERRORS)
    project.documents("in.jsonl", ["a"])
    project.config(f"[{{use: 'own_errors:Opens', error: {error}}}]")
    result = project.call("run", "c.yaml", "--log-format", "text")
    assert result.code == 2
    assert message in result.err
    assert "Traceback" not in result.err
