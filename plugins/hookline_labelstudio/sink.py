"""Write a folder for Label Studio: tasks, and the configuration of their labeling interface."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

import orjson
from pydantic import Field

from hookline import Document, SpooledSink, to_record
from hookline_labelstudio.tasks import labeling_config, labels_of, to_task


class LabelStudioSink(SpooledSink):
    """
    Write `tasks.json`, an array of tasks to import, and `labeling_config.xml`, into a folder.

    Entities are labels of the cleaned text, relations lead from region to region, both as predictions
    that annotators correct. Regions have their raw offsets as meta data. A relation that is no fact is
    labelled with what makes it none (`negative`, a modality, `claim`), too.
    """

    name = "labelstudio"
    folder = True
    requires = ("entities",)

    class Options(SpooledSink.Options):
        """Options of the sink."""

        path: str = Field(description="the folder to write")
        model_version: str = Field("hookline", description="what the predictions are said to be by")

    def encode(self, docs: Sequence[Document]) -> Iterator[bytes]:
        for doc in docs:
            task = to_task(to_record(doc, (), self.layers), self.options.model_version)
            yield orjson.dumps(task, option=orjson.OPT_APPEND_NEWLINE)

    def finish(self, spool: BinaryIO, final: Path) -> None:
        final.mkdir()
        labels: set[str] = set()
        relations: set[str] = set()
        with open(final / "tasks.json", "wb") as file:
            separator = b"[\n"
            for line in spool:
                of_regions, of_relations = labels_of(orjson.loads(line))
                labels |= of_regions
                relations |= of_relations
                file.write(separator + line.rstrip(b"\n"))
                separator = b",\n"
            file.write(b"[]\n" if separator == b"[\n" else b"\n]\n")
        config = labeling_config(labels, relations)
        (final / "labeling_config.xml").write_text(config, "utf-8")
