"""How many documents are computed, settled and kept together."""

import signal
import time
from pathlib import Path

import pytest

from hookline.runner.unit_size import UnitSize


@pytest.mark.parametrize(
    ("per_document", "per_call", "expected"),
    [
        (0.15, 0.0, {4}),  # a model on a processor: about half a second
        (0.04, 0.01, {8, 16}),
        (1e-4, 0.0, {64}),  # rules: as many as allowed
        (5.0, 0.0, {1}),  # more than a unit should take
        (0.0, 0.3, {64}),  # a service that answers a batch as quickly as a document
        (0.0, 2.0, {64}),
        (0.01, 0.3, {32, 64}),  # larger units are much faster for each document
    ],
)
def test_a_unit_has_the_size_that_its_time_allows(per_document, per_call, expected):
    """Units take half a second or so, or more where larger ones are faster for each document."""
    sizes, unit = [], UnitSize(4, 64)
    for _ in range(30):
        size = unit.documents
        sizes.append(size)
        unit.settled(size, size * 1000, per_call + per_document * size)
        unit.settled(size * 2, size * 2000, per_document * size * 2)  # of an earlier size
    assert set(sizes[-10:]) <= expected


def test_an_interruption_keeps_the_documents_of_a_slow_model(project):
    """With a stage of a fifth of a second for each document, Ctrl-C keeps those that are finished."""
    project.write(
        "own.py",
        "import time\nfrom hookline import Stage\n\n\nclass Own(Stage):\n    name = 'own'\n    cost = 'model'\n\n"
        "    def process(self, docs):\n        for doc in docs:\n"
        "            open('begun', 'w').close()\n            time.sleep(0.2)\n            yield doc\n",
    )
    project.documents("in.jsonl", map(str, range(60)))
    project.config("[{use: 'own:Own'}]")
    with project.start("run", "c.yaml", "--workers", "1") as run:
        while not Path("begun").exists() and run.poll() is None:
            time.sleep(0.01)
        run.send_signal(signal.SIGINT)
        _, err = run.communicate(timeout=60)
    assert run.returncode == 130, err
    result = project.call("run", "c.yaml", "--workers", "1", "--log-format", "json")
    assert result.code == 0
    assert '"resumed_at": 0' not in result.err
    assert [record["text"] for record in project.records()] == [str(n) for n in range(60)]
