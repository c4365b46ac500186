"""Share one open stage among the tests: loading the model takes a second."""

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
