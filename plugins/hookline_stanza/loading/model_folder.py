"""Find a model folder and check its files against its manifest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

from hookline import ModelError

PROCESSORS = ("tokenize", "pos", "lemma", "depparse", "ner")
"""Stanza's processors in a model folder."""

FORMAT = 2
"""Format of model folders made by hookline; encoders of format 1 took no letter case."""

MANIFEST_FILE = "manifest.json"
RESOURCES_FILE = "resources.json"


def embedded_folder() -> Path:
    """Return the folder of the model that is part of this package."""
    return Path(__file__).resolve().parents[1] / "model"


def read_manifest(folder: Path) -> dict[str, Any]:
    """
    Return the manifest of a model folder; {} for a folder downloaded by Stanza, which has none.

    Raises:
        hookline.ModelError: The folder is missing, has no model, or has one of another format.
    """
    if not (folder / RESOURCES_FILE).is_file():
        raise ModelError(
            f"expected a model folder with a {RESOURCES_FILE} at {folder}, found "
            f"{'none in it' if folder.is_dir() else 'no such folder'}; set `model` to a folder "
            "made by Stanza or by `python -m hookline_stanza.training`, or reinstall hookline"
        )
    manifest = _manifest(folder)
    if manifest and manifest["format"] != FORMAT:
        raise ModelError(
            f"{folder / MANIFEST_FILE}: expected a model of format {FORMAT}, found "
            f"{manifest['format']!r}: another version of hookline made it; train it again, or "
            "install that version"
        )
    return manifest


def _manifest(folder: Path) -> dict[str, Any]:
    """Return the manifest of a model folder of any format; {} if there is none."""
    path = folder / MANIFEST_FILE
    if not path.is_file():
        return {}
    try:
        manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return {**manifest, "format": manifest["format"], "files": dict(manifest["files"])}
    except (ValueError, KeyError, TypeError) as error:
        raise ModelError(
            f"{path}: expected a manifest of a model folder, found another text ({error!r}): "
            "the copy is damaged or incomplete; copy the folder again"
        ) from error


def check_folder(folder: Path) -> dict[str, Any]:
    """
    Return the manifest of a model folder after checking the size and SHA-256 of every file.

    Raises:
        hookline.ModelError: The folder or a file is missing, or a file differs from the manifest.
    """
    manifest = read_manifest(folder)
    for name, expected in manifest.get("files", {}).items():
        _check_file(folder / name, expected)
    return manifest


def _check_file(path: Path, expected: dict[str, Any]) -> None:
    advice = "the copy is damaged: reinstall hookline or copy the folder again"
    if not path.is_file():
        raise ModelError(f"expected the model file {path}, found none; {advice}")
    size = path.stat().st_size
    if size != expected["size"]:
        raise ModelError(f"{path}: expected {expected['size']} bytes, found {size}; {advice}")
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if digest != expected["sha256"]:
        raise ModelError(f"{path}: expected SHA-256 {expected['sha256']}, found {digest}; {advice}")


def manifest_digest(folder: Path) -> str:
    """Return a digest of the files in the manifest, which identifies the model; empty without one."""
    files = _manifest(folder).get("files")
    if files is None:
        return ""
    return hashlib.sha256(json.dumps(files, sort_keys=True).encode()).hexdigest()[:16]


def has_calibration(folder: Path) -> bool:
    """Tell whether the model folder has the input ranges that int8 needs."""
    return (folder / "encoder" / "ranges.safetensors").is_file()


def encoder_digest(folder: Path) -> str:
    """Return a digest of the encoder's weights, as recorded in the manifest of the folder."""
    manifest = json.loads((folder / MANIFEST_FILE).read_text(encoding="utf-8"))
    digest: str = manifest["files"]["encoder/model.safetensors"]["sha256"]
    return digest[:16]


def checkpoint_path(folder: Path, processor: str, lang: str = "en") -> Path:
    """Return the path of the checkpoint of one of Stanza's processors."""
    resources = json.loads((folder / RESOURCES_FILE).read_text(encoding="utf-8"))
    package = resources[lang]["packages"]["default"][processor]
    return folder / lang / processor / f"{package}.pt"


@contextmanager
def stanza_errors_as_model_errors(model: str) -> Iterator[None]:
    """Re-raise exceptions of Stanza as `hookline.ModelError`; `model` says what it is loading."""
    try:
        yield
    except (OSError, ValueError, KeyError, RuntimeError, ImportError) as error:
        raise ModelError(
            f"Stanza {version('stanza')} cannot load {model}: {error}; expected a folder made for "
            "this version of Stanza: see its manifest.json or resources.json"
        ) from error
