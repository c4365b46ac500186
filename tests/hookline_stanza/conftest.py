"""Share one open stage between tests: loading the model takes a second."""

import pytest

from hookline import Document
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
