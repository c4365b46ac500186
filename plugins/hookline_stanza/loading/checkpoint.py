"""
Load the checkpoints of a model folder for inference alone, with one shared encoder.

`stanza.Pipeline` gives every processor an optimizer, for which torch imports its compiler, and keeps
all that was loaded in memory. Here Stanza's own code loads the same files, without either.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import torch

from ..encoder.files import load_encoder
from ..logging_guard import unchanged_logging
from .model_folder import check_folder, checkpoint_path, stanza_errors_as_model_errors


def load_trainers(folder: Path, processors: Iterable[str]) -> dict[str, Any]:
    """
    Return Stanza's trainer, which holds model and vocabulary, of each processor.

    Args:
        folder: A folder made by hookline, with a manifest.
        processors: Names of Stanza's processors.

    Raises:
        hookline.ModelError: The folder is incomplete, or Stanza cannot load it.
    """
    manifest = check_folder(folder)
    with stanza_errors_as_model_errors(f"the model in {folder}"), unchanged_logging():
        from stanza.models.common.foundation_cache import BertRecord, FoundationCache

        cache = FoundationCache(local_files_only=True)
        cache.bert[manifest["encoder"]] = BertRecord(*load_encoder(folder), {})
        return {
            processor: _LOADERS[processor](
                str(checkpoint_path(folder, processor, manifest["lang"])), cache
            )
            for processor in processors
        }


def _load_tokenizer(path: str, cache: Any) -> Any:
    from stanza.models.tokenization.trainer import Trainer

    trainer = Trainer.__new__(Trainer)  # its __init__ sets up training
    trainer.load(path, None, cache)
    return trainer


def _load_tagger(path: str, cache: Any) -> Any:
    from stanza.models.pos.trainer import Trainer

    trainer = Trainer.__new__(Trainer)
    trainer.load(path, None, None, cache)
    return trainer


def _load_lemmatizer(path: str, cache: Any) -> Any:
    from stanza.models.lemma.trainer import Trainer

    trainer = Trainer.__new__(Trainer)
    trainer.load(path, None, cache)
    trainer.caseless = trainer.args.get("caseless", False)
    return trainer


def _load_parser(path: str, cache: Any) -> Any:
    from stanza.models.depparse.model import GraphParser
    from stanza.models.pos.vocab import MultiVocab

    saved = torch.load(path, map_location="cpu", weights_only=True)
    args, vocab = saved["config"], MultiVocab.load_state_dict(saved["vocab"])
    encoder, tokenizer = cache.load_bert(args["bert_model"])
    model = GraphParser(args, vocab, bert_model=encoder, bert_tokenizer=tokenizer)
    model.load_params(saved["model"])
    return SimpleNamespace(args=args, vocab=vocab, model=model)


def _load_ner(path: str, cache: Any) -> Any:
    from stanza.models.ner.trainer import Trainer

    trainer = Trainer.__new__(Trainer)
    trainer.load(path, None, None, cache)
    return trainer


_LOADERS: dict[str, Callable[[str, Any], Any]] = {
    "tokenize": _load_tokenizer,
    "pos": _load_tagger,
    "lemma": _load_lemmatizer,
    "depparse": _load_parser,
    "ner": _load_ner,
}
