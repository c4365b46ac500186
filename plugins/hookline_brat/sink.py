"""Write a folder that brat shows: the text and the annotation of each document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

import orjson
from pydantic import Field

from hookline import Document, SpooledSink
from hookline_brat.standoff import configuration, standoff

UNSAFE = re.compile(r"[^\w.-]+")
LONGEST = 120  # characters of a file's name


class BratSink(SpooledSink):
    """
    Write `NAME.txt` and `NAME.ann` for each document, and an `annotation.conf`, into a folder.

    The name is the id with unusual characters replaced; a second document of that name gets `~2`.
    Ends of relations that are no entities are annotated as `Mention`. Source:
    brat.nlplab.org/standoff.html.
    """

    name = "brat"
    folder = True

    class Options(SpooledSink.Options):
        """Options of the sink."""

        path: str = Field(description="the folder to write")

    def encode(self, docs: Sequence[Document]) -> Iterator[bytes]:
        for doc in docs:
            lines, labels, types = standoff(doc)
            row = [doc.id, doc.text, lines, sorted(labels), sorted(types)]
            yield orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE)

    def finish(self, spool: BinaryIO, final: Path) -> None:
        final.mkdir()
        names: Counter[str] = Counter()
        labels: set[str] = set()
        types: set[str] = set()
        for line in spool:
            doc_id, text, annotation, some, more = orjson.loads(line)
            labels.update(some)
            types.update(more)
            stem = UNSAFE.sub("_", doc_id)[-LONGEST:].lstrip(".-") or "_"
            key = stem.casefold()  # for file systems that do not tell A from a
            names[key] += 1
            if names[key] > 1:
                stem = f"{stem}~{names[key]}"
            (final / f"{stem}.txt").write_bytes(text.encode())
            (final / f"{stem}.ann").write_bytes(annotation.encode())
        (final / "annotation.conf").write_text(configuration(labels, types), "utf-8")
