"""Memory stays bounded: by what is in work, not by how long a text is or how many shapes it has."""

import gc
import subprocess
import sys

import pytest

from hookline import Document
from hookline_stanza.backends import embedded_model as shared
from hookline_stanza.conversion.layers import Analysis

LONG = "\n\n".join(f"The minister met {number} envoys in Nairobi." for number in range(200))
SHAPES = """
import random, re
from pathlib import Path
from hookline import Document
from hookline_stanza.stage import StanzaStage

def held():
    return int(re.search(r"VmRSS:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024

stage = StanzaStage(StanzaStage.read_options({"device": "cpu"}))
words = "the old minister of a small country met them in Nairobi and left".split()
rng = random.Random(5)
lines = [[" ".join(rng.choices(words, k=rng.randint(1, 90))) for _ in range(12)] for _ in range(24)]
docs = [Document.from_text("\\n\\n".join(one)) for one in lines]
list(stage.process(docs[:1]))
before = held()
for doc in docs:
    list(stage.process([doc]))
print(held() - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_shapes_of_batches_do_not_fill_memory():
    """Batches of ever new shapes leave little behind: torch keeps 400 MB of them by default."""
    command = [sys.executable, "-c", SHAPES]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert int(done.stdout) < 150


def test_sentences_come_while_a_text_is_read(stage, monkeypatch):
    """The first sentences of a long text are there before its last ones are looked for."""
    monkeypatch.setattr(shared, "SLAB", 400)
    model, calls = stage._model, []
    analyse = model._analyse
    monkeypatch.setattr(model, "_analyse", lambda *of: calls.append(of) or analyse(*of))
    sentences = next(model.analyse([LONG]))
    ((start, _), *_), _, _ = next(sentences)
    assert start == 0
    assert len(calls) <= model.threads + 2
    assert len(list(sentences)) == 199
    assert len(calls) > 10


def test_texts_that_are_not_read_to_their_end_do_not_shift(stage):
    """Each text has its own sentences, whether those of the one before were taken or not."""
    texts = ["Rain fell. Ann left.", "", "Bob came."]
    first = [next(sentences, None) for sentences in stage._model.analyse(texts)]
    starts = [found and texts[n][slice(*found.spans[0])] for n, found in enumerate(first)]
    assert starts == ["Rain", None, "Bob"]


def test_analyses_are_let_go_of(stage, monkeypatch):
    """A document holds its tokens, and nothing of what they were made of."""
    monkeypatch.setattr(shared, "SLAB", 400)
    most = 0
    make = stage._model._annotate

    def counted(words):
        nonlocal most
        most = max(most, sum(type(one) is Analysis for one in gc.get_objects()))
        return make(words)

    monkeypatch.setattr(stage._model, "_annotate", counted)
    (doc,) = stage.process([Document.from_text(LONG)])
    assert len(doc.sentences) == 200
    assert most < 100
