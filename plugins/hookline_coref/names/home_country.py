"""Find the country that a document means by "our country", "this nation" and "the country"."""

from __future__ import annotations

from collections.abc import Sequence

from hookline_coref.lexicon.lexicon import Lexicon
from hookline_coref.mentions.mention import DetectedMention
from hookline_coref.names.forms import plain_form
from hookline_coref.names.name_cluster import NameCluster
from hookline_coref.text.words import DocumentWords

__all__ = ["HomeCountry", "countries"]

_NOUNS = frozenset({"country", "nation"})
_MORE = {"our": 1.5, "this": 1.5, "the": 3.0}
"""How many times as often as any other the country must be named for a noun with this word."""
_MORE_QUOTED = 3.0
"""The same for every noun in a quotation."""


class HomeCountry:
    """
    The country that a document names most.

    `number` is that of its cluster of names, -1 without any country.
    """

    def __init__(
        self,
        words: DocumentWords,
        mentions: Sequence[DetectedMention],
        clusters: Sequence[NameCluster],
        lexicon: Lexicon,
    ) -> None:
        self._words = words
        ranked = sorted(
            (-len(clusters[number].names), number)
            for number in countries(words, mentions, clusters, lexicon)
        )
        counts = [-count for count, _ in ranked]
        self.number = ranked[0][1] if ranked else -1
        self._ratio = counts[0] / counts[1] if len(counts) > 1 else _MORE_QUOTED

    def is_meant(self, mention: DetectedMention, quoted: bool) -> bool:
        """Return whether a noun is this country: "our nation", where no other one is named as much."""
        words = self._words
        least = _MORE.get(words.lower[mention.first]) if mention.first < mention.head else None
        return (
            least is not None
            and words.lemmas[mention.head] in _NOUNS
            and words.numbers[mention.head] != 2
            and self._ratio >= (_MORE_QUOTED if quoted else least)
        )


def countries(
    words: DocumentWords,
    mentions: Sequence[DetectedMention],
    clusters: Sequence[NameCluster],
    lexicon: Lexicon,
) -> list[int]:
    """Return the numbers of the clusters of names that are countries."""
    return [
        number
        for number, cluster in enumerate(clusters)
        if any(_is_country(words, mentions[index], lexicon) for index in cluster.names[:1])
    ]


def _is_country(words: DocumentWords, mention: DetectedMention, lexicon: Lexicon) -> bool:
    if mention.entity < 0 or words.entities[mention.entity].label == "NORP":
        return False
    name = " ".join(plain_form(words.text[mention.start : mention.end]))
    return lexicon.aliases.get(name, name) in lexicon.countries
