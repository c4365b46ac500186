"""`Pipeline`: the stages of a config from Python."""

import pytest

from hookline import ConfigError, Document, DocumentError, Dropped, Failure, Pipeline


def test_a_text_is_processed():
    """`process` returns the document with its layers."""
    with Pipeline.from_config({"stages": [{"use": "shout"}, {"use": "words"}]}) as pipeline:
        doc = pipeline.process("hey you")
    assert doc.text == "HEY YOU"
    assert len(doc.entities) == 2


def test_a_stream_has_one_outcome_for_each_document():
    """Documents, drops and failures come back in the order of what went in."""
    config = {"stages": [{"use": "drop-empty"}, {"use": "poison", "batch_size": 3}]}
    with Pipeline.from_config(config) as pipeline:
        outcomes = list(pipeline.stream(["a", " ", "RAISE", "b"]))
    assert [type(outcome) for outcome in outcomes] == [Document, Dropped, Failure, Document]
    assert outcomes[1].reason == "empty"
    assert outcomes[2].message == "poison"


def test_a_dropped_or_failed_text_raises():
    """`process` says which stage refused the text, and why."""
    with Pipeline.from_config({"stages": [{"use": "drop-empty"}, {"use": "poison"}]}) as pipeline:
        with pytest.raises(DocumentError, match="`drop-empty` dropped it: empty"):
            pipeline.process(" ")
        with pytest.raises(DocumentError, match="`poison` failed: ValueError: poison"):
            pipeline.process("RAISE")


def test_what_is_no_text_is_said():
    """Something that is neither a document nor a string is named."""
    with (
        Pipeline.from_config({"stages": []}) as pipeline,
        pytest.raises(TypeError, match="expected a Document or a string as number 0, found None"),
    ):
        pipeline.process(None)


def test_a_wrong_config_raises_with_every_problem():
    """Problems are listed one by one."""
    with pytest.raises(ConfigError) as error:
        Pipeline.from_config({"stages": [{"use": "shuot"}, {"use": "slow", "secs": 1}]})
    assert len(error.value.problems) == 2
