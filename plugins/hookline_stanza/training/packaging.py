"""Write trained models as a folder that a plain `stanza.Pipeline` loads offline."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from enum import Enum
from pathlib import Path
from typing import Any

import torch

from ..encoder.calibration import write_ranges
from ..encoder.files import write_encoder
from ..encoder.stanza_encoder import load_stanza_encoder
from ..loading.model_folder import FORMAT, MANIFEST_FILE, PROCESSORS, RESOURCES_FILE
from .calibrate import calibration_sentences, measure_ranges
from .config import TrainingConfig, TrainingError
from .head_arguments import ENCODER_NAME
from .joint_training import JointTraining
from .model_card import write_card
from .trainable_heads import head_state

PACKAGE = "hookline"
LANG = "en"


def check_replaceable(folder: Path) -> None:
    """
    Check that a folder is missing, empty, or has a model.

    Raises:
        TrainingError: It has other files, is a file, or is in a folder that cannot be written to.
    """
    existing = next(path for path in (folder, *folder.parents) if path.exists())
    if not existing.is_dir() or not os.access(existing, os.W_OK):
        raise TrainingError(f"expected a folder that can be written to, found {existing}")
    if folder.exists() and any(folder.iterdir()) and not (folder / MANIFEST_FILE).is_file():
        raise TrainingError(
            f"expected an empty folder, or one with a {MANIFEST_FILE} to replace, found other files "
            f"in {folder}"
        )


def replace_folder(part: Path, folder: Path) -> None:
    """Rename `part` to `folder`; a model that is there is removed."""
    check_replaceable(folder)
    if folder.exists():
        shutil.rmtree(folder)
    part.rename(folder)


def package(
    training: JointTraining, tokenizer: Path, lemmatizer: Path, out: Path, config: TrainingConfig
) -> None:
    """
    Write the model folder, without figures in manifest and card.

    Args:
        training: The joint training whose current weights are written.
        tokenizer: Checkpoint of the tokenizer.
        lemmatizer: Checkpoint of the lemmatizer.
        out: Folder to write; an existing model is replaced.
        config: Configuration of the training, for the manifest.

    Raises:
        TrainingError: The folder has other files.
    """
    check_replaceable(out)
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    _write_json(out / MANIFEST_FILE, {})  # tells what may be replaced, also if this ends half-way
    checkpoints = {name: out / LANG / name / f"{PACKAGE}.pt" for name in PROCESSORS}
    for path in checkpoints.values():
        path.parent.mkdir(parents=True)
    write_encoder(out, training.encoder.model, training.heads.ner.bert_tokenizer.plain)
    encoder, cased_tokenizer = load_stanza_encoder(out)  # with the weights as they were rounded
    sentences = calibration_sentences(training.entities, training.trees, config.seed)
    write_ranges(out, measure_ranges(encoder, cased_tokenizer, sentences))
    for name, model in training.heads.models().items():
        _save(_head_checkpoint(name, model), checkpoints[name])
    _save(_for_inference(tokenizer, max_seqlen=1000), checkpoints["tokenize"])
    _save(_for_inference(lemmatizer, batch_size=500), checkpoints["lemma"])
    resources: dict[str, Any] = {
        LANG: {
            "lang_name": "English",
            **{
                name: {PACKAGE: {"md5": _digest(path, "md5")}} for name, path in checkpoints.items()
            },
            "packages": {"default": dict.fromkeys(PROCESSORS, PACKAGE)},
        }
    }
    _write_json(out / RESOURCES_FILE, resources)
    write_manifest(out, config, {})


def write_manifest(out: Path, config: TrainingConfig, figures: Mapping[str, Any]) -> None:
    """
    Write the model card, and the manifest: SHA-256 of the files, configuration, figures.

    Args:
        out: The model folder.
        config: Configuration of the training.
        figures: What `evaluate` returns.
    """
    import stanza
    import transformers

    write_card(out, figures, config.joint.steps)
    versions = {
        "stanza": stanza.__version__,
        "torch": torch.__version__,
        "transformers": transformers.__version__,
    }
    manifest = {
        "format": FORMAT,
        "lang": LANG,
        "encoder": ENCODER_NAME,
        "files": describe_files(out),
        "training": json.loads(config.to_json()),
        "trained_with": versions,
        "figures": figures,
    }
    _write_json(out / MANIFEST_FILE, manifest)


def describe_files(out: Path) -> dict[str, dict[str, Any]]:
    """Return size and SHA-256 of the files of a model; its texts (`*.md`) are no part of it."""
    return {
        path.relative_to(out).as_posix(): {
            "size": path.stat().st_size,
            "sha256": _digest(path, "sha256"),
        }
        for path in sorted(out.rglob("*"))
        if path.is_file() and path.name != MANIFEST_FILE and path.suffix != ".md"
    }


def _head_checkpoint(processor: str, model: Any) -> dict[str, Any]:
    """Return what Stanza's trainers save, without the encoder and at half precision."""
    from stanza.models.pos.tag_columns import tag_columns_from_args, tag_columns_to_config

    args = {
        key: value.name if isinstance(value, Enum) else value for key, value in model.args.items()
    }
    args["bert_finetune"] = False
    args.pop("resolve_head_constraints", None)  # Stanza's default: repair trees
    checkpoint: dict[str, Any] = {
        "model": {name: _compact(value) for name, value in head_state(model).items()},
        "vocab": model.vocab.state_dict(),
        "config": args,
    }
    if processor == "pos":
        args["tag_columns"] = tag_columns_to_config(tag_columns_from_args(model.args))
    if processor == "depparse":
        checkpoint["model_type"] = "graph"
    return checkpoint


def _compact(tensor: torch.Tensor) -> torch.Tensor:
    """Return large weights at half precision; Stanza copies them into float32 when it loads them."""
    is_large = tensor.is_floating_point() and tensor.numel() > 1000
    return tensor.detach().cpu().half() if is_large else tensor.detach().cpu()


def _for_inference(path: Path, **args: Any) -> dict[str, Any]:
    """Return a checkpoint without local paths, at half precision, with other arguments."""
    checkpoint: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
    config = {
        key: value
        for key, value in checkpoint["config"].items()
        if not (key.endswith(("_file", "_dir")) or key in ("save_name", "load_name"))
    }
    weights = {name: _compact(value) for name, value in (checkpoint["model"] or {}).items()}
    return {**checkpoint, "model": weights or None, "config": {**config, **args}}


def _save(checkpoint: dict[str, Any], path: Path) -> None:
    torch.save(checkpoint, path, _use_new_zipfile_serialization=False)


def _digest(path: Path, algorithm: str) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, algorithm).hexdigest()


def _write_json(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
