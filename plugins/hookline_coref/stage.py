"""The stage `coref`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from pydantic import Field

from hookline import Document, Outcome, Stage

__all__ = ["Coref"]


class Coref(Stage):
    """Group the mentions of everyone and everything with a name into clusters."""

    name = "coref"
    requires: ClassVar[Sequence[str]] = ("sentences", "tokens", "syntax", "entities")
    provides: ClassVar[Sequence[str]] = ("clusters", "entities")
    cost = "cpu"

    class Options(Stage.Options):
        """What to resolve besides names."""

        pronouns: bool = Field(True, description="Whether pronouns are mentions.")
        nouns: bool = Field(True, description='Whether common nouns are mentions ("the ministry").')

    def __init__(self, options: Any) -> None:
        from hookline_coref.lexicon.lexicon import builtin_lexicon
        from hookline_coref.resolution.scorer import AntecedentScorer

        super().__init__(options)
        self._lexicon = builtin_lexicon()
        self._scorer = AntecedentScorer()

    def process(self, docs: Sequence[Document]) -> Iterator[Outcome]:
        """Yield each document with its clusters."""
        for doc in docs:
            yield self._clustered(doc)

    def _clustered(self, doc: Document) -> Document:
        from hookline_coref.clusters import with_clusters
        from hookline_coref.resolution.ranking import ranked
        from hookline_coref.resolution.resolver import Resolver

        resolver = Resolver(doc, self._lexicon)
        resolution = resolver.resolve(ranked(doc, resolver, self._scorer))
        kinds = {"name"}
        if self.options.pronouns:
            kinds.add("pronoun")
        if self.options.nouns:
            kinds.add("nominal")
        return with_clusters(doc, resolution.only(kinds))
