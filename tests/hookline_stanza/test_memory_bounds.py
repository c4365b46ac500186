"""Memory is bounded by the work in progress, not by the length of a text or the number of shapes."""

import gc
import subprocess
import sys

import pytest

from hookline import Document
from hookline_stanza.backends import embedded_model
from hookline_stanza.conversion.columns import SentenceAnalysis

LONG = "\n\n".join(f"The minister met {number} envoys in Nairobi." for number in range(200))
SHAPES = """
import random, re
from pathlib import Path
from hookline import Document
from hookline_stanza.stage import StanzaStage

def resident_mebibytes():
    return int(re.search(r"VmRSS:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024

stage = StanzaStage(StanzaStage.read_options({"device": "cpu"}))
words = "the old minister of a small country met them in Nairobi and left".split()
rng = random.Random(5)
texts = [
    "\\n\\n".join(" ".join(rng.choices(words, k=rng.randint(1, 90))) for _ in range(12))
    for _ in range(24)
]
docs = [Document.from_text(text) for text in texts]
list(stage.process(docs[:1]))
before = resident_mebibytes()
for doc in docs:
    list(stage.process([doc]))
print(resident_mebibytes() - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_shapes_of_batches_do_not_fill_memory():
    """Batches of ever new shapes leave little behind: torch caches 400 MB for them by default."""
    command = [sys.executable, "-c", SHAPES]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert int(done.stdout) < 150


def test_first_sentences_of_a_long_text_come_early(stage, monkeypatch):
    """The first sentences of a long text are available before its last chunks are analysed."""
    monkeypatch.setattr(embedded_model, "MAX_CHUNK_SIZE", 400)
    model, calls = stage._backend, []
    analyse = model._analyse_chunk
    monkeypatch.setattr(model, "_analyse_chunk", lambda *args: calls.append(args) or analyse(*args))
    sentences = next(model.analyse([LONG]))
    ((start, _), *_), _, _ = next(sentences)
    assert start == 0
    assert len(calls) <= model.threads + 2
    assert len(list(sentences)) == 199
    assert len(calls) > 10


def test_sentences_that_are_not_consumed_are_skipped(stage):
    """Each text has its own sentences, whether those of the text before were consumed or not."""
    texts = ["Rain fell. Ann left.", "", "Bob came."]
    first = [next(sentences, None) for sentences in stage._backend.analyse(texts)]
    words = [analysis and texts[n][slice(*analysis.spans[0])] for n, analysis in enumerate(first)]
    assert words == ["Rain", None, "Bob"]


def test_analyses_are_released(stage, monkeypatch):
    """A document holds its tokens, but not the analyses that they were made from."""
    monkeypatch.setattr(embedded_model, "MAX_CHUNK_SIZE", 400)
    most = 0
    annotate = stage._backend._annotate

    def counted(words):
        nonlocal most
        most = max(most, sum(type(item) is SentenceAnalysis for item in gc.get_objects()))
        return annotate(words)

    monkeypatch.setattr(stage._backend, "_annotate", counted)
    (doc,) = stage.process([Document.from_text(LONG)])
    assert len(doc.sentences) == 200
    assert most < 100
