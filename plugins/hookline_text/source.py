"""Read plain text files, one document each."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from functools import cached_property
from typing import Any, Literal

from pydantic import Field, field_validator

from hookline import Document, Place, Source, SourceError, Unreadable, matching, open_input, shown


class TextSource(Source):
    """Read text files: one document a file, its id the path."""

    name = "text"
    endings = (".txt", ".text")

    class Options(Source.Options):
        """Options of the source."""

        path: str | list[str] = Field(
            description="files, folders or patterns such as `seeds/*.txt`; `-` is standard input"
        )
        encoding: str = Field("utf-8", description="how the files are encoded")
        errors: Literal["strict", "replace"] = Field(
            "strict",
            description="what becomes of bytes that are not in the encoding: `strict` fails the "
            "document, `replace` puts U+FFFD in their place",
        )

        @field_validator("encoding")
        @classmethod
        def _known(cls, value: str) -> str:
            try:
                "a".encode(value)
            except (LookupError, UnicodeError) as error:
                raise ValueError(
                    f"unknown encoding {value!r}: use a name such as utf-8 or cp1252"
                ) from error
            return value

    @cached_property
    def _paths(self) -> list[str]:
        return matching(self.options.path, self.endings, self.outputs)

    def inputs(self) -> list[str]:
        return self._paths

    def total(self) -> int:
        return len(self._paths)

    def read(self, start: int = 0) -> Iterator[Document | Unreadable]:
        for path in self._paths[start:]:
            yield self._one(path)

    def _one(self, path: str) -> Document | Unreadable:
        place = Place("<stdin>" if path == "-" else shown(path))
        try:
            with open_input(path) as file:
                data = file.read()
        except (OSError, EOFError, SourceError) as error:
            return Unreadable(place, error, {"path": shown(path)})
        except Exception as error:  # what a decompressor makes of a damaged file
            return Unreadable(
                place, SourceError(f"cannot read {path}: {error}"), {"path": shown(path)}
            )
        return self._decoded(data, place)

    def revive(self, payload: dict[str, Any], place: Place) -> Document | Unreadable:
        if isinstance(payload.get("bytes"), str):
            return self._decoded(base64.b64decode(payload["bytes"]), place)
        if isinstance(payload.get("path"), str):
            return self._one(payload["path"])
        return super().revive(payload, place)

    def _decoded(self, data: bytes, place: Place) -> Document | Unreadable:
        try:
            text = data.decode(self.options.encoding, self.options.errors)
        except UnicodeDecodeError as error:
            message = (
                f"{place}: byte {error.start} ({data[error.start]:#04x}) is not "
                f"{self.options.encoding}; name the file's encoding with `encoding`, or set "
                "`errors: replace`"
            )
            payload = {"bytes": base64.b64encode(data).decode("ascii")}
            return Unreadable(place, SourceError(message), payload)
        return Document.from_text(text.removeprefix("\ufeff"), id=place.path, place=place)
