"""The Beam transform and its `DoFn`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import apache_beam as beam

from hookline import Document, Dropped, Pipeline, to_letter, to_record

RECORDS, DROPPED, FAILED = "records", "dropped", "failed"


class RunStagesFn(beam.DoFn):  # type: ignore[misc]  # Beam has no types
    """
    Process batches of elements with the stages of a config.

    An element is a text, or a mapping with a `text`, an optional `id`, and anything else as meta data.
    The main output has records, the output `dropped` pairs of id and reason, the output `failed` dead
    letters. Each element produces exactly one of them.
    """

    def __init__(self, config: str | Mapping[str, Any]) -> None:
        super().__init__()
        self._config = config
        self._pipeline: Pipeline | None = None

    def setup(self) -> None:
        """Open the stages, once per worker."""
        self._pipeline = Pipeline.from_config(self._config)

    def process(self, element: Sequence[Any]) -> Iterator[Any]:
        """Yield one outcome for each element of a batch."""
        assert self._pipeline is not None
        name = self._config if isinstance(self._config, str) else "config"
        config = f"{name}@{self._pipeline.plan.digest()}"
        docs = [_to_document(item) for item in element]
        for doc, outcome in zip(docs, self._pipeline.stream(docs), strict=True):
            if isinstance(outcome, Document):
                yield to_record(outcome)
            elif isinstance(outcome, Dropped):
                yield beam.pvalue.TaggedOutput(DROPPED, (doc.id, outcome.reason))
            else:
                yield beam.pvalue.TaggedOutput(FAILED, to_letter(outcome, config))

    def teardown(self) -> None:
        """Close the stages."""
        if self._pipeline is not None:
            self._pipeline.close()


class RunStages(beam.PTransform):  # type: ignore[misc]  # Beam has no types
    """
    Batch elements and process them with the stages of a config.

        outputs = texts | RunStages("news.yaml")
        outputs.records, outputs.dropped, outputs.failed

    `batch_size` is the most elements in a batch.
    """

    def __init__(self, config: str | Mapping[str, Any], batch_size: int = 64) -> None:
        super().__init__()
        self._config, self._batch_size = config, batch_size

    def expand(self, input_or_inputs: Any) -> Any:
        """Return the three outputs."""
        batches = input_or_inputs | beam.BatchElements(1, self._batch_size)
        step = beam.ParDo(RunStagesFn(self._config))
        return batches | step.with_outputs(DROPPED, FAILED, main=RECORDS)


def _to_document(element: Any) -> Document:
    if isinstance(element, str):
        return Document.from_text(element)
    meta = {key: value for key, value in element.items() if key not in ("id", "text")}
    return Document.from_text(element["text"], str(element.get("id", "document")), meta)
