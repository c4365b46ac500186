"""The stage `redact`: take chosen names away, for good."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Sequence
from typing import Literal

from pydantic import Field, model_validator

from hookline import Document, Stage

__all__ = ["Redact"]


class Redact(Stage):
    """Replace chosen entities by pseudonyms or labels, everywhere and for good."""

    name = "redact"
    requires = ("entities",)
    edits_text = True
    private = True
    cost = "light"

    class Options(Stage.Options):
        """Which entities, and what stands in their place."""

        labels: tuple[str, ...] = Field(
            ("PERSON",), description="Entities with one of these labels are replaced."
        )
        ids: tuple[str, ...] = Field(
            (), description="Entities with one of these ids are replaced, whatever their label."
        )
        style: Literal["label", "pseudonym"] = Field(
            "label",
            description="What is put in their place: the label (`[PERSON]`), or a pseudonym that is "
            "the same for the same name (`PERSON-3f9a21bc77d0`).",
        )
        key_file: str | None = Field(
            None,
            description="File with the key of pseudonyms, as `hookline redact-key FILE --new` makes "
            "it.",
        )
        parts: bool = Field(
            True,
            description="Whether words of a person's name are replaced where they stand alone "
            "(`Holmes` of `Sherlock Holmes`), found as an entity or not.",
        )

        @model_validator(mode="after")
        def _has_key(self) -> Redact.Options:
            if self.style == "pseudonym" and self.key_file is None:
                raise ValueError("pseudonyms need a key: set `key_file`")
            return self

    def __init__(self, options: Options) -> None:
        from hookline_redact.pseudonyms import read_key
        from hookline_redact.redaction import Redaction

        super().__init__(options)
        key = None
        if options.style == "pseudonym" and options.key_file is not None:
            key = read_key(options.key_file)
        self._redaction = Redaction(
            frozenset(options.labels), frozenset(options.ids), options.parts, key
        )

    @classmethod
    def model_digest(cls, options: Options) -> str:
        """Return a digest that tells keys apart, so that a changed key is noticed."""
        from hookline_redact.pseudonyms import read_key

        if options.style != "pseudonym" or options.key_file is None:
            return ""
        return hmac.new(read_key(options.key_file), b"digest", hashlib.sha256).hexdigest()[:32]

    def process(self, docs: Sequence[Document]) -> Iterable[Document]:
        """Return each document without the names."""
        return map(self._redaction.redacted, docs)
