"""What a pipeline does with an iterable that raises, and with what is no iterable of documents."""

import asyncio

import pyarrow
import pytest

from hookline import Pipeline

CONFIG = {"stages": [{"use": "shout"}]}


def _failing_texts():
    yield from ("a", "b")
    raise KeyError("source")


async def _failing_texts_later():
    for text in _failing_texts():
        yield text


def test_documents_before_an_error_of_their_source_are_not_lost():
    """What an iterable raises is raised after the outcomes of the documents that it gave before."""
    found = []
    with Pipeline.from_config(CONFIG) as pipeline:
        for item in (_failing_texts(), ["a", "b", None]):
            with pytest.raises((KeyError, TypeError)):
                found += (doc.text for doc in pipeline.stream(item))

        async def collect(documents):
            async for doc in pipeline.astream(documents):
                found.append(doc.text)

        for texts in (_failing_texts, _failing_texts_later):
            with pytest.raises(KeyError):
                asyncio.run(collect(texts()))
    assert found == ["A", "B"] * 4


def test_one_string_is_no_stream():
    """A string in the place of an iterable is refused, as its characters are no documents."""
    with (
        Pipeline.from_config(CONFIG) as pipeline,
        pytest.raises(TypeError, match="found the string 'some text'; for one text use `process`"),
    ):
        next(pipeline.stream("some text"))


def test_one_string_is_no_list_of_columns():
    """`meta` of a table is a list; the letters of a name are not columns."""
    table = pyarrow.table({"text": ["a"], "title": ["b"]})
    with (
        Pipeline.from_config(CONFIG) as pipeline,
        pytest.raises(TypeError, match="a list of columns as `meta`, found the string 'title'"),
    ):
        pipeline.table(table, meta="title")
