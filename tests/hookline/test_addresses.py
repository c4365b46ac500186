"""Outputs at addresses, in the store of fsspec that is in memory."""

import json

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


@pytest.fixture
def divided(stored):
    """A project whose output is in parts of ten documents, in an empty store."""
    stored.documents("in.jsonl", [f"text {n}" for n in range(35)])
    stored.config()
    text = (stored.folder / "c.yaml").read_text()
    path = "path: memory://news/out.jsonl\n  parts: {documents: 10}"
    stored.write("c.yaml", text.replace("path: out.jsonl", path))
    return stored


def ids(folder="/news/out.jsonl"):
    """Return the ids of the documents of each part, by name."""
    found = {}
    for path in MEMORY.find(folder):
        lines = MEMORY.cat(path).splitlines()
        found[path.rpartition("/")[2]] = [json.loads(line)["id"] for line in lines]
    return found


WHOLE = {
    f"{part:06}.jsonl": [f"d{n}" for n in range(10 * part - 10, min(10 * part, 35))]
    for part in range(1, 5)
}


@pytest.mark.parametrize("ending", ["", "/"])
def test_parts_at_an_address(divided, ending):
    """Each part is an object; a finished run is known when the parts have been taken away."""
    call = ("run", "c.yaml", "-o", f"memory://news/out.jsonl{ending}")
    result = divided.call(*call)
    assert result.code == 0, result.err
    assert ids() == WHOLE
    MEMORY.rm("/news/out.jsonl", recursive=True)
    assert "finished already" in divided.call(*call).err
    assert ids() == {}
    assert not (divided.folder / "memory:").exists()


def test_fresh_replaces_parts_at_an_address_and_no_other_object(divided):
    """Higher numbers do not stay behind."""
    assert divided.call("run", "c.yaml").code == 0
    MEMORY.pipe("/news/out.jsonl/README", b'{"id": "mine"}')
    assert divided.call("run", "c.yaml", "--fresh", "--limit", "5").code == 0
    assert ids() == {"000001.jsonl": [f"d{n}" for n in range(5)], "README": ["mine"]}


def test_a_foreign_folder_at_an_address_is_not_written_to(divided):
    """Objects that hookline did not write are kept."""
    MEMORY.pipe("/news/out.jsonl/000001.jsonl", b"mine")
    result = divided.call("run", "c.yaml")
    assert (result.code, "was not written by hookline" in result.err) == (2, True)
    assert MEMORY.cat("/news/out.jsonl/000001.jsonl") == b"mine"


def test_parts_at_an_address_are_not_their_own_input(divided):
    """The folder of the input may hold the folder of the output."""
    MEMORY.pipe("/news/in.jsonl", b'{"id": "d0", "text": "one"}\n')
    for _ in range(2):
        assert divided.call("run", "c.yaml", "memory://news").code == 0
    assert ids() == {"000001.jsonl": ["d0"]}
    result = divided.call("run", "c.yaml", "memory://news/out.jsonl/000001.jsonl", "--fresh")
    assert result.code == 2, result.err


def test_a_part_that_cannot_be_uploaded_is_uploaded_later(divided, monkeypatch):
    """The error names the part, and the same command goes on with it."""

    def refuse(*arguments, **options):
        raise PermissionError("the token has expired")

    with monkeypatch.context() as patch:
        patch.setattr(type(MEMORY), "put_file", refuse)
        result = divided.call("run", "c.yaml")
    assert result.code == 2
    assert "cannot write memory://news/out.jsonl/000001.jsonl: PermissionError" in result.err
    assert ids() == {}
    assert divided.call("run", "c.yaml").code == 0
    assert ids() == WHOLE


def test_a_bucket_that_vanishes_while_it_is_read(stored, monkeypatch):
    """The run stops with an error that names the object; when it is back, the same command goes on."""
    for name, doc in (("1", "one"), ("2", "two")):
        MEMORY.pipe(f"/news/{name}.jsonl", f'{{"id": "{doc}", "text": "{doc}"}}\n'.encode())
    call = ("run", "c.yaml", "memory://news", "--workers", "1")
    opened, taken = type(MEMORY).open, {}

    def vanish(self, path, *arguments, **options):
        if path.endswith("2.jsonl") and not taken:
            taken.update((name, MEMORY.store.pop(name)) for name in list(MEMORY.store))
        return opened(self, path, *arguments, **options)

    with monkeypatch.context() as patch:
        patch.setattr(type(MEMORY), "open", vanish)
        result = stored.call(*call)
    assert result.code == 2
    assert "2.jsonl has vanished; put it back" in result.err
    assert not (stored.folder / "out.jsonl").exists()
    MEMORY.store.update(taken)
    assert stored.call(*call).code == 0
    assert [record["id"] for record in stored.records()] == ["one", "two"]
