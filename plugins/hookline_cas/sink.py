"""Write a folder with a CAS for each document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, BinaryIO, ClassVar, Literal

import orjson
from pydantic import Field

from hookline import Document, SpooledSink
from hookline_cas.conversion import to_cas
from hookline_cas.type_system import type_system

UNSAFE_CHARACTERS = re.compile(r"[^\w.-]+")
MAX_NAME_LENGTH = 120  # characters


class CasSink(SpooledSink):
    """
    Write a UIMA CAS for each document into a folder, as XMI with a `TypeSystem.xml`, or as JSON.

    Types are those of DKPro Core: sentences, tokens with lemma, part of speech, features and
    dependencies, named entities, coreference chains, and relations as semantic predicates. Segments map
    the text to the raw text, whose offsets are code points; all others are UTF-16 code units, as UIMA
    has them. The name of a file is the id with unusual characters replaced; a second document with the
    same name gets `~2`.
    """

    name = "cas"
    folder = True
    requires = ("sentences", "tokens")
    optional: ClassVar[Mapping[str, str]] = {"cassis": "hookline[cas]"}

    class Options(SpooledSink.Options):
        """Options of the sink."""

        path: str = Field(description="the folder to write")
        format: Literal["xmi", "json"] = Field(
            "xmi",
            description="XMI, or UIMA JSON CAS, which has the types in each file",
        )

    def encode(self, docs: Sequence[Document]) -> Iterator[bytes]:
        for doc in docs:
            cas = to_cas(doc, self._types)
            content = cas.to_xmi() if self.options.format == "xmi" else cas.to_json()
            row = {"id": doc.id, "content": content}
            yield orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE)

    def finish(self, spool: BinaryIO, final: Path) -> None:
        final.mkdir()
        occurrences: Counter[str] = Counter()
        for line in spool:
            row = orjson.loads(line)
            name = UNSAFE_CHARACTERS.sub("_", row["id"])[-MAX_NAME_LENGTH:].lstrip(".-") or "_"
            key = name.casefold()  # some file systems ignore letter case
            occurrences[key] += 1
            if occurrences[key] > 1:
                name = f"{name}~{occurrences[key]}"
            (final / f"{name}.{self.options.format}").write_bytes(row["content"].encode())
        if self.options.format == "xmi":
            (final / "TypeSystem.xml").write_bytes(self._types.to_xml().encode())

    @cached_property
    def _types(self) -> Any:
        return type_system()
