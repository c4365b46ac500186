"""Write trained parts as a folder that a plain `stanza.Pipeline` loads offline."""

from __future__ import annotations

import hashlib
import json
import shutil
from enum import Enum
from pathlib import Path
from typing import Any

import torch

from ..encoder.stanza_encoder import ENCODER_NAME
from ..loading.model_folder import FORMAT, PROCESSORS, load_encoder
from ..numerics.calibration import write_ranges
from .config import TrainingConfig
from .measure_ranges import calibration_sentences, input_ranges
from .model_card import write_card

PACKAGE = "hookline"


def package(
    joint: Any, tokenizer: Path, lemmatizer: Path, out: Path, config: TrainingConfig, notes: Any
) -> None:
    """Write the model folder.

    Args:
        joint: The JointTraining whose weights are to be shipped.
        tokenizer: File of the trained tokenizer.
        lemmatizer: File of the trained lemmatizer.
        out: Folder to make; what is in it is replaced.
        config: What was trained, for the manifest.
        notes: More entries of the manifest, such as figures.
    """
    if out.exists():
        shutil.rmtree(out)
    for processor in PROCESSORS:
        (out / "en" / processor).mkdir(parents=True)
    _write_encoder(joint, out / "encoder")
    encoder, pieces = load_encoder(out)  # as it was rounded
    sentences = calibration_sentences(joint.entities, joint.trees, config.seed)
    write_ranges(out, input_ranges(encoder, pieces, sentences))
    files = {p: out / "en" / p / f"{PACKAGE}.pt" for p in PROCESSORS}
    for name, model in joint.heads.models().items():
        _save(_head(name, model), files[name])
    _save(_slim(_load(tokenizer), max_seqlen=1000), files["tokenize"])
    _save(_slim(_load(lemmatizer), batch_size=500), files["lemma"])
    resources: dict[str, Any] = {
        "en": {
            "lang_name": "English",
            **{p: {PACKAGE: {"md5": _digest(files[p], "md5")}} for p in PROCESSORS},
            "packages": {"default": dict.fromkeys(PROCESSORS, PACKAGE)},
        }
    }
    _write_json(out / "resources.json", resources)
    write_manifest(out, config, notes)


def write_manifest(out: Path, config: TrainingConfig, notes: Any) -> None:
    """Write the card, and `manifest.json`: SHA-256 of every other file, configuration, notes."""
    import stanza
    import transformers

    write_card(out, notes, config.joint.steps)
    listed = {
        path.relative_to(out).as_posix(): {
            "size": path.stat().st_size,
            "sha256": _digest(path, "sha256"),
        }
        for path in sorted(out.rglob("*"))
        if path.is_file() and path.name != "manifest.json"
    }
    versions = {
        "stanza": stanza.__version__,
        "torch": torch.__version__,
        "transformers": transformers.__version__,
    }
    manifest = {
        "format": FORMAT,
        "lang": "en",
        "encoder": ENCODER_NAME,
        "files": listed,
        "training": json.loads(config.to_json()),
        "trained_with": versions,
        "figures": notes.get("figures", {}),
    }
    _write_json(out / "manifest.json", manifest)


def _write_encoder(joint: Any, folder: Path) -> None:
    from safetensors.torch import save_file

    folder.mkdir()
    model = joint.encoder.model
    state = {k: v.detach().cpu().half().contiguous() for k, v in model.state_dict().items()}
    save_file(state, folder / "model.safetensors")
    settings = model.config.to_dict()
    keep = (
        "vocab_size",
        "hidden_size",
        "num_hidden_layers",
        "num_attention_heads",
        "intermediate_size",
        "hidden_act",
        "max_position_embeddings",
        "type_vocab_size",
        "layer_norm_eps",
        "pad_token_id",
        "model_type",
    )
    _write_json(folder / "config.json", {key: settings[key] for key in keep})
    backend = joint.heads.ner.bert_tokenizer.plain.backend_tokenizer
    backend.no_truncation()
    backend.no_padding()
    backend.save(str(folder / "tokenizer.json"))


def _head(name: str, model: Any) -> dict[str, Any]:
    from stanza.models.pos.tag_columns import tag_columns_from_args, tag_columns_to_config

    from .joint import head_state

    settings = {k: v.name if isinstance(v, Enum) else v for k, v in model.args.items()}
    settings["bert_finetune"] = False
    settings.pop("resolve_head_constraints", None)  # so that the pipeline repairs trees
    params: dict[str, Any] = {
        "model": {k: _half(v) for k, v in head_state(model).items()},
        "vocab": model.vocab.state_dict(),
        "config": settings,
    }
    if name == "pos":
        settings["tag_columns"] = tag_columns_to_config(tag_columns_from_args(model.args))
    if name == "depparse":
        params["model_type"] = "graph"
    return params


def _half(tensor: torch.Tensor) -> torch.Tensor:
    """Return large weights at half precision; Stanza copies them into float32 on loading."""
    big = tensor.is_floating_point() and tensor.numel() > 1000
    return tensor.detach().cpu().half() if big else tensor.detach().cpu()


def _load(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
    return loaded


def _slim(params: dict[str, Any], **settings: Any) -> dict[str, Any]:
    """Drop the paths of the machine that trained, and set what inference needs."""
    config = {
        k: v
        for k, v in params["config"].items()
        if not (k.endswith(("_file", "_dir")) or k in ("save_name", "load_name"))
    }
    weights = {k: _half(v) for k, v in (params["model"] or {}).items()}
    return {**params, "model": weights or None, "config": {**config, **settings}}


def _save(params: dict[str, Any], path: Path) -> None:
    torch.save(params, path, _use_new_zipfile_serialization=False)


def _digest(path: Path, algorithm: str) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, algorithm).hexdigest()


def _write_json(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
