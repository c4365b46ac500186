"""Share one open stage between tests: loading the model takes a second."""

import pytest

from hookline import Document, Entity, Token
from hookline_stanza.stage import StanzaStage


@pytest.fixture(scope="session")
def stage():
    opened = StanzaStage(StanzaStage.read_options({"device": "cpu"}))
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def annotate(stage):
    def run(*texts):
        docs = [Document.from_text(text, id=str(number)) for number, text in enumerate(texts)]
        return list(stage.process(docs))

    return run


@pytest.fixture
def one_thread():
    """Let torch compute in the calling thread alone."""
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture
def corrected():
    """Return a call of a correction of entities over a text whose tokens end at spaces and bars."""

    def run(correct, text, *entities):
        tokens, plain, found = [], "", []
        for word in text.split(" "):
            for part in word.split("|"):
                tokens.append(Token(len(plain), len(plain) + len(part), part, 0))
                plain += part
            plain += " "
        start = 0
        for name, label in entities:
            start = plain.index(name, start)
            found.append(Entity(start, start + len(name), label))
            start += len(name)
        return [(plain[e.start : e.end], e.label) for e in correct(tokens, found)]

    return run
