"""Reading a config for LangChain and LlamaIndex. `tests/examples` tests the two with their libraries."""

import fsspec
import pytest

from hookline import ConfigError, DocumentError
from hookline.testing import check_import
from hookline_loaders.chunks import ChunkReader

RAW = ("\N{PILE OF POO}  Ana  met Bo .\n\nCy   left .", "One .")
STAGES = ["clean", {"use": "chunk", "unit": "sentences", "size": 1}]


def config(stages, path="in.jsonl"):
    """Return a config without a sink."""
    return {"source": {"use": "jsonl", "path": path}, "stages": stages}


def test_the_package_imports_neither_library():
    """Its modules import them, each its own."""
    check_import("hookline_loaders", ["langchain_core", "llama_index", "hookline"])
    check_import("hookline_loaders.chunks", ["langchain_core", "llama_index", "torch"])


def test_chunks_have_the_place_in_the_raw_text(project):
    """The raw offsets of a chunk are those of its words, before cleaning."""
    project.documents("in.jsonl", RAW)
    first, second, third = ChunkReader(config(STAGES)).read()
    assert (first.id, second.id, third.id) == ("d0#1", "d0#2", "d1#1")
    assert [(chunk.metadata["document"], chunk.metadata["index"]) for chunk in (first, second, third)] == [
        ("d0", 0), ("d0", 1), ("d1", 0),
    ]  # fmt: skip
    for chunk, raw in ((first, RAW[0]), (second, RAW[0]), (third, RAW[1])):
        words = raw[chunk.metadata["raw_start"] : chunk.metadata["raw_end"]].split()
        assert words == chunk.text.split()
    assert (third.metadata["source"], third.metadata["line"]) == ("in.jsonl", 2)


def test_a_document_that_is_not_split_is_one_chunk(project):
    """It has its own meta data, and its offsets are those of the whole text."""
    project.write("in.jsonl", '{"id": "a", "text": "Ann.", "author": {"name": "Bo"}, "chunk": 7}\n')
    (chunk,) = ChunkReader(config([])).read()
    assert chunk == ("a", "Ann.", {
        "author": {"name": "Bo"}, "chunk": 7,
        "document": "a", "index": 0, "raw_start": 0, "raw_end": 4, "source": "in.jsonl", "line": 1,
    })  # fmt: skip


def test_a_file_and_other_inputs_can_be_given(project):
    """The path of a config, inputs in place of its source's, and overrides work as in a run."""
    project.config("[clean]")
    project.write("a.txt", "A text.")
    (chunk,) = ChunkReader("c.yaml", inputs=["a.txt"], overrides=["stages=[]"]).read()
    assert (chunk.text, chunk.metadata["source"]) == ("A text.", "a.txt")


def test_chunks_of_one_id_have_ids_of_their_own(project):
    """A store that keys by id keeps all of them."""
    ids = ["a", "a", "a~2", "a"]
    project.write("in.jsonl", "".join(f'{{"id": "{name}", "text": "t"}}\n' for name in ids))
    reader = ChunkReader(config([]))
    assert [chunk.id for chunk in reader.read()] == ["a", "a~2", "a~2~2", "a~3"]
    assert [chunk.metadata["document"] for chunk in reader.read()] == ids


@pytest.mark.parametrize(
    ("lines", "stage", "place"),
    [
        ('{"text": "fine"}\n{"text": "RAISE"}\n', "poison", "in.jsonl:2"),
        ('{"text": "fine"}\nno\n', "jsonl", "in.jsonl:2"),
    ],
)
def test_a_failure_is_an_error_unless_skipped(project, lines, stage, place):
    """What cannot be read or processed is named; skipped, it is kept beside the rest."""
    project.write("in.jsonl", lines)
    with pytest.raises(
        DocumentError, match=rf"{place}: `{stage}` failed: .*skip_failures=True"
    ) as raised:
        list(ChunkReader(config(["poison"])).read())
    assert raised.value.stage == stage
    reader = ChunkReader(config(["poison"]), skip_failures=True)
    for _ in range(2):
        assert [chunk.text for chunk in reader.read()] == ["fine"]
        assert [(str(failure.place), failure.stage) for failure in reader.failures] == [
            (place, stage)
        ]


def test_dropped_documents_are_left_out(project):
    """A stage that drops a document takes it away here, too."""
    project.documents("in.jsonl", ["", "b"])
    reader = ChunkReader(config(["drop-empty"]))
    assert [chunk.id for chunk in reader.read()] == ["d1"]
    assert reader.failures == []


def test_a_wrong_config_is_an_error_at_once(project):
    """Before anything is read, all of its problems are named."""
    with pytest.raises(ConfigError, match="sise"):
        ChunkReader(config([{"use": "chunk", "sise": 1}]))


def test_private_words_are_in_no_failure(project):
    """Under a config that redacts, an error of the source does not quote the input."""
    project.write("in.jsonl", '{"text": "Ann left"}\n{"text": "Bo went"\n')
    reader = ChunkReader(config(["words", "redact-words"]), skip_failures=True)
    assert [chunk.text for chunk in reader.read()] == ["NAME left"]
    (failure,) = reader.failures
    assert "Bo" not in repr(failure)
    assert (failure.stage, failure.place.line) == ("jsonl", 2)


def test_secrets_are_in_no_metadata():
    """The password of an address is hidden in the source of a chunk."""
    address = "memory://user:hunter22@store/in.jsonl"
    with fsspec.open(address, "w") as file:
        file.write('{"id": "a", "text": "Ann."}\n')
    (chunk,) = ChunkReader(config([], address)).read()
    assert chunk.metadata["source"] == "memory://user:***@store/in.jsonl"
