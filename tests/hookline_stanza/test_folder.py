"""Model folders: what is wrong with one is said before anything is loaded."""

import json
import socket

import pytest

from hookline import ModelError
from hookline_stanza import hookline_doctor, load_pipeline
from hookline_stanza.backends.selftest import try_model
from hookline_stanza.loading.model_folder import FORMAT, check_folder, embedded_folder
from hookline_stanza.stage import StanzaStage


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "resources.json").write_text("{}")
    (tmp_path / "part.pt").write_bytes(b"abc")
    digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    files = {"part.pt": {"size": 3, "sha256": digest}}
    (tmp_path / "manifest.json").write_text(json.dumps({"format": FORMAT, "files": files}))
    return tmp_path


def test_whole_folder_gives_its_manifest(folder):
    """A folder that agrees with its manifest passes."""
    assert list(check_folder(folder)["files"]) == ["part.pt"]


def test_folder_of_another_version_is_refused(folder):
    """A model whose numbers mean something else is not opened as if they meant the same."""
    (folder / "manifest.json").write_text(json.dumps({"format": 1, "files": {}}))
    with pytest.raises(ModelError, match=f"expected a model of format {FORMAT}, found 1"):
        check_folder(folder)


def test_missing_folder_is_named(tmp_path):
    """A folder that is not there is named, with what to do."""
    with pytest.raises(ModelError, match=r"no such folder.*set `model`"):
        check_folder(tmp_path / "nowhere")
    options = StanzaStage.read_options({"model": str(tmp_path / "nowhere")})
    with pytest.raises(ModelError, match="nowhere"):
        StanzaStage(options)
    with pytest.raises(ModelError, match="nowhere"):
        load_pipeline(tmp_path / "nowhere")


def test_missing_file_is_named(folder):
    """A file of the manifest that is gone is named."""
    (folder / "part.pt").unlink()
    with pytest.raises(ModelError, match=r"part\.pt, found none"):
        check_folder(folder)


def test_short_file_is_found(folder):
    """A file of another size, such as a pointer in place of its content, is found."""
    (folder / "part.pt").write_bytes(b"ab")
    with pytest.raises(ModelError, match="expected 3 bytes, found 2"):
        check_folder(folder)


def test_changed_file_is_found(folder):
    """A file of the right size with other bytes is found."""
    (folder / "part.pt").write_bytes(b"abd")
    with pytest.raises(ModelError, match="SHA-256"):
        check_folder(folder)


def test_embedded_model_is_whole_and_small():
    """The model that comes with the package agrees with its manifest and has its notes."""
    manifest = check_folder(embedded_folder())
    assert sum(file["size"] for file in manifest["files"].values()) < 60_000_000
    assert (embedded_folder() / "MODEL_CARD.md").is_file()


def test_doctor_names_the_model_and_its_loader_and_tries_it(monkeypatch):
    """The doctor says where the model is, how to load it, and what it finds without a network."""

    def refuse(*_):
        raise OSError("no network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    section = hookline_doctor()["model"]
    assert section["state"].startswith("complete")
    assert section["precision"] in ("fp32", "bf16", "int8")
    assert "Angela Merkel (PERSON)" in section["found"]
    assert section["path"] == str(embedded_folder())
    assert section["loader"] == "hookline_stanza.load_pipeline"


def test_doctor_says_what_is_wrong_with_a_folder(folder):
    """A damaged folder is reported, not raised."""
    (folder / "part.pt").unlink()
    assert "found none" in try_model(folder)["state"]
