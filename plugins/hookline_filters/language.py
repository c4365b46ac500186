"""The stage `language`: keep documents in certain languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from hookline import Document, Drop, Outcome, PluginError, Stage

__all__ = ["Language"]

UNCLEAR = "unclear"

Code = Annotated[str, Field(pattern="^[a-z]{2,3}$")]


class Language(Stage):
    """
    Keep documents in certain languages, identified with py3langid.

    Its model is part of the package and supports 139 languages. Texts of fewer than ten words are
    identified less reliably; those below `min_confidence` are dropped as `language unclear`. With
    `others: label` nothing is dropped: the language of each document goes into its meta data, and a
    warning says at the end how many are in other languages.

    Raises:
        PluginError: a language to keep is not supported.
    """

    name = "language"
    cost = "cpu"
    optional: ClassVar[Mapping[str, str]] = {"py3langid": "hookline[filters]"}

    class Options(Stage.Options):
        """Which languages to keep."""

        keep: tuple[Code, ...] = Field(
            min_length=1, description="ISO 639 codes of the languages to keep, such as [en, de]."
        )
        min_confidence: float = Field(
            0.5, ge=0.0, le=1.0, description="Minimum probability of the identified language."
        )
        characters: int = Field(
            10_000, ge=1, description="Characters, from the start of the text, that are used."
        )
        label: bool = Field(False, description="Write the language to the meta data.")
        others: Literal["drop", "label"] = Field(
            "drop",
            description="Documents in other languages: `drop` them, or `label` all documents with "
            "their language (`unclear` where none is sure) and warn of the others.",
        )

    def __init__(self, options: Options) -> None:
        from py3langid.langid import MODEL_FILE, LanguageIdentifier

        super().__init__(options)
        self._identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
        if unknown := sorted(set(options.keep) - set(self._identifier.labels)):
            known = ", ".join(sorted(self._identifier.labels))
            raise PluginError(f"no such language: {', '.join(unknown)}; there are {known}")

    def process(self, docs: Sequence[Document]) -> Iterable[Outcome]:
        """Return the documents in the languages to keep, and drop the others."""
        return map(self._filter, docs)

    def _filter(self, doc: Document) -> Outcome:
        language = self._identify(doc.text[: self.options.characters])
        if self.options.others == "label":
            if language not in self.options.keep:
                kept = ", ".join(self.options.keep)
                self.warn(f"language-{language}", f"{language}, not {kept}", documents=1)
            return doc.with_meta(language=language)
        if language not in self.options.keep:
            return Drop(f"language {language}")
        return doc.with_meta(language=language) if self.options.label else doc

    def _identify(self, text: str) -> str:
        """Return the code of the language of a text, or `unclear`."""
        if not any(map(str.isalpha, text)):
            return UNCLEAR
        language, confidence = self._identifier.classify(text)
        return language if confidence >= self.options.min_confidence else UNCLEAR
