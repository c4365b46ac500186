"""What the tests of the evaluation share: annotated files, and a call that returns its JSON."""

import json

import pytest

NEWS = [
    "Angela/B-PER Merkel/I-PER met/O Oslo/B-LOC 's/O mayor/O ./O",
    "Rain/O in/O Lisbon/B-LOC",
    "Acme/B-ORG Ltd/I-ORG hired/O Ada/B-PER ./O",
]
NAMES = {
    "Angela Merkel": "PERSON",
    "Oslo": "LOC",
    "Lisbon": "LOC",
    "Acme Ltd": "ORG",
    "Ada": "PERSON",
}


def bio(*sentences: str, mark: str = "") -> str:
    """Return lines of a token and its tag, made of sentences of `word/TAG`."""
    blocks = [
        "".join("\t".join(pair.rsplit("/", 1)) + "\n" for pair in line.split())
        for line in sentences
    ]
    return "".join(f"{mark}{block}\n" for block in blocks)


class Bench:
    """Calls the evaluation of one project with stages that do what they are told."""

    def __init__(self, project) -> None:
        self.project = project

    def config(self, names=NAMES, before="", use="gazetteer") -> str:
        """Write a config whose last stage finds `names`, and return its path."""
        listed = json.dumps(names)
        self.project.config(f"[{before} {{use: {use}, names: {listed}}}]")
        return "c.yaml"

    def ner(self, file, *options, code=0, **config):
        """Return what `hookline eval ner FILE --json` prints."""
        arguments = ("--config", self.config(**config), "--resamples", "20", "--json")
        result = self.project.call("eval", "ner", file, *arguments, *options)
        assert result.code == code, result.err
        return json.loads(result.out)

    def refused(self, *arguments) -> str:
        """Return the message of a call that is refused."""
        result = self.project.call("eval", *arguments)
        assert result.code == 2, result.out
        assert "Traceback" not in result.err
        return result.err


@pytest.fixture
def bench(project) -> Bench:
    """A project, and the evaluation in it."""
    return Bench(project)
