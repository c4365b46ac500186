"""Write a folder for brat: the text and the annotation of each document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

import orjson
from pydantic import Field

from hookline import Document, SpooledSink
from hookline_brat.standoff import annotation_conf, standoff

UNSAFE_CHARACTERS = re.compile(r"[^\w.-]+")
MAX_NAME_LENGTH = 120  # characters


class BratSink(SpooledSink):
    """
    Write `NAME.txt` and `NAME.ann` for each document, and an `annotation.conf`, into a folder.

    The name is the id with unusual characters replaced; a second document with the same name gets
    `~2`. Arguments of relations that are not entities are annotated as `Span`. Source:
    brat.nlplab.org/standoff.html.
    """

    name = "brat"
    folder = True

    class Options(SpooledSink.Options):
        """Options of the sink."""

        path: str = Field(description="the folder to write")

    def encode(self, docs: Sequence[Document]) -> Iterator[bytes]:
        for doc in docs:
            row = {"id": doc.id, "text": doc.text, **standoff(doc)._asdict()}
            yield orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE)

    def finish(self, spool: BinaryIO, final: Path) -> None:
        final.mkdir()
        occurrences: Counter[str] = Counter()
        labels: set[str] = set()
        types: set[str] = set()
        for line in spool:
            row = orjson.loads(line)
            labels.update(row["labels"])
            types.update(row["types"])
            name = UNSAFE_CHARACTERS.sub("_", row["id"])[-MAX_NAME_LENGTH:].lstrip(".-") or "_"
            key = name.casefold()  # some file systems ignore letter case
            occurrences[key] += 1
            if occurrences[key] > 1:
                name = f"{name}~{occurrences[key]}"
            (final / f"{name}.txt").write_bytes(row["text"].encode())
            (final / f"{name}.ann").write_bytes(row["annotation"].encode())
        (final / "annotation.conf").write_text(annotation_conf(labels, types), "utf-8")
