"""Write annotations as JSON-LD."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO, Literal
from urllib.parse import quote

import orjson
from pydantic import Field

from hookline import Document, SpooledSink, to_record
from hookline_webannotation.annotations import web_annotations

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
# RFC 3987 without the characters that no IRI may have.
ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s\x00-\x20<>\"{}|\\^`]+")


class WebAnnotationSink(SpooledSink):
    """
    Write an annotation by the W3C Web Annotation Data Model for each entity, event and relation.

    Targets are spans of the raw text, by position in code points and by quotation. A relation is an
    annotation of its subject that links to its object. Polarity, modality, factuality, claim, time and
    place are tags. An annotation's id is made of that of its document; a second document with the same
    id has the number 2 in its annotations' ids.
    """

    name = "webannotation"
    endings = (".jsonld", ".ndjsonld")
    requires = ("entities",)

    class Options(SpooledSink.Options):
        """Options of the sink."""

        path: str = Field(description="the file to write")
        format: Literal["collection", "lines"] | None = Field(
            None,
            description="one `AnnotationCollection`, or an annotation a line; by default a collection "
            "if `path` ends in `.jsonld`",
        )
        base: str = Field(
            "urn:hookline:", description="the prefix of the addresses of annotations and documents"
        )
        address: str | None = Field(
            None,
            description="the meta data with the address (IRI) of a document's raw text; without one, "
            "the address is made of `base` and the id",
        )

    def encode(self, docs: Sequence[Document]) -> Iterator[bytes]:
        for doc in docs:
            record = to_record(doc, (), self.layers)
            made = list(web_annotations(record, doc.raw, self._address(doc)))
            row = {"id": doc.id, "annotations": made}
            yield orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE)

    def finish(self, spool: BinaryIO, final: Path) -> None:
        is_collection = self.target.lower().endswith(".jsonld")
        items = self._identified(spool)
        with open(final, "wb") as file:
            if (self.options.format or ("collection" if is_collection else "lines")) == "lines":
                for item in items:
                    line = {"@context": CONTEXT, **item}
                    file.write(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE))
            else:
                self._write_collection(items, file)

    def _identified(self, spool: BinaryIO) -> Iterator[dict[str, Any]]:
        """Yield the annotations of all documents with their ids."""
        occurrences: Counter[str] = Counter()
        for line in spool:
            row = orjson.loads(line)
            occurrences[row["id"]] += 1
            number = occurrences[row["id"]]
            prefix = f"{self._made_address(row['id'])}#{f'{number}/' if number > 1 else ''}"
            for name, annotation in row["annotations"]:
                yield {"id": prefix + name, **annotation}

    def _write_collection(self, items: Iterator[dict[str, Any]], file: BinaryIO) -> None:
        """Write annotations as a collection with one page, without having all in memory."""
        head = {"@context": CONTEXT, "id": f"{self.options.base}#annotations"}
        page = {"id": f"{self.options.base}#annotations/1", "type": "AnnotationPage"}
        file.write(orjson.dumps({**head, "type": "AnnotationCollection"})[:-1])
        file.write(b',"first":' + orjson.dumps({**page, "startIndex": 0})[:-1] + b',"items":[')
        total = 0
        for item in items:
            file.write((b",\n" if total else b"\n") + orjson.dumps(item))
            total += 1
        file.write(b'\n]},"total":%d}\n' % total)

    def _address(self, doc: Document) -> str:
        written = doc.meta.get(self.options.address) if self.options.address else None
        if isinstance(written, str) and ADDRESS.fullmatch(written):
            return written
        return self._made_address(doc.id)

    def _made_address(self, doc_id: str) -> str:
        return self.options.base + quote(doc_id, safe="/")
