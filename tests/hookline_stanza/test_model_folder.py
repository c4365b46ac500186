"""Model folders are checked before anything is loaded."""

import importlib
import json
import socket

import pytest

from hookline import ModelError
from hookline_stanza import hookline_doctor, load_pipeline
from hookline_stanza.backends.selftest import run_selftest
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


def test_complete_folder_gives_its_manifest(folder):
    """A folder that agrees with its manifest passes."""
    assert list(check_folder(folder)["files"]) == ["part.pt"]


def test_folder_of_another_format_is_refused(folder):
    """A model of another format is not loaded as if it had this one."""
    (folder / "manifest.json").write_text(json.dumps({"format": 1, "files": {}}))
    with pytest.raises(ModelError, match=f"expected a model of format {FORMAT}, found 1"):
        check_folder(folder)


def test_missing_folder_is_named(tmp_path):
    """The error for a missing folder names it and says what to do."""
    with pytest.raises(ModelError, match=r"no such folder.*set `model`"):
        check_folder(tmp_path / "nowhere")
    options = StanzaStage.read_options({"model": str(tmp_path / "nowhere")})
    with pytest.raises(ModelError, match="nowhere"):
        StanzaStage(options)
    with pytest.raises(ModelError, match="nowhere"):
        load_pipeline(tmp_path / "nowhere")


def test_missing_file_is_named(folder):
    """The error for a missing file of the manifest names it."""
    (folder / "part.pt").unlink()
    with pytest.raises(ModelError, match=r"part\.pt, found none"):
        check_folder(folder)


def test_short_file_is_detected(folder):
    """A file of another size, such as a pointer in place of its content, is an error."""
    (folder / "part.pt").write_bytes(b"ab")
    with pytest.raises(ModelError, match="expected 3 bytes, found 2"):
        check_folder(folder)


def test_changed_file_is_detected(folder):
    """A file of the right size with other bytes is an error."""
    (folder / "part.pt").write_bytes(b"abd")
    with pytest.raises(ModelError, match="SHA-256"):
        check_folder(folder)


def test_embedded_model_is_complete_and_small():
    """The embedded model agrees with its manifest and has a model card."""
    manifest = check_folder(embedded_folder())
    assert sum(file["size"] for file in manifest["files"].values()) < 60_000_000
    assert (embedded_folder() / "MODEL_CARD.md").is_file()


def test_doctor_reports_the_model_without_network(monkeypatch):
    """The doctor reports the model's folder, its loader, and the result of a self-test."""

    def refuse(*_):
        raise OSError("no network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    section = hookline_doctor()["model"]
    assert section["state"].startswith("complete")
    assert section["precision"] in ("fp32", "bf16", "int8")
    assert "Angela Merkel (PERSON)" in section["found"]
    assert section["path"] == str(embedded_folder())
    module, _, function = section["loader"].rpartition(".")
    assert getattr(importlib.import_module(module), function) is load_pipeline


def test_doctor_reports_a_damaged_folder(folder):
    """A damaged folder is reported, not raised."""
    (folder / "part.pt").unlink()
    assert "found none" in run_selftest(folder)["state"]
