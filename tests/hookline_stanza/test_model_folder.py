"""Model folders are checked before anything is loaded."""

import importlib
import json
import socket

import pytest
from pydantic import ValidationError

from hookline import ModelError
from hookline_stanza import hookline_doctor, load_pipeline
from hookline_stanza.backends.selftest import run_selftest
from hookline_stanza.loading.model_folder import (
    FORMAT,
    check_folder,
    embedded_folder,
    manifest_digest,
)
from hookline_stanza.stage import StanzaStage
from hookline_stanza.training.packaging import describe_files


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


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": 2}', '{"format": 2, "files": 3}'])
def test_manifest_that_is_none_is_refused(folder, text):
    """A manifest that is cut off, or that another program wrote, is an error that names it."""
    (folder / "manifest.json").write_text(text)
    for read in (check_folder, manifest_digest):
        with pytest.raises(ModelError, match=r"manifest\.json: expected a manifest"):
            read(folder)


def test_texts_are_no_part_of_a_model():
    """A reworded card changes neither the manifest nor the digest that tells models apart."""
    files = check_folder(embedded_folder())["files"]
    assert files == describe_files(embedded_folder())
    assert not [name for name in files if name.endswith(".md")]


def test_digest_is_that_of_the_files(folder):
    """Other figures in the manifest are the same model; another file is another one."""
    before = manifest_digest(folder)
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps({**manifest, "figures": {"f1": 1.0}}))
    assert manifest_digest(folder) == before
    manifest["files"]["part.pt"]["sha256"] = "0" * 64
    (folder / "manifest.json").write_text(json.dumps(manifest))
    assert manifest_digest(folder) not in ("", before)


def test_folder_without_manifest_has_no_digest(folder):
    """A folder that Stanza downloaded has no digest."""
    (folder / "manifest.json").unlink()
    assert manifest_digest(folder) == ""


def test_missing_folder_is_named(tmp_path):
    """The error for a missing folder names it and says what to do."""
    with pytest.raises(ModelError, match=r"no such folder.*set `model`"):
        check_folder(tmp_path / "nowhere")
    with pytest.raises(ValidationError, match="model"):
        StanzaStage.read_options({"model": str(tmp_path / "nowhere")})
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
