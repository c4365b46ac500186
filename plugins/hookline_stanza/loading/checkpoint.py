"""Open the parts of a model folder for inference alone, with one encoder.

`stanza.Pipeline` gives each part an optimizer, for which torch imports its compiler, and keeps
everything that was loaded for as long as one part is in use. Here Stanza's own code loads the same
files, and nothing more is made of them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import torch

from ..encoder.weights import load_weights
from ..logging_guard import unchanged_logging
from .model_folder import as_model_error, check_folder


def open_parts(folder: Path, processors: Iterable[str]) -> Any:
    """Return an object with `processors`, where each has a `trainer` as in a `stanza.Pipeline`.

    Args:
        folder: A folder made by hookline, with a manifest.
        processors: The parts to open.

    Raises:
        hookline.ModelError: The folder is incomplete, or Stanza cannot load it.
    """
    manifest = check_folder(folder)
    resources = json.loads((folder / "resources.json").read_text(encoding="utf-8"))
    lang = manifest["lang"]
    packages = resources[lang]["packages"]["default"]
    with as_model_error(folder), unchanged_logging():
        from stanza.models.common.foundation_cache import BertRecord, FoundationCache

        cache = FoundationCache(local_files_only=True)
        cache.bert[manifest["encoder"]] = BertRecord(*load_weights(folder), {})
        parts = {}
        for processor in processors:
            path = folder / lang / processor / f"{packages[processor]}.pt"
            parts[processor] = SimpleNamespace(trainer=_LOADERS[processor](str(path), cache))
    return SimpleNamespace(processors=parts)


def _tokenizer(path: str, cache: Any) -> Any:
    from stanza.models.tokenization.trainer import Trainer

    trainer = Trainer.__new__(Trainer)  # what it does beyond loading is for training
    trainer.load(path, None, cache)
    return trainer


def _tagger(path: str, cache: Any) -> Any:
    from stanza.models.pos.trainer import Trainer

    trainer = Trainer.__new__(Trainer)
    trainer.load(path, None, None, cache)
    return trainer


def _lemmatizer(path: str, cache: Any) -> Any:
    from stanza.models.lemma.trainer import Trainer

    trainer = Trainer.__new__(Trainer)
    trainer.load(path, None, cache)
    trainer.caseless = trainer.args.get("caseless", False)
    return trainer


def _parser(path: str, cache: Any) -> Any:
    from stanza.models.depparse.model import GraphParser
    from stanza.models.pos.vocab import MultiVocab

    saved = torch.load(path, map_location="cpu", weights_only=True)
    args, vocab = saved["config"], MultiVocab.load_state_dict(saved["vocab"])
    encoder, pieces = cache.load_bert(args["bert_model"])
    model = GraphParser(args, vocab, bert_model=encoder, bert_tokenizer=pieces)
    model.load_params(saved["model"])
    return SimpleNamespace(args=args, vocab=vocab, model=model)


def _namer(path: str, cache: Any) -> Any:
    from stanza.models.ner.trainer import Trainer

    trainer = Trainer.__new__(Trainer)
    trainer.load(path, None, None, cache)
    return trainer


_LOADERS: dict[str, Callable[[str, Any], Any]] = {
    "tokenize": _tokenizer,
    "pos": _tagger,
    "lemma": _lemmatizer,
    "depparse": _parser,
    "ner": _namer,
}
