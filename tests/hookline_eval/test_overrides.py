"""Overrides that `hookline eval` does not apply, and stages that it cannot measure."""

import pytest

from .conftest import NEWS, bio


def warnings_of(evaluation, *options, stages="[{use: clean}, {use: gazetteer}, {use: relations}]"):
    """Return the warnings of a call with these stages, of which `relations` follows the entities."""
    evaluation.project.write("gold", bio(*NEWS))
    evaluation.project.config(stages)
    result = evaluation.project.call("eval", "ner", "gold", "--config", "c.yaml", *options)
    assert result.code == 0, result.err
    return result.err.splitlines()


@pytest.mark.parametrize(
    ("override", "reason"),
    [
        ("source.path=x", "of the config, only the stages are run"),
        ("sink.path=x", "of the config, only the stages are run"),
        ("failures.limit=1", "of the config, only the stages are run"),
        ("stages.clean.quotes=true", "the stage `clean` is left out"),
        ("stages.relations.threshold=0.8", "the stage `relations` is left out"),
        ("stages.0.quotes=true", "the stage `clean` is left out"),
    ],
)
def test_an_override_of_what_is_not_run_is_a_warning(evaluation, override, reason):
    """Source and sink are not opened, and stages that edit text are left out with --tokens gold."""
    expected = f"warning: --set {override} has no effect on the figures: {reason}"
    assert warnings_of(evaluation, "--set", override) == [expected]


@pytest.mark.parametrize(
    ("override", "tokens"),
    [
        ("stages.gazetteer.names={Oslo: LOC}", "gold"),
        ("stages.1.names={Oslo: LOC}", "gold"),
        ("batch_size=2", "gold"),
        ("stages.clean.quotes=true", "raw"),
        ("stages.gazetteer.tokens=make", "raw"),
    ],
)
def test_an_override_of_what_is_run_is_not(evaluation, override, tokens):
    """Overrides of stages that are run take effect."""
    assert warnings_of(evaluation, "--tokens", tokens, "--set", override) == []


@pytest.mark.parametrize(
    "override",
    [
        "stages.gazetteer.tokens=make",
        "stages.0.tokens=make",
        "stages=[{use: gazetteer, tokens: make}]",
    ],
)
def test_given_tokens_and_made_ones_contradict(evaluation, override):
    """With --tokens gold a stage cannot be told to make tokens; the config may say so."""
    stages = "[{use: gazetteer, tokens: make}]"
    assert warnings_of(evaluation, stages=stages) == []
    error = evaluation.refused("ner", "gold", "--config", "c.yaml", "--set", override)
    assert f"--set {override}: with --tokens gold the stage `gazetteer` uses the tokens" in error
    assert "--tokens raw measures its own" in error


def test_the_default_stages_are_checked_as_well(evaluation):
    """Without --config the same holds."""
    evaluation.project.write("gold", bio(*NEWS))
    error = evaluation.refused("ner", "gold", "--set", "stages.stanza.tokens=make")
    assert "with --tokens gold the stage `stanza` uses the tokens of the file" in error


def test_stages_that_split_documents_are_refused(evaluation):
    """Parts of a document have no annotations of their own in the file."""
    evaluation.project.write("gold", bio(*NEWS))
    evaluation.project.config("[{use: chunk, size: 20}, {use: gazetteer}]")
    error = evaluation.refused("ner", "gold", "--config", "c.yaml", "--tokens", "raw")
    assert "c.yaml: a stage splits documents, such as sentences 1-3" in error
