"""Find, check and load a model folder: Stanza's files beside one shared encoder."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

from hookline import ModelError

from ..logging_guard import unchanged_logging

PROCESSORS = ("tokenize", "pos", "lemma", "depparse", "ner")

FORMAT = 2
"""Of a folder made by hookline; before 2 its encoder told nothing of letter case."""


def embedded_folder() -> Path:
    """Return the folder of the model that is part of this package."""
    return Path(__file__).resolve().parents[1] / "model"


def read_manifest(folder: Path) -> dict[str, Any]:
    """Return the manifest of a model folder; a folder that Stanza downloaded has none, and gives {}.

    Raises:
        ModelError: The folder is missing, no model is in it, or one of another format.
    """
    if not (folder / "resources.json").is_file():
        raise ModelError(
            f"expected a model folder with a resources.json at {folder}, found "
            f"{'none in it' if folder.is_dir() else 'no such folder'}; set `model` to a folder "
            "made by Stanza or by `python -m hookline_stanza.training`, or reinstall hookline"
        )
    path = folder / "manifest.json"
    manifest: dict[str, Any] = {}
    if path.is_file():
        manifest = json.loads(path.read_text(encoding="utf-8"))
        if manifest.get("format") != FORMAT:
            raise ModelError(
                f"{path}: expected a model of format {FORMAT}, found {manifest.get('format')!r}: "
                "another version of hookline made it; train it again, or install that version"
            )
    return manifest


def check_folder(folder: Path) -> dict[str, Any]:
    """Return the manifest of a model folder after comparing every file with it.

    Raises:
        ModelError: The folder or a file is missing, or a file is not what the manifest says.
    """
    manifest = read_manifest(folder)
    for name, expected in manifest.get("files", {}).items():
        _check_file(folder / name, expected)
    return manifest


def _check_file(path: Path, expected: dict[str, Any]) -> None:
    advice = "the copy is damaged: install hookline again or fetch the folder again"
    if not path.is_file():
        raise ModelError(f"expected the model file {path}, found none; {advice}")
    size = path.stat().st_size
    if size != expected["size"]:
        raise ModelError(f"{path}: expected {expected['size']} bytes, found {size}; {advice}")
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != expected["sha256"]:
        raise ModelError(f"{path}: expected SHA-256 {expected['sha256']}, found {found}; {advice}")


def encoder_digest(folder: Path) -> str:
    """Return what tells the encoder of a model folder from others, as its manifest has it."""
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    digest: str = manifest["files"]["encoder/model.safetensors"]["sha256"]
    return digest[:16]


def load_encoder(folder: Path) -> tuple[Any, Any]:
    """Return the transformer and the tokenizer of a model folder, for Stanza, in float32.

    Returns:
        A SharedEncoder and a CasedTokenizer.
    """
    with unchanged_logging():
        from safetensors.torch import load_file
        from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

        from ..encoder.stanza_encoder import CasedTokenizer, SharedEncoder

    config = json.loads((folder / "encoder/config.json").read_text(encoding="utf-8"))
    config.pop("model_type")
    model = BertModel(BertConfig(**config), add_pooling_layer=False)
    state = load_file(folder / "encoder/model.safetensors")
    model.load_state_dict({key: value.float() for key, value in state.items()})
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_file=str(folder / "encoder/tokenizer.json"),
        **{f"{name}_token": f"[{name.upper()}]" for name in ("unk", "pad", "cls", "sep", "mask")},
        model_max_length=config["max_position_embeddings"],
    )
    return SharedEncoder(model).eval(), CasedTokenizer(tokenizer)


def open_pipeline(folder: Path, **settings: Any) -> Any:
    """Return a `stanza.Pipeline` over a folder, its encoder shared by all parts.

    Raises:
        ModelError: The folder is incomplete, or Stanza cannot load it.
    """
    manifest = check_folder(folder)
    with unchanged_logging():
        import stanza
        from stanza.models.common.foundation_cache import BertRecord, FoundationCache

    cache = FoundationCache(local_files_only=True)
    if manifest:
        model, tokenizer = load_encoder(folder)
        cache.bert[manifest["encoder"]] = BertRecord(model, tokenizer, {})
    defaults = {
        "lang": manifest.get("lang", "en"),
        "processors": ",".join(PROCESSORS),
        "download_method": None,
        "logging_level": "WARN",
        "foundation_cache": cache,
    }
    with as_model_error(folder), unchanged_logging():
        return stanza.Pipeline(dir=str(folder), **{**defaults, **settings})


@contextmanager
def as_model_error(folder: Path) -> Iterator[None]:
    """Raise what Stanza raises over a folder that it cannot load as a ModelError."""
    try:
        yield
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        raise ModelError(
            f"Stanza {version('stanza')} cannot load the model in {folder}: {error}; "
            "expected a folder made for this version: see its manifest.json or resources.json"
        ) from error
