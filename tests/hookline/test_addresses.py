"""Outputs at addresses, in the store of fsspec that is in memory."""

import fsspec
import pytest

MEMORY = fsspec.filesystem("memory")


@pytest.fixture
def stored(project):
    """A project with documents and an empty store."""
    project.documents("in.jsonl", ["a", "b", "RAISE"])
    project.config("[{use: poison}]")
    yield project
    MEMORY.store.clear()
    MEMORY.pseudo_dirs[:] = [""]


@pytest.mark.parametrize("name", ["out.jsonl", "out.jsonl.gz", "out.parquet"])
def test_an_output_at_an_address(stored, name):
    """It has the bytes of a local one; dead letters and state are on this machine."""
    assert stored.call("run", "c.yaml", "-o", name).code == 1
    assert stored.call("run", "c.yaml", "-o", f"memory://news/{name}").code == 1
    assert MEMORY.cat(f"/news/{name}") == (stored.folder / name).read_bytes()
    assert (stored.folder / "out.failures.jsonl.1").exists()  # not those of the local run
    assert not (stored.folder / "memory:").exists()


def test_an_output_at_an_address_is_recognized(stored):
    """A finished run has nothing to do; a deleted output is made again, a changed one refused."""
    call = ("run", "c.yaml", "-o", "memory://news/out.jsonl")
    assert stored.call(*call).code == 1
    written = MEMORY.cat("/news/out.jsonl")
    assert "finished already" in stored.call(*call).err
    MEMORY.rm("/news/out.jsonl")
    assert stored.call(*call).code == 1
    assert MEMORY.cat("/news/out.jsonl") == written
    MEMORY.pipe("/news/out.jsonl", b"changed")
    assert "has been changed since" in stored.call(*call).err
    assert stored.call(*call, "--fresh").code == 1
    assert MEMORY.cat("/news/out.jsonl") == written


def test_a_foreign_object_is_not_replaced(stored):
    """What hookline did not write is kept without `--fresh`, as on this machine."""
    MEMORY.pipe("/news/out.jsonl", b"mine")
    result = stored.call("run", "c.yaml", "-o", "memory://news/out.jsonl")
    assert (result.code, "was not written by hookline" in result.err) == (2, True)
    assert MEMORY.cat("/news/out.jsonl") == b"mine"


def test_an_output_is_not_its_own_input(stored):
    """A folder at an address may be the input and hold the output."""
    MEMORY.pipe("/news/in.jsonl", b'{"text": "one"}\n')
    call = ("run", "c.yaml", "memory://news", "-o", "memory://news/out.jsonl")
    assert stored.call(*call).code == 0
    assert "finished already" in stored.call(*call).err


def test_shards_and_updates_at_an_address(stored):
    """Shards in a store are joined there, and an update replaces the object."""
    for number in (1, 2):
        call = ("run", "c.yaml", "--shard", f"{number}/2", "-o", "memory://news/out.jsonl")
        assert stored.call(*call).code in (0, 1)
    names = [f"memory://news/out.{number}-of-2.jsonl" for number in (1, 2)]
    assert stored.call("join", *names).code == 1
    stored.call("run", "c.yaml", "-o", "local.jsonl")
    assert MEMORY.cat("/news/out.jsonl") == (stored.folder / "local.jsonl").read_bytes()
    stored.documents("in.jsonl", ["a", "other"])
    assert stored.call("run", "c.yaml", "--update", "-o", "memory://news/out.jsonl").code == 0
    assert b"other" in MEMORY.cat("/news/out.jsonl")


def test_an_upload_that_fails_is_repeated(stored, monkeypatch):
    """The error names the address, nothing is lost, and the same command uploads."""

    def refuse(*arguments, **options):
        raise PermissionError("the token has expired")

    call = ("run", "c.yaml", "-o", "memory://news/out.jsonl")
    with monkeypatch.context() as patch:
        patch.setattr(type(MEMORY), "put_file", refuse)
        result = stored.call(*call)
    assert result.code == 2
    assert (
        "cannot write memory://news/out.jsonl: PermissionError: the token has expired" in result.err
    )
    assert not MEMORY.exists("/news/out.jsonl")
    assert stored.call(*call).code == 1
    assert MEMORY.cat("/news/out.jsonl").count(b"\n") == 2
