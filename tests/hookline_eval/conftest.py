"""Annotated files, and calls of `hookline eval` that return its JSON."""

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


def bio(*sentences: str, comment: str = "") -> str:
    """Return lines of a token and its tag for sentences of `word/TAG`, each after the comment."""
    blocks = [
        "".join("\t".join(pair.rsplit("/", 1)) + "\n" for pair in line.split())
        for line in sentences
    ]
    return "".join(f"{comment}{block}\n" for block in blocks)


class EvalCaller:
    """Call `hookline eval` in a project with test stages that find given names."""

    def __init__(self, project) -> None:
        self.project = project

    def config(self, names=NAMES, before="", use="gazetteer") -> str:
        """Write a config whose last stage finds `names`, and return its path."""
        names_json = json.dumps(names)
        self.project.config(f"[{before} {{use: {use}, names: {names_json}}}]")
        return "c.yaml"

    def ner(self, file, *options, code=0, **config):
        """Return what `hookline eval ner FILE --json` prints."""
        arguments = ("--config", self.config(**config), "--resamples", "20", "--json")
        result = self.project.call("eval", "ner", file, *arguments, *options)
        assert result.code == code, result.err
        return json.loads(result.out)

    def refused(self, *arguments) -> str:
        """Return the error message of a call that must fail with exit code 2."""
        result = self.project.call("eval", *arguments)
        assert result.code == 2, result.out
        assert "Traceback" not in result.err
        return result.err


@pytest.fixture
def evaluation(project) -> EvalCaller:
    """Return a caller of `hookline eval` in a new project."""
    return EvalCaller(project)
