"""The stages of a config inside somebody else's Ray Data pipeline."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import orjson

from hookline import Document, Dropped, Pipeline, PluginError, to_letter, to_record


class Annotate:
    """
    A callable class for `Dataset.map_batches`: adds what the stages of a config make of each text.

        dataset.map_batches(Annotate, fn_constructor_args=("news.yaml",), concurrency=2)

    The rows keep their columns and get three more, of which exactly one is not null: `record` (JSON,
    the record contract), `dropped` (the reason) and `failure` (JSON, the dead-letter contract). No row
    is lost, and none fails the batch.
    """

    def __init__(
        self, config: str | Mapping[str, Any], text: str = "text", id: str | None = "id"
    ) -> None:
        self._pipeline = Pipeline.from_config(config)
        self._name = config if isinstance(config, str) else "config"
        self._text, self._id = text, id

    def __call__(self, batch: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
        """Return a batch, columns of numpy arrays, with the three columns added."""
        texts = [str(text) for text in batch[self._text]]
        ids = batch.get(self._id) if self._id else None
        names = [str(one) for one in (range(len(texts)) if ids is None else ids)]
        docs = [Document.from_text(text, name) for text, name in zip(texts, names, strict=True)]
        columns: dict[str, list[str | None]] = {"record": [], "dropped": [], "failure": []}
        config = f"{self._name}@{self._pipeline.plan.digest()}"
        for outcome in self._pipeline.stream(docs):
            found: dict[str, str] = {}
            if isinstance(outcome, Document):
                found["record"] = orjson.dumps(to_record(outcome)).decode()
            elif isinstance(outcome, Dropped):
                found["dropped"] = outcome.reason
            else:
                found["failure"] = orjson.dumps(to_letter(outcome, config), default=str).decode()
            if len(columns["record"]) == len(docs):
                raise PluginError("a stage splits documents: each row can have one record only")
            for name, column in columns.items():
                column.append(found.get(name))
        return {**batch, **{name: np.array(got, dtype=object) for name, got in columns.items()}}
