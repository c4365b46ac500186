"""The main job with its model: the same bytes however it is run."""

from pathlib import Path

from hookline import hookimpl, read_plan, run

ROOT = Path(__file__).parents[2]
TEXTS = [
    "Japan and the United States signed a trade agreement in Tokyo on Monday.",
    "Anna Schmidt, who leads Siemens Energy in Berlin, was born in Graz in 1971.\n\nShe met Paul Weber.",
    "Copyright 2024. All rights reserved.",
    "",
    "\u201cWe won\u2019t sell,\u201d said Maria Lopez, the chief executive of Banco Sol. " * 3,
    "Shares fell.",
    "The court in The Hague rejected the appeal that the ministry had filed in March, and ordered "
    "Ruritania to pay $2.4 million to the families of the fishermen.",
    "Subscribe to our newsletter\n\nKenya's parliament voted; President Ruto opposed the bill.",
    "\U0001f600 caf\u00e9 Zo\u00eb 1st",
    "Acme Corp. acquired Beta Ltd. in 2019.",
]


class Watcher:
    """Tells whether a unit has been written."""

    written = False

    @hookimpl
    def hookline_batch_done(self):
        self.written = True


def test_workers_threads_batches_and_an_interruption_change_no_byte(project):
    """Two workers of half the threads, batches of three and a stop in between give the same file."""
    project.documents("in.jsonl", TEXTS)

    def attempt(output, workers, *overrides, stop=lambda: False, plugins=()):
        plan = read_plan(
            ROOT / "configs" / "news.yaml",
            inputs=["in.jsonl"],
            output=output,
            overrides=("sink.include=[raw, tokens]", "failures={path: f.jsonl}", *overrides),
            plugins=plugins,
        )
        return run(plan, workers=workers, stop=stop)

    whole = attempt("whole.jsonl", 1)
    assert (whole.written, whole.failed) == (len(TEXTS), 0)
    watcher = Watcher()
    first = attempt(
        "parts.jsonl", 2, "batch_size=3", stop=lambda: watcher.written, plugins=[watcher]
    )
    assert not first.finished
    assert 0 < first.written < len(TEXTS)
    assert attempt("parts.jsonl", 2, "batch_size=3").finished
    records = project.records("whole.jsonl")
    assert sum(len(record["entities"]) for record in records) > 10
    assert (project.folder / "whole.jsonl").read_bytes() == (
        project.folder / "parts.jsonl"
    ).read_bytes()
    # The annotation from a cache tells the relations as much as a fresh one.
    assert attempt("warm.jsonl", 1, "cache=kept", "stages.relations.types=[leads]").finished
    assert attempt("cached.jsonl", 1, "cache=kept").finished
    assert (project.folder / "cached.jsonl").read_bytes() == (
        project.folder / "whole.jsonl"
    ).read_bytes()
